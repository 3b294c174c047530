"""What holds for every market: optimality, conservation, payoffs that add up, monotony."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from suasion.flows import (
    Solution,
    flow_ranges,
    payoff_intervals,
    solve_market,
    trace_mixing,
)
from suasion.world.markets import Market
from tests.properties.flows.independent import independent_optimum
from tests.properties.flows.markets import calibrated, random_market

SEEDS = range(40)


def _markets(seed: int) -> tuple[Market, Market]:
    one = random_market(seed)
    return one, calibrated(one)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_optimum_is_that_of_an_independent_formulation(seed: int) -> None:
    for market in _markets(seed):
        solution = solve_market(market)
        assert solution.objective == pytest.approx(independent_optimum(market), rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_certificate_holds_far_below_its_tolerance(seed: int) -> None:
    for market in _markets(seed):
        assert solve_market(market).certificate.largest < 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_add_up_to_the_optimum_and_the_charges(seed: int) -> None:
    for market in _markets(seed):
        solution = solve_market(market)
        total = solution.objective + solution.charges
        assert sum(solution.payoffs.values()) == pytest.approx(total, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_enters_a_node_leaves_it_label_by_label(seed: int) -> None:
    market = random_market(seed)
    solution = solve_market(market)
    net: dict[tuple[str, str], float] = {}
    ends = {arc.id: (arc.tail, arc.head) for arc in market.arcs}
    for (arc, label), amount in solution.flows.items():
        tail, head = ends[arc]
        net[tail, label] = net.get((tail, label), 0.0) - amount
        net[head, label] = net.get((head, label), 0.0) + amount
    for supplier in market.suppliers:
        place = (supplier.node, supplier.label)
        net[place] = net.get(place, 0.0) + solution.supply[supplier.id]
    nodes = {consumer.id: consumer.node for consumer in market.consumers}
    for (consumer, label), amount in solution.deliveries.items():
        place = (nodes[consumer], label)
        net[place] = net.get(place, 0.0) - amount
    assert np.abs(list(net.values())).max() < 1e-9
    for consumer, amount in solution.consumption.items():
        taken = [part for (name, _), part in solution.deliveries.items() if name == consumer]
        assert sum(taken) == pytest.approx(amount, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_capacity_is_exceeded_and_no_closed_or_refused_label_moves(seed: int) -> None:
    market = random_market(seed)
    arcs = tuple(
        attrs.evolve(arc, closed_labels=frozenset({"one"}) if at % 3 == 0 else frozenset())
        for at, arc in enumerate(market.arcs)
    )
    shut = attrs.evolve(market, arcs=arcs)
    solution = solve_market(shut)
    for arc in shut.arcs:
        assert solution.arc_flow(arc.id) <= arc.capacity + 1e-9
        for label in arc.closed_labels:
            assert solution.flows.get((arc.id, label), 0.0) == 0.0
    for consumer in shut.consumers:
        for label in consumer.refuses:
            assert solution.deliveries.get((consumer.id, label), 0.0) == 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_more_capacity_never_lowers_the_optimum(seed: int) -> None:
    market = random_market(seed)
    before = solve_market(market).objective
    for at in range(0, len(market.arcs), 3):
        wider = attrs.evolve(market.arcs[at], capacity=market.arcs[at].capacity * 2 + 1)
        arcs = (*market.arcs[:at], wider, *market.arcs[at + 1 :])
        after = solve_market(attrs.evolve(market, arcs=arcs)).objective
        assert after >= before - 1e-9 * max(1.0, abs(before))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rent_is_what_a_little_more_capacity_is_worth(seed: int) -> None:
    """Prices are those of a little more (tie-breaking), so they predict small widenings."""
    market = calibrated(random_market(seed, with_tariffs=False))
    solution = solve_market(market)
    arc = market.arcs[seed % len(market.arcs)]
    step = 1e-3
    wider = tuple(
        attrs.evolve(one, capacity=one.capacity + step) if one.id == arc.id else one
        for one in market.arcs
    )
    gain = (solve_market(attrs.evolve(market, arcs=wider)).objective - solution.objective) / step
    assert gain <= solution.rents[arc.id] + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_reported_payoffs_and_flows_lie_in_their_ranges(seed: int) -> None:
    for market in _markets(seed):
        solution = solve_market(market)
        tol = 1e-6 * (abs(solution.objective) + 1.0)
        for actor, (low, high) in payoff_intervals(
            solution.program, solution, solution.actors
        ).items():
            assert low - tol <= solution.payoffs[actor] <= high + tol
        for flow, (low, high) in flow_ranges(solution.program, solution, solution.flows).items():
            assert low - 1e-6 <= solution.flows[flow] <= high + 1e-6


def test_round_figures_do_leave_prices_open() -> None:
    """Guards the test above: on these markets ranges are not all points."""
    open_ranges = 0
    for seed in SEEDS:
        solution = solve_market(calibrated(random_market(seed)))
        ranges = payoff_intervals(solution.program, solution, solution.actors).values()
        open_ranges += sum(high - low > 1e-3 for low, high in ranges)
    assert open_ranges > 20


@pytest.mark.parametrize("seed", SEEDS)
def test_origins_by_molecule_add_up(seed: int) -> None:
    market = random_market(seed)
    solution = solve_market(market)
    mixture = trace_mixing(market, solution)
    assert _totals(mixture.consumers) == pytest.approx(_positive(solution.consumption), abs=1e-9)
    assert _totals(mixture.arcs) == pytest.approx(_positive(solution.arc_flows), abs=1e-9)
    by_label: dict[str, float] = {}
    for (_, label), part in mixture.consumers.items():
        by_label[label] = by_label.get(label, 0.0) + part
    assert by_label == pytest.approx(_supplied(market, solution), abs=1e-9)


def _totals(parts: dict[tuple[str, str], float]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for (name, _), part in parts.items():
        totals[name] = totals.get(name, 0.0) + part
    return totals


def _positive(amounts: dict[str, float]) -> dict[str, float]:
    return {name: amount for name, amount in amounts.items() if amount > 0}


def _supplied(market: Market, solution: Solution) -> dict[str, float]:
    totals: dict[str, float] = {}
    for supplier in market.suppliers:
        amount = solution.supply[supplier.id]
        if amount > 0:
            totals[supplier.label] = totals.get(supplier.label, 0.0) + amount
    return totals
