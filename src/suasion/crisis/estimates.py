"""Means over draws with their intervals: draws carry the variance, paths within them less."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from attrs import frozen

from suasion.crisis.model import Floats

LEVEL = 0.95
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
TOL_ZERO = 1e-9
"""A change smaller than this share of the level (or of one) is rounding, not an effect."""


@frozen(kw_only=True)
class Estimate:
    """A mean with its 95 % interval; not a number where nothing could be measured."""

    mean: float
    low: float
    high: float

    def has_sign(self, sign: float) -> bool:
        """Return whether the whole interval lies on one side of zero: 1 above, -1 below."""
        return self.low > 0.0 if sign > 0.0 else self.high < 0.0


NOTHING = Estimate(mean=math.nan, low=math.nan, high=math.nan)


def estimate(values: Floats) -> Estimate:
    """Return the mean over draws with its interval.

    Model
        mean +- 1.96 s / sqrt(n), s the standard deviation of the draws, n their number: the
        normal approximation of the mean. It holds the noise of the paths too, since that is
        part of what differs between draws.

    Assumptions
        A1 draws are independent of each other. A2 there are enough of them (some twenty) for
        their mean to be near normal.

    Examples
    --------
    >>> found = estimate(np.array([1.0, 2.0, 3.0, 2.0]))
    >>> found.mean, round(found.high - found.mean, 2)
    (2.0, 0.8)
    """
    if len(values) < 2:
        return NOTHING
    mean = float(values.mean())
    half = Z * float(values.std(ddof=1)) / math.sqrt(len(values))
    return Estimate(mean=mean, low=mean - half, high=mean + half)


def share_left(left: Floats, whole: Floats) -> Estimate:
    """Return what share of an effect is left, from effects of the same draws.

    Model
        r = mean(left) / mean(whole); its error is that of the mean of the paired differences
        (left - r whole) / mean(whole), to first order.

    Examples
    --------
    >>> share_left(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    Estimate(mean=0.5, low=0.5, high=0.5)
    """
    mean = float(whole.mean()) if len(whole) else 0.0
    if len(whole) < 2 or mean == 0.0:
        return NOTHING
    ratio = float(left.mean()) / mean
    spread = estimate((left - ratio * whole) / mean)
    half = spread.high - spread.mean
    return Estimate(mean=ratio, low=ratio - half, high=ratio + half)


def sign_share(effects: Floats, levels: Floats, sign: float) -> tuple[float, int]:
    """Return the share of draws whose effect has a sign, and how many draws have any effect.

    A draw whose effect is within rounding of zero (no path of it changed) says nothing on the
    sign and is left out of both; with none left the share is zero.

    Examples
    --------
    >>> sign_share(np.array([1.0, 0.0, -2.0, 3.0]), np.zeros(4), 1.0)
    (0.6666666666666666, 3)
    """
    moved = np.abs(effects) > TOL_ZERO * np.maximum(1.0, np.abs(levels))
    n_moved = int(moved.sum())
    return (float((effects[moved] * sign > 0.0).mean()) if n_moved else 0.0), n_moved
