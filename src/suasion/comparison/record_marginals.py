"""Marginal likelihoods by simple Monte Carlo over draws, with intervals and warnings.

Model
    p(record | account) = mean over draws of p(record | draw). Draws are drawn again in their
    pairs, the same ones for all accounts, which share the random numbers of their figures.
    Effective draws: (sum w)^2 / sum w^2 with w the chances of the record under each draw.

A few draws carry most of the mean where figures are wide: the interval then is too narrow and
the value too low, so a difference that rests on fewer than `FEWEST` of them counts for nothing.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.questions.sampling import HIGH, LOW
from suasion.streams import Streams

Floats = NDArray[np.float64]
RESAMPLES = 400
FEWEST = 5.0
"""Effective draws that a difference must rest on at least."""
PAIR = 2
"""Draws that share figures and are drawn again together."""


def log_mean_exp(values: Floats, axis: int = -1) -> Floats:
    """Return the log of the mean of exp.

    Examples
    --------
    >>> round(float(log_mean_exp(np.log([1.0, 3.0]))), 6) == round(float(np.log(2.0)), 6)
    True
    """
    found = np.logaddexp.reduce(values, axis=axis) - np.log(values.shape[axis])
    return np.asarray(found, dtype=np.float64)


def effective_draws(values: Floats) -> float:
    """Return how many equal draws carry as much as these, from log chances by draw.

    Examples
    --------
    >>> effective_draws(np.zeros(8)), round(effective_draws(np.array([0.0, -50.0])), 6)
    (8.0, 1.0)
    """
    weights = np.exp(values - values.max())
    return float(weights.sum() ** 2 / (weights**2).sum())


def resampling(n_draws: int, seed: int) -> Floats:
    """Return how often each draw is taken in each resample, [resamples, draws]."""
    blocks = -(-n_draws // PAIR)
    rng = Streams(seed).generator("record/resamples")
    taken = rng.multinomial(blocks, np.full(blocks, 1.0 / blocks), size=RESAMPLES)
    return np.asarray(np.repeat(taken, PAIR, axis=1)[:, :n_draws], dtype=np.float64)


def resampled(values: Floats, times: Floats) -> Floats:
    """Return the log mean exp of each resample of draws, [resamples]."""
    top = float(values.max())
    weights = times / np.maximum(times.sum(axis=1, keepdims=True), 1.0)
    return np.asarray(top + np.log(np.maximum(weights @ np.exp(values - top), 1e-300)))


@frozen(kw_only=True, eq=False)
class Marginal:
    """The log of a marginal likelihood."""

    value: float
    draws: Floats
    """[resamples]"""
    effective: float

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 90 % interval over resamples."""
        low, high = np.quantile(self.draws, [LOW, HIGH])
        return float(low), float(high)


def marginal(chances: Floats, times: Floats, *, is_grid: bool = False) -> Marginal:
    """Return the marginal likelihood of what has these log chances, [draws, coverages].

    A baseline with a grid in place of draws (`is_grid`) has no sampling error.
    """
    by_draw = log_mean_exp(chances)
    value = float(log_mean_exp(by_draw))
    again = np.full(len(times), value) if is_grid else resampled(by_draw, times)
    effective = float("inf") if is_grid else effective_draws(by_draw)
    return Marginal(value=value, draws=again, effective=effective)
