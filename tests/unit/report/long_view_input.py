"""Made-up series for the long view of the page."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from suasion.events import PlainSeries
from suasion.runs.long_view import SeriesFile, long_view_tables

DAYS = tuple(date(2025, 1, 1) + timedelta(days=at) for at in range(60))


def make_long_view(day: date = date(2025, 12, 31)) -> dict[str, pl.DataFrame]:
    values = tuple((0.8, 1.2, 1.0)[at % 3] + (5.0 if at >= 30 else 0.0) for at in range(60))
    one = PlainSeries(
        pair="RUS-AZE", column="score", is_count=False, by="day", starts=DAYS, values=values
    )
    return long_view_tables([SeriesFile(name="a_file.csv", series=(one,))], day)
