"""Cells that follow the account in view: each has a key into the section's tidy rows.

A key `KEY` shows the figure of a row, `KEY@COLUMN` the words in one of its columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.report.charts import figure_row
from suasion.report.data_tables import Cell
from suasion.report.deals.words import Row, number
from suasion.report.view import SHARED, ShownFigure

NOTHING = "\u2013"


def keyed_figure(key: str, figure: ShownFigure, **fields: object) -> Row:
    """Return the row of a figure that a cell shows."""
    return figure_row(figure, key=key, **fields)


def first_rows(rows: Sequence[Row]) -> Mapping[str, Row]:
    """Return the rows that the page opens with, those of the shared base, by key."""
    return {str(row["key"]): row for row in rows if row["account"] == SHARED}


def figure_cell(first: Mapping[str, Row], key: str) -> Cell:
    """Return a cell of a figure, filled for the shared base."""
    row = first.get(key)
    return Cell(key=key, figure=None if row is None else _figure_of(row))


def text_cell(first: Mapping[str, Row], key: str, column: str) -> Cell:
    """Return a cell of words, from one column of the row under the key."""
    return Cell(key=f"{key}@{column}", text=words_of(first, key, column) or NOTHING)


def words_of(first: Mapping[str, Row], key: str, column: str) -> str:
    """Return the words of one column under a key; '' where there are none."""
    return str(first[key][column]) if key in first else ""


def _figure_of(row: Row) -> ShownFigure:
    unit = str(row["unit"])
    return ShownFigure(
        title=str(row["title"]),
        value=number(row, "value"),
        low=number(row, "low"),
        high=number(row, "high"),
        unit="share" if unit == "%" else unit,
        account=str(row["account"]),
        horizon=str(row["horizon"]),
        trace=str(row["trace"]),
        statements=tuple(str(row["statements"]).split()),
        assumed=str(row["assumed"]),
        note=str(row["note"]),
    )
