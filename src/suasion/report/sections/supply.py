"""What binds supply: the observed flow under each scenario, and the first constraint."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.report.charts import Chart, Dataset, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Mark, Measure, draw_intervals, span_axis
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput, ShownFigure

DATASET = "binding"
TARGET = "eu_gas_bcm_per_year"
FLOW = Measure(id="flow", title="gas into the EU", colour="var(--one)")

Row = Mapping[str, object]


def figure_of(row: Row) -> ShownFigure:
    """Return the flow of one scenario."""
    low, high, value = row["low"], row["high"], row["eu_gas"]
    return ShownFigure(
        title=str(row["title"]),
        value=value if isinstance(value, float) else None,
        low=low if isinstance(low, float) else None,
        high=high if isinstance(high, float) else None,
        unit=str(row["unit"]),
        trace=f"binding.{row['scenario']}",
        note=f"First to bind: {row['first_constraint']}. {row['detail']}".strip(),
    )


def target_marks(view: ReportInput) -> tuple[Mark, ...]:
    """Return the targets that somebody named for the flow."""
    return tuple(
        Mark(value=value, title=f"{value:g}")
        for row in view.rows("targets")
        if row["observable"] == TARGET and isinstance(value := row["value"], float)
    )


def draw_chart(rows: list[Row], marks: tuple[Mark, ...]) -> Chart:
    """Return the flow by scenario against the targets."""
    values = [v for r in rows for c in ("eu_gas", "low", "high") if isinstance(v := r[c], float)]
    unit = str(rows[0]["unit"])
    axis = span_axis(unit, [*values, *(mark.value for mark in marks)])
    return Chart(
        id="binding",
        title="Gas into the EU, without transit of Russian gas",
        reading="Point: central figures. Line: 90 % interval. Dashed: targets that were named.",
        alt="Border flow of gas into the EU under each scenario, with intervals and targets. "
        "The table below holds the same numbers and what binds first.",
        dataset=DATASET,
        spec=draw_intervals(axis, (FLOW,), marks=marks),
        exports=("scenario", "title", "value", "low", "high", "unit", "first_constraint"),
    )


def tabulate(rows: list[Row]) -> TableView:
    """Return the flow and what binds first under each scenario."""
    return TableView(
        id="binding-table",
        caption="What binds first",
        columns=("Gas into the EU", "First to bind", "In words"),
        rows=tuple(
            TableRow(
                heading=str(row["title"]),
                trace=f"binding.{row['scenario']}",
                cells=(
                    Cell(figure=figure_of(row)),
                    Cell(text=str(row["first_constraint"])),
                    Cell(text=str(row["detail"])),
                ),
            )
            for row in rows
        ),
    )


def build(view: ReportInput) -> Context | None:
    """Return chart and table of what binds."""
    rows: list[Row] = list(view.rows("binding"))
    if not rows:
        return None
    drawn = [
        figure_row(
            figure_of(row),
            scenario=row["scenario"],
            name=row["title"],
            measure="flow",
            order=-place,
            first_constraint=row["first_constraint"],
        )
        for place, row in enumerate(rows)
    ]
    return {
        "datasets": [Dataset(id=DATASET, rows=tuple(drawn))],
        "charts": [draw_chart(rows, target_marks(view))],
        "table": tabulate(rows),
        "targets": [row for row in view.rows("targets") if row["observable"] == TARGET],
    }


SECTION = Section(id="supply", title="What binds EU supply", template="supply.html", build=build)
