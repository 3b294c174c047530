"""Reactions within the main job: handed over with the other work, told as flat tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future

from attrs import frozen

from suasion.cases import Case
from suasion.errors import InputError
from suasion.questions.react import ReactRequest, react_case
from suasion.questions.react_rows import LagRow, ReactAnswer, VariantRow
from suasion.questions.sampling import Request


@frozen(kw_only=True)
class ReactionsRow:
    """The verdict on reactions in the case's own events."""

    dyad: str
    since: str
    until: str
    scale: str
    n_events: int
    refused: bool
    n_events_needed: int
    """0 where it is not refused."""
    refused_share: float
    """Share of draws of uncertain days that are refused."""
    residuals_passed: bool
    half_life_days: float
    half_life_low: float
    half_life_high: float
    branching: float
    branching_low: float
    branching_high: float


@frozen(kw_only=True)
class ReactionsLineRow:
    """One sentence beside the numbers."""

    kind: str
    """refusal, variants, note or dropped."""
    text: str


@frozen(kw_only=True)
class ReactionsRateRow:
    """Acts of one kind."""

    kind: str
    n_events: int
    per_day: float
    """Acts a day that answer nothing."""
    low: float
    high: float


@frozen(kw_only=True)
class ReactionsAnswerRow:
    """How acts of one kind answer acts of another."""

    receiver: str
    sender: str
    excitation: float
    low: float
    high: float
    share: float
    verdict: str


@frozen(kw_only=True)
class FoundReactions:
    """Who reacts to whom, or why it could not be asked."""

    answer: ReactAnswer | None = None
    why_not: str = ""


def hand_over_reactions(case: Case, request: Request, executor: Executor) -> Future[FoundReactions]:
    """Return the work on reactions, under way."""
    return executor.submit(find_reactions, case, request)


def find_reactions(case: Case, request: Request) -> FoundReactions:
    """Return who reacts to whom in the case's own events; a case without any says so."""
    seed = case.meta.seed if request.seed is None else request.seed
    asked = ReactRequest(dyad="-".join(case.meta.dyad), seed=seed)
    try:
        return FoundReactions(answer=react_case(case, asked, as_of=request.as_of))
    except InputError as error:
        return FoundReactions(why_not=f"{error.problem} ({error.where})")


def reaction_rows(answer: ReactAnswer) -> Mapping[str, tuple[type, Sequence[object]]]:
    """Return the rows of each table with the record that types them."""
    return {
        "reactions": (ReactionsRow, [_verdict(answer)]),
        "reactions_lines": (ReactionsLineRow, _lines(answer)),
        "reactions_rates": (ReactionsRateRow, _rates(answer)),
        "reactions_answers": (ReactionsAnswerRow, [] if answer.refused else _answers(answer)),
        "reactions_lags": (LagRow, answer.lags),
        "reactions_variants": (VariantRow, answer.variants),
    }


def _verdict(answer: ReactAnswer) -> ReactionsRow:
    half, branching = answer.half_life_days, answer.branching
    return ReactionsRow(
        dyad=answer.dyad,
        since=answer.since,
        until=answer.until,
        scale=answer.scale,
        n_events=answer.n_events,
        refused=bool(answer.refused),
        n_events_needed=answer.n_events_needed,
        refused_share=answer.refused_share,
        residuals_passed=answer.residuals_passed,
        half_life_days=half.value,
        half_life_low=half.low,
        half_life_high=half.high,
        branching=branching.value,
        branching_low=branching.low,
        branching_high=branching.high,
    )


def _lines(answer: ReactAnswer) -> list[ReactionsLineRow]:
    dropped = answer.account.get("dropped")
    left = dropped.items() if isinstance(dropped, Mapping) else ()
    told = {
        "refusal": answer.refused,
        "variants": answer.summary,
        "note": answer.notes,
        "dropped": tuple(f"{reason}: {count}" for reason, count in left),
    }
    return [
        ReactionsLineRow(kind=kind, text=text) for kind, lines in told.items() for text in lines
    ]


def _rates(answer: ReactAnswer) -> list[ReactionsRateRow]:
    return [
        ReactionsRateRow(
            kind=row.kind,
            n_events=row.n_events,
            per_day=row.baseline.value,
            low=row.baseline.low,
            high=row.baseline.high,
        )
        for row in answer.rates
    ]


def _answers(answer: ReactAnswer) -> list[ReactionsAnswerRow]:
    return [
        ReactionsAnswerRow(
            receiver=row.receiver,
            sender=row.sender,
            excitation=row.excitation.value,
            low=row.excitation.low,
            high=row.excitation.high,
            share=row.share,
            verdict=row.verdict,
        )
        for row in answer.answers
    ]
