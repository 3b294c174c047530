"""Checks of the plain numbers that the closed forms take."""

from __future__ import annotations

import math
from numbers import Real

from suasion.errors import InputError


def finite(name: str, value: float, where: str) -> float:
    """Return a finite number, or raise InputError.

    Examples
    --------
    >>> finite("pie", 2, "example")
    2.0
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise refuse(name, value, where, "a finite number")
    return float(value)


def above_zero(name: str, value: float, where: str) -> float:
    """Return a number above zero, or raise InputError."""
    if not finite(name, value, where) > 0.0:
        raise refuse(name, value, where, "above 0")
    return float(value)


def from_zero(name: str, value: float, where: str) -> float:
    """Return a number from zero on, or raise InputError."""
    if not finite(name, value, where) >= 0.0:
        raise refuse(name, value, where, "0 or more")
    return float(value)


def probability(name: str, value: float, where: str) -> float:
    """Return a number from 0 to 1, or raise InputError."""
    if not 0.0 <= finite(name, value, where) <= 1.0:
        raise refuse(name, value, where, "from 0 to 1")
    return float(value)


def inner_share(name: str, value: float, where: str) -> float:
    """Return a number between 0 and 1, both excluded, or raise InputError."""
    if not 0.0 < finite(name, value, where) < 1.0:
        raise refuse(name, value, where, "above 0 and below 1")
    return float(value)


def refuse(name: str, value: object, where: str, expected: str) -> InputError:
    """Return the error for an argument that is out of range."""
    return InputError(
        f"the {name} is out of range",
        where=where,
        got=repr(value),
        expected=expected,
        fix=f"correct the {name}",
    )
