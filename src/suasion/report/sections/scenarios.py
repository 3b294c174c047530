"""Named scenarios on shared axes, pinned by the reader, with a table of differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.report.charts import Chart, Dataset, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Axis, Measure, draw_intervals, span_axis
from suasion.report.sections.closures import before_after
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput

DATASET = "scenarios"
BASE = "base"
LEVEL = Measure(id="level", title="level", colour="var(--one)")

Row = Mapping[str, object]


def collect_rows(view: ReportInput) -> tuple[Row, ...]:
    """Return one tidy row for each observable under each scenario, the base once.

    Payoffs are drawn as changes: beside a level of billions no change would be seen.
    """
    rows: list[Row] = []
    seen: set[str] = set()
    order = {name: -place for place, name in enumerate(scenario_titles(view), start=1)}
    for row in view.rows("scenarios"):
        observable, name = str(row["observable"]), str(row["scenario"])
        before, after, change = before_after(row, f"scenarios.{name}")
        shared = {"observable": observable, "measure": "level"}
        is_change = is_payoff(str(row["unit"]))
        if observable not in seen and not is_change:
            seen.add(observable)
            rows.append(figure_row(before, scenario=BASE, name="Base", order=0, **shared))
        figure = change if is_change else after
        rows.append(
            figure_row(figure, scenario=name, name=str(row["title"]), order=order[name], **shared)
        )
    return tuple(rows)


def is_payoff(unit: str) -> bool:
    """Decide whether an observable is a payoff, money per year."""
    return unit.startswith("USD/yr")


def scenario_titles(view: ReportInput) -> Mapping[str, str]:
    """Return the title of each scenario, in order."""
    return {str(row["scenario"]): str(row["title"]) for row in view.rows("scenarios")}


def draw_charts(view: ReportInput, rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each observable, with all scenarios on its axis."""
    charts = []
    titles = {str(r["observable"]): str(r["observable_title"]) for r in view.rows("scenarios")}
    units = {str(row["observable"]): str(row["unit"]) for row in rows}
    for observable, title in titles.items():
        unit = units[observable]
        values = [
            v
            for r in rows
            if r["observable"] == observable
            for c in ("value", "low", "high")
            if isinstance(v := r[c], float)
        ]
        axis = span_axis(unit, values, is_money=is_payoff(unit))
        charts.append(_chart(observable, f"{title}: change" if is_payoff(unit) else title, axis))
    return charts


def _chart(observable: str, title: str, axis: Axis) -> Chart:
    return Chart(
        id="scenario-" + observable.replace(".", "-"),
        title=title,
        reading="Point: central figures. Line: 90 % interval. All scenarios share the axis.",
        alt=f"{title} in the base and under each scenario, with intervals.",
        dataset=DATASET,
        where={"observable": (observable,)},
        spec=draw_intervals(axis, (LEVEL,)),
        exports=("observable", "scenario", "title", "value", "low", "high", "unit"),
    )


def tabulate(view: ReportInput) -> TableView:
    """Return base, scenario and difference of every observable."""
    return TableView(
        id="scenario-table",
        caption="Differences against the base; intervals of a difference are joint over the draws",
        columns=("Observable", "Base", "Scenario", "Difference"),
        rows=tuple(
            TableRow(
                heading=str(row["title"]),
                trace=f"scenarios.{row['scenario']}",
                group=str(row["scenario"]),
                cells=(
                    Cell(text=str(row["observable_title"])),
                    *(Cell(figure=f) for f in before_after(row, f"scenarios.{row['scenario']}")),
                ),
            )
            for row in view.rows("scenarios")
        ),
    )


def build(view: ReportInput) -> Context | None:
    """Return scenarios with charts and differences."""
    rows = collect_rows(view)
    if not rows:
        return None
    return {
        "scenarios": scenario_titles(view),
        "datasets": [Dataset(id=DATASET, rows=rows, facets=("scenario",))],
        "charts": draw_charts(view, rows),
        "table": tabulate(view),
    }


SECTION = Section(
    id="scenarios", title="Scenarios compared", template="scenarios.html", build=build
)
