"""Tidy, typed tables from frozen rows (C14)."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import polars as pl
from attrs import asdict, fields

_TYPES: dict[object, Any] = {str: pl.String, float: pl.Float64, int: pl.Int64, bool: pl.Boolean}


def to_frame(rows: Sequence[Any], record: type[Any]) -> pl.DataFrame:
    """Return the rows as a table with the record's columns, typed even where there are no rows.

    Columns of several texts are joined with ` + `.
    """
    hints = get_type_hints(record)
    names = [attribute.name for attribute in fields(record)]
    schema = {name: _TYPES.get(_bare(hints[name]), pl.String) for name in names}
    dicts = [asdict(row) for row in rows]
    columns = {name: [_cell(item[name]) for item in dicts] for name in names}
    return pl.DataFrame(columns, schema=schema)


def _bare(hint: object) -> object:
    """Return the type of a column that may be empty."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    return parts[0] if isinstance(hint, UnionType) and len(parts) == 1 else hint


def _cell(value: object) -> object:
    return " + ".join(value) if isinstance(value, tuple) else value
