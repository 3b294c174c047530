"""Scores of forecasts that are samples: CRPS, log score, Brier, and where the outcome fell.

All scores are losses: lower is better, and each is proper: who believes the forecast expects
no other forecast to score better.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.events.backtest.forecaster import Floats


def crps_of_samples(samples: Floats, observed: Floats) -> Floats:
    """Return the continuous ranked probability score of samples, in the unit of the outcome.

    Model
        mean |x_i - y| - sum_{i<j} |x_i - x_j| / (m (m - 1)): unbiased for the score of the
        distribution that the samples are drawn from, whatever their number m.

    Parameters
    ----------
    samples : array, shape (m, ...)
        At least 2 draws.
    observed : array, shape (...)
        Outcomes.

    Returns
    -------
    array, shape (...)
        0 at best; it may fall below 0 by chance.

    Examples
    --------
    >>> crps_of_samples(np.array([[0.0], [1.0]]), np.array([1.0])).tolist()
    [0.0]

    References
    ----------
    [Ferro2014] C. A. T. Ferro, "Fair scores for ensemble forecasts", Quarterly Journal of the
    Royal Meteorological Society 140 (2014), 1917-1923.
    """
    m = len(samples)
    ranked = np.sort(samples, axis=0)
    weights = (2.0 * np.arange(1, m + 1) - m - 1.0).reshape((m,) + (1,) * (samples.ndim - 1))
    spread = np.sum(weights * ranked, axis=0) / (m * (m - 1.0))
    found: Floats = np.mean(np.abs(samples - observed), axis=0) - spread
    return found


def log_score_of_counts(samples: Floats, observed: float, members: int | None = None) -> float:
    """Return minus the log probability of a count, from samples, smoothed so that it is finite.

    Model
        The forecast that is scored: with weight m / (m + 1) the samples, each spread evenly
        over whole numbers within w = round(m^(-1/5) x their standard deviation / 2), what
        falls below 0 staying at 0; with weight 1 / (m + 1) a geometric distribution with the
        mean of the samples, at least 1. Draws with replacement from k members: m is k.

    Examples
    --------
    >>> round(log_score_of_counts(np.array([0.0, 0.0, 1.0, 1.0]), 1.0), 3)
    0.799
    >>> log_score_of_counts(np.zeros(99), 5.0) < 20
    True
    """
    m = len(samples) if members is None else min(members, len(samples))
    width = round(m**-0.2 * float(np.std(samples)) / 2.0)
    offsets = np.arange(-width, width + 1)
    near = sum(float(np.mean(np.maximum(samples + k, 0.0) == observed)) for k in offsets)
    mean = max(float(np.mean(samples)), 1.0)
    far = (mean / (1.0 + mean)) ** observed / (1.0 + mean)
    return -float(np.log((m * near / len(offsets) + far) / (m + 1.0)))


def brier(probability: float, happened: bool) -> float:
    """Return the squared distance of a probability from what happened, 0 to 1.

    Examples
    --------
    >>> brier(0.25, True)
    0.5625

    References
    ----------
    [Brier1950] G. W. Brier, "Verification of forecasts expressed in terms of probability",
    Monthly Weather Review 78 (1950), 1-3 (half of it, for two categories).
    """
    return (probability - float(happened)) ** 2


@frozen(kw_only=True)
class Rank:
    """Where an outcome fell in a forecast."""

    below: float
    """Forecast probability of less than the outcome."""
    at_most: float
    """Forecast probability of at most the outcome."""


def rank_of(samples: Floats, observed: float) -> Rank:
    """Return where the outcome fell.

    Examples
    --------
    >>> rank_of(np.array([0.0, 1.0, 1.0, 3.0]), 1.0)
    Rank(below=0.25, at_most=0.75)
    """
    return Rank(
        below=float(np.mean(samples < observed)), at_most=float(np.mean(samples <= observed))
    )


def is_inside(samples: Floats, observed: float, share: float) -> bool:
    """Return whether the outcome lies in the central interval of a share of the forecast.

    Counts are whole, so the interval holds at least that share and often more.

    Examples
    --------
    >>> is_inside(np.arange(100.0), 96.0, 0.9), is_inside(np.arange(100.0), 50.0, 0.9)
    (False, True)
    """
    tail = (1.0 - share) / 2.0
    low = float(np.quantile(samples, tail, method="inverted_cdf"))
    high = float(np.quantile(samples, 1.0 - tail, method="inverted_cdf"))
    return low <= observed <= high


def pit_shares(below: Floats, at_most: Floats, bins: int = 10) -> Floats:
    """Return the share of outcomes in each tenth of their forecasts; equal if calibrated.

    Model
        Mean over outcomes of F(u | y) = clip((u - below) / (at_most - below), 0, 1),
        differenced over the bins: no randomness is needed for counts.

    Examples
    --------
    >>> pit_shares(np.array([0.0, 0.5]), np.array([0.5, 1.0]), 2).tolist()
    [0.5, 0.5]

    References
    ----------
    [CzadoGneitingHeld2009] C. Czado, T. Gneiting, L. Held, "Predictive model assessment for
    count data", Biometrics 65 (2009), 1254-1261.
    """
    edges = np.linspace(0.0, 1.0, bins + 1)
    width = np.maximum(at_most - below, 1e-12)[:, None]
    reached = np.clip((edges[None, :] - below[:, None]) / width, 0.0, 1.0)
    found: Floats = np.diff(reached.mean(axis=0))
    return found
