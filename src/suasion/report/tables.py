"""The tidy tables that a page is made of, checked against `assets/input_tables.csv`.

A known table has the columns that the attribute table names; columns that are not required
are filled with their default. A table that nobody in this package knows passes unchanged, so
that a later section can bring its own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import polars as pl
from attrs import frozen

from suasion.errors import ComputationError

_TYPES: Mapping[str, pl.DataType] = {"text": pl.String(), "number": pl.Float64()}


@frozen(kw_only=True)
class Column:
    """One column of an input table."""

    name: str
    kind: str
    """text | number."""
    is_required: bool
    default: str
    meaning: str

    @property
    def dtype(self) -> pl.DataType:
        """Return the type that the page reads it as."""
        return _TYPES[self.kind]

    @property
    def fallback(self) -> pl.Expr:
        """Return what stands in the column where the table leaves it out."""
        value = None if self.kind == "number" else self.default
        return pl.lit(value, dtype=self.dtype).alias(self.name)


@cache
def known_tables() -> Mapping[str, tuple[Column, ...]]:
    """Return the columns of every known table, in order."""
    text = (files("suasion.report") / "assets" / "input_tables.csv").read_text("utf-8")
    tables: dict[str, tuple[Column, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        column = Column(
            name=row["name"],
            kind=row["kind"],
            is_required=row["required"] == "yes",
            default=row["default"],
            meaning=row["meaning"],
        )
        tables[row["table"]] = (*tables.get(row["table"], ()), column)
    return tables


def complete_tables(given: Mapping[str, pl.DataFrame]) -> Mapping[str, pl.DataFrame]:
    """Return all tables, the missing ones empty, each with all its columns and types.

    Raises
    ------
    ComputationError
        A table lacks a column that is required, or a column cannot be read as its type (C1).
    """
    tables = {name: frame for name, frame in given.items() if name not in known_tables()}
    for name, columns in known_tables().items():
        tables[name] = _completed(name, given.get(name), columns)
    return tables


def _completed(name: str, frame: pl.DataFrame | None, columns: tuple[Column, ...]) -> pl.DataFrame:
    if frame is None:
        return pl.DataFrame(schema={column.name: column.dtype for column in columns})
    lacking = [c.name for c in columns if c.is_required and c.name not in frame.columns]
    if lacking:
        raise ComputationError(
            f"table '{name}' of the page lacks columns",
            where=f"table {name}",
            got=", ".join(frame.columns),
            expected=", ".join(lacking) + " as well",
            avoided="the page would have shown the rest as if it were all",
            fix="write the columns that assets/input_tables.csv names",
        )
    added = frame.with_columns([c.fallback for c in columns if c.name not in frame.columns])
    try:
        typed = added.with_columns([_typed(column) for column in columns])
    except pl.exceptions.PolarsError as error:
        raise ComputationError(
            f"table '{name}' of the page has a column of another type",
            where=f"table {name}",
            got=str(error).splitlines()[0],
            expected="numbers and texts as assets/input_tables.csv says",
            fix="write the column in its type",
        ) from error
    return typed.select([column.name for column in columns])


def _typed(column: Column) -> pl.Expr:
    cast = pl.col(column.name).cast(column.dtype)
    return cast.fill_null(column.default) if column.kind == "text" else cast.fill_nan(None)
