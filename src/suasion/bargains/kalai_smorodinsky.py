"""The Kalai-Smorodinsky solution on a frontier given as a line or a function."""

from __future__ import annotations

from suasion.bargains.asymmetric_nash import left_to_share
from suasion.bargains.frontiers import Frontier, accepted_stretch, root, value

_WHERE = "suasion.bargains.kalai_smorodinsky"


def kalai_smorodinsky(
    disagreement: tuple[float, float] = (0.0, 0.0), pie: float = 1.0
) -> tuple[float, float]:
    """Return the split of a pie by the Kalai-Smorodinsky solution: halves of what is left.

    Model
        Both get the same share of the most they could get: on x + y = pie each could get all
        that a deal adds, so x = d1 + (pie - d1 - d2) / 2.

    Parameters
    ----------
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
        The pie is out of range, or there is nothing to gain (C1).

    References
    ----------
    [KalaiSmorodinsky1975].

    Examples
    --------
    >>> kalai_smorodinsky(disagreement=(0.5, 0.25))
    (0.625, 0.375)
    """
    d1, d2, left = left_to_share(disagreement, pie, _WHERE)
    return d1 + left / 2.0, d2 + left / 2.0


def kalai_smorodinsky_on(
    frontier: Frontier, disagreement: tuple[float, float] = (0.0, 0.0), end: float = 1.0
) -> tuple[float, float]:
    """Return the Kalai-Smorodinsky solution on a concave frontier.

    Model
        (x - d1) / (b1 - d1) = (f(x) - d2) / (b2 - d2), with the best that each can get while
        the other accepts: b2 = f(d1), and b1 the largest x up to `end` with f(x) >= d2. Solved
        by halving.

    Parameters
    ----------
    frontier : callable
        f(x): what the second gets at most where the first gets x; it never rises, is concave,
        and is asked between d1 and `end` only.
    disagreement : tuple of float
        What each has without a deal, below the frontier.
    end : float
        The most that the first can get.

    Returns
    -------
    tuple of float
        (x, f(x)), good to rounding.

    Raises
    ------
    InputError
        A frontier that rises, is not concave or not finite, a disagreement point not below
        it (C1).

    References
    ----------
    [KalaiSmorodinsky1975].

    Examples
    --------
    A split of 1 whose first side dislikes risk (its gain is the root of its share):

    >>> root_share, second = kalai_smorodinsky_on(lambda u: 1.0 - u**2)
    >>> round(root_share**2, 6)
    0.381966
    """
    where = f"{_WHERE}_on"
    low, high = accepted_stretch(frontier, disagreement, end, where)
    best = value(frontier, low, where) - disagreement[1]

    def lead_of_first(x: float) -> float:
        second = (value(frontier, x, where) - disagreement[1]) / best
        return (x - low) / (high - low) - second

    x = root(lead_of_first, low, high)
    return x, value(frontier, x, where)
