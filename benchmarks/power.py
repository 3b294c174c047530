"""Shapley of the gas game against the linear programs alone, and where the rest goes.

    python -m benchmarks.power [--repeats 7] [--case rus-aze-2025] [--market gas]

For the game on one market of a case with its default players (10 in the shipped gas market),
outsiders idle and outsiders trading. Timed in turns, each run in this process on one thread:

- programs: the same linear programs as `coalition_values` solves, each set up and run by
  HiGHS with its certificate, in the same order; nothing else;
- values: `coalition_values` (finding which coalitions differ, solving, certifying);
- Shapley: values and the Shapley value from them.

Printed are medians and the ratios to programs. Equal values are checked first: the programs
alone must give the values of the grand coalition.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from suasion import Request, load_case
from suasion.flows import coalition_values, compile_market, numbers
from suasion.flows.closing import ClosingSolver
from suasion.flows.openings import gather_items
from suasion.games import from_values, shapley
from suasion.questions.leverage import central_base
from suasion.questions.power_cast import find_cast
from suasion.questions.power_games import network, prepared, timely_builds

TOL = 1e-9
"""Relative difference of values above which the benchmark stops."""


def record_opened(run: Callable[[], object]) -> list[np.ndarray]:
    """Return the sets of open items that a run solves, in order."""
    found: list[np.ndarray] = []
    solve = ClosingSolver.solve

    def recording(self: ClosingSolver, opened: np.ndarray) -> object:
        found.append(opened.copy())
        return solve(self, opened)

    ClosingSolver.solve = recording  # type: ignore[method-assign, assignment]
    try:
        run()
    finally:
        ClosingSolver.solve = solve  # type: ignore[method-assign]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--case", default="rus-aze-2025")
    parser.add_argument("--market", default="gas")
    chosen = parser.parse_args()
    base = central_base(load_case(chosen.case), Request(draws=0), "years")
    view, values = base.sample.view, base.sample.central
    cast = find_cast(view, base.central.solutions, None)
    players = cast.players[chosen.market]
    standing = timely_builds(view, values, "years")
    market = network(view, values, "years", chosen.market, standing)
    program = compile_market(prepared(market, cast, "idle"))
    trading = compile_market(prepared(market, cast, "trade"))
    opened = record_opened(lambda: coalition_values(program, players))
    items, figures = gather_items(program, program.base, players), numbers(program, program.base)

    def programs() -> float:
        solver = ClosingSolver(program, figures, items)
        return max(float(solver.solve(one).worth.sum()) for one in opened)

    def with_shapley(rule: str) -> float:
        used = program if rule == "outsiders-idle" else trading
        game = coalition_values(used, players, rule=rule)
        shapley(from_values(len(players), game.values - game.values[0]))
        return float(game.values[-1])

    methods: dict[str, Callable[[], float]] = {
        "programs alone": programs,
        "values, idle": lambda: float(coalition_values(program, players).values[-1]),
        "values and Shapley, idle": lambda: with_shapley("outsiders-idle"),
        "values and Shapley, trade": lambda: with_shapley("outsiders-trade"),
    }
    _check(methods)
    _report(methods, chosen.repeats, f"{len(players)} players, {len(opened)} programs")


def _check(methods: dict[str, Callable[[], float]]) -> None:
    whole = methods["values, idle"]()
    for name in ("programs alone", "values and Shapley, idle"):
        again = methods[name]()
        if not abs(whole - again) <= TOL * abs(whole):
            sys.exit(f"values differ: {whole} and, by {name}, {again}")


def _report(methods: dict[str, Callable[[], float]], repeats: int, note: str) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(repeats):
        for name, run in methods.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    alone = statistics.median(seconds["programs alone"])
    print(f"{note}; medians of {repeats} runs")
    for name, found in seconds.items():
        median = statistics.median(found)
        print(
            f"  {name:<28}{median:>8.4f} s  ({min(found):.4f}-{max(found):.4f})"
            f"  {median / alone:>6.2f} x programs alone"
        )
    values = statistics.median(seconds["values, idle"])
    whole = statistics.median(seconds["values and Shapley, idle"])
    print(f"  Shapley included / values: {whole / values:.3f}")


if __name__ == "__main__":
    main()
