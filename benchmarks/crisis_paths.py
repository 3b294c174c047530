"""Path-days per second of a crisis as large as a whole case.

    python -m benchmarks.crisis_paths [--paths 1000] [--days 180] [--draws 4] [--threads 2]

The model is random, of 80 stocks, 60 couplings, 70 moves with some 250 effects, 70 terms and 8
deciders, two of which have an occasion to act every other day. Printed are processor time for a
path-day in one thread, and path-days per second of all threads together; compiling is not timed.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor

from tests.crisis_models import FULL, gauges_of, random_crisis

from suasion.crisis.simulation import simulate

ATTENTION = (0.45, 0.45, 0.06, 0.06, 0.06, 0.06, 0.06, 0.06)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("paths", 1000), ("days", 180), ("draws", 4), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    model, numbers = random_crisis(1, FULL, asked.days, ATTENTION)
    gauges = gauges_of(model)[:10]

    def run(draw: int, paths: int = asked.paths) -> int:
        found = simulate(
            model, numbers, paths=paths, days=asked.days, seed=0, draw=draw, gauges=gauges
        )
        return len(found.events)

    run(0, 1)
    begin = time.thread_time()
    events = run(0)
    each = (time.thread_time() - begin) / (asked.paths * asked.days)
    print(f"{1e6 * each:.2f} microseconds per path-day, {1 / each:,.0f} path-days/s in one thread")
    print(f"{events / (asked.paths * asked.days):.2f} moves per path-day")
    begin = time.perf_counter()
    with ThreadPoolExecutor(asked.threads) as pool:
        list(pool.map(run, range(asked.draws)))
    rate = asked.draws * asked.paths * asked.days / (time.perf_counter() - begin)
    print(f"{rate:,.0f} path-days/s in {asked.threads} threads")


if __name__ == "__main__":
    main()
