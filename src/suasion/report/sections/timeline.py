"""The events of the case in time, by how they are known and who acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import altair as alt

from suasion.cases.records import Row
from suasion.report.charts import MARK_NAME, ROWS, Chart, Dataset, figure_row, finish_spec
from suasion.report.naming import actor_titles
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput, ShownFigure

DATASET = "events"
HEIGHT = 300
SHAPES = {
    "observed": "circle",
    "asserted": "square",
    "alleged": "triangle-up",
    "predicted": "diamond",
    "media item": "cross",
    "context": "triangle-down",
}
THIRD = "others"


def figure_of(row: Row) -> ShownFigure:
    """Return the intensity that the coder gave an event."""
    intensity = row.values.get("intensity")
    return ShownFigure(
        title=row.text("what"),
        value=intensity if isinstance(intensity, float) else None,
        unit="1",
        statements=row.words("statements"),
        note=f"{when(row)}; {actors_of(row)}; {row.text('modality')}; the coder's intensity, "
        "-10 hostile to 10 cooperative.",
    )


def when(row: Row) -> str:
    """Return the day or the days of an event."""
    start, end = row.values.get("date_start"), row.values.get("date_end")
    return str(start) if start == end else f"{start} to {end}"


def actors_of(row: Row) -> str:
    """Return who acts on whom."""
    return f"{', '.join(row.words('source_actor'))} \u2192 {', '.join(row.words('target_actor'))}"


def collect_rows(view: ReportInput) -> tuple[Mapping[str, object], ...]:
    """Return the events that touch the case's window, clipped to it for drawing."""
    first, last = view.case.meta.window
    sides = view.case.meta.dyad
    names = actor_titles(view)
    rows = []
    for row in view.case_rows("events"):
        start, end = row.values.get("date_start"), row.values.get("date_end")
        if not (isinstance(start, date) and isinstance(end, date)) or start > last or end < first:
            continue
        side = next((a for a in row.words("source_actor") if a in sides), THIRD)
        rows.append(
            figure_row(
                figure_of(row),
                event=row.id,
                actor=names.get(side, side),
                modality=row.text("modality"),
                date_start=str(start),
                date_end=str(end),
                drawn_start=str(max(start, first)),
                drawn_end=str(min(end, last)),
            )
        )
    return tuple(rows)


def draw_timeline(view: ReportInput) -> dict[str, Any]:
    """Return the spec: intensity against time, a line for how uncertain or long the date is."""
    ends = [
        alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)
        for day in view.case.meta.window
    ]
    x_axis = alt.Axis(title=None, format="%b %Y", tickCount=6, labelOverlap=True)
    x = alt.X("drawn_start:T", axis=x_axis, scale=alt.Scale(type="utc", domain=ends))
    y = alt.Y(
        "value:Q",
        axis=alt.Axis(title="hostile \u2190 intensity \u2192 cooperative", tickCount=5),
        scale=alt.Scale(domain=[-10.5, 10.5]),
    )
    colour, fill, size = _by_actor(view)
    chart = alt.Chart(ROWS)
    zero = chart.mark_rule(aria=False, color="var(--muted)").encode(y=alt.datum(0))
    span = chart.mark_rule(strokeWidth=2, opacity=0.35, aria=False).encode(
        x="drawn_start:T", x2="drawn_end:T", y=y, color=colour
    )
    point = chart.mark_point(opacity=1, strokeWidth=2).encode(
        x, y, colour, fill, size, _by_modality(), description="title:N"
    )
    return finish_spec(alt.layer(zero, span, point.properties(name=MARK_NAME)), HEIGHT)


def _by_actor(view: ReportInput) -> tuple[alt.Color, alt.Fill, alt.Size]:
    """Return the signs of who acts: colour, and filled, open or small."""
    names = actor_titles(view)
    actors = [*(names.get(side, side) for side in view.case.meta.dyad), THIRD]
    legend = alt.Legend(columns=3)
    colours = alt.Scale(domain=actors, range=["var(--one)", "var(--two)", "var(--three)"])
    fills = alt.Scale(domain=actors, range=["var(--one)", "var(--paper)", "var(--three)"])
    sizes = alt.Scale(type="ordinal", domain=actors, range=[80, 80, 25])
    return (
        alt.Color("actor:O", sort=actors, scale=colours, legend=legend),
        alt.Fill("actor:O", sort=actors, scale=fills, legend=legend),
        alt.Size("actor:O", sort=actors, scale=sizes, legend=legend),
    )


def _by_modality() -> alt.Shape:
    return alt.Shape(
        "modality:N",
        scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
        legend=alt.Legend(columns=3, symbolFillColor="var(--muted)"),
    )


def build(view: ReportInput) -> Context | None:
    """Return the chart and the list of events."""
    events = sorted(view.case_rows("events"), key=lambda row: str(row.values.get("date_start")))
    if not events:
        return None
    rows = collect_rows(view)
    chart = Chart(
        id="timeline",
        title="Events of the case",
        reading="Shape: how it is known. Filled, open or small: who acts. "
        "Line: the days within which it happened or lasted. "
        "Above zero is cooperative, below is hostile, as the coder scored it.",
        alt="Events in time by intensity. The list below holds all of them.",
        dataset=DATASET,
        spec=draw_timeline(view),
        exports=("event", "title", "actor", "modality", "date_start", "date_end", "value"),
    )
    return {
        "datasets": [Dataset(id=DATASET, rows=rows)] if rows else [],
        "charts": [chart] if rows else [],
        "events": [
            {"row": row, "when": when(row), "actors": actors_of(row), "figure": figure_of(row)}
            for row in events
        ],
        "left_out": len(events) - len(rows),
    }


SECTION = Section(id="timeline", title="What happened", template="timeline.html", build=build)
