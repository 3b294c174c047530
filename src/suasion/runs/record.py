"""What the record says about the accounts, within the main job, as tables."""

from __future__ import annotations

from concurrent.futures import Executor

import polars as pl
from attrs import evolve, frozen

from suasion.cases import Case
from suasion.comparison import record as comparison
from suasion.comparison.hindcast_rows import CountRow, DeedRow, HindcastAnswer
from suasion.comparison.hindcast_rows import ScoreRow as HindcastScoreRow
from suasion.comparison.record_rows import (
    ClusterRow,
    DifferenceRow,
    FitRow,
    RecordAnswer,
    RecoveryRow,
    VerdictRow,
)
from suasion.comparison.record_setup import RecordRequest
from suasion.errors import ComputationError, InputError
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.deals import DRAWS, told

MOST_DRAWS = DRAWS - RecordRequest().simulated
"""Draws of the record, at most: with those that make records, as many as deals and outlook."""
OTHER_DRAWS = 6
"""Draws on which shuffled and simulated records are scored."""
NO_DRAWS = "the record is judged over draws, and the run has none"


@frozen(kw_only=True)
class RecordRunRow:
    """What the record holds and what it tells of all accounts together."""

    begin: str
    end: str
    acts: int
    given: int
    copies: int
    draws: int
    failed_draws: int
    verdict: str
    recovery_rate: float | None
    """Share of simulated records that their own account fits best."""
    by_chance: float | None


@frozen(kw_only=True)
class NoteRow:
    """A sentence about a table."""

    note: str


@frozen(kw_only=True)
class FoundRecord:
    """What the record says, or why nothing was asked of it."""

    answer: RecordAnswer | None = None
    why_not: str = ""


@frozen(kw_only=True)
class BegunRecord:
    """A record for which accounts make records of their own, or why nothing is asked of it."""

    begun: comparison.BegunRecord | None = None
    why_not: str = ""


@frozen(kw_only=True)
class HandedRecord:
    """A record whose draws are being scored, or why nothing is asked of it."""

    scored: comparison.ScoredRecord | None = None
    why_not: str = ""


def begin_record(case: Case, request: Request, executor: Executor) -> BegunRecord:
    """Hand over what the scores of the record wait for; it comes before all other draws."""
    if not request.draws:
        return BegunRecord(why_not=NO_DRAWS)
    asked = evolve(request, account=None, draws=min(request.draws, MOST_DRAWS))
    wanted = RecordRequest(other_draws=OTHER_DRAWS)
    try:
        return BegunRecord(begun=comparison.begin_record(case, asked, wanted, executor))
    except (InputError, ComputationError) as error:
        return BegunRecord(why_not=told(error))


def hand_over_record(record: BegunRecord) -> HandedRecord:
    """Hand over the draws on which the record is scored."""
    if record.begun is None:
        return HandedRecord(why_not=record.why_not)
    try:
        return HandedRecord(scored=comparison.score_record(record.begun))
    except (InputError, ComputationError) as error:
        return HandedRecord(why_not=told(error))


def collect_record(handed: HandedRecord) -> FoundRecord:
    """Return what the acts known on the day say of the accounts, with hindcasts."""
    if handed.scored is None:
        return FoundRecord(why_not=handed.why_not)
    try:
        return FoundRecord(answer=comparison.finish_record(handed.scored))
    except (InputError, ComputationError) as error:
        return FoundRecord(why_not=told(error))


def record_tables(answer: RecordAnswer) -> dict[str, pl.DataFrame]:
    """Return the verdicts, what they rest on, and the hindcasts where there are any."""
    tables = {
        "record": to_frame([_run_row(answer)], RecordRunRow),
        "record_clusters": to_frame(answer.clusters, ClusterRow),
        "record_fits": to_frame(answer.fits, FitRow),
        "record_differences": to_frame(answer.differences, DifferenceRow),
        "record_verdicts": to_frame(answer.verdicts, VerdictRow),
        "record_recovery": to_frame(answer.recovery, RecoveryRow),
        "record_notes": to_frame([NoteRow(note=note) for note in answer.notes], NoteRow),
    }
    return tables if answer.hindcasts is None else {**tables, **hindcast_tables(answer.hindcasts)}


def hindcast_tables(answer: HindcastAnswer) -> dict[str, pl.DataFrame]:
    """Return what was expected on days in the past, against what came."""
    return {
        "hindcast_counts": to_frame(answer.counts, CountRow),
        "hindcast_deeds": to_frame(answer.deeds, DeedRow),
        "hindcast_scores": to_frame(answer.scores, HindcastScoreRow),
        "hindcast_notes": to_frame([NoteRow(note=note) for note in answer.notes], NoteRow),
    }


def _run_row(answer: RecordAnswer) -> RecordRunRow:
    return RecordRunRow(
        begin=answer.begin,
        end=answer.end,
        acts=answer.n_acts,
        given=answer.n_given,
        copies=answer.copies,
        draws=answer.n_draws,
        failed_draws=answer.failed_draws,
        verdict=answer.verdict,
        recovery_rate=answer.recovery_rate,
        by_chance=answer.recovery[0].by_chance if answer.recovery else None,
    )
