"""The order in which a program has the rows of a model: by name, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from attrs import frozen

from suasion.crisis.model import COUPLINGS, CrisisModel, Effect
from suasion.crisis.program import Cut

Range = tuple[int, int]


@frozen(kw_only=True, eq=False)
class RowOrder:
    """Rows of the model in the order of the program; couplings that are cut are left out."""

    stocks: list[int]
    couplings: list[int]
    moves: list[int]
    """By decider, class and id; those of no decider come last."""
    terms: list[int]
    urges: list[int]
    """By move, then id."""
    deciders: list[int]


def order_rows(model: CrisisModel, cut: Cut) -> RowOrder:
    """Return the order of all rows."""
    moves = _order_moves(model)
    at = {model.moves[row].id: place for place, row in enumerate(moves)}
    left = [row for row in range(len(model.couplings)) if row not in cut.couplings]
    kinds = [COUPLINGS.index(coupling.kind) for coupling in model.couplings]
    return RowOrder(
        stocks=_sorted(stock.id for stock in model.stocks),
        couplings=sorted(left, key=lambda row: (kinds[row], model.couplings[row].id)),
        moves=moves,
        terms=_sorted(term.id for term in model.terms),
        urges=_sorted((at[urge.move], urge.id) for urge in model.urges),
        deciders=_sorted(decider.actor for decider in model.deciders),
    )


def _order_moves(model: CrisisModel) -> list[int]:
    deciders = {decider.actor for decider in model.deciders}

    def key(row: int) -> tuple[bool, str, str, str]:
        move = model.moves[row]
        return move.actor not in deciders, move.actor, move.klass, move.id

    return sorted(range(len(model.moves)), key=key)


def _sorted(keys: Iterable[str] | Iterable[tuple[int, str]]) -> list[int]:
    listed: list[object] = list(keys)
    return sorted(range(len(listed)), key=listed.__getitem__)  # type: ignore[arg-type]


def effects_by_move(model: CrisisModel, cut: Cut) -> list[list[tuple[Effect, int]]]:
    """Return for each move of the model its effects that are not cut, with their rows."""
    found: list[list[tuple[Effect, int]]] = []
    row = 0
    for move in model.moves:
        pairs = [(effect, row + at) for at, effect in enumerate(move.effects)]
        found.append([pair for pair in pairs if pair[1] not in cut.effects])
        row += len(move.effects)
    return found


def find_nests(model: CrisisModel, order: RowOrder) -> tuple[list[Range], list[Range], list[str]]:
    """Return nests as ranges of moves, deciders as ranges of nests, and the class of each nest."""
    nests: dict[tuple[str, str], Range] = {}
    ordered = [model.moves[row] for row in order.moves]
    begin = 0
    for name, members in groupby(ordered, key=lambda move: (move.actor, move.klass)):
        nests[name] = (begin, begin + len(list(members)))
        begin = nests[name][1]
    deciders = []
    for row in order.deciders:
        actor = model.deciders[row].actor
        own = [at for at, (name, _) in enumerate(nests) if name == actor]
        deciders.append((own[0], own[-1] + 1) if own else (0, 0))
    return list(nests.values()), deciders, [klass for _, klass in nests]
