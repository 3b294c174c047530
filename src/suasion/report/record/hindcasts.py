"""Hindcasts: what was expected on days in the past, beside what the record holds after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import altair as alt

from suasion.report.charts import MARK_NAME, ROWS, Chart, figure_row, finish_spec
from suasion.report.mechanisms.cards import finite
from suasion.report.naming import actor_titles
from suasion.report.record.words import BASELINES, RecordWords, Row
from suasion.report.view import ReportInput, ShownFigure

DATASET = "hindcasts"
HEIGHT = 190
ACCOUNT, BASELINE, CAME = "an account", "a baseline", "what came"
SIGNS = {
    ACCOUNT: ("circle", "var(--one)", "var(--one)"),
    BASELINE: ("diamond", "var(--two)", "var(--paper)"),
    CAME: ("square", "var(--ink)", "var(--ink)"),
}
"""Shape, colour and fill of each kind of line."""
WHOLE_NUMBERS = "datum.value % 1 == 0 ? format(datum.value, 'd') : ''"
EXPORTS = (
    "day", "days", "side", "act_class", "name", "kind", "value", "low", "high", "log_score",
)  # fmt: skip


def key_of(row: Row) -> str:
    """Return under which key of the page's view a hindcast stands."""
    return f"{row['day']}+{row['days']}"


def hindcast_choices(view: ReportInput) -> Mapping[str, str]:
    """Return what the page can show by key: days that are scored first, the earliest first."""
    rows = view.rows("hindcast_counts") if "hindcast_counts" in view.tables else []
    scored = {key_of(row): row["observed"] is not None for row in rows}
    titles = {key_of(row): f"{row['day']}, {row['days']} days ahead" for row in rows}
    ordered = sorted(scored, key=lambda name: not scored[name])
    return {
        name: titles[name] + ("" if scored[name] else " (not over yet in the record)")
        for name in ordered
    }


def collect_rows(words: RecordWords) -> tuple[Row, ...]:
    """Return tidy rows: each forecaster by day, span, side and class, and what came."""
    rows = words.rows("hindcast_counts")
    order = {name: at for at, name in enumerate(words.titles)}
    came: dict[str, Row] = {}
    found = [
        made for row in rows for made in _forecast(words, row, order.get(str(row["account"]), 0))
    ]
    for row in rows:
        came.setdefault(f"{key_of(row)}|{panel_of(row)}", row)
    observed = [made for row in came.values() for made in _came(row)]
    return (*found, *observed)


def panel_of(row: Row) -> str:
    """Return the chart of a row: side and class."""
    return f"{row['side']}|{row['act_class']}"


def _place(row: Row) -> dict[str, object]:
    return {
        "hindcast": key_of(row),
        "day": row["day"],
        "days": row["days"],
        "side": row["side"],
        "act_class": row["act_class"],
        "panel": panel_of(row),
    }


def _forecast(words: RecordWords, row: Row, order: int) -> Iterator[Row]:
    name = words.title(row["account"]).replace(" (baseline)", "")
    score = ShownFigure(title="", value=finite(row, "log_score"), unit="1")
    note = f"Log score {score.text}: lower is better." if score.value is not None else ""
    figure = words.figure(
        f"{name}, {row['day']}: expected within {row['days']} days",
        row,
        "expected",
        unit="acts",
        level="90 % of the forecast",
        note=note,
    )
    yield {
        **figure_row(figure, name=name, order=order),
        **_place(row),
        "kind": BASELINE if row["account"] in BASELINES else ACCOUNT,
        "log_score": score.value,
        "level": "90 % of the forecast",
    }


def _came(row: Row) -> Iterator[Row]:
    observed = finite(row, "observed")
    if observed is not None:
        figure = ShownFigure(
            title=f"What came within {row['days']} days after {row['day']}",
            value=observed,
            unit="acts",
            account="the record",
        )
        yield {
            **figure_row(figure, name=CAME, order=-1),
            **_place(row),
            "kind": CAME,
            "log_score": None,
            "level": "",
        }


def draw_charts(words: RecordWords, rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each side and class."""
    names = actor_titles(words.view)
    spec = _spec()
    panels = dict.fromkeys((str(row["side"]), str(row["act_class"])) for row in rows)
    return [_chart(names.get(side, side), side, kind, spec) for side, kind in panels]


def _chart(title: str, side: str, kind: str, spec: Mapping[str, Any]) -> Chart:
    told = kind.replace("_", " ")
    return Chart(
        id=f"hindcast-{side.lower()}-{kind.replace('_', '-')}",
        title=f"{title}: {told}",
        reading="Expected number of acts with the range that holds 90 % of the forecast: filled "
        "circles are accounts, open diamonds baselines. Square and dashed line: what came.",
        alt=f"Expected acts of {title}, {told}, by account and baseline against what came.",
        dataset=DATASET,
        where={"panel": (f"{side}|{kind}",)},
        spec=spec,
        exports=EXPORTS,
    )


def _spec() -> Mapping[str, Any]:
    y = alt.Y(
        "name:N",
        sort=alt.EncodingSortField(field="order", op="min", order="ascending"),
        axis=alt.Axis(title=None, labelLimit=130, labelPadding=9, ticks=False, grid=False),
    )
    scale = alt.Scale(nice=True, zero=True, domainMin=0)
    axis = alt.Axis(title="acts", tickCount=5, labelExpr=WHOLE_NUMBERS)
    x = alt.X("value:Q", scale=scale, axis=axis)
    colour, shape, fill = _signs()
    chart = alt.Chart(ROWS)
    # Filtered to what came, the layer would have no range on days that are not over.
    is_came = alt.FieldEqualPredicate(field="kind", equal=CAME)
    drawn = alt.condition(is_came, alt.value("var(--ink)"), alt.value("transparent"))
    came = chart.mark_rule(strokeDash=[3, 3], aria=False).encode(x=x, color=drawn)
    spread = (
        chart.transform_filter(alt.FieldOneOfPredicate(field="kind", oneOf=[ACCOUNT, BASELINE]))
        .mark_rule(strokeWidth=2, aria=False)
        .encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, color=colour)
    )
    point = chart.mark_point(size=70, strokeWidth=2, opacity=1).encode(
        x, y, colour, shape, fill, description="title:N"
    )
    return finish_spec(alt.layer(came, spread, point.properties(name=MARK_NAME)), HEIGHT)


def _signs() -> tuple[alt.Color, alt.Shape, alt.Fill]:
    """Return the signs of accounts, baselines and what came."""
    shapes, colours, fills = zip(*SIGNS.values(), strict=True)
    kinds = list(SIGNS)
    return (
        alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=list(colours)), legend=None),
        alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=list(shapes)), legend=None),
        alt.Fill("kind:N", scale=alt.Scale(domain=kinds, range=list(fills)), legend=None),
    )
