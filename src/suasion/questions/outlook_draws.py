"""The outlook of each draw: paths are simulated, measured and reduced; chunks run anywhere (C5)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis import CrisisNumbers, Injection, Paths, Progeny, progeny, simulate
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
    extra = count_progeny(ready, place, task.seed, task.paths) if task.progeny else ()
    if any(one.feeds_itself for one in extra):
        return {"explosive": np.array(True)}
    return {
        "observables": measured.observables.astype(np.float32),
        "counts": measured.counts,
        "outcomes": measured.outcomes,
        "progeny": np.array([(one.number, one.weight) for one in extra]),
        "held": np.array(held_tension(ready, numbers, task.paths, task.seed, place)),
    }


PROGENY_PATHS = 20
"""Paths on which what an act brings forth is counted, where the asker has no number of its own."""


def count_progeny(
    ready: ReadyCrisis,
    place: int,
    seed: int,
    paths: int = PROGENY_PATHS,
    days: int | None = None,
) -> tuple[Progeny, ...]:
    """Return what each hostile deed that a side may choose brings forth in one draw.

    Counted once in each process for all who ask it of the same crisis. `days` are those of the
    crisis where none are given.
    """
    span = ready.task.days if days is None else days
    kept = _kept_progeny(ready.key, ready.start, ready.task.alleged, span, paths, seed)
    if place not in kept:
        kept[place] = progeny(
            ready.crisis.model,
            ready.numbers(place),
            injected_acts(ready),
            by=ready.sample.view.meta.dyad,
            days=span,
            paths=paths,
            seed=seed,
            draw=place,
        )
    return kept[place]


@lru_cache(maxsize=64)
def _kept_progeny(*_asked: object) -> dict[int, tuple[Progeny, ...]]:
    """Return the store of one crisis, by draw."""
    return {}


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
