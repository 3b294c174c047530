"""Observables: named quantities that are read off solved markets.

`flow` observables are border flows: sums over arcs, not what one label carries. A
`unit_cost` is what moving a unit costs, real cost and tariffs together. Surpluses are payoffs
by actor, blocs included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from suasion.cases import Observable
from suasion.dependence import Solved, add_blocs, total_payoffs
from suasion.flows import Program, Solution

USD_PER_MUSD = 1e6
TOL_NOISE = 1e-12
"""Relative size of a difference that is rounding."""


def observe(specs: Sequence[Observable], solved: Solved) -> dict[str, float]:
    """Return every observable of a solved world, by name.

    Flows are in the market's unit per year, surpluses in USD per year, unit costs in USD per
    market unit of the price (tonne, thousand cubic metres).
    """
    values = observe_some(specs, solved.solutions)
    payoffs = add_blocs(total_payoffs(solved.solutions), solved.world.members)
    for actor in sorted(payoffs):
        values[f"surplus_usd_per_year.{actor}"] = payoffs[actor] * USD_PER_MUSD
    return values


def observe_some(
    specs: Sequence[Observable], solutions: Mapping[str, Solution]
) -> dict[str, float]:
    """Return the observables of the markets that have a solution, without surpluses."""
    return {
        spec.name: observe_one(spec, solutions[spec.market])
        for spec in specs
        if spec.market in solutions
    }


def observe_one(spec: Observable, solution: Solution) -> float:
    """Return one observable of one solved market."""
    if spec.kind == "unit_cost":
        return _unit_cost(solution, frozenset(spec.labels))
    return float(_weights(solution.program, spec) @ solution.flow_amounts)


@lru_cache(maxsize=256)
def _weights(program: Program, spec: Observable) -> NDArray[np.float64]:
    """Return +1, -1 or 0 for each (arc, label): what counts towards a border flow."""
    chosen, against = set(spec.arcs), set(spec.minus_arcs)
    excluded = set(spec.exclude_labels)
    return np.array(
        [
            0.0 if label in excluded else float((arc in chosen) - (arc in against))
            for arc, label in program.flows
        ]
    )


@lru_cache(maxsize=256)
def _of_labels(pairs: tuple[tuple[str, str], ...], labels: frozenset[str]) -> NDArray[np.float64]:
    """Return 1 for the pairs (something, label) whose label counts; all where none is named."""
    return np.array([float(not labels or label in labels) for _, label in pairs])


def _unit_cost(solution: Solution, labels: frozenset[str]) -> float:
    """Return cost and tariffs of all arcs over what is consumed, for some labels or all."""
    program = solution.program
    spent = solution.flow_charges * _of_labels(program.flows, labels)
    delivered = float(_of_labels(program.deliveries, labels) @ solution.delivery_amounts)
    return float(spent @ solution.flow_amounts) / delivered if delivered > 0.0 else float("nan")


def differences(base: Mapping[str, float], changed: Mapping[str, float]) -> dict[str, float]:
    """Return changed - base for each observable that both have; rounding errors count as none."""
    return {
        name: without_noise(changed[name] - base[name], base[name])
        for name in base
        if name in changed
    }


def without_noise(difference: float, size: float) -> float:
    """Return the difference, or zero where it is no more than rounding of numbers that size."""
    return 0.0 if abs(difference) <= TOL_NOISE * max(abs(size), 1.0) else difference
