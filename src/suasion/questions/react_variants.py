"""Robustness: does a finding stand under another source, scale, marks, lags or period.

A finding is named only beside the share of variants in which it is found, so that none of them can
be picked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve

from suasion.events import ReactionFit, fit_reaction, granger, observe_stream
from suasion.events.dyads import parse_dyad
from suasion.events.scales import load_scale
from suasion.events.stream import Stream
from suasion.events.variants import rescale
from suasion.questions.react_rows import LagRow, VariantRow
from suasion.streams import Streams

LAGS = (1, 2, 4, 8)
"""Weeks of the autoregressions."""
SCALES = ("cameo-goldstein-icews", "cameo-goldstein-gdelt")
SIGNIFICANT = 0.05
FEWEST_WEEKS = 15
FEWEST_WEEKS_PER_LAG = 3


def weekly_net(stream: Stream, dyad: str, since: date, until: date) -> npt.NDArray[np.float64]:
    """Return the sum of intensity by whole week in both directions, shape (weeks, 2)."""
    weeks = max((until - since).days + 1, 0) // 7
    net = np.zeros((weeks, 2))
    for column, pair in enumerate(parse_dyad(dyad).directions[:2]):
        source, target = pair.split(">")
        rows = stream.frame.filter(
            (pl.col("source") == source)
            & (pl.col("target") == target)
            & pl.col("day").is_between(since, since + timedelta(days=7 * weeks - 1))
        )
        at = (rows["day"] - pl.Series([since])).dt.total_days().to_numpy() // 7
        np.add.at(net[:, column], at, rows["intensity"].fill_null(0.0).to_numpy())
    return net


def lag_rows(stream: Stream, dyad: str, since: date, until: date) -> tuple[LagRow, ...]:
    """Return the tests both ways at every number of lags that the weeks allow."""
    pairs = parse_dyad(dyad).directions[:2]
    net = weekly_net(stream, dyad, since, until)
    fitted = [granger(net, lags, names=pairs) for lags in LAGS if _can_sweep(net, lags)]
    return tuple(
        LagRow(
            lags=one.lags,
            cause=test.cause,
            effect=test.effect,
            f=test.statistic,
            p_value=test.p_value,
            n_weeks=one.n_observations,
        )
        for one in fitted
        for test in one.tests
    )


def _can_sweep(net: npt.NDArray[np.float64], lags: int) -> bool:
    """Tell whether the weeks are enough for so many lags, and both sides have acted in them."""
    enough = len(net) >= FEWEST_WEEKS_PER_LAG * lags + FEWEST_WEEKS
    return enough and bool((np.ptp(net, axis=0) > 0.0).all()) and not _repeats(net, lags)


def _repeats(net: npt.NDArray[np.float64], lags: int) -> bool:
    lagged = [net[lags - lag : len(net) - lag] for lag in range(lags + 1)]
    design = np.column_stack([np.ones(len(net) - lags), *lagged])
    return bool(np.linalg.matrix_rank(design) < design.shape[1])


def variant_rows(
    streams: Sequence[tuple[str, Stream]],
    dyad: str,
    since: date,
    until: date,
    seeds: Streams,
) -> tuple[VariantRow, ...]:
    """Return every finding under every variant; a refused fit is a row too."""
    half = since + (until - since) / 2
    periods = {
        "whole": (since, until),
        "first half": (since, half),
        "second half": (half + timedelta(days=1), until),
    }
    rows: list[VariantRow] = []
    for source, stream in streams:
        for period, (first, last) in periods.items():
            for marks in ("none", "linear"):
                rows += _reactions(source, stream, dyad, period, (first, last), marks, seeds)
            for scaled in _scales(stream):
                rows += _autoregressions(source, scaled, dyad, period, (first, last))
    return tuple(rows)


def _scales(stream: Stream) -> Iterator[Stream]:
    """Yield the stream, and what it is on the published scales where its codes are on them."""
    yield stream
    if stream.format == "case" or not stream.scale.startswith("cameo-goldstein"):
        return
    for name in SCALES:
        scale = load_scale(name)
        if scale.label != stream.scale:
            yield evolve(stream, frame=rescale(stream.frame, scale), scale=scale.label)


def _reactions(
    source: str,
    stream: Stream,
    dyad: str,
    period: str,
    window: tuple[date, date],
    marks: str,
    seeds: Streams,
) -> Iterator[VariantRow]:
    blank = VariantRow(
        test="reaction",
        source=source,
        scale=stream.scale,
        marks=marks,
        lags=0,
        period=period,
        receiver="",
        sender="",
        found="refused",
        value=float("nan"),
    )
    fit = _fit_or_none(stream, dyad, window, marks, seeds)
    if fit is None:
        yield blank
        return
    for answer in fit.answers:
        yield evolve(
            blank,
            receiver=answer.receiver,
            sender=answer.sender,
            found="yes" if answer.verdict == "answers" else "no",
            value=answer.excitation.value,
        )


def _fit_or_none(
    stream: Stream, dyad: str, window: tuple[date, date], marks: str, seeds: Streams
) -> ReactionFit | None:
    """Return the fit of a variant; None where it is refused, or the period has no such events."""
    inside = stream.frame.filter(pl.col("day").is_between(*window))
    if not all(actor in {*inside["source"], *inside["target"]} for actor in dyad.split("-")):
        return None
    if marks != "none" and not _can_weigh(inside, dyad):
        return None
    seen = observe_stream(stream, dyad, since=window[0], until=window[1], marks=marks)
    fit = fit_reaction(seen, streams=seeds, intervals="information")
    return None if fit.refusal is not None else fit


def _can_weigh(events: pl.DataFrame, dyad: str) -> bool:
    """Tell whether every kind of act between the two has an intensity other than zero."""
    sides = dyad.split("-")
    between = events.filter(pl.col("source").is_in(sides) & pl.col("target").is_in(sides))
    sign = pl.col("event_class").str.ends_with("conflict").alias("sign")
    sizes = between.group_by("source", sign).agg(pl.col("intensity").abs().mean())["intensity"]
    return sizes.null_count() == 0 and bool((sizes > 0.0).all())


def _autoregressions(
    source: str, stream: Stream, dyad: str, period: str, window: tuple[date, date]
) -> Iterator[VariantRow]:
    for row in lag_rows(stream, dyad, *window):
        yield VariantRow(
            test="autoregression",
            source=source,
            scale=stream.scale,
            marks="linear",
            lags=row.lags,
            period=period,
            receiver=row.effect,
            sender=row.cause,
            found="yes" if row.p_value < SIGNIFICANT else "no",
            value=row.f,
        )


def summarise(rows: Sequence[VariantRow]) -> tuple[str, ...]:
    """Return the table in sentences that name no finding without its share of variants."""
    sentences = []
    for test, name in (("reaction", "reaction model"), ("autoregression", "autoregression")):
        own = [row for row in rows if row.test == test]
        refused = sum(row.found == "refused" for row in own)
        if refused:
            sentences.append(f"The {name} was refused in {refused} of its variants.")
        pairs = sorted({(row.receiver, row.sender) for row in own if row.found != "refused"})
        for receiver, sender in pairs:
            asked = [row for row in own if (row.receiver, row.sender) == (receiver, sender)]
            yes = sum(row.found == "yes" for row in asked)
            if yes:
                sentences.append(
                    f"{receiver} follows {sender} in {yes} of {len(asked)} variants of the {name}"
                    f"{'' if yes == len(asked) else ': it depends on the choice'}."
                )
        if own and not refused and not any(row.found == "yes" for row in own):
            sentences.append(f"In no variant of the {name} does anyone follow anyone.")
    return tuple(sentences) or ("There were too few events or weeks for any variant.",)
