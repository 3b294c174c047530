"""What an executor costs for each chunk, how draws scale over processes, and EMA Workbench.

    python -m benchmarks.executors [--part overhead scaling ema] [--repeats 3] [--draws 40]
                                   [--experiments 4000]

- overhead: an empty chunk, an empty chunk that carries the shipped case, and a chunk of 0.1 s, on
  this process, on two processes, on two workers of a local Dask cluster, and, as a peer, on two
  processes of `concurrent.futures.ProcessPoolExecutor`. Of the chunk of 0.1 s the time is given
  that is left when its own is taken off.
- scaling: draws of the outlook of the shipped case by one process and by two. The two results are
  compared first. Each process has done a chunk before, so that no start and no compilation counts.
- ema: a cheap model under the same experiments, by our chunks of 50 and by EMA Workbench 2.5.3, one
  experiment at a time and with two processes. EMA draws the experiments and ours takes them from
  its table; outcomes must be equal. What EMA does around the experiments (its sampling and its
  table) counts, ours has none.

Each run is a process of its own and methods take turns. Printed are medians, ratios, and the peak
memory of the process with the largest of its children. EMA Workbench is left out where it is not
installed, the cluster too.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import importlib.util
import multiprocessing
import os
import resource
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from attrs import frozen

from benchmarks import executor_chunks as chunks
from suasion import Request, load_case
from suasion.compute import ClusterExecutor, ProcessExecutor, SerialExecutor
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.outlook_draws import OutlookTask

CASE = "rus-aze-2025"
OURS = ("serial", "processes", "cluster", "pool of the standard library")
KINDS = {"empty": 400, "empty, with the case": 60, "0.1 s": 20}
"""Chunks of each kind."""
LONG = 0.1
CHUNK = 5
BATCH = 50
EMA = {
    "ours, serial": ("ours", 1),
    "EMA, sequential": ("ema", 1),
    "ours, two": ("ours", 2),
    "EMA, two": ("ema", 2),
}


@frozen(kw_only=True)
class Measured:
    """What one run took, and what it answered."""

    seconds: float
    peak_mb: float
    answer: Any = None


def alone(run: Callable[..., Measured], *args: object) -> Measured:
    """Run in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(run, *args).result()


def peak_mb() -> float:
    own, children = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(resource.getrusage(who).ru_maxrss for who in (own, children)) / 1024


@contextmanager
def opened(name: str, count: int = 2) -> Iterator[Executor]:
    if name == "serial":
        yield SerialExecutor()
    elif name == "processes":
        with ProcessExecutor(count) as executor:
            yield executor
    elif name == "cluster":
        library = import_module("distributed")
        with (
            library.LocalCluster(
                n_workers=count, threads_per_worker=1, dashboard_address=":0"
            ) as cluster,
            ClusterExecutor(cluster.scheduler_address) as executor,
        ):
            yield executor
    else:
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool


def warm(executor: Executor, count: int = 2) -> None:
    """Let every worker have done something."""
    concurrent.futures.wait([executor.submit(chunks.busy, 0, 0.5) for _ in range(count)])


def overhead(name: str, kind: str) -> Measured:
    """Return seconds for each chunk, beyond what the chunk itself takes."""
    n = KINDS[kind]
    case = load_case(CASE)
    with opened(name) as executor:
        warm(executor)
        begin = time.perf_counter()
        if kind == "0.1 s":
            found = [executor.submit(chunks.busy, at, LONG) for at in range(n)]
        elif kind == "empty":
            found = [executor.submit(chunks.nothing, at) for at in range(n)]
        else:
            found = [executor.submit(chunks.nothing, at, case) for at in range(n)]
        answer = [future.result() for future in found]
        seconds = time.perf_counter() - begin
    own = (LONG * n / (1 if name == "serial" else 2)) if kind == "0.1 s" else 0.0
    return Measured(seconds=(seconds - own) / n, peak_mb=peak_mb(), answer=answer)


def compare_overhead(repeats: int) -> None:
    names = [name for name in OURS if name != "cluster" or has("distributed")]
    for kind in KINDS:
        rows: dict[str, list[Measured]] = {name: [] for name in names}
        for _ in range(repeats):
            for name in names:
                rows[name].append(alone(overhead, name, kind))
        require_equal([row.answer for found in rows.values() for row in found], kind)
        own = statistics.median(row.seconds for row in rows["processes"])
        print(f"overhead for each chunk, {kind}")
        for name, found in rows.items():
            seconds = statistics.median(row.seconds for row in found)
            peak = max(row.peak_mb for row in found)
            print(f"  {name:<30}{1e3 * seconds:9.3f} ms  x {seconds / own:6.2f} {peak:6.0f} MB")


def scaling(count: int, draws: int) -> Measured:
    """Return what the draws of an outlook take on so many processes."""
    task = OutlookTask(
        crisis=CrisisTask(case=load_case(CASE), request=Request(draws=draws), days=180),
        paths=20,
        seed=0,
    )
    with ProcessExecutor(count) as executor:
        concurrent.futures.wait([executor.submit(chunks.outlook, task, 0, 1) for _ in "ab"])
        begin = time.perf_counter()
        found = [
            executor.submit(chunks.outlook, task, at, at + CHUNK) for at in range(0, draws, CHUNK)
        ]
        answer = [draw for future in found for draw in future.result()]
        seconds = time.perf_counter() - begin
    return Measured(seconds=seconds, peak_mb=peak_mb(), answer=repr(answer))


def compare_scaling(repeats: int, draws: int) -> None:
    rows: dict[int, list[Measured]] = {1: [], 2: []}
    for _ in range(repeats):
        for count, found in rows.items():
            found.append(alone(scaling, count, draws))
    require_equal([row.answer for found in rows.values() for row in found], "draws")
    one, two = (statistics.median(row.seconds for row in rows[count]) for count in (1, 2))
    print(f"{draws} draws of the outlook of {CASE}: the same on one process and on two")
    print(f"  one {one:.2f} s, two {two:.2f} s: {one / two:.2f} times as fast")


def ema(method: str, count: int, n: int) -> Measured:
    """Return what the experiments take, and their outcomes by row of what went in."""
    warnings.simplefilter("ignore")
    workbench = import_module("ema_workbench")
    made = workbench.Model("cheap", function=chunks.model)
    made.uncertainties = [workbench.RealParameter(name, 0.1, 1.0) for name in "abc"]
    made.outcomes = [workbench.ScalarOutcome("x")]
    evaluators = (workbench.SequentialEvaluator, workbench.MultiprocessingEvaluator)
    if method == "ema":
        more = {} if count == 1 else {"n_processes": count}
        with evaluators[count - 1](made, **more) as evaluator:
            evaluator.perform_experiments(scenarios=10)
            begin = time.perf_counter()
            table, outcomes = evaluator.perform_experiments(scenarios=n)
            seconds = time.perf_counter() - begin
        rows = table[list("abc")].to_numpy(dtype=float).tolist()
        require_equal([chunks.models(rows), outcomes["x"].tolist()], "outcomes")
        return Measured(seconds=seconds, peak_mb=peak_mb())
    with evaluators[0](made) as evaluator:
        table, outcomes = evaluator.perform_experiments(scenarios=n)
    rows = table[list("abc")].to_numpy(dtype=float).tolist()
    with opened("serial" if count == 1 else "processes") as executor:
        warm(executor)
        begin = time.perf_counter()
        found = [executor.submit(chunks.models, rows[at : at + BATCH]) for at in range(0, n, BATCH)]
        answer = [x for future in found for x in future.result()]
        seconds = time.perf_counter() - begin
    require_equal([answer, outcomes["x"].tolist()], "outcomes")
    return Measured(seconds=seconds, peak_mb=peak_mb())


def compare_ema(repeats: int, n: int) -> None:
    if not has("ema_workbench"):
        print("EMA Workbench is not installed: pip install 'ema_workbench==2.5.3'")
        return
    rows: dict[str, list[Measured]] = {name: [] for name in EMA}
    for _ in range(repeats):
        for name, (method, count) in EMA.items():
            rows[name].append(alone(ema, method, count, n))
    print(f"{n} experiments of a cheap model, equal outcomes")
    own = {1: "ours, serial", 2: "ours, two"}
    for name, found in rows.items():
        seconds = statistics.median(row.seconds for row in found)
        base = statistics.median(row.seconds for row in rows[own[EMA[name][1]]])
        peak = max(row.peak_mb for row in found)
        print(
            f"  {name:<20}{1e6 * seconds / n:9.1f} us each  x {seconds / base:6.2f} {peak:6.0f} MB"
        )


def require_equal(answers: list[Any], what: str) -> None:
    if any(answer != answers[0] for answer in answers):
        raise SystemExit(f"the ways differ in {what}")


def has(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = ("overhead", "scaling", "ema")
    parser.add_argument("--part", nargs="+", choices=parts, default=parts)
    for option, default in (("repeats", 3), ("draws", 40), ("experiments", 4000)):
        parser.add_argument(f"--{option}", type=int, default=default)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    if "overhead" in asked.part:
        compare_overhead(asked.repeats)
    if "scaling" in asked.part:
        compare_scaling(asked.repeats, asked.draws)
    if "ema" in asked.part:
        compare_ema(asked.repeats, asked.experiments)


if __name__ == "__main__":
    main()
