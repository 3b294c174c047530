"""What to look at next, within the main job, as tables."""

from __future__ import annotations

from concurrent.futures import Executor

import polars as pl
from attrs import evolve, frozen

from suasion.cases import Case
from suasion.comparison.voi import ACCOUNT, StartedLooks, finish_looks, start_looks
from suasion.comparison.voi_rows import LookAnswer, LookRow
from suasion.errors import ComputationError, InputError
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.deals import DRAWS, told

NO_DRAWS = "observations are weighed over draws, and the run has none"


@frozen(kw_only=True)
class LooksRunRow:
    """What was asked, and how uncertain it is before anything is looked at."""

    question: str
    unit: str
    prior: float
    draws: int
    paths: int
    failed_draws: int
    days: int


@frozen(kw_only=True)
class LookedRow:
    """One observation and what it is expected to tell."""

    observation: str
    title: str
    observable: str
    expected_reduction: float
    low: float
    high: float
    share: float | None
    by_chance: float
    expected_posterior: float | None
    not_seen: float
    statements: str
    note: str


@frozen(kw_only=True)
class ExpectedRow:
    """What one account expects of one observation."""

    observation: str
    account: str
    value: float | None
    """Probability of yes, or mean of the number."""


@frozen(kw_only=True)
class FoundLooks:
    """Observations ranked, or why there are none."""

    answer: LookAnswer | None = None
    why_not: str = ""


@frozen(kw_only=True)
class HandedLooks:
    """Paths of all accounts that are being run, or why there are none."""

    started: StartedLooks | None = None
    why_not: str = ""


def hand_over_looks(case: Case, request: Request, executor: Executor) -> HandedLooks:
    """Return the paths under way on which is seen what would tell the accounts apart."""
    if not request.draws:
        return HandedLooks(why_not=NO_DRAWS)
    asked = evolve(request, account=None, draws=min(request.draws, DRAWS))
    try:
        return HandedLooks(started=start_looks(case, asked, ACCOUNT, executor))
    except (InputError, ComputationError) as error:
        return HandedLooks(why_not=told(error))


def collect_looks(handed: HandedLooks) -> FoundLooks:
    """Return what would tell the accounts apart, the most telling first."""
    if handed.started is None:
        return FoundLooks(why_not=handed.why_not)
    try:
        return FoundLooks(answer=finish_looks(handed.started))
    except (InputError, ComputationError) as error:
        return FoundLooks(why_not=told(error))


def look_tables(answer: LookAnswer) -> dict[str, pl.DataFrame]:
    """Return the observations in order, and what each account expects of each."""
    expected = [
        ExpectedRow(observation=row.observation, account=account, value=value)
        for row in answer.observations
        for account, value in row.by_account
    ]
    head = LooksRunRow(
        question=answer.question,
        unit=answer.unit,
        prior=answer.prior,
        draws=answer.n_draws,
        paths=answer.n_paths,
        failed_draws=answer.failed_draws,
        days=answer.days,
    )
    return {
        "looks": to_frame([head], LooksRunRow),
        "looks_ranked": to_frame([_row(row) for row in answer.observations], LookedRow),
        "looks_expected": to_frame(expected, ExpectedRow),
    }


def _row(row: LookRow) -> LookedRow:
    return LookedRow(
        observation=row.observation,
        title=row.title,
        observable=row.observable,
        expected_reduction=row.expected_reduction,
        low=row.low,
        high=row.high,
        share=row.share,
        by_chance=row.by_chance,
        expected_posterior=row.expected_posterior,
        not_seen=row.not_seen,
        statements=";".join(row.statements),
        note=row.note,
    )
