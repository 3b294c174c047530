"""One move listed twice is one move: identical versions share their pace."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from suasion.crisis.model import CrisisModel, CrisisNumbers, Effect, Floats


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
    groups: dict[object, list[int]] = defaultdict(list)
    for at, face in enumerate(_faces(model, amount, strength)):
        groups[face].append(at)
    shared = pace.astype(np.float64)
    for members in groups.values():
        shared[members] = pace[members] / len(members)
    return shared


def _faces(model: CrisisModel, amount: Floats, strength: Floats) -> list[object]:
    """Return for each move all that makes it differ from others but its name and pace."""
    urges: dict[str, list[object]] = defaultdict(list)
    for urge, value in zip(model.urges, strength, strict=True):
        urges[urge.move].append((tuple(sorted(urge.of)), float(value)))
    amounts = iter(amount.tolist())
    return [
        (
            (move.actor, move.target, move.klass),
            tuple(
                (e.kind, e.stock, tuple(sorted(e.by)), e.limit, next(amounts)) for e in move.effects
            ),
            tuple(sorted(set(move.requires))),
            tuple(sorted(set(move.consent))),
            tuple(sorted(urges[move.id], key=repr)),
        )
        for move in model.moves
    ]


def _face(effect: Effect) -> tuple[object, ...]:
    return effect.kind, effect.stock, tuple(sorted(effect.by)), effect.limit
