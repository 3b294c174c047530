"""Negative binomial regression: counts with a log-linear mean and variance m + m^2 / r."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.backtest.forecaster import Floats

RIDGE = 1.0
"""Weight of the squares of the slopes: keeps a class with few events from running away."""
STEPS = 60
TOLERANCE = 1e-8
GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
LOG_SIZE_RANGE = (math.log(0.02), math.log(5000.0))


@frozen(kw_only=True, eq=False)
class NegativeBinomial:
    """A fitted regression."""

    slopes: Floats
    """Of the columns of the design, the intercept first."""
    size: float
    """r; 5000 stands for Poisson."""
    log_likelihood: float
    """Nats, without the ridge."""
    gradient: float
    """Certificate: largest slope of the penalised log-likelihood at the answer (0 at the top)."""

    def mean(self, design: Floats) -> Floats:
        """Return the expected counts."""
        found: Floats = np.exp(design @ self.slopes)
        return found


def fit_negative_binomial(
    counts: Floats, design: Floats, *, ridge: float = RIDGE
) -> NegativeBinomial:
    """Return the negative binomial regression with the highest penalised likelihood.

    Model
        log m = X b; log-likelihood sum log NB(y | m, r) - ridge / 2 x squares of the slopes
        (not of the intercept). b by Newton steps at a given r, r by golden section of the
        profile on its logarithm, within 0.02 to 5000.

    Assumptions
        A1 counts are independent given the design; A2 one r for all.

    Parameters
    ----------
    counts : array, shape (n,)
        At least 0.
    design : array, shape (n, k)
        The first column is 1.
    ridge : float
        At least 0.

    Returns
    -------
    NegativeBinomial
        The fit with its certificate.

    Examples
    --------
    >>> y = np.array([0.0, 1.0, 2.0, 1.0, 0.0, 2.0, 1.0, 1.0])
    >>> fit = fit_negative_binomial(y, np.ones((8, 1)))
    >>> round(float(fit.mean(np.ones((1, 1)))[0]), 6), fit.gradient < 1e-6
    (1.0, True)

    References
    ----------
    [CameronTrivedi2013] A. C. Cameron, P. K. Trivedi, Regression Analysis of Count Data, 2nd
    ed. (2013), section 3.3 (the NB2 model).
    """
    slopes = np.zeros(design.shape[1])
    slopes[0] = math.log(float(np.mean(counts)) + 0.05)
    low, high = LOG_SIZE_RANGE
    inner = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
    tried = []
    for at in inner:
        slopes = _climb(counts, design, slopes, math.exp(at), ridge)
        tried.append(_objective(counts, design, slopes, math.exp(at), ridge))
    while high - low > 0.05:
        if tried[0] < tried[1]:
            low, inner[0], tried[0] = inner[0], inner[1], tried[1]
            at, place = low + GOLDEN * (high - low), 1
        else:
            high, inner[1], tried[1] = inner[1], inner[0], tried[0]
            at, place = high - GOLDEN * (high - low), 0
        slopes = _climb(counts, design, slopes, math.exp(at), ridge)
        inner[place], tried[place] = at, _objective(counts, design, slopes, math.exp(at), ridge)
    size = math.exp((low + high) / 2.0)
    slopes = _climb(counts, design, slopes, size, ridge)
    return NegativeBinomial(
        slopes=slopes,
        size=size,
        log_likelihood=log_likelihood(counts, np.exp(design @ slopes), size),
        gradient=float(np.max(np.abs(_slope(counts, design, slopes, size, ridge)))),
    )


def log_likelihood(counts: Floats, mean: Floats, size: float) -> float:
    """Return the log-likelihood of counts under negative binomials with one size.

    Examples
    --------
    >>> round(log_likelihood(np.array([0.0]), np.array([1.0]), 1.0), 6)  # log of 1/2
    -0.693147
    """
    whole = counts.astype(np.int64)
    steps = np.arange(int(whole.max(initial=0)), dtype=float)
    rising = np.concatenate([[0.0], np.cumsum(np.log(size + steps) - np.log(steps + 1.0))])
    share = np.log(mean) - np.log(mean + size)
    return float(np.sum(rising[whole] - size * np.log1p(mean / size) + counts * share))


def _objective(counts: Floats, design: Floats, slopes: Floats, size: float, ridge: float) -> float:
    mean = np.exp(design @ slopes)
    return log_likelihood(counts, mean, size) - 0.5 * ridge * float(np.sum(slopes[1:] ** 2))


def _slope(counts: Floats, design: Floats, slopes: Floats, size: float, ridge: float) -> Floats:
    mean = np.exp(design @ slopes)
    found: Floats = design.T @ ((counts - mean) * size / (size + mean))
    found[1:] -= ridge * slopes[1:]
    return found


def _climb(counts: Floats, design: Floats, slopes: Floats, size: float, ridge: float) -> Floats:
    """Return the slopes at the top, by Newton steps that are halved until they rise."""
    penalty = np.full(len(slopes), ridge)
    penalty[0] = 0.0
    value = _objective(counts, design, slopes, size, ridge)
    for _ in range(STEPS):
        mean = np.exp(design @ slopes)
        weights = mean * size * (size + counts) / (size + mean) ** 2
        curvature = (design * weights[:, None]).T @ design + np.diag(penalty + 1e-9)
        slope = _slope(counts, design, slopes, size, ridge)
        if float(np.max(np.abs(slope))) < TOLERANCE:
            break
        step = np.linalg.solve(curvature, slope)
        scale = min(1.0, 4.0 / max(float(np.max(np.abs(step))), 1e-300))
        while scale > 1e-6:
            tried = slopes + scale * step
            found = _objective(counts, design, tried, size, ridge)
            if found >= value:
                slopes, value = tried, found
                break
            scale /= 2.0
        else:
            break
    return slopes
