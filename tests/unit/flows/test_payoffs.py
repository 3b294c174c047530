from __future__ import annotations

import attrs
import pytest

from tests.unit.flows.small import arc, consumer, contract, line, market, node, solved, supplier


def test_shares_divide_the_rent() -> None:
    shared = attrs.evolve(line().arcs[0], owners=(("T", 0.25), ("U", 0.75)))
    payoffs = solved(attrs.evolve(line(), arcs=(shared,))).payoffs
    assert (payoffs["T"], payoffs["U"]) == pytest.approx((37.5, 112.5))


def test_a_tariff_goes_to_its_receiver_and_else_to_the_owners() -> None:
    taxed = attrs.evolve(line().arcs[0], tariff=5.0, tariff_to=(("S", 1.0),))
    solution = solved(attrs.evolve(line(), arcs=(taxed,)))
    assert solution.charges == pytest.approx(15.0)
    assert solution.payoffs == pytest.approx({"A": 0.0, "B": 0.0, "S": 15.0, "T": 135.0})
    kept = attrs.evolve(taxed, tariff_to=())
    solution = solved(attrs.evolve(line(), arcs=(kept,)))
    assert solution.payoffs["T"] == pytest.approx(150.0)


def _contracted(volume: float, capacity: float = 9.0, price: float = 70.0) -> dict[str, float]:
    one = line(capacity=capacity, supply=5.0, demand=4.0)
    return dict(
        solved(attrs.evolve(one, contracts=(contract("wells", "homes", volume, price),))).payoffs
    )


def test_a_contract_moves_the_difference_between_price_and_market() -> None:
    free = solved(line(capacity=9.0)).payoffs
    assert free == pytest.approx({"A": 0.0, "B": 200.0, "T": 0.0})
    held = _contracted(3.0)
    assert held["A"] == pytest.approx(3.0 * (70.0 - 50.0))
    assert held["B"] == pytest.approx(200.0 - 3.0 * (70.0 - 50.0))


def test_a_consumer_pays_exactly_the_contract_price_also_where_delivery_is_forced() -> None:
    """Two consumers want the same scarce gas; the contract sends it to the poorer one."""
    one = market(
        node("a"),
        node("b"),
        node("c"),
        arc("a-b"),
        arc("a-c"),
        supplier("s", "a", "A", (5.0, 20.0)),
        consumer("poor", "b", (5.0, 60.0)),
        consumer("rich", "c", (5.0, 90.0)),
        contract("s", "poor", 3.0, price=40.0, shortfall=50.0),
    )
    solution = solved(one)
    assert solution.delivered["s>poor"] == pytest.approx(3.0)
    assert solution.prices["a", "A"] == pytest.approx(90.0)
    assert solution.payoffs["B"] == pytest.approx(3.0 * (60.0 - 40.0))
    assert solution.payoffs["C"] == pytest.approx(0.0)
    assert solution.payoffs["A"] == pytest.approx(3.0 * 40.0 + 2.0 * 90.0 - 5.0 * 20.0)


def test_shortfall_is_priced_and_paid_to_the_consumer() -> None:
    one = attrs.evolve(line(capacity=1.0), contracts=(contract("wells", "homes", 3.0, 70.0),))
    solution = solved(one)
    assert solution.shortfalls["wells>homes"] == pytest.approx(2.0)
    assert solution.charges == pytest.approx(100.0)
    assert solution.payoffs["B"] == pytest.approx(1.0 * (100.0 - 70.0) + 100.0)
    rent = 1.0 * (150.0 - 50.0)
    assert solution.payoffs["T"] == pytest.approx(rent)
    assert sum(solution.payoffs.values()) == pytest.approx(solution.objective + solution.charges)


def test_contracts_of_one_label_add_up_and_share_shortfall_alike() -> None:
    one = market(
        node("a"),
        node("b"),
        arc("a-b", 3.0),
        supplier("s", "a", "A", (5.0, 20.0)),
        supplier("t", "a", "A", (5.0, 20.0)),
        consumer("k", "b", (9.0, 60.0)),
        contract("s", "k", 2.0),
        contract("t", "k", 4.0),
    )
    solution = solved(one)
    assert solution.shortfalls == pytest.approx({"s>k": 1.0, "t>k": 2.0})
    assert solution.delivered == pytest.approx({"s>k": 1.0, "t>k": 2.0})


def test_a_refused_label_is_not_owed() -> None:
    refusing = attrs.evolve(line().consumers[0], refuses=frozenset({"A"}))
    one = attrs.evolve(line(), consumers=(refusing,), contracts=(contract("wells", "homes", 3.0),))
    solution = solved(one)
    assert solution.charges == 0.0
    assert set(solution.payoffs.values()) == {0.0}


def test_a_contract_without_a_way_is_paid_for_in_full() -> None:
    one = attrs.evolve(line(), arcs=(), contracts=(contract("wells", "homes", 3.0),))
    solution = solved(one)
    assert solution.payoffs == pytest.approx({"A": -150.0, "B": 150.0})
    assert solution.objective == pytest.approx(-150.0)


def test_parts_add_up_to_payoffs() -> None:
    one = attrs.evolve(line(capacity=1.0), contracts=(contract("wells", "homes", 3.0),))
    solution = solved(one)
    for actor, payoff in solution.payoffs.items():
        parts = [row[actor] for row in solution.payoffs_by_part.values()]
        assert sum(parts) == pytest.approx(payoff)
    assert sum(solution.payoffs_by_part["transfers"].values()) == pytest.approx(0.0)
