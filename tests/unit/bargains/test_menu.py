"""Menus: codes of bundles, constraints, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.bargains import make_menu
from suasion.bargains.menu import MOST_BUNDLES
from suasion.errors import InputError

ISSUES = {"gate": ["open", "shut"], "gas": ["none", "some", "much"], "words": ["no", "yes"]}
HELD = {"gate": "open", "gas": "none", "words": "no"}


def test_the_last_issue_turns_fastest_and_codes_go_both_ways():
    menu = make_menu(ISSUES, HELD)
    codes = np.arange(menu.n_bundles)
    names = [[menu.options[one] for one in row] for row in menu.choices(codes)]
    assert names[0] == ["open", "none", "no"]
    assert names[1] == ["open", "none", "yes"]
    assert names[6] == ["shut", "none", "no"]
    assert menu.codes(menu.choices(codes)).tolist() == codes.tolist() == list(range(12))


def test_codes_of_a_menu_near_the_limit():
    issues = {f"i{k}": [f"i{k}o{j}" for j in range(10)] for k in range(10)}
    menu = make_menu(issues, {name: own[0] for name, own in issues.items()})
    assert menu.n_bundles == MOST_BUNDLES
    assert menu.codes(menu.choices(np.array([MOST_BUNDLES - 1, 1234567890]))).tolist() == [
        MOST_BUNDLES - 1,
        1234567890,
    ]


def test_a_bundle_by_its_changes():
    menu = make_menu(ISSUES, HELD)
    assert menu.changed(menu.bundle(["much", "yes"])) == ("much", "yes")
    assert menu.changed(menu.bundle([])) == ()


def test_what_requires_and_excludes_leave():
    menu = make_menu(ISSUES, HELD, requires=[("much", "shut")], excludes=[("yes", "some")])
    choices = menu.choices(np.arange(12))
    for row, allowed in zip(choices, menu.allowed(choices), strict=True):
        chosen = {menu.options[one] for one in row}
        expected = not ("much" in chosen and "shut" not in chosen)
        assert allowed == (expected and not {"yes", "some"} <= chosen)


@pytest.mark.parametrize(
    ("issues", "held", "limits", "problem"),
    [
        ({}, {}, {}, "nothing to bargain over"),
        ({"a": ["x"]}, {"a": "x"}, {}, "has 1 options"),
        ({"a": []}, {}, {}, "has 0 options"),
        ({"a": ["x", "x"]}, {"a": "x"}, {}, "stands twice"),
        ({"a": ["x", "y"], "b": ["y", "z"]}, {"a": "x", "b": "z"}, {}, "stands twice"),
        ({"a": ["x", "y"]}, {}, {}, "no status quo"),
        ({"a": ["x", "y"]}, {"a": "z"}, {}, "no status quo"),
        (ISSUES, HELD, {"requires": [("much", "closed")]}, "unknown option"),
        (ISSUES, HELD, {"excludes": [("close", "much")]}, "unknown option"),
        (ISSUES, HELD, {"excludes": [("much", "much")]}, "excludes itself"),
        (ISSUES, HELD, {"requires": [("much", "some")]}, "of its own issue"),
        (ISSUES, HELD, {"requires": [("much", "much")]}, "of its own issue"),
        (ISSUES, HELD, {"excludes": [("open", "none")]}, "ruled out by its own constraints"),
        (ISSUES, HELD, {"requires": [("open", "yes")]}, "ruled out by its own constraints"),
    ],
)
def test_what_is_refused(issues, held, limits, problem):
    with pytest.raises(InputError) as raised:
        make_menu(issues, held, **limits)
    assert problem in raised.value.problem
    assert raised.value.fix


def test_more_bundles_than_can_be_scored_are_counted():
    issues = {f"i{k}": [f"i{k}o{j}" for j in range(4)] for k in range(20)}
    with pytest.raises(InputError) as raised:
        make_menu(issues, {name: own[0] for name, own in issues.items()})
    assert str(4**20) in raised.value.got
    assert "leave out" in raised.value.fix


def test_an_unknown_option_is_named():
    with pytest.raises(InputError, match="closed"):
        make_menu(ISSUES, HELD).option("closed")
