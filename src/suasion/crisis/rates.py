"""Rates of all moves along a given path, and how likely a record of moves is.

Within a day the state changes by moves only, so rates are constant between two moves: both the
integral of a rate and the likelihood of a record are exact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

import numpy as np
from attrs import frozen

from suasion.crisis.acts import Act
from suasion.crisis.machine import Machine, make_machine
from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats
from suasion.crisis.simulation import MOST_DAYS
from suasion.errors import InputError

MOST_ORDERED = 3
"""Acts of one day up to which all their orders (6 for three) are weighed."""
LEAST_ADDED = 1e-17


@frozen(kw_only=True, eq=False)
class Stretch:
    """A stretch of time in which no rate changes."""

    begin: float
    """Days from the start."""
    end: float
    rates: Floats
    """[moves]: per day, in the order of the model."""


@frozen(kw_only=True)
class RecordedMove:
    """A move of a record, known to the day."""

    day: int
    move: str
    given: bool = False
    """It happened for reasons outside the model: it acts at the start of its day, unscored."""


def rates_along(
    model: CrisisModel, numbers: CrisisNumbers, acts: Sequence[Act], days: int
) -> tuple[Stretch, ...]:
    """Return the exact rates of all moves along a path.

    Model
        rate of m = attention of its actor x P(m | state), see `simulate`.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
    acts : sequence of Act
        By day and time, as `acts_of` gives them.
    days : int

    Returns
    -------
    tuple of Stretch
        From 0 to `days` without gaps; a stretch ends with each act and with each day.

    Notes
    -----
    The integrals of the rate of a move between its acts are Exp(1) if the model is right (time
    rescaling); a test holds simulated paths to that.

    References
    ----------
    [Brown2002] E. N. Brown and others, "The time-rescaling theorem and its application to neural
    spike train data analysis", Neural Computation 14 (2002), equation 2.3.
    """
    _require_days(days, acts, numbers)
    machine = make_machine(model, numbers)
    state, found = machine.start(), []
    for day in range(days):
        begin = float(day)
        for act in (act for act in acts if act.day == day):
            at = day + act.time
            if at > begin:
                found.append(Stretch(begin=begin, end=at, rates=machine.rates(state)))
            state, begin = machine.after(state, act.move, act.size), at
        found.append(Stretch(begin=begin, end=day + 1.0, rates=machine.rates(state)))
        state = machine.next_day(state, day)
    return tuple(found)


def log_likelihood(
    model: CrisisModel,
    numbers: CrisisNumbers,
    record: Sequence[RecordedMove],
    days: int,
    *,
    ordered: bool = False,
) -> float:
    """Return the log of the chance that just these moves happen on just these days.

    Model
        A day with acts m1..mk in that order, with L_j the sum of all rates after j of them:
        prod r(m_j) times the integral over 0 < t1 < .. < tk < 1 of exp(-sum L_j (t_j+1 - t_j)),
        which is the divided difference of exp at -L_0..-L_k. Over unknown orders it is summed:
        all orders of up to three acts, else the number of orders times the one given.

    Assumptions
        A1: the record holds every move of the model that happened. A2: the day goes on from the
        state after the order given, whichever is true.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
    record : sequence of RecordedMove
        Within a day in the order in which they probably happened.
    days : int
        Length of the record; days without a move count.
    ordered : bool
        Take the order within each day as known.

    Returns
    -------
    float
        -inf where a move was not available when it happened.

    Raises
    ------
    InputError
        An unknown move, or one outside the days (C1).
    """
    _require_days(days, record, numbers)
    machine = make_machine(model, numbers)
    index = {move.id: at for at, move in enumerate(model.moves)}
    state, found = machine.start(), 0.0
    for day in range(days):
        rows = [row for row in record if row.day == day]
        for row in rows:
            if row.given:
                state = machine.after(state, row.move)
        acts = tuple(row.move for row in rows if not row.given)
        found += _log(_day_chance(machine, index, state, acts, ordered=ordered))
        for move in acts:
            state = machine.after(state, move)
        state = machine.next_day(state, day)
    return found


def _day_chance(
    machine: Machine, index: dict[str, int], state: Floats, acts: tuple[str, ...], *, ordered: bool
) -> float:
    """Return the density of a day's acts, summed over their orders where these are not known."""
    if ordered or len(set(acts)) <= 1:
        return _order_chance(machine, index, state, acts)
    if len(acts) <= MOST_ORDERED:
        orders = sorted(set(permutations(acts)))
        return sum(_order_chance(machine, index, state, order) for order in orders)
    repeats = math.prod(math.factorial(acts.count(move)) for move in sorted(set(acts)))
    n_orders = math.factorial(len(acts)) // repeats
    return n_orders * _order_chance(machine, index, state, acts)


def _order_chance(
    machine: Machine, index: dict[str, int], state: Floats, acts: tuple[str, ...]
) -> float:
    chance, totals = 1.0, []
    for move in acts:
        rates = machine.rates(state)
        totals.append(float(rates.sum()))
        state = machine.after(state, move)
        chance *= rates[index[move]]
    totals.append(float(machine.rates(state).sum()))
    return chance * waiting_weight(totals)


def waiting_weight(totals: Sequence[float]) -> float:
    """Return the integral over 0 < t1 < .. < tk < 1 of exp(-sum of rate times waiting time).

    Model
        The corner entry of exp of the matrix with -totals on its diagonal and ones above it, by
        a series of positive terms: nothing cancels, however near two totals are.

    Parameters
    ----------
    totals : sequence of float
        Sums of rates before the first act, between acts and after the last; k + 1 of them.

    Examples
    --------
    >>> round(waiting_weight([0.0, 0.0, 0.0]), 6), round(waiting_weight([2.0]), 6)
    (0.5, 0.135335)
    """
    top = max(totals)
    matrix = np.diag(top - np.asarray(totals, dtype=np.float64)) + np.eye(len(totals), k=1)
    row = np.zeros(len(totals))
    row[0] = 1.0
    whole, step = row.copy(), 0
    while row.max() > LEAST_ADDED * whole.max() or step < len(totals):
        step += 1
        row = row @ matrix / step
        whole += row
    return float(whole[-1] * math.exp(-top))


def _log(chance: float) -> float:
    return math.log(chance) if chance > 0.0 else -math.inf


def _require_days(
    days: int, rows: Sequence[Act] | Sequence[RecordedMove], numbers: CrisisNumbers
) -> None:
    longest = min(MOST_DAYS, len(numbers.drive) - 1)
    outside = [row for row in rows if not 0 <= row.day < days]
    if not 1 <= days <= longest or outside:
        raise InputError(
            "a record outside its days",
            where="suasion.crisis.rates",
            got=f"{days} days"
            + (f", {outside[0].move} on day {outside[0].day}" if outside else ""),
            expected=f"1 to {longest} days, and every move on a day from 0 to below that",
            fix="give the length of the record in days, and days counted from its start",
        )
