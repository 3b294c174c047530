"""The values of 1,024 coalitions: `coalition_values` against HiGHS patterns and linopy.

    python -m benchmarks.coalitions [--seeds 1 2 3] [--repeats 5] [--sample 64]

For each seed a market of 60 nodes, 200 arcs, 6 labels and 10 players is generated. Every
method gives the value of every coalition (linopy of a sample, then scaled, as printed):

- ours: `suasion.flows.coalition_values`, certificates included;
- highspy, columns closed by bounds, each coalition solved warm from the one before: in
  binary and in Gray order, with presolve off and on (HiGHS leaves presolve out where it
  has a basis);
- highspy, cold: the same with the basis cleared before each run, so that presolve works;
- linopy, persistent (bounds updated in place) and ordinary (a new solver for each solve).

The competitors compute objectives only, but for one pattern that is printed with its
optima certified as ours are. Each run is a process of its own on one thread;
methods take turns. Printed are medians, ratios to ours and peak memory of the processes.
Equal objectives are checked first.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from attrs import frozen

from benchmarks.markets import generate_market
from suasion.flows import Numbers, Program, coalition_values, compile_market, numbers
from suasion.flows.closing import Proof
from suasion.flows.highs_model import Bounds, Model, load_model
from suasion.flows.openings import gather_items

TOL = 1e-6
"""Relative difference of objectives above which the benchmark stops."""
DEFAULTS = {
    "primal_feasibility_tolerance": 1e-7,
    "dual_feasibility_tolerance": 1e-7,
    "simplex_scale_strategy": 2,
    "solver": "choose",
}
"""What HiGHS would do by itself, for the competitors."""


@frozen(kw_only=True)
class Task:
    """One market with the players that each column needs, as a bit set."""

    program: Program
    figures: Numbers
    players: tuple[str, ...]
    needs: np.ndarray

    @property
    def n_coalitions(self) -> int:
        return 1 << len(self.players)

    @property
    def bounds(self) -> Bounds:
        return Bounds(
            cost=self.figures.cost,
            upper=self.figures.upper,
            row_lower=self.figures.row_lower,
            row_upper=self.figures.row_upper,
        )

    def upper(self, coalition: int) -> np.ndarray:
        return np.where(self.needs & ~coalition, 0.0, self.figures.upper)


@frozen(kw_only=True)
class Outcome:
    """What one run of one method took, and the values it found."""

    seconds: float
    peak_mb: float
    coalitions: np.ndarray
    values: np.ndarray
    note: str = ""


def prepare(seed: int) -> Task:
    market = generate_market(seed)
    players = tuple(sorted({node.actor for node in market.nodes}))
    program = compile_market(market)
    items = gather_items(program, market, players)
    needs = np.array(items.needs)[items.of_column]
    needs[program.columns.delivery] = 0
    return Task(program=program, figures=numbers(program, market), players=players, needs=needs)


def ours(task: Task, _: int) -> Outcome:
    start = time.perf_counter()
    game = coalition_values(task.program, task.players)
    seconds = time.perf_counter() - start
    note = (
        f"{game.n_solves} solves, {game.n_patterns} patterns, {game.n_components} components, "
        f"largest residual {game.residuals.max():.1e}"
    )
    every = np.arange(task.n_coalitions)
    return Outcome(
        seconds=seconds, peak_mb=_peak(), coalitions=every, values=game.values, note=note
    )


def _walk(task: Task, gray: bool) -> np.ndarray:
    every = np.arange(task.n_coalitions)
    return every ^ (every >> 1) if gray else every


def _load(task: Task, presolve: str) -> Model:
    model = load_model(task.program.matrix, task.bounds)
    for name, value in (DEFAULTS | {"presolve": presolve}).items():
        model.setOptionValue(name, value)
    return model


def highspy_pattern(
    *, gray: bool = True, presolve: str = "off", cold: bool = False, certified: bool = False
) -> Callable[[Task, int], Outcome]:
    def run(task: Task, _: int) -> Outcome:
        walk = _walk(task, gray)
        start = time.perf_counter()
        model = _load(task, presolve)
        held, none = task.figures.upper, np.zeros(task.figures.upper.size)
        values, residuals = np.empty(walk.size), [0.0]
        proof = Proof(task.program, task.bounds)
        for place, coalition in enumerate(walk.tolist()):
            upper = task.upper(coalition)
            at = np.flatnonzero(upper != held).astype(np.int32)
            if at.size:
                model.changeColsBounds(at.size, at, none[at], upper[at])
            held = upper
            if cold:
                model.clearSolver()
            model.run()
            values[place] = -model.getObjectiveValue()
            if certified:
                residuals.append(_residual(task, model, proof, upper))
        seconds = time.perf_counter() - start
        note = f"largest residual {max(residuals):.1e}" if certified else ""
        return Outcome(seconds=seconds, peak_mb=_peak(), coalitions=walk, values=values, note=note)

    return run


def _residual(task: Task, model: Model, proof: Proof, upper: np.ndarray) -> float:
    solution = model.getSolution()
    x, y = np.array(solution.col_value), np.array(solution.row_dual)
    d = task.figures.cost - task.program.matrix.transposed_times(y)
    return proof.residual(x, y, d, upper, task.figures.row_lower)


def _linopy_model(task: Task) -> object:
    import linopy  # noqa: PLC0415 - optional
    import xarray  # noqa: PLC0415 - comes with linopy

    program, figures = task.program, task.figures
    model = linopy.Model()
    columns = xarray.DataArray(figures.upper, dims="column")
    x = model.add_variables(lower=0.0, upper=columns, name="x")
    matrix = program.matrix
    order = np.argsort(matrix.rows, kind="stable")
    sizes = np.bincount(matrix.rows, minlength=matrix.n_rows)
    place = np.concatenate([np.arange(size) for size in sizes])
    factors = np.full((matrix.n_rows, sizes.max()), np.nan)
    labels = np.full((matrix.n_rows, sizes.max()), -1)
    rows = matrix.rows[order]
    factors[rows, place] = matrix.values[order]
    labels[rows, place] = x.labels.values[matrix.columns[order]]
    used = sizes > 0
    for name, which, sign, side in (
        ("equal", np.isfinite(figures.row_lower) & np.isfinite(figures.row_upper), "=", "upper"),
        ("most", np.isinf(figures.row_lower) & np.isfinite(figures.row_upper), "<=", "upper"),
        ("least", np.isfinite(figures.row_lower) & np.isinf(figures.row_upper), ">=", "lower"),
    ):
        at = np.flatnonzero(which & used)
        if at.size:
            terms = xarray.Dataset(
                {
                    "coeffs": (("row", "_term"), factors[at]),
                    "vars": (("row", "_term"), labels[at]),
                }
            )
            expression = linopy.LinearExpression(terms, model)
            bound = figures.row_upper if side == "upper" else figures.row_lower
            right = xarray.DataArray(bound[at], dims="row")
            model.add_constraints(expression, sign, right, name=name)
    model.add_objective((xarray.DataArray(figures.cost, dims="column") * x).sum())
    return model


def linopy_path(*, persistent: bool) -> Callable[[Task, int], Outcome]:
    def run(task: Task, sample: int) -> Outcome:
        import xarray  # noqa: PLC0415 - comes with linopy
        from linopy.solvers import Solver  # noqa: PLC0415 - optional

        options = {"threads": 1, "output_flag": False}
        walk = _neighbours(_walk(task, gray=True), sample)
        _silence()
        start = time.perf_counter()
        model = _linopy_model(task)
        built = time.perf_counter() - start
        solver = None
        if persistent:
            solver = Solver.from_name(
                "highs", model, io_api="direct", track_updates=True, options=options
            )
        values = np.empty(walk.size)
        for place, coalition in enumerate(walk.tolist()):
            upper = xarray.DataArray(task.upper(coalition), dims="column")
            model.variables["x"].upper = upper
            if solver is not None:
                result = solver.solve(model, assign=False)
                values[place] = -result.solution.objective
            else:
                model.solve("highs", io_api="direct", progress=False, **options)
                values[place] = -model.objective.value
        solved = time.perf_counter() - start - built
        seconds = built + solved * task.n_coalitions / walk.size
        note = f"scaled from {walk.size} coalitions"
        return Outcome(seconds=seconds, peak_mb=_peak(), coalitions=walk, values=values, note=note)

    return run


def _neighbours(walk: np.ndarray, sample: int, run: int = 16) -> np.ndarray:
    """Return evenly spaced runs of neighbours, so that warm starts stay near."""
    starts = np.linspace(0, walk.size - run, max(1, sample // run)).astype(int)
    return np.concatenate([walk[start : start + run] for start in starts])


def _silence() -> None:
    """Send what HiGHS prints before it is told not to elsewhere; results go by another way."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


METHODS: dict[str, Callable[[Task, int], Outcome]] = {
    "ours": ours,
    "highspy Gray, presolve off": highspy_pattern(),
    "highspy Gray, presolve on": highspy_pattern(presolve="on"),
    "highspy binary, presolve off": highspy_pattern(gray=False),
    "highspy binary, presolve on": highspy_pattern(gray=False, presolve="on"),
    "highspy cold, presolve on": highspy_pattern(presolve="on", cold=True),
    "highspy Gray, certified": highspy_pattern(certified=True),
    "linopy persistent": linopy_path(persistent=True),
    "linopy ordinary": linopy_path(persistent=False),
}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def _run(method: str, seed: int, sample: int) -> Outcome:
    return METHODS[method](prepare(seed), sample)


def _apart(method: str, seed: int, sample: int) -> Outcome:
    """Run a method in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_run, (method, seed, sample))


def _compare(seed: int, outcomes: dict[str, list[Outcome]]) -> None:
    """Stop where a method gives other objectives than ours."""
    reference = outcomes["ours"][0].values
    scale = 1.0 + np.abs(reference).max()
    for method, runs in outcomes.items():
        for run in runs:
            worst = np.abs(run.values - reference[run.coalitions]).max() / scale
            if not worst <= TOL:
                sys.exit(f"seed {seed}: {method} differs by {worst:.2e}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--sample", type=int, default=64, help="coalitions given to linopy")
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=list(METHODS))
    chosen = parser.parse_args()
    methods = ["ours", *[method for method in chosen.methods if method != "ours"]]
    for seed in chosen.seeds:
        outcomes: dict[str, list[Outcome]] = {method: [] for method in methods}
        for _ in range(chosen.repeats):
            for method in methods:
                outcomes[method].append(_apart(method, seed, chosen.sample))
        _compare(seed, outcomes)
        _report(seed, outcomes)


def _report(seed: int, outcomes: dict[str, list[Outcome]]) -> None:
    medians = {
        method: statistics.median(run.seconds for run in runs) for method, runs in outcomes.items()
    }
    print(f"seed {seed}: equal objectives; medians of {len(outcomes['ours'])} runs")
    for method, runs in outcomes.items():
        peak = max(run.peak_mb for run in runs)
        ratio = medians[method] / medians["ours"]
        spread = f"{min(run.seconds for run in runs):.3f}-{max(run.seconds for run in runs):.3f}"
        print(
            f"  {method:<30}{medians[method]:>9.3f} s  ({spread})  {ratio:>7.2f} x ours"
            f"  {peak:>6.0f} MB  {runs[0].note}"
        )
    patterns = [
        median
        for method, median in medians.items()
        if method.startswith("highspy") and "certified" not in method
    ]
    if patterns:
        best = min(patterns) / medians["ours"]
        print(f"  best highspy pattern (objectives only) / ours: {best:.2f}")


if __name__ == "__main__":
    main()
