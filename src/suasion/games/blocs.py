"""The Owen value: shares where players bargain as blocs first and within their bloc then."""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np

from suasion.errors import InputError
from suasion.flows.layout import Floats
from suasion.games.expansion import Game, expand
from suasion.games.game import Masks, mask_of, members_of, sizes, sums


def owen(game: Game, blocs: Sequence[Sequence[int]]) -> Floats:
    """Return the Owen value: what each player adds over orders in which blocs stay together.

    Use it where some players are known to act together (a customs union). Blocs of one
    player each, or one bloc of all, give the Shapley value.

    Model
        phi_i = sum over sets H of other blocs and T of others in the own bloc B of
        h! (m - h - 1)! / m! x t! (b - t - 1)! / b! (v(Q + T + i) - v(Q + T)), Q the players
        of H, m blocs, b players in B.

    Assumptions
        A1 All orders of blocs, and of players within a bloc, are equally likely. A2 A bloc is
        never split while others join.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.
    blocs : sequence of sequences of int
        Blocs that share no player; a player in none is a bloc of one.

    Returns
    -------
    array of float, shape (n,)
        In the unit of the values; adds up to the value of all players.

    Raises
    ------
    InputError
        More than 20 players, a player twice or not in the game, an empty bloc (C1).

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> owen(weighted_voting(3, [2, 1, 1, 1]), [[1, 2, 3]]).round(4).tolist()
    [0.0, 0.3333, 0.3333, 0.3333]

    References
    ----------
    [Owen1977] G. Owen, "Values of games with a priori unions", in R. Henn, O. Moeschlin
    (eds.), Mathematical Economics and Game Theory, Springer (1977), 76-88.
    """
    held = expand(game, "suasion.games.owen")
    parts = _complete(blocs, held.n_players)
    found = np.zeros(held.n_players)
    for own in parts:
        others = np.array([one for one in parts if one != own], dtype=np.int64)
        outside, by_bloc = _joined(others), _orders(len(others))
        for player in members_of(own):
            mates = np.array([1 << one for one in members_of(own) if one != player], dtype=np.int64)
            before = outside[:, None] | _joined(mates)
            gains = held.values[before | 1 << player] - held.values[before]
            found[player] = by_bloc @ gains @ _orders(len(mates))
    return found


def _complete(blocs: Sequence[Sequence[int]], n: int) -> list[int]:
    """Return disjoint blocs as bit masks, those of one player added."""
    where = "suasion.games.owen"
    taken, parts = 0, []
    for bloc in blocs:
        mask = mask_of(bloc, n, where)
        if not mask or taken & mask or mask.bit_count() != len(bloc):
            raise InputError(
                "the blocs do not part the players",
                where=where,
                got=f"{[list(one) for one in blocs]}",
                expected="blocs of at least one player, each player in one at most",
                fix="correct the blocs",
            )
        taken |= mask
        parts.append(mask)
    return parts + [1 << at for at in range(n) if not taken >> at & 1]


def _joined(masks: Masks) -> Masks:
    """Return the union of every subset of disjoint coalitions."""
    return np.asarray(sums(masks), dtype=np.int64)


def _orders(n_others: int) -> Floats:
    """Return the chance of each set of others to come before, over all orders."""
    n = n_others + 1
    chance = [factorial(k) * factorial(n - 1 - k) / factorial(n) for k in range(n)]
    return np.array(chance)[sizes(n_others)]
