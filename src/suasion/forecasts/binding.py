"""From the words of an observable to what is read: names are those that stand on its day."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from suasion.cases import Observable
from suasion.crisis import CrisisModel, Gauge, Metric, parse_metric
from suasion.crisis.patterns import unknown
from suasion.errors import InputError
from suasion.forecasts.expressions import FLOW, PATHS, Expression, Measure, parse_expression
from suasion.forecasts.windows import Calendar, place_window


@frozen(kw_only=True, eq=False)
class Names:
    """What an observable can name as of a day."""

    model: CrisisModel | None
    """None where the case has no crisis on that day."""
    gauges: tuple[Gauge, ...]
    """Named gauges beside the stocks."""
    flows: Mapping[str, Observable]
    figures: frozenset[str]


@frozen(kw_only=True, eq=False)
class Bound:
    """An observable with its names resolved."""

    expression: Expression
    metrics: Mapping[Measure, Metric]
    """What each measure of paths reads; days count from the first day of the case."""
    last_day: int
    """Last day that it looks at, from the first day of the case; at least the day it was made."""

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """Return the gauges that paths must carry for it, each once."""
        found = (gauge for metric in self.metrics.values() for gauge in metric.gauges)
        return tuple({gauge.name: gauge for gauge in found}.values())

    @property
    def flows(self) -> frozenset[str]:
        """Return the observables of markets that it reads."""
        return frozenset(one.text for one in self.expression.measures if one.kind == FLOW)


def bind(text: str, calendar: Calendar, names: Names, where: str = "observable") -> Bound:
    """Return an observable with its names resolved.

    Parameters
    ----------
    text : str
        In the language of `suasion.forecasts.expressions`.
    calendar : Calendar
        The days of the prediction.
    names : Names
    where : str
        Where it stands, for messages.

    Raises
    ------
    InputError
        It does not parse, names what there is not (the nearest name is in the remedy), or looks
        at days that there are not (C1).
    """
    expression = parse_expression(text, where)
    metrics: dict[Measure, Metric] = {}
    last = calendar.past
    for measure in expression.measures:
        if measure.kind == PATHS:
            metrics[measure], end = _metric(measure, calendar, names, where)
            last = max(last, end)
        else:
            known = names.flows if measure.kind == FLOW else names.figures
            if measure.text not in known:
                raise unknown(measure.text, known, _KINDS[measure.kind], where)
    return Bound(expression=expression, metrics=metrics, last_day=last)


_KINDS = {FLOW: "observable of case.toml", "parameter": "figure"}


def _metric(measure: Measure, calendar: Calendar, names: Names, where: str) -> tuple[Metric, int]:
    if names.model is None:
        raise InputError(
            "an observable reads paths, but the case has no crisis to run on that day",
            where=where,
            got=measure.text,
            expected="stocks, moves, effects, terms and deciders in the case",
            fix="add the tables as docs/reference/case-format.md describes them",
        )
    text, last = place_window(measure.text, calendar, where)
    try:
        return parse_metric(names.model, text, names.gauges), last
    except InputError as error:
        raise InputError(
            error.problem,
            where=f"{where}: {measure.text}",
            got=error.got,
            expected=error.expected,
            fix=error.fix,
        ) from None
