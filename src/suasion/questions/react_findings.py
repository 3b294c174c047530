"""Robustness of reactions: what every variant of a stream finds, and in how many it is found.

The variants (scale, source, part of the time) are those of `suasion.events.robustness`; here
stands what each of them finds. A finding is named only beside the share of variants in which it is
found, so that none of them can be picked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, frozen

from suasion.events import (
    Choices,
    ReactionFit,
    Scale,
    Stream,
    fit_reaction,
    granger,
    list_publishers,
    list_variants,
    load_scale,
    observe_stream,
)
from suasion.events.dyads import parse_dyad
from suasion.events.robustness import ALL, AS_IS
from suasion.questions.react_rows import LagRow, VariantRow
from suasion.streams import Streams

LAGS = (1, 2, 4, 8)
"""Weeks of the autoregressions."""
SCALES = ("cameo-goldstein-icews", "cameo-goldstein-gdelt")
MARKS = ("none", "linear")
MOST_PUBLISHERS = 5
WHOLE = "whole"
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


@frozen(kw_only=True)
class _Variant:
    """One variant of a stream, and what its rows have in common."""

    source: str
    stream: Stream
    period: str
    window: tuple[date, date]
    is_rescaled: bool


def variant_rows(
    streams: Sequence[tuple[str, Stream]],
    dyad: str,
    since: date,
    until: date,
    seeds: Streams,
) -> tuple[VariantRow, ...]:
    """Return every finding under every variant; a refused fit is a row too."""
    rows: list[VariantRow] = []
    for name, stream in streams:
        for variant in _variants(name, stream, dyad, (since, until)):
            # The classes of events do not hang on the scale, so neither do reactions.
            if not variant.is_rescaled:
                for marks in MARKS:
                    rows += _reactions(variant, dyad, marks, seeds)
            rows += _autoregressions(variant, dyad)
    return tuple(rows)


def _variants(
    name: str, stream: Stream, dyad: str, window: tuple[date, date]
) -> Iterator[_Variant]:
    since, until = window
    half = since + (until - since) / 2
    parts = {"first half": (since, half), "second half": (half + timedelta(days=1), until)}
    choices = Choices(
        scales=tuple(_scales(stream)),
        sources=_publishers(stream, dyad, window),
        subperiods=parts,
    )
    for labels, frame in list_variants(stream.frame, choices):
        is_rescaled = labels["scale"] != AS_IS
        scale = labels["scale"] if is_rescaled else stream.scale
        yield _Variant(
            source=name if labels["source"] == ALL else f"{name}: {labels['source']}",
            stream=evolve(stream, frame=frame, scale=scale),
            period=WHOLE if labels["subperiod"] == ALL else labels["subperiod"],
            window=parts.get(labels["subperiod"], window),
            is_rescaled=is_rescaled,
        )


def _scales(stream: Stream) -> Iterator[Scale]:
    """Yield the other published scales where the stream's codes are on them."""
    if stream.format == "case" or not stream.scale.startswith("cameo-goldstein"):
        return
    for name in SCALES:
        scale = load_scale(name)
        if scale.label != stream.scale:
            yield scale


def _publishers(stream: Stream, dyad: str, window: tuple[date, date]) -> tuple[str, ...]:
    """Return those who published most of the events between the two."""
    sides = parse_dyad(dyad)
    between = stream.frame.filter(
        pl.col("source").is_in((sides.first, sides.second))
        & pl.col("target").is_in((sides.first, sides.second))
        & pl.col("day").is_between(*window)
    )
    return list_publishers(between)[:MOST_PUBLISHERS]


def describe_sources(stream: Stream) -> str:
    """Return what a source is among the variants of a stream."""
    if list_publishers(stream.frame):
        return (
            f"a source among the variants is a publisher: the {MOST_PUBLISHERS} with most events "
            "between the two, each alone; or a further stream (--also)"
        )
    return (
        "a source among the variants is a further stream (--also): this one does not say who "
        "published its reports"
    )


def _reactions(variant: _Variant, dyad: str, marks: str, seeds: Streams) -> Iterator[VariantRow]:
    blank = VariantRow(
        test="reaction",
        source=variant.source,
        scale=variant.stream.scale,
        marks=marks,
        lags=0,
        period=variant.period,
        receiver="",
        sender="",
        found="refused",
        value=float("nan"),
    )
    fit = _fit_or_none(variant.stream, dyad, variant.window, marks, seeds)
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


def _autoregressions(variant: _Variant, dyad: str) -> Iterator[VariantRow]:
    for row in lag_rows(variant.stream, dyad, *variant.window):
        yield VariantRow(
            test="autoregression",
            source=variant.source,
            scale=variant.stream.scale,
            marks="linear",
            lags=row.lags,
            period=variant.period,
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
