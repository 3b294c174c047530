"""Linked bundles of small bargains, worked out by hand."""

from __future__ import annotations

import pytest

from suasion.bargains import find_linked, make_menu, plain_terms, small_bundles
from suasion.errors import InputError

ABC = make_menu({i: [f"{i}0", f"{i}1"] for i in "abc"}, {i: f"{i}0" for i in "abc"})


def _found(menu, values, largest=3):
    small = small_bundles(menu, largest)
    linked = find_linked(small, plain_terms(menu, values))
    named = [menu.changed(row) for row in small.choices]
    return (
        [one for one, mark in zip(named, linked.passes_alone, strict=True) if mark],
        [one for one, mark in zip(named, linked.quid_pro_quo, strict=True) if mark],
    )


def test_a_bundle_with_a_part_that_passes_is_no_quid_pro_quo():
    alone, linked = _found(
        ABC, {"X": {"a1": -1, "b1": 3, "c1": 1}, "Y": {"a1": 2, "b1": -1, "c1": 1}}
    )
    assert alone == [("c1",)]
    assert linked == [("a1", "b1")]


def test_three_changes_of_which_no_two_pass():
    alone, linked = _found(
        ABC, {"X": {"a1": 5, "b1": -2, "c1": -2}, "Y": {"a1": -3, "b1": 2, "c1": 2}}
    )
    assert (alone, linked) == ([], [("a1", "b1", "c1")])
    assert _found(
        ABC, {"X": {"a1": 5, "b1": -2, "c1": -2}, "Y": {"a1": -3, "b1": 2, "c1": 2}}, 2
    ) == (
        [],
        [],
    )


def test_what_requires_another_passes_with_it_alone():
    menu = make_menu(
        {i: [f"{i}0", f"{i}1"] for i in "ab"},
        {i: f"{i}0" for i in "ab"},
        requires=[("a1", "b1")],
    )
    values = {"X": {"a1": 3, "b1": -1}, "Y": {"a1": 3, "b1": -1}}
    assert _found(menu, values) == ([], [("a1", "b1")])


@pytest.mark.parametrize("largest", [0, -1])
def test_bundles_of_nothing_are_refused(largest):
    with pytest.raises(InputError):
        small_bundles(ABC, largest)


def test_more_small_bundles_than_can_be_held_are_counted():
    wide = {f"i{k}": [f"i{k}o{j}" for j in range(9)] for k in range(10)}
    menu = make_menu(wide, {name: own[0] for name, own in wide.items()})
    with pytest.raises(InputError) as raised:
        small_bundles(menu, 6)
    count = sum(_choose(10, size) * 8**size for size in range(1, 7))
    assert str(count) in raised.value.got


def _choose(n, k):
    return 1 if k == 0 else _choose(n - 1, k - 1) * n // k


def test_a_largest_beyond_the_issues_is_all_of_them():
    assert len(small_bundles(ABC, 7).choices) == 7
