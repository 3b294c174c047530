"""What binds a border flow: which class of constraints, eased by one unit, lets more through.

Model
    Buyers behind the border first ask for one unit more (their contracts with the exporter grow by
    it, or their demand where they have none). If it comes, only what buyers ask held the flow
    back. If not all of it comes, one class of constraints at a time is eased by one unit: every
    pipe that may carry the exporter's label and that no policy limits; the exporter's marketable
    supply; its home use; its contracts with buyers off the border. The class that lets most of
    the unit through binds first.
Assumptions
    A1 the exporter is who owns the supply whose label is most of the flow; A2 one unit is small
    against the flow, so that what is read off is what binds at the margin.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from suasion.cases import Observable
from suasion.dependence import Solved, SolverPool
from suasion.questions.observables import observe_one
from suasion.world.markets import Arc, Consumer, Contract, Market, Supplier

STEP = 1.0
"""What each class is eased by, market units a year."""
TOL_ROOM = 1e-3
"""Part of the step below which a gain counts as none."""
BUYERS = "what its buyers ask for"


@frozen(kw_only=True)
class BindingRow:
    """What easing one class of constraints by one unit does to a border flow."""

    observable: str
    constraint: str
    flow: float
    relaxed_flow: float
    binds: bool


@frozen(kw_only=True)
class _Border:
    """Who sends what over a border, and who takes it behind."""

    exporters: frozenset[str]
    label: str
    behind: frozenset[str]
    """Nodes that the border leads to."""


def binding_rows(pool: SolverPool, solved: Solved, spec: Observable) -> tuple[BindingRow, ...]:
    """Return a row for each class of constraints, the one that gives most room first."""
    market, solution = solved.world.markets[spec.market], solved.solutions[spec.market]
    flow = observe_one(spec, solution)
    border = _border(spec, solved)
    asked = _ask_for_more(market, border)
    wanted = observe_one(spec, pool.solve(asked, solution))
    eased: dict[str, Callable[[Market], Market]] = {
        "pipelines": lambda m: _wider(m, border.label),
        "marketable supply": lambda m: _more_supply(m, border.label),
        "home use": lambda m: _less_home_use(m, border.exporters),
        "contracts with other buyers": lambda m: _less_to_others(m, border),
    }
    gains = {BUYERS: wanted - flow}
    for name, ease in eased.items():
        gains[name] = observe_one(spec, pool.solve(ease(asked), solution)) - wanted
    order = sorted(gains, key=lambda name: -gains[name])
    return tuple(
        BindingRow(
            observable=spec.name,
            constraint=name,
            flow=flow,
            relaxed_flow=flow + gains[name],
            binds=gains[name] > TOL_ROOM * STEP,
        )
        for name in order
    )


def _border(spec: Observable, solved: Solved) -> _Border:
    market, solution = solved.world.markets[spec.market], solved.solutions[spec.market]
    carried: dict[str, float] = {}
    for (arc, label), amount in solution.flows.items():
        if arc in spec.arcs and label not in spec.exclude_labels:
            carried[label] = carried.get(label, 0.0) + amount
    label = max(sorted(carried), key=lambda name: carried[name], default="")
    owners = {
        actor for s in market.suppliers if s.label == label for actor, share in s.owners if share
    }
    behind = _reached(market, {arc.head for arc in market.arcs if arc.id in spec.arcs})
    return _Border(exporters=frozenset(owners), label=label, behind=behind)


def _reached(market: Market, start: set[str]) -> frozenset[str]:
    reached, frontier = set(start), sorted(start)
    while frontier:
        node = frontier.pop()
        for arc in market.arcs:
            if arc.tail == node and arc.head not in reached:
                reached.add(arc.head)
                frontier.append(arc.head)
    return frozenset(reached)


def _ask_for_more(market: Market, border: _Border) -> Market:
    """Return the market in which buyers behind the border ask for one unit more in all."""
    mine = _own_contracts(market, border, behind=True)
    total = sum(contract.volume for contract in mine)
    if total <= 0.0:
        return evolve(market, consumers=_keener(market, border))
    names = {contract.id for contract in mine}
    grown = 1.0 + STEP / total
    return evolve(
        market,
        contracts=tuple(
            evolve(c, volume=c.volume * grown) if c.id in names else c for c in market.contracts
        ),
    )


def _keener(market: Market, border: _Border) -> tuple[Consumer, ...]:
    """Return the consumers, those behind the border with one unit more of their best step."""
    takers = [c for c in market.consumers if c.node in border.behind]
    part = STEP / len(takers) if takers else 0.0
    return tuple(
        evolve(c, steps=((c.steps[0][0] + part, c.steps[0][1]), *c.steps[1:]))
        if c.node in border.behind
        else c
        for c in market.consumers
    )


def _own_contracts(market: Market, border: _Border, *, behind: bool) -> list[Contract]:
    """Return the exporter's contracts with buyers behind the border, or with all others."""
    sellers = {s.id for s in market.suppliers if s.label == border.label}
    nodes = {c.id: c.node for c in market.consumers}
    return [
        c
        for c in market.contracts
        if c.supplier in sellers and (nodes[c.consumer] in border.behind) == behind
    ]


def _wider(market: Market, label: str) -> Market:
    def widened(arc: Arc) -> Arc:
        carries = arc.labels is None or label in arc.labels
        free = carries and arc.stands and not arc.is_limited
        return evolve(arc, capacity=arc.capacity + STEP) if free else arc

    return evolve(market, arcs=tuple(widened(arc) for arc in market.arcs))


def _more_supply(market: Market, label: str) -> Market:
    def grown(supplier: Supplier) -> Supplier:
        if supplier.label != label or supplier.capacity <= 0.0:
            return supplier
        factor = 1.0 + STEP / supplier.capacity
        return evolve(supplier, steps=tuple((size * factor, c) for size, c in supplier.steps))

    return evolve(market, suppliers=tuple(grown(supplier) for supplier in market.suppliers))


def _less_home_use(market: Market, exporters: frozenset[str]) -> Market:
    def lowered(consumer: Consumer) -> Consumer:
        if not {actor for actor, _ in consumer.owners} <= exporters or consumer.reference <= STEP:
            return consumer
        factor = 1.0 - STEP / consumer.reference
        return evolve(consumer, steps=tuple((size * factor, v) for size, v in consumer.steps))

    return evolve(market, consumers=tuple(lowered(consumer) for consumer in market.consumers))


def _less_to_others(market: Market, border: _Border) -> Market:
    others = _own_contracts(market, border, behind=False)
    total = sum(contract.volume for contract in others)
    if total <= STEP:
        return market
    names, factor = {contract.id for contract in others}, 1.0 - STEP / total
    return evolve(
        market,
        contracts=tuple(
            evolve(c, volume=c.volume * factor) if c.id in names else c for c in market.contracts
        ),
    )
