"""From the records of a crisis model to the flat arrays of `suasion.crisis.program`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

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
    Move,
)
from suasion.crisis.program import Code, Cut, Keys, Program
from suasion.crisis.row_order import Range, RowOrder, effects_by_move, find_nests, order_rows
from suasion.crisis.slots import Slots

Row = tuple[int, ...]


@lru_cache(maxsize=64)
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
        effect_rows=code.effects[:, 5].copy(),
        term_rows=_ints(order.terms),
        urge_rows=_ints(order.urges),
        decider_rows=_ints(order.deciders),
        shadows=_ints(place[name] for name in slots.shadows),
        slots=slots.slots,
    )


def _code(model: CrisisModel, cut: Cut, order: RowOrder, slots: Slots) -> Code:
    """Return the arrays; the pool is read last, when all lists are in it."""
    tables = _move_tables(model, cut, order, slots)
    nests, deciders, nest_names = find_nests(model, order)
    return Code(
        couplings=_table((_coupling(model, slots, row) for row in order.couplings), 5),
        effects=_table(tables.effects, 6),
        moves=_table(tables.moves, 12),
        gates=_table(((slots.slots[name], GATES.index(sign)) for name, sign, _ in tables.gates), 2),
        gate_values=_floats(value for _, _, value in tables.gates),
        parties=_table(tables.parties, 2),
        terms=_table((_term(model, slots, row) for row in order.terms), 6),
        urges=_table((slots.put_sum(model.urges[r].of, "urge", r) for r in order.urges), 2),
        nests=_table(nests, 2),
        deciders=_table(deciders, 2),
        low=_floats(model.stocks[row].low for row in order.stocks),
        high=_floats(model.stocks[row].high for row in order.stocks),
        changing=_ints(_changing(model, cut, slots)),
        driven=_ints(slots.slots[name] for name in model.driven),
        coupling_rows=_ints(order.couplings),
        move_rows=_ints(order.moves),
        nest_keys=_keys(nest_names),
        move_keys=_keys(model.moves[row].id for row in order.moves),
        decider_keys=_keys(model.deciders[row].actor for row in order.deciders),
        pool=_ints(slots.places),
        coef=_floats(slots.coef),
    )


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
    parties: list[Range] = field(factory=list)


def _move_tables(model: CrisisModel, cut: Cut, order: RowOrder, slots: Slots) -> _MoveTables:
    tables, effects = _MoveTables(), effects_by_move(model, cut)
    urged = [model.urges[row].move for row in order.urges]
    for row in order.moves:
        move = model.moves[row]
        begin = urged.index(move.id) if move.id in urged else 0
        urges = begin, begin + urged.count(move.id)
        own = _put_effects(tables, slots, effects[row])
        stocks = {effect.stock for effect, _ in effects[row]}
        saved = slots.put(sorted(slots.slots[name] for name in stocks))
        parties = _put_parties(tables, model, order, slots, move, stocks)
        gates = len(tables.gates), len(tables.gates) + len(set(move.requires))
        tables.gates.extend(sorted(set(move.requires)))
        tables.moves.append((*own, *saved, *parties[0], *gates, *parties[1], *urges))
    return tables


def _put_effects(tables: _MoveTables, slots: Slots, effects: list[tuple[Effect, int]]) -> Range:
    begin = len(tables.effects)
    for effect, row in effects:
        limit = slots.read(effect.limit, "effect", row) if effect.limit else -1
        by = slots.put_product(effect.by, "effect", row)
        kind, stock = EFFECTS.index(effect.kind), slots.slots[effect.stock]
        tables.effects.append((kind, stock, limit, *by, row))
    return begin, len(tables.effects)


def _put_parties(
    tables: _MoveTables,
    model: CrisisModel,
    order: RowOrder,
    slots: Slots,
    move: Move,
    stocks: set[str],
) -> tuple[Range, Range]:
    """Add the actor and those who must not lose; return all terms touched, and the parties."""
    begin = len(tables.parties)
    actors = (move.actor, *sorted(set(move.consent)))
    touched = [_touched(model, order, slots, actor, stocks) for actor in actors]
    tables.parties.extend(slots.put(terms) for terms in touched)
    terms = slots.put(term for each in touched for term in each)
    return terms, (begin, len(tables.parties))


def _touched(
    model: CrisisModel, order: RowOrder, slots: Slots, actor: str, stocks: set[str]
) -> list[int]:
    """Return the terms of an actor, as places in the program, that read one of the stocks."""
    found = []
    for place, row in enumerate(order.terms):
        term = model.terms[row]
        names = sorted({name for name, _ in (*term.of, *term.times)} & stocks)
        if term.actor == actor and not all(slots.is_pinned(name, "term", row) for name in names):
            found.append(place)
    return found


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _table(rows: Iterable[Row], columns: int) -> Ints:
    return np.array(list(rows), dtype=np.int64).reshape(-1, columns)


def _keys(names: Iterable[str]) -> Keys:
    return np.array([key_of(name) for name in names], dtype=np.uint64)
