"""The model's probability of each prediction, under each account, as of the day it was made."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from datetime import date

from attrs import evolve, field, frozen

from suasion.cases import Case, case_as_of
from suasion.cases.nearest import suggestion
from suasion.errors import ComputationError, InputError
from suasion.forecasts.binding import Bound
from suasion.forecasts.chunks import (
    Answers,
    ForecastTask,
    bind_entry,
    read_names,
    run_forecast_chunk,
)
from suasion.forecasts.estimates import Chance, chance_of
from suasion.forecasts.ledger import Entry, read_ledger
from suasion.questions.crisis_draws import MARKET_HORIZON, CrisisTask
from suasion.questions.sampling import Request

SHARED = "shared"
"""Name of the figures that all accounts share."""
DEFAULT_DRAWS = 40
DEFAULT_PATHS = 20
CHUNK = 20
"""Draws in a chunk."""
NO_OBSERVABLE = "no observable: the model has nothing that stands for it"
BEFORE_CASE = "made before the first day of the case"
NOT_KNOWN = "the account was not known on the day it was made"
NOT_SAID = "on no path can it be said whether it holds"


@frozen(kw_only=True)
class ForecastRequest:
    """What the model is asked to forecast."""

    as_of: date | None = None
    """Day from which the ledger is seen; each probability is as of the day of its prediction."""
    accounts: tuple[str, ...] = ()
    """Accounts, or `shared`; the shared figures and all accounts by default."""
    only: tuple[str, ...] = ()
    """Predictions; all by default."""
    draws: int = DEFAULT_DRAWS
    paths: int = field(default=DEFAULT_PATHS)
    seed: int | None = None
    horizon: str = MARKET_HORIZON
    """Horizon of the markets behind flows, levers and deals."""

    @paths.validator
    def _check_paths(self, _attribute: object, value: int) -> None:
        if value < 1:
            raise InputError(
                "a forecast needs a path",
                where="option --paths",
                got=str(value),
                expected="1 or more",
                fix="ask for example for 20 paths of each draw",
            )


@frozen(kw_only=True)
class Asked:
    """One prediction and why there is no probability, where that is known beforehand."""

    entry: Entry
    bound: Bound | None
    reason: str


@frozen(kw_only=True)
class Forecast:
    """What the model says of one prediction under one account."""

    chance: Chance | None
    reason: str
    """Why there is no probability; empty where there is one."""


@frozen(kw_only=True, eq=False)
class StartedForecasts:
    """Forecasts whose draws are being done."""

    view: Case
    request: ForecastRequest
    accounts: tuple[str, ...]
    asked: tuple[Asked, ...]
    tasks: Mapping[tuple[date, str], tuple[ForecastTask, tuple[Future[list[Answers | str]], ...]]]


@frozen(kw_only=True, eq=False)
class Forecasts:
    """The ledger as of a day, with what the model says of each prediction."""

    view: Case
    request: ForecastRequest
    accounts: tuple[str, ...]
    asked: tuple[Asked, ...]
    found: Mapping[tuple[str, str], Forecast]
    """By prediction and account."""
    failed_draws: int
    failures: tuple[str, ...]


def start_forecasts(case: Case, request: ForecastRequest, executor: Executor) -> StartedForecasts:
    """Hand over the draws of all forecasts; every observable is read before anything is drawn.

    Raises
    ------
    InputError
        An account or prediction that there is not; an observable that does not parse (C1).
    """
    view = case_as_of(case, request.as_of or case.meta.as_of)
    accounts = _accounts(view, request)
    asked = _ask(case, read_ledger(view, request.only))
    tasks = _tasks(case, request, accounts, asked)
    chunks = max(request.draws, 1)
    return StartedForecasts(
        view=view,
        request=request,
        accounts=accounts,
        asked=asked,
        tasks={
            key: (
                task,
                tuple(
                    executor.submit(run_forecast_chunk, task, begin, min(begin + CHUNK, chunks))
                    for begin in range(0, chunks, CHUNK)
                ),
            )
            for key, task in tasks.items()
        },
    )


def count_chunks(case: Case, request: ForecastRequest) -> int:
    """Return about how many chunks the forecasts of a case are, for a bar of progress."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    days = {entry.made for entry in read_ledger(view, request.only) if entry.observable}
    return len(days) * len(_accounts(view, request)) * -(-max(request.draws, 1) // CHUNK)


def finish_forecasts(started: StartedForecasts) -> Forecasts:
    """Return what the model says of each prediction under each account.

    Raises
    ------
    ComputationError
        No draw of a day and account could be solved.
    """
    found: dict[tuple[str, str], Forecast] = {}
    failures: list[str] = []
    for (_, account), (task, futures) in started.tasks.items():
        answers = [answer for future in futures for answer in future.result()]
        kept = [answer for answer in answers if not isinstance(answer, str)]
        failures += [answer for answer in answers if isinstance(answer, str)]
        if not kept:
            raise _unsolved(task, failures[-1])
        for at, entry in enumerate(task.asked):
            chance = chance_of([answer[at] for answer in kept], not started.request.draws)
            reason = NOT_SAID if chance is None else ""
            found[entry.id, account] = Forecast(chance=chance, reason=reason)
    for one in started.asked:
        for account in started.accounts:
            missing = Forecast(chance=None, reason=one.reason or NOT_KNOWN)
            found.setdefault((one.entry.id, account), missing)
    return Forecasts(
        view=started.view,
        request=started.request,
        accounts=started.accounts,
        asked=started.asked,
        found=found,
        failed_draws=len(failures),
        failures=tuple(failures),
    )


def _accounts(view: Case, request: ForecastRequest) -> tuple[str, ...]:
    known = (SHARED, *(row.id for row in view.rows("accounts")))
    for name in request.accounts:
        if name not in known:
            raise InputError(
                f"there is no account '{name}'",
                where="option --account",
                got=name,
                expected="one of " + ", ".join(known),
                fix=suggestion(name, known, "leave it out to use all accounts"),
            )
    return tuple(dict.fromkeys(request.accounts)) or known


def _ask(case: Case, entries: tuple[Entry, ...]) -> tuple[Asked, ...]:
    """Return the predictions with their observables read as of the days they were made.

    Views are taken of the case as read: a view of a view lacks the older versions of rows.
    """
    first = case.meta.window[0]
    days = sorted({entry.made for entry in entries if entry.observable and entry.made >= first})
    views = {day: case_as_of(case, day) for day in days}
    names = {day: read_names(views[day])[0] for day in days}
    found = []
    for entry in entries:
        reason = "" if entry.observable else NO_OBSERVABLE
        reason = reason or (BEFORE_CASE if entry.made < first else "")
        bound = None if reason else bind_entry(entry, views[entry.made], names[entry.made])
        found.append(Asked(entry=entry, bound=bound, reason=reason))
    return tuple(found)


def _tasks(
    case: Case,
    request: ForecastRequest,
    accounts: tuple[str, ...],
    asked: tuple[Asked, ...],
) -> dict[tuple[date, str], ForecastTask]:
    """Return one task for each day on which predictions were made and account known then."""
    found = {}
    for day in sorted({one.entry.made for one in asked if one.bound is not None}):
        own = tuple(one for one in asked if one.entry.made == day and one.bound is not None)
        known = {row.id for row in case_as_of(case, day).rows("accounts")}
        for account in accounts:
            if account == SHARED or account in known:
                found[day, account] = _task(case, request, day, account, own)
    return found


def _task(
    case: Case,
    request: ForecastRequest,
    day: date,
    account: str,
    asked: tuple[Asked, ...],
) -> ForecastTask:
    past = (day - case.meta.window[0]).days
    last = max(one.bound.last_day for one in asked if one.bound is not None)
    return ForecastTask(
        crisis=CrisisTask(
            case=case,
            request=Request(
                as_of=day,
                account=None if account == SHARED else account,
                seed=request.seed,
                draws=request.draws,
            ),
            days=max(last - past + 1, 1),
            horizon=request.horizon,
        ),
        paths=request.paths,
        seed=case.meta.seed if request.seed is None else request.seed,
        asked=tuple(evolve(one.entry, note="") for one in asked),
    )


def _unsolved(task: ForecastTask, why: str) -> ComputationError:
    request = task.crisis.request
    return ComputationError(
        "no draw of the forecasts could be solved",
        where=f"case {task.crisis.case.name} as of {request.as_of}, account "
        f"{request.account or SHARED}",
        got=why,
        expected="at least one draw with an optimum",
        fix="look at the intervals of the market figures",
    )
