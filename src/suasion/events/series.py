"""Series of a stream: counts, net cooperation and share of the news volume, by period.

A stream is one table of events with the columns `day, source, target, code, event_class,
intensity, reports, source_row`. What is counted here is rows of it; importers decide which
reports become one row.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from attrs import frozen

from suasion.errors import InputError
from suasion.events.dyads import Dyad, directions_of, parse_dyad
from suasion.events.periods import check_by, days_within, list_periods, to_period
from suasion.events.stream import CLASSES

ALL = "all"
"""The row over all classes, and the direction of a stream without a dyad."""
PER = 1000.0
"""Volume-normalised counts are reports in so many reports of the volume."""
VOLUMES = ("stream", "source")
COLUMNS = {
    "day": pl.Date(),
    "source": pl.String(),
    "target": pl.String(),
    "event_class": pl.String(),
    "intensity": pl.Float64(),
    "reports": pl.Int64(),
}


@frozen(kw_only=True)
class Window:
    """First and last day that a description covers, both included."""

    since: date
    until: date


def check_events(events: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of a stream that series are made of, typed.

    Raises
    ------
    InputError
        A column is missing or of another type, a day or class is missing or unknown (C1).
    """
    lacking = [name for name in COLUMNS if name not in events.columns]
    if lacking:
        raise _no_stream(f"columns {', '.join(events.columns)}", f"{', '.join(lacking)} as well")
    try:
        typed = events.with_columns([pl.col(n).cast(t) for n, t in COLUMNS.items()])
    except pl.exceptions.PolarsError as error:
        raise _no_stream(str(error).splitlines()[0], "the types of a stream") from error
    if typed["day"].null_count():
        raise _no_stream(f"{typed['day'].null_count()} rows without a day", "a day in every row")
    unknown = typed.filter(~pl.col("event_class").is_in(CLASSES).fill_null(value=False))
    if len(unknown):
        raise _no_stream(f"class {unknown['event_class'][0]}", f"one of {', '.join(CLASSES)}")
    return typed.with_columns(pl.col("intensity").fill_nan(None), pl.col("reports").fill_null(1))


def find_window(events: pl.DataFrame, since: date | None, until: date | None) -> Window:
    """Return the window asked for; the stream's own first and last day where none is given.

    Raises
    ------
    InputError
        The stream is empty and a day is left open, or the days are the wrong way round (C1).
    """
    if (since is None or until is None) and not len(events):
        raise InputError(
            "the stream has no events",
            where="stream",
            got="0 rows",
            expected="at least one event, or a first and a last day to describe",
            fix="import with another dyad or window, or name --since and --until",
        )
    first = since or events["day"].min()
    last = until or events["day"].max()
    if not (isinstance(first, date) and isinstance(last, date) and first <= last):
        raise InputError(
            "the window ends before it begins",
            where="options --since and --until",
            got=f"{first!s} to {last!s}",
            expected="a first day no later than the last",
            fix="turn them round",
        )
    return Window(since=first, until=last)


def count_by_period(
    events: pl.DataFrame,
    *,
    by: str,
    dyad: str | Dyad | None = None,
    since: date | None = None,
    until: date | None = None,
    volume: str = "stream",
) -> pl.DataFrame:
    """Return counts, net cooperation and volume-normalised counts by period.

    Counts of periods without events are zeros; means of them are missing, not zero. A period
    that the window cuts has fewer `days`.

    Model
        intensity_sum: sum over the events with an intensity (net cooperation of the period).
        intensity_mean: that sum over their number. per_1000: 1000 x reports / volume, the
        volume being the reports of all events of the stream in the period (`stream`), or of
        those whose source is a source of the direction (`source`).

    Parameters
    ----------
    events : polars.DataFrame
        A stream.
    by : {"day", "week", "month", "year"}
        Weeks are those of ISO 8601, named by their Monday.
    dyad : str or Dyad, optional
        As `RUS-AZE`: then each direction and both together; without it the whole stream.
    since, until : date, optional
        Window, both days included; the first and last event of the stream by default.
    volume : {"stream", "source"}
        What the reports are divided by.

    Returns
    -------
    polars.DataFrame
        `direction, event_class, period, days, count, reports, with_intensity (events that
        have one), intensity_sum, intensity_mean, volume, per_1000`; class `all` is the sum of
        the four. Sorted by direction, class, period.

    Raises
    ------
    InputError
        No stream, no such period, volume, or dyad; an empty stream without a window (C1).

    Examples
    --------
    >>> events = pl.DataFrame({"day": [date(2018, 6, 2), date(2018, 6, 12)], "source": ["RUS"] * 2,
    ...     "target": ["AZE"] * 2, "event_class": ["verbal_cooperation"] * 2,
    ...     "intensity": [4.0, 1.0], "reports": [1, 3]})
    >>> table = count_by_period(events, by="week", dyad="RUS-AZE")
    >>> table = table.filter(direction="RUS>AZE", event_class="all")
    >>> table.select("count", "intensity_mean").rows()
    [(1, 4.0), (0, None), (1, 1.0)]
    """
    check_by(by)
    if volume not in VOLUMES:
        raise InputError(
            "there is no such volume",
            where="option --volume",
            got=volume,
            expected=" or ".join(VOLUMES),
            fix="name one of them",
        )
    typed = check_events(events)
    asked = parse_dyad(dyad) if isinstance(dyad, str) else dyad
    directions = directions_of(typed, asked)
    window = find_window(typed, since, until)
    within = typed.filter(pl.col("day").is_between(window.since, window.until))
    within = within.with_columns(to_period("day", by).alias("period"))
    grid = _grid(window, by, tuple(directions))
    parts = [
        _counted(within.filter(chosen)).with_columns(pl.lit(name).alias("direction"))
        for name, chosen in directions.items()
    ]
    volumes = _volumes(within, asked, tuple(directions), volume)
    return _joined(grid, pl.concat(parts), volumes)


def _grid(window: Window, by: str, directions: tuple[str, ...]) -> pl.DataFrame:
    starts = list_periods(window.since, window.until, by)
    days = days_within(starts, window.since, window.until, by)
    order = pl.DataFrame({"event_class": [*CLASSES, ALL]})
    names = pl.DataFrame({"direction": list(directions)})
    return names.join(order, how="cross").join(pl.DataFrame([starts, days]), how="cross")


def _counted(events: pl.DataFrame) -> pl.DataFrame:
    doubled = pl.concat([events, events.with_columns(pl.lit(ALL).alias("event_class"))])
    return doubled.group_by("period", "event_class").agg(
        pl.len().cast(pl.Int64).alias("count"),
        pl.col("reports").sum(),
        pl.col("intensity").sum().alias("intensity_sum"),
        pl.col("intensity").count().cast(pl.Int64).alias("with_intensity"),
    )


def _volumes(
    events: pl.DataFrame, dyad: Dyad | None, directions: tuple[str, ...], volume: str
) -> pl.DataFrame:
    """Return the reports that those of each direction are divided by, by period."""
    parts = []
    for name in directions:
        sources = () if dyad is None or volume == "stream" else dyad.sources_of(name)
        chosen = events.filter(pl.col("source").is_in(sources)) if sources else events
        total = chosen.group_by("period").agg(pl.col("reports").sum().alias("volume"))
        parts.append(total.with_columns(pl.lit(name).alias("direction")))
    return pl.concat(parts)


def _joined(grid: pl.DataFrame, counts: pl.DataFrame, volumes: pl.DataFrame) -> pl.DataFrame:
    whole = grid.join(
        counts, on=["direction", "event_class", "period"], how="left", maintain_order="left"
    ).join(volumes, on=["direction", "period"], how="left", maintain_order="left")
    whole = whole.with_columns(
        pl.col("count", "reports", "with_intensity", "volume").fill_null(0),
        pl.col("intensity_sum").fill_null(0.0),
    )
    unscaled = (pl.col("count") > 0) & (pl.col("with_intensity") == 0)
    has_some, has_volume = pl.col("with_intensity") > 0, pl.col("volume") > 0
    mean = pl.col("intensity_sum") / pl.col("with_intensity")
    rate = PER * pl.col("reports") / pl.col("volume")
    return whole.with_columns(
        pl.when(unscaled).then(None).otherwise(pl.col("intensity_sum")).alias("intensity_sum"),
        pl.when(has_some).then(mean).otherwise(None).alias("intensity_mean"),
        pl.when(has_volume).then(rate).otherwise(None).alias("per_1000"),
    ).select(
        *("direction", "event_class", "period", "days", "count", "reports", "with_intensity"),
        *("intensity_sum", "intensity_mean", "volume", "per_1000"),
    )


def _no_stream(got: str, expected: str) -> InputError:
    return InputError(
        "the table is not a stream of events",
        where="stream",
        got=got,
        expected=expected,
        fix="make one with: suasion events import",
    )
