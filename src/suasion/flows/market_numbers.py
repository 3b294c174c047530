"""The numbers of a market for a compiled program: what a draw or a withholding changes."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats, tally
from suasion.flows.network import (
    Ordered,
    arc_skeleton,
    consumer_skeleton,
    contract_skeleton,
    in_order,
    node_skeleton,
    supplier_skeleton,
)
from suasion.flows.origin_rules import delivery_limits
from suasion.flows.ownership import Ownership, arc_shares, gather_ownership, shares_of
from suasion.flows.program import Program
from suasion.flows.record_arrays import (
    ArcArrays,
    ContractArrays,
    StepArrays,
    arc_arrays,
    contract_arrays,
    step_arrays,
)
from suasion.world.markets import Market

_NONE: frozenset[str] = frozenset()


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
    return _numbers(program, market, ordered)


def numbers_or_none(program: Program, market: Market) -> Numbers | None:
    """Return the numbers of a market, or None where it has another structure."""
    ordered = in_order(market)
    return _numbers(program, market, ordered) if _fits(program, ordered) else None


def _numbers(program: Program, market: Market, ordered: Ordered) -> Numbers:
    ownership = _ownership(program, market, ordered)
    limits = delivery_limits(program, market, ordered, ownership)
    arrays = _gather(program, market.name, ordered)
    owed = _owed(program, market, ordered, arrays.contracts.volume, limits.upper)
    row_lower, row_upper = _row_bounds(program, arrays.arcs.capacity, owed)
    return Numbers(
        cost=_costs(program, arrays),
        length_km=arrays.arcs.length_km,
        upper=_upper(program, ordered, arrays, limits.upper, owed),
        row_lower=row_lower,
        row_upper=row_upper,
        tariff=arrays.arcs.tariff,
        owed=owed,
        contract_price=arrays.contracts.price,
        ownership=ownership,
        limit_shares=limits.shares,
    )


@frozen(kw_only=True, eq=False)
class _Arrays:
    arcs: ArcArrays
    suppliers: StepArrays
    consumers: StepArrays
    contracts: ContractArrays


def _gather(program: Program, market: str, ordered: Ordered) -> _Arrays:
    kept = program.arrays
    return _Arrays(
        arcs=arc_arrays(market, ordered.arcs),
        suppliers=kept.of(
            "suppliers", ordered.suppliers, lambda records: step_arrays(market, "cost", records)
        ),
        consumers=kept.of(
            "consumers", ordered.consumers, lambda records: step_arrays(market, "value", records)
        ),
        contracts=kept.of(
            "contracts", ordered.contracts, lambda records: contract_arrays(market, records)
        ),
    )


def _check_structure(program: Program, market: Market, ordered: Ordered) -> None:
    if not _fits(program, ordered):
        raise InputError(
            f"market '{market.name}' does not have the structure of the compiled program",
            where="suasion.flows.numbers",
            got=f"{len(market.nodes)} nodes, {len(market.arcs)} arcs, other ids or ends",
            expected=f"{len(program.nodes)} nodes, {len(program.arcs)} arcs of the program",
            avoided="figures would have been taken for those of other arcs",
            fix="compile the market anew with compile_market",
        )


def _fits(program: Program, ordered: Ordered) -> bool:
    """Tell so for ordered records; what was compared before is not compared again."""
    nodes, arcs, suppliers, consumers, contracts = program.skeleton
    kept = program.arrays
    return (
        arc_skeleton(ordered.arcs) == arcs
        and kept.of("nodes", ordered.nodes, node_skeleton) == nodes
        and kept.of("skeleton of suppliers", ordered.suppliers, supplier_skeleton) == suppliers
        and kept.of("skeleton of consumers", ordered.consumers, consumer_skeleton) == consumers
        and kept.of("skeleton of contracts", ordered.contracts, contract_skeleton) == contracts
    )


def _ownership(program: Program, market: Market, ordered: Ordered) -> Ownership:
    if _owned_alike(program, ordered):
        return program.ownership
    return gather_ownership(market.name, ordered, program.actors)


def _owned_alike(program: Program, ordered: Ordered) -> bool:
    """Tell whether all shares are those of the market that the program was compiled from."""
    kept, (arcs, suppliers, consumers) = program.arrays, program.ownership.key
    return (
        arc_shares(ordered.arcs) == arcs
        and kept.of("shares of suppliers", ordered.suppliers, shares_of) == suppliers
        and kept.of("shares of consumers", ordered.consumers, shares_of) == consumers
    )


def _costs(program: Program, arrays: _Arrays) -> Floats:
    columns = program.columns
    cost = np.zeros(columns.count)
    cost[columns.flow] = (arrays.arcs.cost + arrays.arcs.tariff)[columns.flow_arc]
    cost[columns.supply] = arrays.suppliers.value
    cost[columns.demand] = -arrays.consumers.value
    cost[columns.shortfall] = arrays.contracts.shortfall_price
    return cost


def _upper(
    program: Program, ordered: Ordered, arrays: _Arrays, deliveries: Floats, owed: Floats
) -> Floats:
    columns = program.columns
    upper = np.full(columns.count, np.inf)
    for arc in ordered.arcs:
        for label in arc.closed_labels:
            at = program.flow_at.get((arc.id, label))
            if at is not None:
                upper[at] = 0.0
    upper[columns.supply] = arrays.suppliers.size
    upper[columns.delivery] = deliveries
    upper[columns.demand] = arrays.consumers.size
    upper[columns.shortfall] = owed
    return upper


def _owed(
    program: Program, market: Market, ordered: Ordered, volumes: Floats, deliveries: Floats
) -> Floats:
    """Return the volumes owed: a label that its consumer refuses is not owed."""
    if not volumes.size:
        return volumes
    owed = volumes.copy()
    labels = {one.id: one.label for one in ordered.suppliers}
    refuses = {one.id: one.refuses for one in ordered.consumers if one.refuses}
    for at, one in enumerate(ordered.contracts):
        place = program.rows.pair_delivery[program.rows.contract_pair[at]]
        refused = refuses.get(one.consumer, _NONE) | market.refusing.get(one.consumer, _NONE)
        if labels[one.supplier] in refused or (place >= 0 and deliveries[place] <= 0):
            owed[at] = 0.0
    return owed


def _row_bounds(program: Program, capacity: Floats, owed: Floats) -> tuple[Floats, Floats]:
    rows = program.rows
    lower, upper = np.zeros(rows.count), np.zeros(rows.count)
    lower[rows.capacity] = -np.inf
    upper[rows.capacity] = capacity
    pairs = rows.obligation.stop - rows.obligation.start
    lower[rows.obligation] = tally(rows.contract_pair, owed, pairs)
    upper[rows.obligation] = np.inf
    return lower, upper
