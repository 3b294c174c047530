"""The four solutions where two actors may also agree on a lottery over outcomes, exactly.

The frontier is then the upper hull of the outcomes: corners and the straight edges between
them. A place on it is written as a number: 2.25 is a quarter of the way from corner 2 to
corner 3. Along it the first actor gains and the second loses.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.bargains.outcomes import TOL_TIES, accepted, best_sum, no_deal, product
from suasion.bargains.pareto import Floats, Places
from suasion.bargains.points import BargainSolutions, Point

N_SWEEPS = 24
"""Sweeps that drop all points under their neighbours at once; after them, one slow walk."""
ROUNDING = 4.0 * np.finfo(np.float64).eps


def hull_corners(gains: Floats, frontier: Places) -> Places:
    """Return the rows at the corners of the frontier of all lotteries over outcomes.

    Rows on a straight edge are no corners. Of equal rows the first stands for all.

    Parameters
    ----------
    gains : array, shape (n_outcomes, 2)
    frontier : array of int
        As `pareto_frontier` returns it.

    Examples
    --------
    >>> import numpy as np
    >>> hull_corners(np.array([[0.0, 4.0], [2.0, 3.0], [3.0, 1.0], [4.0, 0.0]]), np.arange(4))
    array([0, 1, 3])
    """
    first = gains[frontier, 0]
    rows: Places = frontier[np.append(True, first[1:] != first[:-1])]
    for _ in range(N_SWEEPS):
        stays = _outside(gains[rows]) if rows.size > 2 else np.ones(rows.size, dtype=np.bool_)
        if stays.all():
            return rows
        rows = rows[stays]
    return np.asarray(rows[_chain(gains[rows])])


def _outside(points: Floats) -> np.typing.NDArray[np.bool_]:
    """Mark the ends and the points that lie above the line between their neighbours."""
    step = np.diff(points, axis=0)
    size = np.abs(points).max(axis=0)
    turn = step[:-1, 1] * step[1:, 0] - step[1:, 1] * step[:-1, 0]
    width = np.abs(step[:-1]) + np.abs(step[1:])
    slack = ROUNDING * (size[0] * width[:, 1] + size[1] * width[:, 0])
    return np.concatenate([[True], turn > slack, [True]])


def _chain(points: Floats) -> list[int]:
    """Return the places of the corners by one walk (Andrew's monotone chain)."""
    x, y = points[:, 0].tolist(), points[:, 1].tolist()
    size_x, size_y = (float(one) * ROUNDING for one in np.abs(points).max(axis=0))
    kept: list[int] = []
    for now in range(len(x)):
        while len(kept) > 1:
            a, b = kept[-2], kept[-1]
            dx, dy, ex, ey = x[b] - x[a], y[b] - y[a], x[now] - x[b], y[now] - y[b]
            if dy * ex - ey * dx > size_x * (-dy - ey) + size_y * (dx + ex):
                break
            kept.pop()
        kept.append(now)
    return kept


@frozen(kw_only=True, eq=False)
class _Edges:
    """The frontier of lotteries as surplus over no deal, and its stretch that both accept."""

    gains: Floats
    corners: Places
    rows: Places
    """Rows that both accept, on the frontier of outcomes."""
    pure: Floats
    """Surplus of these rows."""
    places: Floats
    surplus: Floats
    """Of the corners, shape (n_corners, 2)."""
    start: float
    end: float

    def at(self, place: float) -> Floats:
        """Return the surplus of both at a place."""
        return np.array([np.interp(place, self.places, one) for one in self.surplus.T])

    def level(self, difference: Floats) -> float:
        """Return the accepted place where a difference that rises over the corners is nearest 0."""
        return min(max(float(np.interp(0.0, difference, self.places)), self.start), self.end)


def solve_lotteries(
    gains: Floats, disagreement: Floats, weights: Floats, frontier: Places
) -> BargainSolutions:
    """Return the solutions among the lotteries that both accept."""
    edges = _edges(gains, disagreement, frontier)
    if edges is None:
        return no_deal(hull_corners(gains, frontier))
    x, y = edges.surplus.T
    best_x, best_y = edges.at(edges.end)[0], edges.at(edges.start)[1]
    fair = edges.level(x / best_x - y / best_y) if min(best_x, best_y) > 0.0 else edges.end
    ideal = np.array([best_x, best_y])
    products = product(edges.pure, weights, ideal)
    best_nash = _nash_place(edges, weights)
    top = product(edges.at(best_nash)[None], weights, ideal)[0]
    best_total = _utilitarian_place(edges)
    total, sums = edges.at(best_total).sum(), edges.pure[:, 0] + edges.pure[:, 1]
    return BargainSolutions(
        pareto=edges.corners,
        nash=_point(edges, best_nash, edges.rows[products >= top * (1.0 - TOL_TIES)]),
        kalai_smorodinsky=_point(edges, fair),
        egalitarian=_point(edges, edges.level(x - y)),
        utilitarian=_point(edges, best_total, edges.rows[sums >= total * (1.0 - TOL_TIES)]),
    )


def _edges(gains: Floats, disagreement: Floats, frontier: Places) -> _Edges | None:
    """Return the frontier with the stretch that both accept, or None where there is none."""
    corners = hull_corners(gains, frontier)
    surplus = gains[corners] - disagreement
    (x, y), places = surplus.T, np.arange(float(corners.size))
    if x[-1] < 0.0 or y[0] < 0.0:
        return None
    start = float(np.interp(0.0, x, places))
    end = float(np.interp(0.0, -y, places))
    if start > end + TOL_TIES:
        return None
    rows, pure = accepted(gains, disagreement, frontier)
    return _Edges(
        gains=gains,
        corners=corners,
        rows=rows,
        pure=pure,
        places=places,
        surplus=surplus,
        start=min(start, end),
        end=end,
    )


def _nash_place(edges: _Edges, weights: Floats) -> float:
    """Return the place with the largest weighted product: on each edge a root, then the best.

    Along x0 + t dx, y0 + t dy the product is largest where
    w1 dx / (x0 + t dx) + w2 dy / (y0 + t dy) = 0.
    """
    ideal = np.array([edges.at(edges.end)[0], edges.at(edges.start)[1]])
    if ideal.min() <= 0.0:
        return edges.end
    tried = np.array([edges.start, edges.end])
    if edges.places.size > 1:
        (dx, dy), (x, y) = np.diff(edges.surplus, axis=0).T, edges.surplus[:-1].T
        share = -(weights[0] * y / dy + weights[1] * x / dx) / weights.sum()
        inside = edges.places[:-1] + np.clip(share, 0.0, 1.0)
        tried = np.append(tried, np.clip(inside, edges.start, edges.end))
    surplus = np.column_stack([np.interp(tried, edges.places, one) for one in edges.surplus.T])
    return float(tried[np.argmax(product(np.maximum(surplus, 0.0), weights, ideal))])


def _utilitarian_place(edges: _Edges) -> float:
    """Return the place with the largest sum: of tied ones a corner, then that nearest the start."""
    inner = edges.places[(edges.places >= edges.start) & (edges.places <= edges.end)]
    tried = np.append(inner, [edges.start, edges.end])
    surplus = np.column_stack([np.interp(tried, edges.places, one) for one in edges.surplus.T])
    return float(tried[np.flatnonzero(best_sum(surplus))[0]])


def _point(edges: _Edges, place: float, ties: Places | None = None) -> Point:
    """Return the outcome at a place of the frontier, or the lottery where there is none."""
    surplus = edges.at(place)
    size = np.abs(edges.surplus).max(axis=0)
    near = [np.abs(edges.pure[:, at] - surplus[at]) <= TOL_TIES * size[at] for at in (0, 1)]
    same = np.sort(edges.rows[near[0] & near[1]])
    tied = tuple(np.sort(same if ties is None else ties).tolist())
    if same.size:
        index = int(same[0])
        return Point(
            gains=edges.gains[index].copy(), index=index, lottery=((index, 1.0),), ties=tied
        )
    before = min(math.floor(place), edges.corners.size - 2)
    low, high = (int(row) for row in edges.corners[before : before + 2])
    p_high = place - before
    gains = (1.0 - p_high) * edges.gains[low] + p_high * edges.gains[high]
    return Point(gains=gains, index=None, lottery=((low, 1.0 - p_high), (high, p_high)), ties=tied)
