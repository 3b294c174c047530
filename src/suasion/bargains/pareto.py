"""Which outcomes no other outcome dominates, exactly, for any number of actors.

An outcome dominates another if it gives every actor at least as much and one actor more.
Two actors: outcomes under a coarse staircase are dropped first, the rest is sorted once.
More actors: the outcomes, sorted, are halved; the frontier of the better half is set
against that of the other, one actor at a time (Kung, Luccio and Preparata 1975).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Marks = npt.NDArray[np.bool_]

N_BINS = 2048
N_SAMPLE = 1 << 15
BLOCK = 1 << 16
N_STRONG = 24
"""Outcomes against which all others are set before any sorting, for three actors or more."""
N_PAIRS = 1 << 14
"""Below so many comparisons, comparing all with all is the quickest."""


def pareto_frontier(gains: Floats) -> Places:
    """Return the places of the outcomes that no other outcome dominates.

    Model
        i dominates j if gains[i] >= gains[j] for every actor and > for at least one.

    Assumptions
        Comparisons are exact, without a tolerance. Equal outcomes do not dominate one another:
        all of them stay.

    Parameters
    ----------
    gains : array, shape (n_outcomes, n_actors)
        Finite; any unit, also a different one for each actor.

    Returns
    -------
    array of int
        Sorted by the first actor's gain, then the second's and so on, then by place.

    References
    ----------
    [KungLuccioPreparata1975].

    Examples
    --------
    >>> import numpy as np
    >>> pareto_frontier(np.array([[3.0, 1.0], [1.0, 3.0], [1.0, 1.0], [3.0, 1.0]])).tolist()
    [1, 0, 3]
    """
    if gains.shape[1] == 2:
        few = _few_of_two(gains)
        order, first = _rising_of_two(gains[few])
        few = few[order]
        if (first[1:] > first[:-1]).all():
            return few
        return few[np.lexsort((few, first))]
    few = _few_of_many(gains)
    few = few[_stays_of_many(gains[few])]
    return few[np.lexsort((few, *gains[few].T[::-1]))]


def _few_of_two(gains: Floats) -> Places:
    """Return the places that a staircase of steps of equal width does not rule out.

    The step of a gain never falls as the gain rises, so whoever is on a higher step has more.
    """
    first, second = gains[:, 0], gains[:, 1]
    low, high = first.min(), first.max()
    every = np.arange(first.size)
    if first.size < BLOCK // 8 or not np.isfinite(N_BINS / max(high - low, 1e-300)):
        return every
    width = N_BINS / max(high - low, 1e-300)
    some = slice(None, None, first.size // N_SAMPLE + 1)
    best = np.full(N_BINS + 2, -np.inf)
    np.maximum.at(best, ((first[some] - low) * width).astype(np.intp), second[some])
    above = np.append(np.maximum.accumulate(best[::-1])[::-1][1:], -np.inf)
    found = []
    for start in range(0, first.size, BLOCK):
        at = slice(start, start + BLOCK)
        steps = ((first[at] - low) * width).astype(np.intp)
        found.append(start + np.flatnonzero(second[at] >= above[steps]))
    return np.concatenate(found)


def _rising_of_two(gains: Floats) -> tuple[Places, Floats]:
    """Return what is on the frontier by the first gain, which rises, with that gain.

    On it is what has the most for the second actor among all with as much for the first.
    """
    order = np.argsort(gains[:, 0])
    first, second = gains[order, 0], gains[order, 1]
    starts = np.flatnonzero(np.append(True, first[1:] != first[:-1]))
    best = np.maximum.reduceat(second, starts)
    beyond = np.append(np.maximum.accumulate(best[::-1])[::-1][1:], -np.inf)
    sizes = np.diff(np.append(starts, first.size))
    needed = np.repeat(np.where(best > beyond, best, np.inf), sizes)
    on = second == needed
    return order[on], first[on]


def _few_of_many(gains: Floats) -> Places:
    """Return the places that are not below one of a few strong outcomes for every actor."""
    low = gains.min(axis=0)
    range_ = np.maximum(gains.max(axis=0) - low, 1e-300)
    total = np.zeros(gains.shape[0])
    for actor in range(gains.shape[1]):
        total += (gains[:, actor] - low[actor]) / range_[actor]
    n_strong = min(N_STRONG, total.size)
    few = np.arange(total.size)
    for place in np.argpartition(-total, n_strong - 1)[:n_strong]:
        stays = (gains[few] >= gains[place]).any(axis=1)
        few = few[stays]
    return few


def _stays_of_many(gains: Floats) -> Marks:
    """Mark the frontier; equal outcomes are judged once."""
    order = np.lexsort(gains.T[::-1])[::-1]
    sorted_ = gains[order]
    new = np.append(True, (sorted_[1:] != sorted_[:-1]).any(axis=1))
    distinct = sorted_[new]
    judged = np.zeros(distinct.shape[0], dtype=np.bool_)
    judged[_frontier(distinct, np.arange(distinct.shape[0]))] = True
    stays = np.empty(order.size, dtype=np.bool_)
    stays[order] = judged[np.cumsum(new) - 1]
    return stays


def _frontier(gains: Floats, places: Places) -> Places:
    """Return those of the places on the frontier; the outcomes are distinct and sorted down.

    What comes later never dominates what comes earlier, and earlier ones have at least as
    much for the first actor: so the first actor need not be looked at.
    """
    if places.size <= 64:
        return places[~_below_any(gains[places], gains[places], itself=True)]
    half = places.size // 2
    better = _frontier(gains, places[:half])
    worse = _frontier(gains, places[half:])
    below = _below(gains[better, 1:], gains[worse, 1:])
    return np.concatenate([better, worse[~below]])


def _below(better: Floats, worse: Floats) -> Marks:
    """Mark each of `worse` that one of `better` equals or exceeds for every actor."""
    if better.shape[0] == 0 or worse.shape[0] == 0:
        return np.zeros(worse.shape[0], dtype=np.bool_)
    if better.shape[1] == 1:
        return np.asarray(worse[:, 0] <= better[:, 0].max())
    if better.shape[1] == 2:
        return _below_stairs(better, worse)
    if better.shape[0] * worse.shape[0] <= N_PAIRS:
        return _below_any(better, worse)
    return _below_halves(better, worse)


def _below_halves(better: Floats, worse: Floats) -> Marks:
    """Split both by the last actor: the upper part of `better` has enough for the lower one."""
    if better[:, -1].min() >= worse[:, -1].max():
        return _below(better[:, :-1], worse[:, :-1])
    levels = np.unique(better[:, -1])
    level = levels[levels.size // 2]
    high, low = better[:, -1] >= level, worse[:, -1] < level
    below = np.zeros(worse.shape[0], dtype=np.bool_)
    below[low] = _below(better[high][:, :-1], worse[low][:, :-1])
    if levels.size == 1:
        # What has more than the only level cannot be below; what has just as much is.
        level_ones = worse[:, -1] == level
        below[level_ones] = _below(better[:, :-1], worse[level_ones][:, :-1])
        return below
    below[~low] |= _below(better[high], worse[~low])
    open_ = np.flatnonzero(low & ~below)
    below[open_] = _below(better[~high], worse[open_])
    return below


def _below_stairs(better: Floats, worse: Floats) -> Marks:
    order = np.argsort(better[:, 0])
    best = np.maximum.accumulate(better[order[::-1], 1])[::-1]
    place = np.searchsorted(better[order, 0], worse[:, 0], side="left")
    return np.asarray(np.append(best, -np.inf)[place] >= worse[:, 1])


def _below_any(better: Floats, worse: Floats, *, itself: bool = False) -> Marks:
    covers = np.asarray((better[:, None, :] >= worse[None, :, :]).all(axis=2))
    if itself:
        np.fill_diagonal(covers, val=False)
    return np.asarray(covers.any(axis=0))
