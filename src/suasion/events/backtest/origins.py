"""Origins: the days from which forecasts are made, and what was known on each (C4)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from attrs import frozen

from suasion.events.backtest.forecaster import Floats, History
from suasion.events.dyads import Dyad, directions_of
from suasion.events.periods import list_periods, next_first_day, to_period
from suasion.events.series import Window
from suasion.events.stream import CLASSES

LEAST_HISTORY = {"day": 90, "week": 52, "month": 24, "year": 8}
"""Whole periods before the first origin."""


@frozen(kw_only=True, eq=False)
class Record:
    """The whole record of what is forecast; forecasters see only histories cut from it."""

    by: str
    window: Window
    starts: tuple[date, ...]
    """First days of the whole periods of the window."""
    counts: Floats
    sums: Floats
    events: pl.DataFrame
    """Events of the dyad, both directions, by day."""
    chosen: pl.DataFrame
    """Events that are forecast, by day."""
    dyad: Dyad | None
    directions: tuple[tuple[str, str], ...]

    def history(self, place: int) -> History:
        """Return what was known before the period at a place began."""
        origin = self.origin(place)
        past = self.chosen.filter(pl.col("day") < origin)
        scaled = past.filter(pl.col("intensity").is_not_null())
        return History(
            origin=origin,
            by=self.by,
            starts=self.starts[:place],
            counts=self.counts[:place],
            sums=self.sums[:place],
            intensities=tuple(
                scaled.filter(pl.col("event_class") == name)["intensity"].to_numpy()
                for name in CLASSES
            ),
            events=self.events.filter(pl.col("day") < origin),
            dyad=self.dyad,
            directions=self.directions,
        )

    def origin(self, place: int) -> date:
        """Return the first day of the period at a place, the one after the last included."""
        if place < len(self.starts):
            return self.starts[place]
        return next_first_day(self.starts[-1], self.by, place - len(self.starts) + 1)


def make_record(
    events: pl.DataFrame, *, by: str, dyad: Dyad | None, actor: str | None, window: Window
) -> Record:
    """Return the record of whole periods within a window.

    Raises
    ------
    InputError
        An actor of the dyad is nowhere in the stream (C1).
    """
    directions = directions_of(events, dyad)
    within = events.filter(pl.col("day").is_between(window.since, window.until)).sort(
        "day", maintain_order=True
    )
    both = within.filter(list(directions.values())[-1])
    pairs = _pairs(dyad, actor)
    chosen = both.filter(pl.col("source") == actor) if actor else both
    starts = [
        start
        for start in list_periods(window.since, window.until, by).to_list()
        if start >= window.since and next_first_day(start, by) - timedelta(days=1) <= window.until
    ]
    counts, sums = _tabulate(chosen, starts, by)
    return Record(
        by=by,
        window=window,
        starts=tuple(starts),
        counts=counts,
        sums=sums,
        events=both,
        chosen=chosen,
        dyad=dyad,
        directions=pairs,
    )


def _pairs(dyad: Dyad | None, actor: str | None) -> tuple[tuple[str, str], ...]:
    if dyad is None:
        return ()
    both = ((dyad.first, dyad.second), (dyad.second, dyad.first))
    return tuple(pair for pair in both if actor in (None, pair[0]))


def _tabulate(events: pl.DataFrame, starts: list[date], by: str) -> tuple[Floats, Floats]:
    """Return counts and sums of intensity by period and class; periods without events are 0."""
    counts = np.zeros((len(starts), len(CLASSES)))
    sums = np.zeros((len(starts), len(CLASSES)))
    place = {start: at for at, start in enumerate(starts)}
    column = {name: at for at, name in enumerate(CLASSES)}
    found = events.group_by(to_period("day", by).alias("period"), "event_class").agg(
        pl.len().alias("count"), pl.col("intensity").sum().alias("total")
    )
    for period, name, count, total in found.iter_rows():
        if period in place:
            counts[place[period], column[name]] = count
            sums[place[period], column[name]] = total
    return counts, sums


def list_origins(record: Record, first: date | None, every: int) -> tuple[int, ...]:
    """Return the places of the periods before which forecasts are made.

    From the day asked for, but never with less history than a year (90 days, 52 weeks, 24
    months, 8 years); without a day, from the middle of the record.
    """
    n = len(record.starts)
    least = LEAST_HISTORY[record.by]
    begin = max(least, n // 2)
    if first is not None:
        begin = max(least, sum(start < first for start in record.starts))
    return tuple(range(begin, n, every))
