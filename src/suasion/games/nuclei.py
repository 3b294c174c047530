"""Nucleolus and prenucleolus: shares whose largest complaints are least, with a proof."""

from __future__ import annotations

import coopgame  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from suasion.errors import CertificateError, InputError
from suasion.flows.layout import Floats
from suasion.games.expansion import Game, expand
from suasion.games.game import CoalitionGame
from suasion.games.kohlberg import Level, find_levels
from suasion.games.shares import as_shares
from suasion.games.zeroing import Gains, zero_normalise

TIES = (1e-11, 1e-9)
"""Differences of excess that count as none, tried in turn; relative to the largest gain."""
METHODS = ("cg", "full")
"""Ways of the library, tried in turn: constraints as they bind, or all at once."""


@frozen(kw_only=True, eq=False)
class NucleolusProof:
    """Why shares are the nucleolus: the levels of Kohlberg's criterion, largest excess first."""

    levels: tuple[Level, ...]
    """Excesses in the unit of the values."""
    tolerance: float
    """The shares are exact for values that differ by at most this, unit of the values."""


def nucleolus(game: Game) -> Floats:
    """Return the nucleolus: the imputation whose largest excesses are least, one after another.

    Use it for shares that leave the unhappiest coalition as little reason to leave as can be:
    it lies in the core where there is one. Not for what players contribute (`shapley`).

    Model
        Among shares x with sum x_i = v(N) and x_i >= v(i), the one whose excesses
        e(S, x) = v(S) - sum of x_i over S, sorted from the largest, are lexicographically
        least. Found by the library coopgame, proved by `certify_nucleolus`.

    Assumptions
        A1 A complaint is measured in money, whatever the size of the coalition. A2 No player
        accepts less than alone.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players whose total reaches the sum of v(i).

    Returns
    -------
    array of float, shape (n,)
        In the unit of the values; adds up to the value of all players.

    Raises
    ------
    InputError
        More than 20 players; players alone are worth more than all together (C1).
    CertificateError
        The shares found could not be proved (C7).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> (nucleolus(from_values(3, [0, 0, 0, 1, 0, 1, 0, 1])) + 0.0).round(9).tolist()
    [1.0, 0.0, 0.0]

    References
    ----------
    [Schmeidler1969] D. Schmeidler, "The nucleolus of a characteristic function game", SIAM
    Journal on Applied Mathematics 17 (1969), 1163-1170.
    """
    held = expand(game, "suasion.games.nucleolus")
    gains = zero_normalise(held)
    spare = float(gains.values[-1]) * gains.unit
    if spare < 0.0:
        raise InputError(
            "there is no imputation: alone, the players are worth more than together",
            where="suasion.games.nucleolus",
            got=f"{held.total:g} together, {held.alone.sum():g} as the sum of each alone",
            expected="at least as much together as alone",
            fix="take the prenucleolus, which lets a player get less than alone",
        )
    if spare == 0.0:
        return np.asarray(gains.alone + (held.total - gains.alone.sum()) / held.n_players)
    return _find(gains, imputations=True)[0]


def prenucleolus(game: Game) -> Floats:
    """Return the prenucleolus: as the nucleolus, but a player may get less than alone.

    Use it where the core is empty or nobody can fall back on being alone. Both are the same
    where the core is nonempty.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.

    Returns
    -------
    array of float, shape (n,)
        In the unit of the values; adds up to the value of all players.

    Raises
    ------
    InputError
        More than 20 players (C1).
    CertificateError
        The shares found could not be proved (C7).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> (prenucleolus(from_values(3, [0, 0, 0, 10, 0, 0, 0, 2])) + 0.0).round(9).tolist()
    [3.0, 3.0, -4.0]

    References
    ----------
    [Sobolev1975] A. I. Sobolev, "The characterization of optimality principles in cooperative
    games by functional equations", Mathematical Methods in the Social Sciences 6 (1975),
    94-151 (in Russian).
    """
    held = expand(game, "suasion.games.prenucleolus")
    return find_prenucleolus(held)[0]


def find_prenucleolus(game: CoalitionGame) -> tuple[Floats, NucleolusProof]:
    """Return the prenucleolus with its proof."""
    gains = zero_normalise(game)
    if gains.additive or game.n_players == 1:
        return gains.alone, certify_nucleolus(game, gains.alone, imputations=False)
    return _find(gains, imputations=False)


def certify_nucleolus(
    game: Game, allocation: npt.ArrayLike, *, imputations: bool = True
) -> NucleolusProof:
    """Return the proof that shares are the nucleolus, by Kohlberg's criterion.

    It knows nothing of how the shares were found. The levels also explain them: the first
    one names the coalitions whose complaints are largest and cannot be relieved.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.
    allocation : array-like, shape (n,)
        The shares in question, in the unit of the values.
    imputations : bool
        Whether nobody may get less than alone (nucleolus), or may (prenucleolus).

    Returns
    -------
    NucleolusProof
        The levels, and the tolerance at which the proof is exact.

    Raises
    ------
    InputError
        More than 20 players, or an allocation that does not fit the game (C1).
    CertificateError
        The shares are not the nucleolus (C7).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> proof = certify_nucleolus(from_values(3, [0, 0, 0, 1, 0, 1, 0, 1]), [1, 0, 0])
    >>> [sorted(level.coalitions.tolist()) for level in proof.levels]
    [[2, 3, 4, 5, 6]]

    References
    ----------
    [Kohlberg1971] E. Kohlberg, "On the nucleolus of a characteristic function game", SIAM
    Journal on Applied Mathematics 20 (1971), 62-66.
    """
    held = expand(game, "suasion.games.certify_nucleolus")
    shares = as_shares(held, allocation, "suasion.games.certify_nucleolus")
    gains = zero_normalise(held)
    found = _prove(gains, (shares - gains.alone) / gains.unit, imputations=imputations)
    if found is None:
        raise _unproved(imputations=imputations)
    return found


def _find(gains: Gains, *, imputations: bool) -> tuple[Floats, NucleolusProof]:
    domain = "imputation" if imputations else "preimputation"
    game = coopgame.Game(gains.values[1:])
    for method in METHODS:
        shares = np.array(coopgame.nucleolus(game, domain, method)["allocation"])
        proof = _prove(gains, shares, imputations=imputations)
        if proof is not None:
            return gains.restore(shares), proof
    raise _unproved(imputations=imputations)


def _prove(gains: Gains, shares: Floats, *, imputations: bool) -> NucleolusProof | None:
    for relative in TIES:
        tie = max(relative * float(np.abs(gains.values).max()), gains.noise / gains.unit)
        levels = find_levels(gains.values, shares, tie=tie, imputations=imputations)
        if levels is not None:
            scaled = tuple(evolve(one, excess=one.excess * gains.unit) for one in levels)
            return NucleolusProof(levels=scaled, tolerance=tie * gains.unit)
    return None


def _unproved(*, imputations: bool) -> CertificateError:
    name = "nucleolus" if imputations else "prenucleolus"
    return CertificateError(
        f"the shares are not proved to be the {name}",
        where=f"suasion.games.{name}",
        got="a level of excesses that is not balanced",
        expected=f"balanced levels at a tolerance of {TIES[-1]:g} of the largest gain",
        avoided="shares would have been reported that some coalition need not accept",
        fix="if suasion found them, report the game; it is an error of the program",
        rule="C7",
    )
