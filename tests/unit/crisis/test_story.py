"""Stories name what made a move likely; progeny counts what a move brings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis.acts import acts_of
from suasion.crisis.model import Coupling, CrisisModel, Decider, Effect, Move, Stock, Term
from suasion.crisis.multiplicity import idle_moves, shared_paces
from suasion.crisis.progeny import Progeny, progeny
from suasion.crisis.simulation import Injection, simulate
from suasion.crisis.story import tell
from tests.crisis_models import numbers_for

WORTH = {"gold": 3.0, "pride": 1.0, "calm": 0.5, "kin": 2.0, "fear": -1.0}


def _model() -> CrisisModel:
    take = Move(
        id="take:A>B",
        kind="take",
        actor="A",
        target="B",
        klass="material_conflict",
        effects=[Effect(id=name, kind="add", stock=name) for name in WORTH],
    )
    gift = evolve(take, id="gift:B>A", actor="B", target="A", klass="material_cooperation")
    return CrisisModel(
        stocks=[Stock(id=name, high=9.0) for name in WORTH],
        couplings=[Coupling(id="fade", kind="fades", source="gold")],
        moves=[take, evolve(gift, effects=take.effects[:1])],
        terms=[Term(id=f"A {name}", actor="A", form="linear", of=((name, 1.0),)) for name in WORTH],
        deciders=[Decider(actor="A")],
    )


def test_a_story_names_gain_chance_and_the_three_largest_reasons() -> None:
    model = _model()
    numbers = numbers_for(
        model,
        5,
        weight=list(WORTH.values()),
        amount=[0.1, 0.3, 0.1, 0.1, 0.2, 1.0],
        pace=[0.5, 0.0],
        cap=[2.0],
        rate=[0.5],
    )
    injections = [Injection(day=1, move="gift:B>A", size=2.0)]
    found = simulate(model, numbers, paths=1, days=5, seed=1, injections=injections)
    lines = tell(model, numbers, acts_of(model, found, 0, injections), 5)
    assert len(lines) == len(found.events) > 1
    given = next(line for line in lines if line.injected)
    assert (given.day, given.time, given.move) == (1, 0.0, "gift:B>A")
    assert (given.chance, given.because, given.gain) == (0.0, (), 0.0)
    line = next(line for line in lines if not line.injected)
    gain = 0.3 + 0.3 + 0.05 + 0.2 - 0.2
    assert line.gain == pytest.approx(gain)
    odds = 0.5 * math.exp(2 * math.tanh(gain / 2))
    assert line.chance == pytest.approx(odds / (1 + odds))
    assert {reason.term for reason in line.because[:2]} == {"A gold", "A pride"}
    assert line.because[2].term == "A kin"
    assert line.because[2].change == pytest.approx(0.2)
    assert [change.stock for change in line.changed[:2]] == ["pride", "fear"]
    assert line.changed[0].after - line.changed[0].before == pytest.approx(0.3)


def _answered(answers: float) -> tuple[CrisisModel, object]:
    """Return blows that each bring about so many answers, seen through an urge-free debt."""
    model = CrisisModel(
        stocks=[Stock(id="due", low=0.0)],
        moves=[
            Move(
                id="blow:A>B",
                kind="blow",
                actor="A",
                target="B",
                klass="material_conflict",
                intensity=-4.0,
                effects=[Effect(id="due", kind="add", stock="due")],
            ),
            Move(
                id="answer:B>A",
                kind="answer",
                actor="B",
                target="A",
                klass="verbal_conflict",
                intensity=-2.0,
                effects=[Effect(id="done", kind="add", stock="due")],
                requires=[("due", ">=", 1.0)],
            ),
            Move(
                id="smile:B>A",
                kind="smile",
                actor="B",
                target="A",
                klass="verbal_cooperation",
                effects=[Effect(id="smile", kind="settle", stock="due")],
                requires=[("due", ">=", 1.0)],
            ),
        ],
        deciders=[Decider(actor="B")],
    )
    numbers = numbers_for(
        model, 40, pace=[0.0, 1e6, 0.0], amount=[answers, -1.0, 0.0], attention=[2.0]
    )
    return model, numbers


@pytest.mark.parametrize("answers", [0, 1, 2, 3])
def test_progeny_counts_the_answers_and_not_the_blow(answers: int) -> None:
    model, numbers = _answered(float(answers))
    (found,) = progeny(model, numbers, ["blow:A>B"], by=["B"], days=40, paths=20, seed=0)
    assert found.number == answers
    assert found.weight == 2.0 * answers / 4.0
    assert found.error == 0.0
    assert found.feeds_itself == (answers >= 2)
    (unheard,) = progeny(model, numbers, ["blow:A>B"], by=["A"], days=40, paths=20, seed=0)
    assert unheard.number == 0.0


def test_what_lies_within_its_error_of_one_does_not_feed_itself() -> None:
    assert Progeny(move="m", number=1.0, weight=1.0, error=0.0).feeds_itself
    assert not Progeny(move="m", number=3.0, weight=1.1, error=0.1).feeds_itself


def test_friendly_answers_are_no_progeny() -> None:
    model, numbers = _answered(2.0)
    friendly = evolve(numbers, pace=np.array([0.0, 0.0, 1e6]), amount=np.array([2.0, -1.0, 0.4]))
    (found,) = progeny(model, friendly, ["blow:A>B"], by=["B"], days=40, paths=5, seed=0)
    assert found.number == 0.0
    assert len(simulate(model, friendly, paths=5, days=40, seed=0).events) == 0
    injections = [Injection(day=0, move="blow:A>B")]
    found = simulate(model, friendly, paths=5, days=40, seed=0, injections=injections)
    assert len(found.events) == 5 * 3


def test_paces_are_shared_by_versions_that_do_the_same() -> None:
    model = _model()
    take = model.moves[0]
    moves = [
        take,
        evolve(take, id="1", kind="seize", intensity=2.0),
        evolve(take, id="2", target="C"),
        evolve(take, id="3", klass="verbal_conflict"),
        evolve(take, id="4", consent=["B"]),
        evolve(take, id="5", requires=[("gold", ">", 1.0)]),
        evolve(take, id="6", effects=take.effects[:-1]),
        evolve(take, id="7"),
    ]
    model = evolve(model, moves=moves)
    amount = np.ones(len(model.effects))
    pace = np.array([0.6, 0.3, *[0.1] * 6])
    none = np.zeros(0)
    shared = shared_paces(model, pace, amount, none)
    assert shared == pytest.approx([0.2, 0.1, *[0.1] * 5, 0.1 / 3])
    amount[-1] = 2.0
    assert shared_paces(model, pace, amount, none) == pytest.approx([0.3, 0.15, *[0.1] * 6])


def test_only_moves_without_any_change_are_idle() -> None:
    model = _model()
    zero = numbers_for(model, amount=[0.0] * 5 + [1.0])
    assert idle_moves(model, zero).tolist() == [True, False]
    take = model.moves[0]
    model = evolve(model, moves=[evolve(take, effects=[evolve(take.effects[0], kind="set")])])
    assert idle_moves(model, numbers_for(model, amount=[0.0])).tolist() == [False]
