"""The fit of a reaction model: its optimum, its intervals, its tests and its refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, stats

from suasion.events import fit_reaction, log_likelihood, observe, shock_series
from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.profile import fit_at, search_decay
from suasion.events.hawkes.residuals import kolmogorov_p, residual_test, serial_correlation
from suasion.events.hawkes.simulation import simulate_days, simulate_times
from suasion.streams import Streams

MU, A, DECAY = np.array([0.3, 0.2]), np.array([[0.3, 0.2], [0.4, 0.1]]), 0.5


def _days(seed: int, length: int = 1000, pull: np.ndarray = A) -> Observed:
    counts = simulate_days(MU, pull, DECAY, length, Streams(seed))
    return observe([np.repeat(np.arange(length), one) for one in counts.T], length, by_day=True)


def _times(seed: int, length: float = 1000.0) -> Observed:
    return observe(simulate_times(MU, A, DECAY, length, Streams(seed)), length)


def test_the_fit_of_times_is_at_least_as_good_as_that_of_scipy() -> None:
    seen = _times(3, 600.0)
    times = [seen.events.times[seen.events.dimension == i] for i in range(2)]
    fit = fit_reaction(seen, intervals="information")

    def loss(x: np.ndarray) -> float:
        y = np.exp(x)
        return -log_likelihood(times, 600.0, y[:2], y[2:6].reshape(2, 2), y[6])

    other = optimize.minimize(loss, np.log([0.3] * 2 + [0.2] * 4 + [1.0]), method="L-BFGS-B")
    again = log_likelihood(times, 600.0, fit.baseline, fit.excitation, fit.decay)
    assert fit.log_likelihood == pytest.approx(again, abs=1e-8)
    assert fit.log_likelihood >= -other.fun - 1e-7
    assert fit.log_likelihood == pytest.approx(-other.fun, abs=1e-3)
    assert fit.gap < 1e-6


def test_the_likelihood_by_day_is_the_probability_of_the_counts() -> None:
    fit = fit_reaction(_days(4, 200), may_refuse=False, intervals="information")
    counts, fade = fit.observed.counts, math.exp(-fit.decay)
    total = 0.0
    for t in range(200):
        for i in range(2):
            mean = fit.baseline[i] + sum(
                fit.excitation[i, j] * (1 - fade) * fade ** (t - s - 1) * counts[s, j]
                for s in range(t)
                for j in range(2)
            )
            total += stats.poisson.logpmf(counts[t, i], mean)
    assert fit.log_likelihood == pytest.approx(total, rel=1e-10)


def test_at_the_optimum_each_cause_brings_what_it_costs_or_is_zero() -> None:
    seen = _days(5)
    design = build_design(seen, 0.4)
    found = fit_at(design)
    for i, rows in enumerate(design.rows):
        slope = rows.T @ (design.weights[i] / (rows @ found.theta[i])) - design.cost
        assert (slope <= 1e-6 * design.cost).all()
        assert np.abs(slope * found.theta[i]).max() < 1e-5
        assert design.cost @ found.theta[i] == pytest.approx(seen.totals[i], rel=1e-8)


def test_the_decay_is_that_of_the_highest_profile() -> None:
    seen = _days(6)
    best, tried = search_decay(seen)
    for factor in (0.9, 0.99, 1.01, 1.1):
        assert fit_at(build_design(seen, best.decay * factor)).total < best.total
    assert all(one.total <= best.total for one in tried)


def test_profile_intervals_end_where_the_likelihood_has_fallen_enough() -> None:
    """Certificate by scipy: everything else is fitted anew at the ends, decay included."""
    seen = _days(7, 600)
    fit = fit_reaction(seen, intervals="profile")
    counts = seen.counts.astype(float)

    def loss(x: np.ndarray, held: float) -> float:
        mu, pull, b = np.exp(x[0]), np.array([held, np.exp(x[1])]), np.exp(x[2])
        mean, state, fade = np.empty(600), np.zeros(2), math.exp(-b)
        for t in range(600):
            mean[t] = mu + (1 - fade) * (pull @ state)
            state = fade * state + counts[t]
        other = fit_at(build_design(seen, float(b))).values[0]
        return -float((counts[:, 1] * np.log(mean) - mean).sum()) - float(other)

    best = fit.log_likelihood + _count_constant(seen)
    for end in fit.intervals.excitation[1, 0]:
        start = np.log([fit.baseline[1], max(fit.excitation[1, 1], 0.05), fit.decay])
        low = optimize.minimize(loss, start, args=(float(end),), method="Nelder-Mead")
        assert 2 * (best + low.fun) == pytest.approx(stats.chi2.ppf(0.9, 1), abs=0.12)


def _count_constant(seen: Observed) -> float:
    return math.fsum(math.lgamma(n + 1) for n in seen.counts.ravel())


def test_intervals_cover_as_often_as_stated() -> None:
    """40 seeds, 7 parameters, 90 %: at least 82 and at most 97 % (2.5 standard errors of 40)."""
    hits = []
    for seed in range(40):
        fit = fit_reaction(_days(100 + seed), may_refuse=False, intervals="information")
        ends = fit.intervals
        hits += list((ends.baseline[:, 0] <= MU) & (ends.baseline[:, 1] >= MU))
        hits += list(((ends.excitation[..., 0] <= A) & (ends.excitation[..., 1] >= A)).ravel())
        hits.append(ends.decay[0] <= DECAY <= ends.decay[1])
    assert 0.82 <= np.mean(hits) <= 0.97


def test_intervals_of_a_true_zero_begin_at_zero_and_cover() -> None:
    none = np.array([[0.3, 0.0], [0.4, 0.0]])
    lows = []
    for seed in range(25):
        fit = fit_reaction(_days(200 + seed, pull=none), may_refuse=False)
        lows += list(fit.intervals.excitation[:, 1, 0])
        assert (fit.intervals.excitation[:, 1, 1] > 0.0).all()
    assert np.mean(np.array(lows) == 0.0) >= 0.9


@pytest.mark.parametrize("simulate", [_days, _times])
def test_residuals_of_the_true_model_fail_no_more_often_than_stated(simulate: object) -> None:
    """150 samples at 5 %: at most 10 % (false-alarm rate of this test below 1 in 100)."""
    theta = np.column_stack([MU, A])
    failed = [
        not residual_test(simulate(300 + k, 400), theta, DECAY, Streams(k)).passed
        for k in range(150)
    ]
    assert 0.005 < np.mean(failed) <= 0.10


@pytest.mark.parametrize("simulate", [_days, _times])
def test_residuals_of_constant_rates_fail_where_there_is_reaction(simulate: object) -> None:
    seen = simulate(8, 2000)
    theta = np.column_stack([seen.totals / seen.horizon, np.zeros((2, 2))])
    assert not residual_test(seen, theta, DECAY, Streams(0)).passed


def test_residuals_are_exponential_with_mean_one() -> None:
    fit = fit_reaction(_times(9, 1500.0), intervals="information")
    for one in fit.residuals.dimensions:
        assert one.values.mean() == pytest.approx(1.0, abs=0.1)
        found = stats.kstest(one.values, "expon")
        assert one.distance == pytest.approx(found.statistic, abs=1e-12)
        assert one.p_value == pytest.approx(found.pvalue, abs=0.01)
        assert len(one.sorted_values) == len(one.expected_quantiles) == len(one.values)


def test_clustering_shows_as_serial_correlation() -> None:
    """Constant rates on clustered times: neighbours are alike, whatever the marginals say."""
    seen = _days(8, 2000)
    theta = np.column_stack([seen.totals / seen.horizon, np.zeros((2, 2))])
    found = residual_test(seen, theta, DECAY, Streams(0)).dimensions
    assert max(one.serial for one in found) > 0.05
    assert min(one.serial_p for one in found) < 1e-3
    uniforms = Streams(1).generator("serial").random(2000)
    assert abs(serial_correlation(uniforms)) < 3.0 / math.sqrt(2000)
    expected = np.corrcoef(uniforms[:-1], uniforms[1:])[0, 1]
    assert serial_correlation(uniforms) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("n", "x"), [(20, 0.2), (100, 0.136), (1000, 0.04), (1000, 0.06)])
def test_the_kolmogorov_probability_equals_that_of_scipy(n: int, x: float) -> None:
    assert kolmogorov_p(x, n) == pytest.approx(stats.kstwo.sf(x, n), abs=0.01)


def test_constant_rates_are_refused_and_say_how_many_events_are_needed() -> None:
    draw = Streams(1).generator("nothing")
    days = [np.sort(draw.integers(0, 400, 60)).astype(float) for _ in range(2)]
    fit = fit_reaction(days, 400)
    assert fit.refusal is not None
    assert "no more than chance" in fit.refusal.reasons[0]
    assert fit.refusal.n_events == 120
    assert 120 < fit.refusal.n_events_needed < 100_000
    assert np.isnan(fit.excitation).all()
    assert math.isnan(fit.decay)
    assert fit.baseline == pytest.approx([60 / 400] * 2)
    assert fit.log_likelihood == fit.log_likelihood_constant_rates
    assert fit.refusal.attempt is not None


def test_forty_events_of_four_kinds_are_refused() -> None:
    counts = simulate_days([0.04] * 4, np.full((4, 4), 0.1), 0.5, 180, Streams(4))
    fit = fit_reaction([np.repeat(np.arange(180), one) for one in counts.T], 180)
    assert fit.refusal is not None
    assert any("parameters" in reason for reason in fit.refusal.reasons)
    assert fit.refusal.n_events_needed >= 105


def test_as_many_events_as_the_refusal_asks_for_are_mostly_enough() -> None:
    """The number needed is no fancy: of samples of the usual number, most are identified."""
    thin = [fit_reaction(_days(400 + k, 40)).refusal for k in range(9)]
    assert all(one is not None for one in thin)
    needed = np.median([one.n_events_needed for one in thin])
    per_day = np.linalg.solve(np.eye(2) - A, MU).sum()
    length = int(needed / per_day)
    accepted = [fit_reaction(_days(500 + k, length)).refusal is None for k in range(10)]
    assert 40 < length < 600
    assert sum(accepted) >= 6


def test_a_clear_reaction_is_not_refused_and_is_named() -> None:
    fit = fit_reaction(_days(12, 2000))
    assert fit.refusal is None
    assert [one.verdict for one in fit.answers][:3] == ["answers"] * 3
    shares = sum(one.share for one in fit.answers if one.receiver == "0")
    quiet = fit.baseline[0] * 2000 / fit.observed.totals[0]
    assert shares + quiet == pytest.approx(1.0, rel=1e-6)
    assert fit.branching.low < 0.5 < fit.branching.high
    assert fit.half_life_days.low < math.log(2) / DECAY < fit.half_life_days.high
    assert fit.days_until(0.9) == math.ceil(math.log(10) / fit.decay)
    for one, truth in zip(fit.progeny, np.linalg.inv(np.eye(2) - A).sum(0) - 1, strict=True):
        assert one.total.low < truth < one.total.high


def test_a_shock_that_is_given_is_not_taken_for_reaction() -> None:
    length = 1200
    shock = shock_series([200, 500, 900], length, half_life_days=15.0)
    rates = 0.3 + 4.0 * np.outer(shock, [1.0, 1.0])
    counts = simulate_days(rates, np.zeros((2, 2)), 1.0, length, Streams(2))
    days = [np.repeat(np.arange(length), one) for one in counts.T]
    blind = fit_reaction(observe(days, length, by_day=True))
    told = fit_reaction(observe(days, length, by_day=True, covariates={"war": shock}))
    assert blind.refusal is None or blind.refusal.attempt.branching.value > 0.5
    assert told.refusal is not None
    assert told.covariates[:, 0] == pytest.approx([4.0, 4.0], rel=0.25)


def test_marks_scale_the_answer_to_an_event() -> None:
    """Only every other event is answered: marks that say which make a better fit."""
    draw = Streams(3).generator("marks")
    first = np.sort(draw.uniform(0.0, 1500.0, 500))
    told = np.arange(500) % 2 == 0
    answer = first[told] + draw.exponential(1.0, told.sum())
    second = np.sort(np.concatenate([answer, draw.uniform(0.0, 1500.0, 150)]))
    times = [first, second[second < 1500.0]]
    plain = fit_reaction(observe(times, 1500.0), intervals="information")
    marked = fit_reaction(
        observe(times, 1500.0, marks=[told * 3.0, np.ones(len(times[1]))]), intervals="information"
    )
    assert marked.log_likelihood > plain.log_likelihood + 50.0
    assert marked.excitation[1, 0] == pytest.approx(0.5, abs=0.1)


def test_scatter_wider_than_the_model_widens_the_intervals_and_is_said() -> None:
    seen = _days(13, 800)
    times = [np.repeat(seen.events.times[seen.events.dimension == i], 4) for i in range(2)]
    clustered = fit_reaction(observe(times, 800, by_day=True), may_refuse=False)
    assert (clustered.spread.widening > 2.0).all()
    assert any("scatter" in note for note in clustered.notes)


def test_answers_within_a_day_show_as_such() -> None:
    draw = Streams(5).generator("same day")
    first = np.sort(draw.integers(0, 600, 300))
    both = np.sort(np.concatenate([first[::2], draw.integers(0, 600, 100)]))
    fit = fit_reaction([first.astype(float), both.astype(float)], 600, may_refuse=False)
    assert fit.spread.same_day[0].z > 3.0
    assert any("same days" in note for note in fit.notes)


def test_the_same_seed_gives_the_same_fit() -> None:
    one, two = (fit_reaction(_days(14, 500), streams=Streams(7)) for _ in range(2))
    for a, b in zip(one.residuals.dimensions, two.residuals.dimensions, strict=True):
        assert np.array_equal(a.values, b.values)
    assert np.array_equal(one.intervals.excitation, two.intervals.excitation)
