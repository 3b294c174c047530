"""What the record of one dyad says about rival accounts: mostly that it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from attrs import evolve

from suasion.cases import Case
from suasion.comparison.hindcast import DEFAULT_DRAWS as HINDCAST_DRAWS
from suasion.comparison.hindcast import compute_hindcasts
from suasion.comparison.hindcast_rows import HindcastAnswer
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
    wanted = prepare(
        case,
        request or Request(draws=DEFAULT_DRAWS),
        asked or RecordRequest(),
        executor or SerialExecutor(),
    )
    segments = make_segments(wanted.clusters, sorted(wanted.texts.values()), wanted.window.days)
    shuffled = tuple(
        shuffle_dates(wanted.codings[0].base, wanted.window.days, Streams(wanted.seed), str(at))
        for at in range(wanted.asked.shuffles)
    )
    made, makers = _simulated(wanted)
    records = Records(
        codings=wanted.codings,
        others=(*shuffled, *made),
        segments=segments,
        scoring=wanted.scoring,
    )
    answers, failed = _scored(wanted, records)
    return _answer(wanted, records, answers, makers, failed)


def _simulated(wanted: Asked) -> tuple[list[Acts], list[Maker]]:
    """Return records made by the accounts, on draws on which none is scored."""
    first = wanted.request.draws
    places = tuple(range(first, first + wanted.asked.simulated))
    waiting = {
        name: wanted.executor.submit(
            run_simulation_chunk,
            SimulationTask(
                crisis=wanted.crisis(name),
                like=wanted.codings[0].base,
                scoring=wanted.scoring,
                seed=wanted.seed,
            ),
            places,
        )
        for name in wanted.accounts
    }
    found: list[Acts] = []
    makers: list[Maker] = []
    for name, future in waiting.items():
        for acts in filter(None, future.result()):
            makers.append(Maker(account=name, place=wanted.asked.shuffles + len(found)))
            found.append(acts)
    return found, makers


def _scored(wanted: Asked, records: Records) -> tuple[dict[str, list[Arrays]], int]:
    """Return the draws of each account in which no account failed, and how many failed."""
    draws = wanted.request.draws
    until = wanted.asked.other_draws
    waiting = {}
    for name in (SHARED, *wanted.accounts):
        task = RecordTask(crisis=wanted.crisis(name), records=records, others_until=until)
        waiting[name] = [
            wanted.executor.submit(run_record_chunk, task, begin, min(begin + CHUNK, draws))
            for begin in range(0, draws, CHUNK)
        ]
    answers = {name: [one for job in own for one in job.result()] for name, own in waiting.items()}
    kept = [at for at in range(draws) if not any("failed" in own[at] for own in answers.values())]
    if not kept:
        raise _no_draw(wanted, answers)
    return {name: [own[at] for at in kept] for name, own in answers.items()}, draws - len(kept)


def _no_draw(wanted: Asked, answers: Mapping[str, Sequence[Arrays]]) -> ComputationError:
    failures = [one["failed"] for own in answers.values() for one in own if "failed" in one]
    return ComputationError(
        "no draw of the record could be solved under every account",
        where=f"case {wanted.case.name}",
        got=str(failures[0]),
        expected="at least one draw with an optimum",
        fix="look at the intervals of the market figures",
    )


def _answer(
    wanted: Asked,
    records: Records,
    answers: dict[str, list[Arrays]],
    makers: Sequence[Maker],
    failed: int,
) -> RecordAnswer:
    hypotheses = _hypotheses(wanted, records, answers)
    compared = Compared(
        segments=records.segments,
        codings=tuple(coding.id for coding in records.codings),
        times=resampling(wanted.request.draws - failed, wanted.seed),
        n_acts=acts_of_segments(records, records.segments),
    )
    recovery = recovery_rows({name: answers[name] for name in wanted.accounts}, makers)
    return RecordAnswer(
        n_draws=wanted.request.draws,
        failed_draws=failed,
        fits=fit_rows(compared, hypotheses),
        recovery=recovery,
        recovery_rate=recovery_rate(recovery),
        hindcasts=_hindcasts(wanted),
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


def _hindcasts(wanted: Asked) -> HindcastAnswer | None:
    """Return hindcasts from the days of the texts, on no more draws than the record has."""
    asked = wanted.asked
    if not asked.hindcasts:
        return None
    request = evolve(wanted.request, draws=min(wanted.request.draws, HINDCAST_DRAWS))
    return compute_hindcasts(wanted.case, request, asked.hindcast_days, executor=wanted.executor)
