"""Breaks and regimes: exact, told in days, careful with noise, clear about too little."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.events.noise import draw_in, find_persistence, find_size_parameter
from suasion.events.partition import partition
from suasion.events.regimes import find_count_regimes, find_value_regimes
from suasion.events.segment_costs import CountCost, NormalCost


def _least(costs: CountCost | NormalCost, penalty: float, min_length: int) -> float:
    """Return the least total by trying every set of breaks."""
    n = costs.size
    best = math.inf
    for k in range(n // min_length):
        for breaks in itertools.combinations(range(1, n), k):
            edges = (0, *breaks, n)
            if min(b - a for a, b in itertools.pairwise(edges)) < min_length:
                continue
            total = sum(
                float(costs.cost(np.array([a]), b)[0]) for a, b in itertools.pairwise(edges)
            )
            best = min(best, total + penalty * k)
    return best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("min_length", [1, 2, 3])
def test_the_partition_is_the_best_of_all(seed: int, min_length: int) -> None:
    random = np.random.default_rng(seed)
    counts = random.poisson(np.repeat([2.0, 9.0, 3.0], 4)).astype(float)
    costs = CountCost(counts, size_parameter=5.0 if seed % 2 else math.inf)
    penalty = 3.0
    starts = partition(costs, penalty=penalty, min_length=min_length)
    edges = (*starts, len(counts))
    total = sum(float(costs.cost(np.array([a]), b)[0]) for a, b in itertools.pairwise(edges))
    assert total + penalty * (len(starts) - 1) == pytest.approx(_least(costs, penalty, min_length))
    assert min(b - a for a, b in itertools.pairwise(edges)) >= min_length


def test_a_count_cost_is_the_likelihood_of_its_mean() -> None:
    counts, r = np.array([3.0, 0.0, 5.0, 2.0]), 1.7
    mean = counts.mean()
    share = mean / (mean + r)
    log = float(np.sum(counts * np.log(share) + r * np.log(1.0 - share)))
    found = CountCost(counts, size_parameter=r).cost(np.array([0]), 4)[0]
    assert found == pytest.approx(-2.0 * log)


def test_levels_are_means_and_lie_in_their_intervals() -> None:
    counts = [1, 2, 0, 1, 2, 1, 0, 2] * 4 + [12, 9, 11, 10] * 8
    found = find_count_regimes(counts)
    (one,) = found.breaks
    assert one.place == 32
    assert one.low <= one.place <= one.high
    left, right = found.regimes
    assert (left.start, left.stop, right.start, right.stop) == (0, 32, 32, 64)
    assert left.level == pytest.approx(np.mean(counts[:32]))
    assert left.low < left.level < left.high < right.low < right.level < right.high


def test_missing_values_are_left_out_and_places_are_those_of_the_series() -> None:
    values = [0.3, math.nan, -0.2, 0.1, -0.1, 0.2, -0.3] * 5 + [math.nan, 4.1, 3.8, 4.2] * 6
    found = find_value_regimes(values)
    (one,) = found.breaks
    assert one.place == 36  # the first value of the new level stands behind a missing one
    assert found.n == 48
    assert [part.n for part in found.regimes] == [30, 18]


def test_one_wild_day_is_no_regime() -> None:
    random = np.random.default_rng(4)
    values = random.normal(size=200)
    values[90] = 60.0
    assert find_value_regimes(values).breaks == ()


def test_a_change_of_spread_alone_is_a_break() -> None:
    random = np.random.default_rng(5)
    values = np.concatenate([random.normal(size=150), 8.0 * random.normal(size=150)])
    found = find_value_regimes(values)
    (one,) = found.breaks
    assert abs(one.place - 150) <= 8
    assert found.regimes[1].spread > 4 * found.regimes[0].spread


def test_a_drift_is_not_taken_for_many_breaks_where_it_is_persistence() -> None:
    random = np.random.default_rng(6)
    walk = np.cumsum(random.normal(size=60)) * 0.5
    assert len(find_value_regimes(walk).breaks) <= 1


@pytest.mark.parametrize("n", [0, 1, 7])
def test_too_few_periods_are_said(n: int) -> None:
    found = find_count_regimes([1.0] * n)
    assert found.breaks == ()
    assert f"{n} whole periods" in found.note
    assert len(found.regimes) == min(n, 1)


def test_a_series_that_never_moves_has_one_regime() -> None:
    assert find_count_regimes([0.0] * 50).regimes[0].level == 0.0
    assert find_value_regimes([2.5] * 50).regimes[0].level == 2.5
    assert find_value_regimes([2.5] * 50).breaks == ()


@pytest.mark.parametrize("counts", [[1.0, -1.0], [1.0, math.nan], [1.0, math.inf]])
def test_what_is_no_count_is_refused(counts: list[float]) -> None:
    with pytest.raises(InputError, match="holds what it cannot"):
        find_count_regimes(counts)


def test_the_penalty_decides_how_many_breaks_there_are() -> None:
    random = np.random.default_rng(7)
    counts = random.poisson(np.repeat([3.0, 5.0, 3.0], 60))
    few = find_count_regimes(counts, penalty=1e6)
    many = find_count_regimes(counts, penalty=2.0)
    assert len(few.breaks) == 0
    assert len(many.breaks) > len(find_count_regimes(counts).breaks)
    with pytest.raises(InputError, match="cannot be run"):
        find_count_regimes(counts, penalty=0.0)


def test_persistence_is_found_and_a_break_does_not_pass_for_it() -> None:
    random = np.random.default_rng(8)
    noise = random.normal(size=600)
    series = noise.copy()
    for at in range(1, len(series)):
        series[at] += 0.5 * series[at - 1]
    assert find_persistence(series) == pytest.approx(0.5, abs=0.2)
    noise[300:] += 8.0
    assert find_persistence(noise) == 0.0


def test_the_size_parameter_is_found_and_poisson_needs_none() -> None:
    random = np.random.default_rng(9)
    wide = random.poisson(random.gamma(2.0, 5.0, size=4000)).astype(float)
    assert find_size_parameter(wide, 0.0) == pytest.approx(2.0, rel=0.2)
    assert find_size_parameter(random.poisson(10.0, 4000).astype(float), 0.0) > 50.0


def test_drawing_in_follows_a_lasting_change() -> None:
    step = np.concatenate([np.zeros(20), np.full(20, 50.0)])
    assert (draw_in(step, 1.0, 7) == step).all()
