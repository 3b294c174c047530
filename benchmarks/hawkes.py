"""Log-likelihood and fit of Hawkes models against hawkeslib and tick.

    python -m benchmarks.hawkes [--events 100000] [--dimensions 2 20] [--repeats 5]

The same simulated events, exponential kernels with one decay, for all:

- ours: `suasion.events.log_likelihood`; the fit at a given decay (`fit_at`), with the decay
  estimated (`search_decay`), and `fit_reaction` with intervals and residual test;
- hawkeslib: `MultivariateExpHawkesProcess`, its log-likelihood in Cython and its fit by EM, which
  estimates the decay too, with the tolerance that it has by default (1e-5 of the
  log-likelihood), and in 2 dimensions with a closer one, since it stops far below the maximum;
- tick: `ModelHawkesExpKernLogLik` in C++, its fit by scipy's L-BFGS-B on tick's loss and
  gradient at a given decay; with 2 dimensions also with a search for the decay around it. Its
  first loss sums over the past and keeps the sums; "again" is a later call at the same decay
  with the sums kept, for both.

Peers that are not installed are named and left out. tick needs numpydoc, six and matplotlib;
hawkeslib needs Cython below 3 and numpy to build (no build isolation), and numdifftools.
Checked first: the same log-likelihood. After the fits: ours must be at least as high, within
1e-6 nats per event. Each run is a process of its own and methods take turns; a first call on a few
events is not timed. Printed are medians, ratios to ours, and what the run adds to the peak
memory of the process.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from attrs import frozen
from scipy.optimize import minimize, minimize_scalar

from suasion.events import fit_reaction, log_likelihood, observe
from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.newton import evaluate
from suasion.events.hawkes.profile import fit_at, search_decay
from suasion.events.hawkes.simulation import simulate_times
from suasion.streams import Streams

DECAY = 1.5
CALLS = 9
TOL = 1e-10
"""Relative difference of log-likelihoods above which the benchmark stops."""
TOL_FIT = 1e-6
"""By how many nats per event a peer's fit may be higher."""


@frozen(kw_only=True)
class Task:
    """Simulated events and the parameters that made them."""

    times: list[np.ndarray]
    horizon: float
    baseline: np.ndarray
    excitation: np.ndarray


def make_task(d: int, n_events: int) -> Task:
    draw = np.random.default_rng(d)
    pull = draw.uniform(0.0, 1.0, (d, d))
    pull *= 0.6 / np.abs(np.linalg.eigvals(pull)).max()
    horizon = n_events / 20.0
    rates = np.linalg.solve(np.eye(d) - pull, np.ones(d)).sum()
    base = np.full(d, n_events / horizon / rates)
    times = simulate_times(base, pull, DECAY, horizon, Streams(d))
    return Task(times=times, horizon=horizon, baseline=base, excitation=pull)


def merged(task: Task) -> tuple[np.ndarray, np.ndarray]:
    kind = np.repeat(np.arange(len(task.times)), [len(one) for one in task.times])
    flat = np.concatenate(task.times)
    order = np.argsort(flat, kind="stable")
    return flat[order], kind[order]


Run = Callable[[Task], tuple[float, float]]
"""What a method takes: it returns seconds and the log-likelihood that it found."""


def timed(call: Callable[[], float]) -> tuple[float, float]:
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, float(found)


def repeated(call: Callable[[], float]) -> tuple[float, float]:
    """Return the median of several calls, for what takes milliseconds."""
    runs = [timed(call) for _ in range(CALLS)]
    return statistics.median(seconds for seconds, _ in runs), runs[0][1]


def value_of(task: Task, baseline: np.ndarray, excitation: np.ndarray, decay: float) -> float:
    return log_likelihood(task.times, task.horizon, baseline, excitation, decay)


def ours_likelihood(task: Task) -> tuple[float, float]:
    return repeated(lambda: value_of(task, task.baseline, task.excitation, DECAY))


def ours_again(task: Task) -> tuple[float, float]:
    design = build_design(observe(task.times, task.horizon), DECAY)
    known = np.column_stack([task.baseline, task.excitation])
    rates = [np.empty(len(rows)) for rows in design.rows]
    parts = list(zip(design.rows, design.weights, known, rates, strict=True))
    return repeated(lambda: sum(evaluate(x, w, design.cost, y, r) for x, w, y, r in parts))


def hawkeslib_likelihood(task: Task) -> tuple[float, float]:
    peer_class = import_module("hawkeslib").MultivariateExpHawkesProcess
    when, kind = merged(task)
    known = (task.baseline, np.ascontiguousarray(task.excitation.T), DECAY)
    return repeated(
        lambda: peer_class.log_likelihood_with_params(when, kind, *known, T=task.horizon)
    )


def _tick(task: Task, decay: float = DECAY) -> Any:
    model = import_module("tick.hawkes").ModelHawkesExpKernLogLik(decay)
    return model.fit(task.times, task.horizon)


def _to_value(loss: float, task: Task) -> float:
    """Undo tick's scaling: it prints (-LL - d T) / N."""
    return -(loss * sum(map(len, task.times)) + len(task.times) * task.horizon)


def tick_likelihood(task: Task) -> tuple[float, float]:
    known = np.concatenate([task.baseline, task.excitation.ravel()])
    return repeated(lambda: _to_value(_tick(task).loss(known), task))


def tick_again(task: Task) -> tuple[float, float]:
    known = np.concatenate([task.baseline, task.excitation.ravel()])
    model = _tick(task)
    model.loss(known)
    return repeated(lambda: _to_value(model.loss(known), task))


def ours_fit(task: Task) -> tuple[float, float]:
    def call() -> float:
        return fit_at(build_design(observe(task.times, task.horizon), DECAY)).total

    return timed(call)


def _minimise(task: Task, decay: float, start: np.ndarray | None) -> tuple[float, np.ndarray]:
    model, d = _tick(task, decay), len(task.times)
    rates = np.array([len(one) for one in task.times]) / task.horizon
    first = np.concatenate([0.5 * rates, np.full(d * d, 0.5 / d)]) if start is None else start
    found = minimize(
        model.loss,
        first,
        jac=model.grad,
        method="L-BFGS-B",
        bounds=[(1e-12, None)] * len(first),
        options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-13, "gtol": 1e-8},
    )
    return _to_value(found.fun, task), found.x


def tick_fit(task: Task) -> tuple[float, float]:
    return timed(lambda: _minimise(task, DECAY, None)[0])


def ours_search(task: Task) -> tuple[float, float]:
    return timed(lambda: search_decay(observe(task.times, task.horizon))[0].total)


def ours_everything(task: Task) -> tuple[float, float]:
    return timed(lambda: fit_reaction(task.times, task.horizon).log_likelihood)


def hawkeslib_search(task: Task, **settings: float) -> tuple[float, float]:
    peer_class = import_module("hawkeslib").MultivariateExpHawkesProcess
    when, kind = merged(task)
    peer = peer_class()
    seconds, _ = timed(lambda: peer.fit(when, kind, T=task.horizon, **settings) or 0.0)
    base, pull, decay = peer.get_params()
    return seconds, value_of(task, base, np.ascontiguousarray(pull.T), float(decay))


def hawkeslib_closer(task: Task) -> tuple[float, float]:
    return hawkeslib_search(task, reltol=1e-9, maxiter=20_000)


def tick_search(task: Task) -> tuple[float, float]:
    near: list[np.ndarray | None] = [None]

    def loss(log_decay: float) -> float:
        value, near[0] = _minimise(task, float(np.exp(log_decay)), near[0])
        return -value

    limits = (np.log(0.05), np.log(50.0))
    options = {"xatol": 1e-4}
    return timed(
        lambda: -minimize_scalar(loss, bounds=limits, method="bounded", options=options).fun
    )


PARTS: dict[str, dict[str, Run]] = {
    "log-likelihood": {
        "ours": ours_likelihood,
        "hawkeslib": hawkeslib_likelihood,
        "tick, first": tick_likelihood,
        "ours, again": ours_again,
        "tick, again": tick_again,
    },
    "fit at a given decay": {"ours": ours_fit, "tick and scipy": tick_fit},
    "fit with the decay": {
        "ours": ours_search,
        "ours, intervals and tests": ours_everything,
        "hawkeslib": hawkeslib_search,
        "hawkeslib, to 1e-9": hawkeslib_closer,
        "tick and scipy": tick_search,
    },
}


SLOW = ("tick and scipy", "hawkeslib, to 1e-9")
"""What takes many minutes with more than 2 dimensions where the decay is searched."""


def _measure(part: str, name: str, d: int, n_events: int) -> tuple[float, float, float]:
    """Return seconds, added peak MB and log-likelihood, in a process of its own."""
    PARTS[part][name](make_task(2, 400))
    task = make_task(d, n_events)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, value = PARTS[part][name](task)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, (after - before) / 1024, value


def installed(name: str) -> bool:
    package = name.split(maxsplit=1)[0].strip(",")
    return package == "ours" or importlib.util.find_spec(package) is not None


def compare(part: str, d: int, n_events: int, repeats: int) -> None:
    names = [name for name in PARTS[part] if installed(name)]
    if part == "fit with the decay" and d > 2:
        names = [name for name in names if name not in SLOW]
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in names}
    context = multiprocessing.get_context("spawn")
    for _ in range(repeats):
        for name in names:
            with context.Pool(1) as pool:
                rows[name].append(pool.apply(_measure, (part, name, d, n_events)))
    best = rows["ours"][0][2]
    for name in names:
        value = rows[name][0][2]
        if part == "log-likelihood" and abs(value - best) > TOL * abs(best):
            raise SystemExit(f"{part}, {d}: {name} says {value!r}, ours {best!r}")
        if value - best > TOL_FIT * n_events:
            raise SystemExit(f"{part}, {d}: {name} fits better, {value!r} against {best!r}")
    print(f"{part}, {d} dimensions, {n_events} events")
    own = statistics.median(row[0] for row in rows["ours"])
    for name in names:
        median = statistics.median(row[0] for row in rows[name])
        peak = max(row[1] for row in rows[name])
        less = best - rows[name][0][2]
        print(
            f"  {name:<27}{1000 * median:10.1f} ms  x {median / own:8.2f}  {peak:6.0f} MB"
            f"  {less:12.6f} nats below ours",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--dimensions", type=int, nargs="+", default=[2, 20])
    parser.add_argument("--repeats", type=int, default=5)
    chosen = parser.parse_args()
    for peer in ("hawkeslib", "tick"):
        if importlib.util.find_spec(peer) is None:
            print(f"{peer} is not installed: left out")
    for d in chosen.dimensions:
        for part in PARTS:
            compare(part, d, chosen.events, chosen.repeats)


if __name__ == "__main__":
    main()
