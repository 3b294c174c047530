"""What it takes to share the difference of two accounts among ten groups of figures, exactly.

    python -m benchmarks.attribution [--between dan,anp] [--draws 3] [--paths 16]

- runs: one draw of the shipped case is run for every set of groups, fine groups and that of the
  deals: 2^n crises with markets solved anew where a group enters them (`run_mix_chunk`).
- shares: the Shapley shares of all outcomes from those values, ours (`share_difference`, with
  bounds over orders) and by `coopgame.shapley`, one game for each outcome. Equal shares are
  checked first.

Each draw is a process of its own, one after another. Printed are medians and the peak memory.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import time

import coopgame
import numpy as np

from suasion import Request, load_case
from suasion.comparison.account_outcomes import mix_task, run_mix_chunk
from suasion.comparison.attribution import share_difference
from suasion.comparison.partings import pair_groups
from suasion.questions.crisis_draws import CrisisTask

CASE = "rus-aze-2025"
TOL = 1e-9
"""Difference of shares, relative to the largest value, above which the benchmark stops."""


def run_draw(between: tuple[str, str], draw: int, paths: int) -> tuple[float, int, np.ndarray]:
    """Return the seconds of one draw after another has warmed the process, MiB, and v(S)."""
    case = load_case(CASE)
    crisis = CrisisTask(case=case, request=Request(draws=draw + 1), days=180)
    groups = pair_groups(case, crisis, *between, fine=True)
    task = mix_task(crisis, *between, groups, paths, case.meta.seed)
    warm = mix_task(crisis, *between, groups[:1], 1, case.meta.seed)
    run_mix_chunk(warm, 0, 1)
    begun = time.perf_counter()
    [values] = run_mix_chunk(task, draw, draw + 1).values
    seconds = time.perf_counter() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, values


def by_library(values: np.ndarray) -> np.ndarray:
    """Return the shares [groups, results] of the library, one game for each result."""
    gains = values - values[0]
    games = [coopgame.Game(np.ascontiguousarray(one[1:])) for one in gains.T]
    return np.array([coopgame.shapley(game) for game in games]).T


def time_shares(values: np.ndarray, repeats: int = 7) -> tuple[float, float]:
    """Return the median seconds of ours and of the library, equal shares checked first."""
    names = [f"g{at}" for at in range(int(values.shape[0]).bit_length() - 1)]
    ours, theirs = share_difference(names, values).shares, by_library(values)
    off = float(np.abs(ours - theirs).max() / (1.0 + np.abs(values).max()))
    if off > TOL:
        raise SystemExit(f"shares differ by {off:.3g} of the largest value; nothing is timed")
    methods = (lambda: share_difference(names, values), lambda: by_library(values))
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for times, method in zip(found, methods, strict=True):
            begun = time.perf_counter()
            method()
            times.append(time.perf_counter() - begun)
    return statistics.median(found[0]), statistics.median(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--between", default="dan,anp")
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--paths", type=int, default=16)
    given = parser.parse_args()
    first, second = given.between.split(",")
    spawn = multiprocessing.get_context("spawn")
    runs = []
    for draw in range(given.draws):
        with spawn.Pool(1) as pool:
            runs.append(pool.apply(run_draw, ((first, second), draw, given.paths)))
    values = runs[0][2]
    print(f"{first} and {second}: {values.shape[0]} sets, {values.shape[1]} outcomes")
    times = sorted(run[0] for run in runs)
    print(
        f"a draw of {given.paths} paths for every set: {statistics.median(times):.1f} s "
        f"({times[0]:.1f} to {times[-1]:.1f}), peak {max(run[1] for run in runs)} MiB"
    )
    ours, theirs = time_shares(values)
    print(
        f"shares from the values: {1e3 * ours:.2f} ms, coopgame {1e3 * theirs:.2f} ms, "
        f"{theirs / ours:.1f} times ours"
    )


if __name__ == "__main__":
    main()
