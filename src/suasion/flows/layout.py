"""Where the columns and rows of a market's linear program lie, and the matrix over them.

The equations are those of `suasion.flows.program`; this module only counts.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.flows.network import Network, Ordered

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Marks = npt.NDArray[np.bool_]


def tally(places: Ints, weights: Floats, n_places: int) -> Floats:
    """Return the sum of the weights at each place."""
    sums = np.bincount(places, weights=weights, minlength=n_places)
    return np.asarray(sums, dtype=np.float64)


@frozen(kw_only=True, eq=False)
class Matrix:
    """A sparse matrix by columns; every column has at least one entry."""

    starts: Ints
    rows: Ints
    values: Floats
    columns: Ints
    """Column of each entry."""
    n_rows: int
    n_columns: int

    def times(self, x: Floats) -> Floats:
        """Return A x."""
        weights = self.values * x[self.columns]
        return tally(self.rows, weights, self.n_rows)

    def transposed_times(self, y: Floats) -> Floats:
        """Return A' y."""
        if not self.n_columns:
            return np.zeros(0)
        weights = self.values * y[self.rows]
        return np.asarray(np.add.reduceat(weights, self.starts[:-1]))


@frozen(kw_only=True, eq=False)
class Columns:
    """Where each block of columns lies, and what its columns stand for (positions)."""

    flow_arc: Ints
    flow_label: Ints
    supply_supplier: Ints
    supply_label: Ints
    delivery_consumer: Ints
    delivery_label: Ints
    demand_consumer: Ints
    contract_supplier: Ints
    contract_consumer: Ints
    flow: slice
    supply: slice
    delivery: slice
    demand: slice
    shortfall: slice
    count: int


@frozen(kw_only=True, eq=False)
class Rows:
    """Where each block of rows lies, and what its rows stand for (positions)."""

    balance_node: Ints
    balance_label: Ints
    contract_pair: Ints
    """Obligation row (counted within its block) of each contract."""
    pair_delivery: Ints
    """Delivery column (counted within its block) of each obligation row; -1: none."""
    balance: slice
    capacity: slice
    intake: slice
    obligation: slice
    count: int


def _positions(names: tuple[str, ...]) -> dict[str, int]:
    return {name: position for position, name in enumerate(names)}


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int32)


def _blocks(sizes: tuple[int, ...]) -> list[slice]:
    ends = np.cumsum((0, *sizes)).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]


def lay_columns(network: Network, ordered: Ordered) -> Columns:
    """Return the blocks of columns of a market's program."""
    arcs = _positions(tuple(arc.id for arc in ordered.arcs))
    labels = _positions(network.labels)
    suppliers = _positions(tuple(one.id for one in ordered.suppliers))
    consumers = _positions(tuple(one.id for one in ordered.consumers))
    supply = [at for at, one in enumerate(ordered.suppliers) for _ in one.steps]
    demand = [at for at, one in enumerate(ordered.consumers) for _ in one.steps]
    sizes = (len(network.flows), len(supply), len(network.deliveries), len(demand))
    blocks = _blocks((*sizes, len(ordered.contracts)))
    return Columns(
        flow_arc=_ints([arcs[arc] for arc, _ in network.flows]),
        flow_label=_ints([labels[label] for _, label in network.flows]),
        supply_supplier=_ints(supply),
        supply_label=_ints([labels[ordered.suppliers[at].label] for at in supply]),
        delivery_consumer=_ints([consumers[one] for one, _ in network.deliveries]),
        delivery_label=_ints([labels[label] for _, label in network.deliveries]),
        demand_consumer=_ints(demand),
        contract_supplier=_ints([suppliers[one.supplier] for one in ordered.contracts]),
        contract_consumer=_ints([consumers[one.consumer] for one in ordered.contracts]),
        flow=blocks[0],
        supply=blocks[1],
        delivery=blocks[2],
        demand=blocks[3],
        shortfall=blocks[4],
        count=blocks[4].stop,
    )


def lay_rows(network: Network, ordered: Ordered) -> Rows:
    """Return the blocks of rows of a market's program."""
    nodes = _positions(tuple(node.id for node in ordered.nodes))
    labels = _positions(network.labels)
    label_of = {one.id: one.label for one in ordered.suppliers}
    pairs = [(one.consumer, label_of[one.supplier]) for one in ordered.contracts]
    distinct = sorted(set(pairs))
    deliveries = {pair: at for at, pair in enumerate(network.deliveries)}
    sizes = (len(network.balances), len(ordered.arcs), len(ordered.consumers), len(distinct))
    blocks = _blocks(sizes)
    return Rows(
        balance_node=_ints([nodes[node] for node, _ in network.balances]),
        balance_label=_ints([labels[label] for _, label in network.balances]),
        contract_pair=_ints([distinct.index(pair) for pair in pairs]),
        pair_delivery=_ints([deliveries.get(pair, -1) for pair in distinct]),
        balance=blocks[0],
        capacity=blocks[1],
        intake=blocks[2],
        obligation=blocks[3],
        count=blocks[3].stop,
    )


def build_matrix(network: Network, ordered: Ordered, columns: Columns, rows: Rows) -> Matrix:
    """Return the matrix of a market's program, by columns."""
    entries = _flow_entries(network, ordered, rows)
    entries += _supply_entries(network, ordered, columns)
    entries += _delivery_entries(network, ordered, columns, rows)
    entries += [
        (columns.demand.start + at, rows.intake.start + int(consumer), -1.0)
        for at, consumer in enumerate(columns.demand_consumer)
    ]
    entries += [
        (columns.shortfall.start + at, rows.obligation.start + int(pair), 1.0)
        for at, pair in enumerate(rows.contract_pair)
    ]
    entries.sort()
    at = _ints([column for column, _, _ in entries])
    return Matrix(
        starts=np.searchsorted(at, np.arange(columns.count + 1)).astype(np.int32),
        rows=_ints([row for _, row, _ in entries]),
        values=np.array([value for _, _, value in entries], dtype=np.float64),
        columns=at,
        n_rows=rows.count,
        n_columns=columns.count,
    )


_Entries = list[tuple[int, int, float]]


def _flow_entries(network: Network, ordered: Ordered, rows: Rows) -> _Entries:
    balance = {pair: at for at, pair in enumerate(network.balances)}
    arcs = {arc.id: (at, arc) for at, arc in enumerate(ordered.arcs)}
    entries: _Entries = []
    for column, (name, label) in enumerate(network.flows):
        at, arc = arcs[name]
        entries.append((column, balance[arc.tail, label], -1.0))
        entries.append((column, balance[arc.head, label], 1.0))
        entries.append((column, rows.capacity.start + at, 1.0))
    return entries


def _supply_entries(network: Network, ordered: Ordered, columns: Columns) -> _Entries:
    balance = {pair: at for at, pair in enumerate(network.balances)}
    entries: _Entries = []
    for at, position in enumerate(columns.supply_supplier):
        supplier = ordered.suppliers[position]
        row = balance[supplier.node, supplier.label]
        entries.append((columns.supply.start + at, row, 1.0))
    return entries


def _delivery_entries(network: Network, ordered: Ordered, columns: Columns, rows: Rows) -> _Entries:
    balance = {pair: at for at, pair in enumerate(network.balances)}
    pair_of = {int(at): pair for pair, at in enumerate(rows.pair_delivery) if at >= 0}
    entries: _Entries = []
    for at, (_, label) in enumerate(network.deliveries):
        column = columns.delivery.start + at
        consumer = int(columns.delivery_consumer[at])
        entries.append((column, balance[ordered.consumers[consumer].node, label], -1.0))
        entries.append((column, rows.intake.start + consumer, 1.0))
        if at in pair_of:
            entries.append((column, rows.obligation.start + pair_of[at], 1.0))
    return entries
