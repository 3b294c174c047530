from __future__ import annotations

import attrs
import pytest

from suasion.errors import InputError
from suasion.flows import Solver, compile_market, numbers
from suasion.world.markets import Market
from tests.unit.flows.small import arc, consumer, contract, line, market, node, solved, supplier


def test_a_label_has_columns_only_where_it_can_come_from_and_go_to() -> None:
    one = market(
        node("a"),
        node("b"),
        node("c"),
        arc("a-b"),
        arc("b-c"),
        arc("c-b", labels=frozenset({"A"})),
        supplier("s", "a", "A", (1.0, 1.0)),
        supplier("t", "c", "C", (1.0, 1.0)),
        consumer("k", "b", (1.0, 9.0)),
    )
    program = compile_market(one)
    assert program.flows == (("a-b", "A"), ("b-c", "A"), ("c-b", "A"))
    assert program.deliveries == (("k", "A"),)
    assert ("c", "C") in program.balances


def test_a_closed_label_and_a_refused_label_keep_their_columns() -> None:
    one = line()
    shut = attrs.evolve(
        one,
        arcs=(attrs.evolve(one.arcs[0], closed_labels=frozenset({"A"})),),
        consumers=(attrs.evolve(one.consumers[0], refuses=frozenset({"A"})),),
    )
    assert compile_market(shut).flows == compile_market(one).flows
    assert solved(shut).flows["a-b", "A"] == 0.0


def test_a_supplier_without_a_way_out_supplies_nothing() -> None:
    lonely = attrs.evolve(
        line(),
        nodes=(*line().nodes, node("c")),
        suppliers=(*line().suppliers, supplier("far", "c", "C", (5.0, 0.0))),
    )
    assert solved(lonely).supply == {"far": 0.0, "wells": 3.0}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nodes": (node("a"), node("b"), node("b"))}, "node 'b' is there twice"),
        ({"arcs": (arc("a-x"),)}, "arc 'a-x' names node 'x', which is not there"),
        ({"arcs": (arc("a-a"),)}, "to itself"),
        ({"suppliers": (supplier("s", "x", "A", (1.0, 1.0)),)}, "supplier 's' names node 'x'"),
        ({"contracts": (contract("wells", "x", 1.0),)}, "names consumer 'x'"),
        (
            {
                "consumers": (consumer("homes", "b", (1.0, 9.0), accepts=frozenset({"B"})),),
                "contracts": (contract("wells", "homes", 1.0),),
            },
            "a label that its consumer cannot use",
        ),
        ({"arcs": (arc("a-b", owners=(("T", 0.9),)),)}, "owners of arc 'a-b' do not sum to one"),
    ],
)
def test_a_broken_market_is_refused_with_its_name(change: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        compile_market(attrs.evolve(line(), **change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"arcs": (arc("a-b", -1.0),)}, "capacity of 'a-b' is negative"),
        ({"arcs": (arc("a-b", cost=float("nan")),)}, "cost of 'a-b'"),
        ({"suppliers": (supplier("wells", "a", "A", (-1.0, 1.0)),)}, "size of a step of 'wells'"),
        ({"origin_rule": "colour"}, "unknown origin rule"),
        ({"refusing": {"x": frozenset({"A"})}}, "a ban names consumer 'x'"),
    ],
)
def test_broken_numbers_are_refused_with_their_name(change: dict[str, object], words: str) -> None:
    program = compile_market(line())
    with pytest.raises(InputError, match=words):
        numbers(program, attrs.evolve(line(), **change))


def test_numbers_of_another_structure_are_refused() -> None:
    program = compile_market(line())
    other: Market = attrs.evolve(line(), nodes=(*line().nodes, node("c")))
    with pytest.raises(InputError, match="does not have the structure"):
        numbers(program, other)


def test_owners_that_the_program_does_not_know_are_paid() -> None:
    program = compile_market(line())
    taxed = attrs.evolve(line().arcs[0], tariff=5.0, tariff_to=(("NEW", 1.0),))
    figures = numbers(program, attrs.evolve(line(), arcs=(taxed,)))
    assert Solver(program).solve(figures).payoffs["NEW"] == pytest.approx(15.0)
