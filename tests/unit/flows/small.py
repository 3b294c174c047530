"""Small markets by hand, with defaults for what a test does not speak of."""

from __future__ import annotations

from suasion.flows import Solution, Solver, compile_market, numbers
from suasion.world.markets import Arc, Consumer, Contract, Market, Node, Supplier

Steps = tuple[tuple[float, float], ...]


def node(name: str, actor: str | None = None) -> Node:
    return Node(id=name, actor=actor or name.upper())


def arc(name: str, capacity: float = 10.0, **others: object) -> Arc:
    """Return the arc 'tail-head', owned by the actor of its tail."""
    tail, head = name.split("-")[:2]
    settings: dict[str, object] = {"owners": ((tail.upper(), 1.0),)}
    return Arc(id=name, tail=tail, head=head, capacity=capacity, **(settings | others))  # type: ignore[arg-type]


def supplier(name: str, place: str, label: str, *steps: tuple[float, float]) -> Supplier:
    return Supplier(
        id=name, node=place, label=label, owners=((place.upper(), 1.0),), steps=tuple(steps)
    )


def consumer(name: str, place: str, *steps: tuple[float, float], **others: object) -> Consumer:
    return Consumer(
        id=name,
        node=place,
        owners=((place.upper(), 1.0),),
        steps=tuple(steps),
        **others,  # type: ignore[arg-type]
    )


def contract(
    of: str, to: str, volume: float, price: float = 100.0, shortfall: float = 50.0
) -> Contract:
    return Contract(
        id=f"{of}>{to}",
        supplier=of,
        consumer=to,
        volume=volume,
        price=price,
        shortfall_price=shortfall,
    )


def market(*records: Node | Arc | Supplier | Consumer | Contract, **others: object) -> Market:
    def of(kind: type) -> tuple[object, ...]:
        return tuple(record for record in records if isinstance(record, kind))

    return Market(
        name="small",
        unit="bcm",
        nodes=of(Node),  # type: ignore[arg-type]
        arcs=of(Arc),  # type: ignore[arg-type]
        suppliers=of(Supplier),  # type: ignore[arg-type]
        consumers=of(Consumer),  # type: ignore[arg-type]
        contracts=of(Contract),  # type: ignore[arg-type]
        **others,  # type: ignore[arg-type]
    )


def line(capacity: float = 3.0, supply: float = 5.0, demand: float = 4.0) -> Market:
    """Return a -> b: supply at 40, transport 10, demand at 100."""
    return market(
        node("a"),
        node("b"),
        arc("a-b", capacity, cost=10.0, owners=(("T", 1.0),)),
        supplier("wells", "a", "A", (supply, 40.0)),
        consumer("homes", "b", (demand, 100.0)),
    )


def solved(one: Market) -> Solution:
    program = compile_market(one)
    return Solver(program).solve(numbers(program, one))
