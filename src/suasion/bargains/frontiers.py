"""A frontier given as a function: what the second actor gets at most where the first gets x."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from suasion.bargains.numbers import finite
from suasion.errors import InputError

N_PROBES = 129
TOL_SHAPE = 1e-9
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0

Frontier = Callable[[float], float]


def accepted_stretch(
    frontier: Frontier, disagreement: tuple[float, float], end: float, where: str
) -> tuple[float, float]:
    """Return from where to where both accept: x from d1 to the largest x with f(x) >= d2.

    Raises InputError where the frontier rises or is not concave at 129 even probes, or where
    both cannot have more than without a deal.
    """
    d1, d2 = (finite("disagreement point", one, where) for one in disagreement)
    last = finite("end of the frontier", end, where)
    if not (d1 < last and value(frontier, d1, where) > d2):
        raise InputError(
            "no deal on the frontier is better for both than no deal",
            where=where,
            got=f"disagreement ({d1:g}, {d2:g}), frontier to {last:g}",
            expected="a disagreement point below the frontier",
            fix="correct the disagreement point or the frontier",
        )
    _check_shape([value(frontier, _between(d1, last, n), where) for n in range(N_PROBES)], where)
    if value(frontier, last, where) < d2:
        last = root(lambda x: d2 - value(frontier, x, where), d1, last)
    return d1, last


def value(frontier: Frontier, x: float, where: str) -> float:
    """Return the frontier at x as a finite number."""
    return finite(f"value of the frontier at {x:g}", float(frontier(x)), where)


def root(rising: Frontier, low: float, high: float) -> float:
    """Return where a rising function passes 0, by halving until no number lies between."""
    while True:
        middle = low + (high - low) / 2.0
        if not low < middle < high:
            return low
        if rising(middle) <= 0.0:
            low = middle
        else:
            high = middle


def peak(objective: Frontier, low: float, high: float) -> float:
    """Return where a function with one peak is largest, by golden section.

    Around a smooth peak the function is flat: the place is good to about 1e-8 of the stretch.
    """
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = objective(left), objective(right)
    while low < left < right < high and right - left > 1e-12 * max(abs(low), abs(high)):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = objective(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = objective(right)
    return low + (high - low) / 2.0


def _between(low: float, high: float, probe: int) -> float:
    return high if probe == N_PROBES - 1 else low + (high - low) * probe / (N_PROBES - 1)


def _check_shape(values: list[float], where: str) -> None:
    """Raise unless the values fall and fall ever faster."""
    slack = TOL_SHAPE * max(abs(one) for one in values)
    steps = [after - before for before, after in pairwise(values)]
    bends = [after - before for before, after in pairwise(steps)]
    if max(steps) > slack or max(bends) > slack:
        raise InputError(
            "the frontier rises or is not concave",
            where=where,
            got=f"a step of {max(steps):.3g} up, a bend of {max(bends):.3g} up",
            expected="a frontier that never rises and falls ever faster",
            fix="allow lotteries (its upper hull), or solve the outcomes with solve_bargain",
        )
