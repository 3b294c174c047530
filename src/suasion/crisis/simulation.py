"""Paths of a crisis: what happens day by day, drawn as often as wanted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis.checking import require_known
from suasion.crisis.compiling import compile_model
from suasion.crisis.keys import root_of
from suasion.crisis.loop_arrays import Out, Task, make_out, make_work
from suasion.crisis.model import ONE, CrisisModel, CrisisNumbers, Floats, Weighted
from suasion.crisis.number_checks import check_numbers
from suasion.crisis.pins import Means, Pins, stand_ins
from suasion.crisis.program import Cut, Figures, Program, load_numbers
from suasion.errors import InputError

MOST_DAYS = 3660
MOST_SIZE = 100.0
WHERE = "suasion.crisis.simulate"


@frozen(kw_only=True)
class Injection:
    """A move made from outside at the start of a day, whatever its gates say."""

    day: int
    """0 is the first day."""
    move: str
    size: float = 1.0
    """Multiplies the amounts of its effects, but for those that set a stock."""


@frozen(kw_only=True)
class Gauge:
    """A weighted sum of stocks that is read on every day of every path."""

    name: str
    of: Weighted


@frozen(kw_only=True, eq=False)
class Paths:
    """Paths of one draw of numbers."""

    paths: int
    first_path: int
    days: int
    gauges: Floats
    """[paths, days + 1, gauges]: at the start of each day, and at the end of the last."""
    events: NDArray[np.void]
    """Moves by path, day and time: fields path, day, time (share of the day that had passed; 0
    where injected), move (row in the model) and injected."""
    means: Means | None


def simulate(
    model: CrisisModel,
    numbers: CrisisNumbers,
    *,
    paths: int,
    days: int,
    seed: int,
    draw: int = 0,
    injections: Sequence[Injection] = (),
    pins: Pins | None = None,
    gauges: Sequence[Gauge] = (),
    keep_means: bool = False,
    first_path: int = 0,
) -> Paths:
    """Return paths of a crisis under one draw of numbers.

    Model
        On each day: injected moves happen, in the order given; then each decider i has
        Poisson(nu_i) occasions at even times, and at each it picks one of its available moves or
        waits. With gain dU = V_i(after) - V_i(before), u = c tanh(dU / c) + urges and
        w = pace / nu_i, a class n of moves has S = sum w exp(u / lambda), W = sum w;
        P(n) is proportional to W (S / W)^lambda, wait to 1; P(move | n) = w exp(u / lambda) / S.
        At the end of the day couplings act, then the driven stocks are set.

    Assumptions
        A1: attention does not depend on what happens. A2: nobody looks beyond the move at hand.
        A3: within a day stocks change by moves only.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
    paths : int
        At least 1.
    days : int
        1 to 3660; `numbers.drive` has at least one row more.
    seed : int
        Any whole number; 0 is one like every other.
    draw : int
        Which draw of numbers this is; random numbers differ between draws.
    injections : sequence of Injection
    pins : Pins, optional
        Edges taken out, see `make_pins`.
    gauges : sequence of Gauge
    keep_means : bool
        Keep what `make_pins` needs.
    first_path : int
        Number of the first path; so a run can be cut into parts.

    Returns
    -------
    Paths
        The same whatever the order of the rows of the model, but for rows that it names.

    Raises
    ------
    InputError
        Limits broken; an unknown move or stock; a model or numbers that are not sound (C1).

    Reproducibility
        Each random number hangs on seed, draw, path, day, decider, number of the occasion and
        the id of the class or move; a change on some day alters nothing before it.
    """
    _require_limits(paths, days, first_path, numbers)
    program = compile_model(model, pins.cut if pins else Cut())
    check_numbers(model, numbers)
    stands = stand_ins(pins, model, days, program.stock_rows, program.shadows)
    figures = load_numbers(program, model, numbers, *stands)
    task = Task(
        root=np.uint64(root_of(seed, draw)),
        first_path=first_path,
        paths=paths,
        days=days,
        keep=keep_means,
        **_injected(program, model, injections, days),
        **_gauges(program, model, gauges),
    )
    return _paths(program, task, _run(program, figures, task, model))


def _run(program: Program, figures: Figures, task: Task, model: CrisisModel) -> Out:
    """Return what the loop writes, with room enough for all events."""
    # Imported here: numba takes a second, and most commands need it not.
    loop = import_module("suasion.crisis.kernel_entries")
    most = task.paths * (task.days * float(figures.attention.sum()) + len(task.injected_day))
    room = int(most + 8 * math.sqrt(most)) + 64
    while True:
        out = make_out(task, model, room)
        loop.run(program.code, figures, task, make_work(program, figures), out)
        if out.counts[0] <= room:
            return out
        room = int(out.counts[0])


def _paths(program: Program, task: Task, out: Out) -> Paths:
    return Paths(
        paths=task.paths,
        first_path=task.first_path,
        days=task.days,
        gauges=out.gauges,
        events=out.events[: out.counts[0]].copy(),
        means=_means(program, task, out) if task.keep else None,
    )


def _means(program: Program, task: Task, out: Out) -> Means:
    stock_mean = np.zeros_like(out.stock_mean)
    stock_mean[:, program.stock_rows] = out.stock_mean / task.paths
    return Means(
        paths=task.paths,
        stock_mean=stock_mean,
        effect_inflow=out.effect_inflow / task.paths,
        coupling_inflow=out.coupling_inflow / task.paths,
    )


def _injected(
    program: Program, model: CrisisModel, injections: Sequence[Injection], days: int
) -> dict[str, Any]:
    known = [move.id for move in model.moves]
    place = {int(row): at for at, row in enumerate(program.move_rows)}
    for injection in injections:
        where = f"injection of {injection.move} on day {injection.day}"
        require_known(injection.move, known, "move", where)
        if not (0 <= injection.day < days and 0 < injection.size <= MOST_SIZE):
            raise InputError(
                "injection out of range",
                where=where,
                got=f"day {injection.day}, size {injection.size:g}",
                expected=f"day 0 to {days - 1}, size above 0 and at most {MOST_SIZE:g}",
                fix="inject within the horizon, at a size in the range",
            )
    moves = [place[known.index(injection.move)] for injection in injections]
    return {
        "injected_day": np.array([each.day for each in injections], dtype=np.int64),
        "injected_move": np.array(moves, dtype=np.int64),
        "injected_size": np.array([each.size for each in injections], dtype=np.float64),
    }


def _gauges(program: Program, model: CrisisModel, gauges: Sequence[Gauge]) -> dict[str, Any]:
    known = (*(stock.id for stock in model.stocks), ONE)
    ranges: list[tuple[int, int]] = []
    pool: list[int] = []
    coef: list[float] = []
    for gauge in gauges:
        begin = len(pool)
        for name, coefficient in sorted(gauge.of):
            require_known(name, known, "stock", f"gauge {gauge.name}")
            pool.append(program.slots[name])
            coef.append(float(coefficient))
        ranges.append((begin, len(pool)))
    return {
        "gauges": np.array(ranges, dtype=np.int64).reshape(-1, 2),
        "gauge_pool": np.array(pool, dtype=np.int64),
        "gauge_coef": np.array(coef, dtype=np.float64),
    }


def _require_limits(paths: int, days: int, first_path: int, numbers: CrisisNumbers) -> None:
    longest = min(MOST_DAYS, len(numbers.drive) - 1)
    if not (1 <= days <= longest and paths >= 1 and first_path >= 0):
        raise InputError(
            "a simulation outside its limits",
            where=WHERE,
            got=f"{days} days, {paths} paths from {first_path} on",
            expected=f"1 to {longest} days (at most {MOST_DAYS}, and as the driven series reach), "
            "at least 1 path, from 0 on",
            fix="ask for fewer days or give longer series; ask for at least one path",
        )
