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
SURE = 2.0
"""Standard errors by which an act must bring forth more than itself to be refused."""


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
    """Return what the draws from begin to below end come to; a failed or explosive one says so."""
    ready = ready_crisis(task.crisis)
    return [_answer_draw(task, ready, place) for place in range(begin, end)]


def _answer_draw(task: OutlookTask, ready: ReadyCrisis, place: int) -> Arrays:
    try:
        numbers = ready.numbers(place)
    except ComputationError as error:
        return {"failed": np.array(str(error))}
    paths = simulate_draw(task, ready, numbers, place)
    measured = measure_paths(ready.crisis, paths)
    extra, explosive = _progeny(task, ready, numbers, place)
    if explosive:
        return {"explosive": np.array(True)}
    return {
        "observables": measured.observables.astype(np.float32),
        "counts": measured.counts,
        "outcomes": measured.outcomes,
        "progeny": extra,
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
) -> tuple[NDArray[np.float64], bool]:
    """Return what each injected act brings forth, [acts, 2], and whether one feeds on itself.

    Hostile acts of the two sides that would not have been made: their number, and the sum of
    their intensities over that of the act itself. What press, police and third actors do besides
    is left out: it is not answered in kind. One feeds on itself where that sum lies above one by
    more than two standard errors.
    """
    acts = injected_acts(ready) if task.progeny else ()
    before = _hostile(task, ready, numbers, place, ()) if acts else np.zeros((0, 2))
    found, explosive = np.zeros((len(acts), 2)), False
    for at, name in enumerate(acts):
        made = _hostile(task, ready, numbers, place, (Injection(day=0, move=name),)) - before
        own = abs(ready.crisis.model.moves[ready.crisis.move_places[name]].intensity) or 1.0
        extra = made / np.array([1.0, own])
        found[at] = extra.mean(axis=0)
        error = extra[:, 1].std(ddof=1) / np.sqrt(task.paths) if task.paths > 1 else 0.0
        explosive |= bool(found[at, 1] - SURE * error >= 1.0)
    return found, explosive


def _hostile(
    task: OutlookTask,
    ready: ReadyCrisis,
    numbers: CrisisNumbers,
    place: int,
    injections: tuple[Injection, ...],
) -> NDArray[np.float64]:
    """Return number and summed intensity of hostile acts of the sides, [paths, 2]."""
    ran = simulate(
        ready.crisis.model,
        numbers,
        paths=task.paths,
        days=task.crisis.days,
        seed=task.seed,
        draw=place,
        injections=injections,
    )
    sides, moves = ready.sample.view.meta.dyad, ready.crisis.model.moves
    counted = np.array([move.klass in HOSTILE and move.actor in sides for move in moves])
    weight = np.where(counted, np.abs([move.intensity for move in moves]), 0.0)
    chosen = ran.events[~ran.events["injected"]]
    place_of = chosen["path"] - ran.first_path
    return np.stack(
        [
            np.bincount(place_of, weights=worth[chosen["move"]], minlength=task.paths)
            for worth in (counted.astype(float), weight)
        ],
        axis=1,
    )
