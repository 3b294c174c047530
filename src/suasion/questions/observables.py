"""Observables: named quantities that are read off solved markets.

`flow` observables are border flows: sums over arcs, not what one label carries. A
`unit_cost` is what moving a unit costs, real cost and tariffs together. Surpluses are payoffs
by actor, blocs included.
"""

from __future__ import annotations

from collections.abc import Mapping

from suasion.cases import Observable
from suasion.dependence import Solved, add_blocs, total_payoffs
from suasion.flows import Solution
from suasion.world.markets import Market

USD_PER_MUSD = 1e6


def observe(specs: tuple[Observable, ...], solved: Solved) -> dict[str, float]:
    """Return every observable of a solved world, by name.

    Flows are in the market's unit per year, surpluses in USD per year, unit costs in USD per
    market unit of the price (tonne, thousand cubic metres).
    """
    values = {
        spec.name: observe_one(
            spec, solved.world.markets[spec.market], solved.solutions[spec.market]
        )
        for spec in specs
        if spec.market in solved.solutions
    }
    payoffs = add_blocs(total_payoffs(solved.solutions), solved.world.members)
    for actor in sorted(payoffs):
        values[f"surplus_usd_per_year.{actor}"] = payoffs[actor] * USD_PER_MUSD
    return values


def observe_one(spec: Observable, market: Market, solution: Solution) -> float:
    """Return one observable of one solved market."""
    if spec.kind == "unit_cost":
        return _unit_cost(market, solution, frozenset(spec.labels))
    flow = solution.flows
    chosen, against = set(spec.arcs), set(spec.minus_arcs)
    excluded = set(spec.exclude_labels)
    total = 0.0
    for (arc, label), amount in flow.items():
        if label not in excluded:
            total += amount * ((arc in chosen) - (arc in against))
    return total


def _unit_cost(market: Market, solution: Solution, labels: frozenset[str]) -> float:
    """Return cost and tariffs of all arcs over what is consumed, for some labels or all."""
    charge = {arc.id: arc.cost + arc.tariff for arc in market.arcs}
    spent = sum(
        charge[arc] * amount
        for (arc, label), amount in solution.flows.items()
        if not labels or label in labels
    )
    delivered = sum(
        amount
        for (_, label), amount in solution.deliveries.items()
        if not labels or label in labels
    )
    return spent / delivered if delivered > 0.0 else float("nan")


def differences(base: Mapping[str, float], changed: Mapping[str, float]) -> dict[str, float]:
    """Return changed - base for each observable that both have."""
    return {name: changed[name] - base[name] for name in base if name in changed}
