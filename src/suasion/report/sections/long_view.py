"""The long view: series beside the case, the level of each regime, and where it breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

from suasion.report.charts import MARK_NAME, ROWS, Chart, Dataset, figure_row, finish_spec
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput, ShownFigure

DATASET = "long-view"
HEIGHT = 220
Row = Mapping[str, object]


def build(view: ReportInput) -> Context | None:
    """Return a chart and a table of breaks for each series; None where none was given."""
    if "long_view_series" not in view.tables:
        return None
    values = view.rows("long_view_series")
    names = list(dict.fromkeys(_name(row) for row in values))
    rows = tuple(_drawn(row, at) for at in ("value", "level") for row in _points(view, at))
    return {
        "datasets": [Dataset(id=DATASET, rows=rows)],
        "charts": [_chart(name, at) for at, name in enumerate(names)],
        "breaks": _breaks(view),
        "notes": [str(row["text"]) for row in view.rows("long_view_notes")],
    }


def _name(row: Row) -> str:
    """Return what a series is called, in words that a narrow page can break."""
    parts = (row["direction"], row["event_class"], Path(str(row["file"])).stem)
    return ", ".join(str(part).replace("_", " ") for part in parts if part)


def _points(view: ReportInput, kind: str) -> Sequence[Row]:
    if kind == "value":
        return view.rows("long_view_series")
    return view.rows("long_view_regimes")


def _drawn(row: Row, kind: str) -> dict[str, object]:
    day = str(row["period" if kind == "value" else "start"])
    amount = row["value" if kind == "value" else "level"]
    figure = ShownFigure(
        title=f"{_name(row)}, {day}" if kind == "value" else f"level of a regime from {day}",
        value=float(amount) if isinstance(amount, int | float) else None,
        unit="1",
        note="as the file gives it" if kind == "value" else "mean between two breaks",
    )
    return figure_row(figure, series=_name(row), kind=kind, day=day, stop=str(row.get("stop", day)))


def _chart(name: str, at: int) -> Chart:
    return Chart(
        id=f"long-view-{at}",
        title=name,
        reading="Dots: the series as its file gives it. Bars: the level of each regime, from one "
        "break to the next.",
        alt=f"{name} in time with the levels of its regimes. The table below holds the breaks.",
        dataset=DATASET,
        spec=_spec(),
        where={"series": (name,)},
        exports=("series", "kind", "day", "stop", "value"),
    )


def _spec() -> dict[str, Any]:
    x = alt.X("day:T", axis=alt.Axis(title=None, labelOverlap=True), scale=alt.Scale(type="utc"))
    y = alt.Y("value:Q", axis=alt.Axis(title="value", tickCount=5))
    chart = alt.Chart(ROWS)
    level = (
        chart.transform_filter("datum.kind === 'level'")
        .mark_rule(strokeWidth=3, color="var(--two)", aria=False)
        .encode(x=x, x2="stop:T", y=y)
    )
    dots = (
        chart.transform_filter("datum.kind === 'value'")
        .mark_point(size=10, opacity=0.6, color="var(--one)")
        .encode(x, y, description="title:N")
    )
    return finish_spec(alt.layer(dots.properties(name=MARK_NAME), level), HEIGHT)


def _breaks(view: ReportInput) -> TableView | None:
    found = view.rows("long_view_breaks")
    if not found:
        return None
    rows = tuple(
        TableRow(
            heading=f"{row['day']}",
            note=_name(row),
            cells=(
                Cell(text=f"{row['low']} to {row['high']}"),
                Cell(figure=_level("level before", row["before"])),
                Cell(figure=_level("level after", row["after"])),
            ),
        )
        for row in found
    )
    return TableView(
        id="table-long-view-breaks",
        caption="Breaks: the day from which the level is another, with its 90 % interval",
        columns=("between", "before", "after"),
        rows=rows,
    )


def _level(title: str, value: object) -> ShownFigure:
    return ShownFigure(
        title=title, value=float(value) if isinstance(value, int | float) else None, unit="1"
    )


SECTION = Section(id="long-view", title="The long view", template="long_view.html", build=build)
