"""The rule of a crisis in plain Python, from its text: slow, and easy to compare with it.

The compiled loop is checked against these functions; stories and likelihoods are told with them.
Nothing here shares code with the compiled loop.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence

from suasion.crisis.model import (
    ONE,
    Coupling,
    Effect,
    Term,
    Weighted,
)
from suasion.crisis.rule import Rule

State = dict[str, float]
"""The value of each stock."""

STEEPEST = 50.0
LEAST = 1e-9
"""A loss up to this is rounding: consent is not refused for it."""
COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


def start_of(rule: Rule) -> State:
    """Return the state at the start of the first day."""
    state = {
        stock.id: float(value)
        for stock, value in zip(rule.model.stocks, rule.numbers.initial, strict=True)
    }
    return _drive(rule, state, 0)


def _drive(rule: Rule, state: State, day: int) -> State:
    driven = zip(rule.model.driven, rule.numbers.drive[day].tolist(), strict=True)
    return {**state, **dict(driven)}


def _sum(state: State, of: Weighted) -> float:
    return math.fsum(
        coefficient * (1.0 if name == ONE else state[name]) for name, coefficient in of
    )


def _product(state: State, by: Sequence[str]) -> float:
    return math.prod(1.0 if name == ONE else state[name] for name in by)


def _kept(rule: Rule, state: Mapping[str, float]) -> State:
    spans = {stock.id: (stock.low, stock.high) for stock in rule.model.stocks}
    return {name: min(max(x, spans[name][0]), spans[name][1]) for name, x in state.items()}


def apply_move(rule: Rule, state: State, move: str, size: float = 1.0) -> State:
    """Return the state after a move: its effects in their order.

    Parameters
    ----------
    rule : Rule
    state : dict of stocks
    move : str
        Id of a move of the model.
    size : float
        Multiplies the amounts of effects that do not set a stock.
    """
    after = dict(state)
    for effect, amount in zip(rule.moves[move].effects, rule.amounts[move], strict=True):
        after[effect.stock] = _changed(rule, after, effect, amount, size)
        after = _kept(rule, after)
    return after


def _changed(rule: Rule, state: State, effect: Effect, amount: float, size: float) -> float:
    x = state[effect.stock]
    much = amount * size * _product(state, effect.by)
    share = min(max(much, 0.0), 1.0)
    if effect.kind == "add":
        return x + much
    if effect.kind == "set":
        return amount
    if effect.kind == "settle":
        return x * (1.0 - share)
    highs = {stock.id: stock.high for stock in rule.model.stocks}
    limit = state[effect.limit] if effect.limit else highs[effect.stock]
    return x + share * max(limit - x, 0.0)


def end_of_day(rule: Rule, state: State, day: int) -> State:
    """Return the state at the start of the next day: couplings, then driven stocks."""
    change = dict.fromkeys(state, 0.0)
    for coupling, rate in zip(rule.model.couplings, rule.numbers.rate.tolist(), strict=True):
        for name, much in _flows(state, coupling, rate):
            change[name] += much
    return _drive(rule, _kept(rule, {name: x + change[name] for name, x in state.items()}), day + 1)


def _flows(state: State, coupling: Coupling, rate: float) -> list[tuple[str, float]]:
    """Return what a coupling adds to which stocks."""
    share = rate * min(max(_product(state, coupling.by), 0.0), 1.0)
    source = 1.0 if coupling.source == ONE else state[coupling.source]
    if coupling.kind == "fades":
        return [(coupling.source, -share * source)]
    if coupling.kind == "turns":
        return [(coupling.source, -share * source), (coupling.target, share * source)]
    if coupling.kind == "adds":
        return [(coupling.target, share * source)]
    return [(coupling.target, share * (source - state[coupling.target]))]


def term_worths(rule: Rule, state: State, actor: str) -> dict[str, float]:
    """Return what each term of an actor is worth to it, in choice units."""
    rows = zip(
        rule.model.terms, rule.numbers.weight.tolist(), rule.numbers.shape.tolist(), strict=True
    )
    return {
        term.id: weight * _times(state, term) * _form(rule, state, term, shape)
        for term, weight, shape in rows
        if term.actor == actor
    }


def _times(state: State, term: Term) -> float:
    return max(_sum(state, term.times), 0.0) if term.times else 1.0


def _form(rule: Rule, state: State, term: Term, shape: Sequence[float]) -> float:
    if term.form == "levers":
        held = [1.0 if name == ONE else state[name] for name, _ in term.of]
        bits = sum(1 << at for at, value in enumerate(held) if value >= 0.5)
        return float(rule.tables[term.id][bits])
    z = _sum(state, term.of)
    if term.form == "linear":
        return z
    if term.form == "saturating":
        return z / (1.0 + z) if z >= 0.0 else z / (1.0 - z)
    if term.form == "square":
        return z * z
    hazard, slope, discount = shape
    return float(-hazard / (hazard + discount * math.exp(-slope * max(z, 0.0))))


def value_of(rule: Rule, state: State, actor: str) -> float:
    """Return V of an actor in a state: the sum of its terms, in choice units."""
    return math.fsum(term_worths(rule, state, actor).values())


def gain_of(rule: Rule, state: State, move: str, actor: str) -> float:
    """Return by how much a move raises the value of an actor: V(after) - V(before)."""
    return value_of(rule, apply_move(rule, state, move), actor) - value_of(rule, state, actor)


def is_available(rule: Rule, state: State, move: str) -> bool:
    """Return whether a move changes anything at all, its gates are open and all consent."""
    row = rule.moves[move]
    if move in rule.idle:
        return False
    if not all(COMPARE[sign](state[name], value) for name, sign, value in row.requires):
        return False
    return all(gain_of(rule, state, move, actor) >= -LEAST for actor in row.consent)


def choice_probabilities(rule: Rule, state: State, actor: str) -> dict[str, float]:
    """Return the chance of each available move of a decider, given an occasion to act.

    What is left to 1 is the chance to wait.

    Parameters
    ----------
    rule : Rule
    state : dict of stocks
    actor : str
        A decider.

    Examples
    --------
    A move without gain at a pace of half the attention, against wait: a third of the time.

    >>> import numpy as np
    >>> from suasion.crisis.model import (
    ...     CrisisModel, CrisisNumbers, Decider, Effect, Move, Stock)
    >>> none, one = np.zeros(0), np.ones(1)
    >>> shout = Move(id="shout:A>B", kind="shout", actor="A", target="B",
    ...              klass="verbal_conflict",
    ...              effects=[Effect(id="e", kind="add", stock="anger")])
    >>> model = CrisisModel(stocks=[Stock(id="anger")], moves=[shout],
    ...                     deciders=[Decider(actor="A")])
    >>> numbers = CrisisNumbers(
    ...     initial=np.zeros(1), rate=none, amount=one, weight=none, shape=np.zeros((0, 3)),
    ...     strength=none, pace=0.5 * one, attention=one, cap=one, nest=one,
    ...     drive=np.zeros((2, 0)))
    >>> rule = Rule(model=model, numbers=numbers)
    >>> round(choice_probabilities(rule, start_of(rule), "A")["shout:A>B"], 4)
    0.3333
    """
    place = [decider.actor for decider in rule.model.deciders].index(actor)
    smooth = float(rule.numbers.nest[place])
    odds, leaning = _leanings(rule, state, actor, place)
    nests: dict[str, list[str]] = {}
    for name in odds:
        nests.setdefault(rule.moves[name].klass, []).append(name)
    mass = {
        name: odds[name] * math.exp(min(max(leaning[name] / smooth, -STEEPEST), STEEPEST))
        for name in odds
    }
    weights = {}
    for klass, names in nests.items():
        all_odds = sum(odds[name] for name in names)
        weights[klass] = all_odds * (sum(mass[name] for name in names) / all_odds) ** smooth
    whole = 1.0 + sum(weights.values())
    return {
        name: weights[klass] / whole * mass[name] / sum(mass[other] for other in names)
        for klass, names in nests.items()
        for name in names
    }


def _leanings(
    rule: Rule, state: State, actor: str, place: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return pace over attention, and capped gain and urges, of the available moves."""
    attention, cap = float(rule.numbers.attention[place]), float(rule.numbers.cap[place])
    odds, leaning = {}, {}
    for move, pace in zip(rule.model.moves, rule.numbers.pace.tolist(), strict=True):
        if move.actor == actor and pace > 0.0 and is_available(rule, state, move.id):
            odds[move.id] = pace / attention
            gain = gain_of(rule, state, move.id, actor)
            leaning[move.id] = cap * math.tanh(gain / cap) + _urges(rule, state, move.id)
    return odds, leaning


def _urges(rule: Rule, state: State, move: str) -> float:
    rows = zip(rule.model.urges, rule.numbers.strength.tolist(), strict=True)
    pushes = [value * _sum(state, urge.of) for urge, value in rows if urge.move == move]
    return math.fsum(pushes)


def replay(
    rule: Rule, events: Sequence[tuple[int, str, float]], days: int
) -> list[tuple[State, list[State]]]:
    """Return the days of a path whose moves are given.

    Parameters
    ----------
    rule : Rule
    events : sequence of (day, move, size)
        In the order in which they happened; size 1 for what was chosen.
    days : int

    Returns
    -------
    list of (start, states)
        For each day, and for the day after the last, the state at its start and the states after
        each of its moves.
    """
    found: list[tuple[State, list[State]]] = []
    state = start_of(rule)
    for day in range(days):
        begin, after = state, []
        for when, move, size in events:
            if when == day:
                state = apply_move(rule, state, move, size)
                after.append(state)
        found.append((begin, after))
        state = end_of_day(rule, state, day)
    return [*found, (state, [])]
