"""A game of either kind as the values of all its coalitions."""

from __future__ import annotations

import numpy as np

from suasion.games.game import CoalitionGame, check_count, from_values, sums
from suasion.games.voting import VotingGame

Game = CoalitionGame | VotingGame
"""What the concepts take: values by coalition, or a weighted vote."""

_MOST_INT64 = 1 << 62


def expand(game: Game, where: str = "suasion.games.expand") -> CoalitionGame:
    """Return a game as the values of all coalitions.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.
    where : str
        Who asks, for the error.

    Returns
    -------
    CoalitionGame
        The game itself, or the votes: 1 for a coalition that wins, else 0.

    Raises
    ------
    InputError
        More than 20 players (C1).

    Examples
    --------
    >>> from suasion.games import weighted_voting
    >>> expand(weighted_voting(2, [1, 1, 1])).values.tolist()
    [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0]
    """
    if isinstance(game, CoalitionGame):
        return game
    check_count(game.n_players, where)
    quota, weights = game.whole
    kind = np.int64 if sum(weights) < _MOST_INT64 else object
    votes = sums(np.array(weights, dtype=kind))
    return from_values(game.n_players, np.asarray(votes >= quota, dtype=np.float64))
