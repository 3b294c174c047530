"""Games moved and scaled so that solvers see figures near 1: strategic equivalence."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.flows.layout import Floats
from suasion.games.game import CoalitionGame, sums

NOISE = 4e-16
"""Rounding of a sum by player that is added, relative to the largest value."""


@frozen(kw_only=True, eq=False)
class Gains:
    """What coalitions gain over their players alone, in units of a power of two."""

    values: Floats
    """By coalition: (v(S) - sum of v(i) over S) / unit; the largest lies in [1, 2) or is 0."""
    alone: Floats
    """What each player is worth alone, in the unit of the game."""
    unit: float
    """A power of two, so that scaling rounds nothing."""
    noise: float
    """Figure in the unit of the game below which is rounding of the values."""

    def restore(self, shares: Floats) -> Floats:
        """Return shares of gains as shares of values."""
        return self.alone + self.unit * shares

    def limit(self, tol: float) -> float:
        """Return a tolerance relative to the largest gain in the unit of the game."""
        return max(tol * self.unit * float(np.abs(self.values).max()), self.noise)

    @property
    def additive(self) -> bool:
        """Return whether no coalition gains or loses anything."""
        return not self.values.any()


def zero_normalise(game: CoalitionGame) -> Gains:
    """Return the gains of a game; solutions that are covariant need nothing else."""
    alone = game.alone
    gains = game.values - np.asarray(sums(alone), dtype=np.float64)
    noise = NOISE * game.n_players * float(max(np.abs(game.values).max(), np.abs(alone).sum()))
    gains[np.abs(gains) <= noise] = 0.0
    gains[1 << np.arange(game.n_players)] = 0.0
    scale = float(np.abs(gains).max())
    unit = float(2.0 ** np.floor(np.log2(scale))) if scale > 0.0 else 1.0
    return Gains(values=gains / unit, alone=alone, unit=unit, noise=noise)
