"""The four solutions where a deal is one of the outcomes, for any number of actors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from suasion.bargains.pareto import Floats, Marks, Places
from suasion.bargains.points import BargainSolutions, Point

TOL_TIES = 1e-12
"""Objectives this close, as a share of the best one, are tied."""


def solve_outcomes(
    gains: Floats, disagreement: Floats, weights: Floats, frontier: Places
) -> BargainSolutions:
    """Return the solutions among the outcomes of the frontier that nobody would refuse.

    An outcome off the frontier is dominated by one that nobody would refuse either, and
    none of the objectives falls with a gain: so the frontier is enough.
    """
    rows, surplus = accepted(gains, disagreement, frontier)
    if rows.size == 0:
        return no_deal(frontier)

    def point(best: Callable[[], Marks]) -> Point:
        return _point(gains, np.sort(rows[best()]))

    return BargainSolutions(
        pareto=frontier,
        nash=point(lambda: best_product(surplus, weights)),
        kalai_smorodinsky=point(lambda: _leximin(_ratios(surplus), 1.0)),
        egalitarian=point(lambda: _leximin(surplus, surplus.max())),
        utilitarian=point(lambda: best_sum(surplus)),
    )


def accepted(gains: Floats, disagreement: Floats, frontier: Places) -> tuple[Places, Floats]:
    """Return the rows of a frontier that nobody would refuse, and their surplus over no deal."""
    on = gains[frontier]
    fine = np.logical_and.reduce([on[:, at] >= one for at, one in enumerate(disagreement)])
    return frontier[fine], on[fine] - disagreement


def no_deal(frontier: Places) -> BargainSolutions:
    """Return the record of a bargain in which somebody would refuse every outcome."""
    return BargainSolutions(
        pareto=frontier, nash=None, kalai_smorodinsky=None, egalitarian=None, utilitarian=None
    )


def product(surplus: Floats, weights: Floats, ideal: Floats) -> Floats:
    """Return the weighted geometric mean of the shares of the ideal, from 0 to 1.

    Actors who can gain nothing are left out: they would make every product zero.
    """
    value = np.ones(surplus.shape[0])
    for actor in np.flatnonzero(ideal > 0.0):
        value *= (surplus[:, actor] / ideal[actor]) ** weights[actor]
    return value


def best_product(surplus: Floats, weights: Floats) -> Marks:
    """Mark the outcomes with the largest weighted product."""
    value = product(surplus, weights, surplus.max(axis=0))
    return np.asarray(value >= value.max() * (1.0 - TOL_TIES))


def best_sum(surplus: Floats) -> Marks:
    """Mark the outcomes with the largest sum."""
    value = np.add.reduce(list(surplus.T))
    return np.asarray(value >= value.max() * (1.0 - TOL_TIES))


def _ratios(surplus: Floats) -> Floats:
    ideal = surplus.max(axis=0)
    can_gain = ideal > 0.0
    if not can_gain.any():
        return np.zeros((surplus.shape[0], 1))
    return np.asarray(surplus[:, can_gain] / ideal[can_gain])


def _leximin(values: Floats, scale: float) -> Marks:
    """Mark the rows whose smallest value is largest; of these the second smallest, and so on."""
    smallest = np.minimum.reduce(list(values.T))
    places = np.flatnonzero(smallest >= smallest.max() - TOL_TIES * scale)
    rising = np.sort(values[places], axis=1)
    for column in range(1, rising.shape[1]):
        stays = rising[:, column] >= rising[:, column].max() - TOL_TIES * scale
        places, rising = places[stays], rising[stays]
    best = np.zeros(values.shape[0], dtype=np.bool_)
    best[places] = True
    return best


def _point(gains: Floats, ties: Places) -> Point:
    index = int(ties[0])
    return Point(
        gains=gains[index].copy(), index=index, lottery=((index, 1.0),), ties=tuple(ties.tolist())
    )
