"""Plain series: a CSV with a time column and one number or more a period, such as a yearly count.

What is not a stream of single events: yearly counts of a dyad, a daily score, a weekly scale
value. The reader finds the time, the pair of actors and the numbers by their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl
from attrs import frozen

from suasion.errors import InputError

TIMES = {"year": "year", "month": "month", "week": "week", "day": "day", "date": "day"}
"""Names of the column of time, and the period that each stands for."""
PAIRS = (("source", "target", ">"), ("i_iso3c", "j_iso3c", ">"), ("a", "b", "-"), ("i", "j", ">"))
"""Names of the columns of the two actors; > if the first acts on the second."""
CLASS_COLUMNS: Mapping[str, str] = {
    "verbCoop": "verbal_cooperation",
    "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict",
    "matlConf": "material_conflict",
    "verbal_cooperation": "verbal_cooperation",
    "material_cooperation": "material_cooperation",
    "verbal_conflict": "verbal_conflict",
    "material_conflict": "material_conflict",
}
"""Columns that hold counts by class; every other column of numbers holds values."""


@frozen(kw_only=True)
class PlainSeries:
    """One series of one pair; periods that the file does not have are not in it."""

    pair: str
    """As AZE>RUS, AZE-RUS where no direction is known; empty where the file names no actors."""
    column: str
    is_count: bool
    by: str
    starts: tuple[date, ...]
    """Days as the file has them: weeks may begin on a Sunday."""
    values: tuple[float, ...]


def read_series(path: Path, columns: tuple[str, ...] = ()) -> tuple[PlainSeries, ...]:
    """Return the series of a CSV file.

    The time is the first column named year, month, week, day or date; the actors stand in
    `source, target`, `i_iso3c, j_iso3c`, `a, b` or `i, j`; counts in columns named after the
    four classes. Without such columns every column of numbers is a series of values.

    Parameters
    ----------
    path : Path
        A CSV file with a header, UTF-8.
    columns : tuple of str
        Columns to read; those above if empty.

    Returns
    -------
    tuple of PlainSeries
        By pair and column, in the order of the file; days rise.

    Raises
    ------
    InputError
        No file, no column of time or numbers, a day that is none, a day twice (C1).
    """
    table = _read(path)
    time = next((name for name in TIMES if name in table.columns), None)
    if time is None:
        raise _unreadable(path, "the columns " + ", ".join(table.columns), "a column of time")
    pair = next((p for p in PAIRS if p[0] in table.columns and p[1] in table.columns), None)
    chosen = _chosen(path, table, columns, {time, *(pair[:2] if pair else ())})
    dated = table.with_columns(
        _days(path, table[time]).alias("_day"),
        (pl.concat_str(pair[:2], separator=pair[2]) if pair else pl.lit("")).alias("_pair"),
    )
    return tuple(_series(path, dated, chosen, TIMES[time]))


def _read(path: Path) -> pl.DataFrame:
    try:
        table = pl.read_csv(path, infer_schema=False)
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, str(error).splitlines()[0], "a CSV file, UTF-8") from error
    if not len(table):
        raise _unreadable(path, "no rows", "one row a period")
    return table


def _chosen(
    path: Path, table: pl.DataFrame, asked: tuple[str, ...], taken: set[str]
) -> tuple[str, ...]:
    missing = [name for name in asked if name not in table.columns]
    if missing:
        raise _unreadable(path, missing[0], "a column of " + ", ".join(table.columns))
    if asked:
        return asked
    classes = tuple(name for name in table.columns if name in CLASS_COLUMNS)
    numbers = tuple(n for n in table.columns if n not in taken and _is_number(table[n]))
    if not (classes or numbers):
        raise _unreadable(path, "the columns " + ", ".join(table.columns), "a column of numbers")
    return classes or numbers


def _is_number(column: pl.Series) -> bool:
    known = column.drop_nulls()
    return bool(len(known)) and known.cast(pl.Float64, strict=False).null_count() == 0


def _days(path: Path, column: pl.Series) -> pl.Series:
    """Return the days; a year such as 2002 or 2002.0 is its first day, a month too."""
    text = column.str.strip_chars().str.replace(r"^(\d{4})(\.0)?$", "$1-01-01")
    text = text.str.replace(r"^(\d{4}-\d{2})$", "$1-01").str.head(10)
    days = text.str.to_date("%Y-%m-%d", strict=False)
    wrong = column.filter(days.is_null())
    if len(wrong):
        raise _unreadable(path, f"'{wrong[0]}'", "a day as 2018-06-02, a month or a year")
    return days


def _series(
    path: Path, table: pl.DataFrame, columns: tuple[str, ...], by: str
) -> Iterator[PlainSeries]:
    for (pair,), part in table.group_by(["_pair"], maintain_order=True):
        rows = part.sort("_day")
        if rows["_day"].is_duplicated().any():
            again = rows.filter(rows["_day"].is_duplicated())["_day"][0]
            raise _unreadable(path, f"{pair} {again!s} twice", "each period once for each pair")
        for name in columns:
            numbers = rows[name].cast(pl.Float64, strict=False)
            if numbers.null_count() > rows[name].null_count():
                raise _unreadable(path, f"text in column {name}", "numbers")
            known = numbers.is_not_null() & numbers.is_not_nan()
            yield PlainSeries(
                pair=str(pair),
                column=CLASS_COLUMNS.get(name, name),
                is_count=name in CLASS_COLUMNS,
                by=by,
                starts=tuple(rows["_day"].filter(known).to_list()),
                values=tuple(numbers.filter(known).to_list()),
            )


def _unreadable(path: Path, got: str, expected: str) -> InputError:
    return InputError(
        "the file is not a series that can be read",
        where=str(path),
        got=got,
        expected=expected,
        fix="name the columns year, month, week or day, source, target, and the numbers",
    )
