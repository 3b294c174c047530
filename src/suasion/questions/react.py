"""Who reacts to whom, how strongly, within how many days; or why the record cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from attrs import evolve, frozen

from suasion.cases import Case
from suasion.cases.asof import case_as_of
from suasion.errors import InputError
from suasion.events import (
    Answer,
    ReactionFit,
    after_act,
    fit_reaction,
    observe_stream,
    shock_series,
)
from suasion.events.hawkes.forward import CAVEAT
from suasion.events.hawkes.residuals import DimensionResiduals
from suasion.events.hawkes.times import Floats
from suasion.events.stream import Stream
from suasion.questions.case_stream import CaseEvents, case_events, case_stream, draw_stream
from suasion.questions.react_findings import (
    describe_sources,
    lag_rows,
    summarise,
    variant_rows,
)
from suasion.questions.react_rows import (
    AfterRow,
    AnswerRow,
    Estimate,
    RateRow,
    ReactAnswer,
    ResidualRow,
)
from suasion.streams import Streams

DRAWS_OF_DAYS = 12
"""Draws of uncertain days for a case."""
AFTER_DAYS = 30
SHOCK_HALF_LIFE = 14.0
"""Days after which half of an outside shock is left."""


@frozen(kw_only=True)
class ReactRequest:
    """What is asked of a stream."""

    dyad: str
    since: date | None = None
    until: date | None = None
    marks: str = "none"
    third_parties: tuple[str, ...] = ()
    shocks: Mapping[str, tuple[date, ...]] = {}
    """Days of outside shocks by name; each raises rates by an unknown amount that fades."""
    act: str = ""
    """Kind of a hypothetical act, as `RUS>AZE conflict`; empty for all four."""
    after_days: int = AFTER_DAYS
    seed: int = 0


def compute_reactions(streams: Sequence[tuple[str, Stream]], request: ReactRequest) -> ReactAnswer:
    """Return who reacts to whom in a stream, with tests and the variants of the finding.

    An answer says that acts of one kind come more often after acts of another. It is no proof
    of cause: whatever drives both, one of them sooner, looks alike.

    Parameters
    ----------
    streams : sequence of (name, Stream)
        The first is asked; the others are further sources for the variants.
    request : ReactRequest

    Returns
    -------
    ReactAnswer
        With `refused` where the data cannot identify the model.

    Raises
    ------
    InputError
        No stream, one without direction, an unknown actor, kind of act or third party (C1).

    Examples
    --------
    >>> from suasion.events.stream import stream_from_rows
    >>> row = {"source": "RUS", "target": "AZE", "code": "190", "event_class": "material_conflict"}
    >>> rows = [{**row, "day": date(2020, 1, day)} for day in (1, 2, 9)]
    >>> answer = compute_reactions(
    ...     [("few", stream_from_rows(rows, scale="none"))], ReactRequest(dyad="RUS-AZE")
    ... )
    >>> bool(answer.refused), answer.n_events_needed > 3
    (True, True)
    """
    name, stream = _first(streams)
    first, last = reaction_window(stream, request)
    seeds = Streams(request.seed)
    fit = _fit(stream, request, first, last, seeds)
    variants = variant_rows(streams, request.dyad, first, last, seeds)
    return ReactAnswer(
        source=name,
        dyad=request.dyad,
        scale=stream.scale,
        marks=request.marks,
        since=str(first),
        until=str(last),
        account=stream.account.to_plain(),
        refused_share=float("nan"),
        lags=lag_rows(stream, request.dyad, first, last),
        variants=variants,
        summary=summarise(variants),
        after=_after(fit, request, seeds),
        caveat=CAVEAT,
        notes=(*stream.warnings, *fit.notes, describe_sources(stream)),
        **_of_fit(fit),
    )


def _first(streams: Sequence[tuple[str, Stream]]) -> tuple[str, Stream]:
    if not streams:
        raise InputError(
            "there is no stream to ask",
            where="suasion.questions.react",
            expected="a stream of events",
            fix="import one with 'suasion events import'",
        )
    return streams[0]


def react_case(
    case: Case,
    request: ReactRequest,
    *,
    as_of: date | None = None,
    alleged: bool = False,
    further: Sequence[tuple[str, Stream]] = (),
) -> ReactAnswer:
    """Return who reacts to whom in a case's own events.

    Days that are known as intervals are drawn anew `DRAWS_OF_DAYS` times, which tells how much
    of the verdict hangs on them; the estimates are those of the middles.
    """
    view = case_as_of(case, as_of or case.meta.as_of)
    found = case_events(view, alleged=alleged)
    if not found.events:
        raise InputError(
            "the case has no act of one actor on another",
            where=f"case {case.name}, as of {view.meta.as_of}",
            expected="rows of events.csv with actors, days and codes",
            fix="add events, or give a stream with 'suasion events import'",
        )
    first = request.since or view.meta.window[0]
    last = request.until or min(view.meta.as_of, view.meta.window[1])
    asked = evolve(request, since=first, until=last)
    answer = compute_reactions([(case.name, case_stream(view, alleged=alleged)), *further], asked)
    return evolve(answer, refused_share=_refused_share(view, found, asked, (first, last)))


def _refused_share(
    view: Case, found: CaseEvents, request: ReactRequest, window: tuple[date, date]
) -> float:
    """Return the share of draws of the days in which the model is refused."""
    seeds = Streams(request.seed)
    rng = seeds.generator("react/days")
    drawn = (draw_stream(view, found, rng) for _ in range(DRAWS_OF_DAYS))
    return float(np.mean([_fit(one, request, *window, seeds).refusal is not None for one in drawn]))


def reaction_window(stream: Stream, request: ReactRequest) -> tuple[date, date]:
    """Return the first and last day asked for; `InputError` where there is none between (C1)."""
    days = stream.frame["day"]
    if stream.frame.is_empty() and (request.since is None or request.until is None):
        raise InputError(
            "the stream has no events",
            where="suasion.questions.react",
            expected="a stream with events, or a window",
            fix="check dyad and days of the import",
        )
    first = request.since or days.min()
    last = request.until or days.max()
    if not isinstance(first, date) or not isinstance(last, date) or first > last:
        raise InputError(
            "the window is empty",
            where="options --since and --until",
            got=f"{first!s} to {last!s}",
            expected="a first day that is not after the last",
            fix="correct the days",
        )
    return first, last


def shocks_by_day(request: ReactRequest, first: date, last: date) -> dict[str, Floats]:
    """Return each outside shock that was named as what is left of it on each day, 0..1."""
    length = (last - first).days + 1
    return {
        name: shock_series([(day - first).days for day in days], length, SHOCK_HALF_LIFE)
        for name, days in request.shocks.items()
    }


def _fit(
    stream: Stream, request: ReactRequest, first: date, last: date, seeds: Streams
) -> ReactionFit:
    seen = observe_stream(
        stream,
        request.dyad,
        since=first,
        until=last,
        marks=request.marks,
        third_parties=request.third_parties,
        shocks=shocks_by_day(request, first, last),
    )
    return fit_reaction(seen, streams=seeds)


def _of_fit(fit: ReactionFit) -> dict[str, Any]:
    half, refusal = fit.half_life_days, fit.refusal
    return {
        "n_events": int(fit.observed.totals.sum()),
        "refused": () if refusal is None else refusal.reasons,
        "n_events_needed": 0 if refusal is None else refusal.n_events_needed,
        "needed_basis": "" if refusal is None else refusal.basis,
        "half_life_days": _estimate(half.value, half.low, half.high),
        "branching": _estimate(fit.branching.value, fit.branching.low, fit.branching.high),
        "log_likelihood": fit.log_likelihood,
        "log_likelihood_constant_rates": fit.log_likelihood_constant_rates,
        "residuals_passed": fit.residuals.passed,
        "residual_method": fit.residuals.method,
        "answers": tuple(_answer_row(one) for one in fit.answers),
        "rates": tuple(_rates(fit)),
        "residuals": tuple(_residual_row(one) for one in fit.residuals.dimensions),
        "residual_points": {
            one.name: tuple(
                zip(one.expected_quantiles.tolist(), one.sorted_values.tolist(), strict=True)
            )
            for one in fit.residuals.dimensions
        },
    }


def _answer_row(one: Answer) -> AnswerRow:
    return AnswerRow(
        receiver=one.receiver,
        sender=one.sender,
        excitation=_estimate(one.excitation.value, one.excitation.low, one.excitation.high),
        share=one.share,
        verdict=one.verdict,
    )


def _rates(fit: ReactionFit) -> Iterator[RateRow]:
    ends = fit.intervals.baseline
    for at, name in enumerate(fit.names):
        low, high = (float(end) for end in ends[at])
        yield RateRow(
            kind=name,
            n_events=int(fit.observed.totals[at]),
            baseline=_estimate(float(fit.baseline[at]), low, high),
        )


def _residual_row(one: DimensionResiduals) -> ResidualRow:
    return ResidualRow(kind=one.name, n=len(one.values), distance=one.distance, p_value=one.p_value)


def _estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value=float(value), low=float(low), high=float(high))


def _after(fit: ReactionFit, request: ReactRequest, seeds: Streams) -> tuple[AfterRow, ...]:
    """Return what is expected after a hypothetical act; nothing where the fit is refused."""
    if request.act and request.act not in fit.names:
        raise InputError(
            "the act cannot be read",
            where="option --act",
            got=request.act,
            expected="one of " + ", ".join(fit.names),
            fix="name one of these kinds of act",
        )
    if fit.refusal is not None:
        return ()
    rows: list[AfterRow] = []
    for act in (request.act,) if request.act else fit.names:
        found = after_act(fit, act, request.after_days, seeds)
        rows += [
            AfterRow(
                act=act,
                kind=kind,
                days=request.after_days,
                expected=_estimate(*found.totals[at]),
            )
            for at, kind in enumerate(found.names)
        ]
    return tuple(rows)
