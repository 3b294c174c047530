"""Values of coalitions if outsiders trade: on markets that can be done by hand."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from suasion.flows import coalition_values, compile_market, idle_valuer, solve_market
from suasion.world.markets import Market
from tests.unit.flows.small import arc, consumer, contract, line, market, node, supplier

TRADE = "outsiders-trade"


def _pool() -> Market:
    """Return two buyers that import from the world at 40, 3 of it, and value 4 each."""
    return market(
        node("w"),
        node("a"),
        node("b"),
        arc("w-a", 9.0, consent=("A",), owners=(("A", 1.0),)),
        arc("w-b", 9.0, consent=("B",), owners=(("B", 1.0),)),
        supplier("world", "w", "W", (3.0, 40.0), (9.0, 60.0)),
        consumer("k", "a", (4.0, 100.0)),
        consumer("l", "b", (4.0, 100.0)),
    )


def test_both_sides_meet_in_what_needs_no_player() -> None:
    game = coalition_values(compile_market(_pool()), ("A", "B"), rule=TRADE)
    assert game.values.tolist() == pytest.approx([0.0, 160.0, 160.0, 320.0])
    idle = coalition_values(compile_market(_pool()), ("A", "B"))
    assert idle.value("A") == pytest.approx(3 * 60.0 + 40.0), "alone it gets all that is cheap"
    assert idle.value("AB") < idle.value("A") + idle.value("B"), "which both cannot"


def test_what_needs_both_sides_is_closed() -> None:
    one = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], consent=("T",)),))
    game = coalition_values(compile_market(one), ("A", "B", "T"), rule=TRADE)
    assert game.values[:-1].tolist() == [0.0] * 7
    assert game.value(("A", "B", "T")) == pytest.approx(sum(solve_market(one).payoffs.values()))


def test_goods_do_not_cross_to_the_other_side_at_a_node() -> None:
    """A may open its wells and B the pipe that starts there: the way needs both."""
    one = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], consent=("B",)),))
    game = coalition_values(compile_market(one), ("A", "B", "T"), rule=TRADE)
    assert game.values[:3].tolist() == [0.0, 0.0, 0.0]
    assert game.value(("A", "T")) == game.value(("B", "T")) == 0.0
    assert game.value(("A", "B", "T")) == pytest.approx(150.0)


def test_a_pipe_of_nobody_joins_the_sides() -> None:
    free = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], consent=()),))
    game = coalition_values(compile_market(free), ("A", "B"), rule=TRADE)
    payoffs = solve_market(free).payoffs
    assert [game.value("A"), game.value("B")] == pytest.approx([payoffs["A"], payoffs["B"]])


def test_outsiders_go_on_among_themselves() -> None:
    """A rival pair of outsiders takes the cheap world supply that A would have had alone."""
    one = _pool()
    game = coalition_values(compile_market(one), ("A", "B"), rule=TRADE)
    assert game.value("A") == pytest.approx(solve_market(one).payoffs["A"])


def test_a_contract_across_the_sides_is_not_owed() -> None:
    one = attrs.evolve(line(), contracts=(contract("wells", "homes", 3.0),))
    game = coalition_values(compile_market(one), ("A", "B"), rule=TRADE)
    assert game.value("A") == pytest.approx(0.0)
    assert game.value("B") == pytest.approx(0.0)


def test_every_solve_is_certified() -> None:
    game = coalition_values(compile_market(_pool()), ("A", "B"), rule=TRADE)
    assert game.residuals.max() < 1e-9
    assert game.n_solves <= 2, "S and the others share one solve"


def test_leaving_something_out_is_as_if_it_were_not_there() -> None:
    whole = _pool()
    valuer = idle_valuer(compile_market(whole), ("A", "B"))
    fewer = attrs.evolve(whole, arcs=tuple(one for one in whole.arcs if one.id != "w-b"))
    expected = coalition_values(compile_market(fewer), ("A", "B")).values
    assert np.allclose(valuer.values(["w-b"]).values, expected)
    assert np.allclose(valuer.values().values, coalition_values(compile_market(whole), "AB").values)
    assert valuer.values(["w-b"]).n_solves == 0, "what was solved once is not solved again"
