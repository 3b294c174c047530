"""Properties of the Hawkes likelihood that hold for any times and parameters."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.events import fit_reaction, log_likelihood, observe
from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.newton import differentiate, evaluate
from suasion.events.hawkes.profile import fit_at

HORIZON = 10.0
TIMES = st.lists(
    st.lists(st.floats(0.0, HORIZON, width=32), max_size=8).map(sorted), min_size=1, max_size=3
)
NUMBERS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=60, deadline=None)


def _parameters(d: int, seed: int) -> tuple[np.ndarray, np.ndarray, float]:
    draw = np.random.default_rng(seed)
    return draw.uniform(0.01, 2.0, d), draw.uniform(0.0, 0.9, (d, d)), float(draw.uniform(0.05, 9))


def _double_sum(times: list, base: np.ndarray, pull: np.ndarray, decay: np.ndarray) -> float:
    total = 0.0
    for i, mine in enumerate(times):
        for t in mine:
            total += math.log(
                base[i]
                + math.fsum(
                    pull[i, j] * decay[i, j] * math.exp(-decay[i, j] * (t - s))
                    for j, theirs in enumerate(times)
                    for s in theirs
                    if s < t
                )
            )
        total -= base[i] * HORIZON
        for j, theirs in enumerate(times):
            total += math.fsum(
                pull[i, j] * math.expm1(-decay[i, j] * (HORIZON - s)) for s in theirs
            )
    return total


@FEW
@given(TIMES, NUMBERS)
def test_recursions_equal_the_double_sum(times: list, seed: int) -> None:
    base, pull, decay = _parameters(len(times), seed)
    d = len(times)
    by_pair = np.random.default_rng(seed).uniform(0.1, 5.0, (d, d))
    one = np.full((d, d), decay)
    found = log_likelihood(times, HORIZON, base, pull, decay)
    assert found == pytest.approx(_double_sum(times, base, pull, one), rel=1e-10, abs=1e-10)
    assert found == pytest.approx(log_likelihood(times, HORIZON, base, pull, one), abs=1e-9)
    several = log_likelihood(times, HORIZON, base, pull, by_pair)
    assert several == pytest.approx(_double_sum(times, base, pull, by_pair), rel=1e-10, abs=1e-10)


@FEW
@given(TIMES, NUMBERS, st.floats(0.1, 50.0))
def test_a_later_window_changes_only_the_empty_time(times: list, seed: int, shift: float) -> None:
    base, pull, decay = _parameters(len(times), seed)
    moved = [[t + shift for t in one] for one in times]
    close = [one for one in moved if any(0 < b - a < 1e-6 for a, b in pairwise(one))]
    found = log_likelihood(moved, HORIZON + shift, base, pull, decay)
    expected = log_likelihood(times, HORIZON, base, pull, decay) - base.sum() * shift
    if not close and _distinct(times) == _distinct(moved):
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


def _distinct(times: list) -> int:
    return len({t for one in times for t in one})


@FEW
@given(TIMES, NUMBERS)
def test_dimensions_that_do_not_answer_each_other_add_up(times: list, seed: int) -> None:
    base, pull, decay = _parameters(len(times), seed)
    alone = np.diag(np.diag(pull))
    parts = [
        log_likelihood([one], HORIZON, base[i : i + 1], pull[i : i + 1, i : i + 1], decay)
        for i, one in enumerate(times)
    ]
    whole = log_likelihood(times, HORIZON, base, alone, decay)
    assert whole == pytest.approx(math.fsum(parts), rel=1e-11, abs=1e-11)


@FEW
@given(TIMES, NUMBERS)
def test_the_order_of_dimensions_does_not_matter(times: list, seed: int) -> None:
    base, pull, decay = _parameters(len(times), seed)
    turned = log_likelihood(times[::-1], HORIZON, base[::-1], pull[::-1, ::-1], decay)
    assert turned == pytest.approx(log_likelihood(times, HORIZON, base, pull, decay), abs=1e-10)


@FEW
@given(TIMES, NUMBERS, st.floats(0.1, 10.0))
def test_another_unit_of_time_changes_the_density_only(times: list, seed: int, unit: float) -> None:
    base, pull, decay = _parameters(len(times), seed)
    scaled = [[t * unit for t in one] for one in times]
    if _distinct(times) == _distinct(scaled):
        found = log_likelihood(scaled, HORIZON * unit, base / unit, pull, decay / unit)
        n = sum(map(len, times))
        expected = log_likelihood(times, HORIZON, base, pull, decay) - n * math.log(unit)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@FEW
@given(TIMES, NUMBERS, st.booleans())
def test_the_gradient_equals_finite_differences(times: list, seed: int, by_day: bool) -> None:
    base, pull, decay = _parameters(len(times), seed)
    design = build_design(observe(times, HORIZON + 1.0, by_day=by_day), decay)
    theta = np.concatenate([base[:1], pull[0]])
    p, step = len(theta), 1e-6
    rate, slope, bend = np.empty(len(design.rows[0])), np.empty(p), np.empty((p, p))
    problem = (design.rows[0], design.weights[0], design.cost)
    evaluate(*problem, theta, rate)
    differentiate(*problem, rate, slope, bend)
    for k in range(p):
        ends = []
        for sign in (1.0, -1.0):
            moved = theta.copy()
            moved[k] += sign * step * theta[k] if theta[k] > 0 else sign * step
            ends.append(evaluate(*problem, moved, rate))
        width = 2.0 * (step * theta[k] if theta[k] > 0 else step)
        numeric = (ends[0] - ends[1]) / width
        assert slope[k] == pytest.approx(numeric, rel=1e-4, abs=1e-3 * (1.0 + abs(slope[k])))


@settings(max_examples=40, deadline=None)
@given(TIMES, NUMBERS, st.booleans())
def test_no_parameters_near_the_fit_are_better(times: list, seed: int, by_day: bool) -> None:
    seen = observe(times, HORIZON + 1.0, by_day=by_day)
    decay = float(np.random.default_rng(seed).uniform(0.1, 5.0))
    design = build_design(seen, decay)
    found = fit_at(design)
    draw = np.random.default_rng(seed)
    for i, rows in enumerate(design.rows):
        if not len(rows):
            continue
        for _ in range(10):
            other = np.maximum(0.0, found.theta[i] + draw.normal(0.0, 0.1, design.width))
            rate = np.empty(len(rows))
            value = evaluate(rows, design.weights[i], design.cost, other, rate)
            assert value <= found.values[i] + found.gap + 1e-9


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_within_a_day_does_not_matter(order: list[int]) -> None:
    days = np.sort(np.arange(12) % 4)
    first = fit_reaction([days.astype(float)], 8, decay=0.5, may_refuse=False)
    again = fit_reaction([np.sort(days[order]).astype(float)], 8, decay=0.5, may_refuse=False)
    assert first.log_likelihood == again.log_likelihood
