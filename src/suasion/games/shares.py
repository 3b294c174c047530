"""Shares of the players, and what every coalition has to say of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from suasion.errors import InputError
from suasion.flows.layout import Floats
from suasion.games.expansion import Game, expand
from suasion.games.game import CoalitionGame, sums


def excesses(game: Game, allocation: npt.ArrayLike) -> Floats:
    """Return the excess of every coalition: what it is worth by itself less what it gets.

    Model
        e(S, x) = v(S) - sum of x_i over S.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.
    allocation : array-like, shape (n,)
        What each player gets, in the unit of the values.

    Returns
    -------
    array of float, shape (2**n,)
        By bit mask; above 0 where a coalition would do better by itself.

    Raises
    ------
    InputError
        More than 20 players, an allocation of another length or not of numbers (C1).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> excesses(from_values(2, [0, 1, 2, 5]), [2, 3]).tolist()
    [0.0, -1.0, -1.0, 0.0]
    """
    held = expand(game, "suasion.games.excesses")
    shares = as_shares(held, allocation, "suasion.games.excesses")
    return held.values - np.asarray(sums(shares), dtype=np.float64)


def as_shares(game: CoalitionGame, allocation: npt.ArrayLike, where: str) -> Floats:
    """Return an allocation as floats; InputError unless there is one finite number by player."""
    try:
        shares = np.array(allocation, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _misfit(str(error), game, where) from error
    if shares.shape != (game.n_players,) or not np.isfinite(shares).all():
        raise _misfit(f"{shares.tolist()}", game, where)
    return shares


def _misfit(got: str, game: CoalitionGame, where: str) -> InputError:
    return InputError(
        "the allocation does not fit the game",
        where=where,
        got=got,
        expected=f"{game.n_players} finite numbers, one by player",
        fix="correct the allocation",
    )
