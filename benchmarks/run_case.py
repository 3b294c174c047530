"""How long the main job takes on the shipped case, and how much memory it holds.

Run: python -m benchmarks.run_case [--draws 200] [--workers 2] [--repeats 3]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run_once(draws: int, workers: int) -> tuple[float, float]:
    """Return wall and processor seconds of one run in processes of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "rus-aze-2025", "--out", str(Path(folder) / "report")]
        words += ["--draws", str(draws), "--workers", str(workers)]
        subprocess.run(
            [sys.executable, "-m", "suasion", *words], check=True, stdout=subprocess.DEVNULL
        )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {options.draws} draws")
    runs = [run_once(options.draws, options.workers) for _ in range(options.repeats)]
    for name, figures in zip(("wall", "processor"), zip(*runs, strict=True), strict=True):
        least, middle, most = min(figures), statistics.median(figures), max(figures)
        print(f"{name:<10}{least:8.1f} {middle:8.1f} {most:8.1f} s (least, median, most)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the largest process {peak:.0f} MiB; there are {options.workers + 1}")


if __name__ == "__main__":
    main()
