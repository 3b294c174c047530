"""What to look at next: observations ranked by what they would tell about a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from suasion.cases import Case, case_as_of
from suasion.cases.nearest import suggestion
from suasion.comparison.observations import Observation, read_observations
from suasion.comparison.voi_draws import Arrays, LookTask, run_look_chunk
from suasion.comparison.voi_measures import (
    Gain,
    about_account,
    about_outcome,
    expected_posterior,
    is_binary,
)
from suasion.comparison.voi_rows import LookAnswer, LookRow
from suasion.compute import SerialExecutor
from suasion.errors import ComputationError, InputError
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.crisis_structure import CaseCrisis, read_crisis
from suasion.questions.outlook_measures import outcome_titles
from suasion.questions.sampling import Request

Floats = NDArray[np.float64]
ACCOUNT = "account"
DEFAULT_DRAWS, DEFAULT_PATHS, DEFAULT_DAYS = 40, 20, 180
CHUNK = 5
"""Draws in a chunk."""


@frozen(kw_only=True, eq=False)
class Ensemble:
    """What is seen on paths of all accounts: accounts x draws x paths."""

    accounts: tuple[str, ...]
    observations: tuple[Observation, ...]
    seen: Floats
    """[observations, accounts, draws, paths]"""
    titles: tuple[str, ...]
    outcomes: Floats
    """[outcomes, accounts, draws, paths]"""
    failed_draws: int


def compute_value_of_information(
    case: Case,
    request: Request | None = None,
    question: str = ACCOUNT,
    *,
    paths: int = DEFAULT_PATHS,
    days: int = DEFAULT_DAYS,
    executor: Executor | None = None,
) -> LookAnswer:
    """Return the observations of a case ranked by what they would tell about a question.

    Model
        See `suasion.comparison.voi_measures`: expected fall of entropy or variance, each
        account's paths being what it predicts, accounts as likely as each other.

    Assumptions
        A1 one of the accounts is right. A2 what is looked at is seen without error. A3 one
        observation is made, not several.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, seed and draws (40); its account is not read.
    question : str
        `account`, an outcome of the outlook, or the id of an observation.
    paths : int
        Paths of each draw.
    days : int
        Horizon; longer where an observation asks for it.
    executor : Executor, optional
        Where draws are done; this process by default. Results are the same on each (C5).

    Returns
    -------
    LookAnswer
        Bits, or variance of the outcome; with 90 % intervals over draws.

    Raises
    ------
    InputError
        No crisis or no observation on that day, fewer than two accounts, an unknown question, an
        observable that does not parse (C1).
    ComputationError
        No draw has an optimum under every account.
    """
    asked = request or Request(draws=DEFAULT_DRAWS)
    run = executor or SerialExecutor()
    return finish_looks(start_looks(case, asked, question, run, paths=paths, days=days))


@frozen(kw_only=True, eq=False)
class StartedLooks:
    """Paths of all accounts that are being run."""

    task: LookTask
    question: str
    titles: tuple[str, ...]
    """Outcomes of the outlook."""
    jobs: Mapping[str, tuple[Future[list[Arrays]], ...]]
    """By account."""


def start_looks(
    case: Case,
    asked: Request,
    question: str,
    executor: Executor,
    *,
    paths: int = DEFAULT_PATHS,
    days: int = DEFAULT_DAYS,
) -> StartedLooks:
    """Hand over the draws of all accounts."""
    view = case_as_of(case, asked.as_of or case.meta.as_of)
    crisis = read_crisis(view)
    observations = read_observations(crisis.model, view.rows("observations"))
    accounts = tuple(row.id for row in view.rows("accounts"))
    _require(view, crisis, observations, accounts, question)
    reach = max(days, *(one.last_day + 1 for one in observations))
    task = LookTask(
        crisis=CrisisTask(case=case, request=asked, days=reach),
        observations=observations,
        paths=paths,
        seed=view.meta.seed if asked.seed is None else asked.seed,
    )
    return StartedLooks(
        task=task,
        question=question,
        titles=tuple(outcome_titles(crisis)),
        jobs={account: _submitted(task, account, executor) for account in accounts},
    )


def finish_looks(started: StartedLooks) -> LookAnswer:
    """Return the observations ranked by what they would tell."""
    task = started.task
    case, request = task.crisis.case, task.crisis.request
    return rank_observations(
        make_ensemble(started),
        started.question,
        case=case.name,
        as_of=str(request.as_of or case.meta.as_of),
        days=task.crisis.days,
        seed=task.seed,
    )


def _require(
    view: Case,
    crisis: CaseCrisis,
    observations: Sequence[Observation],
    accounts: Sequence[str],
    question: str,
) -> None:
    if not observations or len(accounts) < 2:
        raise InputError(
            "there is nothing to look at" if accounts[1:] else "there are no accounts to part",
            where=f"case {view.name} as of {view.meta.as_of}",
            got=f"{len(observations)} observations, {len(accounts)} accounts",
            expected="at least one row of observations.csv and two of accounts.csv",
            fix="add rows, or ask as of a later day",
        )
    known = (ACCOUNT, *outcome_titles(crisis), *(one.id for one in observations))
    if question not in known:
        raise InputError(
            f"unknown question '{question}'",
            where="option --ask",
            got=question,
            expected="account, an outcome of the outlook or the id of an observation",
            fix=suggestion(question, known, "one of " + "; ".join(known)),
        )


def make_ensemble(started: StartedLooks) -> Ensemble:
    """Return what is seen on paths of all accounts, on draws that none of them fails."""
    task, draws = started.task, started.task.crisis.request.draws
    answers = [[one for job in jobs for one in job.result()] for jobs in started.jobs.values()]
    kept = [at for at in range(draws) if not any("failed" in own[at] for own in answers)]
    if not kept:
        raise ComputationError(
            "no draw could be solved under every account",
            where=f"case {task.crisis.case.name}",
            got=f"{draws} draws",
            expected="at least one draw with an optimum under each account",
            fix="ask for more draws, or look at the intervals of the market figures",
        )
    return Ensemble(
        accounts=tuple(started.jobs),
        observations=task.observations,
        seen=_stacked(answers, kept, "seen"),
        titles=started.titles,
        outcomes=_stacked(answers, kept, "outcomes"),
        failed_draws=draws - len(kept),
    )


def _submitted(
    task: LookTask, account: str, executor: Executor
) -> tuple[Future[list[Arrays]], ...]:
    """Return the chunks of an account, handed over."""
    draws = task.crisis.request.draws
    own = evolve(task.crisis.request, account=account)
    each = evolve(task, crisis=evolve(task.crisis, request=own))
    return tuple(
        executor.submit(run_look_chunk, each, begin, min(begin + CHUNK, draws))
        for begin in range(0, draws, CHUNK)
    )


def _stacked(answers: Sequence[Sequence[Arrays]], kept: Sequence[int], name: str) -> Floats:
    table = np.array([[own[at][name] for at in kept] for own in answers], dtype=np.float64)
    return np.moveaxis(table, 2, 0)


def rank_observations(
    ensemble: Ensemble, question: str, *, case: str, as_of: str, days: int, seed: int
) -> LookAnswer:
    """Return observations ranked by what they would tell, the question itself left out."""
    target = _target(ensemble, question)
    found = [
        (one, values, _told(values, target, seed))
        for one, values in zip(ensemble.observations, ensemble.seen, strict=True)
        if one.id != question
    ]
    found.sort(key=lambda each: (-each[2].value, each[0].id))
    prior = found[0][2].prior if found else 0.0
    return LookAnswer(
        case=case,
        as_of=as_of,
        question=question,
        unit="bits" if target is None or is_binary(target) else "variance",
        prior=prior,
        accounts=ensemble.accounts,
        days=days,
        n_draws=ensemble.seen.shape[2],
        n_paths=ensemble.seen.shape[3],
        failed_draws=ensemble.failed_draws,
        seed=seed,
        observations=tuple(_row(ensemble, target is None, *each) for each in found),
        notes=_notes(prior, ensemble, target is None),
    )


def _target(ensemble: Ensemble, question: str) -> Floats | None:
    """Return what is asked about on each path; None for the account."""
    if question == ACCOUNT:
        return None
    if question in ensemble.titles:
        return np.asarray(ensemble.outcomes[ensemble.titles.index(question)])
    names = [one.id for one in ensemble.observations]
    return np.asarray(np.nan_to_num(ensemble.seen[names.index(question)]))


def _told(values: Floats, target: Floats | None, seed: int) -> Gain:
    return about_account(values, seed) if target is None else about_outcome(values, target, seed)


def _row(
    ensemble: Ensemble, is_account: bool, one: Observation, values: Floats, gain: Gain
) -> LookRow:
    means = [float(np.nanmean(own)) if np.isfinite(own).any() else None for own in values]
    return LookRow(
        observation=one.id,
        title=one.title,
        observable=one.text,
        expected_reduction=gain.value,
        low=gain.low,
        high=gain.high,
        share=gain.value / gain.prior if gain.prior > 0.0 else None,
        by_chance=gain.by_chance,
        expected_posterior=expected_posterior(values) if is_account else None,
        by_account=tuple(zip(ensemble.accounts, means, strict=True)),
        not_seen=float(np.isnan(values).mean()),
        statements=one.statements,
        note=one.note,
    )


def _notes(prior: float, ensemble: Ensemble, is_account: bool) -> tuple[str, ...]:
    first = (
        f"{len(ensemble.accounts)} accounts, each as likely: {prior:.2f} bits to be told."
        if is_account
        else "Accounts are pooled, each as likely."
    )
    return (first, "One observation at a time, seen without error.")
