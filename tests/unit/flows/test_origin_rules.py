"""A swap: Russian gas serves Azerbaijan's homes, its own gas goes to a consumer that bans."""

from __future__ import annotations

import attrs
import highspy
import numpy as np
import pytest

from suasion.flows import Solution, compile_market, numbers, solve_market
from suasion.world.markets import Market
from tests.unit.flows.small import arc, consumer, contract, market, node, solved, supplier

BAN = {"eu": frozenset({"RUS"})}


def swap_market(rule: str = "label", *, swap: float = 2.0, **others: object) -> Market:
    """RUS -> AZE -> EU; AZE produces 10 and uses 6 at home; the EU also has a terminal."""
    settings: dict[str, object] = {"origin_rule": rule, "refusing": BAN}
    return market(
        node("rus"),
        node("aze"),
        node("eu"),
        arc("rus-aze", swap, cost=5.0),
        arc("aze-eu", 9.0, cost=50.0),
        supplier("siberia", "rus", "RUS", (50.0, 30.0)),
        supplier("shah-deniz", "aze", "AZE", (10.0, 60.0)),
        supplier("terminal", "eu", "LNG", (20.0, 280.0)),
        consumer("baku", "aze", (6.0, 400.0), reference=6.0),
        consumer("eu", "eu", (30.0, 300.0), reference=30.0),
        **(settings | others),  # type: ignore[arg-type]
    )


def border(solution: Solution) -> float:
    return solution.arc_flow("aze-eu")


def test_without_a_ban_everything_flows() -> None:
    assert border(solved(swap_market(refusing={}))) == pytest.approx(6.0)


def test_by_label_a_swap_passes() -> None:
    without = solved(swap_market(swap=0.0))
    with_swap = solved(swap_market(swap=2.0))
    assert border(with_swap) - border(without) == pytest.approx(2.0)
    assert with_swap.deliveries["eu", "RUS"] == 0.0
    assert with_swap.deliveries["baku", "RUS"] == pytest.approx(2.0)


def test_by_net_export_a_swap_has_no_effect() -> None:
    without = solved(swap_market("net-export", swap=0.0))
    with_swap = solved(swap_market("net-export", swap=2.0))
    assert border(with_swap) == pytest.approx(border(without)) == pytest.approx(4.0)
    assert with_swap.payoffs == pytest.approx(without.payoffs)


def test_by_contract_what_is_not_contracted_stays_out() -> None:
    assert border(solved(swap_market("contract"))) == 0.0
    one = swap_market("contract")
    proven = attrs.evolve(one, contracts=(contract("shah-deniz", "eu", 3.0, 250.0),))
    solution = solved(proven)
    assert border(solution) == pytest.approx(3.0)
    assert solution.deliveries["eu", "LNG"] == pytest.approx(20.0)


def test_the_rent_of_a_proof_belongs_to_the_supplier_that_holds_it() -> None:
    one = attrs.evolve(
        swap_market("contract"), contracts=(contract("shah-deniz", "eu", 3.0, 250.0),)
    )
    solution = solved(one)
    proofs = solution.payoffs_by_part["proofs"]
    price_at_border = solution.prices["eu", "AZE"]
    assert proofs["AZE"] == pytest.approx(3.0 * (300.0 - price_at_border))
    assert proofs["AZE"] > 0.0
    assert solution.certificate.largest < 1e-9


def test_a_supplier_inside_the_banning_area_needs_no_proof() -> None:
    inside = attrs.evolve(
        swap_market("contract"),
        suppliers=(
            *swap_market().suppliers,
            supplier("own", "eu", "AZE", (1.5, 10.0)),
        ),
    )
    assert solved(inside).deliveries["eu", "AZE"] == pytest.approx(1.5)


def test_a_net_importer_sells_none_of_its_own_but_keeps_what_it_imports() -> None:
    importer = attrs.evolve(
        swap_market("net-export"),
        consumers=(
            consumer("baku", "aze", (60.0, 400.0), reference=60.0),
            swap_market().consumers[1],
        ),
    )
    solution = solved(importer)
    assert solution.deliveries["eu", "AZE"] == 0.0
    assert solution.deliveries["baku", "RUS"] == pytest.approx(2.0)


def test_a_home_without_own_supply_may_take_what_others_ban() -> None:
    one = swap_market("net-export")
    through = attrs.evolve(
        one,
        nodes=(*one.nodes, node("geo")),
        arcs=(*one.arcs, arc("rus-geo", 3.0)),
        consumers=(*one.consumers, consumer("tbilisi", "geo", (2.0, 200.0))),
    )
    assert solved(through).deliveries["tbilisi", "RUS"] == pytest.approx(2.0)


@pytest.mark.parametrize("swap", [0.0, 2.0, 5.0])
def test_net_export_as_bounds_equals_net_export_as_the_documented_row(swap: float) -> None:
    by_bounds = solve_market(swap_market("net-export", swap=swap))
    free = swap_market("label", swap=swap)
    program = compile_market(free)
    figures = numbers(program, free)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    x = [
        highs.addVariable(lb=0.0, ub=float(bound), obj=float(cost))
        for bound, cost in zip(figures.upper, figures.cost, strict=True)
    ]
    dense = np.zeros((program.rows.count, program.columns.count))
    dense[program.matrix.rows, program.matrix.columns] = program.matrix.values
    for row, low, high in zip(dense, figures.row_lower, figures.row_upper, strict=True):
        at = np.flatnonzero(row)
        highs.addRow(low, high, at.size, at.astype(np.int32), row[at])
    delivery = {
        pair: program.columns.delivery.start + at for pair, at in program.delivery_at.items()
    }
    produced = program.columns.supply.start + program.suppliers.index("shah-deniz")
    at = [delivery["eu", "AZE"], delivery["baku", "AZE"], delivery["baku", "RUS"], produced]
    highs.addRow(-np.inf, 0.0, 4, np.array(at, np.int32), np.array([1.0, 1.0, 1.0, -1.0]))
    highs.run()
    assert -highs.getObjectiveValue() == pytest.approx(by_bounds.objective)
    assert len(x) == program.columns.count


@pytest.mark.parametrize("rule", ["label", "contract", "net-export"])
def test_one_program_serves_all_rules(rule: str) -> None:
    program = compile_market(swap_market("label"))
    other = swap_market(rule)
    assert compile_market(other).skeleton == program.skeleton
    assert numbers(program, other).upper.size == program.columns.count
