"""Solving a compiled market with HiGHS: built once, re-solved by changing bounds.

Every solve starts from the stored base basis (that of the market the program was compiled
from), so an answer does not depend on what was solved before. Amounts and values are
scaled by powers of two taken from the base market, so that tolerances mean the same in
every unit. The tie-breaker (`suasion.flows.haul`) enters as a cost of relative size
WEIGHT_HAUL; duals are then computed from the final basis with the true costs,
y = B'^-1 c_B, so that prices, payoffs and objective know nothing of it.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.flows.diagnosis import explain
from suasion.flows.highs_model import Bounds, Model, is_optimal, load_model, true_duals
from suasion.flows.layout import Floats, Ints
from suasion.flows.market_numbers import Numbers, numbers
from suasion.flows.point import Point
from suasion.flows.program import Program, compile_market
from suasion.flows.shortfalls import share_shortfalls
from suasion.flows.solution import Solution, assemble
from suasion.world.markets import Market

WEIGHT_HAUL = 1e-6
"""Weight of the tie-breaker relative to the value scale."""


@frozen(kw_only=True)
class Scales:
    """Powers of two that amounts and unit values are divided by."""

    amount: float
    value: float


class Solver:
    """One HiGHS instance for one program; see the module for how it solves.

    It is not safe to share between threads; make one for each.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        base = numbers(program, program.base)
        self._scales = find_scales(base)
        self._loaded = scale(base, self._scales)
        self._none = np.zeros(program.columns.count)
        self._highs = load_model(program.matrix, self._loaded)
        self._highs.run()
        _require_optimum(self._highs, program, base)
        self._basis = self._highs.getBasis()

    def solve(self, figures: Numbers, *, check: bool = True) -> Solution:
        """Return the optimum for other numbers of the same program.

        Parameters
        ----------
        figures : Numbers
            From `numbers(program, market)`.
        check : bool
            Whether a failing certificate raises.

        Returns
        -------
        Solution
            Amounts, prices, payoffs and certificate.

        Raises
        ------
        ComputationError
            There is no optimum; the message names what is unbounded.
        CertificateError
            The optimum fails its certificate.
        """
        self._load(scale(figures, self._scales))
        self._highs.setBasis(self._basis)
        self._highs.run()
        if not is_optimal(self._highs):
            self._highs.clearSolver()
            self._highs.run()
        _require_optimum(self._highs, self.program, figures)
        solution = self._extract(figures)
        if check:
            solution.certificate.check()
        return solution

    def _load(self, wanted: Bounds) -> None:
        """Hand over the entries that differ from those HiGHS holds."""
        held, highs = self._loaded, self._highs
        at = _changed(held.cost, wanted.cost)
        if at.size:
            highs.changeColsCost(at.size, at, wanted.cost[at])
        at = _changed(held.upper, wanted.upper)
        if at.size:
            highs.changeColsBounds(at.size, at, self._none[at], wanted.upper[at])
        differs = (held.row_lower != wanted.row_lower) | (held.row_upper != wanted.row_upper)
        at = np.flatnonzero(differs).astype(np.int32)
        if at.size:
            highs.changeRowsBounds(at.size, at, wanted.row_lower[at], wanted.row_upper[at])
        self._loaded = wanted

    def _extract(self, figures: Numbers) -> Solution:
        amounts = np.array(self._highs.getSolution().col_value)
        x = np.clip(amounts * self._scales.amount, 0.0, figures.upper)
        y = true_duals(self._highs, figures.cost / self._scales.value) * self._scales.value
        d = figures.cost - self.program.matrix.transposed_times(y)
        point = Point(x=share_shortfalls(self.program, figures, x), y=y, d=d)
        return assemble(self.program, figures, point)


def solve_market(market: Market) -> Solution:
    """Return the optimum of a market; a shorthand for a single answer.

    Examples
    --------
    >>> from suasion.world.markets import Arc, Consumer, Market, Node, Supplier
    >>> market = Market(
    ...     name="gas", unit="bcm",
    ...     nodes=(Node(id="field", actor="AZE"), Node(id="city", actor="GEO")),
    ...     arcs=(Arc(id="pipe", tail="field", head="city", capacity=3.0, cost=10.0,
    ...               owners=(("GEO", 1.0),)),),
    ...     suppliers=(Supplier(id="wells", node="field", label="AZE",
    ...                         owners=(("AZE", 1.0),), steps=((5.0, 40.0),)),),
    ...     consumers=(Consumer(id="homes", node="city", owners=(("GEO", 1.0),),
    ...                         steps=((2.0, 300.0), (2.0, 100.0))),),
    ... )
    >>> solution = solve_market(market)
    >>> solution.flows["pipe", "AZE"], solution.prices["city", "AZE"]
    (3.0, 100.0)
    >>> solution.payoffs
    {'AZE': 0.0, 'GEO': 550.0}
    """
    program = compile_market(market)
    return Solver(program).solve(numbers(program, market))


def find_scales(figures: Numbers) -> Scales:
    """Return powers of two near the middle of a market's amounts and unit values."""
    bounds = np.concatenate([figures.upper, figures.row_upper, figures.row_lower])
    return Scales(amount=_power_of_two(bounds), value=_power_of_two(figures.cost))


def scale(figures: Numbers, scales: Scales) -> Bounds:
    """Return the numbers as HiGHS is given them."""
    cost = figures.cost / scales.value
    cost[: figures.haul.size] += WEIGHT_HAUL * figures.haul
    return Bounds(
        cost=cost,
        upper=figures.upper / scales.amount,
        row_lower=figures.row_lower / scales.amount,
        row_upper=figures.row_upper / scales.amount,
    )


def _power_of_two(figures: Floats) -> float:
    sizes = np.abs(figures[np.isfinite(figures) & (figures != 0)])
    return 2.0 ** round(math.log2(float(np.median(sizes)))) if sizes.size else 1.0


def _changed(held: Floats, wanted: Floats) -> Ints:
    return np.flatnonzero(held != wanted).astype(np.int32)


def _require_optimum(highs: Model, program: Program, figures: Numbers) -> None:
    if not is_optimal(highs):
        raise ComputationError(
            f"market '{program.name}' has no optimum",
            where="suasion.flows.Solver",
            got=highs.modelStatusToString(highs.getModelStatus()),
            expected="an optimal solution",
            avoided="flows and payoffs would have been reported that mean nothing",
            fix=explain(program, figures),
        )
