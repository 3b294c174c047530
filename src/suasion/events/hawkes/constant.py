"""Constant rates with covariates: what a reaction model must beat."""

from __future__ import annotations

import numpy as np
from attrs import evolve

from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.profile import AtDecay, fit_at


def fit_constant(observed: Observed) -> AtDecay:
    """Return the best constant rates with covariates: no excitation."""
    design = build_design(observed, 1.0)
    first = 1 + observed.covariates.shape[1]
    without = evolve(
        design,
        rows=tuple(np.ascontiguousarray(rows[:, :first]) for rows in design.rows),
        cost=design.cost[:first],
    )
    found = fit_at(without)
    nothing = np.zeros((len(design.rows), len(observed.names)))
    return evolve(found, theta=np.hstack([found.theta, nothing]))
