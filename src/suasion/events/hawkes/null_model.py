"""How large the gain over constant rates is by chance, and how large with a modest reaction."""

from __future__ import annotations

import math

import numpy as np

from suasion.events.hawkes.constant import fit_constant
from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.observed import Observed, observe
from suasion.events.hawkes.profile import fit_at, search_decay
from suasion.events.hawkes.simulation import simulate_days
from suasion.events.hawkes.times import Floats
from suasion.streams import Streams

N_SAMPLES = 99
REFERENCE_RATIO = 0.3
"""Branching ratio that one would want to see."""
REFERENCE_EVENTS = 4000
LONGEST = 200_000
"""Days of the reference simulation, at most."""


def simulate_gains(observed: Observed, decay: float | None, streams: Streams) -> Floats:
    """Return twice the log-likelihood gained by excitation in samples that have none."""
    theta = fit_constant(observed).theta
    first = 1 + observed.covariates.shape[1]
    steady = np.column_stack([np.ones(observed.n_days), observed.covariates]) @ theta[:, :first].T
    if observed.horizon < observed.n_days:
        steady[-1] *= observed.horizon - (observed.n_days - 1)
    gains = []
    for k in range(N_SAMPLES):
        generator = streams.generator(f"hawkes/null/{k}")
        sample = _sample(observed, generator.poisson(steady), generator)
        if sample.totals.sum() > 0:
            gains.append(max(0.0, _gain(sample, decay)))
    return np.array(gains or [0.0])


def _sample(observed: Observed, counts: np.ndarray, generator: np.random.Generator) -> Observed:
    """Return a record with these counts by day; times spread over the day where they have any."""
    times = [np.repeat(np.arange(len(counts)), column).astype(np.float64) for column in counts.T]
    if not observed.by_day:
        last = observed.horizon - (observed.n_days - 1)
        for index, one in enumerate(times):
            length = np.where(one == observed.n_days - 1, last, 1.0)
            times[index] = np.sort(one + length * generator.random(len(one)))
    extra = dict(zip(observed.covariate_names, observed.covariates.T, strict=True))
    return observe(
        times,
        observed.horizon,
        names=observed.names,
        by_day=observed.by_day,
        covariates=extra,
    )


def _gain(sample: Observed, decay: float | None) -> float:
    best = search_decay(sample)[0] if decay is None else fit_at(build_design(sample, decay))
    return 2.0 * (best.total - fit_constant(sample).total)


def gain_per_event(observed: Observed, decay: float, streams: Streams) -> float:
    """Return the likelihood ratio that one event adds where the branching ratio is 0.3."""
    rates = observed.totals / observed.horizon
    total = float(rates.sum())
    days = int(min(LONGEST, max(1000.0, REFERENCE_EVENTS / total)))
    pull = REFERENCE_RATIO * np.outer(rates, 1.0 / np.maximum(rates, total * 1e-3)) / len(rates)
    typical = min(max(decay, math.log(2.0) / 30.0), math.log(2.0))
    counts = simulate_days(
        (1.0 - REFERENCE_RATIO) * rates, pull, typical, days, streams, name="reference"
    )
    times = [np.repeat(np.arange(days), column) for column in counts.T]
    sample = observe(times, days, by_day=True)
    found = fit_at(build_design(sample, typical)).total - fit_constant(sample).total
    chance = 0.5 * len(rates) ** 2
    return max(1e-6, (2.0 * found - chance) / max(1, int(counts.sum())))
