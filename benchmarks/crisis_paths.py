"""Path-days per second of a crisis, on one core and on two, against the same rule in numpy.

    python -m benchmarks.crisis_paths [--paths 1000] [--days 180] [--repeats 3] [--check 3000]

Two models: that of the shipped case `rus-aze-2025` on its central figures, and a random one of 80
stocks, 60 couplings, 70 moves with some 220 effects, 70 terms and 8 deciders, two of which have an
occasion to act every other day. The methods:

- ours, in one thread and in two, of which each has a draw of its own;
- numpy: `benchmarks.crisis_numpy`, the same rule vectorised over the paths.

Checked first: equal distributions. On paths of their own, the mean number of each move and the mean
of each stock at the end lie within 4 standard errors of each other. Each run is a process of its
own and methods take turns; a first call that compiles is not timed. Printed are medians of
path-days per second by the clock and by processor time, ratios to ours in one thread, and the peak
memory of the processes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from attrs import frozen
from tests.crisis_models import FULL, gauges_of, random_crisis

from benchmarks.crisis_numpy import NumpyCrisis
from suasion.cases import load_case
from suasion.crisis import CrisisModel, CrisisNumbers, simulate
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.sampling import Request

CASE = "rus-aze-2025"
ATTENTION = (0.45, 0.45, 0.06, 0.06, 0.06, 0.06, 0.06, 0.06)
MOST_ERRORS = 4.0
"""Standard errors between two means above which the benchmark stops."""
ROUNDING = 1e-9
MODELS = ("case", "random")
METHODS = ("ours, one thread", "ours, two threads", "numpy")


@frozen(kw_only=True)
class Outcome:
    """What one run took."""

    path_days: int
    seconds: float
    processor: float
    peak_mb: float

    @property
    def rate(self) -> float:
        return self.path_days / self.seconds


def make(name: str, days: int) -> tuple[CrisisModel, CrisisNumbers]:
    if name == "random":
        return random_crisis(1, FULL, days, ATTENTION)
    ready = ready_crisis(CrisisTask(case=load_case(CASE), request=Request(draws=1), days=days))
    return ready.crisis.model, ready.numbers(None)


def measure(name: str, method: str, paths: int, days: int) -> Outcome:
    """Return what a method takes for a model, in this process."""
    model, numbers = make(name, days)
    peer, gauges = NumpyCrisis(model, numbers), gauges_of(model)[:10]
    threads = 2 if "two" in method else 1

    def run(draw: int, paths: int = paths) -> None:
        if method == "numpy":
            peer.run(paths, days, draw)
        else:
            simulate(model, numbers, paths=paths, days=days, seed=0, draw=draw, gauges=gauges)

    run(0, 2)
    begin, spent = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))
    seconds, processor = time.perf_counter() - begin, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Outcome(
        path_days=threads * paths * days, seconds=seconds, processor=processor, peak_mb=peak
    )


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how many standard errors the means of columns differ by."""
    gap = np.abs(one.mean(axis=0) - other.mean(axis=0))
    error = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
    return np.where(gap <= ROUNDING, 0.0, gap / np.maximum(error, ROUNDING))


def require_equal(name: str, paths: int, days: int) -> None:
    """Stop unless both ways have the same distributions; say how far apart they are."""
    model, numbers = make(name, days)
    found = simulate(model, numbers, paths=paths, days=days, seed=7, gauges=gauges_of(model))
    counts = np.zeros((paths, len(model.moves)))
    np.add.at(counts, (found.events["path"], found.events["move"]), 1.0)
    peer_counts, peer_ends = NumpyCrisis(model, numbers).run(paths, days, 11)
    rows = {
        "acts by move": apart(counts, peer_counts),
        "stocks at the end": apart(found.gauges[:, -1], peer_ends),
        "all acts": apart(counts.sum(axis=1)[:, None], peer_counts.sum(axis=1)[:, None]),
    }
    for what, errors in rows.items():
        print(f"  {what}: {len(errors)} means, at most {errors.max():.2f} standard errors apart")
        if errors.max() > MOST_ERRORS:
            raise SystemExit(f"{name}: the two ways differ in {what}")


def compare(name: str, asked: argparse.Namespace) -> None:
    model, _ = make(name, asked.days)
    print(
        f"{name}: {len(model.stocks)} stocks, {len(model.couplings)} couplings, "
        f"{len(model.moves)} moves with {len(model.effects)} effects, {len(model.terms)} terms, "
        f"{len(model.deciders)} deciders; {asked.paths} paths of {asked.days} days"
    )
    require_equal(name, asked.check, asked.days)
    rows: dict[str, list[Outcome]] = {method: [] for method in METHODS}
    context = multiprocessing.get_context("spawn")
    for _ in range(asked.repeats):
        for method in METHODS:
            with context.Pool(1) as pool:
                task = (name, method, asked.paths, asked.days)
                rows[method].append(pool.apply(measure, task))
    own = statistics.median(row.rate for row in rows[METHODS[0]])
    for method, found in rows.items():
        rate = statistics.median(row.rate for row in found)
        work = statistics.median(row.path_days / row.processor for row in found)
        print(
            f"  {method:<18}{rate:12,.0f} path-days/s  x {rate / own:5.2f}"
            f"  {work:12,.0f} by processor time {max(row.peak_mb for row in found):6.0f} MB",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option, default in (("paths", 1000), ("days", 180), ("repeats", 3), ("check", 3000)):
        parser.add_argument(f"--{option}", type=int, default=default)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in MODELS:
        compare(name, asked)


if __name__ == "__main__":
    main()
