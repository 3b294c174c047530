"""The nearest change of one figure that would turn a conclusion round.

Model
    A conclusion is that an outcome of the outlook lies above or below a threshold on the central
    figures. Each figure that accounts may set is moved from its central value towards both ends
    of its range, the others staying, on the same random numbers; where the outcome crosses the
    threshold between two steps, the crossing is found by linear interpolation. Distance is
    counted in widths of the figure's 90 % interval.

Assumptions
    A1 one figure moves at a time. A2 between two steps the outcome changes evenly. A3 levers,
    deals and all else follow the figure, as in the outlook.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np
from attrs import evolve, frozen

from suasion.cases import figures
from suasion.cases.accounts import figure_range
from suasion.cases.figures import Figure, parameter_users, require_cell
from suasion.comparison.account_outcomes import TENSION, outcome_names
from suasion.comparison.account_rows import FlipRow
from suasion.crisis import simulate
from suasion.errors import InputError
from suasion.questions.crisis_draws import CENTRAL_DRAW, CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.crisis_worth import find_losses
from suasion.questions.outlook_measures import (
    FRIENDLY_ACTS,
    HOSTILE_ACTS,
    gauges,
    measure_paths,
)

STEPS = 3
"""Steps from the central value to each end of the range."""
PATHS = 100
NUMBERS = (HOSTILE_ACTS, FRIENDLY_ACTS, TENSION)
"""Outcomes that are no probabilities."""


@frozen(kw_only=True)
class FlipTask:
    """What moving a figure needs to know."""

    crisis: CrisisTask
    result: str
    threshold: float
    seed: int


def find_flips(task: FlipTask, executor: Executor) -> tuple[FlipRow, ...]:
    """Return for each figure that accounts may set how far it must move, the nearest first.

    Raises
    ------
    InputError
        The case has no outcome of that name, the outcome cannot reach the level, or no figure
        may be set by accounts (C1).
    """
    ready = ready_crisis(task.crisis)
    _require_outcome(task, outcome_names(ready))
    _require_level(task)
    moved = _movable(ready)
    futures = [executor.submit(move_figure, task, figure.address) for figure in moved]
    rows = [future.result() for future in futures]
    far = float("inf")
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                far if np.isnan(row.share_of_interval) else row.share_of_interval,
                row.figure,
            ),
        )
    )


def _require_outcome(task: FlipTask, names: tuple[str, ...]) -> None:
    if task.result not in names:
        raise InputError(
            f"there is no outcome '{task.result}'",
            where="option --flip",
            got=task.result,
            expected="one of " + "; ".join(names),
            fix="name an outcome of the outlook",
        )


def _movable(ready: ReadyCrisis) -> list[Figure]:
    """Return the figures that may move; without one every conclusion would seem firm (C1)."""
    moved = list(_settable(ready))
    if not moved:
        raise InputError(
            "there is no figure to move",
            where="parameters.csv, column account_primitive",
            got="no uncertain figure that accounts may set",
            expected="one at least",
            fix="write yes there for the figures that accounts may set",
        )
    return moved


def _require_level(task: FlipTask) -> None:
    """Refuse a level that no probability can have: every figure would seem to be firm (C1)."""
    if task.result in NUMBERS or 0.0 <= task.threshold <= 1.0:
        return
    raise InputError(
        f"'{task.result}' is a probability and cannot reach {task.threshold:g}",
        where="option --flip",
        got=f"{task.threshold:g}",
        expected="a number from 0 to 1",
        fix=f"write for example '{task.result}=0.5'",
    )


def _settable(ready: ReadyCrisis) -> Iterator[Figure]:
    for figure in figures(ready.sample.view).values():
        if figure.account_primitive and figure.quantity.is_uncertain:
            yield figure


def move_figure(task: FlipTask, address: str) -> FlipRow:
    """Return how far one figure must move for the outcome to cross the threshold."""
    ready = ready_crisis(task.crisis)
    figure = figures(ready.sample.view)[address]
    now = ready.sample.central[address]
    low, high = figure.quantity.low, figure.quantity.high
    base = _outcome(task, ready, address, now)
    best: tuple[float, float, float] | None = None
    for end in _ends(ready, figure, (low, high)):
        points = np.linspace(now, end, STEPS + 1)
        values = [base, *(_outcome(task, ready, address, float(one)) for one in points[1:])]
        found = _crossing(points.tolist(), values, task.threshold)
        if found is not None and (best is None or abs(found[0] - now) < abs(best[0] - now)):
            best = (found[0], found[1], end)
    width = high - low
    nothing = float("nan")
    return FlipRow(
        result=task.result,
        value=base,
        threshold=task.threshold,
        figure=address,
        title=require_cell(ready.sample.view, address)[0].title,
        now=now,
        flips_at=best[0] if best else nothing,
        share_of_interval=abs(best[0] - now) / width if best and width > 0.0 else nothing,
        at_flip=best[1] if best else nothing,
    )


def _ends(ready: ReadyCrisis, figure: Figure, spread: tuple[float, float]) -> tuple[float, float]:
    """Return how far a figure may move: its range, else half a width beyond its interval."""
    row, column = require_cell(ready.sample.view, figure.address)
    low, high = figure_range(row, column)
    half = 0.5 * (spread[1] - spread[0])
    return (
        spread[0] - half if low is None else low,
        spread[1] + half if high is None else high,
    )


def _crossing(
    points: list[float], values: list[float], threshold: float
) -> tuple[float, float] | None:
    """Return where the values first cross the threshold, and the value after it.

    Examples
    --------
    >>> _crossing([0.0, 1.0, 2.0], [0.1, 0.4, 0.8], 0.5)
    (1.25, 0.8)
    >>> _crossing([0.0, 1.0], [0.1, 0.4], 0.5) is None
    True
    """
    for at in range(1, len(points)):
        before, after = values[at - 1] - threshold, values[at] - threshold
        if before * after < 0.0 or (after == 0.0 and before != 0.0):
            share = before / (before - after)
            return points[at - 1] + share * (points[at] - points[at - 1]), values[at]
    return None


def _outcome(task: FlipTask, ready: ReadyCrisis, address: str, value: float) -> float:
    """Return the outcome on the central figures with one of them at a value."""
    users = parameter_users(ready.sample.view).get(address, ())
    values = {**ready.sample.central, **dict.fromkeys((address, *users), value)}
    solved = ready.solved(values, 0)
    losses = find_losses(ready.crisis, ready.base.pool, solved)
    built = ready.build(values, losses, ready.deal(values, solved, None))
    numbers = ready.forward(built, values)
    paths = simulate(
        ready.crisis.model,
        numbers,
        paths=PATHS,
        days=task.crisis.days,
        seed=task.seed,
        draw=CENTRAL_DRAW,
        gauges=gauges(ready.crisis),
    )
    measured = measure_paths(ready.crisis, paths)
    found = [*measured.outcomes.mean(axis=1), measured.observables[0, :, -1].mean()]
    return float(found[outcome_names(ready).index(task.result)])


def flip_task(
    crisis: CrisisTask, result: str, threshold: float, account: str, seed: int
) -> FlipTask:
    """Return the task under one account; an empty name is the shared base."""
    asked = evolve(crisis.request, account=account or None, draws=0)
    return FlipTask(
        crisis=evolve(crisis, request=asked), result=result, threshold=threshold, seed=seed
    )
