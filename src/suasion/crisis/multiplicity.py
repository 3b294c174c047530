"""One move listed twice is one move: identical versions share their pace."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats, Move


def idle_moves(model: CrisisModel, numbers: CrisisNumbers) -> NDArray[np.bool_]:
    """Return which moves can change nothing: no effects, or amounts of 0 only.

    Nobody chooses such a move; setting a stock to 0 is a change.
    """
    owners, sets = _owners(model)
    acting = sets | (numbers.amount != 0)
    idle: NDArray[np.bool_] = np.bincount(owners[acting], minlength=len(model.moves)) == 0
    return idle


@lru_cache(maxsize=32)
def _owners(model: CrisisModel) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each effect the place of its move, and whether it sets its stock."""
    counts = [len(move.effects) for move in model.moves]
    owners = np.repeat(np.arange(len(counts)), counts).astype(np.int64)
    return owners, np.array([effect.kind == "set" for _, effect in model.effects], dtype=bool)


def shared_paces(model: CrisisModel, pace: Floats, amount: Floats, strength: Floats) -> Floats:
    """Return the paces of a draw with those of identical moves shared among them.

    Parameters
    ----------
    model : CrisisModel
    pace : array [moves]
        As listed, per day.
    amount : array [effects]
    strength : array [urges]

    Returns
    -------
    array [moves]
        pace / n for a move of which n identical versions are listed.

    Notes
    -----
    A1: moves of one actor with the same target, class, effects (kinds, stocks, products, limits,
    amounts, in their order), gates, consents and urges are one move, whose pace is the mean of
    theirs; their ids, intensities and the row of the table they come from do not matter.

    Examples
    --------
    >>> from suasion.crisis.model import Effect, Move, Stock
    >>> def shout(name):
    ...     return Move(id=name, kind="shout", actor="A", target="B", klass="verbal_conflict",
    ...                 effects=[Effect(id="e", kind="add", stock="anger")])
    >>> model = CrisisModel(stocks=[Stock(id="anger")], moves=[shout("once"), shout("again")])
    >>> one = np.ones(2)
    >>> shared_paces(model, 0.1 * one, one, one[:0]).tolist()
    [0.05, 0.05]
    """
    shared = pace.astype(np.float64)
    for alike in _alike(model):
        groups: dict[object, list[int]] = defaultdict(list)
        for one in alike:
            groups[one.numbers(amount, strength)].append(one.place)
        for members in groups.values():
            shared[members] = pace[members] / len(members)
    return shared


@frozen(kw_only=True)
class _Version:
    """A move whose structure others share, with the places of its numbers."""

    place: int
    amounts: slice
    urges: tuple[tuple[object, int], ...]
    """What each urge looks at, with the place of its strength."""

    def numbers(self, amount: Floats, strength: Floats) -> object:
        """Return the numbers by which it may still differ from those others."""
        pushed = [(of, float(strength[at])) for of, at in self.urges]
        return tuple(amount[self.amounts].tolist()), tuple(sorted(pushed, key=repr))


@lru_cache(maxsize=32)
def _alike(model: CrisisModel) -> tuple[tuple[_Version, ...], ...]:
    """Return the moves that only numbers can tell apart, in groups of two or more."""
    urges: dict[str, list[tuple[object, int]]] = defaultdict(list)
    for at, urge in enumerate(model.urges):
        urges[urge.move].append((tuple(sorted(urge.of)), at))
    groups: dict[object, list[_Version]] = defaultdict(list)
    begin = 0
    for place, move in enumerate(model.moves):
        end = begin + len(move.effects)
        own = tuple(urges[move.id])
        version = _Version(place=place, amounts=slice(begin, end), urges=own)
        groups[_face(move), tuple(sorted(repr(of) for of, _ in own))].append(version)
        begin = end
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _face(move: Move) -> tuple[object, ...]:
    """Return all of a move's structure but its name and where it comes from."""
    return (
        (move.actor, move.target, move.klass),
        tuple((e.kind, e.stock, tuple(sorted(e.by)), e.limit) for e in move.effects),
        tuple(sorted(set(move.requires))),
        tuple(sorted(set(move.consent))),
    )
