"""Treatments: what each line changes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis.simulation import Injection
from suasion.crisis.treatments import apply_treatment, parse_treatment, treated_nodes
from suasion.errors import InputError
from tests.crisis_chains import chain_model, chain_numbers

MODEL = evolve(chain_model(), driven=("noise",))
NUMBERS = evolve(chain_numbers(days=3), drive=np.array([[1.0], [2.0], [3.0], [4.0]]))
ARRAYS = ("initial", "rate", "amount", "weight", "strength", "pace", "attention", "drive")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("stock hurt = 3", "initial", [3.0, 1.0, 0.5, 0.0, 0.0]),
        ("stock hurt + 0.5; stock hurt + 1", "initial", [2.5, 1.0, 0.5, 0.0, 0.0]),
        ("stock hurt + 100", "initial", [9.0, 1.0, 0.5, 0.0, 0.0]),
        ("stock hurt + -4", "initial", [0.0, 1.0, 0.5, 0.0, 0.0]),
        ("stock *u* = 0", "initial", [0.0, 1.0, 0.5, 0.0, 0.0]),
        ("term qui* * 0.5", "weight", [1.0]),
        ("pace *:B>A * 2", "pace", [0.0, 0.0, 0.2, 0.2]),
        ("attention B * 0", "attention", [0.0]),
        ("effect hit:*->* * 3", "amount", [3.0, 3.0, 1.0, 1.0, 1.0, 0.0]),
        ("effect *:A>B -> hurt * 3", "amount", [3.0, 1.0, 3.0, 1.0, 1.0, 0.0]),
        ("coupling wear * 4", "rate", [0.4, 0.2]),
        ("coupling * * 9", "rate", [0.9, 1.0]),
    ],
)
def test_a_line_changes_its_rows_and_nothing_else(
    text: str, name: str, expected: list[float]
) -> None:
    numbers = evolve(NUMBERS, weight=np.array([2.0]))
    changed, injections = apply_treatment(MODEL, numbers, text)
    assert injections == ()
    assert getattr(changed, name).tolist() == pytest.approx(expected)
    for other in ARRAYS:
        if other != name:
            assert np.array_equal(getattr(changed, other), getattr(numbers, other))


def test_the_numbers_given_stay_as_they_are() -> None:
    before = NUMBERS.initial.copy(), NUMBERS.drive.copy()
    apply_treatment(MODEL, NUMBERS, "stock hurt = 0; hold noise = 0; coupling * * 0")
    assert np.array_equal(NUMBERS.initial, before[0])
    assert np.array_equal(NUMBERS.drive, before[1])


def test_hold_keeps_a_stock_on_all_days() -> None:
    changed, _ = apply_treatment(MODEL, NUMBERS, "hold noise = 7; hold mood = 2")
    assert changed.drive.tolist() == [[7.0]] * 4
    assert changed.initial.tolist() == [1.0, 7.0, 2.0, 0.0, 0.0]


def test_inject() -> None:
    _, injections = apply_treatment(MODEL, NUMBERS, " inject hit:A>B@2 ; inject hit:A>B@0*0.5;")
    assert injections == (
        Injection(day=2, move="hit:A>B"),
        Injection(day=0, move="hit:A>B", size=0.5),
    )


def test_nothing_changes_nothing() -> None:
    changed, injections = apply_treatment(MODEL, NUMBERS, "")
    assert changed is NUMBERS
    assert injections == ()


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("inject hit:A>B@1", {"move:hit:A>B"}),
        ("stock hurt = 1; hold mood = 0", {"stock:hurt", "stock:mood"}),
        ("term quiet * 0", {"term:quiet"}),
        ("pace talk:* * 2", {"move:talk:B>A"}),
        ("attention B * 2", {"move:talk:B>A", "move:answer:B>A"}),
        ("effect hit:*->hurt * 0", {"stock:hurt"}),
        ("coupling settle * 0", {"stock:toll"}),
    ],
)
def test_what_a_treatment_touches(text: str, nodes: set[str]) -> None:
    assert treated_nodes(MODEL, text) == nodes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("injekt hit:A>B@1", "inject"),
        ("inject hitt:A>B@1", "hit:A>B"),
        ("inject hit:*@1", "hit:A>B"),
        ("inject hit:A>B", "MOVE@DAY"),
        ("inject hit:A>B@-1", "MOVE@DAY"),
        ("inject hit:A>B@1*0", "above 0"),
        ("inject hit:A>B@1*101", "at most 100"),
        ("stock hurtt = 1", "hurt"),
        ("stock hurt = 10", "0 to 9"),
        ("stock hurt = nan", "finite"),
        ("stock hurt * 2", "NAME = VALUE"),
        ("stock noise = 1", "hold noise"),
        ("hold hurt = 1", "stock hurt = VALUE"),
        ("hold toll = 1", "stock toll = VALUE"),
        ("term quite * 2", "quiet"),
        ("term quiet * -1", "0 to 1000"),
        ("term quiet * 2000", "0 to 1000"),
        ("term quiet*2", "term NAME"),
        ("pace tal:B>A * 2", "talk:B>A"),
        ("attention A * 2", "a decider"),
        ("effect hit:A>B->toll * 2", "hit:A>B->hurt"),
        ("effect hit:A>B * 2", "MOVE->STOCK"),
        ("coupling wea * 2", "wear"),
        ("coupling wear * two", "0 to 1000"),
        ("coupling wear * __import__", "0 to 1000"),
    ],
)
def test_what_is_refused_and_what_it_says(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_treatment(MODEL, text)
    error = caught.value
    assert says in f"{error.expected} {error.fix}"
    assert text in error.where
