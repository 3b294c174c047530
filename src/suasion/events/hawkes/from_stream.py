"""From a directed stream to what a reaction model sees: actor pair x sign, by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from suasion.events.dyads import directions_of, parse_dyad
from suasion.events.hawkes.covariates import recent_mean
from suasion.events.hawkes.observed import Observed, observe
from suasion.events.hawkes.times import Floats, refuse
from suasion.events.series import Window, check_events, find_window
from suasion.events.stream import Stream

_WHERE = "suasion.events.observe_stream"
SIGNS = ("cooperation", "conflict")
MARKS: dict[str, Callable[[Floats], Floats]] = {
    "linear": lambda x: x,
    "root": np.sqrt,
    "log": np.log1p,
}
"""How the absolute intensity of an event scales the answer to it; 'none' for not at all."""
THIRD_DAYS = 7
"""Days over which a third party's events are counted as a covariate."""


def observe_stream(
    stream: Stream | pl.DataFrame,
    dyad: str,
    *,
    since: date | None = None,
    until: date | None = None,
    marks: str = "none",
    third_parties: Sequence[str] = (),
    shocks: Mapping[str, npt.ArrayLike] | None = None,
) -> Observed:
    """Return the counts by day of a dyad: both directions, cooperation and conflict.

    Parameters
    ----------
    stream : Stream or polars.DataFrame
        Events with direction, one row an event.
    dyad : text
        Two actors, as RUS-AZE.
    since, until : date, optional
        First and last day, both included; by default those of the stream.
    marks : text
        'none', or how |intensity| scales the answer to an event: 'linear', 'root', 'log' (of 1 +
        x); scaled to mean 1 over each dimension, so that an excitation is the answer to a mean
        event. An event without an intensity counts as a mean one.
    third_parties : sequence of texts
        Directed pairs, as TUR>AZE, whose mean daily number of events over the 7 days before is a
        covariate.
    shocks : mapping of arrays, optional
        Other covariates by day, such as `shock_series` makes.

    Returns
    -------
    Observed
        Dimensions 'A>B cooperation', 'A>B conflict', 'B>A cooperation', 'B>A conflict'.

    Raises
    ------
    InputError
        A stream without direction, an unknown actor or kind of marks, an intensity missing
        throughout a dimension where marks are asked for, a third party without events (C1).

    Examples
    --------
    >>> rows = {"day": [date(2020, 1, 1), date(2020, 1, 3)], "source": ["RUS", "AZE"],
    ...         "target": ["AZE", "RUS"], "code": ["190", "112"], "intensity": [-10.0, -2.0],
    ...         "event_class": ["material_conflict", "verbal_conflict"], "reports": [1, 1]}
    >>> seen = observe_stream(pl.DataFrame(rows), "RUS-AZE")
    >>> seen.names[1], seen.counts[:, 1].tolist(), seen.counts[:, 3].tolist()
    ('RUS>AZE conflict', [1, 0, 0], [0, 0, 1])
    """
    events, window = _read(stream, since, until)
    days = (window.until - window.since).days + 1
    parts = _split(events, dyad)
    covariates = _third_parties(events, third_parties, days)
    return observe(
        [part["_day"].to_numpy().astype(np.float64) for part in parts.values()],
        days,
        names=tuple(parts),
        by_day=True,
        marks=None if marks == "none" else [_weigh(n, p, marks) for n, p in parts.items()],
        covariates={**covariates, **(shocks or {})},
    )


def _read(
    stream: Stream | pl.DataFrame, since: date | None, until: date | None
) -> tuple[pl.DataFrame, Window]:
    if isinstance(stream, Stream) and not stream.directed:
        raise refuse(
            "the stream has no direction",
            _WHERE,
            f"format {stream.format}",
            "a source of events that says who acted on whom",
        )
    events = check_events(stream.frame if isinstance(stream, Stream) else stream)
    window = find_window(events, since, until)
    inside = events.filter(pl.col("day").is_between(window.since, window.until))
    numbered = (pl.col("day") - pl.lit(window.since)).dt.total_days().alias("_day")
    return inside.with_columns(numbered).sort("_day", maintain_order=True), window


def _split(events: pl.DataFrame, dyad: str) -> dict[str, pl.DataFrame]:
    rows = directions_of(events, parse_dyad(dyad))
    pairs = [name for name in rows if ">" in name]
    return {
        f"{pair} {sign}": events.filter(rows[pair] & pl.col("event_class").str.ends_with(sign))
        for pair in pairs
        for sign in SIGNS
    }


def _weigh(name: str, part: pl.DataFrame, marks: str) -> Floats:
    if marks not in MARKS:
        raise refuse("unknown kind of marks", _WHERE, repr(marks), f"none, {', '.join(MARKS)}")
    size = part["intensity"].abs()
    mean = size.mean()
    if not len(part):
        return np.zeros(0)
    if not isinstance(mean, float):
        raise refuse("no event has an intensity", f"{_WHERE}, {name}", "none", "marks='none'")
    weights: Floats = MARKS[marks](size.fill_null(mean).to_numpy().astype(np.float64))
    return weights


def _third_parties(events: pl.DataFrame, pairs: Sequence[str], days: int) -> dict[str, Floats]:
    found = {}
    for pair in pairs:
        ends = [part.strip().upper() for part in pair.split(">")]
        if len(ends) != 2 or not all(ends):
            raise refuse("the third party cannot be read", _WHERE, pair, "a pair as TUR>AZE")
        chosen = events.filter((pl.col("source") == ends[0]) & (pl.col("target") == ends[1]))
        counts = np.bincount(chosen["_day"].to_numpy().astype(np.int64), minlength=days)
        found[">".join(ends)] = recent_mean(counts, THIRD_DAYS)
    return found
