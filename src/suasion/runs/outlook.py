"""The outlook within the main job: handed over with the other draws, under every account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

import polars as pl
from attrs import evolve, field, frozen

from suasion.cases import Case, account_values
from suasion.errors import ComputationError, InputError
from suasion.questions.outlook import (
    OutlookRequest,
    StartedOutlook,
    finish_outlook,
    start_outlook,
)
from suasion.questions.outlook_rows import (
    ActRow,
    MoveRow,
    ObservableRow,
    OutcomeRow,
    OutlookAnswer,
    ProgenyRow,
    StoryRow,
)
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.deals import DRAWS, told

PATHS = 20
"""Paths of each draw: draws carry most of the variance."""
DAYS = 180

RECORDS: Mapping[str, tuple[str, type]] = {
    "outlook_moves": ("moves", MoveRow),
    "outlook_outcomes": ("outcomes", OutcomeRow),
    "outlook_stories": ("stories", StoryRow),
    "outlook_progeny": ("progeny", ProgenyRow),
    "outlook_record": ("record", ActRow),
}
"""Tables: the field of the answer each comes from, and the record that types it."""


@frozen(kw_only=True)
class OutlookRunRow:
    """What stands behind the outlook of one account."""

    start: str
    days: int
    draws: int
    paths: int
    failed_draws: int
    explosive_draws: int
    tension_now: float
    tension_ahead: float


@frozen(kw_only=True)
class HandedOutlook:
    """Outlooks whose draws are being done, or why there are none."""

    started: tuple[StartedOutlook, ...] = ()
    accounts: tuple[str, ...] = ()
    """Accounts in the order of what was started; the shared figures first."""
    why_not: str = ""


@frozen(kw_only=True)
class FoundOutlook:
    """What came of it: an answer for the shared figures and each account, or why there is none."""

    answers: tuple[OutlookAnswer, ...] = ()
    why_not: Mapping[str, str] = field(factory=dict)
    """Why there is no outlook, by account; '' is the shared base."""

    @property
    def failures(self) -> tuple[str, ...]:
        """Return one line for each draw that failed (C8)."""
        return tuple(
            f"outlook{' under ' if one.account else ''}{one.account}: {why}"
            for one in self.answers
            for why in one.failures
        )


def hand_over_outlook(
    case: Case, view: Case, request: Request, horizon: str, executor: Executor
) -> HandedOutlook:
    """Return the outlooks under way; a case without a crisis on that day says so."""
    own = [row.id for row in view.rows("accounts") if account_values(view, row.id)]
    draws = min(request.draws, DRAWS)
    asked = [evolve(request, account=name, draws=draws) for name in (None, *own)]
    wanted = OutlookRequest(days=DAYS, paths=PATHS, horizon=horizon)
    try:
        started = tuple(start_outlook(case, one, wanted, executor) for one in asked)
    except (InputError, ComputationError) as error:
        return HandedOutlook(why_not=told(error))
    return HandedOutlook(started=started, accounts=("", *own))


def collect_outlook(view: Case, handed: HandedOutlook) -> FoundOutlook:
    """Return the answers; an account that sets no figure has those of the shared base."""
    if not handed.started:
        return FoundOutlook(why_not={"": handed.why_not})
    found: dict[str, OutlookAnswer] = {}
    why_not: dict[str, str] = {}
    for name, started in zip(handed.accounts, handed.started, strict=True):
        try:
            found[name] = finish_outlook(started)
        except (InputError, ComputationError) as error:
            why_not[name] = told(error)
    silent = [row.id for row in view.rows("accounts") if row.id not in handed.accounts]
    copies = [evolve(found[""], account=name, failures=()) for name in silent if "" in found]
    return FoundOutlook(answers=(*found.values(), *copies), why_not=why_not)


def outlook_tables(answers: Sequence[OutlookAnswer]) -> dict[str, pl.DataFrame]:
    """Return the tables of all answers, each row with its account."""
    tables = {
        "outlook": _joined([(one, [_run_row(one)]) for one in answers], OutlookRunRow),
        "outlook_observables": _joined([(one, _series(one)) for one in answers], ObservableRow),
    }
    for name, (part, record) in RECORDS.items():
        tables[name] = _joined([(one, getattr(one, part)) for one in answers], record)
    return tables


def _run_row(one: OutlookAnswer) -> OutlookRunRow:
    return OutlookRunRow(
        start=one.start,
        days=one.days,
        draws=one.n_draws,
        paths=one.n_paths,
        failed_draws=one.failed_draws,
        explosive_draws=one.explosive_draws,
        tension_now=one.tension_now,
        tension_ahead=one.tension_ahead,
    )


def _series(one: OutlookAnswer) -> tuple[ObservableRow, ...]:
    """Return days before the start as the record leaves them, then the days ahead."""
    return (*(row for row in one.past if row.day < 0), *one.observables)


def _joined(parts: Sequence[tuple[OutlookAnswer, Sequence[object]]], record: type) -> pl.DataFrame:
    made = [to_frame(rows, record).with_columns(account=pl.lit(one.account)) for one, rows in parts]
    return pl.concat(made)
