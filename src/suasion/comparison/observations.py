"""What one could go and look at: yes or no, or a number, read off each path."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from suasion.cases.records import Row
from suasion.crisis import CrisisModel, Gauge, Metric, Paths, parse_metric
from suasion.crisis.measures import measure_each
from suasion.errors import InputError

Floats = NDArray[np.float64]
COMPARE: dict[str, Callable[[Floats, float], NDArray[np.bool_]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_COMPARISON = re.compile(r"(?P<metric>.+?)\s*(?P<sign>>=|<=|>|<|=)\s*(?P<number>\S+)")


@frozen(kw_only=True)
class Condition:
    """A metric, held against a number or not."""

    metric: Metric
    sign: str = ""
    number: float = 0.0


@frozen(kw_only=True)
class Observation:
    """A thing to look at."""

    id: str
    title: str
    text: str
    conditions: tuple[Condition, ...]
    statements: tuple[str, ...] = field(default=())
    note: str = ""

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """Return the gauges that paths must carry, each once."""
        found = [gauge for one in self.conditions for gauge in one.metric.gauges]
        return tuple({gauge.name: gauge for gauge in found}.values())

    @property
    def last_day(self) -> int:
        """Return the last day that it looks at."""
        return max(one.metric.last_day for one in self.conditions)

    def read(self, paths: Paths, gauges: tuple[Gauge, ...]) -> Floats:
        """Return 1 or 0, or the number, on each path; not a number where nothing can be said."""
        found = np.ones(paths.paths)
        for one in self.conditions:
            values = measure_each(one.metric, paths, gauges)
            if not one.sign:
                return values
            holds = COMPARE[one.sign](values, one.number).astype(np.float64)
            found = found * np.where(np.isnan(values), np.nan, holds)
        return found


def read_observations(model: CrisisModel, rows: Sequence[Row]) -> tuple[Observation, ...]:
    """Return the observations of a case; InputError where one does not parse (C1)."""
    return tuple(
        parse_observation(
            model,
            row.text("observable"),
            name=row.id,
            title=row.title,
            statements=row.words("statements"),
            note=row.text("note"),
        )
        for row in rows
    )


def parse_observation(
    model: CrisisModel,
    text: str,
    *,
    name: str,
    title: str = "",
    statements: tuple[str, ...] = (),
    note: str = "",
) -> Observation:
    """Return what an observable reads: a metric, or conditions joined by `and`.

    Raises
    ------
    InputError
        A metric or a number does not parse, or a metric without comparison stands beside
        others (C1, C12).

    Examples
    --------
    >>> from suasion.crisis import CrisisModel, Stock
    >>> model = CrisisModel(stocks=[Stock(id="anger")])
    >>> found = parse_observation(model, "at anger on 9 > 0.5 and at anger on 0 < 0.5", name="x")
    >>> [(one.sign, one.number) for one in found.conditions], found.last_day
    ([('>', 0.5), ('<', 0.5)], 9)
    """
    where = f"observations.csv, {name}, column observable"
    parts = [part.strip() for part in text.split(" and ")]
    found = tuple(_condition(model, part, where) for part in parts)
    if len(found) > 1 and not all(one.sign for one in found):
        raise InputError(
            "only a yes or no can be joined by 'and'",
            where=where,
            got=text,
            expected="METRIC OP NUMBER and METRIC OP NUMBER",
            fix="hold each metric against a number, or ask for one metric",
        )
    return Observation(
        id=name, title=title or name, text=text, conditions=found, statements=statements, note=note
    )


def _condition(model: CrisisModel, text: str, where: str) -> Condition:
    match = _COMPARISON.fullmatch(text)
    if match is None:
        return Condition(metric=_metric(model, text, where))
    try:
        number = float(match["number"])
    except ValueError:
        raise InputError(
            f"'{match['number']}' is no number",
            where=where,
            got=text,
            expected="METRIC OP NUMBER, OP one of >= <= > < =",
            fix="write a number such as 1 or 0.5 last",
        ) from None
    metric = _metric(model, match["metric"], where)
    return Condition(metric=metric, sign=match["sign"], number=number)


def _metric(model: CrisisModel, text: str, where: str) -> Metric:
    """Return the metric; a fault in it says in which cell it stands."""
    try:
        return parse_metric(model, text)
    except InputError as error:
        raise InputError(
            error.problem,
            where=f"{where}: {text}",
            got=error.got,
            expected=error.expected,
            fix=error.fix,
        ) from None
