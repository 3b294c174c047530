"""Games given by the value of every coalition; a coalition is a bit mask, player i is bit i."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import index
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats

Masks = npt.NDArray[np.int64]

MOST_PLAYERS = 20
"""Up to here the values of all coalitions are held and concepts are exact."""


@frozen(kw_only=True, eq=False)
class CoalitionGame:
    """The value of every coalition of at most 20 players."""

    n_players: int
    values: Floats
    """By coalition; ``values[0]`` is 0. In the unit that the values came in."""

    @property
    def grand(self) -> int:
        """Return the coalition of all players."""
        return (1 << self.n_players) - 1

    @property
    def total(self) -> float:
        """Return the value of the coalition of all players."""
        return float(self.values[self.grand])

    @property
    def alone(self) -> Floats:
        """Return what each player is worth alone."""
        return np.asarray(self.values[1 << np.arange(self.n_players)])


def from_values(n: int, values: npt.ArrayLike) -> CoalitionGame:
    """Return the game with the given value of every coalition.

    Use it for values that come from elsewhere (a market, a book). Not for more than 20
    players: sample them with `sampled_shapley`.

    Parameters
    ----------
    n : int
        Number of players, 1 to 20.
    values : array-like, shape (2**n,)
        Value of each coalition, in any one unit; position = bit mask, player i = bit i, so
        ``values[0b101]`` is that of players 0 and 2. ``values[0]`` is 0.

    Returns
    -------
    CoalitionGame
        The values as read-only numbers of double precision.

    Raises
    ------
    InputError
        More than 20 players, another length, a value that is not a finite number, a worth
        of the empty coalition (C1).

    Examples
    --------
    >>> from_values(2, [0.0, 1.0, 2.0, 5.0]).total
    5.0
    """
    check_count(count_of(n, "suasion.games.from_values"), "suasion.games.from_values")
    held = _as_floats(n, values)
    held.flags.writeable = False
    return CoalitionGame(n_players=int(n), values=held)


def _as_floats(n: int, values: npt.ArrayLike) -> Floats:
    try:
        held = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _refuse(str(error), f"{1 << n} numbers") from error
    if held.shape != (1 << n,):
        raise _refuse(f"shape {held.shape}", f"2**{n} = {1 << n} values, by bit mask, in a row")
    wrong = np.flatnonzero(~np.isfinite(held))
    if wrong.size:
        at = int(wrong[0])
        raise _refuse(f"{held[at]:g} for coalition {members_of(at)}", "finite numbers")
    if held[0] != 0.0:
        raise _refuse(f"{held[0]:g} for the empty coalition", "0 for the empty coalition")
    return held


def _refuse(got: str, expected: str) -> InputError:
    return InputError(
        "the values do not make a game",
        where="suasion.games.from_values",
        got=got,
        expected=expected,
        fix="give the value of each coalition by its bit mask, that of nobody, 0, first",
    )


def count_of(n: int, where: str) -> int:
    """Return a number of players as int; InputError unless it is a whole number from 1 on."""
    try:
        count = index(n)
    except TypeError:
        count = 0
    if count < 1 or isinstance(n, bool):
        raise InputError(
            "the number of players is not one",
            where=where,
            got=repr(n),
            expected="a whole number from 1 on",
            fix="correct the number",
        )
    return count


def check_count(n: int, where: str) -> None:
    """Raise InputError where more players are asked for exactly than all coalitions allow."""
    if n > MOST_PLAYERS:
        raise InputError(
            f"{n} players are too many for an exact answer",
            where=where,
            got=f"{n} players, 2**{n} = {1 << n} coalitions",
            expected=f"at most {MOST_PLAYERS} players",
            fix="join players into blocs, leave some out, or take sampled_shapley or "
            "sampled_banzhaf; weighted voting has exact Shapley and Banzhaf values beyond",
        )


def members_of(coalition: int) -> tuple[int, ...]:
    """Return the players of a coalition.

    Examples
    --------
    >>> members_of(0b101)
    (0, 2)
    """
    return tuple(at for at in range(int(coalition).bit_length()) if coalition >> at & 1)


def mask_of(players: Iterable[int], n: int, where: str) -> int:
    """Return players as a coalition; InputError unless all are among 0 to n - 1."""
    found = 0
    for one in players:
        found |= 1 << player_of(one, n, where)
    return found


def player_of(player: int, n: int, where: str) -> int:
    """Return a player's number as int; InputError unless it is among 0 to n - 1."""
    try:
        at = index(player)
    except TypeError:
        at = -1
    if not 0 <= at < n:
        raise InputError(
            "there is no such player",
            where=where,
            got=repr(player),
            expected=f"a whole number from 0 to {n - 1}",
            fix="correct the number; players are counted from 0",
        )
    return at


@lru_cache(maxsize=8)
def sizes(n: int) -> npt.NDArray[np.int8]:
    """Return the number of players of every coalition of n players."""
    found = np.zeros(1, dtype=np.int8)
    for _ in range(n):
        found = np.concatenate([found, found + np.int8(1)])
    found.flags.writeable = False
    return found


def sums(shares: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the sum of the players' shares in every coalition."""
    found = np.zeros(1 << shares.size, dtype=shares.dtype)
    for at in range(shares.size):
        np.add(found[: 1 << at], shares[at], out=found[1 << at : 2 << at])
    return found


def memberships(coalitions: Masks, n: int) -> Floats:
    """Return 1 where a player (column) is in a coalition (row), else 0."""
    bits = coalitions[:, None] >> np.arange(n, dtype=np.int64) & 1
    return bits.astype(np.float64)
