"""What a record looks like to those who know no account: constant paces, and answers in kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import lgamma

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.record_acts import Branch
from suasion.crisis import CrisisModel
from suasion.crisis.model import CLASSES, HOSTILE

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
POISSON, REACTION = "poisson by class", "reaction only"
PRIOR_DAYS = 30.0
"""Mean days between two acts of a class, before any act is seen."""
PACES = (1 / 200, 1 / 80, 1 / 40, 1 / 20, 1 / 10)
"""Acts per day of one kind of one side that answer nothing."""
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Answers in kind that one act of the other side brings forth."""
HALF_LIVES = (3.0, 10.0, 40.0)
"""Days in which half the answers have come."""


@frozen(kw_only=True, eq=False)
class Kinds:
    """The acts of a record by day and kind, and how many moves share a kind."""

    counts: Floats
    """[days, kinds]"""
    repeats: Floats
    """[days]: sum over moves of log n!, n how often the move was made on the day."""
    sizes: Floats
    """[kinds]: scored moves of each kind."""


def poisson_chances(model: CrisisModel, scored: Marks, branch: Branch, days: int) -> Floats:
    """Return log chances of days if each class has its constant, unknown pace: [1, 1, days].

    Model
        N acts of a class in t days: the pace is gamma distributed with shape 1 and mean 1/30 a
        day before any act; a day's chance is given all days before it. Moves of a class are
        alike.
    """
    kinds = _kinds(branch, days, *_classes(model, scored))
    before = np.vstack([np.zeros_like(kinds.counts[:1]), np.cumsum(kinds.counts, axis=0)[:-1]])
    shape, rate = 1.0 + before, PRIOR_DAYS + np.arange(days)[:, None]
    n = kinds.counts
    found = _log_gamma(shape + n) - _log_gamma(shape)
    found += shape * np.log(rate) - (shape + n) * np.log(rate + 1.0)
    found -= n * np.log(np.maximum(kinds.sizes, 1.0))
    whole = found[:, kinds.sizes > 0.0].sum(axis=1) - kinds.repeats
    return np.asarray(whole)[None, None, :]


def _log_gamma(values: Floats) -> Floats:
    table = {value: lgamma(value) for value in np.unique(values).tolist()}
    return np.array([table[value] for value in values.ravel().tolist()]).reshape(values.shape)


def reaction_chances(model: CrisisModel, scored: Marks, branch: Branch, days: int) -> Floats:
    """Return log chances of days if hostile and friendly acts are answered in kind.

    Model
        The pace of acts of a kind of one side is mu + a b sum exp(-b (t - s)) over acts of that
        kind of the other side on days s before; by day, as in `suasion.events.fit_reaction`. A
        record this short does not identify mu, a and b: they are given evenly from a grid.

    Returns
    -------
    array, shape (grid, 1, days)
    """
    owner, other, sizes = _sides(model, scored)
    kinds = _kinds(branch, days, owner, sizes)
    found = []
    for half in HALF_LIVES:
        keep = 0.5 ** (1.0 / half)
        memory = np.zeros_like(kinds.counts)
        for day in range(1, days):
            memory[day] = keep * memory[day - 1] + (1.0 - keep) * kinds.counts[day - 1][other]
        for pace, share in product(PACES, SHARES):
            rate = np.where(kinds.sizes > 0.0, pace + share * memory, 0.0)
            each = np.log(np.maximum(rate, 1e-300) / np.maximum(kinds.sizes, 1.0))
            found.append((kinds.counts * each - rate).sum(axis=1) - kinds.repeats)
    return np.array(found)[:, None, :]


def kinds_of_sides(model: CrisisModel, scored: Marks) -> tuple[Sequence[int], tuple[str, ...]]:
    """Return the kind of each move, hostile or friendly of either side, and their names."""
    sides = sorted({move.actor for move, own in zip(model.moves, scored, strict=True) if own})
    names = tuple(f"{side} {sign}" for side in sides for sign in ("hostile", "friendly"))
    return [
        names.index(f"{move.actor} {'hostile' if move.klass in HOSTILE else 'friendly'}")
        if own
        else -1
        for move, own in zip(model.moves, scored, strict=True)
    ], names


def _sides(model: CrisisModel, scored: Marks) -> tuple[dict[str, int], list[int], Floats]:
    places, names = kinds_of_sides(model, scored)
    sides = len(names) // 2
    # Answers come to the side that follows: with two sides that is the other one.
    other = [(((at // 2) + 1) % sides) * 2 + at % 2 if sides else 0 for at in range(len(names))]
    sizes = np.array([places.count(at) for at in range(len(names))], dtype=np.float64)
    ids = {move.id: at for move, at in zip(model.moves, places, strict=True)}
    return ids, other, sizes


def _classes(model: CrisisModel, scored: Marks) -> tuple[dict[str, int], Floats]:
    ids = {move.id: CLASSES.index(move.klass) for move in model.moves}
    sizes = np.zeros(len(CLASSES))
    for move, own in zip(model.moves, scored, strict=True):
        sizes[ids[move.id]] += own
    return ids, sizes


def _kinds(branch: Branch, days: int, ids: dict[str, int], sizes: Floats) -> Kinds:
    counts, repeats = np.zeros((days, len(sizes))), np.zeros(days)
    made: dict[tuple[int, str], int] = {}
    for act in branch.acts:
        if not act.given:
            counts[act.day, ids[act.move]] += 1.0
            made[act.day, act.move] = made.get((act.day, act.move), 0) + 1
            repeats[act.day] += np.log(made[act.day, act.move])
    return Kinds(counts=counts, repeats=repeats, sizes=sizes)
