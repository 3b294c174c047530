"""Shares of a difference on results whose answer is known."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.comparison import share_difference, subset_members
from suasion.errors import ComputationError, InputError

NAMES = ("a", "b", "c", "d")


def _values(rule, groups=NAMES):
    return np.array(
        [float(rule(set(subset_members(mask, groups)))) for mask in range(2 ** len(groups))]
    )


def test_additive_groups_share_what_each_adds():
    worth = {"a": 3.0, "b": -1.0, "c": 0.5, "d": 0.0}
    found = share_difference(NAMES, _values(lambda s: sum(worth[x] for x in s)))
    assert found.shares == pytest.approx(list(worth.values()))
    assert found.lowest == pytest.approx(found.highest)


def test_groups_that_only_work_together_share_evenly():
    found = share_difference(NAMES, _values(lambda s: 6.0 * ({"a", "b", "c"} <= s)))
    assert found.shares == pytest.approx([2.0, 2.0, 2.0, 0.0])
    assert found.lowest[0] == 0.0
    assert found.highest[0] == 6.0


def test_groups_of_which_either_would_do_share_evenly():
    found = share_difference(NAMES, _values(lambda s: 4.0 * bool(s & {"a", "b"})))
    assert found.shares == pytest.approx([2.0, 2.0, 0.0, 0.0])


def test_a_product_is_shared_as_its_closed_form_says():
    found = share_difference(("a", "b"), np.array([1.0, 2.0, 3.0, 6.0]))
    assert found.shares == pytest.approx([(1.0 + 3.0) / 2, (2.0 + 4.0) / 2])


@given(st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=8))
def test_shares_are_the_mean_over_all_orders(numbers):
    values, names = np.array(numbers), NAMES[:3]
    mean = np.zeros(3)
    orders = list(permutations(range(3)))
    for order in orders:
        mask = 0
        for at in order:
            mean[at] += values[mask | 1 << at] - values[mask]
            mask |= 1 << at
    assert share_difference(names, values).shares == pytest.approx(mean / len(orders), abs=1e-9)


def test_further_axes_are_shared_one_by_one():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(16, 5, 2))
    found = share_difference(NAMES, values)
    assert found.shares.shape == (4, 5, 2)
    one = share_difference(NAMES, values[:, 3, 1])
    assert found.shares[:, 3, 1] == pytest.approx(one.shares)
    assert found.shares.sum(axis=0) == pytest.approx(found.total)


@pytest.mark.parametrize("groups", [(), ("a", "a"), tuple("abcdefghijklm")])
def test_groups_that_cannot_be_shared_are_refused(groups):
    with pytest.raises(InputError, match="cannot be shared among"):
        share_difference(groups, np.zeros(2 ** len(groups)))


def test_values_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="do not fit"):
        share_difference(("a", "b"), np.zeros(3))


def test_shares_that_do_not_add_up_are_refused():
    with pytest.raises(ComputationError, match="do not add up"):
        share_difference(("a", "b"), np.array([0.0, 1.0, np.nan, 2.0]))
