"""Where the data cannot identify a reaction model: the reasons, and how many events would.

Checks, in order
    1 fewer than 10 events in a dimension, or fewer than 5 events per parameter;
    2 the gain over constant rates is no larger than constant rates give by chance: its
      distribution is simulated, since neither the decay exists there nor do the parameters lie
      inside their range (Davies 1987);
    3 the interval of the decay spans more than a factor of 20, or reaches the slow end;
    4 the interval of the branching ratio is wider than 0.7, or the model is explosive;
    5 two causes cannot be told apart: the observed information is singular.

Events needed
    Information grows in proportion to the number of events with everything else alike. For 2:
    the gain per event, at the fitted values or at a branching ratio of 0.3 spread evenly
    (simulated), whichever is larger, must pass the simulated 95 % quantile in 80 % of samples.
    For 3 and 4 widths shrink with the square root of the number.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.newton import differentiate
from suasion.events.hawkes.null_model import gain_per_event, simulate_gains
from suasion.events.hawkes.profile import AtDecay, decay_range
from suasion.events.hawkes.records import ReactionFit, Refusal
from suasion.quantities.normal import normal_quantile
from suasion.streams import Streams

FEWEST_IN_DIMENSION = 10
FEWEST_PER_PARAMETER = 5
WIDEST_DECAY = 20.0
"""Ratio of the ends of the interval of the decay."""
WIDEST_BRANCHING = 0.7
"""Width of the interval of the branching ratio."""
SINGULAR = 1e-7
"""Smallest eigenvalue of the information, scaled to a diagonal of 1."""
CHANCE = 0.05
MARGIN = 1.3
"""By how much the number needed is raised: estimates from thin data are uncertain, and without
it only half of simulated samples of that size are identified."""
POWER_Z = 0.8416
"""Normal quantile of a power of 80 %."""


@frozen(kw_only=True)
class _Finding:
    reason: str
    factor: float
    """By how many times the events must grow; 1: more events alone do not help."""


def find_refusal(
    fit: ReactionFit, tried: tuple[AtDecay, ...], decay_given: bool, streams: Streams
) -> Refusal | None:
    """Return why a fit is not identified, or None where it is.

    Reproducibility: streams "hawkes/null/<k>" and "hawkes/reference" are drawn from.
    """
    findings = _too_few(fit, decay_given)
    findings += _no_gain(fit, decay_given, streams)
    findings += [] if decay_given else _flat_decay(fit, tried)
    findings += _wide_branching(fit) + _singular(fit)
    if not findings:
        return None
    n = int(fit.observed.totals.sum())
    factor = max(finding.factor for finding in findings)
    return Refusal(
        reasons=tuple(finding.reason for finding in findings),
        n_events=n,
        n_events_needed=max(n + 1, math.ceil(max(n, 1) * factor * MARGIN)),
        basis="information in proportion to the number of events, rates and answers as fitted or "
        "at a branching ratio of 0.3, 80 % power",
        attempt=fit,
    )


def _too_few(fit: ReactionFit, decay_given: bool) -> list[_Finding]:
    totals = fit.observed.totals
    n, d = int(totals.sum()), len(totals)
    n_parameters = d * (1 + d + fit.covariates.shape[1]) + (not decay_given)
    found = [
        _Finding(
            reason=f"{name} has {_events(count)}, fewer than {FEWEST_IN_DIMENSION}",
            factor=FEWEST_IN_DIMENSION / max(float(count), 0.5),
        )
        for name, count in zip(fit.names, totals, strict=True)
        if count < FEWEST_IN_DIMENSION
    ]
    if n < FEWEST_PER_PARAMETER * n_parameters:
        found.append(
            _Finding(
                reason=f"{_events(n)} for {n_parameters} parameters, fewer than "
                f"{FEWEST_PER_PARAMETER} for each",
                factor=FEWEST_PER_PARAMETER * n_parameters / max(n, 1),
            )
        )
    return found


def _events(count: int) -> str:
    return f"{count} event" if count == 1 else f"{count} events"


def _no_gain(fit: ReactionFit, decay_given: bool, streams: Streams) -> list[_Finding]:
    observed, d = fit.observed, len(fit.names)
    n = int(observed.totals.sum())
    widening = float(fit.spread.widening.max())
    more = fit.log_likelihood - fit.log_likelihood_constant_rates
    gain = max(0.0, 2.0 * more / widening)
    if n == 0 or gain > _beyond_doubt(d * d + 1):
        return []
    given = fit.decay if decay_given else None
    gains = simulate_gains(observed, given, streams)
    chance = (1 + int((gains >= gain).sum())) / (1 + len(gains))
    if chance <= CHANCE:
        return []
    threshold = float(np.quantile(gains, 1.0 - CHANCE))
    seen = (gain - float(gains.mean())) / n
    per_event = max(seen, gain_per_event(observed, fit.decay, streams) / widening)
    root = (2 * POWER_Z + math.sqrt(4 * POWER_Z**2 + 4 * threshold)) / 2.0
    return [
        _Finding(
            reason="the gain over constant rates is no more than chance: a likelihood ratio of "
            f"{gain:.1f} or more comes up in {100 * chance:.0f} % of samples without any reaction",
            factor=root**2 / (per_event * n),
        )
    ]


def _beyond_doubt(degrees: int) -> float:
    """Return the chi-square quantile at 1 - 1e-6, by Wilson and Hilferty; above any chance."""
    z = float(normal_quantile(np.array([1.0 - 1e-6]))[0])
    return degrees * (1.0 - 2.0 / (9 * degrees) + z * math.sqrt(2.0 / (9 * degrees))) ** 3


def _flat_decay(fit: ReactionFit, tried: tuple[AtDecay, ...]) -> list[_Finding]:
    slowest, fastest = decay_range(fit.observed)
    low, high = (float(end) for end in fit.intervals.decay)
    if low == 0.0:
        best = max(one.total for one in tried)
        lost = best - min(tried, key=lambda one: one.decay).total
        return [
            _Finding(
                reason="the decay has no lower bound: answers look like a slow trend",
                factor=max(1.5, 1.35 / max(lost, 0.05)),
            )
        ]
    ratio = min(high, fastest) / max(low, slowest)
    if ratio <= WIDEST_DECAY:
        return []
    return [
        _Finding(
            reason=f"the profile of the decay is flat: {low:.3g} to {high:.3g} per day fit alike",
            factor=(math.log(ratio) / math.log(WIDEST_DECAY)) ** 2,
        )
    ]


def _wide_branching(fit: ReactionFit) -> list[_Finding]:
    found = fit.branching
    if found.value >= 1.0:
        reason = f"the fit is explosive: branching ratio {found.value:.2f}"
        return [_Finding(reason=f"{reason}; something drives the rates that is left out", factor=1)]
    width = min(found.high, 10.0) - found.low
    if width <= WIDEST_BRANCHING:
        return []
    return [
        _Finding(
            reason=f"the branching ratio could be {found.low:.2f} to {found.high:.2f}",
            factor=(width / WIDEST_BRANCHING) ** 2,
        )
    ]


def _singular(fit: ReactionFit) -> list[_Finding]:
    design = build_design(fit.observed, fit.decay)
    labels = ("baseline", *fit.observed.covariate_names, *fit.names)
    found = []
    for i, name in enumerate(fit.names):
        theta = np.concatenate([[fit.baseline[i]], fit.covariates[i], fit.excitation[i]])
        free = np.flatnonzero(theta > 0.0)
        if len(free) == 0:
            continue
        bend, slope = np.empty((design.width,) * 2), np.empty(design.width)
        rows = design.rows[i]
        differentiate(rows, design.weights[i], design.cost, rows @ theta, slope, bend)
        scale = np.sqrt(np.diag(bend)[free])
        values, vectors = np.linalg.eigh(bend[np.ix_(free, free)] / np.outer(scale, scale))
        if values[0] < SINGULAR:
            alike = [labels[k] for k in free[np.abs(vectors[:, 0]) > 0.2]]
            found.append(
                _Finding(reason=f"{name}: {' and '.join(alike)} cannot be told apart", factor=1)
            )
    return found
