from __future__ import annotations

import math

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.games import (
    banzhaf,
    from_values,
    sampled_banzhaf,
    sampled_shapley,
    shapley,
    weighted_voting,
)
from suasion.games.estimates import estimate

WEIGHTS = [9, 8, 7, 5, 4, 4, 3, 2, 1]
KINDS = [(sampled_shapley, shapley), (sampled_banzhaf, banzhaf)]


def votes(coalition):
    return float(sum(w for at, w in enumerate(WEIGHTS) if coalition >> at & 1) >= 22)


@pytest.mark.parametrize(("sample", "exact"), KINDS)
def test_bounds_hold_over_many_seeds(sample, exact):
    """With 95 % for all players together, 40 seeds miss at most 6 times (risk below 0.4 %)."""
    truth = exact(weighted_voting(22, WEIGHTS))
    missed, far = 0, 0
    for seed in range(40):
        found = sample(votes, 9, draws=400, seed=seed, value_range=(0.0, 1.0))
        off = np.abs(found.values - truth)
        missed += bool((off > found.bounds).any())
        far += int((off > 4 * found.standard_errors + 1e-12).sum())
    assert missed <= 6
    assert far <= 3


@pytest.mark.parametrize(("sample", "exact"), KINDS)
def test_more_draws_come_closer_and_say_so(sample, exact):
    truth = exact(weighted_voting(22, WEIGHTS))
    few, many = (
        sample(votes, 9, draws=draws, seed=1, value_range=(0.0, 1.0)) for draws in (50, 3000)
    )
    assert np.abs(many.values - truth).max() < 0.03
    assert (many.bounds < few.bounds).all()
    assert (many.standard_errors < 0.02).all()


def test_an_order_and_its_reverse_make_up_for_each_other():
    """In v(S) = |S|^2 the p-th to join adds 2p - 1, and 2(n + 1 - p) - 1 in the reverse."""
    found = sampled_shapley(
        lambda s: float(s.bit_count() ** 2), 8, draws=5, seed=0, value_range=(0.0, 64.0)
    )
    assert found.values.tolist() == [8.0] * 8
    assert found.standard_errors.tolist() == [0.0] * 8


def test_errors_are_those_of_the_textbook():
    draws = np.random.default_rng(2).random((50, 3))
    found = estimate(
        draws.sum(axis=0), (draws**2).sum(axis=0), n_draws=50, width=2.0, confidence=0.9, asked=7
    )
    np.testing.assert_allclose(found.values, draws.mean(axis=0))
    expected = draws.std(axis=0, ddof=1) / math.sqrt(50)
    np.testing.assert_allclose(found.standard_errors, expected)
    hoeffding = 2.0 * math.sqrt(math.log(2 / (0.1 / 3 / 2)) / 100)
    np.testing.assert_allclose(found.bounds, hoeffding)


def test_small_variance_beats_hoeffding():
    additive = [float(one) for one in range(30)]
    found = sampled_shapley(
        lambda s: sum(additive[at] for at in range(30) if s >> at & 1),
        30,
        draws=500,
        seed=0,
        value_range=(0.0, 435.0),
    )
    np.testing.assert_allclose(found.values, additive, atol=1e-9)
    flat = 870.0 * math.sqrt(math.log(4 * 30 / 0.05) / 1000)
    assert (found.bounds < flat).all()
    assert found.values.sum() == pytest.approx(435.0)


def test_the_same_seed_gives_the_same_and_zero_is_a_seed():
    args = {"draws": 20, "value_range": (0.0, 1.0)}
    first = sampled_shapley(votes, 9, seed=0, **args)
    assert (first.values == sampled_shapley(votes, 9, seed=0, **args).values).all()
    assert (first.values != sampled_shapley(votes, 9, seed=1, **args).values).any()


def test_every_coalition_is_asked_for_once():
    asked = []

    def value(coalition):
        asked.append(coalition)
        return votes(coalition)

    found = sampled_shapley(value, 9, draws=100, seed=0, value_range=(0.0, 1.0))
    assert len(asked) == len(set(asked)) == found.n_evaluations


def test_masks_of_any_size():
    found = sampled_shapley(
        lambda s: float(s >> 99 & 1), 100, draws=3, seed=0, value_range=(0.0, 1.0)
    )
    assert found.values[99] == 1.0


@pytest.mark.parametrize(
    "changed",
    [
        {"draws": 1},
        {"value_range": (1.0, 0.0)},
        {"value_range": (0.5, 1.0)},
        {"value_range": (0.0, math.inf)},
        {"confidence": 1.0},
        {"n": 0},
        {"value_range": (0.0, 0.5)},
        {"value_function": lambda s: math.nan},
        {"value_function": lambda s: 1.0},
    ],
    ids=str,
)
@pytest.mark.parametrize("sample", [sampled_shapley, sampled_banzhaf])
def test_a_sample_that_is_not_well_defined_is_refused(sample, changed):
    args = {"value_function": votes, "n": 9, "draws": 5, "seed": 0, "value_range": (0.0, 1.0)}
    with pytest.raises(InputError):
        sample(**(args | changed))


def test_games_of_values_can_be_sampled_too():
    values = np.array([0, 0, 0, 10, 0, 0, 0, 2.0])
    found = sampled_shapley(values.__getitem__, 3, draws=2000, seed=0, value_range=(0.0, 10.0))
    np.testing.assert_allclose(found.values, shapley(from_values(3, values)), atol=0.4)
