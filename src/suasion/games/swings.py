"""How often a member's vote decides, by the size of the others: counted without listing all.

Three ways, one count. The generating function prod_i (1 + y x^w_i) holds in x^s y^k the
number of coalitions of weight s and size k; dividing out one factor leaves those without a
member [Bilbao2000]. Where the weights are too fine for its table, the others are split in
halves whose sums are listed, sorted and matched. All arithmetic is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from suasion.errors import InputError
from suasion.games.game import sizes, sums
from suasion.games.voting import VotingGame

MOST_CELLS = 20_000_000
"""Cells of the table of the generating function; 8 bytes each."""
MOST_SPLIT = 34
"""Members up to which the others are split in halves instead: 2^17 sums at most."""
_MOST_INT64 = 62
"""Members up to which every count fits 64 bits."""
_OBJECT_COST = 20
"""What an unbounded whole number costs against one of 64 bits, in time and room."""

_SPLIT_COST = 8
"""What a matched sum of a half costs against a cell of the table, in time."""

Counts = npt.NDArray[Any]


def count_swings(game: VotingGame) -> list[list[int]]:
    """Return, by member and k, the coalitions of k others that win only with the member.

    A quota above half is replaced by the least blocking weight: whoever swings S from
    losing to winning swings the rest from not blocking to blocking. This turns sizes
    around (k to n - 1 - k), which no index here can tell.

    Raises
    ------
    InputError
        Weights so fine, and members so many, that no exact way is left (C1).

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> count_swings(weighted_voting(2, [1, 1, 1]))[0]
    [0, 2, 0]
    """
    quota, weights = game.whole
    quota = min(quota, sum(weights) - quota + 1)
    swings = _choose_way(quota, weights)
    known = {weight: swings(weight) for weight in sorted(set(weights))}
    return [known[weight] for weight in weights]


def _choose_way(quota: int, weights: tuple[int, ...]) -> Callable[[int], list[int]]:
    n = len(weights)
    cells = quota * (n + 1) * (1 if n <= _MOST_INT64 else _OBJECT_COST)
    can_split = n <= MOST_SPLIT and sum(weights) < 1 << _MOST_INT64
    if cells <= MOST_CELLS and not (can_split and _SPLIT_COST * n << n // 2 < cells):
        table = _table(quota, weights)
        return lambda weight: _swings_by_division(table, weight)
    if can_split:
        return lambda weight: _swings_by_halves(quota, weights, weight)
    raise InputError(
        "the weights are too fine to be counted exactly",
        where="suasion.games",
        got=f"{n} members, a quota of {quota} in whole numbers",
        expected=f"quota x members up to {MOST_CELLS:,}, or at most {MOST_SPLIT} members",
        fix="round the weights to fewer digits, or take sampled_shapley or sampled_banzhaf",
    )


def _table(quota: int, weights: tuple[int, ...]) -> Counts:
    """Return the number of coalitions by weight below the quota (rows) and size (columns)."""
    n = len(weights)
    table = np.zeros((quota, n + 1), dtype=np.int64 if n <= _MOST_INT64 else object)
    table[0, 0] = 1
    for weight in weights:
        if weight < quota:
            table[weight:, 1:] += table[: quota - weight, :-1].copy()
    return table


def _swings_by_division(table: Counts, weight: int) -> list[int]:
    """Divide a member's factor out and count those that it lifts to the quota."""
    quota, columns = table.shape
    others = table
    if 0 < weight < quota:
        others = table.copy()
        for at in range(weight, quota, weight):
            end = min(at + weight, quota)
            others[at:end, 1:] -= others[at - weight : end - weight, :-1]
    lifted = others[max(quota - weight, 0) :].sum(axis=0) if weight else np.zeros(columns)
    return [int(count) for count in lifted[:-1]]


def _swings_by_halves(quota: int, weights: tuple[int, ...], weight: int) -> list[int]:
    others = list(weights)
    others.remove(weight)
    half = len(others) // 2
    first, second = _sums_by_size(others[:half]), _sums_by_size(others[half:])
    found = [0] * len(weights)
    for k, left in enumerate(first):
        for m, right in enumerate(second):
            below = np.searchsorted(right, quota - left, side="left")
            short = np.searchsorted(right, quota - weight - left, side="left")
            found[k + m] += int((below - short).sum())
    return found


def _sums_by_size(weights: list[int]) -> list[npt.NDArray[np.int64]]:
    """Return the sorted sums of the coalitions of each size."""
    every, size = sums(np.array(weights, dtype=np.int64)), sizes(len(weights))
    return [np.sort(every[size == k]) for k in range(len(weights) + 1)]
