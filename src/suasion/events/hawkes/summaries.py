"""What follows from a fit: branching ratio, progeny, who answers whom, and notes."""

from __future__ import annotations

import math

import numpy as np

from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.information import Information, variance_along
from suasion.events.hawkes.intervals import Intervals
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.records import Answer, Estimate, Progeny
from suasion.events.hawkes.residuals import Residuals
from suasion.events.hawkes.spectral import (
    branching_ratio,
    slope_of_progeny,
    slope_of_ratio,
    total_progeny,
)
from suasion.events.hawkes.spread import CLEAR, Spread
from suasion.events.hawkes.times import Floats


def count_constant(observed: Observed) -> float:
    """Return the sum of log N! over days and dimensions; 0 for times with fractions."""
    if not observed.by_day:
        return 0.0
    sizes, often = np.unique(observed.counts, return_counts=True)
    pairs = zip(sizes, often, strict=True)
    return math.fsum(int(times) * math.lgamma(int(size) + 1) for size, times in pairs)


def edge_errors(theta: Floats, intervals: Intervals, z: float) -> Floats:
    """Return standard errors that stand for parameters at zero: the upper end over z."""
    ends = [intervals.baseline[:, None], intervals.covariates, intervals.excitation]
    high = np.concatenate(ends, axis=1)[:, :, 1]
    finite = np.where(np.isfinite(high), high, 0.0)
    return np.where(theta == 0.0, finite / z, 0.0)


def _around(value: float, variance: float, z: float) -> Estimate:
    """Return an interval that is normal on the log scale where the value is well above zero."""
    error = math.sqrt(variance)
    if value > 2.0 * error:
        factor = math.exp(z * error / value)
        return Estimate(value=value, low=value / factor, high=value * factor)
    return Estimate(value=value, low=max(0.0, value - z * error), high=value + z * error)


def _padded(gradient: Floats, theta: Floats) -> Floats:
    full = np.zeros_like(theta)
    full[:, theta.shape[1] - gradient.shape[1] :] = gradient
    return full


def branching_estimate(
    theta: Floats, information: Information, widening: Floats, edge: Floats, z: float
) -> Estimate:
    """Return the branching ratio with its interval by the delta method."""
    pull = theta[:, -len(theta) :]
    gradient = _padded(slope_of_ratio(pull), theta)
    return _around(branching_ratio(pull), variance_along(information, gradient, widening, edge), z)


def progeny_estimates(
    names: tuple[str, ...],
    theta: Floats,
    information: Information,
    widening: Floats,
    edge: Floats,
    z: float,
) -> tuple[Progeny, ...]:
    """Return total progeny by sender with intervals; infinite where the model is explosive."""
    pull = theta[:, -len(theta) :]
    if branching_ratio(pull) >= 1.0:
        endless = Estimate(value=math.inf, low=math.nan, high=math.inf)
        return tuple(Progeny(sender=name, total=endless) for name in names)
    totals, found = total_progeny(pull), []
    for j, name in enumerate(names):
        gradient = _padded(slope_of_progeny(pull, j), theta)
        variance = variance_along(information, gradient, widening, edge)
        found.append(Progeny(sender=name, total=_around(float(totals[j]), variance, z)))
    return tuple(found)


def rank_answers(
    observed: Observed, theta: Floats, decay: float, intervals: Intervals
) -> tuple[Answer, ...]:
    """Return who answers whom, by receiver and sender in the order of the dimensions."""
    d = len(theta)
    cost = build_design(observed, decay).cost[-d:]
    found = []
    for i in range(d):
        events = max(1, int(observed.totals[i]))
        for j in range(d):
            value = float(theta[i, theta.shape[1] - d + j])
            low, high = (float(end) for end in intervals.excitation[i, j])
            found.append(
                Answer(
                    receiver=observed.names[i],
                    sender=observed.names[j],
                    excitation=Estimate(value=value, low=low, high=high),
                    share=value * float(cost[j]) / events,
                    verdict="answers" if low > 0.0 else "not distinguishable from none",
                )
            )
    return tuple(found)


def write_notes(
    observed: Observed, residuals: Residuals, spread: Spread, method: str
) -> tuple[str, ...]:
    """Return what must be known beside the numbers."""
    notes = ["excitation is no proof of cause: what drives both sides looks alike"]
    if not residuals.passed:
        worst = min(residuals.dimensions, key=lambda one: min(one.p_value, one.serial_p))
        notes.append(f"the residual test fails ({worst.name}): the model misses part of the timing")
    for name, value, z in zip(observed.names, spread.dispersion, spread.z, strict=True):
        if z > CLEAR:
            notes.append(
                f"days of {name} scatter {value:.2g} times as widely as the model says: its "
                "intervals are widened by that"
            )
    notes += [
        f"{pair.first} and {pair.second} fall on the same days more often than the model says "
        f"(z = {pair.z:.1f}): answers within a day are not in the excitations"
        for pair in spread.same_day
        if pair.z > 3.0
    ]
    if method == "information":
        notes.append("intervals are from the observed information, not from the profile")
    return tuple(notes)
