"""The Nash solution with bargaining power, on a frontier given as a line or a function."""

from __future__ import annotations

import math

from suasion.bargains.frontiers import Frontier, accepted_stretch, peak, value
from suasion.bargains.numbers import above_zero, finite, inner_share
from suasion.errors import InputError

_WHERE = "suasion.bargains.asymmetric_nash"


def asymmetric_nash(
    weight: float,
    disagreement: tuple[float, float] = (0.0, 0.0),
    pie: float = 1.0,
) -> tuple[float, float]:
    """Return the split of a pie by the Nash solution with bargaining power.

    Both have what they would have without a deal, and divide what is left by their weights.

    Model
        max (x - d1)**a (y - d2)**(1 - a) on x + y = pie: x = d1 + a (pie - d1 - d2)

    Assumptions
        A1 gains are linear in shares; A2 the weight is given, not explained: patience gives it
        in `alternating_offers_limit`.

    Parameters
    ----------
    weight : float
        Bargaining power a of the first, above 0 and below 1.
    disagreement : tuple of float
        What each has without a deal, adding up to less than the pie.
    pie : float
        What is split, above 0.

    Returns
    -------
    tuple of float
        (first, second), adding up to the pie.

    Raises
    ------
    InputError
        Weight or pie out of range, or nothing to gain (C1).

    References
    ----------
    [Nash1950]; with weights [HarsanyiSelten1972].

    Examples
    --------
    >>> asymmetric_nash(0.75, disagreement=(0.25, 0.25))
    (0.625, 0.375)
    """
    a = inner_share("weight", weight, _WHERE)
    d1, d2, left = left_to_share(disagreement, pie, _WHERE)
    return d1 + a * left, d2 + (1.0 - a) * left


def asymmetric_nash_on(
    frontier: Frontier,
    weight: float = 0.5,
    disagreement: tuple[float, float] = (0.0, 0.0),
    end: float = 1.0,
) -> tuple[float, float]:
    """Return the Nash solution with bargaining power on a concave frontier.

    Model
        max a log(x - d1) + (1 - a) log(f(x) - d2) over x from d1 to `end`, by golden section

    Parameters
    ----------
    frontier : callable
        f(x): what the second gets at most where the first gets x; it never rises, is concave,
        and is asked between d1 and `end` only.
    weight : float
        Bargaining power a of the first, above 0 and below 1.
    disagreement : tuple of float
        What each has without a deal, below the frontier.
    end : float
        The most that the first can get.

    Returns
    -------
    tuple of float
        (x, f(x)); x is good to about 1e-8 of the stretch that both accept.

    Raises
    ------
    InputError
        Weight out of range, a frontier that rises, is not concave or not finite, a
        disagreement point not below it (C1).

    References
    ----------
    [Nash1950]; with weights [HarsanyiSelten1972].

    Examples
    --------
    A split of 1 whose first side dislikes risk (its gain is the root of its share):

    >>> root_share, second = asymmetric_nash_on(lambda u: 1.0 - u**2)
    >>> round(root_share**2, 6)
    0.333333
    """
    where = f"{_WHERE}_on"
    a = inner_share("weight", weight, where)
    low, high = accepted_stretch(frontier, disagreement, end, where)

    def log_product(x: float) -> float:
        first, second = x - disagreement[0], value(frontier, x, where) - disagreement[1]
        if first <= 0.0 or second <= 0.0:
            return -math.inf
        return a * math.log(first) + (1.0 - a) * math.log(second)

    x = peak(log_product, low, high)
    if log_product(high) > log_product(x):
        x = high
    return x, value(frontier, x, where)


def left_to_share(
    disagreement: tuple[float, float], pie: float, where: str
) -> tuple[float, float, float]:
    """Return the disagreement point and what a deal leaves above it, which must be above 0."""
    d1, d2 = (finite("disagreement point", one, where) for one in disagreement)
    left = above_zero("pie", pie, where) - d1 - d2
    if not left > 0.0:
        raise InputError(
            "there is nothing to gain from a deal",
            where=where,
            got=f"{d1:g} and {d2:g} without a deal, a pie of {pie:g}",
            expected="less than the pie without a deal",
            fix="correct the disagreement point or the pie",
        )
    return d1, d2, left
