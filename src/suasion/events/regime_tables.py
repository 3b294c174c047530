"""Breaks and regimes of many series as tidy tables with days instead of places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from attrs import frozen

from suasion.events.periods import next_first_day
from suasion.events.regime_records import Regimes

BREAK_TYPES = {
    "direction": pl.String(),
    "event_class": pl.String(),
    "measure": pl.String(),
    "day": pl.Date(),
    "low": pl.Date(),
    "high": pl.Date(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "strength": pl.Float64(),
}
REGIME_TYPES = {
    "direction": pl.String(),
    "event_class": pl.String(),
    "measure": pl.String(),
    "start": pl.Date(),
    "stop": pl.Date(),
    "periods": pl.Int64(),
    "level": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "spread": pl.Float64(),
    "family": pl.String(),
    "persistence": pl.Float64(),
    "penalty": pl.Float64(),
}


@frozen(kw_only=True, eq=False)
class Searched:
    """One series in which breaks were sought, with the first days of its periods."""

    direction: str
    event_class: str
    measure: str
    starts: tuple[date, ...]
    found: Regimes


def breaks_table(found: Sequence[Searched], by: str) -> pl.DataFrame:
    """Return one row for each break."""
    rows = [
        {
            "direction": one.direction,
            "event_class": one.event_class,
            "measure": one.measure,
            "day": _day_at(one.starts, step.place, by),
            "low": _day_at(one.starts, step.low, by),
            "high": _day_at(one.starts, step.high, by),
            "before": step.before,
            "after": step.after,
            "strength": step.strength,
        }
        for one in found
        for step in one.found.breaks
    ]
    return pl.DataFrame(rows, schema=BREAK_TYPES)


def regimes_table(found: Sequence[Searched], by: str) -> pl.DataFrame:
    """Return one row for each regime; a series without a break is one regime."""
    rows = [
        {
            "direction": one.direction,
            "event_class": one.event_class,
            "measure": one.measure,
            "start": _day_at(one.starts, part.start, by),
            "stop": _day_at(one.starts, part.stop, by),
            "periods": part.n,
            "level": part.level,
            "low": part.low,
            "high": part.high,
            "spread": part.spread,
            "family": one.found.family,
            "persistence": one.found.persistence,
            "penalty": one.found.penalty,
        }
        for one in found
        for part in one.found.regimes
    ]
    return pl.DataFrame(rows, schema=REGIME_TYPES)


def _day_at(starts: Sequence[date], place: int, by: str) -> date:
    if place < len(starts):
        return starts[place]
    return next_first_day(starts[-1], by)
