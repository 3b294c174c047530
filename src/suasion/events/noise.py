"""Noise of a series, estimated from differences so that breaks in the level hardly touch it."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.partition import Floats

KEPT_SHARE = 0.95
"""Share of the squared differences that is used: the largest come from breaks and outliers."""
MOST_PERSISTENCE = 0.9
NORMAL_MAD = 1.4826
"""Standard deviation of a normal variable over its median absolute deviation."""
OUTLIER_SCALES = 3.0


@frozen(kw_only=True)
class Noise:
    """What surrounds the level of a series."""

    persistence: float
    """Correlation of one period with the next, 0..0.9."""
    scale: float
    """Standard deviation, in the unit of the series; 0 where it never moves."""

    @property
    def inflation(self) -> float:
        """Return by how much persistence raises the variance of a mean: (1 + p) / (1 - p)."""
        return (1.0 + self.persistence) / (1.0 - self.persistence)


def find_persistence(series: Floats) -> float:
    """Return the correlation of neighbouring periods, from differences over one and two steps.

    Model
        p = mean (y[t+2] - y[t])^2 / mean (y[t+1] - y[t])^2 - 1 for a first-order
        autoregression, over the smaller 95 % of each; below 0 is 0, above 0.9 is 0.9, and
        less than twice its standard error 1/sqrt(n) is 0. Breaks raise it a little, which
        makes the search more careful, not less.

    References
    ----------
    [Chakar2017] S. Chakar and others, "A robust approach for estimating change-points in the
    mean of an AR(1) process", Bernoulli 23 (2017), 1408-1447, equation 4 (medians there;
    trimmed means here, since counts have many ties).
    """
    if len(series) < 8:
        return 0.0
    one, two = _trimmed(series[1:] - series[:-1]), _trimmed(series[2:] - series[:-2])
    if one <= 0.0:
        return 0.0
    found = two / one - 1.0
    if found < 2.0 / math.sqrt(len(series)):
        return 0.0
    return min(found, MOST_PERSISTENCE)


def find_value_noise(values: Floats) -> Noise:
    """Return persistence and robust scale of values.

    Model
        scale = 1.4826 median |d - median d| / sqrt(2 (1 - p)), d the differences of
        neighbours; where more than half of them are equal, their standard deviation instead
        of the median.
    """
    if len(values) < 3:
        return Noise(persistence=0.0, scale=0.0)
    steps = np.diff(values)
    spread = NORMAL_MAD * float(np.median(np.abs(steps - np.median(steps))))
    if spread <= 0.0:
        spread = float(np.std(steps))
    persistence = find_persistence(values)
    return Noise(persistence=persistence, scale=spread / math.sqrt(2.0 * (1.0 - persistence)))


def find_size_parameter(counts: Floats, persistence: float) -> float:
    """Return the r of the negative binomial (variance m + m^2 / r); inf where Poisson will do.

    Model
        1/r = sum (d^2 / (2 (1 - p)) - m) / sum (y[t] y[t+1]), d the differences of
        neighbours and m their mean: both from neighbours, so a break counts once.
    """
    if len(counts) < 3:
        return math.inf
    left, right = counts[:-1], counts[1:]
    products = float(np.sum(left * right))
    excess = (left - right) ** 2 / (2.0 * (1.0 - persistence)) - (left + right) / 2.0
    if products <= 0.0 or float(np.sum(excess)) <= 0.0:
        return math.inf
    return products / float(np.sum(excess))


def draw_in(values: Floats, scale: float, width: int) -> Floats:
    """Return values with outliers drawn in to three scales from the running median.

    A single day of war must not make a regime of its own; the running median of `width`
    periods follows a lasting change.

    Examples
    --------
    >>> draw_in(np.array([0.0, 1.0, 99.0, 1.0, 0.0]), 1.0, 5).tolist()
    [0.0, 1.0, 4.0, 1.0, 0.0]
    """
    half = width // 2
    if len(values) < width or scale <= 0.0:
        return values
    padded = np.concatenate([np.full(half, np.nan), values, np.full(half, np.nan)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    centre = np.nanmedian(windows, axis=1)
    room = OUTLIER_SCALES * scale
    return np.clip(values, centre - room, centre + room)


def _trimmed(steps: Floats) -> float:
    squares = np.sort(steps**2)
    return float(np.mean(squares[: max(1, math.ceil(KEPT_SHARE * len(squares)))]))
