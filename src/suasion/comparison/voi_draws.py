"""What is seen on the paths of each draw of an account; chunks run anywhere (C5)."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.observations import Observation
from suasion.crisis import Gauge, simulate
from suasion.errors import ComputationError
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.outlook_measures import gauges, measure_paths

Arrays = dict[str, NDArray[Any]]


@frozen(kw_only=True)
class LookTask:
    """What a chunk of draws needs to know."""

    crisis: CrisisTask
    observations: tuple[Observation, ...]
    paths: int
    seed: int


def run_look_chunk(task: LookTask, begin: int, end: int) -> list[Arrays]:
    """Return what is seen under the draws from begin to below end; a failed one says why (C8).

    Returns
    -------
    list of dict
        `seen` [observations, paths] and `outcomes` [outcomes, paths].
    """
    return [_look(task, place) for place in range(begin, end)]


def _look(task: LookTask, place: int) -> Arrays:
    ready = ready_crisis(task.crisis)
    try:
        numbers = ready.numbers(place)
    except ComputationError as error:
        return {"failed": np.array(str(error))}
    usual = gauges(ready.crisis)
    more = {one.name: one for each in task.observations for one in each.gauges}
    known = {one.name for one in usual}
    carried: tuple[Gauge, ...] = (*usual, *(one for one in more.values() if one.name not in known))
    paths = simulate(
        ready.crisis.model,
        numbers,
        paths=task.paths,
        days=task.crisis.days,
        seed=task.seed,
        draw=place,
        gauges=carried,
    )
    seen = [one.read(paths, carried) for one in task.observations]
    return {
        "seen": np.array(seen, dtype=np.float32).reshape(len(seen), task.paths),
        "outcomes": measure_paths(ready.crisis, paths).outcomes.astype(np.float32),
    }
