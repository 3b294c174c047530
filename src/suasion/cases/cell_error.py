"""The error of a cell that does not hold what its column asks for."""

from __future__ import annotations

from suasion.errors import InputError


class CellError(InputError):
    """A cell does not hold what its column asks for."""

    def __init__(self, problem: str, *, got: str, expected: str, fix: str) -> None:
        super().__init__(problem, got=got, expected=expected, fix=fix)
