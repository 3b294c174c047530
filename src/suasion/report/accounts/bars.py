"""Bars to both sides of zero with their intervals: what each group adds to a difference.

The name and the number stand above each bar, inside the chart, so that it reads the same at any
width. Side and sign say the direction; colour only helps. The whole difference has an open bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import altair as alt

from suasion.report.charts import MARK_NAME, ROWS, finish_spec

PIXELS_PER_LINE = 17
LABEL, BAR = "label", "bar"
ROOM_FOR_NUMBER = 96
"""Pixels at the right of a name for the number."""
MORE, LESS, WHOLE = "more", "less", "whole"
_TONES = {MORE: "var(--one)", LESS: "var(--two)", WHOLE: "var(--paper)"}


def draw_signed_bars(title: str) -> Mapping[str, Any]:
    """Return the spec of bars to both sides of zero.

    Rows need `name`, `told` (the number as written), `value, low, high`, `tone` (more, less or
    whole) and `order`; bars are sorted by it, largest first.
    """
    y = alt.Y(
        "name:N",
        sort=alt.EncodingSortField(field="order", op="max", order="descending"),
        axis=None,
        scale=alt.Scale(paddingInner=0.22, paddingOuter=0.1),
    )
    scale = alt.Scale(nice=True, zero=True)
    chart = alt.Chart(ROWS)
    layers = [
        _bars(chart, y, alt.X("value:Q", axis=_axis(title), scale=scale, stack=None)),
        _zero(chart, y),
        *_intervals(chart, y, scale),
        *_words(chart, y),
    ]
    return finish_spec(alt.layer(*layers), alt.Step(step=PIXELS_PER_LINE, **{"for": "offset"}))


def _axis(title: str) -> alt.Axis:
    return alt.Axis(title=title, labelOverlap=True, tickCount=5)


def _offset(line: str) -> alt.YOffset:
    return alt.YOffset(datum=line, scale=alt.Scale(domain=[LABEL, BAR]))


def _bars(chart: alt.Chart, y: alt.Y, x: alt.X) -> alt.Chart:
    tones = alt.Scale(domain=list(_TONES), range=list(_TONES.values()))
    bars: alt.Chart = chart.mark_bar(stroke="var(--ink)", strokeWidth=1).encode(
        x, y, _offset(BAR), alt.Fill("tone:N", scale=tones, legend=None), description="title:N"
    )
    named: alt.Chart = bars.properties(name=MARK_NAME)
    return named


def _zero(chart: alt.Chart, y: alt.Y) -> alt.Chart:
    """Return zero beside the bars only, so that it runs through no number."""
    line: alt.Chart = chart.mark_tick(
        thickness=1.5, size=PIXELS_PER_LINE, aria=False, color="var(--ink)", orient="vertical"
    ).encode(x=alt.X(datum=0), y=y, yOffset=_offset(BAR))
    return line


def _intervals(chart: alt.Chart, y: alt.Y, scale: alt.Scale) -> list[alt.Chart]:
    """Return lines on a halo, so that they are seen on a bar as beside it."""
    return [
        chart.mark_rule(strokeWidth=width, aria=False, color=colour).encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, yOffset=_offset(BAR)
        )
        for width, colour in ((5, "var(--paper)"), (2, "var(--ink)"))
    ]


def _words(chart: alt.Chart, y: alt.Y) -> list[alt.Chart]:
    """Return names at the left and numbers at the right, on halos."""
    halo: dict[str, Any] = {"stroke": "var(--paper)", "strokeWidth": 4, "strokeJoin": "round"}
    places: tuple[tuple[str, Literal["left", "right"], Mapping[str, Any]], ...] = (
        ("name", "left", {"x": alt.value(0)}),
        ("told", "right", {"x": alt.value("width")}),
    )
    return [
        chart.mark_text(
            align=side,
            baseline="middle",
            aria=False,
            limit=alt.ExprRef(f"width - {ROOM_FOR_NUMBER}") if side == "left" else alt.Undefined,
            **style,
        ).encode(**place, y=y, yOffset=_offset(LABEL), text=f"{field}:N")
        for field, side, place in places
        for style in (halo, {})
    ]
