"""Frontier and solutions of a million bundles: `solve_bargain` against negmas.

    python -m benchmarks.bundles [--outcomes 1000000] [--repeats 5] [--cases uniform opposed ...]

Both get the same array of utilities, outcomes by two actors, and give the Pareto frontier,
Nash, egalitarian (`kalai_points`) and utilitarian points and a Kalai-Smorodinsky point.

- ours: `suasion.bargains.solve_bargain`;
- negmas: `pareto_frontier_numpy`, the extractor that its documentation recommends for
  utilities at hand, with its sorting beforehand and with and without the sorting by welfare
  afterwards; then `nash_points`, `kalai_points`, `ks_points` and `max_welfare_points` on the
  part of the frontier that nobody refuses, with ranges given so that nothing is searched twice.
  The quicker of both counts.

Cases: `uniform` and `normal` draws; `bundles`: all choices of 20 yes-or-no issues with random
stakes; `opposed`: what one gains the other nearly loses; `lattice`: many equal outcomes;
`zero-sum`: every outcome is on the frontier (negmas compares all with all: ours only).

Checked first: the same utilities on the frontier (negmas keeps one of equal outcomes, ours
all), the same Nash product, least gain and sum. Kalai-Smorodinsky is timed but not
compared: negmas takes the outcome whose two ratios differ least, ours that whose smaller
ratio is largest. Each run is a process of its own; methods take turns; the making of
the utilities is not timed. Printed are medians, ratios and the peak memory of a second, untimed
call, without the utilities themselves.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
from attrs import frozen

TOL = 1e-9
"""Relative difference of objectives above which the benchmark stops."""
N_ISSUES = 20


@frozen(kw_only=True)
class Task:
    """Utilities of the outcomes, and of no deal."""

    gains: np.ndarray
    disagreement: np.ndarray


@frozen(kw_only=True)
class Outcome:
    """What one run of one method took, and what it found."""

    seconds: float
    peak_mb: float
    frontier: np.ndarray
    objectives: tuple[float, float, float]


def _uniform(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.random((n, 2))


def _normal(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.normal(size=(n, 2))


def _bundles(rng: np.random.Generator, n: int) -> np.ndarray:
    gains = np.zeros((1, 2))
    while gains.shape[0] * 2 <= max(2, n * (1 << N_ISSUES) // 1_000_000):
        gains = np.concatenate([gains, gains + rng.normal(size=2)])
    return gains


def _opposed(rng: np.random.Generator, n: int) -> np.ndarray:
    first = rng.random(n)
    return np.column_stack([first, 1.0 - first + 0.01 * rng.normal(size=n)])


def _lattice(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.binomial(200, 0.5, (n, 2)).astype(np.float64) / 8.0


def _zero_sum(rng: np.random.Generator, n: int) -> np.ndarray:
    first = rng.random(n)
    return np.column_stack([first, 1.0 - first])


CASES: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "uniform": _uniform,
    "normal": _normal,
    "bundles": _bundles,
    "opposed": _opposed,
    "lattice": _lattice,
    "zero-sum": _zero_sum,
}
OURS_ONLY = ("zero-sum",)


def prepare(case: str, n: int) -> Task:
    gains = CASES[case](np.random.default_rng(1), n)
    return Task(gains=gains, disagreement=np.quantile(gains, 0.25, axis=0))


def ours(task: Task) -> tuple[float, np.ndarray, dict[str, np.ndarray]]:
    from suasion.bargains import solve_bargain  # noqa: PLC0415 - loaded by this process only

    start = time.perf_counter()
    solved = solve_bargain(task.gains, task.disagreement)
    seconds = time.perf_counter() - start
    points = {name: np.asarray(solved[name]) for name in ("nash", "egalitarian", "utilitarian")}
    return seconds, task.gains[solved.pareto], points


def negmas_path(*, by_welfare: bool) -> Callable[[Task], tuple]:
    def run(task: Task) -> tuple[float, np.ndarray, dict[str, np.ndarray]]:
        from negmas.preferences import ops  # noqa: PLC0415 - optional

        sides = [SimpleNamespace(reserved_value=float(one)) for one in task.disagreement]
        start = time.perf_counter()
        rows = ops.pareto_frontier_numpy(task.gains, sort_by_welfare=by_welfare)
        on = task.gains[rows]
        accepted = on[(on >= task.disagreement).all(axis=1)]
        frontier = [tuple(one) for one in accepted.tolist()]
        ranges = list(zip(task.disagreement.tolist(), accepted.max(axis=0).tolist(), strict=True))
        points = {
            "nash": ops.nash_points(sides, frontier, ranges=ranges),
            "egalitarian": ops.kalai_points(sides, frontier, ranges=ranges),
            "kalai_smorodinsky": ops.ks_points(sides, frontier, ranges=ranges),
            "utilitarian": ops.max_welfare_points(sides, frontier, ranges=ranges),
        }
        seconds = time.perf_counter() - start
        return seconds, on, {name: np.array(found[0][0]) for name, found in points.items()}

    return run


METHODS: dict[str, Callable[[Task], tuple]] = {
    "ours": ours,
    "negmas": negmas_path(by_welfare=False),
    "negmas, by welfare": negmas_path(by_welfare=True),
}


def _run(method: str, case: str, n: int) -> Outcome:
    METHODS[method](prepare(case, 1000))
    task = prepare(case, n)
    seconds, frontier, points = METHODS[method](task)
    tracemalloc.start()
    METHODS[method](task)
    peak_mb = tracemalloc.get_traced_memory()[1] / 2**20
    surplus = {name: point - task.disagreement for name, point in points.items()}
    return Outcome(
        seconds=seconds,
        peak_mb=peak_mb,
        frontier=np.unique(frontier, axis=0),
        objectives=(
            float(surplus["nash"].prod()),
            float(surplus["egalitarian"].min()),
            float(surplus["utilitarian"].sum()),
        ),
    )


def _apart(method: str, case: str, n: int) -> Outcome:
    """Run a method in a process of its own, warmed by a thousand outcomes."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (method, case, n))


def _compare(case: str, outcomes: dict[str, list[Outcome]]) -> None:
    """Stop where a method finds another frontier or other objectives than ours."""
    reference = outcomes["ours"][0]
    for method, runs in outcomes.items():
        for run in runs:
            if not np.array_equal(run.frontier, reference.frontier):
                sys.exit(f"{case}: {method} finds another frontier")
            if not np.allclose(run.objectives, reference.objectives, rtol=TOL, atol=0.0):
                sys.exit(f"{case}: {method} finds {run.objectives}, not {reference.objectives}")


def _report(case: str, outcomes: dict[str, list[Outcome]]) -> None:
    medians = {
        method: statistics.median(run.seconds for run in runs) for method, runs in outcomes.items()
    }
    n_runs, n_on = len(outcomes["ours"]), len(outcomes["ours"][0].frontier)
    print(f"{case}: equal answers, {n_on} distinct on the frontier; medians of {n_runs} runs")
    for method, runs in outcomes.items():
        spread = f"{min(run.seconds for run in runs):.4f}-{max(run.seconds for run in runs):.4f}"
        print(
            f"  {method:<20}{medians[method]:>9.4f} s  ({spread})"
            f"  {medians[method] / medians['ours']:>7.1f} x ours"
            f"  {max(run.peak_mb for run in runs):>6.0f} MB"
        )
    others = [median for method, median in medians.items() if method != "ours"]
    if others:
        print(f"  best negmas / ours: {min(others) / medians['ours']:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--outcomes", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=list(CASES))
    chosen = parser.parse_args()
    for case in chosen.cases:
        methods = ["ours"] if case in OURS_ONLY else list(METHODS)
        outcomes: dict[str, list[Outcome]] = {method: [] for method in methods}
        for _ in range(chosen.repeats):
            for method in methods:
                outcomes[method].append(_apart(method, case, chosen.outcomes))
        _compare(case, outcomes)
        _report(case, outcomes)


if __name__ == "__main__":
    main()
