"""The names in a treatment: which rows of the model they mean, and which nodes of its graph.

Each verb of a treatment has a reader here; it takes the model, the name or pattern as written and
a place for messages, and returns rows and nodes or raises with the nearest known name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from suasion.crisis.model import CrisisModel
from suasion.crisis.patterns import find, matches, unknown
from suasion.errors import InputError

Named = tuple[tuple[int, ...], list[str]]
"""Places in the rows that a verb is about, and nodes of the influence graph."""


def _read_inject(model: CrisisModel, name: str, where: str) -> Named:
    names = [move.id for move in model.moves]
    if name not in names:
        raise unknown(name, names, "move", where)
    return (names.index(name),), [f"move:{name}"]


def _read_stock(model: CrisisModel, name: str, where: str) -> Named:
    names = [stock.id for stock in model.stocks]
    found = find(name, names, "stock", where)
    set_daily = [stock for stock in found if stock in model.driven]
    if set_daily:
        raise InputError(
            f"stock '{set_daily[0]}' is set day by day from outside",
            where=where,
            got=name,
            expected="a stock whose first value lasts",
            fix=f"hold it instead: hold {set_daily[0]} = VALUE",
        )
    return _places(names, found), [f"stock:{stock}" for stock in found]


def _read_hold(model: CrisisModel, name: str, where: str) -> Named:
    names = [stock.id for stock in model.stocks]
    found = find(name, names, "stock", where)
    changed = {end for row in model.couplings for end in row.ends}
    changed |= {effect.stock for _, effect in model.effects}
    loose = [stock for stock in found if stock in changed and stock not in model.driven]
    if loose:
        raise InputError(
            f"stock '{loose[0]}' cannot be held: moves or couplings change it",
            where=where,
            got=name,
            expected="a stock that is set from outside or that nothing changes",
            fix=f"change where it starts instead: stock {loose[0]} = VALUE",
        )
    return _places(names, found), [f"stock:{stock}" for stock in found]


def _read_term(model: CrisisModel, name: str, where: str) -> Named:
    names = [term.id for term in model.terms]
    found = find(name, names, "term", where)
    return _places(names, found), [f"term:{term}" for term in found]


def _read_pace(model: CrisisModel, name: str, where: str) -> Named:
    names = [move.id for move in model.moves]
    found = find(name, names, "move", where)
    return _places(names, found), [f"move:{move}" for move in found]


def _read_attention(model: CrisisModel, name: str, where: str) -> Named:
    names = [decider.actor for decider in model.deciders]
    found = find(name, names, "decider", where)
    nodes = [f"move:{move.id}" for move in model.moves if move.actor in found]
    return _places(names, found), nodes


def _read_effect(model: CrisisModel, name: str, where: str) -> Named:
    left, _, right = name.partition("->")
    rows = [
        (row, effect.stock)
        for row, (move, effect) in enumerate(model.effects)
        if matches(left, move.id) and matches(right, effect.stock)
    ]
    if not rows:
        names = [f"{move.id}->{effect.stock}" for move, effect in model.effects]
        raise unknown(name, names, "effect", where)
    return tuple(row for row, _ in rows), [f"stock:{stock}" for _, stock in rows]


def _read_coupling(model: CrisisModel, name: str, where: str) -> Named:
    names = [row.id for row in model.couplings]
    rows = _places(names, find(name, names, "coupling", where))
    return rows, [f"stock:{end}" for row in rows for end in model.couplings[row].ends]


def _places(names: Sequence[str], found: Sequence[str]) -> tuple[int, ...]:
    return tuple(row for row, name in enumerate(names) if name in found)


READERS: dict[str, Callable[[CrisisModel, str, str], Named]] = {
    "inject": _read_inject,
    "stock": _read_stock,
    "hold": _read_hold,
    "term": _read_term,
    "pace": _read_pace,
    "attention": _read_attention,
    "effect": _read_effect,
    "coupling": _read_coupling,
}
"""For each verb of a treatment what reads its names."""
