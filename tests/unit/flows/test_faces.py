"""Ranges over optimal prices and optimal amounts, where they can be worked out by hand."""

from __future__ import annotations

import attrs
import pytest

from suasion.errors import InputError
from suasion.flows import (
    Solver,
    compile_market,
    flow_ranges,
    numbers,
    observable_ranges,
    payoff_difference_interval,
    payoff_intervals,
)
from suasion.world.markets import Market
from tests.unit.flows.small import arc, consumer, line, market, node, solved, supplier


def test_what_is_just_enough_may_earn_all_or_nothing() -> None:
    solution = solved(line(capacity=4.0, supply=4.0, demand=4.0))
    ranges = payoff_intervals(solution.program, solution, ("A", "B", "T"))
    for low, high in ranges.values():
        assert (low, high) == pytest.approx((0.0, 200.0))


def test_where_prices_are_unique_a_range_is_a_point() -> None:
    solution = solved(line(capacity=3.0))
    ranges = payoff_intervals(solution.program, solution, ("A", "B", "T"))
    assert ranges["T"] == pytest.approx((150.0, 150.0))
    assert ranges["A"] == pytest.approx((0.0, 0.0))


def test_who_owns_nothing_earns_nothing() -> None:
    solution = solved(line())
    assert payoff_intervals(solution.program, solution, ("X",)) == {"X": (0.0, 0.0)}


def _pair(base: Market, changed: Market, actors: str | tuple[str, ...]) -> tuple[float, float]:
    program = compile_market(base)
    solver = Solver(program)
    before = solver.solve(numbers(program, base))
    after = solver.solve(numbers(program, changed))
    return payoff_difference_interval(program, before, after, actors)


def test_changing_nothing_changes_nothing_however_open_prices_are() -> None:
    one = line(capacity=4.0, supply=4.0, demand=4.0)
    for actor in ("A", "B", "T"):
        assert _pair(one, one, actor) == (0.0, 0.0)


def test_prices_that_need_not_change_do_not() -> None:
    """A second, idle line changes nothing on the first, whose prices are open."""
    one = line(capacity=4.0, supply=4.0, demand=4.0)
    beside = (arc("c-d", 1.0), supplier("s", "c", "C", (1.0, 1.0)), consumer("k", "d", (1.0, 5.0)))
    both = attrs.evolve(
        one,
        nodes=(*one.nodes, node("c"), node("d")),
        arcs=(*one.arcs, beside[0]),
        suppliers=(*one.suppliers, beside[1]),
        consumers=(*one.consumers, beside[2]),
    )
    shut = attrs.evolve(both, arcs=(both.arcs[0], attrs.evolve(beside[0], capacity=0.0)))
    assert _pair(both, shut, "T") == pytest.approx((0.0, 0.0), abs=1e-6)
    low, high = _pair(both, shut, ("C", "D"))
    assert (low, high) == pytest.approx((-4.0, -4.0), abs=1e-6)


def test_the_joint_range_is_narrower_than_the_difference_of_ranges() -> None:
    """Halving a line whose prices are open: each actor's loss lies between 0 and all."""
    one = line(capacity=4.0, supply=4.0, demand=4.0)
    half = attrs.evolve(one, arcs=(attrs.evolve(one.arcs[0], capacity=2.0),))
    low, high = _pair(one, half, "T")
    assert low >= -200.0 - 1e-6
    assert high <= 100.0 + 1e-6
    assert high - low < 300.0 - 1.0


def _two_labels() -> Market:
    return market(
        node("a"),
        node("b"),
        node("c"),
        arc("a-b"),
        arc("a-c"),
        supplier("s", "a", "A", (2.0, 1.0)),
        supplier("t", "a", "B", (3.0, 1.0)),
        consumer("k", "b", (4.0, 50.0)),
        consumer("l", "c", (1.0, 50.0)),
    )


def test_labels_that_can_change_places_have_ranges_and_their_sum_has_none() -> None:
    solution = solved(_two_labels())
    program = solution.program
    ranges = flow_ranges(program, solution, [("a-b", "A"), ("a-b", "B"), ("a-c", "A")])
    assert ranges["a-b", "A"] == pytest.approx((1.0, 2.0))
    assert ranges["a-b", "B"] == pytest.approx((2.0, 3.0))
    assert ranges["a-c", "A"] == pytest.approx((0.0, 1.0))
    border = {"border": {("a-b", "A"): 1.0, ("a-b", "B"): 1.0}}
    assert observable_ranges(program, solution, border)["border"] == pytest.approx((4.0, 4.0))


def test_a_flow_that_the_structure_excludes_is_nothing_and_an_unknown_arc_an_error() -> None:
    solution = solved(line())
    assert flow_ranges(solution.program, solution, [("a-b", "X")]) == {("a-b", "X"): (0.0, 0.0)}
    with pytest.raises(InputError, match="arc 'x' is not in market"):
        flow_ranges(solution.program, solution, [("x", "A")])
