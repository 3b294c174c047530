"""Observables: named quantities that are read off solved markets.

`flow` observables are border flows: sums over arcs, not what one label carries. A
`unit_cost` is what moving a unit costs, real cost and tariffs together. Surpluses are payoffs
by actor, blocs included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.cases import Observable
from suasion.dependence import Solved, add_blocs, total_payoffs
from suasion.flows import Solution
from suasion.world.markets import Market

USD_PER_MUSD = 1e6


def observe(specs: Sequence[Observable], solved: Solved) -> dict[str, float]:
    """Return every observable of a solved world, by name.

    Flows are in the market's unit per year, surpluses in USD per year, unit costs in USD per
    market unit of the price (tonne, thousand cubic metres).
    """
    values = observe_some(specs, solved.world.markets, solved.solutions)
    payoffs = add_blocs(total_payoffs(solved.solutions), solved.world.members)
    for actor in sorted(payoffs):
        values[f"surplus_usd_per_year.{actor}"] = payoffs[actor] * USD_PER_MUSD
    return values


def observe_some(
    specs: Sequence[Observable], markets: Mapping[str, Market], solutions: Mapping[str, Solution]
) -> dict[str, float]:
    """Return the observables of the markets that have a solution, without surpluses."""
    return {
        spec.name: observe_one(spec, markets[spec.market], solutions[spec.market])
        for spec in specs
        if spec.market in solutions
    }


def observe_one(spec: Observable, market: Market, solution: Solution) -> float:
    """Return one observable of one solved market."""
    if spec.kind == "unit_cost":
        return _unit_cost(market, solution, frozenset(spec.labels))
    return _carried(spec, solution, spec.arcs) - _carried(spec, solution, spec.minus_arcs)


def _carried(spec: Observable, solution: Solution, arcs: Sequence[str]) -> float:
    """Return what the arcs carry, less the excluded labels; an arc not there carries nothing."""
    carried = sum(solution.arc_flows.get(arc, 0.0) for arc in arcs)
    flows = solution.flows
    excluded = sum(flows.get((arc, label), 0.0) for arc in arcs for label in spec.exclude_labels)
    return carried - excluded


def _unit_cost(market: Market, solution: Solution, labels: frozenset[str]) -> float:
    """Return cost and tariffs of all arcs over what is consumed, for some labels or all."""
    charge = {arc.id: arc.cost + arc.tariff for arc in market.arcs}
    if labels:
        flows = ((arc, f) for (arc, label), f in solution.flows.items() if label in labels)
        taken = (a for (_, label), a in solution.deliveries.items() if label in labels)
        delivered = sum(taken)
    else:
        flows = ((arc, f) for arc, f in solution.arc_flows.items())
        delivered = sum(solution.consumption.values())
    spent = sum(charge[arc] * amount for arc, amount in flows)
    return spent / delivered if delivered > 0.0 else float("nan")


def differences(base: Mapping[str, float], changed: Mapping[str, float]) -> dict[str, float]:
    """Return changed - base for each observable that both have."""
    return {name: changed[name] - base[name] for name in base if name in changed}
