"""Whether joining ever costs: the largest loss of two coalitions that merge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.games.expansion import Game, expand
from suasion.games.game import Masks, members_of
from suasion.streams import Streams

MOST_EXACT = 14
"""Players up to which all pairs are looked at: 2.4 million."""
_TOGETHER = 10
"""Players whose parts in a pair are listed at once."""

Pairs = tuple[Masks, Masks]


@frozen(kw_only=True)
class SuperadditivityGap:
    """The largest loss of two coalitions without a common player that merge."""

    gap: float
    """v(S) + v(T) - v(S and T), unit of the values; at most 0: joining never costs."""
    first: tuple[int, ...]
    second: tuple[int, ...]
    exact: bool
    """Whether all pairs were looked at; else the gap may be larger."""
    n_pairs: int
    """Pairs looked at."""


def superadditivity_gap(game: Game, *, draws: int = 1_000_000, seed: int = 0) -> SuperadditivityGap:
    """Return the largest loss of two coalitions that merge, and the pair that has it.

    Use it before a concept that supposes that all players end up together. Up to 14 players
    all pairs are looked at; above, a sample, so that the answer is a lower bound.

    Model
        max over S, T without a common player, neither empty, of v(S) + v(T) - v(S + T).

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of 2 to 20 players.
    draws : int
        Pairs to sample where there are more than 14 players.
    seed : int
        Seed of the sample.

    Returns
    -------
    SuperadditivityGap
        The gap in the unit of the values, its pair, whether it is exact, pairs looked at.

    Raises
    ------
    InputError
        One player, more than 20, or less than one draw (C1).

    Reproducibility
        The stream ``games/superadditivity``: `draws` x (n + 2) numbers.

    Examples
    --------
    >>> from suasion.games import from_values
    >>> found = superadditivity_gap(from_values(2, [0.0, 3.0, 4.0, 5.0]))
    >>> found.gap, found.first, found.second, found.exact
    (2.0, (0,), (1,), True)
    """
    held = expand(game, "suasion.games.superadditivity_gap")
    exact = held.n_players <= MOST_EXACT
    _check(held.n_players, draws)
    pairs = _all_pairs(held.n_players) if exact else _some_pairs(held.n_players, draws, seed)
    best, where, seen = -np.inf, [0, 0], 0
    for first, second in pairs:
        loss = held.values[first] + held.values[second] - held.values[first | second]
        at = int(np.argmax(loss))
        seen += loss.size
        if loss[at] > best:
            best, where = float(loss[at]), sorted((int(first[at]), int(second[at])))
    return SuperadditivityGap(
        gap=best,
        first=members_of(where[0]),
        second=members_of(where[1]),
        exact=exact,
        n_pairs=seen,
    )


def _all_pairs(n: int) -> Iterator[Pairs]:
    """Yield all pairs once, each with the highest player of both in the first."""
    low = min(n, _TOGETHER)
    first, second = _place(np.zeros(1, np.int64), np.zeros(1, np.int64), range(low))
    tops = _place(np.zeros(1, np.int64), np.zeros(1, np.int64), range(low, n))
    for head, tail in zip(*(part.tolist() for part in tops), strict=True):
        if head >= tail:
            one, other = first | head, second | tail
            kept = (other > 0) & (one > other)
            if kept.any():
                yield one[kept], other[kept]


def _place(first: Masks, second: Masks, players: range) -> Pairs:
    """Return pairs with each player put into neither, the first or the second."""
    for player in players:
        bit = 1 << player
        first, second = (
            np.concatenate([first, first | bit, first]),
            np.concatenate([second, second, second | bit]),
        )
    return first, second


def _some_pairs(n: int, draws: int, seed: int) -> Iterator[Pairs]:
    """Yield pairs of all sizes: each draws first how likely a player is in either."""
    random = Streams(seed).generator("games/superadditivity")
    block = 1 << 16
    for start in range(0, draws, block):
        count = min(block, draws - start)
        cuts = np.sort(random.random((count, 2)), axis=1)
        place = random.random((count, n))
        bits = np.int64(1) << np.arange(n, dtype=np.int64)
        first = (place < cuts[:, :1]) @ bits
        second = ((place >= cuts[:, :1]) & (place < cuts[:, 1:])) @ bits
        kept = (first > 0) & (second > 0)
        if kept.any():
            yield first[kept], second[kept]


def _check(n: int, draws: int) -> None:
    if n < 2 or draws < 1:
        raise InputError(
            "there are no pairs to look at",
            where="suasion.games.superadditivity_gap",
            got=f"{n} players, {draws} draws",
            expected="at least 2 players and 1 draw",
            fix="take a larger game or more draws",
        )
