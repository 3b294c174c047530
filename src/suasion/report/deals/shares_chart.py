"""Bars of shares that add up to one: the name above each bar, a letter and a number in each part.

Parts are told apart by their letter and their order; colour only helps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
from attrs import frozen

from suasion.report.charts import MARK_NAME, ROWS, finish_spec

PIXELS_PER_BAR = 42
ROOM_FOR_NUMBER = 0.14
"""Share from which a part has room for its number on a phone."""
ROOM_FOR_LETTER = 0.045


@frozen(kw_only=True)
class SharePart:
    """One part of every bar."""

    id: str
    letter: str
    title: str
    colour: str
    ink: str = "var(--paper)"


def draw_shares(parts: Sequence[SharePart]) -> Mapping[str, Any]:
    """Return the spec of stacked bars.

    Rows need `name`, `order`, `part` (an id of `parts`), `start`, `end` (0..1), `value` and
    `letter`; bars are sorted by `order`, largest first.
    """
    y = alt.Y(
        "name:N",
        sort=alt.EncodingSortField(field="order", op="max", order="descending"),
        axis=None,
        scale=alt.Scale(paddingInner=0.48, paddingOuter=0.5),
    )
    ids = [part.id for part in parts]
    titles = {part.id: f"{part.letter}: {part.title}" for part in parts}
    legend = alt.Legend(
        labelExpr=_spelled(titles), symbolType="square", symbolStrokeWidth=1, columns=1
    )
    colours = alt.Scale(domain=ids, range=[part.colour for part in parts])
    chart = alt.Chart(ROWS)
    axis = alt.Axis(title="share of the draws", format=".0%", tickCount=5)
    x = alt.X("start:Q", axis=axis, scale=alt.Scale(domain=[0.0, 1.0], nice=False))
    bars = chart.mark_bar(stroke="var(--muted)", strokeWidth=1).encode(
        x,
        y,
        alt.Fill("part:N", scale=colours, legend=legend),
        x2="end:Q",
        description="title:N",
    )
    layers = [_names(chart, y, ids[0]), bars.properties(name=MARK_NAME), *_letters(chart, y, parts)]
    return finish_spec(alt.layer(*layers), alt.Step(step=PIXELS_PER_BAR))


def _names(chart: alt.Chart, y: alt.Y, first: str) -> alt.Chart:
    named: alt.Chart = chart.transform_filter(alt.FieldEqualPredicate(field="part", equal=first))
    written: alt.Chart = named.mark_text(
        align="left", baseline="middle", aria=False, dy=-19, limit=alt.ExprRef("width")
    )
    placed: alt.Chart = written.encode(x=alt.value(0), y=y, text="name:N")
    return placed


def _letters(chart: alt.Chart, y: alt.Y, parts: Sequence[SharePart]) -> list[alt.Chart]:
    """Return letters, with numbers where there is room; one layer for each ink."""
    text = (
        f"datum.value >= {ROOM_FOR_NUMBER} ? datum.letter + ' ' + format(datum.value, '.0%') : "
        "datum.letter"
    )
    layers: list[alt.Chart] = []
    for ink in dict.fromkeys(part.ink for part in parts):
        inked = [part.id for part in parts if part.ink == ink]
        layers.append(
            chart.transform_filter(alt.FieldOneOfPredicate(field="part", oneOf=inked))
            .transform_filter(f"datum.value >= {ROOM_FOR_LETTER}")
            .transform_calculate(told=text, middle="(datum.start + datum.end) / 2")
            .mark_text(baseline="middle", fontSize=11, aria=False, color=ink)
            .encode(x=alt.X("middle:Q"), y=y, text="told:N")
        )
    return layers


def _spelled(titles: Mapping[str, str]) -> str:
    parts = [f"datum.label == '{name}' ? '{title}' : " for name, title in titles.items()]
    return "".join(parts) + "datum.label"
