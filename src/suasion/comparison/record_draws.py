"""What each draw of an account gives the record; chunks run anywhere (C5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.record_acts import Branch, Coding
from suasion.comparison.record_chances import Scoring, record_chances
from suasion.comparison.record_clusters import Segments, mix_branches
from suasion.comparison.record_shuffles import simulate_record
from suasion.crisis import CrisisModel, CrisisNumbers, RecordedMove
from suasion.errors import ComputationError
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.streams import Streams

Arrays = dict[str, NDArray[Any]]
Acts = tuple[RecordedMove, ...]


@frozen(kw_only=True, eq=False)
class Records:
    """The records that are scored: the one of the case in all codings, and others."""

    codings: tuple[Coding, ...]
    others: tuple[Acts, ...]
    """Shuffled ones, then simulated ones."""
    segments: Segments
    scoring: Scoring


@frozen(kw_only=True, eq=False)
class RecordTask:
    """What a chunk of draws needs to know."""

    crisis: CrisisTask
    records: Records
    others_until: int
    """The first draw on which the other records are not scored any more."""


@frozen(kw_only=True, eq=False)
class SimulationTask:
    """What is needed to make records."""

    crisis: CrisisTask
    like: Acts
    scoring: Scoring
    seed: int


def score_records(
    model: CrisisModel, numbers: CrisisNumbers, records: Records, *, others: bool = True
) -> Arrays:
    """Return log chances under one draw.

    Returns
    -------
    dict of arrays
        `codings` [codings, coverages, segments] and `others` [records, coverages].
    """
    branches: list[Branch] = [one for coding in records.codings for one in coding.branches]
    found = record_chances(model, numbers, branches, records.scoring)
    return {
        "codings": mix_codings(records, found),
        "others": np.array(
            [
                record_chances(model, numbers, [Branch(acts=acts)], records.scoring)[0].sum(-1)
                for acts in (records.others if others else ())
            ]
        ),
    }


def mix_codings(records: Records, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log chances of segments by coding, from those of days by branch."""
    found, at = [], 0
    for coding in records.codings:
        own = chances[at : at + len(coding.branches)]
        found.append(mix_branches(coding, own, records.segments))
        at += len(coding.branches)
    return np.array(found)


def run_record_chunk(task: RecordTask, begin: int, end: int) -> list[Arrays]:
    """Return what the draws from begin to below end come to; a failed one says why (C8)."""
    return [_answer_draw(task, place) for place in range(begin, end)]


def _answer_draw(task: RecordTask, place: int) -> Arrays:
    ready = ready_crisis(task.crisis)
    try:
        numbers = ready.first_numbers(place)
    except ComputationError as error:
        return {"failed": np.array(str(error))}
    return score_records(
        ready.crisis.model, numbers, task.records, others=place < task.others_until
    )


def run_simulation_chunk(task: SimulationTask, places: Sequence[int]) -> list[Acts]:
    """Return records that an account makes, one for each draw; an empty one where it fails."""
    return [_simulated(task, place) for place in places]


def _simulated(task: SimulationTask, place: int) -> Acts:
    ready = ready_crisis(task.crisis)
    try:
        numbers = ready.first_numbers(place)
    except ComputationError:
        return ()
    days, scored = task.scoring.days, task.scoring.scored
    streams = Streams(task.seed)
    return simulate_record(ready.crisis.model, numbers, task.like, days, scored, streams, place)
