"""Charts of series in time, drawn as files: the series, the level of each regime, the breaks.

Unlike the charts of the page these stand alone: colours are written out, and the numbers that
are drawn lie in the chart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt
import polars as pl
import vl_convert
from attrs import frozen

from suasion.report.charts import CONFIG

PALETTE = {
    "var(--paper)": "#fdfcfa",
    "var(--ink)": "#1c1f23",
    "var(--muted)": "#5b636d",
    "var(--line)": "#dcd9d3",
    "var(--grid)": "#ebe8e2",
    "var(--one)": "#14618f",
    "var(--two)": "#b4501b",
}
"""The light colours of the page, by the names that its charts use."""
WIDTH = 760
HEIGHT = 88
PNG_SCALE = 2.0


@frozen(kw_only=True, eq=False)
class Panel:
    """One series with its regimes and breaks; tables as `Description` has them."""

    title: str
    unit: str
    rows: pl.DataFrame
    """`period, stop, value`; a value may be missing."""
    regimes: pl.DataFrame
    """`start, stop, level`."""
    breaks: pl.DataFrame
    """`day, low, high`."""


@frozen(kw_only=True)
class Figure:
    """Panels under one another on one axis of time."""

    id: str
    title: str
    alt: str
    """What it shows, for those who cannot see it."""
    panels: tuple[Panel, ...]


@frozen(kw_only=True)
class Drawn:
    """One figure as SVG, ready for a file or a page."""

    figure: Figure
    svg: str


def draw_figures(figures: Sequence[Figure]) -> tuple[Drawn, ...]:
    """Return the figures as SVG."""
    return tuple(Drawn(figure=one, svg=vl_convert.vegalite_to_svg(_spec(one))) for one in figures)


def to_png(figure: Figure) -> bytes:
    """Return the figure as PNG, twice the size on a screen."""
    png: bytes = vl_convert.vegalite_to_png(_spec(figure), scale=PNG_SCALE)
    return png


def _spec(figure: Figure) -> dict[str, Any]:
    panels = [_panel(panel) for panel in figure.panels]
    chart = alt.vconcat(*panels, spacing=14).resolve_scale(x="shared")
    spec = chart.properties(title=figure.title, padding=12).to_dict()
    spec["config"] = {**CONFIG, "background": "var(--paper)"}
    text = json.dumps(spec)
    for name, colour in PALETTE.items():
        text = text.replace(name, colour)
    plain: dict[str, Any] = json.loads(text)
    return plain


def _panel(panel: Panel) -> alt.LayerChart | alt.FacetChart:
    layers = [_bands(panel), _values(panel), _levels(panel), _rules(panel)]
    name = alt.Title(panel.title, anchor="start", fontSize=12, fontWeight="normal")
    shown = [layer for layer in layers if layer is not None]
    return alt.layer(*shown).properties(title=name, width=WIDTH, height=HEIGHT)


def _time(name: str) -> alt.X:
    axis = alt.Axis(title=None, labelOverlap=True, tickCount=8)
    return alt.X(f"{name}:T", scale=alt.Scale(type="utc"), axis=axis)


def _values(panel: Panel) -> alt.Chart:
    known = panel.rows.filter(pl.col("value").is_not_null())
    chart = alt.Chart(_inline(known.select("period", "stop", "value")))
    axis = alt.Axis(title=panel.unit, tickCount=4, titleFontSize=10, labelFontSize=10, minExtent=40)
    drawn: alt.Chart = chart.mark_bar(color="var(--one)", opacity=0.55, strokeWidth=0).encode(
        x=_time("period"), x2="stop:T", y=alt.Y("value:Q", axis=axis), y2=alt.datum(0)
    )
    return drawn


def _levels(panel: Panel) -> alt.Chart | None:
    if not len(panel.regimes):
        return None
    chart = alt.Chart(_inline(panel.regimes.select("start", "stop", "level")))
    drawn: alt.Chart = chart.mark_rule(color="var(--two)", strokeWidth=2).encode(
        x=_time("start"), x2="stop:T", y="level:Q"
    )
    return drawn


def _rules(panel: Panel) -> alt.Chart | None:
    if not len(panel.breaks):
        return None
    chart = alt.Chart(_inline(panel.breaks.select("day")))
    drawn: alt.Chart = chart.mark_rule(color="var(--ink)", strokeDash=[3, 3], strokeWidth=1).encode(
        x=_time("day")
    )
    return drawn


def _bands(panel: Panel) -> alt.Chart | None:
    if not len(panel.breaks):
        return None
    chart = alt.Chart(_inline(panel.breaks.select("low", "high")))
    drawn: alt.Chart = chart.mark_rect(color="var(--muted)", opacity=0.22).encode(
        x=_time("low"), x2="high:T"
    )
    return drawn


def _inline(table: pl.DataFrame) -> alt.InlineData:
    return alt.InlineData(values=[_plain(row) for row in table.iter_rows(named=True)])


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }


def select_rows(table: pl.DataFrame, **wanted: str) -> pl.DataFrame:
    """Return the rows of a table with one value in each of the named columns."""
    return table.filter([pl.col(name) == value for name, value in wanted.items()])
