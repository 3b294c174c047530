"""How likely a record is, day by day, under one draw of the numbers of a crisis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from attrs import field, frozen, mutable
from numpy.typing import NDArray

from suasion.comparison.record_acts import Branch
from suasion.crisis import CrisisModel, CrisisNumbers, RecordedMove
from suasion.crisis.machine import Machine, make_machine
from suasion.crisis.rates import waiting_weight

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
COVERAGES = (0.125, 0.25, 0.5, 1.0)
"""Shares of the acts of the model that a record may hold; each is as likely as the others."""
SLIP = 0.05
"""Share of the acts of a record that happened for reasons outside the model, or are miscoded."""


@frozen(kw_only=True, eq=False)
class Scoring:
    """On what a record is scored."""

    days: int
    scored: Marks
    """[moves]"""
    pace: float
    """Acts per day and move, were all moves alike."""
    coverages: tuple[float, ...] = COVERAGES
    slip: float = SLIP


@mutable(kw_only=True, eq=False)
class _Walk:
    """Records followed side by side; what they have in common is done once."""

    machine: Machine
    scoring: Scoring
    weights: Floats
    stops: tuple[int, ...]
    rows: dict[str, int]
    kernel: Any
    known: dict[tuple[int, int, tuple[RecordedMove, ...]], tuple[int, Floats, Floats]] = field(
        factory=dict
    )


def record_chances(
    model: CrisisModel, numbers: CrisisNumbers, branches: Sequence[Branch], scoring: Scoring
) -> Floats:
    """Return the log of the chance of each day of some records.

    Model
        As `suasion.crisis.log_likelihood`, with the rate of a scored move
        q (1 - s) r + s p: q the share of acts that the record holds, s the share of acts from
        outside the model and p the pace were all moves alike. So no act is impossible, and the
        worst of them costs log(s p).

    Assumptions
        A1 an act that the record does not hold leaves no trace in the state. A2 within a day
        acts came in the order given; all orders are as likely.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
        With the state of day 0.
    branches : sequence of Branch
        Their weights are not used here.
    scoring : Scoring

    Returns
    -------
    array, shape (branches, coverages, days)

    Raises
    ------
    InputError
        An unknown move, or numbers that are not sound (C1).
    """
    machine = make_machine(model, numbers)
    rows = machine.program.move_rows
    walk = _Walk(
        machine=machine,
        scoring=scoring,
        weights=machine.attention * scoring.scored[rows],
        stops=tuple(sorted({act.day for branch in branches for act in branch.acts})),
        rows={move.id: at for at, move in enumerate(model.moves)},
        # Imported here: numba takes a second, and most commands need it not.
        kernel=import_module("suasion.comparison.record_kernel"),
    )
    return np.array([_follow(walk, branch) for branch in branches])


def _follow(walk: _Walk, branch: Branch) -> Floats:
    """Return the log chances of the days of one record, [coverages, days]."""
    found = np.zeros((len(walk.scoring.coverages), walk.scoring.days))
    by_day: dict[int, list[RecordedMove]] = {}
    for act in branch.acts:
        by_day.setdefault(act.day, []).append(act)
    node, state, day = -1, walk.machine.start(), 0
    for stop in (*walk.stops, walk.scoring.days):
        acts = tuple(by_day.get(stop, ()))
        key = (node, stop, acts)
        if key not in walk.known:
            walk.known[key] = (len(walk.known), *_stretch(walk, state, day, stop, acts))
        node, chances, state = walk.known[key]
        found[:, day : day + chances.shape[1]] = chances
        day = stop + 1
    return found


def _stretch(
    walk: _Walk, state: Floats, first: int, stop: int, acts: tuple[RecordedMove, ...]
) -> tuple[Floats, Floats]:
    """Return log chances of quiet days up to a stop and of its acts, and the state after it."""
    machine, scoring = walk.machine, walk.scoring
    totals = np.zeros(scoring.days)
    x, none = state.copy(), np.zeros(len(walk.weights))
    program, figures = machine.program, machine.figures
    walk.kernel.pass_quiet(
        x, first, stop, program.code, figures, machine.work, walk.weights, none, totals
    )
    quiet = -np.array([_rate(scoring, q, totals[first:stop]) for q in scoring.coverages])
    if stop >= scoring.days:
        return quiet, x
    last, x = _acts(walk, x, acts)
    return np.column_stack([quiet, last]), machine.next_day(x, stop)


def _rate(scoring: Scoring, coverage: float, total: Any) -> Any:
    """Return the rate of all scored moves together, from that of the model."""
    outside = scoring.slip * scoring.pace * int(scoring.scored.sum())
    return coverage * (1.0 - scoring.slip) * total + outside


def _acts(walk: _Walk, state: Floats, acts: tuple[RecordedMove, ...]) -> tuple[list[float], Floats]:
    """Return the log chance of the acts of a day by coverage, and the state after them."""
    machine, scoring = walk.machine, walk.scoring
    for act in acts:
        state = machine.after(state, act.move) if act.given else state
    own = [act.move for act in acts if not act.given]
    rates, totals = [], []
    for name in [*own, ""]:
        table = np.where(scoring.scored, machine.rates(state), 0.0)
        totals.append(float(table.sum()))
        if name:
            rates.append(float(table[walk.rows[name]]))
            state = machine.after(state, name)
    if not own:
        return [-float(_rate(scoring, q, totals[0])) for q in scoring.coverages], state
    orders = math.lgamma(len(own) + 1) - sum(math.lgamma(own.count(x) + 1) for x in sorted({*own}))
    floor = scoring.slip * scoring.pace
    found = []
    for q in scoring.coverages:
        waits = _waiting([_rate(scoring, q, total) for total in totals])
        chosen = sum(math.log(q * (1.0 - scoring.slip) * rate + floor) for rate in rates)
        found.append(orders + chosen + math.log(waits))
    return found, state


def _waiting(totals: list[float]) -> float:
    """Return `waiting_weight`, by hand where one act parts the day: most days have no more."""
    if len(totals) != 2:
        return waiting_weight(totals)
    half = 0.5 * (totals[1] - totals[0])
    spread = math.sinh(half) / half if abs(half) > 1e-6 else 1.0
    return math.exp(-0.5 * (totals[0] + totals[1])) * spread
