"""Negative binomial regression on the recent past, as a forecaster."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.events.backtest.forecaster import N_CLASSES, Floats, History, Paths, refuse_short
from suasion.events.backtest.negative_binomial import NegativeBinomial, fit_negative_binomial

SHORT, LONG = 4, 13
"""Periods of the two means that the regression looks at."""
LEAST_PERIODS = 40
CAP = 10.0
"""A forecast mean is at most this many times the highest count seen, plus 10."""


@frozen(kw_only=True, eq=False)
class RegressedPaths:
    """A fitted regression of every class, run forward period by period."""

    history: History
    fits: tuple[NegativeBinomial, ...]

    def sample(self, steps: int, draws: int, generator: np.random.Generator) -> Paths:
        """Return paths; each period is drawn given those before it on the same path."""
        recent = np.repeat(self.history.counts[None, -LONG:], draws, axis=0)
        highest = CAP * (self.history.counts.max(axis=0) + 1.0)
        counts = np.empty((draws, steps, N_CLASSES))
        for step in range(steps):
            for at, fit in enumerate(self.fits):
                mean = np.minimum(fit.mean(_features(recent, at)), highest[at])
                rate = generator.gamma(fit.size, mean / fit.size)
                counts[:, step, at] = generator.poisson(rate)
            recent = np.concatenate([recent[:, 1:], counts[:, step : step + 1]], axis=1)
        sums = draw_sums(counts, self.history.intensities, generator)
        return Paths(counts=counts, sums=sums)


@frozen(kw_only=True)
class Regression:
    """Negative binomial regression of each class on its recent past and the volume of all.

    Model
        log mean = b0 + b1 log(1 + last period) + b2 log(1 + mean of the last 4) + b3 log(1 +
        mean of the last 13, all classes); `fit_negative_binomial`, refitted at every origin.
        Several periods ahead: simulated forward. Intensities: drawn from past events.
    """

    name: str = "negative binomial regression"
    is_baseline: bool = False

    def fit(self, history: History) -> RegressedPaths:
        """Return the fitted regressions; `ComputationError` below 40 periods."""
        n = len(history.counts)
        if n < LEAST_PERIODS:
            raise refuse_short(self.name, n, LEAST_PERIODS, history.by)
        windows = np.lib.stride_tricks.sliding_window_view(history.counts, LONG, axis=0)
        past = np.moveaxis(windows[:-1], 2, 1)
        fits = tuple(
            fit_negative_binomial(history.counts[LONG:, at], _features(past, at))
            for at in range(N_CLASSES)
        )
        return RegressedPaths(history=history, fits=fits)


def _features(recent: Floats, at: int) -> Floats:
    """Return the design from the last 13 periods of all classes, shape (rows, 13, 4)."""
    own = recent[:, :, at]
    columns = (
        np.ones(len(recent)),
        np.log1p(own[:, -1]),
        np.log1p(own[:, -SHORT:].mean(axis=1)),
        np.log1p(recent.sum(axis=2).mean(axis=1)),
    )
    return np.stack(columns, axis=1)


def draw_sums(
    counts: Floats, intensities: tuple[Floats, ...], generator: np.random.Generator
) -> Floats:
    """Return sums of intensity for simulated counts, each event's drawn from past events.

    Examples
    --------
    >>> counts = np.array([[[2.0, 0.0, 1.0, 0.0]]])
    >>> past = (np.array([3.0]), np.array([]), np.array([-4.0]), np.array([]))
    >>> draw_sums(counts, past, np.random.Generator(np.random.Philox(0))).tolist()
    [[[6.0, 0.0, -4.0, 0.0]]]
    """
    sums = np.zeros(counts.shape)
    for at, known in enumerate(intensities):
        numbers = counts[:, :, at].astype(np.int64).ravel()
        total = int(numbers.sum())
        if total and len(known):
            drawn = known[generator.integers(0, len(known), total)]
            owner = np.repeat(np.arange(len(numbers)), numbers)
            added = np.bincount(owner, weights=drawn, minlength=len(numbers))
            sums[:, :, at] = added.reshape(counts.shape[:2])
    return sums
