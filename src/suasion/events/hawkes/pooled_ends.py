"""Intervals of pooled answers: what costs at most z^2/2 nats of the posterior.

Normal intervals on the log scale fail where an answer is near zero: its logarithm has no lower
bound, so that neither has the mean of the logarithms, and a symmetric interval would reach up as
far as it reaches down. So each answer is moved while the other parameters of its receiver are
fitted anew, as in `intervals`, under a prior that is widened by the variance of its mean. What
the events of the dyad rule out then bounds the interval from above, however little the dyads say
in common; it begins at zero where zero costs less.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import evolve

from suasion.events.hawkes.design import Design
from suasion.events.hawkes.intervals import find_root
from suasion.events.hawkes.posterior import Posterior, find_mode
from suasion.events.hawkes.times import Floats

FLOOR = math.log(1e-6)
"""Answers per event, as a logarithm: what is below is as good as none."""
WIDEST_MEAN = 100.0
"""Most that the variance of the mean may be: e^10 either way says nothing of an answer."""
HELD = 1e9
"""Tightness of the prior that holds a parameter at a value."""
REACH = 5.0
"""Scale of an end on the log scale: with `find_root` it is found within 0.005."""


def variance_of_mean(errors: Floats, spread: Floats) -> Floats:
    """Return the variance of m by receiver and parameter, shape (d, p).

    A dyad tells 1 / (s^2 + L) of m, L the variance of its likelihood on the log scale.
    """
    told = np.clip(1.0 - errors**2 / spread**2, 0.0, 1.0) / spread**2
    variance: Floats = 1.0 / np.maximum(1.0 / WIDEST_MEAN, told.sum(axis=0))
    return variance


def pooled_ends(
    designs: list[Design], modes: Floats, prior: tuple[Floats, Floats], first: int, z: float
) -> Floats:
    """Return low and high of the excitations, shape (dyads, d, d, 2).

    Parameters
    ----------
    designs : list of Design
        One for each dyad.
    modes : array, shape (dyads, d, p)
        Logarithms of the pooled parameters.
    prior : two arrays, shape (d, p)
        Mean of the logarithms over dyads, and their variance with that of the mean.
    first : int
        Place of the first excitation among the parameters.
    z : float
        Normal quantile of the interval.
    """
    mean, variance = prior
    n_dyads, d, p = modes.shape
    found = np.empty((n_dyads, d, p - first, 2))
    for k, design in enumerate(designs):
        for i in range(d):
            wide = Posterior(
                rows=design.rows[i],
                weights=design.weights[i],
                cost=design.cost,
                mean=mean[i],
                tight=1.0 / variance[i],
            )
            top, _ = find_mode(wide, modes[k, i])
            for j in range(first, p):
                found[k, i, j - first] = _ends(wide, top, j, z)
    # The widened prior has its own mode, from which that of the pooled answer may lie apart.
    value = np.exp(modes[:, :, first:, None])
    found[..., :1] = np.minimum(found[..., :1], value)
    found[..., 1:] = np.maximum(found[..., 1:], value)
    return found


def _ends(posterior: Posterior, top: Floats, which: int, z: float) -> tuple[float, float]:
    rate = np.empty(len(posterior.rows))
    best = posterior.worth(top, rate)

    def excess(value: float) -> float:
        at = _held_at(posterior, top, which, value)
        return math.sqrt(2.0 * max(0.0, best - posterior.worth(at, rate))) - z

    peak = max(float(top[which]), FLOOR)
    if excess(peak) > 0.0:
        return 0.0, math.exp(FLOOR)
    high, step = peak + 0.5, 0.5
    while excess(high) <= 0.0:
        step *= 1.6
        high += step
    low = 0.0
    if peak > FLOOR and excess(FLOOR) > 0.0:
        low = math.exp(find_root(excess, FLOOR, peak, REACH))
    return low, math.exp(find_root(excess, high, peak, REACH))


def _held_at(posterior: Posterior, top: Floats, which: int, value: float) -> Floats:
    """Return the mode with one parameter held at a value."""
    mean, tight, start = posterior.mean.copy(), posterior.tight.copy(), top.copy()
    mean[which], tight[which], start[which] = value, HELD, value
    at, _ = find_mode(evolve(posterior, mean=mean, tight=tight), start)
    return at
