"""Which label can be where: the columns and rows that a market's structure needs.

Reachability is judged over all arcs that may carry a label, whatever their capacity and
whatever is closed or refused at the moment, so that one structure serves every
re-solution (withholding, bans, taxes, draws). Everything is put in the order of the ids,
so that the order of a case's rows changes nothing (convention C5).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Protocol, TypeVar

from attrs import frozen

from suasion.errors import InputError
from suasion.world.markets import Arc, Consumer, Contract, Market, Node, Supplier


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Record = TypeVar("_Record", bound=_Named)
_BY_ID = attrgetter("id")


@frozen(kw_only=True)
class Ordered:
    """The records of a market, each kind sorted by id."""

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    suppliers: tuple[Supplier, ...]
    consumers: tuple[Consumer, ...]
    contracts: tuple[Contract, ...]


@frozen(kw_only=True)
class Network:
    """The pairs that exist in a market's structure, each sorted."""

    labels: tuple[str, ...]
    flows: tuple[tuple[str, str], ...]
    """(arc, label) pairs on some path from a supplier to a consumer of the label."""
    deliveries: tuple[tuple[str, str], ...]
    """(consumer, label) pairs that a supplier can reach."""
    balances: tuple[tuple[str, str], ...]
    """(node, label) pairs where the label can be."""


def in_order(market: Market) -> Ordered:
    """Return the records of a market sorted by id; tuples that are so already as they are."""
    return Ordered(
        nodes=_sorted(market.nodes),
        arcs=_sorted(market.arcs),
        suppliers=_sorted(market.suppliers),
        consumers=_sorted(market.consumers),
        contracts=_sorted(market.contracts),
    )


def _sorted(records: tuple[_Record, ...]) -> tuple[_Record, ...]:
    names = [record.id for record in records]
    if all(one <= other for one, other in pairwise(names)):
        return records
    return tuple(sorted(records, key=_BY_ID))


def skeleton(ordered: Ordered) -> tuple[object, ...]:
    """Return what two markets must share to be solved with one structure."""
    return (
        node_skeleton(ordered.nodes),
        arc_skeleton(ordered.arcs),
        supplier_skeleton(ordered.suppliers),
        consumer_skeleton(ordered.consumers),
        contract_skeleton(ordered.contracts),
    )


def node_skeleton(nodes: Sequence[Node]) -> object:
    """Return what the nodes add to the structure."""
    return [node.id for node in nodes]


def arc_skeleton(arcs: Sequence[Arc]) -> object:
    """Return what the arcs add to the structure."""
    return [(arc.id, arc.tail, arc.head, arc.labels) for arc in arcs]


def supplier_skeleton(suppliers: Sequence[Supplier]) -> object:
    """Return what the suppliers add to the structure."""
    return [(one.id, one.node, one.label, len(one.steps)) for one in suppliers]


def consumer_skeleton(consumers: Sequence[Consumer]) -> object:
    """Return what the consumers add to the structure."""
    return [(one.id, one.node, one.accepts, len(one.steps)) for one in consumers]


def contract_skeleton(contracts: Sequence[Contract]) -> object:
    """Return what the contracts add to the structure."""
    return [(one.id, one.supplier, one.consumer) for one in contracts]


def check_references(market: str, ordered: Ordered) -> None:
    """Raise InputError where an id is used twice or leads nowhere."""
    nodes = _known(market, "node", ordered.nodes)
    suppliers = _known(market, "supplier", ordered.suppliers)
    consumers = _known(market, "consumer", ordered.consumers)
    _known(market, "arc", ordered.arcs)
    _known(market, "contract", ordered.contracts)
    for arc in ordered.arcs:
        _refer(market, f"arc '{arc.id}'", "node", (arc.tail, arc.head), nodes)
        if arc.tail == arc.head:
            raise InputError(
                f"arc '{arc.id}' leads from node '{arc.tail}' to itself",
                where=f"market '{market}'",
                got=arc.tail,
                expected="two different nodes",
                fix="correct its tail or its head",
            )
    for supplier in ordered.suppliers:
        _refer(market, f"supplier '{supplier.id}'", "node", (supplier.node,), nodes)
    for consumer in ordered.consumers:
        _refer(market, f"consumer '{consumer.id}'", "node", (consumer.node,), nodes)
    for contract in ordered.contracts:
        name = f"contract '{contract.id}'"
        _refer(market, name, "supplier", (contract.supplier,), suppliers)
        _refer(market, name, "consumer", (contract.consumer,), consumers)


def trace_network(market: Market, ordered: Ordered) -> Network:
    """Return the pairs of the structure: a label is where it can come from and go to."""
    labels = market.labels
    flows: list[tuple[str, str]] = []
    deliveries: list[tuple[str, str]] = []
    balances: list[tuple[str, str]] = []
    for label in labels:
        arcs = [arc for arc in ordered.arcs if arc.labels is None or label in arc.labels]
        takers = [one for one in ordered.consumers if accepts(one, label)]
        sources = {one.node for one in ordered.suppliers if one.label == label}
        onward = reach(sources, [(arc.tail, arc.head) for arc in arcs])
        back = reach({one.node for one in takers}, [(arc.head, arc.tail) for arc in arcs])
        flows += [(arc.id, label) for arc in arcs if arc.tail in onward and arc.head in back]
        deliveries += [(one.id, label) for one in takers if one.node in onward]
        balances += [(node, label) for node in (onward & back) | sources]
    return Network(
        labels=labels,
        flows=tuple(sorted(flows)),
        deliveries=tuple(sorted(deliveries)),
        balances=tuple(sorted(balances)),
    )


def accepts(consumer: Consumer, label: str) -> bool:
    """Return whether a consumer can use a label, whatever it refuses by policy."""
    return consumer.accepts is None or label in consumer.accepts


def reach(sources: Iterable[str], steps: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Return all nodes that can be reached from the sources, themselves included."""
    onward: dict[str, list[str]] = {}
    for tail, head in steps:
        onward.setdefault(tail, []).append(head)
    reached = set(sources)
    waiting = sorted(reached)
    while waiting:
        for head in onward.get(waiting.pop(), ()):
            if head not in reached:
                reached.add(head)
                waiting.append(head)
    return frozenset(reached)


def _known(market: str, kind: str, records: tuple[_Record, ...]) -> frozenset[str]:
    known = frozenset(record.id for record in records)
    for one, following in pairwise(records):
        if one.id == following.id:
            raise InputError(
                f"{kind} '{one.id}' is there twice",
                where=f"market '{market}'",
                got=one.id,
                expected=f"one {kind} of each id",
                avoided="one of the two would have been taken for both",
                fix="rename or remove one of them",
            )
    return known


def _refer(market: str, name: str, kind: str, ids: tuple[str, ...], known: frozenset[str]) -> None:
    for one in ids:
        if one not in known:
            raise InputError(
                f"{name} names {kind} '{one}', which is not there",
                where=f"market '{market}'",
                got=one,
                expected=f"the id of a {kind} of this market",
                fix=f"correct the id or add the {kind}",
            )
