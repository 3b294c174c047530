"""The observed information of a fit: how far each parameter could be off, decay included.

At the best decay the information of receiver i about its own parameters is H_i. The decay ties
the receivers: where it is free, with u = log decay and s_i = d theta_i / du along the profile,

    Cov(theta_i, theta_k) = [i = k] H_i^-1 + s_i s_k' Var(u),    Var(u) = -1 / P''(u)

with P the profile log-likelihood; this is the inverse of the joint information by blocks.
Parameters estimated as zero carry no covariance here; their intervals are one-sided.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.hawkes.design import Design, build_design
from suasion.events.hawkes.newton import differentiate
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.profile import AtDecay, decay_range, fit_at
from suasion.events.hawkes.times import Floats

STEP = 0.02
"""First step in the logarithm of the decay."""
WIDEST = 0.7
"""Largest error of the logarithm of the decay that is worth the name."""


@frozen(kw_only=True, eq=False)
class Information:
    """Covariances of the parameters, and the fits around the best decay."""

    inner: Floats
    """H_i^-1 by receiver, shape (d, p, p); zero where a parameter is at zero."""
    slopes: Floats
    """d theta / d log decay along the profile, shape (d, p)."""
    sd_log_decay: float
    """Standard error of the logarithm of the decay; 0 where the decay was given."""
    around: tuple[tuple[Design, AtDecay], ...]
    """Fits at one standard error below, at, and above the best decay; only the middle one where
    the decay was given."""


def measure(observed: Observed, best: AtDecay, decay_given: bool) -> Information:
    """Return the observed information at the best fit."""
    design = build_design(observed, best.decay)
    inner = np.array([invert_free(design, i, best.theta[i]) for i in range(len(design.rows))])
    if decay_given:
        nothing = np.zeros_like(best.theta)
        alone = ((design, best),)
        return Information(inner=inner, slopes=nothing, sd_log_decay=0.0, around=alone)
    sd = STEP
    for _ in range(3):
        low, high = (_beside(observed, best, step) for step in (-sd, sd))
        bend = (2.0 * best.total - low[1].total - high[1].total) / sd**2
        sd = min(WIDEST, 1.0 / math.sqrt(bend)) if bend > 0.0 else WIDEST
    low, high = (_beside(observed, best, step) for step in (-sd, sd))
    width = math.log(high[0].decay / low[0].decay)
    slopes = (high[1].theta - low[1].theta) / width if width > 0.0 else np.zeros_like(best.theta)
    around = (low, (design, best), high)
    return Information(inner=inner, slopes=slopes, sd_log_decay=sd, around=around)


def invert_free(design: Design, i: int, theta: Floats) -> Floats:
    """Return the inverse information of one receiver on the parameters above zero."""
    rows, weights, p = design.rows[i], design.weights[i], design.width
    found, free = np.zeros((p, p)), np.flatnonzero(theta > 0.0)
    if len(rows) == 0 or len(free) == 0:
        return found
    bend, slope = np.empty((p, p)), np.empty(p)
    differentiate(rows, weights, design.cost, rows @ theta, slope, bend)
    scale = np.sqrt(np.diag(bend)[free])
    scaled = bend[np.ix_(free, free)] / np.outer(scale, scale)
    found[np.ix_(free, free)] = np.linalg.pinv(scaled, hermitian=True) / np.outer(scale, scale)
    return found


def _beside(observed: Observed, best: AtDecay, step: float) -> tuple[Design, AtDecay]:
    slowest, fastest = decay_range(observed)
    decay = min(max(best.decay * math.exp(step), 0.2 * slowest), 5.0 * fastest)
    design = build_design(observed, decay)
    return design, fit_at(design, best.theta)


def errors_of(information: Information, spread: Floats) -> Floats:
    """Return the standard error of each parameter, shape (d, p).

    spread: by receiver, how much wider than Poisson its counts scatter (1: not).
    """
    own = np.maximum(0.0, np.diagonal(information.inner, axis1=1, axis2=2)) * spread[:, None]
    shared = (information.slopes * information.sd_log_decay) ** 2 * spread.max()
    errors: Floats = np.sqrt(own + shared)
    return errors


def variance_along(
    information: Information, gradient: Floats, spread: Floats, edge: Floats
) -> float:
    """Return the variance of a function of all parameters with this gradient, shape (d, p).

    edge: standard errors that stand for parameters at zero, shape (d, p); zero elsewhere.
    """
    own = np.einsum("ip,ipq,iq->i", gradient, information.inner, gradient) @ spread
    along = float((gradient * information.slopes).sum())
    shared = (along * information.sd_log_decay) ** 2 * float(spread.max())
    return float(own) + shared + float(((gradient * edge) ** 2).sum())
