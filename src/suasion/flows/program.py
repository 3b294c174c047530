"""A market as a linear program: its structure, compiled once and solved many times.

Columns, all from 0 to an upper bound:

- ``f[a, l]`` flow of label l on arc a (bound 0 where the label is closed, else none);
- ``s[g, k]`` supply of supplier g at its cost step k (bound: size of the step);
- ``d[c, l]`` delivery of label l to consumer c (bound 0 where refused, else none unless
  an origin rule limits it);
- ``q[c, k]`` consumption of consumer c at its willingness-to-pay step k (bound: size);
- ``z[i]`` shortfall of contract i (bound: the volume owed).

Rows:

- balance of label l at node n: inflow + supply - outflow - deliveries = 0;
- capacity of arc a: sum over l of f[a, l] <= capacity;
- intake of consumer c: sum over l of d[c, l] - sum over k of q[c, k] = 0;
- obligation of a pair (consumer, label) under contract:
  d[c, l] + sum over its contracts of z[i] >= sum of the volumes owed.

Maximised: sum of value x q - cost x s - (cost + tariff) x f - shortfall price x z. Inside,
its negative is minimised. `Program` holds the structure, `Numbers`
(`suasion.flows.market_numbers`) what a draw or a withholding changes.
"""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import (
    Columns,
    Matrix,
    Rows,
    build_matrix,
    lay_columns,
    lay_rows,
)
from suasion.flows.network import (
    Ordered,
    accepts,
    check_references,
    in_order,
    skeleton,
    trace_network,
)
from suasion.flows.ownership import Ownership, gather_ownership
from suasion.flows.record_arrays import RecordArrays
from suasion.world.markets import Market


@frozen(kw_only=True, eq=False, slots=False)
class Program:
    """The structure of a market's linear program; see the module for its equations."""

    name: str
    skeleton: tuple[object, ...]
    actors: tuple[str, ...]
    labels: tuple[str, ...]
    nodes: tuple[str, ...]
    arcs: tuple[str, ...]
    suppliers: tuple[str, ...]
    consumers: tuple[str, ...]
    contracts: tuple[str, ...]
    flows: tuple[tuple[str, str], ...]
    deliveries: tuple[tuple[str, str], ...]
    balances: tuple[tuple[str, str], ...]
    columns: Columns
    rows: Rows
    matrix: Matrix
    ownership: Ownership
    base: Market
    """The market it was compiled from; its optimal basis starts every solve."""

    @cached_property
    def arrays(self) -> RecordArrays:
        """Return the place where arrays of records are kept between solves."""
        return RecordArrays()

    @cached_property
    def flow_at(self) -> dict[tuple[str, str], int]:
        """Return the column of each (arc, label)."""
        return {pair: at for at, pair in enumerate(self.flows)}

    @cached_property
    def delivery_at(self) -> dict[tuple[str, str], int]:
        """Return the place of each (consumer, label) within the block of deliveries."""
        return {pair: at for at, pair in enumerate(self.deliveries)}

    @cached_property
    def node_at(self) -> dict[str, int]:
        """Return the place of each node."""
        return {node: at for at, node in enumerate(self.nodes)}


def compile_market(market: Market) -> Program:
    """Return the linear program of a market: structure only.

    Use it once per market and re-solve with `numbers` and `Solver`; for a single answer
    `solve_market` is shorter. Two markets share a program when nodes, arcs (ends and
    labels), suppliers and consumers (node, labels, number of steps) and the parties of
    contracts agree; capacities, costs, closures, refusals, owners and the origin rule may
    all differ.

    Parameters
    ----------
    market : Market
        The market; the order of its records does not matter.

    Returns
    -------
    Program
        Columns, rows and matrix, in the order of the ids.

    Raises
    ------
    InputError
        An id is used twice or leads nowhere; a contract is for a label that its consumer
        cannot use (C1).
    """
    ordered = in_order(market)
    check_references(market.name, ordered)
    _check_contracts(market.name, ordered)
    network, actors = trace_network(market, ordered), _actors(ordered)
    columns, rows = lay_columns(network, ordered), lay_rows(network, ordered)
    return Program(
        name=market.name,
        skeleton=skeleton(ordered),
        actors=actors,
        labels=network.labels,
        nodes=tuple(node.id for node in ordered.nodes),
        arcs=tuple(arc.id for arc in ordered.arcs),
        suppliers=tuple(one.id for one in ordered.suppliers),
        consumers=tuple(one.id for one in ordered.consumers),
        contracts=tuple(one.id for one in ordered.contracts),
        flows=network.flows,
        deliveries=network.deliveries,
        balances=network.balances,
        columns=columns,
        rows=rows,
        matrix=build_matrix(network, ordered, columns, rows),
        ownership=gather_ownership(market.name, ordered, actors),
        base=market,
    )


def _check_contracts(market: str, ordered: Ordered) -> None:
    labels = {one.id: one.label for one in ordered.suppliers}
    consumers = {one.id: one for one in ordered.consumers}
    for contract in ordered.contracts:
        label = labels[contract.supplier]
        if not accepts(consumers[contract.consumer], label):
            raise InputError(
                f"contract '{contract.id}' is for a label that its consumer cannot use",
                where=f"market '{market}', consumer '{contract.consumer}'",
                got=label,
                expected="one of the labels that the consumer accepts",
                fix="correct the parties of the contract or what the consumer accepts",
            )


def _actors(ordered: Ordered) -> tuple[str, ...]:
    actors = {node.actor for node in ordered.nodes}
    for arc in ordered.arcs:
        actors.update(arc.consent)
        actors.update(name for name, _ in arc.owners + arc.tariff_to)
    for one in ordered.suppliers + ordered.consumers:
        actors.update(name for name, _ in one.owners)
    return tuple(sorted(actors))
