"""The chart that most sections use: one line per thing, a point and its 90 % interval.

Names stand above their line, inside the chart, so that it reads the same at any width. Each
measure has a colour, a shape and a stroke of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import altair as alt
from attrs import frozen

from suasion.report.charts import MARK_NAME, ROWS, finish_spec

PIXELS_PER_LINE = 15
LABEL = "label"
USD_LABELS = (
    "datum.value == 0 ? '0' : (datum.value < 0 ? '\u2212' : '') + "
    "(abs(datum.value) >= 1e9 ? format(abs(datum.value) / 1e9, ',.3~g') + ' bn' : "
    "abs(datum.value) >= 1e6 ? format(abs(datum.value) / 1e6, ',.3~g') + ' m' : "
    "format(abs(datum.value) / 1e3, ',.3~g') + ' k')"
)


@frozen(kw_only=True)
class Measure:
    """One kind of number in a chart and the signs that tell it from the others."""

    id: str
    title: str
    colour: str
    shape: str = "circle"
    is_filled: bool = True
    dash: tuple[int, ...] = (1, 0)


HURT = Measure(id="hurt", title="hurt to the target", colour="var(--one)")
COST = Measure(
    id="cost",
    title="cost to the sender",
    colour="var(--two)",
    shape="diamond",
    is_filled=False,
    dash=(5, 3),
)


@frozen(kw_only=True)
class Axis:
    """The horizontal axis: its range is the same in every chart that shares it."""

    title: str
    low: float
    high: float
    is_money: bool = False
    """Money spans decades: drawn on a symmetric logarithmic scale."""
    linear_within: float = 1e6
    """Half-width of the part around zero that is linear, on such a scale."""
    is_fitted: bool = False
    """Fitted to the rows in view, zero included, instead of to all rows."""

    def encode(self) -> alt.X:
        """Return the encoding of a point's place."""
        axis = alt.Axis(
            title=self.title,
            values=self.ticks if self.is_money else alt.Undefined,
            labelExpr=USD_LABELS if self.is_money else alt.Undefined,
            labelOverlap=True,
            tickCount=5,
        )
        return alt.X("value:Q", axis=axis, scale=self.scale)

    @property
    def scale(self) -> alt.Scale:
        """Return the scale, symmetric logarithmic for money."""
        domain = [self.low, self.high]
        if self.is_money:
            return alt.Scale(
                type="symlog", constant=self.linear_within, domain=domain, nice=False, zero=False
            )
        if self.is_fitted:
            return alt.Scale(nice=True, zero=True)
        return alt.Scale(domain=domain, nice=True, zero=False)

    @property
    def ticks(self) -> list[float]:
        """Return zero and powers of ten within the range."""
        most = max(abs(self.low), abs(self.high), 10 * self.linear_within)
        first = math.ceil(math.log10(self.linear_within)) + 1
        powers = [10.0**k for k in range(first, math.floor(math.log10(most)) + 1)]
        return [x for x in [-p for p in reversed(powers)] + [0.0] + powers if self._holds(x)]

    def _holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def span_axis(
    title: str, values: Sequence[float | None], *, is_money: bool = False, with_zero: bool = True
) -> Axis:
    """Return an axis that holds all values, with a little room at both ends."""
    known = [v for v in values if v is not None and math.isfinite(v)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if with_zero or is_money:
        low, high = min(low, 0.0), max(high, 0.0)
    if is_money:
        low = 2.0 * low if low < 0 else -1e5
        high = max(2.0 * high, 2e7)
    else:
        room = 0.06 * (high - low or abs(high) or 1.0)
        low, high = (low - room if low < 0 or not with_zero else 0.0), high + room
    return Axis(title=title, low=low, high=high, is_money=is_money)


@frozen(kw_only=True)
class Mark:
    """A line drawn across the chart at a named value."""

    value: float
    title: str


@cache
def draw_intervals(
    axis: Axis,
    measures: tuple[Measure, ...],
    *,
    category: str = "name",
    order: str = "order",
    marks: tuple[Mark, ...] = (),
) -> Mapping[str, Any]:
    """Return the spec of an interval chart.

    Rows need `value, low, high, measure` (an id of `measures`), the `category` that names the
    line, and `order`, a number: lines are sorted by it, largest first.
    """
    lines = [LABEL, *(measure.id for measure in measures)]
    y = alt.Y(
        f"{category}:N",
        sort=alt.EncodingSortField(field=order, op="max", order="descending"),
        axis=None,
        scale=alt.Scale(paddingInner=0.12, paddingOuter=0.06),
    )
    offset = alt.YOffset("measure:N", scale=alt.Scale(domain=lines), sort=lines)
    layers = [*_crossing_lines(marks), *_layers(axis, measures, category, y, offset)]
    step = alt.Step(step=PIXELS_PER_LINE, **{"for": "offset"})
    return finish_spec(alt.layer(*layers), step)


def _layers(
    axis: Axis, measures: Sequence[Measure], category: str, y: alt.Y, offset: alt.YOffset
) -> list[alt.Chart]:
    ids = [measure.id for measure in measures]
    titles = {measure.id: measure.title for measure in measures}
    legend = alt.Legend(labelExpr=_spelled(titles)) if len(ids) > 1 else None
    fills = [m.colour if m.is_filled else "var(--paper)" for m in measures]
    colour = _by_measure(alt.Color, ids, [m.colour for m in measures], legend)
    chart = alt.Chart(ROWS)
    zero = chart.mark_rule(strokeWidth=1, aria=False, color="var(--muted)").encode(x=alt.X(datum=0))
    intervals = [
        chart.mark_rule(strokeWidth=2, aria=False, strokeDash=list(measure.dash))
        .encode(x=alt.X("low:Q", scale=axis.scale), x2="high:Q", y=y, yOffset=offset, color=colour)
        .transform_filter(alt.FieldEqualPredicate(field="measure", equal=measure.id))
        for measure in measures
    ]
    shape = _by_measure(alt.Shape, ids, [m.shape for m in measures], legend)
    fill = _by_measure(alt.Fill, ids, fills, legend)
    point = chart.mark_point(size=85, strokeWidth=2, opacity=1).encode(
        axis.encode(), y, offset, colour, shape, fill, description="title:N"
    )
    below_zero = [zero] if axis.low < 0 < axis.high else []
    return [*below_zero, *_names(category, y, ids), *intervals, point.properties(name=MARK_NAME)]


Channel = TypeVar("Channel", alt.Color, alt.Shape, alt.Fill)


def _by_measure(
    channel: type[Channel], ids: list[str], signs: list[str], legend: alt.Legend | None
) -> Channel:
    return channel("measure:N", scale=alt.Scale(domain=ids, range=signs), legend=legend)


def _names(category: str, y: alt.Y, ids: Sequence[str]) -> list[alt.Chart]:
    """Return the names above their lines, on a halo that keeps lines out of the letters."""
    chart = (
        alt.Chart(ROWS)
        .encode(x=alt.value(0), y=y, yOffset=alt.YOffset(datum=LABEL), text=f"{category}:N")
        .transform_filter(alt.FieldOneOfPredicate(field="measure", oneOf=list(ids[:1])))
    )
    plain = chart.mark_text(align="left", baseline="middle", aria=False, limit=alt.ExprRef("width"))
    halo = chart.mark_text(
        align="left",
        baseline="middle",
        aria=False,
        limit=alt.ExprRef("width"),
        stroke="var(--paper)",
        strokeWidth=4,
        strokeJoin="round",
    )
    return [halo, plain]


def _crossing_lines(marks: Sequence[Mark]) -> list[alt.LayerChart | alt.Chart]:
    layers: list[alt.LayerChart | alt.Chart] = []
    for mark in marks:
        one = alt.Chart(ROWS).encode(x=alt.X(datum=mark.value))
        layers.append(
            one.mark_rule(strokeDash=[2, 3], strokeWidth=1.5, aria=False, color="var(--ink)")
        )
        layers.append(
            one.mark_text(align="center", dy=-6, fontSize=11, aria=False).encode(
                y=alt.value(0), text=alt.value(mark.title)
            )
        )
    return layers


def _spelled(titles: dict[str, str]) -> str:
    plain = {name: title.replace("\\", "").replace("'", "\u2019") for name, title in titles.items()}
    parts = [f"datum.label == '{name}' ? '{title}' : " for name, title in plain.items()]
    return "".join(parts) + "datum.label"
