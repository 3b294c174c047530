"""From the records of a crisis model to the flat arrays of `suasion.crisis.program`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np
from attrs import field, frozen

from suasion.crisis.keys import key_of
from suasion.crisis.model import (
    COUPLINGS,
    EFFECTS,
    FORMS,
    GATES,
    ONE,
    CrisisModel,
    Effect,
    Gate,
    Ints,
    Weighted,
)
from suasion.crisis.program import Code, Cut, Keys, Program

Range = tuple[int, int]
Places = list[tuple[int, ...]]


@lru_cache(maxsize=64)
def compile_model(model: CrisisModel, cut: Cut) -> Program:
    """Return the arrays of a model with some of its edges cut.

    Parameters
    ----------
    model : CrisisModel
        Sound by `check_model`.
    cut : Cut
        What is pinned; `Cut()` for nothing.

    Returns
    -------
    Program
        The same to the last bit, but for the rows that it names, in whatever order the rows of
        the model come.
    """
    rows = _Rows.of(model, cut)
    compiler = _Compiler(model=model, cut=cut, rows=rows)
    return Program(
        code=compiler.code(),
        stock_rows=_ints(rows.stocks),
        coupling_rows=_ints(rows.couplings),
        move_rows=_ints(rows.moves),
        effect_rows=_ints(row for _, row in compiler.effects_in_order()),
        term_rows=_ints(rows.terms),
        urge_rows=_ints(rows.urges),
        decider_rows=_ints(rows.deciders),
        shadows=_ints(_place(model)[name] for name in compiler.shadows),
        slots=compiler.slots,
    )


@frozen(kw_only=True, eq=False)
class _Rows:
    """Rows of the model in the order of the program."""

    stocks: list[int]
    couplings: list[int]
    moves: list[int]
    terms: list[int]
    urges: list[int]
    deciders: list[int]

    @staticmethod
    def of(model: CrisisModel, cut: Cut) -> _Rows:
        names = sorted(decider.actor for decider in model.deciders)
        rank = {actor: at for at, actor in enumerate(names)}

        def move_key(row: int) -> tuple[int, str, str, str]:
            move = model.moves[row]
            return rank.get(move.actor, len(rank)), move.actor, move.klass, move.id

        moves = sorted(range(len(model.moves)), key=move_key)
        at = {model.moves[row].id: place for place, row in enumerate(moves)}
        couplings = [row for row in range(len(model.couplings)) if row not in cut.couplings]
        kinds = [COUPLINGS.index(coupling.kind) for coupling in model.couplings]
        return _Rows(
            stocks=_sorted(stock.id for stock in model.stocks),
            couplings=sorted(couplings, key=lambda row: (kinds[row], model.couplings[row].id)),
            moves=moves,
            terms=_sorted(term.id for term in model.terms),
            urges=_sorted((at[urge.move], urge.id) for urge in model.urges),
            deciders=_sorted(decider.actor for decider in model.deciders),
        )


@frozen(eq=False)
class _Pool:
    """Lists of places laid end to end."""

    places: list[int] = field(factory=list)
    coef: list[float] = field(factory=list)

    def put(self, places: Iterable[int], coef: Sequence[float] = ()) -> Range:
        """Add a list; return where it begins and ends."""
        begin = len(self.places)
        self.places.extend(places)
        self.coef.extend(coef or [1.0] * (len(self.places) - begin))
        return begin, len(self.places)


@frozen(kw_only=True, eq=False)
class _Compiler:
    model: CrisisModel
    cut: Cut
    rows: _Rows
    pool: _Pool = field(factory=_Pool)
    slots: dict[str, int] = field(init=False)
    shadows: dict[str, int] = field(init=False)

    @slots.default
    def _slots(self) -> dict[str, int]:
        names = [*sorted(stock.id for stock in self.model.stocks), ONE]
        return {name: at for at, name in enumerate(names)}

    @shadows.default
    def _shadows(self) -> dict[str, int]:
        names = sorted({stock for _, _, stock in self.cut.reads})
        return {name: len(self.slots) + at for at, name in enumerate(names)}

    def code(self) -> Code:
        """Return the arrays; the pool is read last, when all lists are in it."""
        moves, gates, parties, effects = self._moves()
        nests, deciders, nest_names = self._nests()
        model, rows = self.model, self.rows
        stocks = [model.stocks[row] for row in rows.stocks]
        return Code(
            couplings=_table((self._coupling(row) for row in rows.couplings), 5),
            effects=_table(effects, 6),
            moves=_table(moves, 12),
            gates=_table(((self.slots[name], GATES.index(sign)) for name, sign, _ in gates), 2),
            gate_values=np.array([value for _, _, value in gates], dtype=np.float64),
            parties=_table(parties, 2),
            terms=_table((self._term(row) for row in rows.terms), 6),
            urges=_table((self._sum(model.urges[row].of, "urge", row) for row in rows.urges), 2),
            nests=_table(nests, 2),
            deciders=_table(deciders, 2),
            low=np.array([stock.low for stock in stocks], dtype=np.float64),
            high=np.array([stock.high for stock in stocks], dtype=np.float64),
            changing=_ints(self._changing()),
            driven=_ints(self.slots[name] for name in model.driven),
            coupling_rows=_ints(rows.couplings),
            move_rows=_ints(rows.moves),
            nest_keys=_keys(nest_names),
            move_keys=_keys(model.moves[row].id for row in rows.moves),
            decider_keys=_keys(model.deciders[row].actor for row in rows.deciders),
            pool=_ints(self.pool.places),
            coef=np.array(self.pool.coef, dtype=np.float64),
        )

    def effects_in_order(self) -> list[tuple[Effect, int]]:
        """Return the effects left, by move in the order of the program, with their rows."""
        return [pair for row in self.rows.moves for pair in self._effects_of()[row]]

    def _effects_of(self) -> list[list[tuple[Effect, int]]]:
        found: list[list[tuple[Effect, int]]] = []
        row = 0
        for move in self.model.moves:
            pairs = [(effect, row + at) for at, effect in enumerate(move.effects)]
            found.append([pair for pair in pairs if pair[1] not in self.cut.effects])
            row += len(move.effects)
        return found

    def _changing(self) -> list[int]:
        """Return the slots that the end of a day can change."""
        ends = {end for coupling in self.model.couplings for end in coupling.ends}
        if self.cut.effects:
            ends |= {effect.stock for _, effect in self.model.effects}
        return sorted(self.slots[end] for end in ends)

    def _read(self, stock: str, table: str, row: int) -> int:
        """Return the slot that a row reads for a stock: its own, or that of its mean."""
        pinned = (table, row, stock) in self.cut.reads
        return self.shadows[stock] if pinned else self.slots[stock]

    def _sum(self, of: Weighted, table: str, row: int, *, ordered: bool = True) -> Range:
        pairs = sorted(of) if ordered else of
        places = [self._read(name, table, row) for name, _ in pairs]
        return self.pool.put(places, [coefficient for _, coefficient in pairs])

    def _by(self, by: tuple[str, ...], table: str, row: int) -> Range:
        return self.pool.put([self._read(name, table, row) for name in sorted(by)])

    def _coupling(self, row: int) -> tuple[int, ...]:
        coupling = self.model.couplings[row]
        target = self.slots[coupling.target or coupling.source]
        by = self._by(coupling.by, "coupling", row)
        return COUPLINGS.index(coupling.kind), self.slots[coupling.source], target, *by

    def _term(self, row: int) -> tuple[int, ...]:
        term = self.model.terms[row]
        begins = {}
        begin = 0
        for each in self.model.lever_terms:
            begins[each.id] = begin
            begin += 1 << len(each.of)
        of = self._sum(term.of, "term", row, ordered=term.form != "levers")
        times = self._sum(term.times, "term", row)
        return FORMS.index(term.form), *of, *times, begins.get(term.id, 0)

    def _touched(self, actor: str, stocks: set[str]) -> list[int]:
        """Return the terms of an actor, as places in the program, that read one of the stocks."""
        found = []
        for place, row in enumerate(self.rows.terms):
            term = self.model.terms[row]
            names = {name for name, _ in (*term.of, *term.times)} & stocks
            if term.actor == actor and any(
                ("term", row, name) not in self.cut.reads for name in names
            ):
                found.append(place)
        return found

    def _effect(self, effect: Effect, row: int) -> tuple[int, ...]:
        limit = self._read(effect.limit, "effect", row) if effect.limit else -1
        by = self._by(effect.by, "effect", row)
        return EFFECTS.index(effect.kind), self.slots[effect.stock], limit, *by, row

    def _moves(
        self,
    ) -> tuple[
        list[tuple[int, ...]], list[tuple[str, str, float]], list[Range], list[tuple[int, ...]]
    ]:
        moves: list[tuple[int, ...]] = []
        gates: list[Gate] = []
        parties: list[Range] = []
        effects: list[tuple[int, ...]] = []
        by_move = self._effects_of()
        urged = [self.model.urges[row].move for row in self.rows.urges]
        for row in self.rows.moves:
            move = self.model.moves[row]
            begins = len(effects), len(gates), len(parties)
            effects += [self._effect(effect, at) for effect, at in by_move[row]]
            stocks = {effect.stock for effect, _ in by_move[row]}
            gates += sorted(set(move.requires))
            actors = (move.actor, *sorted(set(move.consent)))
            parties += [self.pool.put(self._touched(actor, stocks)) for actor in actors]
            urges = [at for at, name in enumerate(urged) if name == move.id]
            moves.append(
                (
                    *(begins[0], len(effects)),
                    *self.pool.put(sorted(self.slots[name] for name in stocks)),
                    *self.pool.put(at for actor in actors for at in self._touched(actor, stocks)),
                    *(begins[1], len(gates)),
                    *(begins[2], len(parties)),
                    *((urges[0], urges[-1] + 1) if urges else (0, 0)),
                )
            )
        return moves, gates, parties, effects

    def _nests(self) -> tuple[list[Range], list[Range], list[str]]:
        """Return nests as ranges of moves, deciders as ranges of nests, and names of nests."""
        nests: dict[tuple[str, str], Range] = {}
        ordered = [self.model.moves[row] for row in self.rows.moves]
        begin = 0
        for name, members in groupby(ordered, key=lambda move: (move.actor, move.klass)):
            nests[name] = (begin, begin + len(list(members)))
            begin = nests[name][1]
        deciders = []
        for row in self.rows.deciders:
            actor = self.model.deciders[row].actor
            own = [at for at, (name, _) in enumerate(nests) if name == actor]
            deciders.append((own[0], own[-1] + 1) if own else (0, 0))
        return list(nests.values()), deciders, [klass for _, klass in nests]


def _place(model: CrisisModel) -> dict[str, int]:
    return {stock.id: at for at, stock in enumerate(model.stocks)}


def _sorted(keys: Iterable[str] | Iterable[tuple[int, str]]) -> list[int]:
    listed: list[object] = list(keys)
    return sorted(range(len(listed)), key=listed.__getitem__)  # type: ignore[arg-type]


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _table(rows: Iterable[tuple[int, ...]], columns: int) -> Ints:
    return np.array(list(rows), dtype=np.int64).reshape(-1, columns)


def _keys(names: Iterable[str]) -> Keys:
    return np.array([key_of(name) for name in names], dtype=np.uint64)
