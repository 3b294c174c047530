"""The arrays that the compiled loop works in and writes to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.crisis.model import CrisisModel, Floats, Ints
from suasion.crisis.program import Figures, Keys, Program

MOST_OCCASIONS = 100
"""Of one decider on one day, as in `suasion.crisis.kernel_days`."""
EVENT = np.dtype([("path", "i4"), ("day", "i4"), ("time", "f8"), ("move", "i4"), ("injected", "?")])
"""One move of one path: the share of the day that had passed, and its row in the model."""


class Task(NamedTuple):
    """What the compiled loop is to do."""

    root: np.uint64
    first_path: int
    paths: int
    days: int
    keep: bool
    injected_day: Ints
    injected_move: Ints
    injected_size: Floats
    gauges: Ints
    gauge_pool: Ints
    gauge_coef: Floats


class Work(NamedTuple):
    """Room that the compiled loop works in."""

    x: Floats
    change: Floats
    tried: Floats
    """The state on which moves are tried."""
    base: Floats
    """Of each term: sum, times, form and worth before any move."""
    stamp: Ints
    now: Ints
    urge: Floats
    top: Floats
    """Largest urge of each nest."""
    odds: Floats
    gain: Floats
    mass: Floats
    times: Floats
    agenda: Ints
    keys: Keys


class Out(NamedTuple):
    """What the compiled loop writes."""

    gauges: Floats
    events: NDArray[np.void]
    """Rows of `EVENT`."""
    stock_mean: Floats
    effect_inflow: Floats
    coupling_inflow: Floats
    counts: Ints


def make_work(program: Program, figures: Figures) -> Work:
    """Return room to work in; one per thread."""
    code = program.code
    stocks, moves, terms = len(code.low), len(code.moves), len(code.terms)
    deciders = len(code.decider_keys)
    return Work(
        x=np.zeros(stocks + 1 + figures.shadow.shape[1]),
        change=np.zeros(stocks),
        tried=np.zeros(stocks + 1 + figures.shadow.shape[1]),
        base=np.zeros((terms, 4)),
        stamp=np.full(terms, -1),
        now=np.zeros(2, dtype=np.int64),
        urge=np.zeros(moves),
        top=np.zeros(len(code.nests)),
        odds=np.zeros(moves),
        gain=np.zeros(moves),
        mass=np.zeros(moves),
        times=np.zeros(deciders * MOST_OCCASIONS),
        agenda=np.zeros((deciders * MOST_OCCASIONS, 2), dtype=np.int64),
        keys=np.zeros(deciders, dtype=np.uint64),
    )


def make_out(task: Task, model: CrisisModel, room: int) -> Out:
    """Return room for what is written: `room` events, and means where they are kept."""
    days = task.days if task.keep else 0
    return Out(
        gauges=np.zeros((task.paths, task.days + 1, len(task.gauges))),
        events=np.zeros(room, dtype=EVENT),
        stock_mean=np.zeros((days, len(model.stocks))),
        effect_inflow=np.zeros((days, len(model.effects))),
        coupling_inflow=np.zeros((days, len(model.couplings))),
        counts=np.zeros(1, dtype=np.int64),
    )
