"""The paths of each draw of an ensemble, one number for each column; chunks run anywhere (C5)."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from suasion.comparison.ensemble_columns import act_kinds
from suasion.comparison.observations import Observation
from suasion.crisis import Gauge, Injection, Paths, simulate
from suasion.errors import ComputationError
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.outlook_draws import count_progeny
from suasion.questions.outlook_measures import Measured, gauges, measure_paths

Arrays = dict[str, NDArray[Any]]
FAILED, EXPLOSIVE = "failed", "explosive"
"""Why a draw has no paths."""
FEEDS_ITSELF = "a hostile act brings forth further acts of more weight than its own"


@frozen(kw_only=True)
class EnsembleTask:
    """What a chunk of an ensemble needs to know."""

    crisis: CrisisTask
    """With the days that are simulated: more than `days` where an observation looks further."""
    days: int
    """Horizon of outcomes, acts and tension."""
    paths: int
    seed: int
    injections: tuple[Injection, ...]
    observations: tuple[Observation, ...]
    addresses: tuple[str, ...]
    """Figures whose values are kept."""


def run_ensemble_chunk(task: EnsembleTask, begin: int, end: int) -> list[Arrays]:
    """Return what the draws from begin to below end come to.

    Model
        Paths, outcomes and draws left out are those of the outlook (`run_outlook_chunk`) with
        the same request, seed and draw: random numbers hang on them alone. Observations are
        read on the same paths, gone on with where they look beyond the horizon.

    Returns
    -------
    list of dict
        For each draw `figures` [addresses], and `values` [columns after draw and path, paths] in
        the order of `path_columns`, or why there are none: `failed` or `explosive` (C8).
    """
    ready = ready_crisis(task.crisis)
    return [_draw(task, ready, place) for place in range(begin, end)]


def _draw(task: EnsembleTask, ready: ReadyCrisis, place: int) -> Arrays:
    drawn = ready.values(place)
    figures = {"figures": np.array([drawn[address] for address in task.addresses])}
    try:
        numbers = ready.numbers(place)
    except ComputationError as error:
        return {**figures, FAILED: np.array(str(error))}
    if _feeds_itself(task, ready, place):
        return {**figures, EXPLOSIVE: np.array(FEEDS_ITSELF)}
    carried = _carried(task, ready)
    paths = simulate(
        ready.crisis.model,
        numbers,
        paths=task.paths,
        days=task.crisis.days,
        seed=task.seed,
        draw=place,
        injections=task.injections,
        gauges=carried,
    )
    return {**figures, "values": _values(task, ready, paths, carried)}


def _feeds_itself(task: EnsembleTask, ready: ReadyCrisis, place: int) -> bool:
    extra = count_progeny(ready, place, task.seed, task.paths, task.days)
    return any(one.feeds_itself for one in extra)


def _carried(task: EnsembleTask, ready: ReadyCrisis) -> tuple[Gauge, ...]:
    """Return the gauges of the outlook, then those that observations need besides, each once."""
    own = {one.name: one for one in gauges(ready.crisis)}
    more = {one.name: one for each in task.observations for one in each.gauges}
    return (*own.values(), *(one for name, one in more.items() if name not in own))


def _values(
    task: EnsembleTask, ready: ReadyCrisis, paths: Paths, carried: tuple[Gauge, ...]
) -> NDArray[np.float64]:
    """Return one row for each column, in the order of `path_columns`."""
    measured = measure_paths(ready.crisis, until(paths, task.days))
    tension = measured.observables[0]
    return np.array(
        [
            *measured.outcomes,
            *_acts(ready, measured),
            tension[:, -1],
            tension[:, 1:].max(axis=1),
            *(one.read(paths, carried) for one in task.observations),
        ]
    )


def until(paths: Paths, days: int) -> Paths:
    """Return paths as they stand at the end of some days; what comes later is cut off."""
    return evolve(
        paths,
        days=days,
        gauges=paths.gauges[:, : days + 1],
        events=paths.events[paths.events["day"] < days],
    )


def _acts(ready: ReadyCrisis, measured: Measured) -> list[NDArray[np.int64]]:
    """Return how many acts of each actor and class each path holds, injected ones left out."""
    moves = ready.crisis.model.moves
    return [
        measured.counts[:, [(move.actor, move.klass) == pair for move in moves]].sum(axis=1)
        for pair in act_kinds(ready.crisis)
    ]
