"""What each player of a game gets, by every concept; in gains over acting alone.

All concepts are computed on the gains w(S) = v(S) - sum of v(i) over S, so that what a player
makes by itself (its home market) does not drown what it owes to others; value = what it makes
alone + gain. For all but the normalised Banzhaf value that is the same as computing on v.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from suasion.games import (
    CoalitionGame,
    banzhaf,
    from_values,
    least_core,
    nucleolus,
    owen,
    shapley,
    superadditivity_gap,
)
from suasion.questions.power_cast import Bloc, Cast
from suasion.questions.power_games import Array, Played

Key = tuple[str, str]
"""A concept with the blocs that it takes as given, if any."""
DIVIDING = ("shapley", "owen", "nucleolus", "prenucleolus")
"""Concepts whose shares add up to all gains."""
Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""Two coalitions by their players."""
TOL_VIOLATION = 1e-9
"""Loss by joining, relative to the largest gain, that is rounding."""
TOL_MATTERS = 1e-9
"""What a player adds, relative to the largest gain, that is rounding."""
CONCEPTS = (
    "shapley",
    "banzhaf",
    "banzhaf-normalised",
    "owen",
    "nucleolus",
    "prenucleolus",
)


@frozen(kw_only=True, eq=False)
class Division:
    """How one game's gains are divided by each concept, MUSD/yr."""

    played: Played
    gains: Mapping[Key, Array]
    """Gain over acting alone, by concept and blocs."""
    epsilon: float
    """What the whole falls short of satisfying every coalition by; below 0: to spare.

    Players that add nothing anywhere are left out: they can only ever have nothing to spare.
    """
    is_core_empty: bool
    violation: float
    """Most that two disjoint coalitions lose by joining; 0: none."""
    violators: Pair

    @property
    def solves(self) -> int:
        """Return how many linear programs were solved for the values."""
        return self.played.solves

    @property
    def residual(self) -> float:
        """Return the largest residual that a value rests on."""
        return self.played.residual

    @property
    def imbalance(self) -> float:
        """Return how far shares that divide all gains miss them, relative to the whole."""
        parts = [gains.sum() for key, gains in self.gains.items() if key[0] in DIVIDING]
        missed = [abs(float(part) - self.gain) for part in parts if np.isfinite(part)]
        return max(missed, default=0.0) / (abs(self.whole) or 1.0)

    @property
    def alone(self) -> Array:
        """Return what each player makes alone, MUSD/yr."""
        return self.played.game.alone

    @property
    def whole(self) -> float:
        """Return what all make together, MUSD/yr."""
        return self.played.game.total

    @property
    def gain(self) -> float:
        """Return what all together make beyond what each makes alone, MUSD/yr."""
        return float(self.whole - self.alone.sum())


def gains_of(game: CoalitionGame) -> CoalitionGame:
    """Return the game of gains over acting alone."""
    values = game.values.copy()
    for player, alone in enumerate(game.alone.tolist()):
        values.reshape(-1, 2, 1 << player)[:, 1] -= alone
    values[1 << np.arange(game.n_players)] = 0.0
    return from_values(game.n_players, values)


def divide(played: Played, cast: Cast) -> Division:
    """Return the division of one game's gains by every concept.

    Raises
    ------
    CertificateError
        A nucleolus that does not prove itself (C7).
    """
    game = gains_of(played.game)
    each, settled = banzhaf(game), _settle(game, played.players)
    found: dict[Key, Array] = {("shapley", ""): shapley(game), ("banzhaf", ""): each}
    found["banzhaf-normalised", ""] = _normalised(each, game.total)
    for blocs in bloc_structures(cast, played.players):
        numbers = [[played.players.index(one) for one in bloc.members] for bloc in blocs]
        found["owen", "; ".join(bloc.name for bloc in blocs)] = owen(game, numbers)
    found["nucleolus", ""], found["prenucleolus", ""] = settled.nucleolus, settled.prenucleolus
    return Division(
        played=played,
        gains=found,
        epsilon=settled.epsilon,
        is_core_empty=settled.is_core_empty,
        violation=settled.violation,
        violators=settled.violators,
    )


@frozen(kw_only=True, eq=False)
class _Settled:
    """What is found on the players that matter alone."""

    nucleolus: Array
    prenucleolus: Array
    epsilon: float
    is_core_empty: bool
    violation: float
    violators: Pair


def _settle(game: CoalitionGame, players: Sequence[str]) -> _Settled:
    """Return nucleolus, least core and violation, without players that add nothing anywhere.

    In the core such a player gets nothing, and the nucleolus of the others is theirs in the
    whole game; only where the core is empty are all players needed again.
    """
    at = _mattering(game)
    part = restrict(game, at)
    core = least_core(part)
    if not core.nonempty and len(at) < game.n_players:
        at, part = list(range(game.n_players)), game
        core = least_core(part)
    names = [players[one] for one in at]
    violation, violators = _violation(part, names)
    shares = core.allocation if core.nonempty else _nucleolus(part)
    return _Settled(
        nucleolus=_spread(shares, at, game.n_players),
        prenucleolus=_spread(core.allocation, at, game.n_players),
        epsilon=core.epsilon,
        is_core_empty=not core.nonempty,
        violation=violation,
        violators=violators,
    )


def _mattering(game: CoalitionGame) -> list[int]:
    """Return the players that add something to some coalition; the first if none does."""
    least = TOL_MATTERS * float(np.abs(game.values).max())
    found = []
    for player in range(game.n_players):
        halves = game.values.reshape(-1, 2, 1 << player)
        if np.abs(halves[:, 1] - halves[:, 0]).max() > least:
            found.append(player)
    return found or [0]


def restrict(game: CoalitionGame, players: Sequence[int]) -> CoalitionGame:
    """Return the game of some players among themselves."""
    coalitions = np.zeros(1, dtype=np.int64)
    for player in players:
        coalitions = np.concatenate([coalitions, coalitions | (1 << player)])
    return from_values(len(players), game.values[coalitions])


def _spread(shares: Array, at: Sequence[int], count: int) -> Array:
    """Return the shares of some players as shares of all."""
    found = np.zeros(count)
    found[list(at)] = shares
    return found


def bloc_structures(cast: Cast, players: Sequence[str]) -> tuple[tuple[Bloc, ...], ...]:
    """Return the sets of blocs that Owen values are taken for, within some players."""
    inside = tuple(
        Bloc(name=bloc.name, members=held)
        for bloc in cast.blocs
        if len(held := tuple(one for one in bloc.members if one in players)) > 1
    )
    if cast.blocs_together:
        return (inside,) if inside else ()
    return tuple((bloc,) for bloc in inside)


def _violation(game: CoalitionGame, players: Sequence[str]) -> tuple[float, Pair]:
    """Return the most that two coalitions lose by joining and which they are; 0: none does."""
    if game.n_players < 2:
        return 0.0, ((), ())
    found = superadditivity_gap(game)
    if found.gap <= TOL_VIOLATION * float(np.abs(game.values).max()):
        return 0.0, ((), ())
    first, second = (tuple(players[at] for at in one) for one in (found.first, found.second))
    return found.gap, (first, second)


def _normalised(each: Array, whole: float) -> Array:
    """Return parts of the whole in proportion; none where they add up to nothing."""
    total = float(each.sum())
    if abs(total) <= 1e-12 * float(np.abs(each).sum()) or total == 0.0:
        return np.zeros_like(each)
    return np.asarray(each * (whole / total))


def _nucleolus(game: CoalitionGame) -> Array:
    """Return the nucleolus, or not numbers where the whole is less than all alone."""
    if game.total < 0.0:
        return np.full(game.n_players, np.nan)
    return np.asarray(nucleolus(game))
