"""Which optimum is reported where several are equally good.

**Amounts: the shortest haul.** Minimised among the optima:

    sum over flows of f[a, l] * (1 + share of l) * (length_km[a] / L + h)
      + sum over deliveries of d[c, l] * share of l * (1 - share of c)
      + sum over shortfalls of z[i] * price[i] / P,

L the longest arc, h = 0.01, the share of a label that of its suppliers in all supply, the
share of a consumer that of its steps in all demand, P the highest contract price. So of
two ways that cost the same, the shorter is taken, and of two equally short, the one with
fewer arcs; flow never runs in circles; of two labels that could change places the larger
takes the shorter way; of two contracts that could both fall short the one that pays less
does.

**Prices: what is just enough earns nothing.** Where a capacity is met exactly, its rent is
not unique. Minimised among the optimal duals:

    sum over bounds of weight * rent * bound,

with weight 3 + length_km / L for arcs, 2 for supply steps and proofs of origin, 1 for
obligations (their premium), 0 for demand steps. These are the prices that hold when
everything is a little larger: the value of a little more. How far prices could differ is
what `suasion.flows.dual_face` reports.

Both rules know no names and no order, and do not change with the units of length, amount
or money. They enter as relative changes of costs and bounds of size WEIGHT; amounts and
duals are then computed from the final basis with the true costs and bounds, so that
neither is part of the reported objective, prices or payoffs (`suasion.flows.solver`).
What remains open (contracts, labels or arcs alike in every figure) is decided by the order
of the ids.
"""

from __future__ import annotations

import numpy as np

from suasion.flows.highs_model import Bounds
from suasion.flows.layout import Floats, tally
from suasion.flows.market_numbers import Numbers
from suasion.flows.program import Program

HOP = 0.01
"""What one more arc weighs, as a share of the longest arc."""
WEIGHT = 1e-6
"""Relative size of both tie-breakers."""
WEIGHT_ARC, WEIGHT_SUPPLY, WEIGHT_OBLIGATION = 3.0, 2.0, 1.0


def break_ties(program: Program, figures: Numbers, bounds: Bounds) -> Bounds:
    """Return scaled costs and bounds, changed so that one optimum is the best."""
    columns, rows = program.columns, program.rows
    length = _shares_of(figures.length_km, figures.length_km.max(initial=0.0))
    cost, upper = bounds.cost.copy(), bounds.upper.copy()
    row_lower, row_upper = bounds.row_lower.copy(), bounds.row_upper.copy()
    cost += WEIGHT * _secondary_costs(program, figures, length)
    upper[columns.supply] *= 1.0 + WEIGHT * WEIGHT_SUPPLY
    upper[columns.delivery] *= 1.0 + WEIGHT * WEIGHT_SUPPLY
    row_upper[rows.capacity] *= 1.0 + WEIGHT * (WEIGHT_ARC + length)
    row_lower[rows.obligation] *= 1.0 - WEIGHT * WEIGHT_OBLIGATION
    return Bounds(cost=cost, upper=upper, row_lower=row_lower, row_upper=row_upper)


def _secondary_costs(program: Program, figures: Numbers, length: Floats) -> Floats:
    columns = program.columns
    supply, demand = figures.upper[columns.supply], figures.upper[columns.demand]
    n_labels, n_consumers = len(program.labels), len(program.consumers)
    labels = _shares_of(tally(columns.supply_label, supply, n_labels), supply.sum())
    takers = _shares_of(tally(columns.demand_consumer, demand, n_consumers), demand.sum())
    price = np.abs(figures.contract_price)
    cost = np.zeros(columns.count)
    cost[columns.flow] = (length + HOP)[columns.flow_arc] * (1.0 + labels)[columns.flow_label]
    cost[columns.delivery] = (1.0 - takers[columns.delivery_consumer]) * labels[
        columns.delivery_label
    ]
    cost[columns.shortfall] = _shares_of(price, price.max(initial=0.0))
    return cost


def _shares_of(parts: Floats, whole: float) -> Floats:
    """Return parts / whole, and no share at all where the whole is nothing or unbounded."""
    return np.asarray(parts / whole) if 0 < whole < np.inf else np.zeros_like(parts)
