"""Reading factors: parameters that multiply a figure."""

from __future__ import annotations

import re

from suasion.cases.cell_error import CellError
from suasion.schema import Column

_NAME = re.compile(r"\w[\w.>:/+-]*")
FACTOR_FORMS = ("1-", "0-", "")
"""How a factor uses its parameter: one less it, with its sign turned, as it is."""


def read_factors(_: Column, text: str, __: str) -> tuple[tuple[str, str], ...]:
    """Return the factors of a cell: (form, parameter), several separated by semicolons."""
    factors = []
    for part in (piece.strip() for piece in text.split(";")):
        if not part:
            continue
        form = next(form for form in FACTOR_FORMS if part.startswith(form))
        name = part[len(form) :].strip()
        if not _NAME.fullmatch(name):
            raise CellError(
                "a factor is not written as a parameter",
                got=part[:60],
                expected="NAME, 1-NAME or 0-NAME",
                fix="write for example 1-trust",
            )
        factors.append((form, name))
    return tuple(factors)
