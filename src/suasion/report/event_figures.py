"""Which figures a description of events is drawn as, and the page that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

import jinja2
import polars as pl

from suasion.events import Description, SeriesDescription
from suasion.events.periods import next_first_day
from suasion.report.series_charts import Drawn, Figure, Panel, select_rows

CLASS_TITLES = {
    "verbal_cooperation": "verbal cooperation",
    "material_cooperation": "material cooperation",
    "verbal_conflict": "verbal conflict",
    "material_conflict": "material conflict",
    "all": "all classes",
}
READING = (
    "Bars: the series. Orange lines: the level of each regime. Dashed lines: breaks; the grey "
    "band is the 90 % interval of the day."
)
MOST_PANELS = 12


def figures_of(answer: Description) -> tuple[Figure, ...]:
    """Return net cooperation by direction, counts by class, and the share of the news volume."""
    directions = answer.series["direction"].unique(maintain_order=True).to_list()
    both = directions[-1]
    net = [_panel(answer, name, "all", "intensity_sum", answer.scale) for name in directions]
    classes = [c for c in CLASS_TITLES if c != "all"]
    counts = [_panel(answer, both, name, "count", "events") for name in classes]
    share = [_panel(answer, name, "all", "per_1000", "in 1000 reports") for name in directions]
    about = f"by {answer.by}, {answer.since} to {answer.until}"
    return (
        _figure("net-cooperation", f"Net cooperation (sum of intensity) {about}", net),
        _figure("counts", f"Events by class, {both}, {about}", counts),
        _figure("news-volume", f"Reports in 1000 reports of the stream {about}", share),
    )


def figures_of_series(answer: SeriesDescription) -> tuple[Figure, ...]:
    """Return one figure with a panel for every plain series, at most twelve."""
    keys = answer.series.select("direction", "event_class").unique(maintain_order=True)
    panels = []
    for direction, name in keys.head(MOST_PANELS).iter_rows():
        chosen = {"direction": direction, "event_class": name}
        rows = select_rows(answer.series, **chosen)
        panels.append(
            Panel(
                title=" ".join(part for part in (direction, CLASS_TITLES.get(name, name)) if part),
                unit="",
                rows=_with_stops(rows, answer.by),
                regimes=select_rows(answer.regimes, **chosen),
                breaks=select_rows(answer.breaks, **chosen),
            )
        )
    return (_figure("series", f"Series by {answer.by}", panels),) if panels else ()


def _panel(answer: Description, direction: str, event_class: str, measure: str, unit: str) -> Panel:
    chosen = {"direction": direction, "event_class": event_class}
    rows = select_rows(answer.series, **chosen).rename({measure: "value"})
    classes = "" if event_class == "all" else f", {CLASS_TITLES[event_class]}"
    return Panel(
        title=f"{direction}{classes}",
        unit=unit,
        rows=_with_stops(rows, answer.by),
        regimes=select_rows(answer.regimes, **chosen, measure=measure),
        breaks=select_rows(answer.breaks, **chosen, measure=measure),
    )


def _with_stops(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    stops: list[date] = [next_first_day(day, by) for day in rows["period"].to_list()]
    return rows.with_columns(pl.Series("stop", stops, dtype=pl.Date()))


def _figure(id: str, title: str, panels: list[Panel]) -> Figure:
    n_breaks = sum(len(panel.breaks) for panel in panels)
    said = "; ".join(_said(panel) for panel in panels)
    return Figure(
        id=id,
        title=title,
        alt=f"{len(panels)} series with {n_breaks} breaks. {said}.",
        panels=tuple(panels),
    )


def _said(panel: Panel) -> str:
    days = ", ".join(day.isoformat() for day in panel.breaks["day"].to_list())
    return f"{panel.title or 'series'}: " + (f"breaks on {days}" if days else "no break")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("suasion.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_events_page(
    title: str, answer: Description | SeriesDescription, drawn: Sequence[Drawn]
) -> str:
    """Return one HTML file with the figures, the breaks and the notes; it loads nothing."""
    return (
        _environment()
        .get_template("events.html")
        .render(
            title=title,
            reading=READING,
            figures=drawn,
            totals=_rounded(answer.totals),
            breaks=_rounded(answer.breaks),
            notes=answer.notes,
            volume=getattr(answer, "volume", ""),
            scale=getattr(answer, "scale", ""),
        )
    )


def _rounded(table: pl.DataFrame) -> dict[str, list[list[str]]]:
    """Return a table as texts of at most four digits, missing values as a dash."""
    return {
        "columns": [[name.replace("_", " ") for name in table.columns]],
        "rows": [[_text(value) for value in row] for row in table.iter_rows()],
    }


def _text(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
