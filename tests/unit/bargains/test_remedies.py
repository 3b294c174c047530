"""What it would take, on small bargains worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from attrs import evolve

from suasion.bargains import (
    find_linked,
    find_remedies,
    make_menu,
    plain_terms,
    small_bundles,
    weakest_promise,
)

AB = make_menu({i: [f"{i}0", f"{i}1"] for i in "ab"}, {i: f"{i}0" for i in "ab"})


def _remedies(menu, terms):
    small = small_bundles(menu)
    return find_remedies(small, terms, find_linked(small, terms))


def test_money_or_a_sweetener_or_nothing():
    terms = plain_terms(AB, {"X": {"a1": -1, "b1": 3}, "Y": {"a1": 2, "b1": -1}})
    found = _remedies(AB, terms)
    assert found["a1"].status == found["b1"].status == "linked"
    assert (found["a1"].sweetener, found["b1"].sweetener) == (("b1",), ("a1",))
    assert found["a1"].payment == 1.0
    assert found["a1"].losers == ("X",)
    assert found["a1"].sweetened_gains == (2.0, 1.0)
    alone = _remedies(AB, plain_terms(AB, {"X": {"a1": -1, "b1": -9}, "Y": {"a1": 2, "b1": 8}}))
    assert (alone["a1"].status, alone["b1"].status) == ("paid", "blocked")
    assert alone["b1"].payment == 9.0


def test_what_passes_by_itself_sweetens_nothing():
    terms = plain_terms(AB, {"X": {"a1": -1, "b1": 3}, "Y": {"a1": 2, "b1": 1}})
    found = _remedies(AB, terms)
    assert found["b1"].status == "passes"
    assert (found["a1"].status, found["a1"].sweetener) == ("paid", ())


def test_an_option_that_is_shut_cannot_be_bought():
    terms = plain_terms(AB, {"X": {"a1": -1}, "Y": {"a1": 2}})
    shut = evolve(terms, is_open=np.array([True, False, True, True]))
    found = _remedies(AB, shut)["a1"]
    assert (found.status, found.can_pay, found.sweetener) == ("blocked", False, ())


def test_the_shortest_notice_counts_where_both_would_break():
    """Both keep a1 and lose 2 and 3 by it; each gains 4 and 9 a year from calm otherwise."""
    menu = make_menu({"a": ["a0", "a1"]}, {"a": "a0"})
    terms = evolve(
        plain_terms(menu, {"X": {"a1": -2.0}, "Y": {"a1": -3.0}}, kept={"a1": "X"}),
        keeps=np.array([[False, True], [False, True]]),
        temptation=np.array([[0.0, 2.0 * 50], [0.0, 3.0 * 50]]),
        exposure=np.array([12.0, 24.0]),
        exposure_change=np.array([[0.0, -12.0], [0.0, -24.0]]),
        hazard=np.array([0.1, 0.1]),
    )
    found = _remedies(menu, terms)["a1"]
    assert found.breaker == "X"
    assert found.notice_within == pytest.approx(min(4.0 / (0.1 * 2.0), 9.0 / (0.1 * 3.0)))
    reversed_sides = evolve(terms, exposure_change=terms.exposure_change * [[1.0], [0.5]])
    slow = _remedies(menu, reversed_sides)["a1"]
    assert slow.notice_within == pytest.approx(min(4.0 / 0.2, (6.0 - 3.0) / 0.3))


def test_no_notice_is_soon_enough_for_who_would_rather_have_no_deal():
    menu = make_menu({"a": ["a0", "a1"]}, {"a": "a0"})
    terms = plain_terms(menu, {"X": {"a1": -2.0}, "Y": {"a1": 3.0}}, kept={"a1": "X"})
    found = _remedies(menu, terms)["a1"]
    assert (found.breaker, found.notice_within) == ("X", 0.0)


def test_nothing_is_to_be_noticed_where_it_holds():
    found = _remedies(AB, plain_terms(AB, {"X": {"a1": 1.0}, "Y": {"a1": 1.0}}))["a1"]
    assert found.breaker == ""
    assert math.isnan(found.notice_within)


def test_the_weakest_promise_is_one_that_its_keeper_would_break():
    values = {"X": {"a1": -2.0, "b1": 3.0}, "Y": {"a1": 3.0, "b1": -1.0}}
    terms = plain_terms(AB, values, kept={"a1": "X", "b1": "Y"}, noticed_after=20.0)
    assert weakest_promise(AB, terms, AB.bundle(["a1", "b1"])) == ("X", "a1")
    soon = plain_terms(AB, values, kept={"a1": "X", "b1": "Y"}, noticed_after=0.1)
    assert weakest_promise(AB, soon, AB.bundle(["a1", "b1"])) == ("", "")
    assert weakest_promise(AB, terms, AB.bundle([])) == ("", "")
