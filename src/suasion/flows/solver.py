"""Solving a compiled market with HiGHS: built once, re-solved by changing bounds.

Every solve starts from the stored base basis (that of the market the program was compiled
from), so an answer does not depend on what was solved before. Amounts and values are
scaled by powers of two taken from the base market, so that tolerances mean the same in
every unit. Ties are broken by small changes of costs and bounds (`suasion.flows.tie_breaking`);
from the final basis B, amounts and duals are then computed with the true figures,

    x_B = -B^-1 N x_N,   y = B'^-1 c_B,   d = c - A'y,

so that prices, payoffs and objective know nothing of the tie-breakers. Should the basis
not be optimal for the true figures (figures that differ by less than the tie-breakers),
it is made so by a run without them.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.flows.diagnosis import explain
from suasion.flows.highs_model import Basis, Bounds, Model, basic_point, is_optimal, load_model
from suasion.flows.layout import Floats, Ints
from suasion.flows.market_numbers import Numbers, numbers
from suasion.flows.point import Point
from suasion.flows.program import Program, compile_market
from suasion.flows.shortfalls import share_shortfalls
from suasion.flows.solution import Solution, assemble
from suasion.flows.tie_breaking import break_ties
from suasion.world.markets import Market

TOL_TIES = 1e-9
"""Largest residual with which a basis counts as optimal for the true figures."""


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
        bounds = scale(base, self._scales)
        self._loaded = break_ties(program, base, bounds)
        self._none = np.zeros(program.columns.count)
        self._highs = load_model(program.matrix, self._loaded)
        self._run(base)
        self._basis = Basis(self._highs.getBasis())

    def solve(
        self, figures: Numbers, *, start: Solution | None = None, check: bool = True
    ) -> Solution:
        """Return the optimum for other numbers of the same program.

        Parameters
        ----------
        figures : Numbers
            From `numbers(program, market)`.
        start : Solution or None
            Solution of this program to start from: the base of a draw whose levers are pulled.
            None: the stored base basis. An answer depends on the figures and the start alone.
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
        solution = self._solve(figures, self._basis if start is None else start.basis)
        if check:
            solution.certificate.check()
        return solution

    def _solve(self, figures: Numbers, basis: Basis) -> Solution:
        bounds = scale(figures, self._scales)
        self._load(break_ties(self.program, figures, bounds))
        self._highs.clearSolver()
        self._highs.setBasis(basis.held)
        self._run(figures)
        solution = self._extract(figures, bounds)
        if solution.certificate.largest <= TOL_TIES:
            return solution
        self._load(bounds)
        self._run(figures)
        return self._extract(figures, bounds)

    def _run(self, figures: Numbers) -> None:
        """Run HiGHS from the basis it holds, or from none if that fails."""
        self._highs.run()
        if not is_optimal(self._highs):
            self._highs.clearSolver()
            self._highs.run()
        _require_optimum(self._highs, self.program, figures)

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

    def _extract(self, figures: Numbers, bounds: Bounds) -> Solution:
        amounts, duals = basic_point(self._highs, self.program.matrix, bounds)
        x = np.clip(amounts * self._scales.amount, 0.0, figures.upper)
        y = duals * self._scales.value
        d = figures.cost - self.program.matrix.transposed_times(y)
        point = Point(x=share_shortfalls(self.program, figures, x), y=y, d=d)
        return assemble(self.program, figures, point, Basis(self._highs.getBasis()))


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
    """Return costs and bounds in units that suit HiGHS."""
    return Bounds(
        cost=figures.cost / scales.value,
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
