"""Why a market has no optimum: the words of the error."""

from __future__ import annotations

import numpy as np

from suasion.flows.market_numbers import Numbers
from suasion.flows.program import Program


def explain(program: Program, figures: Numbers) -> str:
    """Return what to mend: unbounded demand, or a gain without bound on the way.

    A market is never infeasible: nothing at all may flow, and shortfall is priced. It is
    unbounded only where demand and supply have no bound, or a circle of arcs without
    bound costs less than nothing.
    """
    columns = program.columns
    demand = np.isinf(figures.upper[columns.demand])
    takers = sorted({program.consumers[at] for at in columns.demand_consumer[demand]})
    if takers:
        return f"bound the demand steps of {', '.join(takers)}"
    arcs = [
        arc
        for arc, bound in zip(program.arcs, figures.row_upper[program.rows.capacity], strict=True)
        if np.isinf(bound)
    ]
    if arcs:
        return f"bound the capacities of {', '.join(arcs)}, or make their costs positive"
    return "look for costs or values of very different size in the market"
