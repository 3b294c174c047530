"""What trying a move takes: effects that reach a term, and bounds that need no slow function."""

from __future__ import annotations

import math

import numpy as np
import pytest

from suasion.crisis.compiling import compile_model
from suasion.crisis.kernel import bound_exp, bound_leaning
from suasion.crisis.model import CrisisModel, Decider, Effect, Move, Stock, Term
from suasion.crisis.program import Cut


def _model(effects: list[Effect], consent: tuple[str, ...] = ()) -> CrisisModel:
    move = Move(
        id="raid:A>B",
        kind="raid",
        actor="A",
        target="B",
        klass="material_conflict",
        effects=effects,
        consent=consent,
    )
    return CrisisModel(
        stocks=[Stock(id=name, high=1.0) for name in ("a", "b", "c", "d")],
        moves=[move],
        terms=[
            Term(id="ta", actor="A", form="linear", of=(("a", 1.0), ("d", 1.0))),
            Term(id="tb", actor="B", form="linear", of=(("b", 1.0),)),
        ],
        deciders=[Decider(actor="A")],
    )


def _tried(model: CrisisModel) -> list[str]:
    """Return the stocks that are changed to know the gain of the first move, in order."""
    program = compile_model(model, Cut())
    names = sorted(stock.id for stock in model.stocks)
    return [names[row[1]] for row in program.code.trials]


def _add(stock: str, *by: str) -> Effect:
    return Effect(id=f"to-{stock}", kind="add", stock=stock, by=by)


def test_an_effect_that_no_term_reads_is_not_tried() -> None:
    assert _tried(_model([_add("a"), _add("b"), _add("c")])) == ["a"]


def test_an_effect_that_a_later_one_reads_is_tried() -> None:
    assert _tried(_model([_add("c"), _add("b"), _add("a", "c")])) == ["c", "a"]
    fill = Effect(id="fill-a", kind="fill", stock="a", limit="b")
    assert _tried(_model([_add("b"), fill])) == ["b", "a"]


def test_an_effect_that_an_earlier_one_read_is_not_tried() -> None:
    assert _tried(_model([_add("a", "c"), _add("c")])) == ["a"]


def test_what_one_who_must_not_lose_reads_is_tried() -> None:
    assert _tried(_model([_add("a"), _add("b")], consent=("B",))) == ["a", "b"]


def test_only_changed_entries_of_a_term_are_read_again() -> None:
    program = compile_model(_model([_add("a"), _add("c")]), Cut())
    (touch,) = program.code.touches
    names = sorted(("a", "b", "c", "d"))
    assert [names[at] for at in program.code.pool[touch[1] : touch[2]]] == ["a"]


@pytest.mark.parametrize("power", [*np.linspace(-60.0, 15.0, 40), 0.0, 1e-12, 11.999, 12.001])
def test_the_bound_of_exp_is_above_it(power: float) -> None:
    assert bound_exp(power) >= math.exp(power) * (1.0 - 1e-12)
    if abs(power) < 0.5:
        assert bound_exp(power) <= math.exp(power) * 1.03


@pytest.mark.parametrize("gain", [*np.linspace(-40.0, 40.0, 41), 0.0, 1e-12, -1e-12])
def test_the_bound_of_a_leaning_is_above_it(gain: float) -> None:
    for cap in (0.3, 1.0, 4.0):
        assert cap * math.tanh(gain / cap) - 1e-12 <= bound_leaning(gain, cap) <= cap
