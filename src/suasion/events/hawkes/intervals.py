"""Intervals of the parameters of a reaction model.

Profile: all values that cost at most z^2/2 nats of log-likelihood when everything else, the
decay included, is fitted anew (Venzon and Moolgavkar 1988). An interval begins at zero where
zero costs less; at a true value of zero the deviance is a half-and-half mixture of a point at
zero and chi-square(1) (Self and Liang 1987), so that such intervals cover more often than
stated, never less. The decay is moved by a parabola through the fits one standard error below,
at and above the best.

Information: normal on the log scale where the estimate is two standard errors above zero or
more; nearer, normal and cut at zero; at zero, from the slope and bend of the likelihood there.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from attrs import frozen

from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.information import Information, errors_of
from suasion.events.hawkes.newton import differentiate
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.profile import AtDecay, climb_receiver, decay_range, fit_at
from suasion.events.hawkes.times import Floats

HOPELESS = 100.0
"""Loss in nats from which on a value is out of the question, however it is reached."""
TOL = 1e-3
"""Error of an end, in standard errors."""


@frozen(kw_only=True, eq=False)
class Intervals:
    """Ends of the intervals: last axis low, high."""

    level: float
    """Share of samples in which an interval holds the true value, stated."""
    method: str
    """'profile' or 'information'."""
    baseline: Floats
    """Events per day, shape (d, 2)."""
    covariates: Floats
    """Events per day and unit of the covariate, shape (d, q, 2)."""
    excitation: Floats
    """Answers per event, shape (d, d, 2)."""
    decay: Floats
    """1/day, shape (2,); 0 or infinite where the data set no bound; equal where it was given."""


def profile_ends(
    information: Information, i: int, which: int, z: float, error: float
) -> tuple[float, float]:
    """Return the profile interval of one parameter of receiver i; z: normal quantile."""
    estimate = float(information.around[len(information.around) // 2][1].theta[i, which])

    def excess(value: float) -> float:
        return math.sqrt(2.0 * max(0.0, _drop(information, i, which, value))) - z

    low = 0.0 if estimate == 0.0 or excess(0.0) <= 0.0 else find_root(excess, 0.0, estimate, error)
    step = z * error if error > 0.0 else _first_step(information, i, which, z)
    step = min(step, _farthest(information, i, which, z))
    high = estimate + step
    for _ in range(60):
        if excess(high) > 0.0:
            return low, find_root(excess, high, estimate, error or step)
        high = estimate + 1.6 * (high - estimate)
    return low, math.inf


def _drop(information: Information, i: int, which: int, value: float) -> float:
    """Return the log-likelihood lost when one parameter is held at a value."""
    totals = []
    for design, fit in information.around:
        held = design.cost <= 0.0
        held[which] = True
        start = fit.theta[i].copy()
        start[which] = value
        _, found, _ = climb_receiver(design, i, held, start, float(fit.values[i]) - HOPELESS)
        totals.append(fit.total - float(fit.values[i]) + found)
    best = information.around[len(totals) // 2][1].total
    if len(totals) == 1 or not np.isfinite(totals).all():
        return best - max(totals)
    low, middle, high = totals
    bend, tilt = 2.0 * middle - low - high, 0.5 * (high - low)
    if bend <= 0.0:
        return best - max(totals)
    at = min(2.0, max(-2.0, tilt / bend))
    return best - max(*totals, middle + tilt * at - 0.5 * bend * at * at)


def _farthest(information: Information, i: int, which: int, z: float) -> float:
    """Return a step that surely costs enough: twice all events of the receiver, and more."""
    design, _ = information.around[len(information.around) // 2]
    n_events = float(design.weights[i].sum())
    return 2.0 * (n_events + z * z) / max(float(design.cost[which]), 1e-12)


def _first_step(information: Information, i: int, which: int, z: float) -> float:
    """Return how far a parameter at zero can rise, from slope and bend there."""
    design, fit = information.around[len(information.around) // 2]
    p, rows = design.width, design.rows[i]
    if len(rows) == 0 or design.cost[which] <= 0.0:
        return z * z / 2.0 / max(float(design.cost[which]), 1e-12)
    slope, bend = np.empty(p), np.empty((p, p))
    differentiate(rows, design.weights[i], design.cost, rows @ fit.theta[i], slope, bend)
    free = np.flatnonzero(fit.theta[i] > 0.0)
    cross = bend[which, free]
    left = bend[which, which] - cross @ information.inner[i][np.ix_(free, free)] @ cross
    g, h = min(0.0, float(slope[which])), max(float(left), 0.0)
    if h <= 1e-12 * (g * g + bend[which, which]):
        return z * z / (2.0 * max(-g, 1e-12))
    return (g + math.sqrt(g * g + h * z * z)) / h


def information_ends(
    information: Information, i: int, which: int, z: float, error: float
) -> tuple[float, float]:
    """Return the interval of one parameter of receiver i from the observed information."""
    estimate = float(information.around[len(information.around) // 2][1].theta[i, which])
    if estimate == 0.0:
        return 0.0, _first_step(information, i, which, z)
    if estimate > 2.0 * error:
        factor = math.exp(z * error / estimate)
        return estimate / factor, estimate * factor
    return max(0.0, estimate - z * error), estimate + z * error


def all_ends(information: Information, z: float, spread: Floats, method: str) -> Floats:
    """Return the intervals of all parameters, shape (d, p, 2)."""
    errors = errors_of(information, np.ones_like(spread))
    wide = errors_of(information, spread)
    d, p = errors.shape
    found = np.empty((d, p, 2))
    for i in range(d):
        for which in range(p):
            if method == "profile":
                reach = z * math.sqrt(float(spread[i]))
                found[i, which] = profile_ends(information, i, which, reach, errors[i, which])
            else:
                reach = z if errors[i, which] > 0.0 else z * math.sqrt(float(spread[i]))
                found[i, which] = information_ends(information, i, which, reach, wide[i, which])
    return found


def decay_ends(observed: Observed, best: AtDecay, error: float, z: float) -> tuple[float, float]:
    """Return the profile interval of the decay; 0 or infinite where the data set no bound."""
    slowest, fastest = decay_range(observed)
    centre = math.log(best.decay)

    def excess(log_decay: float) -> float:
        here = fit_at(build_design(observed, math.exp(log_decay)), best.theta)
        return math.sqrt(2.0 * max(0.0, best.total - here.total)) - z

    ends = []
    for sign, edge, open_end in ((-1.0, slowest, 0.0), (1.0, fastest, math.inf)):
        reach, outer, found = z * error, math.log(edge), open_end
        while True:
            at = centre + sign * reach
            beyond = sign * (at - outer) >= 0.0
            at = outer if beyond else at
            if excess(at) > 0.0:
                found = math.exp(find_root(excess, at, centre, error))
            if beyond or found != open_end:
                break
            reach *= 1.5
        ends.append(found)
    return ends[0], ends[1]


def find_root(
    excess: Callable[[float], float], outside: float, inside: float, error: float
) -> float:
    """Return where a function turns from below zero (inside) to above (outside): Illinois."""
    above, below = min(excess(outside), 1e3), excess(inside)
    for _ in range(50):
        if abs(outside - inside) <= TOL * error:
            break
        at = (outside * -below + inside * above) / (above - below)
        here = min(excess(at), 1e3)
        if abs(here) < TOL:
            return at
        if here > 0.0:
            outside, above = at, here
            below *= 0.5
        else:
            inside, below = at, here
            above *= 0.5
    return 0.5 * (outside + inside)
