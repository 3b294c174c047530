"""Read a metric off simulated paths: one number for each draw, or one for each path."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from suasion.crisis.metrics import GAUGED, Metric, Part
from suasion.crisis.model import Floats
from suasion.crisis.simulation import Gauge, Paths

Ratio = tuple[Floats, Floats]
"""For each path what is counted, and what it is counted among."""


def measure(metric: Metric, paths: Paths, gauges: tuple[Gauge, ...] = ()) -> float:
    """Return what a metric is on some paths; not a number where nothing can be said.

    Model
        Each measure is a ratio of sums over paths: for `share` the moves of both kinds, for
        `order` the paths in which the first comes first (1/2 where both are one act) and the
        paths with both; all others have one number a path and their mean. A ratio with nothing
        below (no move to take a share of) is not a number.

    Parameters
    ----------
    metric : Metric
    paths : Paths
    gauges : tuple of Gauge
        Those that the paths were simulated with, in that order; unit of a gauge: its own.
    """
    return float(sum(part.sign * _value(part, paths, gauges) for part in metric.parts))


def measure_each(metric: Metric, paths: Paths, gauges: tuple[Gauge, ...] = ()) -> Floats:
    """Return what a metric is on each path, [paths]; not a number where nothing can be said.

    Model
        As `measure`, path by path: `any` is 1 or 0, `share` and `order` are not numbers on a
        path that has no move to take a share of, or not both kinds.

    Parameters
    ----------
    metric : Metric
    paths : Paths
    gauges : tuple of Gauge
        Those that the paths were simulated with, in that order; unit of a gauge: its own.
    """
    found = np.zeros(paths.paths)
    for part in metric.parts:
        found += part.sign * _each(part, paths, gauges)
    return found


def _each(part: Part, paths: Paths, gauges: tuple[Gauge, ...]) -> Floats:
    if part.verb in GAUGED:
        window = _window(part, paths, gauges)
        reduced = window.max(axis=1) if part.verb == "peak" else window.mean(axis=1)
        return np.asarray(reduced, dtype=np.float64)
    above, below = _COUNTED[part.verb](part, paths)
    whole = np.where(below > 0.0, below, 1.0)
    return np.where(below > 0.0, above / whole, np.nan)


def _value(part: Part, paths: Paths, gauges: tuple[Gauge, ...]) -> float:
    if part.verb in GAUGED:
        return _gauged(part, paths, gauges)
    above, below = _COUNTED[part.verb](part, paths)
    whole = float(below.sum())
    return float(above.sum()) / whole if whole > 0.0 else float("nan")


def _gauged(part: Part, paths: Paths, gauges: tuple[Gauge, ...]) -> float:
    window = _window(part, paths, gauges)
    return float(window.max(axis=1).mean() if part.verb == "peak" else window.mean())


def _window(part: Part, paths: Paths, gauges: tuple[Gauge, ...]) -> Floats:
    """Return the gauge of a measure on the days of its window, [paths, days]."""
    place = [gauge.name for gauge in gauges].index(part.gauge.name if part.gauge else "")
    return paths.gauges[:, part.begin : part.end + 1, place]


def _chosen(part: Part, moves: tuple[int, ...], paths: Paths) -> NDArray[np.void]:
    """Return the acts that fall into the window, are of these moves, and were chosen."""
    acts = paths.events
    inside = (acts["day"] >= part.begin) & (acts["day"] <= part.end) & ~acts["injected"]
    chosen: NDArray[np.void] = acts[inside & np.isin(acts["move"], moves)]
    return chosen


def _counts(part: Part, moves: tuple[int, ...], paths: Paths) -> Floats:
    acts = _chosen(part, moves, paths)
    found = np.bincount(acts["path"] - paths.first_path, minlength=paths.paths)
    return found.astype(np.float64)


def _firsts(part: Part, moves: tuple[int, ...], paths: Paths) -> Floats:
    """Return day and time of the first act of each path; infinite where there is none."""
    acts = _chosen(part, moves, paths)
    found = np.full(paths.paths, np.inf)
    np.minimum.at(found, acts["path"] - paths.first_path, acts["day"] + acts["time"])
    return found


def _count(part: Part, paths: Paths) -> Ratio:
    return _counts(part, part.moves, paths), np.ones(paths.paths)


def _share(part: Part, paths: Paths) -> Ratio:
    return _counts(part, part.moves, paths), _counts(part, part.others, paths)


def _any(part: Part, paths: Paths) -> Ratio:
    counts = _counts(part, part.moves, paths)
    return (counts > 0.0).astype(np.float64), np.ones(paths.paths)


def _first(part: Part, paths: Paths) -> Ratio:
    first = np.floor(_firsts(part, part.moves, paths))
    return np.minimum(first, part.end + 1.0), np.ones(paths.paths)


def _order(part: Part, paths: Paths) -> Ratio:
    one, other = _firsts(part, part.moves, paths), _firsts(part, part.others, paths)
    both = np.isfinite(one) & np.isfinite(other)
    ahead = np.where(one < other, 1.0, np.where(one == other, 0.5, 0.0))
    return ahead * both, both.astype(np.float64)


_COUNTED: dict[str, Callable[[Part, Paths], Ratio]] = {
    "count": _count,
    "share": _share,
    "any": _any,
    "first": _first,
    "order": _order,
}
