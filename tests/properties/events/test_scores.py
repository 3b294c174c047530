"""Scores are proper: in expectation nothing beats the truth, and what is worse scores worse."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.events.backtest.scores import brier, crps_of_samples, log_score_of_counts

RATES = st.floats(0.2, 30.0)
N = 400


def _poisson(rate: float, up_to: int) -> np.ndarray:
    k = np.arange(up_to)
    logs = k * math.log(rate) - rate - np.array([math.lgamma(one + 1.0) for one in k])
    return np.exp(logs)


def _expected_crps(forecast: float, truth: float, up_to: int) -> float:
    """Return the expected CRPS of one Poisson forecast under another, from the definition."""
    below = np.cumsum(_poisson(forecast, up_to))
    steps = np.arange(up_to)[:, None] <= np.arange(up_to)[None, :]
    return float(_poisson(truth, up_to) @ ((below[None, :] - steps) ** 2).sum(axis=1))


@settings(max_examples=25, deadline=None)
@given(RATES, st.floats(0.4, 2.5), st.integers(0, 2**32 - 1))
def test_the_truth_is_not_beaten_by_crps(truth: float, factor: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    other, up_to = truth * factor, int(3 * truth + 12 * math.sqrt(3 * truth)) + 40
    gap = _expected_crps(other, truth, up_to) - _expected_crps(truth, truth, up_to)
    assert gap >= -1e-12
    observed = random.poisson(truth, N).astype(float)
    right = crps_of_samples(random.poisson(truth, (200, N)).astype(float), observed)
    wrong = crps_of_samples(random.poisson(other, (200, N)).astype(float), observed)
    found = wrong - right
    assert abs(found.mean() - gap) < 6 * found.std() / math.sqrt(N) + 1e-9


@settings(max_examples=15, deadline=None)
@given(RATES, st.sampled_from([0.3, 0.5, 2.0, 3.0]), st.integers(0, 2**32 - 1))
def test_the_truth_wins_by_log_score(truth: float, factor: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    right = random.poisson(truth, 2000).astype(float)
    wrong = random.poisson(truth * factor, 2000).astype(float)
    gaps = [
        log_score_of_counts(wrong, y) - log_score_of_counts(right, y)
        for y in random.poisson(truth, N).astype(float)
    ]
    assert np.mean(gaps) > -4 * np.std(gaps) / math.sqrt(N)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_truth_is_not_beaten_by_brier(truth: float, other: float) -> None:
    def expected(p: float) -> float:
        return truth * brier(p, happened=True) + (1.0 - truth) * brier(p, happened=False)

    assert expected(truth) <= expected(other) + 1e-12


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(-50.0, 50.0))
def test_crps_moves_and_stretches_with_its_unit(values: list[float], shift: float) -> None:
    samples = np.array(values)[:, None]
    plain = crps_of_samples(samples, np.array([1.0]))[0]
    moved = crps_of_samples(3.0 * samples + shift, np.array([3.0 + shift]))[0]
    assert math.isclose(moved, 3.0 * plain, rel_tol=1e-9, abs_tol=1e-8)
