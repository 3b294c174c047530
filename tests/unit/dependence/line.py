"""A market small enough to solve by hand: a seller, a transit state, a buyer with other supply.

Seller A supplies 10 at cost 100; the line over T carries at most 8 at cost 20; buyer B wants 12 at
400 and up to 2 more at 150; the outside option of B costs 300 and is plentiful.

By hand: 8 come from A (delivered cost 120), 4 from outside at 300. The price at B is 300, at A
100 (A has 2 to spare), so the line earns 300 - 100 - 20 = 180 a unit: 1440. Consumers of B gain
12 * (400 - 300) = 1200. A and the outside sellers earn nothing at the margin.
"""

from __future__ import annotations

from suasion.world.levers import Lever
from suasion.world.markets import Arc, Consumer, Market, Node, Supplier
from suasion.world.state import World
from suasion.world.ties import Tie


def make_line(capacity: float = 8.0) -> Market:
    return Market(
        name="gas",
        unit="bcm",
        nodes=(
            Node(id="a", actor="A"),
            Node(id="t", actor="T"),
            Node(id="b", actor="B"),
        ),
        arcs=(
            Arc(
                id="a-t",
                tail="a",
                head="t",
                capacity=capacity,
                cost=20.0,
                owners=(("A", 0.5), ("T", 0.5)),
                consent=("A", "T"),
                group="line",
            ),
            Arc(
                id="t-b",
                tail="t",
                head="b",
                capacity=100.0,
                owners=(("B", 0.5), ("T", 0.5)),
                consent=("B", "T"),
                group="line",
            ),
        ),
        suppliers=(
            Supplier(id="wells", node="a", label="A", owners=(("A", 1.0),), steps=((10.0, 100.0),)),
            Supplier(
                id="cargo", node="b", label="LNG", owners=(("X", 1.0),), steps=((50.0, 300.0),)
            ),
        ),
        consumers=(
            Consumer(
                id="homes",
                node="b",
                owners=(("B", 1.0),),
                steps=((12.0, 400.0), (2.0, 150.0)),
            ),
        ),
    )


CLOSE = Lever(
    id="close",
    title="A closes the line",
    sender="A",
    target="B",
    market="gas",
    instrument="close",
    items=(("groups", "line"),),
)
TAX = Lever(
    id="tax",
    title="T taxes the line",
    sender="T",
    target="B",
    market="gas",
    instrument="tax",
    items=(("arcs", "t-b"),),
    tax=30.0,
)
WAGES = Tie(
    id="wages",
    kind="remittances",
    sender="B",
    target="A",
    value=100.0,
    share=None,
    base=100.0,
    elasticity=0.25,
    sender_margin=0.1,
)
SEND_HOME = Lever(
    id="send-home",
    title="B sends workers home",
    sender="B",
    target="A",
    market=None,
    instrument="tie",
    tie="wages",
)


def make_world(capacity: float = 8.0) -> World:
    return World(
        horizon="years",
        horizon_days=365.0,
        markets={"gas": make_line(capacity)},
        ties=(WAGES,),
        levers=(CLOSE, TAX, SEND_HOME),
        gdp={"A": 1000.0, "B": 5000.0},
        members={"AB": ("A", "B")},
    )
