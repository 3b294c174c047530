"""The description of a stream: totals, series, breaks and regimes, and what limits them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl
from attrs import frozen

from suasion.events.dyads import Dyad, parse_dyad
from suasion.events.regime_tables import Searched, breaks_table, regimes_table
from suasion.events.regimes import MIN_LENGTH, find_count_regimes, find_value_regimes
from suasion.events.series import (
    ALL,
    PER,
    Window,
    check_events,
    count_by_period,
    find_window,
)

MEASURES = ("count", "intensity_sum", "per_1000")
"""Series of class `all` in which breaks are sought; `count` is sought in each class too."""
FEW_EVENTS = 20


@frozen(kw_only=True, eq=False)
class Description:
    """What happened in a stream, in tidy tables."""

    by: str
    dyad: str | None
    scale: str
    """Name of the scale of the intensities."""
    since: date | None
    until: date | None
    volume: str
    """What reports are divided by, in words."""
    series: pl.DataFrame
    """By direction, class and period: see `count_by_period`."""
    totals: pl.DataFrame
    """The same columns over the whole window, less `period`, `days`, `volume`."""
    breaks: pl.DataFrame
    """`day` is the first day of the new regime, `low` to `high` its 90 % interval."""
    regimes: pl.DataFrame
    """`stop` is the first day behind the regime."""
    notes: tuple[str, ...]
    """What limits the answer, in words."""

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables by name."""
        names = ("totals", "series", "breaks", "regimes")
        return {name: getattr(self, name) for name in names}

    def to_json(self) -> dict[str, object]:
        """Return the description in the types of JSON; tables are lists of rows."""
        plain = {name: getattr(self, name) for name in ("by", "dyad", "scale", "volume")}
        return {
            **plain,
            "since": self.since,
            "until": self.until,
            **{name: table.to_dicts() for name, table in self.tables.items()},
            "notes": list(self.notes),
        }


def describe_stream(
    events: pl.DataFrame,
    *,
    by: str = "week",
    dyad: str | None = None,
    scale: str = "",
    since: date | None = None,
    until: date | None = None,
    volume: str = "stream",
    min_length: int = MIN_LENGTH,
) -> Description:
    """Return counts, net cooperation, volume-normalised series, breaks and regimes of a stream.

    Parameters
    ----------
    events : polars.DataFrame
        A stream.
    by : {"day", "week", "month", "year"}
        Length of a period.
    dyad : str, optional
        As `RUS-AZE`; the whole stream without it.
    scale : str
        Name of the scale of the intensities, for the reader.
    since, until : date, optional
        Window, both days included; the first and last event by default.
    volume : {"stream", "source"}
        What reports are divided by: all of the stream, or all by the same sources.
    min_length : int
        Least number of periods in a regime.

    Returns
    -------
    Description
        Breaks are sought in all events by count, net cooperation (sum) and reports in 1000,
        and in each class by count; periods that the window cuts are left out of the search.

    Raises
    ------
    InputError
        As for `count_by_period` (C1).

    Examples
    --------
    >>> events = pl.DataFrame({"day": [date(2018, 6, 2), date(2018, 6, 12)], "source": ["RUS"] * 2,
    ...     "target": ["AZE"] * 2, "event_class": ["verbal_cooperation"] * 2,
    ...     "intensity": [4.0, 1.0], "reports": [1, 3]})
    >>> answer = describe_stream(events, by="week", dyad="RUS-AZE")
    >>> answer.totals.filter(event_class="all").select("direction", "count", "reports").rows()
    [('RUS>AZE', 2, 4), ('AZE>RUS', 0, 0), ('RUS-AZE', 2, 4)]
    """
    asked = parse_dyad(dyad) if dyad else None
    typed = check_events(events)
    window = find_window(typed, since, until)
    series = count_by_period(
        typed, by=by, dyad=asked, since=window.since, until=window.until, volume=volume
    )
    found = list(_search(series, by, min_length))
    totals = _totals(series)
    return Description(
        by=by,
        dyad=dyad,
        scale=scale,
        since=window.since,
        until=window.until,
        volume=_volume_in_words(volume, asked),
        series=series,
        totals=totals,
        breaks=breaks_table(found, by),
        regimes=regimes_table(found, by),
        notes=tuple(_notes(typed, window, totals, asked, volume, found)),
    )


def _search(series: pl.DataFrame, by: str, min_length: int) -> Iterator[Searched]:
    """Yield the breaks of every series; periods that the window cuts are left out."""
    longest = {"day": 1, "week": 7, "month": 28, "year": 365}[by]
    whole = series.filter(pl.col("days") >= longest)
    for (direction, event_class), part in whole.group_by(
        ["direction", "event_class"], maintain_order=True
    ):
        for measure in MEASURES if event_class == ALL else MEASURES[:1]:
            values = part[measure].cast(pl.Float64).fill_null(math.nan).to_numpy()
            search = find_count_regimes if measure == "count" else find_value_regimes
            yield Searched(
                direction=str(direction),
                event_class=str(event_class),
                measure=measure,
                starts=tuple(part["period"].to_list()),
                found=search(values, min_length=min_length),
            )


def _totals(series: pl.DataFrame) -> pl.DataFrame:
    total = series.group_by("direction", "event_class", maintain_order=True).agg(
        pl.col("count", "reports", "with_intensity", "intensity_sum", "volume").sum()
    )
    has_some, has_volume = pl.col("with_intensity") > 0, pl.col("volume") > 0
    unscaled = (pl.col("count") > 0) & ~has_some
    mean = pl.col("intensity_sum") / pl.col("with_intensity")
    rate = PER * pl.col("reports") / pl.col("volume")
    return total.with_columns(
        pl.when(unscaled).then(None).otherwise(pl.col("intensity_sum")).alias("intensity_sum"),
        pl.when(has_some).then(mean).otherwise(None).alias("intensity_mean"),
        pl.when(has_volume).then(rate).otherwise(None).alias("per_1000"),
    ).drop("volume")


def _volume_in_words(volume: str, dyad: Dyad | None) -> str:
    if volume == "source" and dyad is not None:
        return "all reports of the stream in the period whose source is that of the direction"
    return "all reports of the stream in the period"


def _notes(
    events: pl.DataFrame,
    window: Window,
    totals: pl.DataFrame,
    dyad: Dyad | None,
    volume: str,
    found: Sequence[Searched],
) -> Iterator[str]:
    both = totals.filter(pl.col("event_class") == ALL).tail(1)
    count = int(both["count"][0])
    if count < FEW_EVENTS:
        yield f"few events: {count}; levels and breaks rest on very little"
    within = events.filter(pl.col("day").is_between(window.since, window.until))
    lacking = within["intensity"].null_count()
    if lacking:
        yield f"{lacking} of {len(within)} events have no intensity on the scale: not in the sums"
    alone = int(within["reports"].sum()) == int(both["reports"][0])
    if dyad is not None and volume == "stream" and alone:
        yield "the stream holds this dyad alone: reports in 1000 are shares of its own reports"
    short = {one.found.note for one in found if one.found.n < 2 * one.found.min_length}
    yield from sorted(note for note in short if note)
