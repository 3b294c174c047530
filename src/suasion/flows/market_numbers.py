"""The numbers of a market for a compiled program: what a draw or a withholding changes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats, tally
from suasion.flows.network import Ordered, in_order, skeleton
from suasion.flows.origin_rules import delivery_limits
from suasion.flows.ownership import Ownership, gather_ownership, ownership_key
from suasion.flows.program import Program
from suasion.world.markets import Market


@frozen(kw_only=True, eq=False)
class Numbers:
    """Costs, bounds and owners of one market, in the order of its program.

    Amounts are unit/yr, unit values MUSD/unit. Lower bounds of columns are 0.
    """

    cost: Floats
    """What is minimised: cost + tariff, supply cost, 0, -value, shortfall price."""
    length_km: Floats
    """Of each arc; breaks ties (`suasion.flows.tie_breaking`)."""
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    tariff: Floats
    """Of each arc, MUSD/unit."""
    owed: Floats
    """Volume of each contract, unit/yr; 0 where the consumer refuses the label."""
    contract_price: Floats
    ownership: Ownership
    limit_shares: Floats | None
    """Shares of actors (rows) in limits on deliveries (columns); None: nobody's."""


def numbers(program: Program, market: Market) -> Numbers:
    """Return the numbers of a market for a program with the same structure.

    Why: a draw, a closure, a tax or a ban changes numbers only, and a re-solve with
    changed numbers costs a small part of a new program. A refused or closed label is a
    bound of zero, never a missing column.

    Parameters
    ----------
    program : Program
        Compiled from a market with the same structure.
    market : Market
        The market whose numbers are wanted.

    Returns
    -------
    Numbers
        Arrays in the order of the program.

    Raises
    ------
    InputError
        The market has another structure, or a negative or undefined figure (C1).
    """
    ordered = in_order(market)
    _check_structure(program, market, ordered)
    ownership = _ownership(program, market, ordered)
    limits = delivery_limits(program, market, ordered, ownership)
    owed = _owed(program, market.name, ordered, limits.upper)
    tariff = _figures(market.name, "tariff", ((arc.id, arc.tariff) for arc in ordered.arcs))
    row_lower, row_upper = _row_bounds(program, market.name, ordered, owed)
    return Numbers(
        cost=_costs(program, market.name, ordered, tariff),
        length_km=_figures(
            market.name, "length", ((arc.id, arc.length_km) for arc in ordered.arcs)
        ),
        upper=_upper(program, market.name, ordered, limits.upper, owed),
        row_lower=row_lower,
        row_upper=row_upper,
        tariff=tariff,
        owed=owed,
        contract_price=_contract_prices(market.name, ordered),
        ownership=ownership,
        limit_shares=limits.shares,
    )


def _check_structure(program: Program, market: Market, ordered: Ordered) -> None:
    if skeleton(ordered) != program.skeleton:
        raise InputError(
            f"market '{market.name}' does not have the structure of the compiled program",
            where="suasion.flows.numbers",
            got=f"{len(market.nodes)} nodes, {len(market.arcs)} arcs, other ids or ends",
            expected=f"{len(program.nodes)} nodes, {len(program.arcs)} arcs of the program",
            avoided="figures would have been taken for those of other arcs",
            fix="compile the market anew with compile_market",
        )


def _ownership(program: Program, market: Market, ordered: Ordered) -> Ownership:
    if ownership_key(ordered) == program.ownership.key:
        return program.ownership
    return gather_ownership(market.name, ordered, program.actors)


def _figures(
    market: str, what: str, named: Iterable[tuple[str, float]], *, least: float = -np.inf
) -> Floats:
    pairs = tuple(named)
    figures = np.array([figure for _, figure in pairs], dtype=np.float64)
    wrong = ~(figures >= least) if least > -np.inf else ~np.isfinite(figures)
    if wrong.any():
        name, figure = pairs[int(np.argmax(wrong))]
        raise InputError(
            f"{what} of '{name}' is negative or not a number",
            where=f"market '{market}'",
            got=f"{figure:g}",
            expected="a number from 0 on" if least > -np.inf else "a finite number",
            fix="correct the figure",
        )
    return figures


def _costs(program: Program, market: str, ordered: Ordered, tariff: Floats) -> Floats:
    columns = program.columns
    real = _figures(market, "cost", ((arc.id, arc.cost) for arc in ordered.arcs))
    cost = np.zeros(columns.count)
    cost[columns.flow] = (real + tariff)[columns.flow_arc]
    cost[columns.supply] = _figures(
        market, "cost", ((one.id, cost) for one in ordered.suppliers for _, cost in one.steps)
    )
    cost[columns.demand] = -_figures(
        market, "value", ((one.id, value) for one in ordered.consumers for _, value in one.steps)
    )
    cost[columns.shortfall] = _figures(
        market,
        "shortfall price",
        ((one.id, one.shortfall_price) for one in ordered.contracts),
        least=0.0,
    )
    return cost


def _upper(
    program: Program, market: str, ordered: Ordered, deliveries: Floats, owed: Floats
) -> Floats:
    columns = program.columns
    upper = np.full(columns.count, np.inf)
    for arc in ordered.arcs:
        for label in sorted(arc.closed_labels):
            at = program.flow_at.get((arc.id, label))
            if at is not None:
                upper[at] = 0.0
    upper[columns.supply] = _figures(
        market,
        "size of a step",
        ((one.id, size) for one in ordered.suppliers for size, _ in one.steps),
        least=0.0,
    )
    upper[columns.delivery] = deliveries
    upper[columns.demand] = _figures(
        market,
        "size of a step",
        ((one.id, size) for one in ordered.consumers for size, _ in one.steps),
        least=0.0,
    )
    upper[columns.shortfall] = owed
    return upper


def _contract_prices(market: str, ordered: Ordered) -> Floats:
    return _figures(market, "price", ((one.id, one.price) for one in ordered.contracts))


def _owed(program: Program, market: str, ordered: Ordered, deliveries: Floats) -> Floats:
    """Return the volumes owed: a label that its consumer refuses is not owed."""
    volumes = _figures(
        market, "volume", ((one.id, one.volume) for one in ordered.contracts), least=0.0
    )
    _figures(market, "volume", ((one.id, one.volume) for one in ordered.contracts))
    if not volumes.size:
        return volumes
    delivery = program.rows.pair_delivery[program.rows.contract_pair]
    refused = (delivery >= 0) & (np.append(deliveries, np.inf)[delivery] <= 0)
    return np.where(refused, 0.0, volumes)


def _row_bounds(
    program: Program, market: str, ordered: Ordered, owed: Floats
) -> tuple[Floats, Floats]:
    rows = program.rows
    lower, upper = np.zeros(rows.count), np.zeros(rows.count)
    lower[rows.capacity] = -np.inf
    upper[rows.capacity] = _figures(
        market, "capacity", ((arc.id, arc.capacity) for arc in ordered.arcs), least=0.0
    )
    pairs = rows.obligation.stop - rows.obligation.start
    lower[rows.obligation] = tally(rows.contract_pair, owed, pairs)
    upper[rows.obligation] = np.inf
    return lower, upper
