"""Differences of scores between two forecasters on the same origins, with their uncertainty."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.backtest.forecaster import Floats

DRAWS = 1000
LEAST_ORIGINS = 20
LEAST_BLOCKS = 3
"""Fewer origins or blocks say nothing about a difference."""
Z_95 = 1.6448536269514722


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
        Circular moving blocks of L origins, twice the horizon and at least n^(1/3); 1000
        draws; 5 % and 95 % quantiles of the mean, their distance from it times
        sqrt(n / (n - L)) t / z, t the 95 % quantile of Student's distribution with n / L - 1
        degrees, z that of the normal: few blocks know their own spread badly. "beats it" if
        the interval lies below 0.

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
        "too few origins" below 20 of them, or below 3 blocks.

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
    length = max(2 * block if block > 1 else 1, math.ceil(n ** (1.0 / 3.0))) if n else 1
    if n < LEAST_ORIGINS or n < LEAST_BLOCKS * length:
        mean = float(np.mean(gaps)) if n else math.nan
        return Difference(mean=mean, low=math.nan, high=math.nan, n=n, verdict="too few origins")
    n_blocks = math.ceil(n / length)
    first = generator.integers(0, n, (DRAWS, n_blocks))
    places = (first[:, :, None] + np.arange(length)).reshape(DRAWS, -1)[:, :n] % n
    means = gaps[places].mean(axis=1)
    centre, wider = float(np.mean(gaps)), _widening(n, length)
    low, high = (centre + wider * (float(q) - centre) for q in np.quantile(means, [0.05, 0.95]))
    verdict = "beats it" if high < 0 else "does worse" if low > 0 else "does not beat it"
    return Difference(mean=centre, low=low, high=high, n=n, verdict=verdict)


def _widening(n: int, length: int) -> float:
    """Return what few blocks make of a quantile: Cornish and Fisher's series for Student's t."""
    degrees = n / length - 1.0
    first, second = (Z_95**3 + Z_95) / 4.0, (5.0 * Z_95**5 + 16.0 * Z_95**3 + 3.0 * Z_95) / 96.0
    student = Z_95 + first / degrees + second / degrees**2
    return math.sqrt(n / (n - length)) * student / Z_95
