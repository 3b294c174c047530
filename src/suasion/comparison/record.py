"""What the record of one dyad says about rival accounts: mostly that it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from attrs import evolve, frozen

from suasion.cases import Case
from suasion.comparison.hindcast import DEFAULT_DRAWS as HINDCAST_DRAWS
from suasion.comparison.hindcast import StartedHindcasts, finish_hindcasts, start_hindcasts
from suasion.comparison.record_answers import (
    Maker,
    account_hypothesis,
    acts_of_segments,
    baseline_hypotheses,
    fit_rows,
    recovery_rate,
    recovery_rows,
)
from suasion.comparison.record_clusters import make_segments
from suasion.comparison.record_draws import (
    Acts,
    Arrays,
    Records,
    RecordTask,
    SimulationTask,
    run_record_chunk,
    run_simulation_chunk,
)
from suasion.comparison.record_marginals import resampling
from suasion.comparison.record_notes import write_notes
from suasion.comparison.record_rows import RecordAnswer
from suasion.comparison.record_setup import SHARED, Asked, RecordRequest, heading, prepare
from suasion.comparison.record_shuffles import shuffle_dates
from suasion.comparison.record_verdicts import (
    Compared,
    Hypothesis,
    all_differences,
    judge_pairs,
    verdict_of_all,
)
from suasion.compute import SerialExecutor
from suasion.errors import ComputationError
from suasion.questions.sampling import Request
from suasion.streams import Streams

DEFAULT_DRAWS = 40
CHUNK = 4
"""Draws in a chunk."""


def compute_record(
    case: Case,
    request: Request | None = None,
    asked: RecordRequest | None = None,
    *,
    executor: Executor | None = None,
) -> RecordAnswer:
    """Return what the acts known on a day say about the accounts, and how little that is.

    Model
        Log-likelihood of the acts of one side towards the other under the crisis of each draw
        (`record_chances`), averaged over draws before logs are taken; by cluster of acts, before
        and after each text, without each cluster, in each coding. Verdicts: see `judge_pairs`.

    Assumptions
        A1 a record holds a share of all acts, alike for all accounts, that leaves no more trace
        than it holds. A2 acts of press, police and third actors are given.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, seed and draws (40); its account is not read.
    asked : RecordRequest, optional
    executor : Executor, optional
        Where draws are done; this process by default. Results are the same on each (C5).

    Returns
    -------
    RecordAnswer
        Logs are natural; no weight of an account is given, on purpose.

    Raises
    ------
    InputError
        No crisis on that day, an unknown account, a coding that names no event or move (C1).
    ComputationError
        An account has no draw with an optimum.
    """
    draws = request or Request(draws=DEFAULT_DRAWS)
    begun = begin_record(case, draws, asked or RecordRequest(), executor or SerialExecutor())
    return finish_record(score_record(begun))


@frozen(kw_only=True, eq=False)
class BegunRecord:
    """A record made ready, while accounts make records of their own, and forecast past days."""

    wanted: Asked
    making: Mapping[str, Future[list[Acts]]]
    """By account."""
    hindcasts: StartedHindcasts | None


@frozen(kw_only=True, eq=False)
class ScoredRecord:
    """A record whose draws are being scored."""

    begun: BegunRecord
    records: Records
    makers: tuple[Maker, ...]
    jobs: Mapping[str, tuple[Future[list[Arrays]], ...]]
    """By account, the shared figures first."""


def begin_record(
    case: Case, request: Request, asked: RecordRequest, executor: Executor
) -> BegunRecord:
    """Hand over what makes records, on draws on which none is scored, and the hindcasts."""
    wanted = prepare(case, request, asked, executor)
    first = wanted.request.draws
    places = tuple(range(first, first + asked.simulated))
    tasks = {
        name: SimulationTask(
            crisis=wanted.crisis(name),
            like=wanted.codings[0].base,
            scoring=wanted.scoring,
            seed=wanted.seed,
        )
        for name in wanted.accounts
    }
    return BegunRecord(
        wanted=wanted,
        making={
            name: executor.submit(run_simulation_chunk, task, places)
            for name, task in tasks.items()
        },
        hindcasts=_begin_hindcasts(wanted) if asked.hindcasts else None,
    )


def _begin_hindcasts(wanted: Asked) -> StartedHindcasts:
    """Hand over hindcasts from the days of the texts, on no more draws than the record has."""
    request = evolve(wanted.request, draws=min(wanted.request.draws, HINDCAST_DRAWS))
    return start_hindcasts(wanted.case, request, wanted.asked.hindcast_days, wanted.executor)


def score_record(begun: BegunRecord) -> ScoredRecord:
    """Hand over the draws on which the record, shuffled ones and those made are scored."""
    wanted, window = begun.wanted, begun.wanted.window
    shuffled = tuple(
        shuffle_dates(wanted.codings[0].base, window.days, Streams(wanted.seed), str(at))
        for at in range(wanted.asked.shuffles)
    )
    made, makers = _made(begun)
    records = Records(
        codings=wanted.codings,
        others=(*shuffled, *made),
        segments=make_segments(wanted.clusters, sorted(wanted.texts.values()), window.days),
        scoring=wanted.scoring,
    )
    jobs = {name: _scoring(wanted, records, name) for name in (SHARED, *wanted.accounts)}
    return ScoredRecord(begun=begun, records=records, makers=makers, jobs=jobs)


def _made(begun: BegunRecord) -> tuple[tuple[Acts, ...], tuple[Maker, ...]]:
    """Return the records that accounts made, each with its maker and its place."""
    found: list[Acts] = []
    makers: list[Maker] = []
    for name, future in begun.making.items():
        for acts in filter(None, future.result()):
            makers.append(Maker(account=name, place=begun.wanted.asked.shuffles + len(found)))
            found.append(acts)
    return tuple(found), tuple(makers)


def _scoring(wanted: Asked, records: Records, name: str) -> tuple[Future[list[Arrays]], ...]:
    task = RecordTask(
        crisis=wanted.crisis(name), records=records, others_until=wanted.asked.other_draws
    )
    draws = wanted.request.draws
    return tuple(
        wanted.executor.submit(run_record_chunk, task, begin, min(begin + CHUNK, draws))
        for begin in range(0, draws, CHUNK)
    )


def finish_record(scored: ScoredRecord) -> RecordAnswer:
    """Return what the record says.

    Raises
    ------
    ComputationError
        No draw could be solved under every account.
    """
    wanted = scored.begun.wanted
    answers = {
        name: [one for job in jobs for one in job.result()] for name, jobs in scored.jobs.items()
    }
    draws = wanted.request.draws
    kept = [at for at in range(draws) if not any("failed" in own[at] for own in answers.values())]
    if not kept:
        raise _no_draw(wanted, answers)
    return _answer(scored, {name: [own[at] for at in kept] for name, own in answers.items()})


def _no_draw(wanted: Asked, answers: Mapping[str, Sequence[Arrays]]) -> ComputationError:
    failures = [one["failed"] for own in answers.values() for one in own if "failed" in one]
    return ComputationError(
        "no draw of the record could be solved under every account",
        where=f"case {wanted.case.name}",
        got=str(failures[0]),
        expected="at least one draw with an optimum",
        fix="look at the intervals of the market figures",
    )


def _answer(scored: ScoredRecord, answers: Mapping[str, Sequence[Arrays]]) -> RecordAnswer:
    wanted, records = scored.begun.wanted, scored.records
    n_kept = len(next(iter(answers.values())))
    hypotheses = _hypotheses(wanted, records, answers)
    compared = Compared(
        segments=records.segments,
        codings=tuple(coding.id for coding in records.codings),
        times=resampling(n_kept, wanted.seed),
        n_acts=acts_of_segments(records, records.segments),
    )
    recovery = recovery_rows({name: answers[name] for name in wanted.accounts}, scored.makers)
    past = scored.begun.hindcasts
    return RecordAnswer(
        n_draws=wanted.request.draws,
        failed_draws=wanted.request.draws - n_kept,
        fits=fit_rows(compared, hypotheses),
        recovery=recovery,
        recovery_rate=recovery_rate(recovery),
        hindcasts=None if past is None else finish_hindcasts(past),
        notes=write_notes(wanted.window, wanted.codings, compared, hypotheses),
        **_verdicts(wanted, compared, hypotheses),
        **heading(wanted),
    )


def _hypotheses(
    wanted: Asked, records: Records, answers: Mapping[str, Sequence[Arrays]]
) -> tuple[Hypothesis, ...]:
    """Return the accounts, the shared figures first, then the baselines."""
    n_shuffled, texts = wanted.asked.shuffles, wanted.texts
    accounts = [
        account_hypothesis(name, own, n_shuffled, texts.get(name)) for name, own in answers.items()
    ]
    return (*accounts, *baseline_hypotheses(wanted.ready.crisis.model, records, n_shuffled))


def _verdicts(
    wanted: Asked, compared: Compared, hypotheses: Sequence[Hypothesis]
) -> dict[str, Any]:
    """Return differences and verdicts, as fields of the answer."""
    differences = all_differences(compared, hypotheses)
    verdicts = judge_pairs(compared, hypotheses, differences)
    return {
        "differences": differences,
        "verdicts": verdicts,
        "verdict": verdict_of_all(verdicts, wanted.accounts),
    }
