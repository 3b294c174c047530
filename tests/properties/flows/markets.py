"""Random markets by seed, small enough to solve hundreds of times."""

from __future__ import annotations

import attrs
import numpy as np

from suasion.world.markets import Arc, Consumer, Contract, Market, Node, Shares, Supplier

ACTORS = ("AAA", "BBB", "CCC", "DDD")
LABELS = ("one", "two", "three")


def random_market(
    seed: int,
    *,
    n_nodes: int = 6,
    n_arcs: int = 14,
    n_labels: int = 3,
    with_contracts: bool = True,
    with_tariffs: bool = True,
    consenters_own: bool = False,
) -> Market:
    """Return a market with several paths, shared ownership, partial labels and contracts."""
    draw = np.random.default_rng(seed)
    labels = LABELS[:n_labels]
    nodes = tuple(Node(id=f"n{at}", actor=str(draw.choice(ACTORS))) for at in range(n_nodes))
    arcs = tuple(
        _arc(draw, at, nodes, labels, with_tariffs, consenters_own) for at in range(n_arcs)
    )
    suppliers = tuple(
        _supplier(draw, at, nodes, label) for at, label in enumerate((*labels, labels[0]))
    )
    consumers = tuple(_consumer(draw, at, nodes, labels) for at in range(3))
    contracts = tuple(
        _contract(draw, at, suppliers, consumers) for at in range(3 if with_contracts else 0)
    )
    return Market(
        name="random",
        unit="bcm",
        nodes=nodes,
        arcs=arcs,
        suppliers=suppliers,
        consumers=consumers,
        contracts=tuple(one for one in contracts if one is not None),
    )


def _shares(draw: np.random.Generator) -> Shares:
    first, second = sorted(draw.choice(ACTORS, 2, replace=False).tolist())
    share = float(draw.choice([0.25, 0.5, 1.0]))
    return ((first, 1.0),) if share == 1.0 else ((first, share), (second, 1.0 - share))


def _arc(
    draw: np.random.Generator,
    at: int,
    nodes: tuple[Node, ...],
    labels: tuple[str, ...],
    with_tariffs: bool,
    consenters_own: bool,
) -> Arc:
    tail, head = draw.choice(len(nodes), 2, replace=False)
    owners = _shares(draw)
    consent = tuple(name for name, _ in owners) if consenters_own else (nodes[tail].actor,)
    some = frozenset(draw.choice(labels, 2, replace=False).tolist()) if len(labels) > 1 else None
    return Arc(
        id=f"a{at:02d}",
        tail=nodes[tail].id,
        head=nodes[head].id,
        capacity=float(draw.uniform(0.5, 6.0)),
        cost=float(draw.uniform(1.0, 30.0)),
        tariff=float(draw.uniform(0.0, 20.0)) if with_tariffs and draw.random() < 0.5 else 0.0,
        tariff_to=_shares(draw),
        owners=owners,
        consent=consent,
        labels=None if draw.random() < 0.7 else some,
        length_km=float(draw.uniform(50.0, 900.0)),
    )


def _supplier(draw: np.random.Generator, at: int, nodes: tuple[Node, ...], label: str) -> Supplier:
    cost = float(draw.uniform(20.0, 60.0))
    steps = tuple((float(draw.uniform(1.0, 3.0)), cost + 10.0 * step) for step in range(3))
    return Supplier(
        id=f"s{at}",
        node=str(draw.choice([node.id for node in nodes])),
        label=label,
        owners=_shares(draw),
        steps=steps,
    )


def _consumer(
    draw: np.random.Generator, at: int, nodes: tuple[Node, ...], labels: tuple[str, ...]
) -> Consumer:
    value = float(draw.uniform(150.0, 400.0))
    steps = tuple((float(draw.uniform(0.5, 2.0)), value * 0.7**step) for step in range(4))
    return Consumer(
        id=f"c{at}",
        node=str(draw.choice([node.id for node in nodes])),
        owners=_shares(draw),
        steps=steps,
        refuses=frozenset({labels[-1]}) if draw.random() < 0.2 else frozenset(),
        reference=3.0,
    )


def _contract(
    draw: np.random.Generator,
    at: int,
    suppliers: tuple[Supplier, ...],
    consumers: tuple[Consumer, ...],
) -> Contract:
    return Contract(
        id=f"k{at}",
        supplier=str(draw.choice([one.id for one in suppliers])),
        consumer=str(draw.choice([one.id for one in consumers])),
        volume=float(draw.uniform(0.5, 3.0)),
        price=float(draw.uniform(50.0, 200.0)),
        shortfall_price=float(draw.choice([40.0, 80.0, 500.0])),
    )


def calibrated(market: Market) -> Market:
    """Return a market in round figures, whose prices and flows are often not unique."""
    return attrs.evolve(
        market,
        arcs=tuple(
            attrs.evolve(
                arc, capacity=_round(arc.capacity), cost=_tens(arc.cost), tariff=_tens(arc.tariff)
            )
            for arc in market.arcs
        ),
        suppliers=tuple(attrs.evolve(one, steps=_rounded(one.steps)) for one in market.suppliers),
        consumers=tuple(attrs.evolve(one, steps=_rounded(one.steps)) for one in market.consumers),
        contracts=tuple(attrs.evolve(one, volume=_round(one.volume)) for one in market.contracts),
    )


def _round(amount: float) -> float:
    return float(max(1, round(amount)))


def _tens(value: float) -> float:
    return float(round(value, -1))


def _rounded(steps: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    return tuple((_round(size), _tens(value)) for size, value in steps)


def renamed(market: Market, seed: int) -> tuple[Market, dict[str, str]]:
    """Return a market with all ids and labels renamed in another order, and the names."""
    draw = np.random.default_rng(seed)
    groups = (
        [node.id for node in market.nodes],
        [arc.id for arc in market.arcs],
        [one.id for one in market.suppliers],
        [one.id for one in market.consumers],
        [one.id for one in market.contracts],
        list(market.labels),
    )
    names: dict[str, str] = {}
    for ids in groups:
        names |= {
            one: f"{one[0]}-{place:03d}"
            for one, place in zip(ids, draw.permutation(len(ids)), strict=True)
        }

    def many(labels: frozenset[str] | None) -> frozenset[str] | None:
        return None if labels is None else frozenset(names[label] for label in labels)

    other = attrs.evolve(
        market,
        nodes=tuple(attrs.evolve(one, id=names[one.id]) for one in market.nodes),
        arcs=tuple(
            attrs.evolve(
                arc,
                id=names[arc.id],
                tail=names[arc.tail],
                head=names[arc.head],
                labels=many(arc.labels),
            )
            for arc in market.arcs
        ),
        suppliers=tuple(
            attrs.evolve(one, id=names[one.id], node=names[one.node], label=names[one.label])
            for one in market.suppliers
        ),
        consumers=tuple(
            attrs.evolve(one, id=names[one.id], node=names[one.node], refuses=many(one.refuses))
            for one in market.consumers
        ),
        contracts=tuple(
            attrs.evolve(
                one,
                id=names[one.id],
                supplier=names[one.supplier],
                consumer=names[one.consumer],
            )
            for one in market.contracts
        ),
    )
    return other, names


def shuffled(market: Market, seed: int) -> Market:
    """Return a market with the records of each kind in another order."""
    draw = np.random.default_rng(seed)
    kinds = ("nodes", "arcs", "suppliers", "consumers", "contracts")
    return attrs.evolve(
        market,
        **{
            kind: tuple(
                getattr(market, kind)[at] for at in draw.permutation(len(getattr(market, kind)))
            )
            for kind in kinds
        },
    )


def in_units(market: Market, amount: float, money: float) -> Market:
    """Return a market whose amounts are multiplied by `amount`, its money by `money`."""
    price = money / amount
    return attrs.evolve(
        market,
        arcs=tuple(
            attrs.evolve(
                arc,
                capacity=arc.capacity * amount,
                cost=arc.cost * price,
                tariff=arc.tariff * price,
            )
            for arc in market.arcs
        ),
        suppliers=tuple(
            attrs.evolve(
                one, steps=tuple((size * amount, cost * price) for size, cost in one.steps)
            )
            for one in market.suppliers
        ),
        consumers=tuple(
            attrs.evolve(
                one, steps=tuple((size * amount, value * price) for size, value in one.steps)
            )
            for one in market.consumers
        ),
        contracts=tuple(
            attrs.evolve(
                one,
                volume=one.volume * amount,
                price=one.price * price,
                shortfall_price=one.shortfall_price * price,
            )
            for one in market.contracts
        ),
    )
