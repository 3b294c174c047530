"""The Pareto frontier against all pairs, with every step of the method made to work."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.bargains import lotteries as lotteries_module
from suasion.bargains import pareto_frontier
from suasion.bargains.lotteries import hull_corners


def _by_all_pairs(gains: np.ndarray) -> set[int]:
    more = (gains[:, None] >= gains[None]).all(axis=2) & (gains[:, None] > gains[None]).any(axis=2)
    return set(np.flatnonzero(~more.any(axis=0)).tolist())


def _samples(rng: np.random.Generator, n: int, n_actors: int) -> list[np.ndarray]:
    plain = rng.normal(size=(n, n_actors))
    simplex = rng.dirichlet(np.ones(n_actors), n)
    return [
        plain,
        simplex,
        rng.integers(0, 3, (n, n_actors)).astype(float),
        rng.integers(0, 40, (n, n_actors)).astype(float),
        np.sinh(4.0 * plain),
        np.full((n, n_actors), 2.5),
        np.round(simplex, 1),
    ]


@pytest.mark.parametrize("n_actors", [2, 3, 4, 5])
@pytest.mark.parametrize("small_steps", [False, True])
def test_frontier_is_that_of_all_pairs(n_actors, small_steps, monkeypatch):
    if small_steps:
        module = __import__("sys").modules["suasion.bargains.pareto"]
        for name, size in (("BLOCK", 64), ("N_SAMPLE", 16), ("N_PAIRS", 8), ("N_STRONG", 1)):
            monkeypatch.setattr(module, name, size)
    rng = np.random.default_rng(n_actors)
    for n in (1, 2, 3, 65, 300):
        for gains in _samples(rng, n, n_actors):
            found = pareto_frontier(gains)
            assert len(set(found.tolist())) == found.size
            assert set(found.tolist()) == _by_all_pairs(gains)
            assert (np.diff(gains[found, 0]) >= 0).all()


def test_equal_outcomes_all_stay_in_order():
    assert pareto_frontier(np.array([[1.0, 1.0]] * 4 + [[0.0, 1.0]])).tolist() == [0, 1, 2, 3]


def test_differences_at_the_last_digit_count():
    gains = np.array([[1.0, 1.0], [np.nextafter(1.0, 2.0), 1.0]])
    assert pareto_frontier(gains).tolist() == [1]


@pytest.mark.parametrize("size", [1e-90, 1.0, 1e90])
def test_any_size_of_gains(size):
    gains = np.random.default_rng(3).random((20_000, 2))
    found = pareto_frontier(gains * size)
    assert found.tolist() == pareto_frontier(gains).tolist()


@pytest.mark.parametrize("n_sweeps", [0, 1, 24])
def test_corners_are_those_of_a_walk_in_whole_numbers(n_sweeps, monkeypatch):
    monkeypatch.setattr(lotteries_module, "N_SWEEPS", n_sweeps)
    rng = np.random.default_rng(11)
    for n in (1, 2, 3, 10, 80):
        for top in (4, 20, 1000):
            gains = rng.integers(-top, top, (n, 2)).astype(float)
            frontier = pareto_frontier(gains)
            found = [tuple(gains[row]) for row in hull_corners(gains, frontier)]
            on = sorted({tuple(gains[row]) for row in frontier})
            assert found == [one for one in on if _is_corner(one, on)]


def _is_corner(one: tuple[float, float], on: list[tuple[float, float]]) -> bool:
    """No lottery over one point before and one after gives both as much."""
    return not any(
        (one[0] - a[0]) * (b[1] - a[1]) >= (one[1] - a[1]) * (b[0] - a[0])
        for a in on
        for b in on
        if a[0] < one[0] < b[0]
    )


def test_a_fine_arc_keeps_its_corners():
    x = np.linspace(0.0, 1.0, 100_001)
    gains = np.column_stack([x, np.sqrt(1.0 - x**2)])
    corners = hull_corners(gains, pareto_frontier(gains))
    assert corners.size > 0.98 * x.size
