"""What an account expected on a day: counts of acts by kind, path by path; chunks run anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.record_acts import record_window
from suasion.crisis import CrisisModel, Paths, simulate
from suasion.crisis.model import CLASSES
from suasion.errors import ComputationError
from suasion.questions.crisis_draws import CrisisTask, ready_crisis

Arrays = dict[str, NDArray[Any]]
Marks = NDArray[np.bool_]


@frozen(kw_only=True)
class HindcastTask:
    """What a chunk of draws needs to know."""

    crisis: CrisisTask
    spans: tuple[int, ...]
    """Days ahead."""
    paths: int
    seed: int


def run_hindcast_chunk(task: HindcastTask, begin: int, end: int) -> list[Arrays]:
    """Return the counts of the draws from begin to below end; a failed one says why (C8).

    Returns
    -------
    list of dict
        `counts` [spans, sides, classes, paths].
    """
    return [_count(task, place) for place in range(begin, end)]


def _count(task: HindcastTask, place: int) -> Arrays:
    ready = ready_crisis(task.crisis)
    try:
        numbers = ready.numbers(place)
    except ComputationError as error:
        return {"failed": np.array(str(error))}
    model = ready.crisis.model
    paths = simulate(
        model, numbers, paths=task.paths, days=max(task.spans), seed=task.seed, draw=place
    )
    scored = record_window(ready.crisis, ready.begin, ready.start).scored
    sides = ready.sample.view.meta.dyad
    return {"counts": count_paths(model, scored, sides, paths, task.spans)}


def count_paths(
    model: CrisisModel, scored: Marks, sides: Sequence[str], paths: Paths, spans: Sequence[int]
) -> NDArray[np.int32]:
    """Return scored acts on each path by span, side and class."""
    events = paths.events[scored[paths.events["move"]] & ~paths.events["injected"]]
    side = np.array([sides.index(one.actor) if one.actor in sides else 0 for one in model.moves])
    kind = np.array([CLASSES.index(one.klass) for one in model.moves])
    found = np.zeros((len(spans), len(sides), len(CLASSES), paths.paths), dtype=np.int32)
    for at, span in enumerate(spans):
        own = events[events["day"] < span]
        where = (at, side[own["move"]], kind[own["move"]], own["path"] - paths.first_path)
        np.add.at(found, where, 1)
    return found
