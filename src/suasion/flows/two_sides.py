"""A market laid out twice: once for a coalition, once for the others.

Everything that needs a player stands on both sides, for whichever of them can open it. What
needs nobody (liquefied gas of the world, open sea) stands once, and is where the sides meet:

- a supplier that needs nobody sits at a node of its own, open to both sides' copies of its
  node, one way;
- a consumer that needs nobody likewise takes from both;
- an arc that needs nobody leads from both sides' copies of its tail to both copies of its
  head.

So goods of one side come to the other only through what needs nobody, even where each part
of a way could be opened by one of the sides alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from suasion.world.markets import Arc, Consumer, Contract, Market, Node, Shares, Supplier

OTHERS = "|others"
"""What the copies on the others' side end in."""
WORLD = "|world"
"""What the nodes and links of things that need nobody end in."""


def lay_out(market: Market, players: Sequence[str]) -> Market:
    """Return a market laid out twice for these players.

    Copies on the others' side have `OTHERS` at the end of their ids.
    """
    suppliers = {one.id: one for one in market.suppliers}
    consumers = {one.id: one for one in market.consumers}
    parts = _Parts(market=market, inside=frozenset(players))
    arcs = [copy for arc in market.arcs for copy in parts.arcs_of(arc)]
    arcs += [link for one in market.suppliers for link in parts.links_from(one)]
    arcs += [link for one in market.consumers for link in parts.links_to(one)]
    ends = [(one, suppliers[one.supplier], consumers[one.consumer]) for one in market.contracts]
    return evolve(
        market,
        nodes=parts.nodes(arcs),
        arcs=tuple(arcs),
        suppliers=tuple(copy for one in market.suppliers for copy in parts.suppliers_of(one)),
        consumers=tuple(copy for one in market.consumers for copy in parts.consumers_of(one)),
        contracts=tuple(copy for one in ends for copy in parts.contracts_of(*one)),
        refusing={
            name: labels
            for one, labels in market.refusing.items()
            for name in (one, one + OTHERS, one + WORLD)
        },
    )


def is_of_others(name: str) -> bool:
    """Tell whether an item is a copy on the others' side."""
    return name.endswith(OTHERS)


def partner(name: str) -> str:
    """Return the id of the same item on the other side; what stands once is its own."""
    if name.endswith(WORLD):
        return name
    return name.removesuffix(OTHERS) if is_of_others(name) else name + OTHERS


@frozen(kw_only=True)
class _Parts:
    market: Market
    inside: frozenset[str]

    def needs(self, actors: Iterable[str]) -> bool:
        return any(actor in self.inside for actor in actors)

    def is_owned(self, shares: Shares) -> bool:
        return self.needs(actor for actor, share in shares if share > 0)

    def arcs_of(self, arc: Arc) -> tuple[Arc, ...]:
        if self.needs(arc.consent):
            other = evolve(arc, id=arc.id + OTHERS, tail=arc.tail + OTHERS, head=arc.head + OTHERS)
            return arc, other
        name = arc.id + WORLD
        inner = evolve(arc, id=name, tail=f"{arc.id}>in{WORLD}", head=f"{arc.id}>out{WORLD}")
        room = 2.0 * arc.capacity
        return (
            inner,
            *_links(f"{arc.id}>in", (arc.tail, inner.tail), "tail", room, arc.owners),
            *_links(f"{arc.id}>out", (inner.head, arc.head), "head", room, arc.owners),
        )

    def links_from(self, one: Supplier) -> tuple[Arc, ...]:
        if self.is_owned(one.owners):
            return ()
        way = (one.id + WORLD, one.node)
        return _links(f"{one.id}>supply", way, "head", 2.0 * one.capacity, one.owners)

    def links_to(self, one: Consumer) -> tuple[Arc, ...]:
        if self.is_owned(one.owners):
            return ()
        room = 2.0 * sum(size for size, _ in one.steps)
        return _links(f"{one.id}>demand", (one.node, one.id + WORLD), "tail", room, one.owners)

    def suppliers_of(self, one: Supplier) -> tuple[Supplier, ...]:
        if not self.is_owned(one.owners):
            return (evolve(one, id=one.id + WORLD, node=one.id + WORLD),)
        return one, evolve(one, id=one.id + OTHERS, node=one.node + OTHERS)

    def consumers_of(self, one: Consumer) -> tuple[Consumer, ...]:
        if not self.is_owned(one.owners):
            return (evolve(one, id=one.id + WORLD, node=one.id + WORLD),)
        return one, evolve(one, id=one.id + OTHERS, node=one.node + OTHERS)

    def contracts_of(
        self, one: Contract, supplier: Supplier, consumer: Consumer
    ) -> tuple[Contract, ...]:
        """Return a contract's copies; a party that stands once is party to both."""
        ends = (
            (supplier, self.is_owned(supplier.owners)),
            (consumer, self.is_owned(consumer.owners)),
        )
        if not any(owned for _, owned in ends):
            names = tuple(end.id + WORLD for end, _ in ends)
            return (evolve(one, id=one.id + WORLD, supplier=names[0], consumer=names[1]),)
        here = tuple(end.id + ("" if owned else WORLD) for end, owned in ends)
        there = tuple(end.id + (OTHERS if owned else WORLD) for end, owned in ends)
        return (
            evolve(one, supplier=here[0], consumer=here[1]),
            evolve(one, id=one.id + OTHERS, supplier=there[0], consumer=there[1]),
        )

    def nodes(self, arcs: Sequence[Arc]) -> tuple[Node, ...]:
        own = [node for one in self.market.nodes for node in (one, evolve(one, id=one.id + OTHERS))]
        known = {node.id for node in own}
        ends = {end for arc in arcs for end in (arc.tail, arc.head)} - known
        return (*own, *(Node(id=end, actor=self.market.nodes[0].actor) for end in sorted(ends)))


def _links(
    name: str, way: tuple[str, str], own: str, room: float, owners: Shares
) -> tuple[Arc, Arc]:
    """Return the ways without cost between what needs nobody and both copies of a node.

    `own` says which end is the node that is there twice. A way has more room than ever passes.
    """
    here = Arc(id=name, tail=way[0], head=way[1], capacity=room, owners=owners)
    if own == "tail":
        return here, evolve(here, id=name + OTHERS, tail=way[0] + OTHERS)
    return here, evolve(here, id=name + OTHERS, head=way[1] + OTHERS)
