"""The core: shares that no coalition could better by itself; and the least core."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.flows.layout import Floats
from suasion.games.expansion import Game, expand
from suasion.games.game import members_of
from suasion.games.nuclei import find_prenucleolus
from suasion.games.shares import excesses
from suasion.games.zeroing import zero_normalise

TOL_CORE = 1e-9
"""Excess, relative to the largest gain of a coalition, that counts as none."""


def is_in_core(game: Game, allocation: npt.ArrayLike, *, tol: float = TOL_CORE) -> bool:
    """Return whether shares add up to the whole and no coalition would do better by itself.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.
    allocation : array-like, shape (n,)
        What each player gets, in the unit of the values.
    tol : float
        Excess that counts as none, relative to the largest |v(S) - sum of v(i) over S|.

    Returns
    -------
    bool
        Whether the shares lie in the core.

    Raises
    ------
    InputError
        As for `excesses` (C1).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> gloves = from_values(3, [0, 0, 0, 1, 0, 1, 0, 1])
    >>> is_in_core(gloves, [1, 0, 0]), is_in_core(gloves, [0.8, 0.1, 0.1])
    (True, False)
    """
    held = expand(game, "suasion.games.is_in_core")
    found = excesses(held, allocation)
    limit = zero_normalise(held).limit(tol)
    return bool(abs(found[-1]) <= limit and found.max() <= limit)


@frozen(kw_only=True, eq=False)
class LeastCore:
    """The least subsidy to the grand coalition that keeps every other from leaving."""

    epsilon: float
    """Largest excess of a coalition that is neither empty nor of all; unit of the values."""
    allocation: Floats
    """Shares that reach it: the prenucleolus, often one of many."""
    nonempty: bool
    """Whether the core has a point: epsilon is at most 0 (to rounding)."""
    binding: tuple[tuple[int, ...], ...]
    """Coalitions whose claims together prove that no smaller epsilon will do."""
    weights: Floats
    """Weights above 0 of the binding coalitions; those of each player's add up to 1."""


def least_core(game: Game) -> LeastCore:
    """Return the least epsilon for which shares exist that no coalition betters by more.

    Use it to learn whether the core is empty, by how much, and which coalitions make it so.

    Model
        minimise epsilon subject to sum of x_i over S >= v(S) - epsilon for every coalition
        but the empty and the full, sum of all x_i = v(N). A player may get less than alone.
        Proof: with weights w_S of the binding coalitions, sum of w_S v(S) - v(N) equals
        epsilon x sum of w_S whatever the shares.

    Parameters
    ----------
    game : CoalitionGame or VotingGame
        A game of at most 20 players.

    Returns
    -------
    LeastCore
        Epsilon and shares in the unit of the values, whether the core is nonempty, and the
        balanced coalitions that prove it. A game of one player has epsilon 0.

    Raises
    ------
    InputError
        More than 20 players (C1).
    CertificateError
        No balanced coalitions prove the answer (C7).

    Examples
    --------
    >>> from suasion.games import from_values
    >>> found = least_core(from_values(3, [0, 0, 0, 1, 0, 1, 1, 1]))
    >>> round(found.epsilon, 9), found.nonempty, sorted(found.binding)
    (0.333333333, False, [(0, 1), (0, 2), (1, 2)])

    References
    ----------
    [MaschlerPelegShapley1979] M. Maschler, B. Peleg, L. S. Shapley, "Geometric properties of
    the kernel, nucleolus, and related solution concepts", Mathematics of Operations Research
    4 (1979), 303-338.
    """
    held = expand(game, "suasion.games.least_core")
    shares, proof = find_prenucleolus(held)
    epsilon = float(excesses(held, shares)[1:-1].max(initial=-np.inf))
    if not proof.levels:
        epsilon = 0.0
    return LeastCore(
        epsilon=epsilon,
        allocation=shares,
        nonempty=epsilon <= zero_normalise(held).limit(TOL_CORE),
        binding=tuple(members_of(one) for one in proof.levels[0].coalitions.tolist())
        if proof.levels
        else (),
        weights=proof.levels[0].weights if proof.levels else np.zeros(0),
    )
