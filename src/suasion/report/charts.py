"""Charts as data: a Vega-Lite spec made with Altair, and the tidy rows that it draws.

A `Dataset` is written into the page once; the charts and tables that show it name it. The
browser keeps the rows that the page's view asks for (horizon, account, pinned scenarios),
draws those, and exports those: the CSV of a chart is exactly what is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import altair as alt
from attrs import field, frozen

from suasion.report.view import ShownFigure

Row = Mapping[str, object]

ROWS = alt.NamedData(name="rows")
"""The name under which a spec finds the rows that are in view."""
MARK_NAME = "shown"
"""Marks of layers so named carry a tooltip; their rows are made by `figure_row`."""
FIGURE_FIELDS = (
    "title",
    "value",
    "low",
    "high",
    "text",
    "interval",
    "unit",
    "account",
    "horizon",
    "trace",
    "statements",
    "assumed",
    "note",
)
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
CONFIG: Mapping[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": "transparent"},
    "axis": {
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "titleFontWeight": "normal",
        "grid": True,
        "gridColor": "var(--grid)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
    "legend": {
        "labelColor": "var(--ink)",
        "titleColor": "var(--muted)",
        "labelFontSize": 12,
        "orient": "top",
        "title": None,
        "symbolSize": 90,
        "symbolStrokeWidth": 2,
        "labelLimit": 400,
        "layout": {"top": {"direction": "vertical", "anchor": "start"}},
    },
    "text": {"color": "var(--ink)", "fontSize": 12},
    "rule": {"color": "var(--ink)"},
}


@frozen(kw_only=True)
class Dataset:
    """Tidy rows that charts and tables of a page share."""

    id: str
    rows: tuple[Row, ...]
    facets: tuple[str, ...] = ()
    """Columns that the page's view filters: horizon, account, scenario."""

    @property
    def island(self) -> dict[str, object]:
        """Return the rows column by column, repeated texts written once, ready for JSON."""
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        return {
            "id": self.id,
            "count": len(self.rows),
            "facets": list(self.facets),
            "columns": {name: _packed([row.get(name) for row in self.rows]) for name in names},
        }


@frozen(kw_only=True)
class Chart:
    """One chart: how it is drawn, what it says to those who cannot see it, what it exports."""

    id: str
    title: str
    reading: str
    """One line: how to read it."""
    alt: str
    """What it shows, for screen readers."""
    dataset: str
    spec: Mapping[str, Any]
    where: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """Rows drawn: those with one of the values in each column."""
    exports: tuple[str, ...] = ()
    """Columns of the CSV."""

    @property
    def island(self) -> dict[str, object]:
        """Return what the browser needs, ready for JSON."""
        return {
            "spec": self.spec,
            "dataset": self.dataset,
            "where": {name: list(values) for name, values in self.where.items()},
            "exports": list(self.exports),
            "name": self.id,
        }


def figure_row(figure: ShownFigure, **fields: object) -> dict[str, object]:
    """Return a tidy row that draws a figure and tells its tooltip all it says."""
    return {
        **fields,
        "title": figure.title,
        "value": _finite(figure.value),
        "low": _finite(figure.low),
        "high": _finite(figure.high),
        "text": figure.text,
        "interval": figure.interval,
        "unit": figure.unit_shown,
        "account": figure.account,
        "horizon": figure.horizon,
        "trace": figure.trace,
        "statements": " ".join(figure.statements),
        "assumed": figure.assumed,
        "note": figure.note,
        **({"level": figure.level} if figure.level else {}),
    }


def finish_spec(
    chart: alt.LayerChart | alt.Chart | alt.FacetChart, height: int | alt.Step
) -> dict[str, Any]:
    """Return the spec of a chart that fills the width it finds.

    It is not checked against the schema of Vega-Lite here, which takes longer than drawing all
    charts of a page; the tests check every chart that a page can have.
    """
    sized = chart.properties(width="container", height=height)
    spec: dict[str, Any] = sized.to_dict(validate=False)
    spec["config"] = dict(CONFIG)
    return spec


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _packed(values: Sequence[object]) -> object:
    """Return a column as it is, or as codes into its distinct values where that is shorter."""
    plain = [_finite(v) if isinstance(v, float) else v for v in values]
    if any(isinstance(value, float) for value in plain):
        return [_shortened(value) for value in plain]
    distinct = list(dict.fromkeys(plain))
    if 3 * len(distinct) > 2 * len(plain):
        return plain
    codes = {value: code for code, value in enumerate(distinct)}
    return {"values": distinct, "codes": [codes[value] for value in plain]}


def _shortened(value: object) -> object:
    """Return a number to seven significant digits: more than is drawn, less than is stored."""
    return float(f"{value:.7g}") if isinstance(value, float) else value
