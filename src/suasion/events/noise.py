"""Noise of a series, estimated from differences so that breaks in the level hardly touch it."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.partition import Floats

KEPT_SHARE = 0.95
"""Share of the steps that is used: the largest come from breaks and outliers."""
TRIMMING_BIAS = 0.1
"""By how much leaving out the largest steps raises the estimate in noise without persistence."""
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
        p = mean (y[t+2] - y[t])^2 / mean (y[t+1] - y[t])^2 - 1.1 for a first-order
        autoregression. The largest 5 % of the steps, at least two, and the double steps that
        hold one of them are left out, so that a break does not pass for persistence; leaving
        them out raises p by about a tenth, which is taken off. Below two standard errors,
        2 / sqrt(n), it is 0; above 0.9 it is 0.9.

    References
    ----------
    [Chakar2017] S. Chakar and others, "A robust approach for estimating change-points in the
    mean of an AR(1) process", Bernoulli 23 (2017), 1408-1447 (medians there, means without the
    largest here, since counts have many ties).
    """
    if len(series) < 8:
        return 0.0
    steps = np.diff(series)
    n_left_out = max(2, math.ceil((1.0 - KEPT_SHARE) * len(steps)))
    is_kept = np.ones(len(steps), dtype=bool)
    is_kept[np.argsort(np.abs(steps), kind="stable")[-n_left_out:]] = False
    pairs = (series[2:] - series[:-2])[is_kept[1:] & is_kept[:-1]]
    one = float(np.mean(steps[is_kept] ** 2))
    if one <= 0.0 or not len(pairs):
        return 0.0
    found = float(np.mean(pairs**2)) / one - 1.0 - TRIMMING_BIAS
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

    Model
        clip(y, c - 3 s, c + 3 s): c the median of `width` periods about each, s the larger of
        the scale given and 1.4826 times the median absolute deviation in 4 `width` + 1 periods.

    Examples
    --------
    >>> draw_in(np.array([0.0, 1.0, 99.0, 1.0, 0.0]), 1.0, 5).tolist()
    [0.0, 1.0, 5.4478, 1.0, 0.0]
    """
    if len(values) < width or scale <= 0.0:
        return values
    near, far = _windows(values, width // 2), _windows(values, 2 * width)
    centre = np.nanmedian(near, axis=1)
    around = np.nanmedian(far, axis=1)[:, None]
    spread = NORMAL_MAD * np.nanmedian(np.abs(far - around), axis=1)
    room = OUTLIER_SCALES * np.maximum(spread, scale)
    return np.clip(values, centre - room, centre + room)


def _windows(values: Floats, half: int) -> Floats:
    """Return the periods about each one, missing beyond the ends."""
    padded = np.concatenate([np.full(half, np.nan), values, np.full(half, np.nan)])
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
