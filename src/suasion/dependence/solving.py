"""Solving markets again and again: one solver for each structure.

A pool keeps a compiled program and its stored base basis for each structure of a market that
it meets. Every solve starts from that basis, so an answer does not depend on what was asked
before (C5).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from suasion.flows import (
    Solution,
    Solver,
    compile_market,
    nearest_pair,
    numbers,
    numbers_or_none,
)
from suasion.world.markets import Market
from suasion.world.state import World


class SolverPool:
    """Solvers by structure. Solve the central world first: it gives the base basis.

    With `least_change`, solutions are compared at the prices that differ least; for central
    figures, where one number is read off.
    """

    def __init__(self, *, least_change: bool = False) -> None:
        self._least_change = least_change
        self._solvers: dict[Hashable, Solver] = {}

    def solver_for(self, market: Market) -> Solver:
        """Return the solver of the market's structure, compiled when first met."""
        key = structure_key(market)
        solver = self._solvers.get(key)
        if solver is None:
            solver = Solver(compile_market(market))
            self._solvers[key] = solver
        return solver

    def solve(self, market: Market, start: Solution | None = None) -> Solution:
        """Return the certified solution of the market, from the base basis or a given start.

        A start of another structure counts as none.
        """
        solver = None if start is None else self._solver_of(start)
        if solver is not None:
            figures = numbers_or_none(solver.program, market)
            if figures is not None:
                return solver.solve(figures, start=start)
        solver = self.solver_for(market)
        return solver.solve(numbers(solver.program, market))

    def compare(self, before: Solution, market: Market) -> tuple[Solution, Solution]:
        """Return a base solution and that of the changed market, to take differences from."""
        after = self.solve(market, before)
        if self._least_change and after.program is before.program:
            return nearest_pair(before, after)
        return before, after

    def _solver_of(self, solution: Solution) -> Solver | None:
        """Return the solver that a solution came from, if it is one of the pool's."""
        mine = (s for s in self._solvers.values() if s.program is solution.program)
        return next(mine, None)

    def solve_all(self, world: World) -> dict[str, Solution]:
        """Return the solution of every market of a world, by name."""
        return {name: self.solve(market) for name, market in world.markets.items()}


def structure_key(market: Market) -> Hashable:
    """Return what two markets must share to be solved by one program: no figures, no owners."""
    return (
        market.name,
        tuple(node.id for node in market.nodes),
        tuple((arc.id, arc.tail, arc.head, arc.labels) for arc in market.arcs),
        tuple((s.id, s.node, s.label, len(s.steps)) for s in market.suppliers),
        tuple((c.id, c.node, c.accepts, len(c.steps)) for c in market.consumers),
        tuple((c.id, c.supplier, c.consumer) for c in market.contracts),
    )


def total_payoffs(solutions: Mapping[str, Solution]) -> dict[str, float]:
    """Return each actor's payoff summed over markets, MUSD/yr."""
    totals: dict[str, float] = {}
    for name in sorted(solutions):
        for actor, payoff in solutions[name].payoffs.items():
            totals[actor] = totals.get(actor, 0.0) + payoff
    return totals
