"""From the records of a crisis model to the flat arrays of `suasion.crisis.program`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from attrs import field, frozen

from suasion.crisis.checking import check_model
from suasion.crisis.keys import key_of
from suasion.crisis.model import (
    COUPLINGS,
    EFFECTS,
    FORMS,
    GATES,
    CrisisModel,
    Effect,
    Floats,
    Gate,
    Ints,
)
from suasion.crisis.program import Code, Cut, Keys, Places, Program
from suasion.crisis.row_order import Range, RowOrder, effects_by_move, find_nests, order_rows
from suasion.crisis.slots import Slots
from suasion.crisis.trials import Row, Trials, find_trials

MOST_PROGRAMS = 256
"""Kept ready: more than there are mechanisms, as each draw goes through the ablations of all."""


@lru_cache(maxsize=MOST_PROGRAMS)
def compile_model(model: CrisisModel, cut: Cut) -> Program:
    """Return the arrays of a model with some of its edges cut.

    Parameters
    ----------
    model : CrisisModel
    cut : Cut
        What is pinned; `Cut()` for nothing.

    Returns
    -------
    Program
        The same to the last bit, but for the rows that it names, in whatever order the rows of
        the model come.

    Raises
    ------
    InputError
        A model that `check_model` refuses (C1).
    """
    check_model(model)
    order, slots = order_rows(model, cut), Slots(model=model, cut=cut)
    place = {stock.id: at for at, stock in enumerate(model.stocks)}
    code = _code(model, cut, order, slots)
    return Program(
        code=code,
        stock_rows=_ints(order.stocks),
        coupling_rows=_ints(order.couplings),
        move_rows=_ints(order.moves),
        effect_rows=code.effects[:, 5].astype(np.int64),
        term_rows=_ints(order.terms),
        urge_rows=_ints(order.urges),
        decider_rows=_ints(order.deciders),
        shadows=_ints(place[name] for name in slots.shadows),
        slots=slots.slots,
    )


def _code(model: CrisisModel, cut: Cut, order: RowOrder, slots: Slots) -> Code:
    """Return the arrays; the pool is read last, when all lists are in it."""
    terms = [_term(model, slots, row) for row in order.terms]
    tables = _move_tables(model, cut, order, slots)
    trials = find_trials(model, order, slots, terms, tables.own_effects)
    nests, deciders, nest_names = find_nests(model, order)
    return Code(
        couplings=_table((_coupling(model, slots, row) for row in order.couplings), 5),
        effects=_table(tables.effects, 6),
        moves=_table(tables.moves, 6),
        **_trial_tables(trials),
        gates=_table(((slots.slots[name], GATES.index(sign)) for name, sign, _ in tables.gates), 2),
        gate_values=_floats(value for _, _, value in tables.gates),
        terms=_table(terms, 6),
        urges=_table((slots.put_sum(model.urges[r].of, "urge", r) for r in order.urges), 2),
        nests=_table(((*nest, *slots.put(tables.urged(nest))) for nest in nests), 4),
        deciders=_table(deciders, 2),
        low=_floats(model.stocks[row].low for row in order.stocks),
        high=_floats(model.stocks[row].high for row in order.stocks),
        changing=_places(_changing(model, cut, slots)),
        driven=_places(slots.slots[name] for name in model.driven),
        coupling_rows=_ints(order.couplings),
        nest_keys=_keys(nest_names),
        **_named(model, order),
        pool=_places(slots.places),
        coef=_floats(slots.coef),
    )


def _trial_tables(trials: Trials) -> dict[str, Any]:
    return {name: _table(rows, width) for name, rows, width in trials.tables}


def _named(model: CrisisModel, order: RowOrder) -> dict[str, Any]:
    return {
        "move_rows": _ints(order.moves),
        "move_keys": _keys(model.moves[row].id for row in order.moves),
        "decider_keys": _keys(model.deciders[row].actor for row in order.deciders),
    }


def _changing(model: CrisisModel, cut: Cut, slots: Slots) -> list[int]:
    """Return the slots that the end of a day can change."""
    ends = {end for coupling in model.couplings for end in coupling.ends}
    if cut.effects:
        ends |= {effect.stock for _, effect in model.effects}
    return sorted(slots.slots[end] for end in ends)


def _coupling(model: CrisisModel, slots: Slots, row: int) -> Row:
    coupling = model.couplings[row]
    ends = slots.slots[coupling.source], slots.slots[coupling.target or coupling.source]
    by = slots.put_product(coupling.by, "coupling", row)
    return COUPLINGS.index(coupling.kind), *ends, *by


def _term(model: CrisisModel, slots: Slots, row: int) -> Row:
    term, table = model.terms[row], 0
    levers = term.form == "levers"
    if levers:
        begins = [0, *accumulate(1 << len(each.of) for each in model.lever_terms)]
        table = begins[model.lever_terms.index(term)]
    of = slots.put_sum(term.of, "term", row, keep_order=levers)
    times = slots.put_sum(term.times, "term", row)
    return FORMS.index(term.form), *of, *times, table


@frozen(kw_only=True, eq=False)
class _MoveTables:
    """Rows of what belongs to moves, filled move by move."""

    moves: list[Row] = field(factory=list)
    effects: list[Row] = field(factory=list)
    gates: list[Gate] = field(factory=list)

    @property
    def own_effects(self) -> list[list[Row]]:
        """Return the effects of each move; the last column is the row among all of them."""
        return [
            [(*self.effects[at][:5], at) for at in range(begin, end)]
            for begin, end, *_ in self.moves
        ]

    def urged(self, nest: Range) -> list[int]:
        """Return the moves of a nest that have an urge."""
        return [at for at in range(*nest) if self.moves[at][5] > self.moves[at][4]]


def _move_tables(model: CrisisModel, cut: Cut, order: RowOrder, slots: Slots) -> _MoveTables:
    tables, effects = _MoveTables(), effects_by_move(model, cut)
    urged = [model.urges[row].move for row in order.urges]
    for row in order.moves:
        move = model.moves[row]
        begin = urged.index(move.id) if move.id in urged else 0
        urges = begin, begin + urged.count(move.id)
        own = _put_effects(tables, slots, effects[row])
        gates = len(tables.gates), len(tables.gates) + len(set(move.requires))
        tables.gates.extend(sorted(set(move.requires)))
        tables.moves.append((*own, *gates, *urges))
    return tables


def _put_effects(tables: _MoveTables, slots: Slots, effects: list[tuple[Effect, int]]) -> Range:
    begin = len(tables.effects)
    for effect, row in effects:
        kind = EFFECTS.index(effect.kind)
        if effect.kind == "fill" and not effect.limit:
            kind = len(EFFECTS)
        limit = slots.read(effect.limit, "effect", row) if effect.limit else 0
        by = slots.put_product(effect.by, "effect", row)
        tables.effects.append((kind, slots.slots[effect.stock], limit, *by, row))
    return begin, len(tables.effects)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _places(values: Iterable[int]) -> Places:
    return np.array(list(values), dtype=np.uint32)


def _table(rows: Iterable[Row], columns: int) -> Places:
    return np.array(list(rows), dtype=np.uint32).reshape(-1, columns)


def _keys(names: Iterable[str]) -> Keys:
    return np.array([key_of(name) for name in names], dtype=np.uint64)
