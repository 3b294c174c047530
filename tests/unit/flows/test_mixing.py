from __future__ import annotations

import pytest

from suasion.errors import InputError
from suasion.flows import trace_mixing
from tests.unit.flows.small import arc, consumer, line, market, node, solved, supplier


def test_molecules_share_in_proportion_whatever_the_labels_say() -> None:
    one = market(
        node("a"),
        node("b"),
        node("c"),
        arc("a-b", 6.0),
        arc("b-c", 4.0),
        supplier("s", "a", "A", (6.0, 1.0)),
        supplier("t", "b", "B", (2.0, 1.0)),
        consumer("k", "b", (4.0, 90.0)),
        consumer("l", "c", (4.0, 90.0), refuses=frozenset({"A"})),
    )
    solution = solved(one)
    mixture = trace_mixing(one, solution)
    assert solution.deliveries["l", "A"] == 0.0
    passing = solution.arc_flow("a-b") + solution.supply["t"]
    share = solution.arc_flow("a-b") / passing
    assert mixture.consumers["l", "A"] == pytest.approx(share * solution.consumption["l"])
    assert mixture.arcs["a-b", "A"] == pytest.approx(solution.arc_flow("a-b"))
    assert ("a-b", "B") not in mixture.arcs


def test_a_circle_of_flow_is_traced() -> None:
    """Label A goes from a to b, label B from b to a; two thirds of what mixes at a stem from a."""
    one = market(
        node("a"),
        node("b"),
        arc("a-b"),
        arc("b-a"),
        supplier("s", "a", "A", (3.0, 1.0)),
        supplier("t", "b", "B", (3.0, 1.0)),
        consumer("k", "a", (2.0, 90.0), accepts=frozenset({"B"})),
        consumer("l", "b", (2.0, 90.0), accepts=frozenset({"A"})),
    )
    solution = solved(one)
    mixture = trace_mixing(one, solution)
    for name, amount in solution.consumption.items():
        parts = [part for (taker, _), part in mixture.consumers.items() if taker == name]
        assert sum(parts) == pytest.approx(amount)
    assert mixture.consumers["k", "A"] == pytest.approx(2.0 * 2.0 / 3.0)


def test_the_solution_of_another_market_is_refused() -> None:
    with pytest.raises(InputError, match="not one of market"):
        trace_mixing(market(node("a")), solved(line()))
