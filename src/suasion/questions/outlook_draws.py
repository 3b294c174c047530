"""The outlook of each draw: paths are simulated, measured and reduced; chunks run anywhere (C5)."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis import CrisisNumbers, Injection, Paths, simulate
from suasion.crisis.model import HOSTILE
from suasion.errors import ComputationError
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.outlook_measures import between_sides, gauges, measure_paths
from suasion.questions.outlook_tension import held_tension

Arrays = dict[str, NDArray[Any]]
DEED = "material_conflict"


@frozen(kw_only=True)
class OutlookTask:
    """What a chunk of an outlook needs to know."""

    crisis: CrisisTask
    paths: int
    seed: int
    injections: tuple[Injection, ...] = ()
    progeny: bool = True
    """Whether acts are injected one by one, to count what they bring forth."""


def run_outlook_chunk(task: OutlookTask, begin: int, end: int) -> list[Arrays]:
    """Return what the draws from begin to below end come to; a failed one says why."""
    ready = ready_crisis(task.crisis)
    return [_answer_draw(task, ready, place) for place in range(begin, end)]


def _answer_draw(task: OutlookTask, ready: ReadyCrisis, place: int) -> Arrays:
    try:
        numbers = ready.numbers(place)
    except ComputationError as error:
        return {"failed": np.array(str(error))}
    paths = simulate_draw(task, ready, numbers, place)
    measured = measure_paths(ready.crisis, paths)
    return {
        "observables": measured.observables.astype(np.float32),
        "counts": measured.counts,
        "outcomes": measured.outcomes,
        "progeny": _progeny(task, ready, numbers, place),
        "held": np.array(held_tension(ready, numbers, task.paths, task.seed, place)),
    }


def simulate_draw(
    task: OutlookTask, ready: ReadyCrisis, numbers: CrisisNumbers, place: int, paths: int = 0
) -> Paths:
    """Return the paths of one draw; draw 0 is the first, the central figures have a key too."""
    return simulate(
        ready.crisis.model,
        numbers,
        paths=paths or task.paths,
        days=task.crisis.days,
        seed=task.seed,
        draw=place,
        injections=task.injections,
        gauges=gauges(ready.crisis),
    )


def injected_acts(ready: ReadyCrisis) -> tuple[str, ...]:
    """Return the hostile deeds between the sides that a side may choose, levers left out."""
    crisis = ready.crisis
    dyadic = between_sides(crisis)
    return tuple(
        move.id
        for at, (move, version) in enumerate(zip(crisis.model.moves, crisis.versions, strict=True))
        if dyadic[at]
        and move.klass == DEED
        and move.actor in ready.sample.view.meta.dyad
        and not version.lever
        and "every" in version.row.given
        and not version.row.text("requires")
    )


def _progeny(
    task: OutlookTask, ready: ReadyCrisis, numbers: CrisisNumbers, place: int
) -> NDArray[np.float64]:
    """Return extra hostile acts of the two sides after each injected act, mean over paths.

    What press, police and third actors do besides is left out: it is not answered in kind.
    """
    if not task.progeny:
        return np.zeros(0)
    sides = ready.sample.view.meta.dyad
    moves = ready.crisis.model.moves
    counted = np.array([move.klass in HOSTILE and move.actor in sides for move in moves])
    before = _hostile(task, ready, numbers, place, (), counted)
    return np.array(
        [
            _hostile(task, ready, numbers, place, (Injection(day=0, move=name),), counted) - before
            for name in injected_acts(ready)
        ]
    )


def _hostile(
    task: OutlookTask,
    ready: ReadyCrisis,
    numbers: CrisisNumbers,
    place: int,
    injections: tuple[Injection, ...],
    counted: NDArray[np.bool_],
) -> float:
    """Return the mean number of counted acts that were chosen, over paths."""
    ran = simulate(
        ready.crisis.model,
        numbers,
        paths=task.paths,
        days=task.crisis.days,
        seed=task.seed,
        draw=place,
        injections=injections,
    )
    chosen = ran.events[~ran.events["injected"]]
    return float(counted[chosen["move"]].sum()) / task.paths
