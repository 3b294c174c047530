"""What the accounts expected next on a day in the past, against what the record holds after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from datetime import date

import numpy as np
from attrs import evolve, frozen

from suasion.cases import Case, case_as_of
from suasion.comparison.hindcast_draws import Arrays, HindcastTask, run_hindcast_chunk
from suasion.comparison.hindcast_rows import CountRow, DeedRow, HindcastAnswer
from suasion.comparison.hindcast_scores import (
    Counts,
    Expected,
    Observed,
    baselines,
    count_rows,
    deed_rows,
    score_rows,
)
from suasion.comparison.record_acts import record_window
from suasion.comparison.record_copies import single_events
from suasion.comparison.record_setup import SHARED, day_in
from suasion.compute import SerialExecutor
from suasion.crisis.model import CLASSES
from suasion.errors import InputError
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.crisis_numbers import days_between
from suasion.questions.crisis_record import read_record
from suasion.questions.crisis_structure import read_crisis
from suasion.questions.sampling import Request
from suasion.streams import Streams

Jobs = tuple[Future[list[Arrays]], ...]
SPANS = (30, 90)
DEFAULT_DRAWS, DEFAULT_PATHS = 20, 20
CHUNK = 20
"""Draws in a chunk: of each day and account, whose crisis takes as long to make ready."""


@frozen(kw_only=True, eq=False)
class _Acts:
    """The acts of the record by day, side and class, as known on the last day."""

    begin: date
    until: date
    sides: tuple[str, ...]
    table: Counts
    """[days, sides, classes]"""


def compute_hindcasts(
    case: Case,
    request: Request | None = None,
    days: Sequence[date] = (),
    *,
    spans: tuple[int, ...] = SPANS,
    paths: int = DEFAULT_PATHS,
    executor: Executor | None = None,
) -> HindcastAnswer:
    """Return what was expected on days in the past, scored against the record.

    Model
        As of each day, from what was known then, paths under the shared figures and under each
        account known then; counts of acts of one side towards the other by class.

    Assumptions
        A1 the record holds all acts of the classes counted; where it holds fewer, all who expect
        more are marked down alike. A2 the repertoire of moves was written later than the days.

    Parameters
    ----------
    case : Case
    request : Request, optional
        Its as-of day is where the record ends; seed and draws (20). Its account is not read.
    days : sequence of date
        Days to forecast from; those of the accounts' texts by default.
    spans : tuple of int
        Days ahead.
    paths : int
        Paths of each draw.
    executor : Executor, optional
        Where draws are done; this process by default. Results are the same on each (C5).

    Returns
    -------
    HindcastAnswer
        Scores are losses; spans that the record does not reach have none, and a note.

    Raises
    ------
    InputError
        A day outside the record; no crisis on a day (C1).
    """
    asked = request or Request(draws=DEFAULT_DRAWS)
    run = executor or SerialExecutor()
    return finish_hindcasts(start_hindcasts(case, asked, days, run, spans=spans, paths=paths))


@frozen(kw_only=True, eq=False)
class StartedHindcasts:
    """Hindcasts whose draws are being done."""

    task: HindcastTask
    acts: _Acts
    jobs: tuple[tuple[date, Mapping[str, Jobs]], ...]
    """By day and forecaster."""


def start_hindcasts(
    case: Case,
    asked: Request,
    days: Sequence[date],
    executor: Executor,
    *,
    spans: tuple[int, ...] = SPANS,
    paths: int = DEFAULT_PATHS,
) -> StartedHindcasts:
    """Hand over the draws of all days."""
    acts = _acts(case, asked.as_of or case.meta.as_of)
    chosen = tuple(days) or _text_days(case_as_of(case, acts.until), acts)
    _require_within(chosen, acts)
    task = HindcastTask(
        crisis=CrisisTask(case=case, request=asked, days=max(spans)),
        spans=spans,
        paths=paths,
        seed=case.meta.seed if asked.seed is None else asked.seed,
    )
    jobs = tuple((day, _jobs(task, day, executor)) for day in chosen)
    return StartedHindcasts(task=task, acts=acts, jobs=jobs)


def finish_hindcasts(started: StartedHindcasts) -> HindcastAnswer:
    """Return what was expected on each day, scored."""
    task, acts = started.task, started.acts
    done = [_from_day(task, acts, day, jobs) for day, jobs in started.jobs]
    counts = tuple(row for own, _, _ in done for row in own)
    deeds = tuple(row for _, own, _ in done for row in own)
    notes = [note for _, _, own in done for note in own]
    return HindcastAnswer(
        case=task.crisis.case.name,
        record_until=str(acts.until),
        counts=counts,
        deeds=deeds,
        scores=score_rows(counts, deeds),
        notes=(*notes, "Mean scores run over the days on which each account was known."),
    )


def _from_day(
    task: HindcastTask, acts: _Acts, day: date, jobs: Mapping[str, Jobs]
) -> tuple[list[CountRow], list[DeedRow], list[str]]:
    """Return what all forecasters expected on a day, scored, and what could not be."""
    observed = _observed(acts, day, task.spans)
    expected = _all_expected(task, acts, day, jobs)
    return (
        [row for one in expected for row in count_rows(one, observed)],
        [row for one in expected for row in deed_rows(one, observed)],
        _day_notes(acts, day, observed, task.spans),
    )


def _text_days(view: Case, acts: _Acts) -> tuple[date, ...]:
    found = [day_in(row.text("date")) or row.known_from for row in view.rows("accounts")]
    return tuple(sorted({day for day in found if day and acts.begin < day < acts.until}))


def _acts(case: Case, until: date) -> _Acts:
    single, _ = single_events(case, until)
    crisis = read_crisis(case_as_of(single, until))
    begin, sides = crisis.view.meta.window[0], crisis.view.meta.dyad
    scored = record_window(crisis, begin, until).scored
    table = np.zeros((days_between(begin, until), len(sides), len(CLASSES)), dtype=np.int32)
    for act in read_record(crisis, begin, until):
        place = crisis.move_places[act.move]
        move = crisis.model.moves[place]
        if scored[place]:
            where = (sides.index(move.actor), CLASSES.index(move.klass))
            table[days_between(begin, act.day), *where] += 1
    return _Acts(begin=begin, until=until, sides=sides, table=table)


def _require_within(days: Sequence[date], acts: _Acts) -> None:
    for day in days:
        if not acts.begin < day < acts.until:
            raise InputError(
                "a hindcast from a day outside the record",
                where="suasion.comparison.compute_hindcasts",
                got=str(day),
                expected=f"after {acts.begin} and before {acts.until}",
                fix="choose a day within the record, or a later as-of day",
            )


def _observed(acts: _Acts, day: date, spans: Sequence[int]) -> Observed:
    first = days_between(acts.begin, day)
    return Observed(
        counts=np.array([acts.table[first : first + span].sum(axis=0) for span in spans]),
        reached=tuple(first + span <= len(acts.table) for span in spans),
    )


def _day_notes(acts: _Acts, day: date, observed: Observed, spans: Sequence[int]) -> list[str]:
    after = acts.table[days_between(acts.begin, day) :]
    if not after.sum():
        return [f"The record holds no act after {day}: nothing is scored from that day."]
    short = [str(span) for span, ok in zip(spans, observed.reached, strict=True) if not ok]
    return [
        f"From {day} the record reaches {len(after)} days: {' and '.join(short)} days ahead are "
        "not scored."
    ] if short else []  # fmt: skip


def _jobs(task: HindcastTask, day: date, executor: Executor) -> dict[str, Jobs]:
    """Hand over the draws of a day, under the shared figures and each account known then."""
    single, _ = single_events(task.crisis.case, day)
    accounts = [row.id for row in case_as_of(single, day).rows("accounts")]
    draws = task.crisis.request.draws
    found = {}
    for name in (SHARED, *accounts):
        account = None if name == SHARED else name
        request = evolve(task.crisis.request, as_of=day, account=account)
        own = evolve(task, crisis=evolve(task.crisis, case=single, request=request))
        found[name] = tuple(
            executor.submit(run_hindcast_chunk, own, begin, min(begin + CHUNK, draws))
            for begin in range(0, draws, CHUNK)
        )
    return found


def _all_expected(
    task: HindcastTask, acts: _Acts, day: date, jobs: Mapping[str, Jobs]
) -> list[Expected]:
    counted = {
        name: [one["counts"] for job in own for one in job.result() if "failed" not in one]
        for name, own in jobs.items()
    }
    found = [_expected(task, acts, day, name, own) for name, own in counted.items() if own]
    past = _known_before(task.crisis.case, acts, day)
    streams = Streams(task.seed)
    return [*found, *baselines(str(day), past, len(past), task.spans, acts.sides, streams)]


def _expected(
    task: HindcastTask, acts: _Acts, day: date, name: str, counts: Sequence[Counts]
) -> Expected:
    return Expected(
        day=str(day),
        account=name,
        spans=task.spans,
        sides=acts.sides,
        counts=np.concatenate(counts, axis=-1),
        draws=len(counts),
    )


def _known_before(case: Case, acts: _Acts, day: date) -> Counts:
    """Return the acts before a day by what was known on it."""
    return _acts(case, day).table.reshape(-1, len(acts.sides), len(CLASSES))
