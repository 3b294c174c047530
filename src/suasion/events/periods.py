"""Periods of the calendar: days, ISO weeks (Monday to Sunday), months, years; no clock times.

A period is named by its first day. Days are calendar days in UTC as the stream has them
(C15); no time zone enters, so no event moves to another day or week.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from suasion.errors import InputError

INTERVALS = {"day": "1d", "week": "1w", "month": "1mo", "year": "1y"}
"""What a period may be, as polars writes it; its weeks begin on Monday, as ISO 8601 has it."""


def check_by(by: str) -> str:
    """Return the name of a period; `InputError` where there is no such period (C1).

    Examples
    --------
    >>> check_by("week")
    'week'
    """
    if by not in INTERVALS:
        raise InputError(
            "there is no such period",
            where="option --by",
            got=by,
            expected=", ".join(INTERVALS),
            fix="name one of them",
        )
    return by


def to_period(column: str, by: str) -> pl.Expr:
    """Return the expression for the first day of the period that a day lies in."""
    return pl.col(column).dt.truncate(INTERVALS[check_by(by)])


def first_day(day: date, by: str) -> date:
    """Return the first day of the period that a day lies in.

    Examples
    --------
    >>> first_day(date(2018, 6, 3), "week").isoformat()
    '2018-05-28'
    """
    check_by(by)
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "day":
        return day
    return day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def next_first_day(start: date, by: str, steps: int = 1) -> date:
    """Return the first day of the period that lies some steps after one that begins on a day.

    Examples
    --------
    >>> next_first_day(date(2018, 11, 1), "month", 3).isoformat()
    '2019-02-01'
    """
    check_by(by)
    if by in ("day", "week"):
        return start + timedelta(days=steps * (7 if by == "week" else 1))
    months = steps * (12 if by == "year" else 1) + start.month - 1
    return start.replace(year=start.year + months // 12, month=months % 12 + 1)


def list_periods(since: date, until: date, by: str) -> pl.Series:
    """Return the first day of every period from one day to another, both included.

    Examples
    --------
    >>> list_periods(date(2018, 6, 3), date(2018, 6, 11), "week").dt.to_string().to_list()
    ['2018-05-28', '2018-06-04', '2018-06-11']
    """
    return pl.date_range(
        first_day(since, by), until, interval=INTERVALS[check_by(by)], eager=True
    ).alias("period")


def days_within(starts: pl.Series, since: date, until: date, by: str) -> pl.Series:
    """Return how many days of every period lie between two days, both included.

    Less than a whole period at the ends of a window: counts there are lower for that alone.

    Examples
    --------
    >>> starts = list_periods(date(2018, 6, 3), date(2018, 6, 11), "week")
    >>> days_within(starts, date(2018, 6, 3), date(2018, 6, 11), "week").to_list()
    [1, 7, 1]
    """
    days = [
        (min(next_first_day(s, by) - timedelta(days=1), until) - max(s, since)).days + 1
        for s in starts.to_list()
    ]
    return pl.Series("days", days, dtype=pl.Int64)
