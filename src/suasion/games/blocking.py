"""Who can win, and who can block: minimal coalitions of either kind."""

from __future__ import annotations

import numpy as np

from suasion.errors import InputError
from suasion.flows.layout import Marks
from suasion.games.expansion import Game, expand
from suasion.games.game import CoalitionGame, members_of

TOL_REACH = 1e-9
"""Part of the value of all players that counts as nothing, where a threshold is met."""

Coalitions = tuple[tuple[int, ...], ...]


def minimal_winning(game: Game, threshold: float = 1.0) -> Coalitions:
    """Return the minimal coalitions that earn a share of the value of all players.

    Model
        S with v(S) >= threshold x v(N), no proper part of which does. For a vote these are
        the minimal winning coalitions.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players with v(N) > 0.
    threshold : float
        Share of v(N), above 0 and at most 1.

    Returns
    -------
    tuple of tuples of int
        Players by coalition; the smallest coalitions first.

    Raises
    ------
    InputError
        More than 20 players, v(N) not above 0, a threshold out of range (C1).

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> minimal_winning(weighted_voting(3, [2, 1, 1]))
    ((0, 1), (0, 2))
    """
    where = "suasion.games.minimal_winning"
    held = _positive(expand(game, where), where)
    _check(threshold > 0.0 and threshold <= 1.0, threshold, "above 0 and at most 1", where)
    reach = (threshold - TOL_REACH) * held.total
    return _minimal(held.values >= reach, held.n_players)


def blocking_coalitions(game: Game, threshold: float = 0.0) -> Coalitions:
    """Return the minimal coalitions without which the others earn at most a share of the whole.

    Use it to see who can stop what. Not for what blocking costs the blockers.

    Model
        T with v(N - T) <= threshold x v(N), no proper part of which does that. For a vote
        these are the minimal blocking coalitions: without them the others do not win.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players with v(N) > 0.
    threshold : float
        Share of v(N) that the others may keep, from 0 to below 1.

    Returns
    -------
    tuple of tuples of int
        Players by coalition; the smallest coalitions first.

    Raises
    ------
    InputError
        More than 20 players, v(N) not above 0, a threshold out of range (C1).

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> blocking_coalitions(weighted_voting(3, [2, 1, 1]))
    ((0,), (1, 2))
    """
    where = "suasion.games.blocking_coalitions"
    held = _positive(expand(game, where), where)
    _check(0.0 <= threshold < 1.0, threshold, "from 0 to below 1", where)
    without = held.values[::-1]
    return _minimal(without <= (threshold + TOL_REACH) * held.total, held.n_players)


def _minimal(able: Marks, n: int) -> Coalitions:
    """Return the able coalitions of which no proper part is able."""
    covered = np.zeros(able.size, dtype=bool)
    reaching = able.copy()
    for player in range(n):
        halves = reaching.reshape(-1, 2, 1 << player)
        halves[:, 1] |= halves[:, 0]
    for player in range(n):
        covered.reshape(-1, 2, 1 << player)[:, 1] |= reaching.reshape(-1, 2, 1 << player)[:, 0]
    found = (members_of(one) for one in np.flatnonzero(able & ~covered).tolist())
    return tuple(sorted(found, key=lambda one: (len(one), one)))


def _positive(game: CoalitionGame, where: str) -> CoalitionGame:
    if not game.total > 0.0:
        raise InputError(
            "all players together earn nothing, so no share of it can be won or blocked",
            where=where,
            got=f"v(N) = {game.total:g}",
            expected="v(N) above 0",
            fix="take a game with a value to share",
        )
    return game


def _check(sound: bool, threshold: float, expected: str, where: str) -> None:
    if not sound:
        raise InputError(
            "the threshold is out of range",
            where=where,
            got=repr(threshold),
            expected=expected,
            fix="give it as a share of the value of all players",
        )
