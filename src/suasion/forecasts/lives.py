"""Whole lives of a crisis: the record up to a day, then paths from it, in one count of days.

Days count from the first day of the case, so that an observable can hold what is to come
against what was. The record is the same on every path; what was not known is not in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suasion.cases.sums import ONE
from suasion.cases.values import Values
from suasion.crisis import CrisisNumbers, Gauge, Paths, check_numbers, simulate
from suasion.crisis.model import Floats
from suasion.questions.crisis_draws import CENTRAL_DRAW, ReadyCrisis
from suasion.questions.crisis_numbers import days_between, later


def live(
    ready: ReadyCrisis, place: int | None, paths: int, seed: int, gauges: tuple[Gauge, ...]
) -> Paths:
    """Return the record and the paths of one draw (None: the central figures) as one.

    Returns
    -------
    Paths
        Gauges and days from the first day of the case; the acts of the record on every path,
        not marked as injected.

    Raises
    ------
    ComputationError
        A market of the draw has no optimum.
    """
    first = ready.first_numbers(place)
    states = ready.replay(first)
    ahead = simulate(
        ready.crisis.model,
        _numbers_then(ready, first, states, place),
        paths=paths,
        days=ready.task.days,
        seed=seed,
        draw=CENTRAL_DRAW if place is None else place,
        gauges=gauges,
    )
    past = len(states) - 1
    before = np.broadcast_to(_gauges_past(ready, states, gauges), (paths, past, len(gauges)))
    return Paths(
        paths=paths,
        first_path=0,
        days=past + ahead.days,
        gauges=np.concatenate([before, ahead.gauges], axis=1),
        events=_all_events(ready, ahead, past),
        means=None,
    )


def _numbers_then(
    ready: ReadyCrisis, first: CrisisNumbers, states: Floats, place: int | None
) -> CrisisNumbers:
    used = Values(view=ready.sample.view, numbers=ready.values(place), horizon=ready.task.horizon)
    numbers = later(first, ready.crisis, used, states[-1], ready.start, ready.task.days)
    check_numbers(ready.crisis.model, numbers)
    return numbers


def _gauges_past(ready: ReadyCrisis, states: Floats, gauges: tuple[Gauge, ...]) -> Floats:
    """Return the gauges at the start of each day of the record, [days, gauges]."""
    names = {stock.id: at for at, stock in enumerate(ready.crisis.model.stocks)}
    found = np.zeros((len(states) - 1, len(gauges)))
    for at, gauge in enumerate(gauges):
        for name, factor in gauge.of:
            found[:, at] += factor * (1.0 if name == ONE else states[:-1, names[name]])
    return found


def _all_events(ready: ReadyCrisis, ahead: Paths, past: int) -> NDArray[np.void]:
    places = ready.crisis.move_places
    acts = np.zeros(len(ready.record), dtype=ahead.events.dtype)
    acts["day"] = [days_between(ready.begin, act.day) for act in ready.record]
    acts["move"] = [places[act.move] for act in ready.record]
    told = np.tile(acts, ahead.paths)
    told["path"] = np.repeat(np.arange(ahead.paths), len(acts))
    coming = ahead.events.copy()
    coming["day"] += past
    joined: NDArray[np.void] = np.concatenate([told, coming])
    return joined
