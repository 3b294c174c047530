"""Variants of a stream: another scale, another lag, one source of reports, one part of the time.

Each is a choice that somebody else would have made differently. `run_robustness` asks what a
result is under all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from suasion.errors import InputError
from suasion.events.scales import Scale
from suasion.events.stream import ORIGINS


def rescale(events: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """Return the events with intensities of another scale, by their codes.

    Parameters
    ----------
    events : polars.DataFrame
        A stream.
    scale : Scale
        As `load_scale` returns it; codes that it does not have become missing.

    Returns
    -------
    polars.DataFrame
        The same rows; `event_class` stays as it is.
    """
    codes = events["code"].unique().drop_nulls().to_list()
    weights = {code: scale.weigh(code) for code in sorted(codes)}
    known = {code: weight for code, weight in weights.items() if weight is not None}
    mapped = pl.col("code").replace_strict(known, default=None, return_dtype=pl.Float64)
    return events.with_columns(mapped.alias("intensity"))


def merge_repeats(events: pl.DataFrame, within_days: int) -> pl.DataFrame:
    """Return the events with those merged that repeat one some days before: late reports.

    An event of the same source, target and code within so many days of the one before it is
    taken for another report of it; a chain of such events becomes its first, with the sum of
    the reports. 0 leaves all as they are.

    Raises
    ------
    InputError
        The number of days is negative (C1).

    Examples
    --------
    >>> events = pl.DataFrame({"day": [date(2018, 6, 1), date(2018, 6, 2), date(2018, 6, 9)],
    ...     "source": "RUS", "target": "AZE", "code": "112", "reports": [1, 2, 1]})
    >>> merge_repeats(events, 3).select("day", "reports").rows()
    [(datetime.date(2018, 6, 1), 3), (datetime.date(2018, 6, 9), 1)]
    """
    if within_days < 0:
        raise InputError(
            "the lag is negative",
            where="merge_repeats",
            got=str(within_days),
            expected="0 or more days",
            fix="give a number of days",
        )
    if within_days == 0 or not len(events):
        return events
    same = ["source", "target", "code"]
    ranked = events.sort("day", maintain_order=True)
    gap = pl.col("day").diff().over(same)
    is_first = (gap.is_null() | (gap > timedelta(days=within_days))).cast(pl.Int64)
    chained = ranked.with_columns(is_first.cum_sum().over(same).alias("_chain"))
    others = [name for name in events.columns if name not in (*same, "reports")]
    merged = chained.group_by(*same, "_chain", maintain_order=True).agg(
        pl.col(others).first(), pl.col("reports").sum()
    )
    return merged.select(events.columns).sort("day", maintain_order=True)


def list_sources(events: pl.DataFrame) -> tuple[str, ...]:
    """Return who published the reports, as far as the stream tells.

    The values of a column `publisher` or `origin`; without it the files that rows came from,
    which tell data sets apart but not publishers.
    """
    names = events.select(_origin(events).alias("name"))["name"].drop_nulls().unique()
    return tuple(sorted(names.to_list()))


def list_publishers(events: pl.DataFrame) -> tuple[str, ...]:
    """Return who published the reports, most events first; nobody where no column says so.

    Examples
    --------
    >>> list_publishers(pl.DataFrame({"publisher": ["TASS", "Turan", "TASS", None]}))
    ('TASS', 'Turan')
    >>> list_publishers(pl.DataFrame({"source_row": ["a.tab:2"]}))
    ()
    """
    if not any(name in events.columns for name in ORIGINS):
        return ()
    counts = events.select(_origin(events).alias("name")).drop_nulls().group_by("name").len()
    return tuple(counts.sort(["len", "name"], descending=[True, False])["name"].to_list())


def keep_source(events: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the events that one source published; `InputError` where it is unknown (C1)."""
    kept = events.filter(_origin(events) == name)
    if not len(kept):
        raise InputError(
            f"no event comes from '{name}'",
            where="keep_source",
            got=name,
            expected=", ".join(list_sources(events)[:8]) or "a stream with events",
            fix="name one of them",
        )
    return kept


def _origin(events: pl.DataFrame) -> pl.Expr:
    known = next((name for name in ORIGINS if name in events.columns), None)
    if known is not None:
        return pl.col(known).cast(pl.String)
    if "source_row" not in events.columns:
        return pl.lit(None, dtype=pl.String)
    return pl.col("source_row").str.replace(r":\d+$", "")


def keep_days(events: pl.DataFrame, since: date, until: date) -> pl.DataFrame:
    """Return the events from one day to another, both included."""
    return events.filter(pl.col("day").is_between(since, until))


def split_days(events: pl.DataFrame, parts: int) -> Mapping[str, tuple[date, date]]:
    """Return the window cut into parts of equal length, by name.

    Examples
    --------
    >>> events = pl.DataFrame({"day": [date(2018, 1, 1), date(2018, 1, 4)]})
    >>> {name: span[1].day for name, span in split_days(events, 2).items()}
    {'2018-01-01 to 2018-01-02': 2, '2018-01-03 to 2018-01-04': 4}
    """
    first, last = events["day"].min(), events["day"].max()
    if not (isinstance(first, date) and isinstance(last, date)) or parts < 1:
        return {}
    length = (last - first).days + 1
    edges = [first + timedelta(days=length * at // parts) for at in range(parts + 1)]
    spans = [(a, b - timedelta(days=1)) for a, b in itertools.pairwise(edges)]
    return {f"{a} to {b}": (a, b) for a, b in spans if a <= b}
