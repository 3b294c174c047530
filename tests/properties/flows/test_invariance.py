"""What must not matter: order, names, units, and what was solved before."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from suasion.flows import Solution, Solver, compile_market, numbers, payoff_intervals, solve_market
from suasion.flows import payoff_difference_interval as difference
from suasion.world.markets import Market
from tests.properties.flows.markets import (
    calibrated,
    in_units,
    random_market,
    renamed,
    shuffled,
)

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_records_changes_nothing_at_all(seed: int) -> None:
    for market in (random_market(seed), calibrated(random_market(seed))):
        one, other = solve_market(market), solve_market(shuffled(market, seed))
        assert one.payoffs == other.payoffs
        assert one.flows == other.flows


@pytest.mark.parametrize("seed", SEEDS)
def test_names_change_no_payoff_and_no_flow(seed: int) -> None:
    market = random_market(seed)
    other, names = renamed(market, seed)
    one, two = solve_market(market), solve_market(other)
    assert two.payoffs == pytest.approx(one.payoffs, abs=1e-6)
    moved = {(names[arc], names[label]): flow for (arc, label), flow in one.flows.items()}
    assert two.flows == pytest.approx(moved, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_names_change_no_payoff_where_prices_are_open(seed: int) -> None:
    market = calibrated(random_market(seed))
    one, two = solve_market(market), solve_market(renamed(market, seed)[0])
    assert two.objective == pytest.approx(one.objective)
    assert two.payoffs == pytest.approx(one.payoffs, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("amount", "money"), [(1000.0, 1.0), (1e-3, 7.0), (1e6, 1e-6)])
def test_units_scale_the_answer_and_nothing_else(seed: int, amount: float, money: float) -> None:
    market = random_market(seed)
    one, two = solve_market(market), solve_market(in_units(market, amount, money))
    assert two.objective == pytest.approx(one.objective * money, rel=1e-9)
    scale = money * (abs(one.objective) + 1.0)
    for actor, payoff in one.payoffs.items():
        assert two.payoffs[actor] == pytest.approx(payoff * money, rel=1e-8, abs=1e-8 * scale)
    for flow, carried in one.flows.items():
        assert two.flows[flow] == pytest.approx(carried * amount, rel=1e-8, abs=1e-8 * amount)


def _changed(market: Market, seed: int) -> Market:
    draw = np.random.default_rng(seed)
    arcs = tuple(
        attrs.evolve(arc, capacity=arc.capacity * float(draw.choice([0.0, 0.5, 1.0, 2.0])))
        for arc in market.arcs
    )
    return attrs.evolve(market, arcs=arcs)


def _equal(one: Solution, other: Solution) -> bool:
    pairs = zip(
        (one.point.x, one.point.y, one.payoff_parts),
        (other.point.x, other.point.y, other.payoff_parts),
        strict=True,
    )
    return all(np.array_equal(first, second) for first, second in pairs)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("round_figures", [False, True])
def test_what_was_solved_before_changes_not_a_bit(seed: int, round_figures: bool) -> None:
    market = calibrated(random_market(seed)) if round_figures else random_market(seed)
    program = compile_market(market)
    figures = [numbers(program, _changed(market, at)) for at in range(12)]
    solver = Solver(program)
    first = [solver.solve(one) for one in figures]
    for at in np.random.default_rng(seed).permutation(12):
        assert _equal(solver.solve(figures[at]), first[at])
    assert _equal(Solver(program).solve(figures[5]), first[5])


@pytest.mark.parametrize("seed", SEEDS)
def test_where_a_solve_starts_changes_no_payoff(seed: int) -> None:
    market = random_market(seed)
    program = compile_market(market)
    solver = Solver(program)
    figures = numbers(program, _changed(market, seed + 1))
    other = solver.solve(numbers(program, _changed(market, seed + 2)))
    one, two = solver.solve(figures), solver.solve(figures, start=other)
    assert two.payoffs == pytest.approx(one.payoffs, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_withholding_nothing_changes_nothing(seed: int) -> None:
    market = calibrated(random_market(seed))
    program = compile_market(market)
    solver = Solver(program)
    base = solver.solve(numbers(program, market))
    again = solver.solve(numbers(program, attrs.evolve(market, arcs=tuple(market.arcs))))
    assert again.payoffs == base.payoffs
    for actor in base.actors:
        assert difference(program, base, again, actor) == (0.0, 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_joint_ranges_lie_within_the_difference_of_ranges(seed: int) -> None:
    market = calibrated(random_market(seed))
    program = compile_market(market)
    solver = Solver(program)
    base = solver.solve(numbers(program, market))
    after = solver.solve(numbers(program, _changed(market, seed)))
    before_ranges = payoff_intervals(program, base, base.actors)
    after_ranges = payoff_intervals(program, after, base.actors)
    tol = 1e-5 * (abs(base.objective) + 1.0)
    total_low = total_high = 0.0
    for actor in base.actors:
        low, high = difference(program, base, after, actor)
        assert low <= high + tol
        assert low >= after_ranges[actor][0] - before_ranges[actor][1] - tol
        assert high <= after_ranges[actor][1] - before_ranges[actor][0] + tol
        total_low, total_high = total_low + low, total_high + high
    lost = after.objective + after.charges - base.objective - base.charges
    assert total_low - tol <= lost <= total_high + tol
    assert difference(program, base, after, base.actors) == pytest.approx((lost, lost), abs=tol)
