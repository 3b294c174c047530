"""Means of sampled contributions with the errors that can be vouched for."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from attrs import frozen

from suasion.flows.layout import Floats


@frozen(kw_only=True, eq=False)
class SampledValues:
    """Values of players from a sample, with their errors."""

    values: Floats
    """By player, in the unit of the value function."""
    standard_errors: Floats
    """By player; how far another sample would typically differ."""
    bounds: Floats
    """By player: the true value is within this of `values`, for all players together, with
    probability of at least `confidence`, whatever the game."""
    confidence: float
    n_draws: int
    """Independent draws, each of an antithetic pair."""
    n_evaluations: int
    """Coalitions whose value was asked for; each is asked once."""


def estimate(
    total: Floats, squares: Floats, *, n_draws: int, width: float, confidence: float, asked: int
) -> SampledValues:
    """Return means with standard errors and bounds that hold for any game.

    Model
        The smaller of two bounds, each at half of the risk d = (1 - confidence) / n:
        Hoeffding: w sqrt(ln(4/d) / 2m); empirical Bernstein: sqrt(2 V ln(8/d) / m) +
        7 w ln(8/d) / (3 (m - 1)), with m draws in an interval of width w and variance V.

    References
    ----------
    [MaurerPontil2009] A. Maurer, M. Pontil, "Empirical Bernstein bounds and sample-variance
    penalization", COLT (2009), theorem 4.
    """
    mean = total / n_draws
    variance = np.maximum(squares - n_draws * mean**2, 0.0) / (n_draws - 1)
    risk = (1.0 - confidence) / mean.size
    flat = width * sqrt(log(4.0 / risk) / (2.0 * n_draws))
    tail = 7.0 * width * log(8.0 / risk) / (3.0 * (n_draws - 1))
    spread = np.sqrt(2.0 * variance * log(8.0 / risk) / n_draws) + tail
    return SampledValues(
        values=mean,
        standard_errors=np.sqrt(variance / n_draws),
        bounds=np.minimum(flat, spread),
        confidence=confidence,
        n_draws=n_draws,
        n_evaluations=asked,
    )
