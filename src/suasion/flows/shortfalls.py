"""Shortfall among contracts that are alike: shared in proportion to the volumes owed."""

from __future__ import annotations

import numpy as np

from suasion.flows.layout import Floats
from suasion.flows.market_numbers import Numbers
from suasion.flows.program import Program


def share_shortfalls(program: Program, figures: Numbers, x: Floats) -> Floats:
    """Return amounts in which contracts of one pair and one shortfall price share alike.

    Which of several contracts of one label at one consumer falls short is open where
    failing either costs the same; then each falls short by the same share of its volume.
    Feasibility and objective do not change.
    """
    pairs = program.rows.contract_pair
    if len(pairs) == len(program.rows.pair_delivery):
        return x
    short = program.columns.shortfall
    if not x[short].any():
        return x
    keys = np.column_stack([pairs.astype(np.float64), figures.cost[short]])
    _, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.reshape(-1)
    missing = np.bincount(group, weights=x[short])
    owed = np.bincount(group, weights=figures.owed)
    share = np.divide(missing, owed, out=np.zeros_like(missing), where=owed > 0)
    shared = x.copy()
    shared[short] = figures.owed * share[group]
    return shared
