"""Effects checked against a market solved by hand (see `line`)."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion.dependence import SolverPool, effect_of, solve_world, tie_effect, withhold
from suasion.dependence.effects import is_still_optimal
from tests.unit.dependence.line import CLOSE, SEND_HOME, TAX, WAGES, make_world


@pytest.fixture
def solved():
    pool = SolverPool()
    return pool, solve_world(pool, make_world())


def test_the_base_is_the_one_solved_by_hand(solved):
    _, base = solved
    payoffs = base.solutions["gas"].payoffs
    assert base.solutions["gas"].arc_flow("a-t") == pytest.approx(8.0)
    assert payoffs["A"] == pytest.approx(720.0)
    assert payoffs["T"] == pytest.approx(720.0)
    assert payoffs["B"] == pytest.approx(1200.0)


def test_closing_costs_the_line_its_rent_and_the_buyer_nothing_while_cargo_is_plentiful(solved):
    pool, base = solved
    effect = effect_of(pool, base, [(CLOSE, None)])
    assert effect.loss_of("A") == pytest.approx(720.0)
    assert effect.loss_of("T") == pytest.approx(720.0)
    assert effect.loss_of("B") == pytest.approx(0.0, abs=1e-9)


def test_a_bloc_loses_what_its_members_lose(solved):
    pool, base = solved
    effect = effect_of(pool, base, [(CLOSE, None)])
    assert effect.loss_of("AB") == pytest.approx(effect.loss_of("A") + effect.loss_of("B"))


def test_a_tax_moves_rent_to_the_sender(solved):
    pool, base = solved
    effect = effect_of(pool, base, [(TAX, None)])
    # The line's rent falls by 30 a unit on 8 units, half of it T's; T collects all 240.
    assert effect.loss_of("A") == pytest.approx(120.0)
    assert effect.loss_of("T") == pytest.approx(120.0 - 240.0)


def test_a_tie_is_valued_by_its_formula_and_no_market_is_solved(solved):
    pool, base = solved
    effect = effect_of(pool, base, [(SEND_HOME, None)])
    assert effect.loss_of("A") == pytest.approx(75.0)
    assert effect.loss_of("B") == pytest.approx(10.0)
    assert not effect.solutions


def test_joint_levers_add_over_markets_and_ties(solved):
    pool, base = solved
    both = effect_of(pool, base, [(CLOSE, None), (SEND_HOME, None)])
    assert both.loss_of("A") == pytest.approx(720.0 + 75.0)


def test_pulling_nothing_takes_nothing_from_anyone(solved):
    pool, base = solved
    effect = effect_of(pool, base, [(CLOSE, 0.0), (SEND_HOME, 0.0)])
    assert all(abs(loss) < 1e-9 for loss in effect.losses.values())


def test_answers_do_not_depend_on_what_was_asked_before(solved):
    pool, base = solved
    first = effect_of(pool, base, [(CLOSE, 0.37)]).losses
    effect_of(pool, base, [(TAX, None)])
    effect_of(pool, base, [(CLOSE, None)])
    again = effect_of(pool, base, [(CLOSE, 0.37)]).losses
    assert again == first


def test_more_withheld_never_leaves_more_in_all(solved):
    pool, base = solved
    totals = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        effect = effect_of(pool, base, [(CLOSE, share)])
        totals.append(effect.solutions["gas"].objective)
    assert totals == sorted(totals, reverse=True)


def test_a_world_of_another_capacity_is_solved_by_the_same_program(solved):
    pool, _ = solved
    narrow = solve_world(pool, make_world(capacity=3.0))
    assert narrow.solutions["gas"].arc_flow("a-t") == pytest.approx(3.0)
    assert evolve(narrow.world, gdp={}) is not None


def test_what_is_neither_used_nor_scarce_is_taken_away_without_solving():
    pool = SolverPool()
    base = solve_world(pool, make_world(capacity=12.0))  # the line carries 10 of its 12
    market, solution = base.world.markets["gas"], base.solutions["gas"]
    spare, scarce = withhold(market, CLOSE, 0.1), withhold(market, CLOSE, 0.5)
    assert is_still_optimal(solution, market, spare)
    assert not is_still_optimal(solution, market, scarce)
    solved = pool.solve(spare, solution)
    assert solved.payoffs == pytest.approx(solution.payoffs)
    assert solved.objective == pytest.approx(solution.objective)


def test_a_tax_or_a_closed_label_in_use_is_always_solved_again(solved):
    _, base = solved
    market, solution = base.world.markets["gas"], base.solutions["gas"]
    assert not is_still_optimal(solution, market, withhold(market, TAX))
    used = evolve(CLOSE, labels=frozenset({"A"}))
    unused = evolve(CLOSE, labels=frozenset({"LNG"}))
    assert not is_still_optimal(solution, market, withhold(market, used))
    assert is_still_optimal(solution, market, withhold(market, unused))


def test_with_least_change_an_actor_whose_prices_need_not_move_loses_nothing():
    """Wells sell exactly what the line carries: the price at A is open between 100 and 280."""
    exact = evolve(make_world(), markets={"gas": make_open_line()})
    plain, nearest = SolverPool(), SolverPool(least_change=True)
    spare = evolve(CLOSE, items=(("arcs", "t-b"),))
    for pool in (plain, nearest):
        base = solve_world(pool, exact)
        effect = effect_of(pool, base, [(spare, 0.9)])
        total = sum(effect.loss_of(actor) for actor in ("A", "B", "T", "X"))
        lost = base.solutions["gas"].objective - effect.solutions["gas"].objective
        assert total == pytest.approx(lost, abs=1e-6)
    moved = nearest.compare(base.solutions["gas"], withhold(exact.markets["gas"], spare, 0.01))
    assert moved[1].payoffs == pytest.approx(moved[0].payoffs, abs=1e-6)


def make_open_line():
    market = make_world().markets["gas"]
    wells, cargo = market.suppliers
    return evolve(market, suppliers=(evolve(wells, steps=((8.0, 100.0),)), cargo))


def test_the_same_goods_have_one_price_whoever_stops_them():
    goods = evolve(
        WAGES, id="goods", kind="imports", share=0.2, base=500.0, elasticity=3.0, mirror="sales"
    )
    sales = evolve(
        WAGES, id="sales", kind="exports", sender="A", target="B", elasticity=0.4, mirror="goods"
    )
    both = (goods, sales)
    embargo, ban = tie_effect(goods, 1.0, both), tie_effect(sales, 1.0, both)
    assert (embargo.hurt, embargo.cost) == pytest.approx((ban.cost, ban.hurt))
    half = tie_effect(evolve(goods, value=50.0), 1.0, both)
    assert half.cost == pytest.approx(tie_effect(sales, 0.5).hurt)
