"""How long a second question takes: one re-solve, and the whole answer with intervals.

The first question in a process reads the case and solves the base; the second finds it there.
Run: python -m benchmarks.whatif [--draws 60] [--repeats 15]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable

from suasion import Request, load_case, make_scenario, what_if
from suasion.dependence import withhold
from suasion.questions.baseline import baseline
from suasion.questions.whatif import DEFAULT_DRAWS

SCENARIOS = {
    "western branch closed": {"withhold": ["AZE:western-branch"]},
    "gas swap stopped": {"withhold": ["RUS:gas-swap"]},
    "TANAP closed": {"withhold": ["TUR:tanap"]},
    "EU bans Russian gas": {"ban": ["EU:gas:RUS"]},
    "Rasht-Astara built": {"build": ["rasht-astara"]},
    "swap of 5 bcm": {"set": ["gas_swap_volume=5 bcm/yr"]},
}


def milliseconds(work: Callable[[], object], repeats: int) -> tuple[float, float, float]:
    """Return least, median and greatest time of a piece of work."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - begun))
    return min(times), statistics.median(times), max(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DEFAULT_DRAWS)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    request = Request(draws=options.draws)
    case = load_case("rus-aze-2025")
    begun = time.perf_counter()
    base = baseline(case, request, "years")
    print(f"first: base with {options.draws} draws  {1e3 * (time.perf_counter() - begun):8.0f} ms")
    lever = next(lv for lv in base.central.world.levers if lv.id == "western-branch")
    market = base.central.world.markets["freight"]
    start = base.central.solutions["freight"]
    one = milliseconds(lambda: base.pool.solve(withhold(market, lever), start), options.repeats)
    print(f"re-solve, market and all   {one[0]:8.2f} {one[1]:8.2f} {one[2]:8.2f} ms (target 5)")
    print(f"{'whole answer':<27}{'least':>8} {'median':>8} {'most':>8} ms (target 100)")
    for name, changes in SCENARIOS.items():
        scenario = make_scenario(**changes)
        found = milliseconds(lambda s=scenario: what_if(case, s, request), options.repeats)
        print(f"{name:<27}{found[0]:8.1f} {found[1]:8.1f} {found[2]:8.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
