"""Worth of bundles by hand, and terms that are refused."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from suasion.bargains import make_menu, no_deal_value, plain_terms, rupture_share, score
from suasion.errors import InputError

MENU = make_menu({"a": ["a0", "a1"], "b": ["b0", "b1"]}, {"a": "a0", "b": "b0"})
PLAIN = plain_terms(MENU, {"X": {"a1": -2.0, "b1": 3.0}, "Y": {"a1": 4.0, "b1": -1.0}})
BOTH = MENU.bundle(["a1", "b1"])[None, :]
A1 = MENU.option("a1")


def _promised(noticed_after, trust=0.0):
    values = {"X": {"a1": -2.0, "b1": 3.0}, "Y": {"a1": 4.0, "b1": -1.0}}
    kept = {"a1": "X", "b1": "Y"}
    return plain_terms(
        MENU, values, kept=kept, noticed_after=noticed_after, discount=0.1, trust=trust
    )


def test_a_promise_is_kept_up_to_the_time_at_which_breaking_pays():
    """X: g = 1, saves 2: keeps while 1 >= 0.1 * 2 * t, that is t <= 5; Y: g = 3, t <= 30."""
    for years, holds in ((4.9, True), (5.0, True), (5.1, False), (29.0, False)):
        assert score(MENU, _promised(years), BOTH).holds.tolist() == [holds]


def test_what_does_not_hold_is_worth_what_trust_gives_it():
    found = score(MENU, _promised(6.0, trust=0.25), BOTH)
    assert found.gains.tolist() == [[0.25, 0.75]]
    assert found.revocable.tolist() == [[1.0, 3.0]]
    assert found.temptation == pytest.approx(np.array([[0.1 * 2 * 6, 0.1 * 1 * 6]]))


def test_a_promise_that_costs_nothing_is_broken_by_who_would_rather_have_no_deal():
    """X keeps a1, which suits it, but loses by b1 as long as the deal lasts."""
    values = {"X": {"a1": 1.0, "b1": -3.0}, "Y": {"a1": 1.0, "b1": 4.0}}
    bound = plain_terms(MENU, values, kept={"a1": "X", "b1": "Y"})
    assert score(MENU, bound, BOTH).holds.tolist() == [False]
    only_y = plain_terms(MENU, values, kept={"a1": "Y", "b1": "Y"})
    assert score(MENU, only_y, BOTH).holds.tolist() == [True]


def test_less_tension_is_worth_the_danger_that_it_takes_away():
    terms = evolve(
        PLAIN,
        once=np.zeros((2, 4)),
        exposure=np.array([1000.0, 200.0]),
        tension=2.0,
        tension_change=np.where(np.arange(4) == A1, -5.0, 0.0),
        hazard=np.array([0.02, 0.04]),
        slope=np.array([1.0, 0.5]),
    )
    h = np.array([0.02 * np.exp(2.0), 0.04 * np.exp(1.0)])
    before = -np.array([1000.0, 200.0]) * h / (0.1 + h)
    assert no_deal_value(MENU, terms) == pytest.approx(before)
    calm = -np.array([1000.0 * 0.02 / 0.12, 200.0 * 0.04 / 0.14])
    gains = score(MENU, terms, MENU.bundle(["a1"])[None, :]).gains[0]
    assert gains == pytest.approx(calm - before)
    still = evolve(terms, slope=np.zeros(2))
    assert score(MENU, still, MENU.bundle(["a1"])[None, :]).gains.tolist() == [[0.0, 0.0]]


def test_disarmed_beyond_nothing_is_nothing():
    change = np.zeros((2, 4))
    change[0, A1] = -50.0
    terms = evolve(
        PLAIN,
        once=np.zeros((2, 4)),
        exposure=np.array([30.0, 0.0]),
        exposure_change=change,
        hazard=np.array([0.1, 0.1]),
    )
    gains = score(MENU, terms, MENU.bundle(["a1"])[None, :]).gains
    assert gains == pytest.approx(np.array([[15.0, 0.0]]))


def test_tension_without_bound_makes_a_rupture_certain_and_no_number_overflows():
    terms = evolve(PLAIN, hazard=np.array([0.01, 0.0]), slope=np.array([1.0, 1.0]))
    shares = rupture_share(terms, np.array([-1e9, 0.0, 1e9]))
    assert shares[:, 1].tolist() == [0.0, 0.0, 0.0]
    assert shares[:, 0] == pytest.approx([0.01 / 0.11, 0.01 / 0.11, 1.0])


def test_a_gain_below_a_dollar_is_none():
    terms = plain_terms(MENU, {"X": {"a1": 1e-6}, "Y": {"a1": 1.0}})
    assert not score(MENU, terms, MENU.bundle(["a1"])[None, :]).accepted[0]
    terms = plain_terms(MENU, {"X": {"a1": 1.1e-6}, "Y": {"a1": 1.0}})
    assert score(MENU, terms, MENU.bundle(["a1"])[None, :]).accepted[0]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"once": np.zeros((2, 3))}, "does not fit"),
        ({"once": np.full((2, 4), np.nan)}, "not finite"),
        ({"exposure": np.array([np.inf, 1.0])}, "not finite"),
        ({"tension": float("nan")}, "not finite"),
        ({"is_open": np.ones(3, dtype=bool)}, "does not fit"),
        ({"keeps": np.ones((2, 3), dtype=bool)}, "does not fit"),
        ({"trust": np.array([0.5, 1.5])}, "probability"),
        ({"trust": np.array([-0.5, 0.5])}, "probability"),
        ({"discount": np.array([0.0, 0.1])}, "rate"),
        ({"hazard": np.array([-0.1, 0.1])}, "rate"),
        ({"slope": np.array([-0.1, 0.1])}, "below zero"),
        ({"temptation": np.full((2, 4), -1.0)}, "below zero"),
    ],
)
def test_terms_that_are_refused(change, problem):
    with pytest.raises(InputError) as raised:
        score(MENU, evolve(PLAIN, **change), BOTH)
    assert problem in raised.value.problem


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"X": {"a2": 1.0}, "Y": {}}, {}),
        ({"X": {"a1": 1.0}, "Y": {}}, {"a2": "X"}),
        ({"X": {"a1": 1.0}, "Y": {}}, {"a1": "Z"}),
    ],
)
def test_names_that_are_not_there_are_refused(values, kept):
    with pytest.raises(InputError):
        plain_terms(MENU, values, kept=kept)
