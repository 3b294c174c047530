"""Optimal partitioning of a series: the exact minimum over all sets of breaks."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


class SegmentCost(Protocol):
    """What a stretch of a series costs: minus twice its log-likelihood at its own level."""

    @property
    def size(self) -> int:
        """Return the number of periods."""
        ...

    def cost(self, starts: Indices, end: int) -> Floats:
        """Return the cost of the stretches from each start up to, not including, the end."""
        ...


def partition(costs: SegmentCost, *, penalty: float, min_length: int) -> tuple[int, ...]:
    """Return the starts of the stretches whose total cost and penalties are the least of all.

    Exact, by dynamic programming over the end of the last stretch; it takes time in the square
    of the length (a second for 20 years of days).

    Model
        F(0) = -penalty; F(t) = min over s <= t - min_length of F(s) + cost(s, t) + penalty.
        On a tie the earliest start wins, which is the fewest breaks for equal totals of
        neighbouring starts.

    Parameters
    ----------
    costs : SegmentCost
        The series through its costs.
    penalty : float
        What every break must lower the cost by.
    min_length : int
        Least number of periods in a stretch.

    Returns
    -------
    tuple of int
        0 and the position of every break, rising; (0,) where there is none.

    Examples
    --------
    >>> from suasion.events.segment_costs import NormalCost
    >>> series = np.array([0.0, 0.1, -0.1, 0.0, 5.0, 5.1, 4.9, 5.0])
    >>> partition(NormalCost(series, floor=0.1), penalty=10.0, min_length=2)
    (0, 4)

    References
    ----------
    [Jackson2005] B. Jackson and others, "An algorithm for optimal partitioning of data on an
    interval", IEEE Signal Processing Letters 12 (2005), 105-108.
    """
    size = costs.size
    if size < 2 * min_length:
        return (0,)
    total = np.full(size + 1, np.inf)
    total[0] = -penalty
    before = np.zeros(size + 1, dtype=np.int64)
    starts = np.arange(size + 1, dtype=np.int64)
    for end in range(min_length, size + 1):
        open_starts = starts[: end - min_length + 1]
        tried = total[open_starts] + costs.cost(open_starts, end) + penalty
        best = int(np.argmin(tried))
        total[end], before[end] = tried[best], best
    found = []
    end = size
    while end > 0:
        end = int(before[end])
        found.append(end)
    return tuple(reversed(found))
