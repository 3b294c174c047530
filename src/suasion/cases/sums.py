"""Reading sums of stocks, and conditions on them, as the crisis tables write them."""

from __future__ import annotations

import math
import re

from suasion.cases.cell_error import CellError
from suasion.schema import Column

ONE = "1"
"""The name that stands for the number one in a sum."""
OPERATORS = (">=", "<=", ">", "<")
_NAME = r"[A-Za-z]\w*(?:[.>:/+-]\w+)*"
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_TERM = re.compile(rf"(?:({_NUMBER})\s*\*\s*)?({_NAME})|({_NUMBER})")
_GATE = re.compile(rf"({_NAME})\s*(>=|<=|>|<)\s*({_NUMBER})")


def read_weighted(_: Column, text: str, __: str) -> tuple[tuple[str, float], ...]:
    """Return the terms of a cell such as `1;-0.5*fresh.AZE;trust.AZE`: (stock, coefficient).

    A number alone is a term in the stock `1`.
    """
    found: list[tuple[str, float]] = []
    for part in (piece.strip() for piece in text.split(";")):
        match = _TERM.fullmatch(part) if part else None
        if part and match is None:
            raise CellError(
                "a sum of stocks is not written in its form",
                got=part[:60],
                expected="NAME, NUMBER*NAME or NUMBER, separated by semicolons",
                fix="write for example 1;-0.5*trust.AZE",
            )
        if match is not None:
            factor, name, number = match.groups()
            found.append((name or ONE, float(number or factor or 1.0)))
    _require_once(found, text)
    return tuple(found)


def _require_once(found: list[tuple[str, float]], text: str) -> None:
    names = [name for name, _ in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not all(math.isfinite(value) for _, value in found):
        raise CellError(
            "a sum names a stock twice" if twice else "a coefficient is not finite",
            got=text[:60],
            expected="each stock once, with a finite coefficient",
            fix="add the coefficients up",
        )


def read_gates(_: Column, text: str, __: str) -> tuple[tuple[str, str, float], ...]:
    """Return the conditions of a cell such as `held.actor > 0; channel >= 1`."""
    found = []
    for part in (piece.strip() for piece in text.split(";")):
        match = _GATE.fullmatch(part) if part else None
        if part and match is None:
            raise CellError(
                "a condition on a stock is not written in its form",
                got=part[:60],
                expected="NAME OPERATOR NUMBER with one of " + " ".join(OPERATORS),
                fix="write for example channel >= 1",
            )
        if match is not None:
            name, operator, value = match.groups()
            found.append((name, operator, float(value)))
    return tuple(found)
