"""Scores against closed forms, and the regression against another library.

Closed forms: Gneiting and Raftery (2007) for the normal; sums of the definition for the
others, done here. Tolerances are four standard errors of the samples.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from suasion.events.backtest.negative_binomial import fit_negative_binomial, log_likelihood
from suasion.events.backtest.scores import (
    crps_of_samples,
    log_score_of_counts,
    pit_shares,
    rank_of,
)

DRAWS = 40_000


def _normal_crps(mean: float, sd: float, y: float) -> float:
    z = (y - mean) / sd
    density = math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)
    below = 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))
    return sd * (z * (2.0 * below - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))


def _poisson_crps(rate: float, y: int) -> float:
    """Return the sum of (F(k) - 1{y <= k})^2 over k: the definition for whole numbers."""
    total, below = 0.0, 0.0
    for k in range(int(rate + 40 * math.sqrt(rate)) + y + 40):
        below += math.exp(k * math.log(rate) - rate - math.lgamma(k + 1))
        total += (below - (y <= k)) ** 2
    return total


@pytest.mark.parametrize("y", [-1.0, 0.3, 4.0])
def test_crps_of_normal_samples(y: float) -> None:
    samples = np.random.default_rng(1).normal(0.5, 2.0, size=(DRAWS, 1))
    found = crps_of_samples(samples, np.array([y]))[0]
    assert found == pytest.approx(_normal_crps(0.5, 2.0, y), abs=4 * 2.0 / math.sqrt(DRAWS))


@pytest.mark.parametrize(("rate", "y"), [(0.4, 0), (0.4, 3), (6.0, 2), (30.0, 33)])
def test_crps_of_poisson_samples(rate: float, y: int) -> None:
    samples = np.random.default_rng(2).poisson(rate, size=(DRAWS, 1)).astype(float)
    found = crps_of_samples(samples, np.array([float(y)]))[0]
    room = 4 * math.sqrt(rate) / math.sqrt(DRAWS)
    assert found == pytest.approx(_poisson_crps(rate, y), abs=room)


def test_crps_of_few_samples_is_unbiased() -> None:
    """Three samples a time: their mean score is that of the distribution (Ferro 2014)."""
    samples = np.random.default_rng(3).normal(size=(3, 60_000))
    found = crps_of_samples(samples, np.full(60_000, 0.7))
    error = found.std() / math.sqrt(len(found))
    assert found.mean() == pytest.approx(_normal_crps(0.0, 1.0, 0.7), abs=4 * error)
    biased = (
        np.abs(samples - 0.7).mean(axis=0)
        - np.abs(samples[:, None] - samples[None, :]).mean(axis=(0, 1)) / 2.0
    )
    assert abs(biased.mean() - _normal_crps(0.0, 1.0, 0.7)) > 20 * error


def test_crps_is_the_mean_of_absolute_differences_done_slowly() -> None:
    random = np.random.default_rng(4)
    samples, y = random.normal(size=9), 0.2
    pairs = [abs(a - b) for i, a in enumerate(samples) for b in samples[:i]]
    slow = np.mean(np.abs(samples - y)) - sum(pairs) / (9 * 8)
    found = crps_of_samples(samples[:, None], np.array([y]))[0]
    assert found == pytest.approx(slow, rel=1e-12)


def test_crps_agrees_with_scoringrules() -> None:
    library = pytest.importorskip("scoringrules", reason="scoringrules is not installed")
    random = np.random.default_rng(5)
    samples, observed = random.poisson(4.0, (50, 20)).astype(float), random.poisson(4.0, 20)
    theirs = library.crps_ensemble(observed.astype(float), samples.T, estimator="fair")
    assert crps_of_samples(samples, observed.astype(float)) == pytest.approx(theirs)


@pytest.mark.parametrize("rate", [0.3, 4.0])
def test_the_log_score_nears_that_of_the_distribution(rate: float) -> None:
    samples = np.random.default_rng(6).poisson(rate, DRAWS).astype(float)
    for y in (0, 1, 3):
        exact = -(y * math.log(rate) - rate - math.lgamma(y + 1))
        room = 4.0 * math.sqrt(math.exp(exact) / DRAWS) + 0.01
        assert log_score_of_counts(samples, float(y)) == pytest.approx(exact, abs=room)


def test_the_scored_probabilities_of_counts_add_up_to_one() -> None:
    samples = np.random.default_rng(7).poisson(6.0, 60).astype(float)
    for members in (None, 13):
        total = sum(math.exp(-log_score_of_counts(samples, float(y), members)) for y in range(900))
        assert total == pytest.approx(1.0, abs=1e-6)


def test_outcomes_from_the_forecast_fill_the_tenths_evenly() -> None:
    random = np.random.default_rng(8)
    ranks = [
        rank_of(random.poisson(3.0, 2000).astype(float), float(random.poisson(3.0)))
        for _ in range(1500)
    ]
    below = np.array([one.below for one in ranks])
    at_most = np.array([one.at_most for one in ranks])
    shares = pit_shares(below, at_most)
    assert shares.sum() == pytest.approx(1.0)
    assert np.abs(shares - 0.1).max() < 4 * math.sqrt(0.09 / 1500)
    narrow = pit_shares(np.where(below < 0.5, 0.0, 0.9), np.where(below < 0.5, 0.1, 1.0))
    assert narrow[[0, -1]].min() > 0.3


def _simulate_regression(n: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(9)
    design = np.column_stack([np.ones(n), random.normal(size=n), random.random(n)])
    mean = np.exp(design @ np.array([0.4, 0.5, -0.8]))
    return random.poisson(random.gamma(2.5, mean / 2.5)).astype(float), design


def test_the_regression_finds_what_made_the_counts() -> None:
    counts, design = _simulate_regression(4000)
    fit = fit_negative_binomial(counts, design, ridge=0.0)
    assert fit.slopes == pytest.approx([0.4, 0.5, -0.8], abs=0.12)
    assert fit.size == pytest.approx(2.5, rel=0.25)
    assert fit.gradient < 1e-4


def test_no_other_parameters_are_more_likely() -> None:
    counts, design = _simulate_regression(300)
    fit = fit_negative_binomial(counts, design, ridge=0.0)
    random = np.random.default_rng(10)
    for _ in range(200):
        slopes = fit.slopes + 0.05 * random.normal(size=3)
        size = fit.size * math.exp(0.2 * random.normal())
        assert log_likelihood(counts, np.exp(design @ slopes), size) <= fit.log_likelihood + 1e-3


def test_the_regression_agrees_with_statsmodels() -> None:
    api = pytest.importorskip("statsmodels.api", reason="statsmodels is not installed")
    counts, design = _simulate_regression(500)
    ours = fit_negative_binomial(counts, design, ridge=0.0)
    family = api.families.NegativeBinomial(alpha=1.0 / ours.size)
    theirs = api.GLM(counts, design, family=family).fit(tol=1e-10)
    assert ours.slopes == pytest.approx(theirs.params, abs=1e-5)
    assert ours.log_likelihood == pytest.approx(theirs.llf, abs=1e-6)


def test_a_class_without_events_has_a_fit() -> None:
    fit = fit_negative_binomial(np.zeros(60), np.ones((60, 2)))
    assert float(fit.mean(np.ones((1, 2)))[0]) < 0.1
