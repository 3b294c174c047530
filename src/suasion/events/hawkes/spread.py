"""What counts by day say beyond the model: wider scatter, and answers on the same day.

A day's counts cannot tell who acted first, so an answer on the same day is no excitation here.
It shows as a correlation of what is left over, and is reported as that, without direction.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.residuals import daily_rates
from suasion.events.hawkes.times import Floats

CLEAR = 2.0
"""Standard errors from which on scatter counts as wider than Poisson."""
SLIMMEST = 1e-9
"""Expected events of a day below which it is left out: nothing can happen on it."""


@frozen(kw_only=True)
class SameDay:
    """What is left over in two dimensions on the same day."""

    first: str
    second: str
    correlation: float
    """Of the Pearson residuals, -1 to 1; above 0: they act on the same days beyond the model."""
    z: float
    """Correlation over its standard error where there is none, about normal."""


@frozen(kw_only=True, eq=False)
class Spread:
    """Scatter of the counts by day against the model."""

    dispersion: Floats
    """By dimension: mean squared Pearson residual; 1 under the model, above: clustered days."""
    z: Floats
    """By dimension: dispersion less 1 over its standard error under the model."""
    same_day: tuple[SameDay, ...]
    """By pair of dimensions."""

    @property
    def widening(self) -> Floats:
        """Return by dimension how much wider variances are taken: 1 where it is not clear."""
        wider: Floats = np.where(self.z > CLEAR, np.maximum(self.dispersion, 1.0), 1.0)
        return wider


def measure_spread(observed: Observed, theta: Floats, decay: float) -> Spread:
    """Return scatter and same-day correlation of a model; none where times have fractions.

    Model
        r_it = (N_it - L_it) / sqrt(L_it); dispersion_i = mean of r_it^2, with standard error
        sqrt((2 + mean(1/L_it)) / days) for Poisson counts (McCullagh and Nelder 1989).
    """
    d = len(observed.names)
    if not observed.by_day:
        return Spread(dispersion=np.ones(d), z=np.zeros(d), same_day=())
    rates = daily_rates(observed, theta, decay)
    possible = rates > SLIMMEST
    safe = np.where(possible, rates, 1.0)
    left = np.where(possible, (observed.counts - safe) / np.sqrt(safe), 0.0)
    days = np.maximum(possible.sum(axis=0), 1)
    dispersion = (left**2).sum(axis=0) / days
    inverse = np.where(possible, 1.0 / safe, 0.0).sum(axis=0) / days
    pairs = [(i, j) for i in range(d) for j in range(i + 1, d)]
    return Spread(
        dispersion=dispersion,
        z=(dispersion - 1.0) / np.sqrt((2.0 + inverse) / days),
        same_day=tuple(_pair(observed, left, i, j) for i, j in pairs),
    )


def _pair(observed: Observed, left: Floats, i: int, j: int) -> SameDay:
    a, b = left[:, i] - left[:, i].mean(), left[:, j] - left[:, j].mean()
    size = math.sqrt(float(a @ a) * float(b @ b))
    correlation = float(a @ b) / size if size > 0.0 else 0.0
    # The spread of the correlation under independence needs no normal residuals: sum of squares.
    deviation = math.sqrt(float((a * a) @ (b * b)))
    return SameDay(
        first=observed.names[i],
        second=observed.names[j],
        correlation=correlation,
        z=float(a @ b) / deviation if deviation > 0.0 else 0.0,
    )
