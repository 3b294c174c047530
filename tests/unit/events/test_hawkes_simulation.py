"""Simulated reaction: two ways agree, the long run is as theory says, acts bring their due."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.events import after_act, fit_pooled, fit_reaction, forecast, observe
from suasion.events.hawkes.forward import spread_of_act
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.simulation import simulate_days, simulate_times
from suasion.events.hawkes.spectral import (
    branching_ratio,
    slope_of_progeny,
    slope_of_ratio,
    total_progeny,
)
from suasion.streams import Streams

MU, A, DECAY = np.array([0.3, 0.2]), np.array([[0.3, 0.2], [0.4, 0.1]]), 0.5
LONG_RUN = np.linalg.solve(np.eye(2) - A, MU)


def _seen(seed: int = 1, length: int = 1500) -> Observed:
    counts = simulate_days(MU, A, DECAY, length, Streams(seed))
    return observe([np.repeat(np.arange(length), one) for one in counts.T], length, by_day=True)


@pytest.mark.parametrize("method", ["clusters", "thinning"])
def test_rates_of_the_long_run(method: str) -> None:
    times = simulate_times(MU, A, DECAY, 6000.0, Streams(0), method=method)
    assert [len(one) / 6000.0 for one in times] == pytest.approx(LONG_RUN, rel=0.1)
    assert all((np.diff(one) >= 0.0).all() for one in times)


def test_rates_of_the_long_run_by_day() -> None:
    counts = simulate_days(MU, A, DECAY, 30_000, Streams(0))
    assert counts.mean(axis=0) == pytest.approx(LONG_RUN, rel=0.05)


def test_clusters_and_thinning_have_the_same_spread() -> None:
    sums = {
        method: [
            [len(one) for one in simulate_times(MU, A, DECAY, 60.0, Streams(k), method=method)]
            for k in range(300)
        ]
        for method in ("clusters", "thinning")
    }
    first, second = (np.array(one, dtype=float) for one in sums.values())
    error = np.sqrt(first.var(axis=0) / 300 + second.var(axis=0) / 300)
    assert (np.abs(first.mean(axis=0) - second.mean(axis=0)) < 3.5 * error).all()
    assert first.std(axis=0) == pytest.approx(second.std(axis=0), rel=0.2)


@pytest.mark.parametrize("method", ["clusters", "thinning"])
def test_the_past_is_answered(method: str) -> None:
    state = np.array([200.0, 0.0])
    times = simulate_times([0.0, 0.0], A, DECAY, 200.0, Streams(1), state=state, method=method)
    expected = 200.0 * (np.linalg.inv(np.eye(2) - A)[:, 0] - [1.0, 0.0])
    assert [len(one) for one in times] == pytest.approx(expected, rel=0.35)


def test_the_same_stream_gives_the_same_events() -> None:
    one, two = (simulate_days(MU, A, DECAY, 50, Streams(9)) for _ in range(2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, simulate_days(MU, A, DECAY, 50, Streams(10)))
    assert np.array_equal(one[:20], simulate_days(MU, A, DECAY, 20, Streams(9)))


@pytest.mark.parametrize("by_day", [True, False])
def test_what_an_act_brings_in_the_long_run_is_its_progeny(by_day: bool) -> None:
    extra = spread_of_act(A, DECAY, np.array([1.0, 0.0]), 400, by_day)
    assert extra.sum() == pytest.approx(total_progeny(A)[0], rel=1e-9)
    assert (extra >= 0.0).all()


def test_what_an_act_brings_is_what_simulations_show() -> None:
    state = np.array([1000.0, 0.0])
    counts = simulate_days([0.0, 0.0], A, DECAY, 10, Streams(3), state=state)
    expected = 1000.0 * spread_of_act(A, DECAY, np.array([1.0, 0.0]), 10, True)
    assert np.abs(counts - expected).max() < 5.0 * np.sqrt(expected.max())


def test_slopes_equal_finite_differences() -> None:
    for i in range(2):
        for j in range(2):
            up, down = A.copy(), A.copy()
            up[i, j] += 1e-6
            down[i, j] -= 1e-6
            numeric = (branching_ratio(up) - branching_ratio(down)) / 2e-6
            assert slope_of_ratio(A)[i, j] == pytest.approx(numeric, rel=1e-6)
            numeric = (total_progeny(up)[1] - total_progeny(down)[1]) / 2e-6
            assert slope_of_progeny(A, 1)[i, j] == pytest.approx(numeric, rel=1e-6)


def test_a_fit_is_carried_forward_with_intervals() -> None:
    fit = fit_reaction(_seen(), intervals="information")
    act = after_act(fit, "0", 40, Streams(0), n_draws=100)
    assert (act.low <= act.expected).all()
    assert (act.expected <= act.high).all()
    assert (act.low <= act.expected).all()
    truth = np.linalg.inv(np.eye(2) - A)[:, 0] - [1.0, 0.0]
    assert (act.totals[:, 1] < truth).all()
    assert (truth < act.totals[:, 2]).all()
    assert "no proof" in act.caveat
    paths = forecast(fit, 30, Streams(0), n_paths=150)
    assert paths.counts.shape == (150, 30, 2)
    assert paths.means[10:].mean(axis=0) == pytest.approx(LONG_RUN, rel=0.25)
    more = forecast(fit, 30, Streams(0), n_paths=150, acts={"0": 30.0})
    gained = more.means.sum(axis=0) - paths.means.sum(axis=0)
    assert gained == pytest.approx(30.0 * act.totals[:, 0], rel=0.25)
    assert paths.quantiles([0.1, 0.9]).shape == (2, 30, 2)


def test_pooled_dyads_are_nearer_the_truth_than_separate_ones() -> None:
    draw, seen, truth = Streams(3).generator("dyads"), {}, []
    for k in range(16):
        base = np.exp(draw.normal(np.log(0.15), 0.4, 2))
        pull = np.exp(draw.normal(np.log([[0.25, 0.15], [0.2, 0.1]]), 0.35))
        counts = simulate_days(base, pull, DECAY, 250, Streams(k))
        days = [np.repeat(np.arange(250), one) for one in counts.T]
        seen[f"dyad {k:02d}"] = observe(days, 250, by_day=True)
        truth.append(pull)
    pooled = fit_pooled(seen)

    def error(found: np.ndarray) -> float:
        return float(np.sqrt(((found - np.array(truth)) ** 2).mean()))

    assert pooled.settled
    assert error(pooled.excitation) < 0.75 * error(pooled.separate)
    covered = (pooled.low <= truth) & (np.array(truth) <= pooled.high)
    assert 0.8 <= covered.mean() <= 0.99
    assert pooled.decay == pytest.approx(DECAY, rel=0.3)
