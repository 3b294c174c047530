"""Whether an observable holds, path by path: yes, no, or cannot be said.

Model
    1, 0, or not a number where a metric is none (a share of no moves, an order of two kinds of
    which one did not come). `and` is 0 where one part is 0, else not a number where one is;
    `or` is 1 where one part is 1, else not a number where one is (Kleene's strong logic).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

import numpy as np
from attrs import frozen

from suasion.crisis import Gauge, Paths, measure_each
from suasion.crisis.model import Floats
from suasion.forecasts.binding import Bound
from suasion.forecasts.expressions import FLOW, PATHS, Condition, Measure

_COMPARE: dict[str, Callable[[Floats, float], Floats]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


@frozen(kw_only=True, eq=False)
class Seen:
    """What one draw shows."""

    n_paths: int
    paths: Paths | None
    gauges: tuple[Gauge, ...]
    """Those that the paths carry, in order."""
    flows: Mapping[str, float]
    figures: Mapping[str, float]


def evaluate(bound: Bound, seen: Seen) -> Floats:
    """Return for each path whether an observable holds: 1, 0, or not a number.

    Parameters
    ----------
    bound : Bound
    seen : Seen
        The paths of one draw from the first day of the case on, its flows and its figures.
    """
    choices = [
        _all([_condition(one, bound, seen) for one in choice])
        for choice in bound.expression.choices
    ]
    return 1.0 - _all([1.0 - choice for choice in choices])


def _all(parts: list[Floats]) -> Floats:
    table = np.stack(parts)
    unsaid = np.where(np.isnan(table).any(axis=0), np.nan, 1.0)
    return np.where((table == 0.0).any(axis=0), 0.0, unsaid)


def _condition(condition: Condition, bound: Bound, seen: Seen) -> Floats:
    value = np.zeros(seen.n_paths)
    for measure in condition.measures:
        value += measure.sign * _measure(measure, bound, seen)
    holds = np.asarray(_COMPARE[condition.operator](value, condition.number), dtype=np.float64)
    found = np.where(np.isnan(value), np.nan, holds)
    return 1.0 - found if condition.negated else found


def _measure(measure: Measure, bound: Bound, seen: Seen) -> Floats:
    if measure.kind == PATHS:
        if seen.paths is None:
            raise ValueError("an observable of paths is evaluated without paths")
        return measure_each(bound.metrics[measure], seen.paths, seen.gauges)
    values = seen.flows if measure.kind == FLOW else seen.figures
    return np.full(seen.n_paths, values[measure.text])
