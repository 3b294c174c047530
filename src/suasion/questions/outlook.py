"""Where is this going: a distribution of paths from the record of a case onwards."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from datetime import date
from typing import Any

from attrs import asdict, field, frozen

from suasion.cases import Case
from suasion.compute import SerialExecutor
from suasion.errors import ComputationError, InputError
from suasion.questions.crisis_draws import MARKET_HORIZON, CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.outlook_draws import Arrays, OutlookTask, run_outlook_chunk
from suasion.questions.outlook_injections import read_injections
from suasion.questions.outlook_rows import OutlookAnswer
from suasion.questions.outlook_stories import tell_stories
from suasion.questions.outlook_summary import OutlookSummary, require_stable
from suasion.questions.sampling import Request

DEFAULT_DRAWS = 100
DEFAULT_PATHS = 40
DEFAULT_DAYS = 180
CHUNK = 5
"""Draws in a chunk."""
LONGEST = 3660
"""Days that an outlook reaches at most: what is given beyond ten years is no outlook."""


@frozen(kw_only=True)
class OutlookRequest:
    """What an outlook is asked for."""

    days: int = DEFAULT_DAYS
    paths: int = DEFAULT_PATHS
    inject: tuple[str, ...] = ()
    """Moves made from outside: MOVE@DAY or MOVE@DAY*SIZE."""
    start: date | None = None
    """First day, where it is not the as-of day; the record before it is made, none after it."""
    alleged: bool = False
    """Whether alleged events of the record count as made."""
    horizon: str = field(default=MARKET_HORIZON)
    """Horizon of the markets behind levers and deals."""
    progeny: bool = True
    """Whether it is counted what one hostile act brings forth; it takes most of the time."""


def compute_outlook(
    case: Case,
    request: Request | None = None,
    asked: OutlookRequest | None = None,
    *,
    executor: Executor | None = None,
) -> OutlookAnswer:
    """Return where a crisis is going from a day on: tension, moves, outcomes, paths told.

    Model
        The record up to the day is made on the state of the first day of the case window; from
        then on each decider, when it pays attention, chooses by what it would gain
        (`suasion.crisis.simulate`). Levers are worth what the markets of each draw say, deals
        what the bargain of each draw says. Parameters are drawn before paths.

    Assumptions
        A1 deciders look one move ahead. A2 what is not in the tables does not happen. A3 driven
        series keep their last known value.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account, seed and draws; 100 draws by default.
    asked : OutlookRequest, optional
        Days, paths of each draw, moves made from outside.
    executor : Executor, optional
        Where the draws are done; this process by default. Results are the same on each (C5).

    Returns
    -------
    OutlookAnswer
        Standard errors are those over draws, which carry most of the variance.

    Raises
    ------
    InputError
        No crisis on that day; a horizon of no or of more than 3660 days; an unknown move; figures
        under which one hostile act brings forth one or more (C1).

    Examples
    --------
    >>> import tempfile
    >>> from suasion import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> found = compute_outlook(case, Request(draws=2), OutlookRequest(days=30, paths=3))
    >>> {row.day for row in found.observables} == set(range(31))
    True
    """
    wanted = asked or OutlookRequest()
    started = start_outlook(
        case, request or Request(draws=DEFAULT_DRAWS), wanted, executor or SerialExecutor()
    )
    return finish_outlook(started)


@frozen(kw_only=True)
class StartedOutlook:
    """An outlook whose draws are being done."""

    task: OutlookTask
    chunks: tuple[Future[list[Arrays]], ...]
    injected: tuple[str, ...]


def start_outlook(
    case: Case, request: Request, asked: OutlookRequest, executor: Executor
) -> StartedOutlook:
    """Hand over the draws of an outlook."""
    _require_limits(asked)
    crisis = CrisisTask(
        case=case,
        request=request,
        days=asked.days,
        horizon=asked.horizon,
        start=asked.start,
        alleged=asked.alleged,
    )
    ready = ready_crisis(crisis)
    task = OutlookTask(
        crisis=crisis,
        paths=asked.paths,
        seed=ready.sample.view.meta.seed if request.seed is None else request.seed,
        injections=read_injections(ready.crisis, asked.inject, asked.days),
        progeny=asked.progeny,
    )
    return StartedOutlook(
        task=task,
        injected=asked.inject,
        chunks=tuple(
            executor.submit(run_outlook_chunk, task, begin, min(begin + CHUNK, request.draws))
            for begin in range(0, request.draws, CHUNK)
        ),
    )


def finish_outlook(started: StartedOutlook) -> OutlookAnswer:
    """Return the answer; the central figures are done while draws are under way."""
    task = started.task
    ready = ready_crisis(task.crisis)
    stories = tell_stories(task, ready)
    answers = [answer for chunk in started.chunks for answer in chunk.result()]
    require_stable(task, answers)
    kept = _kept(task, answers)
    summary = OutlookSummary(task=task, ready=ready, draws=kept)
    return OutlookAnswer(
        failed_draws=sum("failed" in answer for answer in answers),
        explosive_draws=sum("explosive" in answer for answer in answers),
        failures=tuple(str(answer["failed"]) for answer in answers if "failed" in answer),
        injected=started.injected,
        stories=stories,
        **_heading(task, ready),
        **_findings(summary),
    )


def _kept(task: OutlookTask, answers: Sequence[Arrays]) -> tuple[Arrays, ...]:
    """Return the draws that could be solved; at least one, where any was asked for."""
    kept = tuple(answer for answer in answers if not {"failed", "explosive"} & set(answer))
    if answers and not kept:
        raise ComputationError(
            "no draw of the outlook could be solved",
            where=f"case {task.crisis.case.name}",
            got=str(answers[0].get("failed", "draws that feed on themselves")),
            expected="at least one draw with an optimum",
            fix="look at the intervals of the market figures",
        )
    return kept


def _heading(task: OutlookTask, ready: ReadyCrisis) -> dict[str, Any]:
    """Return what was asked, as fields of the answer."""
    request = task.crisis.request
    return {
        "case": task.crisis.case.name,
        "as_of": str(ready.sample.view.meta.as_of),
        "start": str(ready.start),
        "account": request.account or "",
        "horizon": task.crisis.horizon,
        "days": task.crisis.days,
        "n_draws": request.draws,
        "n_paths": task.paths,
    }


def _findings(summary: OutlookSummary) -> dict[str, Any]:
    """Return what the draws came to, as fields of the answer."""
    return {
        "observables": summary.observables(),
        "past": summary.past(),
        "moves": summary.moves(),
        "outcomes": summary.outcomes(),
        "record": summary.record(),
        "progeny": summary.progeny(),
        "tension_ahead": summary.tension_ahead(),
        "tension_now": summary.tension_now(),
    }


def _require_limits(asked: OutlookRequest) -> None:
    if not 1 <= asked.days <= LONGEST:
        raise InputError(
            "the horizon of the outlook is out of range",
            where="option --horizon",
            got=f"{asked.days} days",
            expected=f"1 to {LONGEST} days",
            fix="ask for example for 180 days",
        )
    if asked.paths < 1:
        raise InputError(
            "an outlook needs a path",
            where="option --paths",
            got=str(asked.paths),
            expected="1 or more",
            fix="ask for example for 40 paths of each draw",
        )


def outlook_to_json(answers: Sequence[OutlookAnswer]) -> dict[str, object]:
    """Return the shape of `outlook --json`: the first answer, and all by account."""
    blocks = {
        one.account or "shared": {
            **asdict(one),
            "standard_errors": dict(one.standard_errors),
        }
        for one in answers
    }
    first = next(iter(blocks.values()))
    return {**first, "accounts": blocks} if len(blocks) > 1 else first
