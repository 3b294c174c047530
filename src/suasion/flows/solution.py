"""The solution of a market: amounts, prices, payoffs and their certificate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

from attrs import frozen

from suasion.flows.certificate import Certificate, certify
from suasion.flows.highs_model import Basis
from suasion.flows.layout import Floats, tally
from suasion.flows.market_numbers import Numbers
from suasion.flows.payoffs import PARTS, Charges, collect_charges, payoff_table
from suasion.flows.point import Point
from suasion.flows.program import Program

_Name = TypeVar("_Name")


@frozen(kw_only=True, eq=False, slots=False)
class Solution:
    """An optimum with its proof. Mappings are made when they are first asked for.

    Amounts are unit/yr, unit values MUSD/unit, values MUSD/yr.
    """

    program: Program
    numbers: Numbers
    point: Point
    """Amounts by column, duals of the rows, reduced costs of the columns."""
    objective: float
    """Value of consumption less all costs, tariffs and shortfall payments, without the
    tie-breaking term."""
    charges_by_item: Charges
    payoff_parts: Floats
    """Payoffs by part (rows: `suasion.flows.payoffs.PARTS`) and actor (columns)."""
    certificate: Certificate
    basis: Basis
    """The optimal basis, to start from when something is withheld."""

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the actors of the payoffs, sorted."""
        return self.numbers.ownership.actors

    @property
    def charges(self) -> float:
        """Return tariffs and shortfall payments together."""
        return self.charges_by_item.total

    @cached_property
    def payoffs(self) -> Mapping[str, float]:
        """Return each actor's payoff."""
        return dict(zip(self.actors, self.payoff_parts.sum(axis=0).tolist(), strict=True))

    @cached_property
    def payoffs_by_part(self) -> Mapping[str, Mapping[str, float]]:
        """Return each actor's payoff from each part."""
        return {
            part: dict(zip(self.actors, row.tolist(), strict=True))
            for part, row in zip(PARTS, self.payoff_parts, strict=True)
        }

    @property
    def flow_amounts(self) -> Floats:
        """Return the flow of each (arc, label), in the order of `program.flows`."""
        return self.point.x[self.program.columns.flow]

    @property
    def flow_charges(self) -> Floats:
        """Return real cost and tariff of each (arc, label), in the same order, MUSD/unit."""
        return self.numbers.cost[self.program.columns.flow]

    @property
    def delivery_amounts(self) -> Floats:
        """Return what each consumer takes of each label, in the order of `program.deliveries`."""
        return self.point.x[self.program.columns.delivery]

    def flow_of(self, arc: str, label: str) -> float:
        """Return what an arc carries of a label; none where it cannot carry it."""
        at = self.program.flow_at.get((arc, label))
        return 0.0 if at is None else float(self.flow_amounts[at])

    @cached_property
    def flows(self) -> Mapping[tuple[str, str], float]:
        """Return the flow of each (arc, label)."""
        return _named(self.program.flows, self.point.x[self.program.columns.flow])

    @cached_property
    def arc_flows(self) -> Mapping[str, float]:
        """Return the flow over all labels of each arc."""
        columns = self.program.columns
        carried = tally(columns.flow_arc, self.point.x[columns.flow], len(self.program.arcs))
        return _named(self.program.arcs, carried)

    def arc_flow(self, arc: str) -> float:
        """Return the flow over all labels of an arc."""
        return self.arc_flows[arc]

    @cached_property
    def supply(self) -> Mapping[str, float]:
        """Return what each supplier supplies."""
        columns, names = self.program.columns, self.program.suppliers
        steps = self.point.x[columns.supply]
        return _named(names, tally(columns.supply_supplier, steps, len(names)))

    @cached_property
    def consumption(self) -> Mapping[str, float]:
        """Return what each consumer takes, over all labels."""
        columns, names = self.program.columns, self.program.consumers
        steps = self.point.x[columns.demand]
        return _named(names, tally(columns.demand_consumer, steps, len(names)))

    @cached_property
    def deliveries(self) -> Mapping[tuple[str, str], float]:
        """Return what each consumer takes of each label."""
        return _named(self.program.deliveries, self.point.x[self.program.columns.delivery])

    @cached_property
    def shortfalls(self) -> Mapping[str, float]:
        """Return what each contract fails to deliver."""
        return _named(self.program.contracts, self.point.x[self.program.columns.shortfall])

    @cached_property
    def delivered(self) -> Mapping[str, float]:
        """Return what each contract delivers."""
        short = self.point.x[self.program.columns.shortfall]
        return _named(self.program.contracts, self.numbers.owed - short)

    @cached_property
    def prices(self) -> Mapping[tuple[str, str], float]:
        """Return the price of each (node, label)."""
        return _named(self.program.balances, self.point.y[self.program.rows.balance])

    @cached_property
    def consumer_prices(self) -> Mapping[str, float]:
        """Return what each consumer pays at the margin."""
        return _named(self.program.consumers, self.point.y[self.program.rows.intake])

    @cached_property
    def rents(self) -> Mapping[str, float]:
        """Return the scarcity rent of each arc's capacity, MUSD/unit."""
        return _named(self.program.arcs, -self.point.y[self.program.rows.capacity])


def assemble(program: Program, numbers: Numbers, point: Point, basis: Basis) -> Solution:
    """Return the solution that a point describes, with payoffs and certificate."""
    charges = collect_charges(program, numbers, point.x)
    table = payoff_table(program, numbers, point, charges)
    total = float(table.sum())
    return Solution(
        program=program,
        numbers=numbers,
        point=point,
        objective=0.0 - float(numbers.cost @ point.x),
        charges_by_item=charges,
        payoff_parts=table,
        certificate=certify(program, numbers, point, total, charges.total),
        basis=basis,
    )


def _named(names: tuple[_Name, ...], values: Floats) -> dict[_Name, float]:
    return dict(zip(names, values.tolist(), strict=True))
