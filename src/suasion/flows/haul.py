"""The tie-breaker: among equally good solutions, the shortest haul.

Secondary objective, minimised only among the optima of the first:

    sum over flows of f[a, l] * (length_km[a] / L + h),   L the longest arc, h = 0.01,

so that of two ways that cost the same, the shorter is taken, and of two equally short,
the one with fewer arcs; flow never runs in circles. It knows no names and no order, and
does not change with the units of length, amount or money. It is not part of the reported
objective, nor of prices and payoffs: see `suasion.flows.solver`.
"""

from __future__ import annotations

import numpy as np

from suasion.flows.layout import Floats
from suasion.flows.network import Ordered
from suasion.flows.program import Program

HOP = 0.01
"""What one more arc weighs, as a share of the longest arc."""


def haul_weights(program: Program, ordered: Ordered) -> Floats:
    """Return the secondary cost of each flow column, from HOP to 1 + HOP."""
    lengths = np.array([arc.length_km for arc in ordered.arcs], dtype=np.float64)
    longest = lengths.max(initial=0.0)
    if longest > 0:
        lengths = lengths / longest
    return np.asarray((lengths + HOP)[program.columns.flow_arc])
