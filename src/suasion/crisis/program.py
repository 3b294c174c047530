"""A crisis model as flat arrays, for the compiled loop.

Rows are put into an order of their own (by id; moves by decider, class and id), so that nothing
hangs on the order in which they were given, to the last bit. What is pinned is cut here: a pinned
row is left out, a pinned reading goes to a slot that holds a mean instead of the stock.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats, Ints
from suasion.crisis.multiplicity import idle_moves

Keys = NDArray[np.uint64]
Places = NDArray[np.uint32]
"""Without a sign: the compiled loop need not ask whether a place is counted from the end."""


class Code(NamedTuple):
    """The structure as the loop reads it; pairs of columns are begin and end of a range."""

    couplings: Places
    """kind, source, target, by (2 columns, in pool)"""
    effects: Places
    """kind (the last: fill up to its high), stock, limit, by (2, in pool), row in the model"""
    moves: Places
    """effects (2), gates (2), urges (2)"""
    tries: Places
    """of each move: trials (2), stocks that these change (2, in pool), parties (2)"""
    trials: Places
    """the effects that reach a term of a party: as in `effects`, but the last is the row there"""
    parties: Places
    """touches (2) of the actor, then of each who must not lose"""
    touches: Places
    """term, changed entries of its `of` and of its `times` (2 each, in pool)"""
    gates: Places
    """stock, comparison"""
    gate_values: Floats
    terms: Places
    """form, of (2, in pool), times (2, in pool), begin of its table of levers"""
    urges: Places
    """of (2, in pool)"""
    nests: Places
    """moves (2), those of them with an urge (2, in pool)"""
    deciders: Places
    """nests (2)"""
    pool: Places
    coef: Floats
    """aligned with the pool; 1 where it lists no sum"""
    low: Floats
    high: Floats
    changing: Places
    """stocks that a day can change"""
    driven: Places
    coupling_rows: Ints
    move_rows: Ints
    nest_keys: Keys
    move_keys: Keys
    decider_keys: Keys


@frozen(kw_only=True)
class Cut:
    """What is pinned, by places of rows in the model."""

    effects: frozenset[int] = frozenset()
    couplings: frozenset[int] = frozenset()
    reads: frozenset[tuple[str, int, str]] = frozenset()
    """Table (term, urge, effect, coupling), row and the stock that is read as a mean."""


@frozen(kw_only=True, eq=False)
class Program:
    """A compiled model: the arrays, and which row of the model each row of theirs is."""

    code: Code
    stock_rows: Ints
    coupling_rows: Ints
    move_rows: Ints
    effect_rows: Ints
    term_rows: Ints
    urge_rows: Ints
    decider_rows: Ints
    shadows: Ints
    """Rows of the stocks of which some reading is pinned."""
    slots: dict[str, int]
    """Where each stock stands among the numbers of a path; the number one is behind the last."""


class Figures(NamedTuple):
    """The numbers of a draw as the loop reads them, in the order of the program."""

    initial: Floats
    rate: Floats
    amount: Floats
    weight: Floats
    shape: Floats
    levers: Floats
    strength: Floats
    odds: Floats
    """Pace over attention, by move; 0 for a move that changes nothing."""
    nest_odds: Floats
    """Log of the odds of all moves of a nest; minus infinity where there are none."""
    calm: Floats
    """Chance of no occasion on a day, by decider."""
    attention: Floats
    cap: Floats
    nest: Floats
    drive: Floats
    shadow: Floats
    """[days, pinned readings]: the mean that is read instead of a stock."""
    given: Floats
    """[days, stocks]: what pinned rows bring each day; no columns where none is pinned."""


def load_numbers(
    program: Program, model: CrisisModel, numbers: CrisisNumbers, shadow: Floats, given: Floats
) -> Figures:
    """Return the numbers of a draw in the order of a program.

    Parameters
    ----------
    program : Program
    model : CrisisModel
    numbers : CrisisNumbers
        Sound by `check_numbers`.
    shadow, given : array
        Means that stand for what is pinned, by day; as in `Figures`.
    """
    attention = numbers.attention[program.decider_rows]
    levers = [np.zeros(0), *numbers.lever_values]
    odds = _odds(program, model, numbers)
    return Figures(
        initial=numbers.initial[program.stock_rows],
        rate=numbers.rate[program.coupling_rows],
        amount=numbers.amount[program.effect_rows],
        weight=numbers.weight[program.term_rows],
        shape=np.ascontiguousarray(numbers.shape[program.term_rows]),
        levers=np.concatenate(levers),
        strength=numbers.strength[program.urge_rows],
        odds=odds,
        nest_odds=_nest_odds(program, odds),
        calm=np.exp(-attention),
        attention=attention,
        cap=numbers.cap[program.decider_rows],
        nest=numbers.nest[program.decider_rows],
        drive=np.ascontiguousarray(numbers.drive, dtype=np.float64),
        shadow=shadow,
        given=given,
    )


def _odds(program: Program, model: CrisisModel, numbers: CrisisNumbers) -> Floats:
    """Return pace over attention by move; nothing for one that nobody chooses."""
    attention = {
        decider.actor: value
        for decider, value in zip(model.deciders, numbers.attention, strict=True)
    }
    each = [attention.get(move.actor, np.inf) for move in model.moves]
    odds = numbers.pace / np.array(each, dtype=np.float64)
    odds[idle_moves(model, numbers)] = 0.0
    return odds[program.move_rows]


def _nest_odds(program: Program, odds: Floats) -> Floats:
    whole = np.concatenate(([0.0], np.cumsum(odds)))
    begins, ends = program.code.nests[:, 0], program.code.nests[:, 1]
    with np.errstate(divide="ignore"):
        found: Floats = np.log(whole[ends] - whole[begins])
    return found
