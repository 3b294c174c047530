"""The long view: levels, breaks and regimes of plain yearly, weekly or daily series."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl
from attrs import frozen

from suasion.events.periods import next_first_day
from suasion.events.plain_series import PlainSeries
from suasion.events.regime_tables import Searched, breaks_table, regimes_table
from suasion.events.regimes import MIN_LENGTH, find_count_regimes, find_value_regimes

TOTAL_TYPES = {
    "direction": pl.String(),
    "event_class": pl.String(),
    "periods": pl.Int64(),
    "missing": pl.Int64(),
    "first": pl.Date(),
    "last": pl.Date(),
    "mean": pl.Float64(),
    "deviation": pl.Float64(),
    "lowest": pl.Float64(),
    "lowest_on": pl.Date(),
    "highest": pl.Float64(),
    "highest_on": pl.Date(),
}


@frozen(kw_only=True, eq=False)
class SeriesDescription:
    """What plain series say, in tidy tables; `event_class` is the column of the file."""

    by: str
    series: pl.DataFrame
    """`direction, event_class, period, value`."""
    totals: pl.DataFrame
    """Mean, spread, lowest and highest value with their days; `missing`: periods left out."""
    breaks: pl.DataFrame
    regimes: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables by name."""
        names = ("totals", "series", "breaks", "regimes")
        return {name: getattr(self, name) for name in names}

    def to_json(self) -> dict[str, object]:
        """Return the description in the types of JSON; tables are lists of rows."""
        return {
            "by": self.by,
            **{name: table.to_dicts() for name, table in self.tables.items()},
            "notes": list(self.notes),
        }


def describe_series(
    series: Sequence[PlainSeries], *, min_length: int = MIN_LENGTH
) -> SeriesDescription:
    """Return levels, breaks and regimes of plain series.

    Parameters
    ----------
    series : sequence of PlainSeries
        As `read_series` returns them.
    min_length : int
        Least number of periods in a regime.

    Returns
    -------
    SeriesDescription
        Counts by the negative binomial, values by the normal with a robust scale. Periods
        that a file lacks are counted in `missing` and taken for neither zero nor mean.

    Raises
    ------
    InputError
        A count is negative, a value infinite (C1).

    Examples
    --------
    >>> days = tuple(date(2018, 1, day) for day in range(1, 31))
    >>> one = PlainSeries(pair="AZE-RUS", column="score", is_count=False, by="day", starts=days,
    ...                   values=(1.3, 0.8, 1.1, 0.9, 1.2, 0.7) * 3 + (6.2, 5.8, 6.0) * 4)
    >>> describe_series([one]).breaks.select("day", "before", "after").rows()
    [(datetime.date(2018, 1, 19), 1.0, 6.0)]
    """
    found = [
        Searched(
            direction=one.pair,
            event_class=one.column,
            measure="count" if one.is_count else "value",
            starts=one.starts,
            found=(find_count_regimes if one.is_count else find_value_regimes)(
                one.values, min_length=min_length
            ),
        )
        for one in series
    ]
    by = series[0].by if series else "day"
    totals = pl.DataFrame([_total(one) for one in series if one.values], schema=TOTAL_TYPES)
    return SeriesDescription(
        by=by,
        series=_table(series),
        totals=totals,
        breaks=breaks_table(found, by),
        regimes=regimes_table(found, by),
        notes=tuple(_notes(totals, found, by)),
    )


def _total(one: PlainSeries) -> dict[str, object]:
    low, high = min(one.values), max(one.values)
    periods, at = 0, one.starts[0]
    while at <= one.starts[-1]:
        periods, at = periods + 1, next_first_day(at, one.by)
    return {
        "direction": one.pair,
        "event_class": one.column,
        "periods": len(one.values),
        "missing": max(periods - len(one.values), 0),
        "first": one.starts[0],
        "last": one.starts[-1],
        "mean": statistics.fmean(one.values),
        "deviation": statistics.stdev(one.values) if len(one.values) > 1 else None,
        "lowest": low,
        "lowest_on": one.starts[one.values.index(low)],
        "highest": high,
        "highest_on": one.starts[one.values.index(high)],
    }


def _table(series: Sequence[PlainSeries]) -> pl.DataFrame:
    rows: list[tuple[str, str, date, float]] = [
        (one.pair, one.column, day, value)
        for one in series
        for day, value in zip(one.starts, one.values, strict=True)
    ]
    types = {
        "direction": pl.String(),
        "event_class": pl.String(),
        "period": pl.Date(),
        "value": pl.Float64(),
    }
    return pl.DataFrame(rows, schema=types, orient="row")


def _notes(totals: pl.DataFrame, found: Sequence[Searched], by: str) -> Iterator[str]:
    for row in totals.filter(pl.col("missing") > 0).iter_rows(named=True):
        name = " ".join(part for part in (row["direction"], row["event_class"]) if part)
        yield f"{name}: {row['missing']} {by}s are not in the file and were left out"
    short = {one.found.note for one in found if one.found.n < 2 * one.found.min_length}
    yield from sorted(note for note in short if note)
