"""What binds a border flow: which class of constraints, relaxed alone, lets more through.

Model
    The world is solved again with one class of constraints relaxed at a time: pipelines (every
    capacity doubled, unless policy limits it), marketable supply of the exporter (a quarter
    more), the exporter's home use (a quarter less), contracts of the exporter with buyers off
    the border (set free). A class binds where the flow rises; the one that lets most through
    binds first.
Assumptions
    A1 the exporter is who owns the supply whose label is most of the flow; A2 the sizes of the
    relaxations are a convention, so only which class binds, and an upper bound of its room, is
    read from them.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from suasion.cases import Observable
from suasion.dependence import Solved, SolverPool
from suasion.questions.observables import observe_one
from suasion.world.markets import Market

PIPES_FACTOR = 2.0
SUPPLY_FACTOR = 1.25
HOME_FACTOR = 0.75
TOL_ROOM = 1e-3
"""Share of the flow below which a gain counts as none."""


@frozen(kw_only=True)
class BindingRow:
    """What relaxing one class of constraints alone does to a border flow."""

    observable: str
    constraint: str
    flow: float
    relaxed_flow: float
    binds: bool


def binding_rows(pool: SolverPool, solved: Solved, spec: Observable) -> tuple[BindingRow, ...]:
    """Return a row for each class of constraints, the one that gives most room first."""
    market, solution = solved.world.markets[spec.market], solved.solutions[spec.market]
    flow = observe_one(spec, solution)
    exporters, label = exporters_of(spec, solved)
    classes: dict[str, Callable[[], Market]] = {
        "pipelines": lambda: _wider(market),
        "marketable supply": lambda: _more_supply(market, label),
        "home use": lambda: _less_home_use(market, exporters),
        "contracts with other buyers": lambda: _free_contracts(market, spec, label),
    }
    rows = []
    for name, relax in classes.items():
        relaxed = relax()
        after = observe_one(spec, pool.solve(relaxed))
        rows.append(
            BindingRow(
                observable=spec.name,
                constraint=name,
                flow=flow,
                relaxed_flow=after,
                binds=after - flow > TOL_ROOM * max(flow, 1.0),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.relaxed_flow))


def exporters_of(spec: Observable, solved: Solved) -> tuple[frozenset[str], str]:
    """Return who owns the supply of the label that is most of the flow, and that label."""
    market, solution = solved.world.markets[spec.market], solved.solutions[spec.market]
    carried: dict[str, float] = {}
    for (arc, label), amount in solution.flows.items():
        if arc in spec.arcs and label not in spec.exclude_labels:
            carried[label] = carried.get(label, 0.0) + amount
    label = max(sorted(carried), key=lambda name: carried[name], default="")
    owners = {
        actor for s in market.suppliers if s.label == label for actor, share in s.owners if share
    }
    return frozenset(owners), label


def _wider(market: Market) -> Market:
    return evolve(
        market,
        arcs=tuple(
            arc if arc.is_limited else evolve(arc, capacity=PIPES_FACTOR * arc.capacity)
            for arc in market.arcs
        ),
    )


def _more_supply(market: Market, label: str) -> Market:
    return evolve(
        market,
        suppliers=tuple(
            evolve(s, steps=tuple((SUPPLY_FACTOR * size, cost) for size, cost in s.steps))
            if s.label == label
            else s
            for s in market.suppliers
        ),
    )


def _less_home_use(market: Market, exporters: frozenset[str]) -> Market:
    return evolve(
        market,
        consumers=tuple(
            evolve(c, steps=tuple((HOME_FACTOR * size, value) for size, value in c.steps))
            if {actor for actor, _ in c.owners} <= exporters
            else c
            for c in market.consumers
        ),
    )


def _free_contracts(market: Market, spec: Observable, label: str) -> Market:
    """Set free the exporter's contracts with consumers that the border does not lead to."""
    sellers = {s.id for s in market.suppliers if s.label == label}
    behind = _reached(market, {arc.head for arc in market.arcs if arc.id in spec.arcs})
    nodes = {c.id: c.node for c in market.consumers}
    return evolve(
        market,
        contracts=tuple(
            evolve(c, volume=0.0)
            if c.supplier in sellers and nodes[c.consumer] not in behind
            else c
            for c in market.contracts
        ),
    )


def _reached(market: Market, start: set[str]) -> set[str]:
    reached, frontier = set(start), list(start)
    while frontier:
        node = frontier.pop()
        for arc in market.arcs:
            if arc.tail == node and arc.head not in reached:
                reached.add(arc.head)
                frontier.append(arc.head)
    return reached
