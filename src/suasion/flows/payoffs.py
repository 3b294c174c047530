"""Payoffs: who earns what at the optimum of a market.

Every bound and right-hand side has an owner, and by strong duality the objective is the
sum of bound x dual. With r the rent of a capacity (minus its dual), m the premium of an
obligation (its dual), rho_j = max(0, -d_j) the rent of a column's upper bound u_j,
lambda_c the price that consumer c pays at the margin (dual of its intake), the payoff of
an actor is the sum over what it owns (times its share) of

- capacity of arc a:        r_a * capacity_a
- supplier g:               sum over its steps of rho * size
- consumer c:               sum over its steps of rho * size
- contract i (its supplier owes it):  -m * volume_i + rho_z * volume_i
- proof of origin:          rho_d * limit, where the rule `contract` sets one
- tariffs:                  tariff_a * flow on a, to the receivers of the tariff
- shortfall payments:       shortfall price * z_i, to the consumer of contract i
- contract transfers:       (price_i - lambda_c) * delivered_i, from the owners of the
  consumer to those of the supplier; they sum to zero.

lambda_c is the nodal price of every label that c takes, less the premium of its contract:
so a consumer pays exactly price_i for what contract i delivers, and the supplier receives
exactly that, less what it pays for shortfall. Payoffs sum to objective + charges, charges
being tariffs and shortfall payments (which the objective counts as costs).
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.flows.layout import Floats, tally
from suasion.flows.market_numbers import Numbers
from suasion.flows.point import Point
from suasion.flows.program import Program

PARTS = (
    "capacity",
    "supply",
    "consumption",
    "obligations",
    "proofs",
    "tariffs",
    "shortfalls",
    "transfers",
)
"""Rows of a payoff table, in this order."""


@frozen(kw_only=True, eq=False)
class Charges:
    """What is collected and counted as a cost in the objective, MUSD/yr."""

    tariffs: Floats
    """By arc."""
    shortfalls: Floats
    """By contract."""

    @property
    def total(self) -> float:
        """Return all charges together, MUSD/yr."""
        return float(self.tariffs.sum() + self.shortfalls.sum())


def collect_charges(program: Program, numbers: Numbers, x: Floats) -> Charges:
    """Return tariffs by arc and shortfall payments by contract, MUSD/yr."""
    columns = program.columns
    carried = tally(columns.flow_arc, x[columns.flow], len(program.arcs))
    return Charges(
        tariffs=numbers.tariff * carried,
        shortfalls=numbers.cost[columns.shortfall] * x[columns.shortfall],
    )


def payoff_table(program: Program, numbers: Numbers, point: Point, charges: Charges) -> Floats:
    """Return the payoffs in MUSD/yr, shape (len(PARTS), number of actors)."""
    y, d = point.y, point.d
    columns, rows, own = program.columns, program.rows, numbers.ownership
    earned = np.maximum(-d, 0.0) * np.where(np.isfinite(numbers.upper), numbers.upper, 0.0)
    capacity = numbers.row_upper[rows.capacity]
    rents = -y[rows.capacity] * np.where(np.isfinite(capacity), capacity, 0.0)
    table = np.zeros((len(PARTS), len(own.actors)))
    table[0] = own.arcs @ rents
    table[1] = own.suppliers @ tally(
        columns.supply_supplier, earned[columns.supply], len(program.suppliers)
    )
    table[2] = own.consumers @ tally(
        columns.demand_consumer, earned[columns.demand], len(program.consumers)
    )
    if numbers.limit_shares is not None:
        table[4] = numbers.limit_shares @ earned[columns.delivery]
    table[5] = own.tariffs @ charges.tariffs
    if program.contracts:
        _add_contracts(table, program, numbers, point, charges)
    return table


def _add_contracts(
    table: Floats, program: Program, numbers: Numbers, point: Point, charges: Charges
) -> None:
    """Fill in obligations, shortfall payments and transfers."""
    columns, rows, own = program.columns, program.rows, numbers.ownership
    short, owed = point.x[columns.shortfall], numbers.owed
    premium = point.y[rows.obligation][rows.contract_pair]
    price = point.y[rows.intake][columns.contract_consumer]
    owes = own.suppliers[:, columns.contract_supplier]
    takes = own.consumers[:, columns.contract_consumer]
    rent = np.maximum(-point.d[columns.shortfall], 0.0)
    table[3] = owes @ ((rent - premium) * owed)
    table[6] = takes @ charges.shortfalls
    table[7] = (owes - takes) @ ((numbers.contract_price - price) * (owed - short))
