"""The long view within the main job: series from files beside the case, up to the as-of day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from attrs import evolve, frozen

from suasion.events import PlainSeries, describe_series

PREFIX = "long_view"


@frozen(kw_only=True)
class SeriesFile:
    """The series of one file, under its name."""

    name: str
    series: tuple[PlainSeries, ...]


def long_view_tables(files: Sequence[SeriesFile], day: date) -> dict[str, pl.DataFrame]:
    """Return levels, breaks and regimes of the series of each file, nothing after the day (C4).

    Examples
    --------
    >>> days = tuple(date(2018, 1, at) for at in range(1, 31))
    >>> one = PlainSeries(pair="A-B", column="score", is_count=False, by="day", starts=days,
    ...                   values=(1.0, 2.0, 3.0) * 10)
    >>> found = long_view_tables([SeriesFile(name="f", series=(one,))], date(2018, 1, 20))
    >>> found["long_view_series"].height
    20
    """
    parts: dict[str, list[pl.DataFrame]] = {}
    for file in files:
        kept = [_until(one, day) for one in file.series]
        found = describe_series([one for one in kept if one.starts])
        for name, table in found.tables.items():
            named = table.with_columns(file=pl.lit(file.name))
            parts.setdefault(f"{PREFIX}_{name}", []).append(named)
        notes = pl.DataFrame({"text": list(found.notes)}, schema={"text": pl.String})
        told = notes.with_columns(file=pl.lit(file.name))
        parts.setdefault(f"{PREFIX}_notes", []).append(told)
    return {name: pl.concat(tables) for name, tables in parts.items()}


def _until(one: PlainSeries, day: date) -> PlainSeries:
    count = sum(start <= day for start in one.starts)
    return evolve(one, starts=one.starts[:count], values=one.values[:count])
