from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.games import (
    banzhaf_fractions,
    blocking_coalitions,
    expand,
    minimal_winning,
    nucleolus,
    shapley,
    shapley_fractions,
    swings,
    weighted_voting,
)
from tests.properties.games.independent import shapley_of_vote_by_listing

UNION = [2904, 2904, 2712, 2500, 1234, 1100, 1001, 900, 870, 640, 530, 520, 511, 480, 470, 460]
UNION += [330, 310, 260, 220, 180, 110, 90, 70, 40, 30, 20]


@pytest.mark.parametrize(
    ("quota", "weights", "got"),
    [
        (7, [3, 3], "quota of 7"),
        (0, [3, 3], "quota of 0"),
        (-1, [3, 3], "quota of -1"),
        (2, [3, -1], "-1 as weight of member 1"),
        (2, [3, math.nan], "nan as weight of member 1"),
        (math.inf, [3, 1], "inf as quota"),
        (2, [], "no members"),
        (1, [0, 0], "add up to 0"),
        (2, [3, "many"], "'many' as weight of member 1"),
        (True, [3, 1], "True as quota"),
    ],
)
def test_what_makes_no_vote_is_refused(quota, weights, got):
    with pytest.raises(InputError) as caught:
        weighted_voting(quota, weights)
    assert got in caught.value.got
    assert caught.value.fix


def test_floats_are_the_decimals_that_they_print_as():
    """In binary 0.1 + 0.1 + 0.1 is more than 0.3 and 0.7 + 0.1 less than 0.8."""
    assert minimal_winning(weighted_voting(0.8, [0.7, 0.1, 0.1])) == ((0, 1), (0, 2))
    assert weighted_voting(0.3, [0.1] * 3).whole == (3, (1, 1, 1))
    assert weighted_voting(Fraction(1, 3), [Decimal("0.2"), 1 / 4]).whole == (7, (4, 5))
    assert weighted_voting(np.float64(2.5), np.array([1, 2])).whole == (3, (1, 2))


def test_twelve_members_against_listing():
    weights = [29, 29, 27, 13, 12, 12, 10, 7, 7, 4, 4, 3]
    game = weighted_voting(112, weights)
    assert list(shapley_fractions(game)) == shapley_of_vote_by_listing(112, weights)


@pytest.mark.parametrize("quota", [1, 10_000, 13_000, 14_000, sum(UNION)])
def test_twenty_seven_members_by_two_ways_of_counting(quota, monkeypatch):
    game = weighted_voting(quota, UNION)
    monkeypatch.setattr(swings, "MOST_SPLIT", 0)
    by_table = shapley_fractions(game), banzhaf_fractions(game)
    monkeypatch.setattr(swings, "MOST_SPLIT", 34)
    monkeypatch.setattr(swings, "MOST_CELLS", 0)
    assert (shapley_fractions(game), banzhaf_fractions(game)) == by_table
    assert sum(by_table[0]) == 1


def test_a_member_added_with_no_weight_changes_nothing():
    game = weighted_voting(14_000, UNION)
    wider = weighted_voting(14_000, [*UNION, 0])
    assert shapley_fractions(wider) == (*shapley_fractions(game), 0)


def test_more_members_than_bits():
    """Of 80 equal members with 41 needed each has 1/80; counts are beyond 64 bits."""
    game = weighted_voting(41, [1] * 80)
    assert set(shapley_fractions(game)) == {Fraction(1, 80)}
    assert banzhaf_fractions(game)[0] == Fraction(math.comb(79, 40), 2**79)
    assert shapley(game).sum() == pytest.approx(1.0)


def test_weights_of_sixteen_digits():
    weights = [math.sqrt(2 + at) for at in range(22)]
    found = shapley_fractions(weighted_voting(0.6 * sum(weights), weights))
    assert sum(found) == 1
    assert list(found) == sorted(found)


def test_too_fine_and_too_many_says_what_to_do():
    weights = [math.sqrt(2 + at) for at in range(60)]
    with pytest.raises(InputError) as caught:
        shapley(weighted_voting(200, weights))
    assert "60 members" in caught.value.got
    assert "sampled_shapley" in caught.value.fix


def test_a_dictator_and_dummies():
    game = weighted_voting(5, [5, 1, 1])
    assert shapley_fractions(game) == (1, 0, 0)
    assert blocking_coalitions(game) == minimal_winning(game) == ((0,),)
    np.testing.assert_allclose(nucleolus(game), [1.0, 0.0, 0.0], atol=1e-9)


def test_a_vote_of_twenty_seven_has_no_exact_nucleolus():
    with pytest.raises(InputError) as caught:
        nucleolus(weighted_voting(14, [1] * 27))
    assert "27 players" in str(caught.value)


def test_expansion_with_weights_beyond_64_bits():
    huge = 10**30
    game = weighted_voting(huge + 1, [huge, 1, 1])
    assert expand(game).values.tolist() == [0, 0, 0, 1, 0, 1, 0, 1]
