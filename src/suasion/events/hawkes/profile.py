"""The best fit at each decay, and the decay at which it is best."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from attrs import frozen

from suasion.errors import CertificateError
from suasion.events.hawkes.design import Design, build_design
from suasion.events.hawkes.newton import climb
from suasion.events.hawkes.observed import Observed, first_part
from suasion.events.hawkes.times import Floats, Marked

TOL = 1e-11
"""Gap below the maximum at which climbing stops, nats per event."""
TOL_CERTIFICATE = 1e-6
"""Gap above which a fit is refused, nats per event."""
ROUNDING = 1e-9
"""The same relative to the log-likelihood, where that is large and rounded accordingly."""
N_STEPS = 200
TOL_PEAK = 1e-5
"""Width in the logarithm of the decay at which refining stops."""
PILOT_ABOVE, PILOT_EVENTS = 20_000, 8_000
"""Events above which the range of decays is searched on a first part, and how many that has."""
PILOT_STEP = 0.05
TOL_PILOT = 5e-5
"""As above, where so many events make the decay sure to a few thousandths."""
N_GRID = 13
"""Decays tried over the whole range before the best is refined."""


@frozen(kw_only=True, eq=False)
class AtDecay:
    """The maximum of the likelihood at one decay."""

    decay: float
    theta: Floats
    """Parameters by receiver, shape (d, p): baseline, covariates, excitations."""
    values: Floats
    """Log-likelihood of each receiver, nats, without the constant of the counts."""
    gap: float
    """By how much the log-likelihood can lie below its maximum at this decay, nats, at most."""

    @property
    def total(self) -> float:
        """Return the log-likelihood of all receivers."""
        return float(self.values.sum())


def fit_at(design: Design, start: Floats | None = None) -> AtDecay:
    """Return the maximum at the decay of a design; start: parameters near it, if known.

    Raises
    ------
    CertificateError
        The gap to the maximum is not closed (C7).
    """
    d, p = len(design.rows), design.width
    theta, values, gap = np.zeros((d, p)), np.zeros(d), 0.0
    held = design.cost <= 0.0
    for i in range(d):
        guess = None if start is None else start[i]
        theta[i], values[i], missing = climb_receiver(design, i, held, guess)
        gap += missing
    return AtDecay(decay=design.decay, theta=theta, values=values, gap=gap)


def climb_receiver(
    design: Design, i: int, held: Marked, start: Floats | None, matters_above: float = -math.inf
) -> tuple[Floats, float, float]:
    """Return parameters, log-likelihood and gap of one receiver; held ones stay at the start.

    A log-likelihood below `matters_above` needs no certificate: it is out of the question.
    """
    rows, weights, cost = design.rows[i], design.weights[i], design.cost
    n_events = float(weights.sum())
    even = _share_evenly(cost, n_events)
    theta = even if start is None else start.copy()
    if start is not None and len(rows) and not (rows @ theta > 0.0).all():
        theta = np.where(held, theta, even)
    if n_events == 0.0:
        theta = np.where(held, theta, 0.0)
        return theta, -float(cost @ theta), 0.0
    value, gap, _ = climb(rows, weights, cost, theta, held, TOL, N_STEPS)
    allowed = max(TOL_CERTIFICATE * n_events, ROUNDING * abs(value))
    if not gap <= allowed and start is not None:
        theta = np.where(held, start, even)
        value, gap, _ = climb(rows, weights, cost, theta, held, TOL, N_STEPS)
    if not gap <= allowed and value > matters_above:
        raise CertificateError(
            "the best parameters of a reaction model were not reached",
            where=f"receiver {i}, decay {design.decay:.4g}",
            got=f"{gap:.3g} nats below the maximum at most",
            expected=f"{allowed:.3g} or less",
            fix="leave out covariates that nearly repeat each other",
            rule="C7",
        )
    return theta, value, gap


def _share_evenly(cost: Floats, n_events: float) -> Floats:
    """Return parameters that ascribe as many events to each cause that there is."""
    dead = cost <= 0.0
    share = n_events / max(1, int(np.count_nonzero(~dead)))
    even: Floats = np.where(dead, 0.0, share / np.where(dead, 1.0, cost))
    return even


def decay_range(observed: Observed) -> tuple[float, float]:
    """Return the slowest and the fastest decay worth trying, 1/day.

    Slowest: a half-life of a quarter of the window; slower ones look like a trend. Fastest: by
    day, all but 0.1 % of an answer on the next day; with times, the gaps between events.
    """
    slowest = math.log(2.0) / (observed.horizon / 4.0)
    if observed.by_day:
        return min(slowest, 0.5), 7.0
    gaps = np.diff(np.unique(observed.events.times))
    if len(gaps) == 0:
        return slowest, 100.0 * slowest
    return slowest, max(100.0 * slowest, 3.0 / float(np.quantile(gaps, 0.1)))


def search_decay(observed: Observed) -> tuple[AtDecay, tuple[AtDecay, ...]]:
    """Return the best fit over the range of decays, and all fits tried, by rising decay.

    With very many events the range is searched on a first part of the window; the peak is then
    found on all of them, from where it lies on that part.
    """
    tried: dict[float, AtDecay] = {}

    def at(log_decay: float) -> float:
        if log_decay not in tried:
            near = sorted(tried, key=lambda other: abs(other - log_decay))[:1]
            start = tried[near[0]].theta if near else None
            tried[log_decay] = fit_at(build_design(observed, math.exp(log_decay)), start)
        return tried[log_decay].total

    slowest, fastest = (math.log(end) for end in decay_range(observed))
    if len(observed.events.times) > PILOT_ABOVE:
        pilot = math.log(search_decay(first_part(observed, PILOT_EVENTS))[0].decay)
        _climb_from(at, min(max(pilot, slowest), fastest), slowest, fastest)
    else:
        grid = np.linspace(slowest, fastest, N_GRID)
        best = int(np.argmax([at(float(u)) for u in grid]))
        if 0 < best < N_GRID - 1:
            refine_peak(at, float(grid[best - 1]), float(grid[best]), float(grid[best + 1]))
    ordered = tuple(tried[u] for u in sorted(tried))
    return max(ordered, key=lambda one: one.total), ordered


def _climb_from(at: Callable[[float], float], start: float, low: float, high: float) -> None:
    """Walk uphill in growing steps until the peak lies between two points, then refine it."""
    step, middle = PILOT_STEP, start
    left, right = max(low, middle - step), min(high, middle + step)
    while left > low and at(left) > at(middle):
        step *= 2.0
        left, middle, right = max(low, left - step), left, middle
    while right < high and at(right) > at(middle):
        step *= 2.0
        left, middle, right = middle, right, min(high, right + step)
    if left < middle < right and at(middle) >= max(at(left), at(right)):
        refine_peak(at, left, middle, right, TOL_PILOT)


def refine_peak(
    at: Callable[[float], float], left: float, middle: float, right: float, tol: float = TOL_PEAK
) -> float:
    """Return where a function has its peak between two points, by parabolas kept in bounds."""
    for _ in range(40):
        guess = _vertex(at, left, middle, right)
        least = 0.02 * tol + 1e-3 * (right - left)
        if not left + least < guess < right - least or abs(guess - middle) < least:
            wider = right if right - middle > middle - left else left
            guess = middle + (0.05 if abs(guess - middle) < least else 0.4) * (wider - middle)
        if abs(guess - middle) < tol or right - left < tol:
            break
        if at(guess) > at(middle):
            left, middle, right = (
                (left, guess, middle) if guess < middle else (middle, guess, right)
            )
        else:
            left, right = (guess, right) if guess < middle else (left, guess)
    return middle


def _vertex(at: Callable[[float], float], a: float, b: float, c: float) -> float:
    fa, fb, fc = at(a), at(b), at(c)
    bend = (b - a) * (fb - fc) - (b - c) * (fb - fa)
    if bend == 0.0:
        return b
    return b - 0.5 * ((b - a) ** 2 * (fb - fc) - (b - c) ** 2 * (fb - fa)) / bend
