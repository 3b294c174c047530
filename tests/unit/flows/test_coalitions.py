from __future__ import annotations

import attrs
import pytest

from suasion.errors import CertificateError, InputError
from suasion.flows import coalition_values, compile_market
from tests.unit.flows.small import arc, consumer, contract, line, market, node, supplier


def test_on_a_line_only_all_together_earn() -> None:
    one = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], consent=("T",)),))
    game = coalition_values(compile_market(one), ("A", "B", "T"))
    assert game.value(("A", "B", "T")) == pytest.approx(150.0)
    assert game.values[:-1].tolist() == [0.0] * 7
    assert game.n_solves <= 1


def test_who_is_not_a_player_has_agreed() -> None:
    one = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], consent=("T",)),))
    game = coalition_values(compile_market(one), ("A",))
    assert game.values.tolist() == pytest.approx([0.0, 150.0])
    assert coalition_values(compile_market(one), ()).values.tolist() == pytest.approx([150.0])


def _two_lines() -> object:
    return market(
        node("a"),
        node("b"),
        node("c"),
        node("d"),
        arc("a-b", 3.0, consent=("A", "B")),
        arc("c-d", 3.0, consent=("C", "D")),
        supplier("s", "a", "A", (5.0, 40.0)),
        supplier("t", "c", "C", (5.0, 40.0)),
        consumer("k", "b", (4.0, 100.0)),
        consumer("l", "d", (4.0, 70.0)),
    )


def test_separate_lines_are_valued_once_each() -> None:
    game = coalition_values(compile_market(_two_lines()), ("A", "B", "C", "D"))  # type: ignore[arg-type]
    assert game.value("AB") == pytest.approx(180.0)
    assert game.value("CD") == pytest.approx(90.0)
    assert game.value("ABCD") == pytest.approx(270.0)
    assert game.n_patterns == 4
    assert game.n_components == 2


def test_a_contract_binds_only_those_who_are_there() -> None:
    one = attrs.evolve(
        line(capacity=1.0),
        arcs=(attrs.evolve(line().arcs[0], capacity=1.0, consent=("T",)),),
        contracts=(contract("wells", "homes", 3.0),),
    )
    game = coalition_values(compile_market(one), ("A", "B", "T"))
    assert game.value(("A", "B")) == pytest.approx(-150.0)
    assert game.value(("A", "T")) == 0.0
    assert game.value(("A", "B", "T")) == pytest.approx(50.0 - 100.0)


def test_a_stranger_is_not_in_a_coalition() -> None:
    with pytest.raises(InputError, match="'X' is not a player"):
        coalition_values(compile_market(line()), ("A",)).value(("X",))


def test_values_without_proof_are_refused() -> None:
    game = coalition_values(compile_market(line()), ("A", "B", "T"))
    broken = attrs.evolve(game, residuals=game.residuals + 1.0)
    with pytest.raises(CertificateError, match="is not certified"):
        broken.check()


@pytest.mark.parametrize(
    ("players", "rule", "words"),
    [
        (("A", "A"), "outsiders-idle", "not distinct"),
        (tuple(f"P{at}" for at in range(21)), "outsiders-idle", "too many"),
        (("A",), "outsiders-fight", "rule for outsiders is not known"),
    ],
)
def test_what_cannot_be_valued_is_refused(players: tuple[str, ...], rule: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        coalition_values(compile_market(line()), players, rule=rule)


def test_an_arc_that_pays_for_its_use_is_refused() -> None:
    one = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], cost=-1.0),))
    with pytest.raises(InputError, match="pays for being used"):
        coalition_values(compile_market(one), ("A",))
