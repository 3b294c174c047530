"""Who reacts to whom in many thin dyads at once: each borrows from the others what they share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.events import (
    Observed,
    PooledFit,
    ReactionFit,
    Stream,
    fit_pooled,
    fit_reaction,
    observe_stream,
)
from suasion.events.dyads import parse_dyad
from suasion.events.hawkes.forward import CAVEAT
from suasion.events.hawkes.refusal import FEWEST_IN_DIMENSION, FEWEST_PER_PARAMETER
from suasion.events.hawkes.spectral import branching_ratio
from suasion.questions.react import ReactRequest, reaction_window, shocks_by_day
from suasion.questions.react_rows import Estimate
from suasion.streams import Streams

SIDES = ("first", "second")
LEVEL = 0.9
FEWEST = 3
NO_BOUND = 100.0
"""Acts per act: an interval that reaches further is not bounded by any event."""
NOT_ZERO = (
    "a pooled answer is never exactly zero: one whose interval lies near zero is no answer, and "
    "one without any sign of its own is drawn to that of the others"
)
ROLES = (
    "the first and the second of a dyad are roles, the same in all: write RUS-AZE, RUS-GEO where "
    "RUS is in the same place in both"
)


@frozen(kw_only=True)
class PooledDyad:
    """One of the dyads."""

    dyad: str
    n_events: int
    refused: tuple[str, ...]
    """Why its own events cannot identify the model; empty where they do."""
    n_events_needed: int
    """Events that would be needed by itself; 0 where it is not refused."""


@frozen(kw_only=True)
class PooledAnswerRow:
    """How acts of one kind answer acts of another in one dyad: by itself, and pooled."""

    dyad: str
    receiver: str
    sender: str
    own: Estimate
    """From the events of the dyad alone, at the shared decay; a diagnosis where it is refused."""
    pooled: Estimate
    """An end is infinite where no event bounds it."""


@frozen(kw_only=True)
class TypicalRow:
    """What the dyads have in common; the roles are `first` and `second`."""

    receiver: str
    sender: str
    typical: float
    """Median over dyads, acts per act."""
    factor: float
    """Two thirds of dyads lie within this factor of the median."""


@frozen(kw_only=True)
class PooledReactions:
    """Who reacts to whom in several dyads, partially pooled."""

    source: str
    scale: str
    marks: str
    since: str
    until: str
    refused: tuple[str, ...]
    """Why all dyads together cannot identify the model; there are no answers then."""
    half_life_days: float
    """Of the decay that all dyads share; NaN where it is refused."""
    settled: bool
    """Whether the estimate of how alike the dyads are stood still."""
    dyads: tuple[PooledDyad, ...]
    answers: tuple[PooledAnswerRow, ...]
    typical: tuple[TypicalRow, ...]
    caveat: str
    notes: tuple[str, ...]


def pool_reactions(
    name: str, stream: Stream, dyads: Sequence[str], request: ReactRequest
) -> PooledReactions:
    """Return who reacts to whom in several dyads, each drawn to the others as far as alike.

    Parameters
    ----------
    name : str
        Of the stream, for the reader.
    stream : Stream
        The events of all dyads.
    dyads : sequence of str
        Three or more, as `RUS-AZE`; the order of the two is their role.
    request : ReactRequest
        Days, marks, third parties, shocks and seed; its dyad and act are left out.

    Returns
    -------
    PooledReactions
        For each dyad its own answers beside the pooled ones, and what is typical of all; or
        `refused`, where all dyads together are too few events, or answers never die out.

    Raises
    ------
    InputError
        Fewer than three dyads, one named twice or unknown, no direction (C1).

    Examples
    --------
    >>> from suasion.events.stream import stream_from_rows
    >>> pool_reactions("few", stream_from_rows([], scale="none"), ["RUS-AZE"],
    ...                ReactRequest(dyad=""))
    Traceback (most recent call last):
    suasion.errors.InputError: too few dyads to pool
    ...
    """
    pairs = _check(dyads)
    first, last = reaction_window(stream, request)
    seen = {dyad: _observe(stream, dyad, request, first, last) for dyad in pairs}
    pooled = fit_pooled(seen, level=LEVEL)
    seeds = Streams(request.seed)
    alone = {dyad: fit_reaction(one, streams=seeds) for dyad, one in seen.items()}
    refused = tuple(_reasons(pooled, seen))
    return PooledReactions(
        source=name,
        scale=stream.scale,
        marks=request.marks,
        since=str(first),
        until=str(last),
        refused=refused,
        half_life_days=math.nan if refused else math.log(2.0) / pooled.decay,
        settled=pooled.settled,
        dyads=tuple(_dyad_row(dyad, alone[dyad]) for dyad in pooled.dyads),
        answers=() if refused else tuple(_answer_rows(pooled, seen, seeds)),
        typical=() if refused else tuple(_typical_rows(pooled)),
        caveat=CAVEAT,
        notes=(*stream.warnings, ROLES, NOT_ZERO, *_unsettled(pooled)),
    )


def _check(dyads: Sequence[str]) -> list[str]:
    """Return the dyads as they are written; refuse too few, and one that comes twice."""
    parsed = [parse_dyad(dyad) for dyad in dyads]
    written = [f"{dyad.first}-{dyad.second}" for dyad in parsed]
    sides = [{dyad.first, dyad.second} for dyad in parsed]
    twice = [name for at, name in enumerate(written) if sides[at] in sides[:at]]
    if twice or len(written) < FEWEST:
        raise InputError(
            "a dyad is named twice" if twice else "too few dyads to pool",
            where="option --dyad",
            got=twice[0] if twice else ", ".join(written) or "none",
            expected="three dyads or more, each once",
            fix="name further dyads of the stream, as --dyad RUS-AZE --dyad RUS-GEO",
        )
    return written


def _observe(stream: Stream, dyad: str, request: ReactRequest, first: date, last: date) -> Observed:
    return observe_stream(
        stream,
        dyad,
        since=first,
        until=last,
        marks=request.marks,
        third_parties=request.third_parties,
        shocks=shocks_by_day(request, first, last),
    )


def _reasons(pooled: PooledFit, seen: Mapping[str, Observed]) -> Iterator[str]:
    """Yield why all dyads together are not enough; the limits are those of one dyad alone."""
    totals = sum((one.totals for one in seen.values()), np.zeros(len(pooled.names)))
    n_parameters = pooled.mean_log.size + 1
    for name, count in zip(pooled.names, totals, strict=True):
        if count < FEWEST_IN_DIMENSION:
            role = _role(name, pooled.dyads[0])
            yield f"{role}: events in all dyads: {count:.0f}, fewer than {FEWEST_IN_DIMENSION}"
    if totals.sum() < FEWEST_PER_PARAMETER * n_parameters:
        yield (
            f"{totals.sum():.0f} events in all dyads for {n_parameters} parameters, fewer than "
            f"{FEWEST_PER_PARAMETER} for each"
        )
    for k, dyad in enumerate(pooled.dyads):
        ratio = branching_ratio(pooled.excitation[k])
        if ratio >= 1.0:
            yield f"{dyad}: the answers would never die out (branching ratio {ratio:.2g})"


def _dyad_row(dyad: str, fit: ReactionFit) -> PooledDyad:
    refusal = fit.refusal
    return PooledDyad(
        dyad=dyad,
        n_events=int(fit.observed.totals.sum()),
        refused=() if refusal is None else refusal.reasons,
        n_events_needed=0 if refusal is None else refusal.n_events_needed,
    )


def _answer_rows(
    pooled: PooledFit, seen: Mapping[str, Observed], seeds: Streams
) -> Iterator[PooledAnswerRow]:
    for k, dyad in enumerate(pooled.dyads):
        own = fit_reaction(
            seen[dyad],
            decay=pooled.decay,
            level=LEVEL,
            intervals="information",
            streams=seeds,
            may_refuse=False,
        )
        names = own.names
        for answer in own.answers:
            at = (k, names.index(answer.receiver), names.index(answer.sender))
            one = answer.excitation
            yield PooledAnswerRow(
                dyad=dyad,
                receiver=answer.receiver,
                sender=answer.sender,
                own=_estimate(one.value, one.low, one.high),
                pooled=_estimate(pooled.excitation[at], pooled.low[at], pooled.high[at]),
            )


def _estimate(value: float, low: float, high: float) -> Estimate:
    end = float(high) if high < NO_BOUND else math.inf
    return Estimate(value=float(value), low=float(low), high=end)


def _typical_rows(pooled: PooledFit) -> Iterator[TypicalRow]:
    roles = [_role(name, pooled.dyads[0]) for name in pooled.names]
    n_other = pooled.mean_log.shape[1] - len(roles)
    for i, receiver in enumerate(roles):
        for j, sender in enumerate(roles):
            yield TypicalRow(
                receiver=receiver,
                sender=sender,
                typical=float(np.exp(pooled.mean_log[i, n_other + j])),
                factor=float(np.exp(pooled.sd_log[i, n_other + j])),
            )


def _role(name: str, dyad: str) -> str:
    """Return the name of a kind of act with the roles of the two instead of their names."""
    pair, _, sign = name.partition(" ")
    forth = pair == parse_dyad(dyad).directions[0]
    ends = SIDES if forth else SIDES[::-1]
    return f"{'>'.join(ends)} {sign}"


def _unsettled(pooled: PooledFit) -> tuple[str, ...]:
    told = "how alike the dyads are had not settled after all rounds: read the factors with care"
    return () if pooled.settled else (told,)
