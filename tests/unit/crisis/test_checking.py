"""Models and numbers that cannot be are refused, with what is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis.checking import check_model
from suasion.crisis.model import Coupling, CrisisModel, Decider, Effect, Move, Stock, Term, Urge
from suasion.crisis.number_checks import check_numbers
from suasion.errors import InputError
from tests.crisis_models import numbers_for, random_crisis

HIT = Move(
    id="hit:A>B",
    kind="hit",
    actor="A",
    target="B",
    klass="material_conflict",
    effects=[Effect(id="pain", kind="add", stock="anger")],
)
CALM = Term(id="calm", actor="A", form="rupture", of=(("anger", -1.0),))
MODEL = CrisisModel(
    stocks=[Stock(id="anger"), Stock(id="press", high=1.0), Stock(id="war", high=2.0)],
    couplings=[Coupling(id="heat", kind="adds", source="press", target="anger")],
    moves=[HIT],
    terms=[CALM, Term(id="taps", actor="B", form="levers", of=(("press", 1.0),))],
    urges=[Urge(id="rage", move="hit:A>B", of=(("anger", 1.0), ("1", 0.5)))],
    deciders=[Decider(actor="A")],
    driven=["war"],
)
NUMBERS = numbers_for(MODEL, 9, lever_values=(np.array([0.0, 1.0]),))


def _hit(**changed: object) -> dict[str, object]:
    return {"moves": [evolve(HIT, **changed)]}


def _pain(**changed: object) -> dict[str, object]:
    return _hit(effects=[evolve(HIT.effects[0], **changed)])


def _heat(**changed: object) -> dict[str, object]:
    return {"couplings": [evolve(MODEL.couplings[0], **changed)]}


def _calm(**changed: object) -> dict[str, object]:
    return {"terms": [evolve(CALM, **changed)]}


def test_sound_models_and_numbers_pass() -> None:
    check_model(MODEL)
    check_numbers(MODEL, NUMBERS)
    for seed in range(5):
        model, numbers = random_crisis(seed)
        check_model(model)
        check_numbers(model, numbers)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"stocks": [*MODEL.stocks, Stock(id="anger")]}, "cannot be used"),
        ({"stocks": [*MODEL.stocks, Stock(id="a->b")]}, "cannot be used"),
        ({"stocks": [*MODEL.stocks, Stock(id="")]}, "cannot be used"),
        ({"stocks": [*MODEL.stocks, Stock(id="1")]}, "cannot be"),
        ({"stocks": [*MODEL.stocks, Stock(id="x", low=1.0, high=1.0)]}, "cannot be"),
        ({"stocks": [*MODEL.stocks, Stock(id="x", low=float("nan"))]}, "cannot be"),
        ({"deciders": [Decider(actor="A"), Decider(actor="A")]}, "cannot be used"),
        ({"driven": ["wars"]}, "did you mean 'war'"),
        ({"driven": ["anger"]}, "driven from outside"),
        (_heat(kind="heats"), "kind of coupling"),
        (_heat(source="pres"), "did you mean 'press'"),
        (_heat(target=""), "no stock is called ''"),
        (_heat(kind="fades"), "do not fit its kind"),
        (_heat(kind="fades", source="1", target=""), "no stock is called '1'"),
        (_heat(kind="turns", source="anger"), "do not fit its kind"),
        (_heat(by=["nobody"]), "no stock is called 'nobody'"),
        (_hit(klass="war"), "class of moves"),
        (_hit(requires=[("angr", ">=", 1.0)]), "did you mean 'anger'"),
        (_hit(requires=[("anger", "==", 1.0)]), "comparison"),
        (_hit(consent=["C"]), "no actor is called 'C'"),
        (_pain(kind="adds"), "kind of effect"),
        (_pain(stock="angr"), "did you mean 'anger'"),
        (_pain(by=["angr"]), "did you mean 'anger'"),
        (_pain(limit="press"), "limit that does not fit"),
        (_pain(kind="fill"), "limit that does not fit"),
        (_pain(kind="fill", limit="pres"), "did you mean 'press'"),
        (_pain(stock="war"), "driven from outside"),
        (_calm(form="cubic"), "form of a term"),
        (_calm(of=()), "sum of nothing"),
        (_calm(of=(("angr", 1.0),)), "did you mean 'anger'"),
        (_calm(times=(("anger", float("nan")),)), "is no number"),
        (_calm(form="levers", of=tuple(("anger", 1.0) for _ in range(17))), "too many levers"),
        ({"urges": [evolve(MODEL.urges[0], move="hit:B>A")]}, "did you mean 'hit:A>B'"),
        ({"urges": [evolve(MODEL.urges[0], of=(("angr", 1.0),))]}, "did you mean 'anger'"),
    ],
)
def test_models_that_cannot_be_are_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_model(evolve(MODEL, **wrong))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"initial": [0.0]}, "initial does not fit"),
        ({"initial": [0.0, 1.1, 0.0]}, "start outside its range"),
        ({"initial": [-0.1, 0.0, 0.0]}, "start outside its range"),
        ({"weight": [1.0, np.nan]}, "no number"),
        ({"drive": np.full((10, 1), 2.5)}, "driven outside its range"),
        ({"drive": np.zeros((10, 2))}, "drive does not fit"),
        ({"lever_values": ()}, "tables of levers"),
        ({"lever_values": (np.zeros(3),)}, "lever_values of taps"),
        ({"shape": [[0.1, 1.0, 0.0], [0, 0, 0]]}, "rupture"),
        ({"shape": [[0.0, 1.0, 0.1], [0, 0, 0]]}, "rupture"),
        ({"shape": [[0.1, -1.0, 0.1], [0, 0, 0]]}, "rupture"),
        ({"pace": [-0.1]}, "pace that cannot be"),
        ({"attention": [0.0]}, "decider out of range"),
        ({"attention": [20.1]}, "decider out of range"),
        ({"cap": [0.0]}, "decider out of range"),
        ({"nest": [0.0]}, "decider out of range"),
        ({"nest": [1.01]}, "decider out of range"),
    ],
)
def test_numbers_that_cannot_be_are_refused(wrong: dict[str, object], message: str) -> None:
    given = {"lever_values": NUMBERS.lever_values} | wrong
    with pytest.raises(InputError, match=message):
        check_numbers(MODEL, numbers_for(MODEL, 9, **given))


@pytest.mark.parametrize(
    ("kind", "rate", "sound"), [("fades", 1.0, True), ("fades", 1.01, False), ("adds", 9.0, True)]
)
def test_shares_are_shares(kind: str, rate: float, sound: bool) -> None:
    target = "" if kind == "fades" else "anger"
    model = evolve(MODEL, **_heat(kind=kind, target=target))
    numbers = evolve(NUMBERS, rate=np.array([rate]))
    if sound:
        check_numbers(model, numbers)
    else:
        with pytest.raises(InputError, match="share per day"):
            check_numbers(model, numbers)


def test_a_share_of_an_effect_is_not_negative_and_only_deciders_have_a_pace() -> None:
    model = evolve(MODEL, **_pain(kind="settle"))
    with pytest.raises(InputError, match="negative"):
        check_numbers(model, evolve(NUMBERS, amount=np.array([-0.1])))
    other = evolve(MODEL, deciders=[Decider(actor="B")])
    with pytest.raises(InputError, match="pace that cannot be"):
        check_numbers(other, NUMBERS)
    check_numbers(other, evolve(NUMBERS, pace=np.zeros(1)))


def _loop(high: float, forth: float, back: float, fade: float):
    model = CrisisModel(
        stocks=[Stock(id="a", high=high), Stock(id="b"), Stock(id="c")],
        couplings=[
            Coupling(id="forth", kind="adds", source="a", target="b"),
            Coupling(id="back", kind="adds", source="b", target="a"),
            Coupling(id="a fades", kind="fades", source="a"),
            Coupling(id="b fades", kind="fades", source="b"),
            Coupling(id="out", kind="adds", source="b", target="c"),
        ],
    )
    return model, numbers_for(model, rate=[forth, back, fade, fade, 5.0])


@pytest.mark.parametrize(
    ("high", "forth", "back", "fade", "sound"),
    [
        (float("inf"), 0.1, 0.1, 0.2, True),
        (float("inf"), 0.1, 0.1, 0.1, True),
        (float("inf"), 0.1, 0.2, 0.1, False),
        (float("inf"), 0.1, 0.0, 0.0, True),
        (5.0, 0.9, 0.9, 0.0, True),
    ],
)
def test_growth_without_bound_is_refused(
    high: float, forth: float, back: float, fade: float, sound: bool
) -> None:
    model, numbers = _loop(high, forth, back, fade)
    if sound:
        check_numbers(model, numbers)
    else:
        with pytest.raises(InputError, match="without bound"):
            check_numbers(model, numbers)
