"""What a refusal leaves standing: constant rates, their intervals and their residual test."""

from __future__ import annotations

import math

import numpy as np
from attrs import evolve

from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.information import Information, invert_free
from suasion.events.hawkes.intervals import Intervals, information_ends
from suasion.events.hawkes.profile import AtDecay
from suasion.events.hawkes.records import Estimate, Progeny, ReactionFit
from suasion.events.hawkes.residuals import residual_test
from suasion.events.hawkes.spread import measure_spread
from suasion.streams import Streams

NAN = Estimate(value=math.nan, low=math.nan, high=math.nan)


def withhold(record: ReactionFit, null: AtDecay, z: float, streams: Streams) -> ReactionFit:
    """Return a record that keeps only what is identified: constant rates and covariates."""
    observed, q = record.observed, len(record.observed.covariate_names)
    d = len(record.names)
    return evolve(
        record,
        baseline=null.theta[:, 0],
        covariates=null.theta[:, 1 : 1 + q],
        excitation=np.full((d, d), math.nan),
        decay=math.nan,
        log_likelihood=record.log_likelihood_constant_rates,
        gap=null.gap,
        intervals=_intervals(record, null, z),
        residuals=residual_test(observed, null.theta, 1.0, streams),
        spread=measure_spread(observed, null.theta, 1.0),
        branching=NAN,
        progeny=tuple(Progeny(sender=name, total=NAN) for name in record.names),
        answers=(),
        notes=("constant rates only: the data cannot identify who reacts to whom",),
    )


def _intervals(record: ReactionFit, null: AtDecay, z: float) -> Intervals:
    """Return the intervals of constant rates and covariates, NaN elsewhere."""
    d, q = len(record.names), len(record.observed.covariate_names)
    design = build_design(record.observed, 1.0)
    inner = np.array([invert_free(design, i, null.theta[i]) for i in range(d)])
    flat = Information(
        inner=inner, slopes=0.0 * null.theta, sd_log_decay=0.0, around=((design, null),)
    )
    errors = np.sqrt(np.maximum(0.0, np.diagonal(inner, axis1=1, axis2=2)))
    ends = np.empty((d, 1 + q, 2))
    for i in range(d):
        for k in range(1 + q):
            ends[i, k] = information_ends(flat, i, k, z, float(errors[i, k]))
    return evolve(
        record.intervals,
        baseline=ends[:, 0],
        covariates=ends[:, 1:],
        excitation=np.full((d, d, 2), math.nan),
        decay=np.full(2, math.nan),
        method="information",
    )
