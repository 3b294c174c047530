"""A payoff as a linear function of the duals, the amounts being given.

On the optimal dual face of a solution the rent of a column's upper bound is -d_j where
x_j is at its bound and zero elsewhere, and d = c - A'y; so every payoff of
`suasion.flows.payoffs` is gradient'y + constant.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.flows.layout import Floats, Marks
from suasion.flows.solution import Solution

TOL_ACTIVE = 1e-8
"""Distance from a bound, relative to the largest amount, within which it is met."""


@frozen(kw_only=True, eq=False)
class Functional:
    """gradient'y + constant, MUSD/yr."""

    gradient: Floats
    constant: float


def payoff_functional(solution: Solution, actors: tuple[str, ...]) -> Functional:
    """Return the joint payoff of some actors as a function of the duals of the rows.

    An actor that owns nothing in the market earns nothing in it.
    """
    rows, figures = solution.program.rows, solution.numbers
    member = _membership(solution, actors)
    held = _held(solution, member)
    gradient = solution.program.matrix.times(held)
    capacity = figures.row_upper[rows.capacity]
    finite = np.where(np.isfinite(capacity), capacity, 0.0)
    gradient[rows.capacity] -= (member @ figures.ownership.arcs) * finite
    constant = -float(figures.cost @ held)
    constant += float((member @ figures.ownership.tariffs) @ solution.charges_by_item.tariffs)
    if solution.program.contracts:
        constant += _add_contracts(solution, member, gradient)
    return Functional(gradient=gradient, constant=constant)


def at_upper(solution: Solution) -> Marks:
    """Return which columns are at an upper bound above zero."""
    upper, x = solution.numbers.upper, solution.point.x
    tol = tolerance(solution)
    return np.isfinite(upper) & (upper > tol) & (x >= upper - tol)


def tolerance(solution: Solution) -> float:
    """Return the distance from a bound within which it counts as met, unit/yr."""
    return TOL_ACTIVE * (float(solution.point.x.max(initial=0.0)) or 1.0)


def _membership(solution: Solution, actors: tuple[str, ...]) -> Floats:
    return np.array([float(actor in actors) for actor in solution.actors])


def _held(solution: Solution, member: Floats) -> Floats:
    """Return by column the members' share of an upper bound that is met, unit/yr."""
    columns, own = solution.program.columns, solution.numbers.ownership
    share = np.zeros(columns.count)
    share[columns.supply] = (member @ own.suppliers)[columns.supply_supplier]
    share[columns.demand] = (member @ own.consumers)[columns.demand_consumer]
    share[columns.shortfall] = (member @ own.suppliers)[columns.contract_supplier]
    if solution.numbers.limit_shares is not None:
        share[columns.delivery] = member @ solution.numbers.limit_shares
    return share * np.where(at_upper(solution), solution.numbers.upper, 0.0)


def _add_contracts(solution: Solution, member: Floats, gradient: Floats) -> float:
    """Add obligations and transfers to a gradient; return the constant part."""
    columns, rows = solution.program.columns, solution.program.rows
    figures = solution.numbers
    owes = (member @ figures.ownership.suppliers)[columns.contract_supplier]
    takes = (member @ figures.ownership.consumers)[columns.contract_consumer]
    moved = (owes - takes) * (figures.owed - solution.point.x[columns.shortfall])
    np.subtract.at(gradient, rows.obligation.start + rows.contract_pair, owes * figures.owed)
    np.subtract.at(gradient, rows.intake.start + columns.contract_consumer, moved)
    paid = float(takes @ solution.charges_by_item.shortfalls)
    return paid + float(moved @ figures.contract_price)
