"""The error of a figure that cannot be read (C1, C3)."""

from __future__ import annotations

from suasion.errors import InputError


class QuantityError(InputError):
    """A quantity is not written as the format asks; carries what was got and the remedy."""

    def __init__(self, problem: str, *, got: str, expected: str, fix: str) -> None:
        super().__init__(problem, got=got, expected=expected, fix=fix, rule="C3")
