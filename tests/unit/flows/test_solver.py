from __future__ import annotations

import pickle

import attrs
import pytest

from suasion.errors import ComputationError
from suasion.flows import Solution, Solver, compile_market, numbers
from tests.unit.flows.small import arc, consumer, line, market, node, solved, supplier


def test_a_line_with_a_scarce_pipe() -> None:
    solution = solved(line(capacity=3.0))
    assert solution.objective == pytest.approx(3.0 * (100.0 - 40.0 - 10.0))
    assert solution.arc_flow("a-b") == pytest.approx(3.0)
    assert solution.prices["a", "A"] == pytest.approx(40.0)
    assert solution.prices["b", "A"] == pytest.approx(100.0)
    assert solution.rents["a-b"] == pytest.approx(50.0)
    assert solution.consumer_prices["homes"] == pytest.approx(100.0)
    assert solution.payoffs == pytest.approx({"A": 0.0, "B": 0.0, "T": 150.0})


def test_a_line_with_scarce_supply() -> None:
    solution = solved(line(capacity=9.0, supply=2.0))
    assert solution.supply["wells"] == pytest.approx(2.0)
    assert solution.payoffs == pytest.approx({"A": 2.0 * 50.0, "B": 0.0, "T": 0.0})


def test_capacity_without_bound_is_allowed() -> None:
    assert solved(line(capacity=float("inf"))).consumption["homes"] == pytest.approx(4.0)


def test_demand_without_bound_is_named() -> None:
    with pytest.raises(ComputationError) as caught:
        solved(line(capacity=float("inf"), supply=float("inf"), demand=float("inf")))
    assert "no optimum" in str(caught.value)
    assert "homes" in caught.value.fix


def test_a_circle_that_pays_without_bound_is_named() -> None:
    circle = market(
        node("a"),
        node("b"),
        arc("a-b", float("inf"), cost=-5.0),
        arc("b-a", float("inf"), cost=1.0),
        supplier("s", "a", "A", (1.0, 1.0)),
        consumer("k", "b", (1.0, 9.0)),
    )
    with pytest.raises(ComputationError) as caught:
        solved(circle)
    assert "a-b, b-a" in caught.value.fix


def _two_ways(short: float, long: float, cost: float = 10.0) -> Solution:
    return solved(
        market(
            node("a"),
            node("b"),
            node("c"),
            arc("a-b", cost=20.0, length_km=long),
            arc("a-c", cost=cost, length_km=short / 2),
            arc("c-b", cost=10.0, length_km=short / 2),
            supplier("s", "a", "A", (5.0, 1.0)),
            consumer("k", "b", (4.0, 99.0)),
        )
    )


def test_of_two_ways_at_one_cost_the_shorter_is_taken() -> None:
    assert _two_ways(short=400.0, long=500.0).arc_flow("a-b") == 0.0
    assert _two_ways(short=600.0, long=500.0).arc_flow("a-b") == pytest.approx(4.0)


def test_of_two_ways_of_one_length_that_with_fewer_arcs_is_taken() -> None:
    assert _two_ways(short=500.0, long=500.0).arc_flow("a-b") == pytest.approx(4.0)


def test_the_tie_breaker_outweighs_no_cost_and_is_not_reported() -> None:
    cheaper = _two_ways(short=5000.0, long=1.0, cost=9.99)
    assert cheaper.arc_flow("a-b") == 0.0
    assert cheaper.objective == pytest.approx(4.0 * (99.0 - 1.0 - 19.99), rel=1e-12)
    assert cheaper.prices["b", "A"] == pytest.approx(20.99, rel=1e-12)


def test_costs_that_differ_by_less_than_the_tie_breaker_still_decide() -> None:
    nearly = _two_ways(short=5000.0, long=1.0, cost=10.0 - 1e-6)
    assert nearly.arc_flow("a-b") == 0.0
    assert nearly.certificate.largest < 1e-12


def test_a_capacity_that_is_just_enough_earns_nothing() -> None:
    solution = solved(line(capacity=4.0, supply=4.0, demand=4.0))
    assert solution.payoffs == pytest.approx({"A": 0.0, "B": 4.0 * 50.0, "T": 0.0})


def test_a_closure_is_a_change_of_numbers() -> None:
    program = compile_market(line())
    solver = Solver(program)
    shut = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], capacity=0.0),))
    assert solver.solve(numbers(program, shut)).objective == 0.0
    assert solver.solve(numbers(program, line())).objective == pytest.approx(150.0)


def test_a_solution_can_be_pickled_and_started_from() -> None:
    program = compile_market(line())
    solver = Solver(program)
    solution = solver.solve(numbers(program, line()))
    copy = pickle.loads(pickle.dumps(solution))
    again = solver.solve(numbers(program, line()), start=copy)
    assert again.payoffs == solution.payoffs == copy.payoffs
