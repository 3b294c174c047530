"""Values of players: Shapley and Banzhaf, and the contributions that make them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.flows.layout import Floats
from suasion.games.expansion import Game, expand
from suasion.games.game import CoalitionGame, Masks, members_of, player_of, sizes
from suasion.games.swings import count_swings
from suasion.games.voting import VotingGame


def shapley(game: Game) -> Floats:
    """Return the Shapley value: what each player adds on average over all orders of joining.

    Use it to share a total by contributions; for votes it is the Shapley-Shubik index. Not
    for whether a coalition would rather leave: that is the core (`least_core`).

    Model
        phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)).

    Assumptions
        A1 All orders are equally likely. A2 All players end up together.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        Values of at most 20 players, or a weighted vote of any number of members.

    Returns
    -------
    array of float, shape (n,)
        In the unit of the values; adds up to the value of all players.

    Raises
    ------
    InputError
        A vote of many members with weights too fine to be counted exactly (C1).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> shapley(from_values(3, [0, 0, 0, 1, 0, 1, 0, 1])).round(4).tolist()
    [0.6667, 0.1667, 0.1667]

    References
    ----------
    [Shapley1953] L. S. Shapley, "A value for n-person games", Annals of Mathematics Studies
    28 (1953), 307-317.
    """
    if isinstance(game, VotingGame):
        return np.array([float(one) for one in shapley_fractions(game)])
    weights = _shapley_weights(game.n_players)
    return np.array([_gains(game, player) @ weights for player in range(game.n_players)])


def banzhaf(game: Game, normalised: bool = False) -> Floats:
    """Return the Banzhaf value: what each player adds on average over all coalitions of others.

    Use it for the chance that a vote decides, where the others vote at random. It does not
    add up to the value of all players, unless normalised, and then is no chance any more.

    Model
        beta_i = 2^(1 - n) sum over S without i of (v(S + i) - v(S)).

    Assumptions
        A1 Every other player is in or out with chance 1/2, independently.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        Values of at most 20 players, or a weighted vote of any number of members.
    normalised : bool
        Whether to divide by the sum, so that the parts add up to 1.

    Returns
    -------
    array of float, shape (n,)
        In the unit of the values; shares of 1 if normalised.

    Raises
    ------
    InputError
        A vote of many members with weights too fine to be counted exactly (C1).
    ComputationError
        Parts that add up to nothing cannot be normalised.

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> banzhaf(weighted_voting(12, [4, 4, 4, 2, 2, 1])).tolist()
    [0.3125, 0.3125, 0.3125, 0.1875, 0.1875, 0.0]

    References
    ----------
    [Banzhaf1965] J. F. Banzhaf, "Weighted voting doesn't work", Rutgers Law Review 19
    (1965), 317-343.
    """
    if isinstance(game, VotingGame):
        return np.array([float(one) for one in banzhaf_fractions(game, normalised)])
    found = np.array([_gains(game, player).mean() for player in range(game.n_players)])
    return _normalise(found) if normalised else found


def shapley_fractions(game: VotingGame) -> tuple[Fraction, ...]:
    """Return the Shapley-Shubik index of a weighted vote as exact fractions that add up to 1.

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> print(*shapley_fractions(weighted_voting(12, [4, 4, 4, 2, 2, 1])))
    7/30 7/30 7/30 3/20 3/20 0
    """
    n = game.n_players
    orders = [factorial(k) * factorial(n - k - 1) for k in range(n)]
    return tuple(
        Fraction(sum(map(int.__mul__, orders, swings)), factorial(n))
        for swings in count_swings(game)
    )


def banzhaf_fractions(game: VotingGame, normalised: bool = False) -> tuple[Fraction, ...]:
    """Return the Banzhaf value of a weighted vote as exact fractions.

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> print(*banzhaf_fractions(weighted_voting(12, [4, 4, 4, 2, 2, 1]), normalised=True))
    5/21 5/21 5/21 1/7 1/7 0
    """
    found = [sum(swings) for swings in count_swings(game)]
    whole = sum(found) if normalised else 1 << (game.n_players - 1)
    return tuple(Fraction(one, whole) for one in found)


@frozen(kw_only=True, eq=False)
class Contributions:
    """What one player adds to each coalition of the others, and how far it counts."""

    player: int
    coalitions: Masks
    """Coalitions without the player, as bit masks."""
    gains: Floats
    """What the player adds to each, in the unit of the values."""
    weights: Floats
    """Chance that the player joins each, over all orders; they add up to 1."""

    @property
    def parts(self) -> Floats:
        """Return gain x weight of each coalition; they add up to the Shapley value."""
        return self.gains * self.weights

    def largest(self, count: int = 5) -> tuple[tuple[tuple[int, ...], float, float], ...]:
        """Return the coalitions that make most of the value: players, gain, weight."""
        order = np.argsort(-np.abs(self.parts), kind="stable")[:count]
        return tuple(
            (members_of(int(self.coalitions[at])), float(self.gains[at]), float(self.weights[at]))
            for at in order
        )


def marginal_contributions(game: Game, player: int) -> Contributions:
    """Return what a player adds to every coalition of the others, with the Shapley weights.

    Use it to explain a share: which joinings make it.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.
    player : int
        Whose share, counted from 0.

    Returns
    -------
    Contributions
        Coalitions, gains in the unit of the values, weights; gain x weight adds up to the
        Shapley value.

    Raises
    ------
    InputError
        No such player, or more than 20 (C1).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> gloves = from_values(3, [0, 0, 0, 1, 0, 1, 0, 1])
    >>> [(who, gain, round(weight, 3)) for who, gain, weight in
    ...  marginal_contributions(gloves, 0).largest(2)]
    [((1, 2), 1.0, 0.333), ((1,), 1.0, 0.167)]
    """
    where = "suasion.games.marginal_contributions"
    held = expand(game, where)
    at = player_of(player, held.n_players, where)
    others = np.arange(1 << (held.n_players - 1), dtype=np.int64)
    low = others & ((1 << at) - 1)
    return Contributions(
        player=at,
        coalitions=low | ((others ^ low) << 1),
        gains=_gains(held, at),
        weights=_shapley_weights(held.n_players),
    )


def dividends(game: Game) -> Floats:
    """Return the Harsanyi dividend of every coalition: what it adds beyond its own parts.

    Model
        d(S) = sum over T in S of (-1)^(|S| - |T|) v(T); v(S) is the sum of d over S's parts,
        and the Shapley value shares each d(S) equally among S.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.

    Returns
    -------
    array of float, shape (2**n,)
        By bit mask, in the unit of the values.

    Raises
    ------
    InputError
        More than 20 players (C1).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> dividends(from_values(2, [0.0, 1.0, 2.0, 5.0])).tolist()
    [0.0, 1.0, 2.0, 2.0]

    References
    ----------
    [Harsanyi1963] J. C. Harsanyi, "A simplified bargaining model for the n-person
    cooperative game", International Economic Review 4 (1963), 194-220.
    """
    held = expand(game, "suasion.games.dividends")
    found = held.values.copy()
    for player in range(held.n_players):
        halves = found.reshape(-1, 2, 1 << player)
        halves[:, 1] -= halves[:, 0]
    return found


def _gains(game: CoalitionGame, player: int) -> Floats:
    """Return what a player adds to each coalition of the others, these in their own order."""
    halves = game.values.reshape(-1, 2, 1 << player)
    return (halves[:, 1] - halves[:, 0]).reshape(-1)


@lru_cache(maxsize=8)
def _shapley_weights(n: int) -> Floats:
    by_size = np.array([factorial(k) * factorial(n - 1 - k) / factorial(n) for k in range(n)])
    weights = np.asarray(by_size[sizes(n - 1)])
    weights.flags.writeable = False
    return weights


def _normalise(found: Floats) -> Floats:
    whole = found.sum()
    if abs(whole) <= 1e-12 * np.abs(found).sum() or whole == 0.0:
        raise ComputationError(
            "the Banzhaf values add up to nothing and cannot be normalised",
            where="suasion.games.banzhaf",
            got=f"a sum of {whole:.3g}",
            expected="a sum that is not 0",
            fix="take them as they are, normalised=False",
        )
    return np.asarray(found / whole)
