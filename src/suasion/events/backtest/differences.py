"""Differences of scores between two forecasters on the same origins, with their uncertainty."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.backtest.forecaster import Floats

DRAWS = 1000
LEAST_ORIGINS = 20
"""Fewer origins say nothing about a difference."""


@frozen(kw_only=True)
class Difference:
    """Mean score of a model less that of a baseline; below 0 the model is better."""

    mean: float
    low: float
    high: float
    """90 % interval; NaN where there are too few origins."""
    n: int
    verdict: str
    """beats it | does not beat it | does worse | too few origins."""


def compare(
    model: Floats, baseline: Floats, *, block: int, generator: np.random.Generator
) -> Difference:
    """Return the mean difference of paired scores with a block-bootstrap interval.

    Neighbouring origins share most of their future, so whole blocks of them are drawn.

    Model
        Circular moving blocks of max(block, n^(1/3)) origins, 1000 draws, 5 % and 95 %
        quantiles of the mean. "beats it" if the interval lies below 0.

    Parameters
    ----------
    model, baseline : array, shape (n,)
        Scores from the same origins in order.
    block : int
        Origins within one horizon.
    generator : numpy.random.Generator
        Where the blocks are drawn from.

    Returns
    -------
    Difference
        "too few origins" below 20 of them, or below 4 blocks.

    Examples
    --------
    >>> scores = np.tile([1.0, 2.0, 3.0], 10)
    >>> compare(scores - 0.5, scores, block=2,
    ...         generator=np.random.Generator(np.random.Philox(0))).verdict
    'beats it'

    References
    ----------
    [PolitisRomano1992] D. N. Politis, J. P. Romano, "A circular block-resampling procedure for
    stationary data", in Exploring the Limits of Bootstrap (1992), 263-270.
    """
    gaps = model - baseline
    n = len(gaps)
    length = max(block, math.ceil(n ** (1.0 / 3.0))) if n else 1
    if n < LEAST_ORIGINS or n < 4 * length:
        mean = float(np.mean(gaps)) if n else math.nan
        return Difference(mean=mean, low=math.nan, high=math.nan, n=n, verdict="too few origins")
    n_blocks = math.ceil(n / length)
    first = generator.integers(0, n, (DRAWS, n_blocks))
    places = (first[:, :, None] + np.arange(length)).reshape(DRAWS, -1)[:, :n] % n
    means = gaps[places].mean(axis=1)
    low, high = (float(q) for q in np.quantile(means, [0.05, 0.95]))
    verdict = "beats it" if high < 0 else "does worse" if low > 0 else "does not beat it"
    return Difference(mean=float(np.mean(gaps)), low=low, high=high, n=n, verdict=verdict)
