"""What one side gains against what the other gains: one point for each bundle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from suasion.report.charts import MARK_NAME, ROWS, finish_spec
from suasion.report.interval_chart import USD_LABELS

HEIGHT = 380
KINDS = {
    "frontier": ("on the frontier", "circle"),
    "solution": ("a solution", "diamond"),
    "exchange": ("an exchange of two or three changes", "triangle-up"),
    "alone": ("one change that passes alone", "square"),
    "broken": ("one side would break it", "cross"),
}
"""Kinds of points: what the legend says, and their shape."""
_COLOURS = ("var(--one)", "var(--two)", "var(--three)", "var(--muted)", "var(--closed)")


def draw_gains(
    sides: tuple[str, str], most: tuple[float, float], kinds: tuple[str, ...]
) -> Mapping[str, Any]:
    """Return the spec of a chart of gains.

    Rows need `x, y` (gains of the sides), `sign` (a kind), `label`, and `line`, 1 where the bundle
    lies on the frontier; `above`, 1 or -1, is the side of the point on which the label stands.
    """
    x = alt.X("x:Q", axis=_axis(sides[0]), scale=alt.Scale(domain=[0.0, most[0]], nice=True))
    y = alt.Y("y:Q", axis=_axis(sides[1]), scale=alt.Scale(domain=[0.0, most[1]], nice=True))
    chart = alt.Chart(ROWS).encode(x, y)
    layers: list[alt.Chart] = []
    if "frontier" in kinds:
        layers.append(
            chart.mark_line(color="var(--one)", strokeWidth=1, opacity=0.6, aria=False)
            .encode(order="x:Q")
            .transform_filter(alt.FieldEqualPredicate(field="line", equal=1))
        )
    domain = [kind for kind in KINDS if kind in kinds]
    colours = [_COLOURS[list(KINDS).index(kind)] for kind in domain]
    legend = alt.Legend(labelExpr=_spelled(domain), symbolFillColor="transparent", columns=1)
    points = chart.mark_point(size=70, strokeWidth=1.8, opacity=1, filled=False).encode(
        shape=alt.Shape(
            "sign:N",
            scale=alt.Scale(domain=domain, range=[KINDS[kind][1] for kind in domain]),
            legend=legend,
        ),
        color=alt.Color("sign:N", scale=alt.Scale(domain=domain, range=colours), legend=legend),
        description="title:N",
    )
    layers.append(points.properties(name=MARK_NAME))
    return finish_spec(alt.layer(*layers, *_labels(chart)), HEIGHT)


def _labels(chart: alt.Chart) -> list[alt.Chart]:
    """Return the names of solutions on a halo: above to the right, or below to the left."""
    places: tuple[tuple[int, dict[str, Any]], ...] = (
        (1, {"align": "left", "baseline": "bottom", "dx": 7, "dy": -5}),
        (-1, {"align": "right", "baseline": "top", "dx": -7, "dy": 6}),
    )
    halo: dict[str, Any] = {"stroke": "var(--paper)", "strokeWidth": 4, "strokeJoin": "round"}
    return [
        chart.transform_filter(f"datum.label != '' && datum.above == {sign}")
        .mark_text(aria=False, **place, **ink)
        .encode(text="label:N")
        for sign, place in places
        for ink in (halo, {})
    ]


def _axis(side: str) -> alt.Axis:
    return alt.Axis(
        title=f"gain of {side}, USD per year", labelExpr=USD_LABELS, tickCount=5, labelOverlap=True
    )


def _spelled(kinds: list[str]) -> str:
    parts = [f"datum.label == '{kind}' ? '{KINDS[kind][0]}' : " for kind in kinds]
    return "".join(parts) + "datum.label"
