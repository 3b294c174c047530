"""What each coalition can use, for all coalitions at once.

Arcs, suppliers, consumers and contracts are *items*. An item is open to coalition S if
all players that it needs are in S: an arc needs those that must consent to it, a supplier
or consumer those that own a part of it, a contract both its parties. Actors that are not
players have agreed beforehand. Who owns an arc without having to consent to it earns its
rent but cannot close it: as with the levers, what withholds is consent.

An item of the others' side (`suasion.flows.two_sides`) is open if none of the players that
it needs is in S.

Coalitions are bit sets: coalition S is a number whose bit i says whether player i is in
it, and an item's *openness* is one integer of 2^n bits, bit S saying whether the item is
open to S. Reachability over the network is then a fixed point of `and` and `or` on such
integers, which answers all coalitions together: an item is *effective* for S if it is
open and lies on an open way from an open supplier of a label to an open consumer of it
(contracts and their consumers always count, since shortfall must be paid). What is not
effective carries nothing at any optimum, costs being positive; so coalitions with the
same effective items have the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from suasion.flows.layout import Ints, Marks
from suasion.flows.network import Ordered, in_order
from suasion.flows.program import Program
from suasion.flows.two_sides import is_of_others
from suasion.world.markets import Market, Shares

Bytes = npt.NDArray[np.uint8]
NOBODY = -1
"""What an item needs that is open to no coalition."""
CHUNK = 1 << 14
"""Coalitions whose openness is laid out at a time."""


@frozen(kw_only=True, eq=False)
class Items:
    """The items of a program in one order: arcs, suppliers, consumers, contracts."""

    of_column: Ints
    """Item of each column; deliveries count with their consumers."""
    tails: tuple[int, ...]
    """Node of each arc's tail."""
    heads: tuple[int, ...]
    places: tuple[int, ...]
    """Node of each supplier, consumer and contract (where its consumer is)."""
    needs: tuple[int, ...]
    """Players that each item needs, as a bit set."""
    of_others: tuple[bool, ...]
    """Whether it is open to those outside a coalition in place of those inside."""
    touching: tuple[int, ...]
    """Items at each node, arcs at both of their ends, as a bit set."""
    count: int


@frozen(kw_only=True, eq=False)
class Patterns:
    """The distinct sets of effective items, and which of them each coalition has."""

    effective: Marks
    """Shape (patterns, items)."""
    of_coalition: npt.NDArray[np.intp]
    """Pattern of each coalition."""


def gather_items(program: Program, market: Market, players: Sequence[str]) -> Items:
    """Return the items of a market with the players that each needs."""
    ordered, nodes = in_order(market), program.node_at
    consumers = {one.id: one for one in ordered.consumers}
    places = [nodes[one.node] for one in ordered.suppliers]
    places += [nodes[one.node] for one in ordered.consumers]
    places += [nodes[consumers[one.consumer].node] for one in ordered.contracts]
    tails = [nodes[arc.tail] for arc in ordered.arcs]
    heads = [nodes[arc.head] for arc in ordered.arcs]
    needs = _needs(ordered, players)
    return Items(
        of_column=_items_of_columns(program),
        tails=tuple(tails),
        heads=tuple(heads),
        places=tuple(places),
        needs=needs,
        of_others=tuple(is_of_others(name) for name in item_names(program)),
        touching=_touching(len(nodes), tails, heads, places),
        count=len(needs),
    )


def item_names(program: Program) -> tuple[str, ...]:
    """Return the ids of the items in their order."""
    return (*program.arcs, *program.suppliers, *program.consumers, *program.contracts)


def leave_out(program: Program, items: Items, ids: frozenset[str]) -> Items:
    """Return the items with some open to nobody, by their ids."""
    if not ids:
        return items
    needs = zip(item_names(program), items.needs, strict=True)
    return evolve(items, needs=tuple(NOBODY if name in ids else one for name, one in needs))


def find_patterns(program: Program, items: Items, n_players: int) -> Patterns:
    """Return the distinct sets of effective items over all 2^n coalitions."""
    openness = _openness(items, n_players)
    effective = _effective(program, items, openness)
    n_bytes = max(1, (1 << n_players) // 8)
    rows = [np.frombuffer(one.to_bytes(n_bytes, "little"), np.uint8) for one in effective]
    packed = np.array(rows)
    sets = [_by_coalition(packed[:, at : at + CHUNK // 8]) for at in range(0, n_bytes, CHUNK // 8)]
    coalitions = np.concatenate(sets)[: 1 << n_players]
    keys = np.ascontiguousarray(coalitions).view(np.dtype((np.void, coalitions.shape[1])))
    _, first, inverse = np.unique(keys.reshape(-1), return_index=True, return_inverse=True)
    marks = np.unpackbits(coalitions[first], axis=1, count=items.count, bitorder="little")
    return Patterns(effective=marks.astype(np.bool_), of_coalition=inverse.reshape(-1))


def _touching(
    n_nodes: int, tails: list[int], heads: list[int], places: list[int]
) -> tuple[int, ...]:
    touching = [0] * n_nodes
    for item, (tail, head) in enumerate(zip(tails, heads, strict=True)):
        touching[tail] |= 1 << item
        touching[head] |= 1 << item
    for item, place in enumerate(places, start=len(tails)):
        touching[place] |= 1 << item
    return tuple(touching)


def _items_of_columns(program: Program) -> Ints:
    columns, first = program.columns, len(program.arcs) + len(program.suppliers)
    contracts = np.arange(len(program.contracts)) + first + len(program.consumers)
    return np.concatenate(
        (
            columns.flow_arc,
            columns.supply_supplier + len(program.arcs),
            columns.delivery_consumer + first,
            columns.demand_consumer + first,
            contracts,
        )
    ).astype(np.int32)


def _needs(ordered: Ordered, players: Sequence[str]) -> tuple[int, ...]:
    """Return the players that must consent to an arc, or own a part of something else."""
    bit = {player: 1 << at for at, player in enumerate(players)}
    owners = {one.id: one.owners for one in ordered.suppliers}
    takers = {one.id: one.owners for one in ordered.consumers}
    needs = [_needed(bit, arc.consent) for arc in ordered.arcs]
    needs += [_needed(bit, _owners(one.owners)) for one in ordered.suppliers]
    needs += [_needed(bit, _owners(one.owners)) for one in ordered.consumers]
    needs += [
        _needed(bit, _owners(owners[one.supplier] + takers[one.consumer]))
        for one in ordered.contracts
    ]
    return tuple(needs)


def _owners(shares: Shares) -> tuple[str, ...]:
    return tuple(actor for actor, share in shares if share > 0)


def _needed(bit: dict[str, int], actors: Iterable[str]) -> int:
    needed = 0
    for actor in actors:
        needed |= bit.get(actor, 0)
    return needed


def _openness(items: Items, n_players: int) -> list[int]:
    """Return for each item the set of the coalitions that include all players it needs.

    For items of the others' side those that include none of them.
    """
    size = 1 << n_players
    everyone = (1 << size) - 1
    member = [_coalitions_with(player, size) for player in range(n_players)]
    known: dict[tuple[int, bool], int] = {}
    for needed, is_others in zip(items.needs, items.of_others, strict=True):
        if (needed, is_others) not in known:
            openness = 0 if needed == NOBODY else everyone
            for player in range(n_players):
                if needed >> player & 1:
                    openness &= everyone ^ member[player] if is_others else member[player]
            known[needed, is_others] = openness
    return [known[key] for key in zip(items.needs, items.of_others, strict=True)]


def _coalitions_with(player: int, size: int) -> int:
    """Return the set of all coalitions, numbers below `size`, that include a player."""
    run = 1 << player
    members, width = ((1 << run) - 1) << run, 2 * run
    while width < size:
        members |= members << width
        width *= 2
    return members


@frozen(kw_only=True)
class _Ways:
    """Where labels enter, leave and pass: (item, balance row), arcs with both their ends."""

    sources: tuple[tuple[int, int], ...]
    sinks: tuple[tuple[int, int], ...]
    steps: tuple[tuple[int, int, int], ...]


def _ways(program: Program, items: Items) -> _Ways:
    columns, rows = program.columns, program.rows
    pairs = zip(rows.balance_node.tolist(), rows.balance_label.tolist(), strict=True)
    balance = {pair: at for at, pair in enumerate(pairs)}
    n_arcs, n_suppliers = len(program.arcs), len(program.suppliers)
    supply = zip(columns.supply_supplier.tolist(), columns.supply_label.tolist(), strict=True)
    intake = zip(columns.delivery_consumer.tolist(), columns.delivery_label.tolist(), strict=True)
    flows = zip(columns.flow_arc.tolist(), columns.flow_label.tolist(), strict=True)
    return _Ways(
        sources=tuple(
            (n_arcs + one, balance[items.places[one], label]) for one, label in sorted(set(supply))
        ),
        sinks=tuple(
            (n_arcs + n_suppliers + one, balance[items.places[n_suppliers + one], label])
            for one, label in intake
        ),
        steps=tuple(
            (arc, balance[items.tails[arc], label], balance[items.heads[arc], label])
            for arc, label in flows
        ),
    )


def _effective(program: Program, items: Items, openness: list[int]) -> list[int]:
    """Return for each item the set of the coalitions for which it is effective."""
    ways, n_balances = _ways(program, items), len(program.balances)
    onward, back = [0] * n_balances, [0] * n_balances
    for item, at in ways.sources:
        onward[at] |= openness[item]
    for item, at in ways.sinks:
        back[at] |= openness[item]
    _spread(onward, [(openness[arc], tail, head) for arc, tail, head in ways.steps])
    _spread(back, [(openness[arc], head, tail) for arc, tail, head in ways.steps])
    effective = [0] * items.count
    for arc, tail, head in ways.steps:
        effective[arc] |= openness[arc] & onward[tail] & back[head]
    for item, at in ways.sources:
        effective[item] |= openness[item] & back[at]
    for item, at in ways.sinks:
        effective[item] |= openness[item] & onward[at]
    first = len(program.arcs) + len(program.suppliers)
    for contract, consumer in enumerate(program.columns.contract_consumer.tolist()):
        item = first + len(program.consumers) + contract
        effective[item] = openness[item]
        effective[first + consumer] |= openness[item]
    return effective


def _spread(reached: list[int], steps: list[tuple[int, int, int]]) -> None:
    """Extend the coalitions that reach each place along open steps until nothing changes."""
    growing = True
    while growing:
        growing = False
        for openness, tail, head in steps:
            more = reached[head] | (reached[tail] & openness)
            if more != reached[head]:
                reached[head] = more
                growing = True


def _by_coalition(packed: Bytes) -> Bytes:
    """Turn bits by (item, coalition) into bits by (coalition, item)."""
    bits = np.unpackbits(packed, axis=1, bitorder="little")
    return np.packbits(bits.T, axis=1, bitorder="little")
