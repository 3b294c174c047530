"""The nucleolus with its proof against the library alone that finds it.

    python -m benchmarks.nucleolus [--players 10 14] [--repeats 7]

Four kinds of games: whole values, values at random, a weighted vote, a bankruptcy. Methods:

- ours: `suasion.games.nucleolus`, certificate included;
- library: `coopgame.nucleolus` by itself, nothing certified;
- library, verified: the same and its own check in double precision (`coopgame.verify`);
- library, certified: the same and its own check in rational arithmetic (`coopgame.certify`).

Equal answers are checked first. Each run is a process of its own; methods take turns.
Printed are medians, ratios to the library alone and the peak memory of the processes.
Beneath: Shapley values of 10 and 20 players, ours and the library's.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable

import coopgame
import numpy as np

from suasion.games import from_values, nucleolus, shapley

TOL = 1e-9
"""Difference of shares, relative to the largest value, above which the benchmark stops."""
KINDS = ("whole", "random", "vote", "bankruptcy")

Method = Callable[[int, np.ndarray], np.ndarray]


def generate_values(kind: str, n: int, seed: int = 1) -> np.ndarray:
    draw = np.random.default_rng(seed)
    inside = np.arange(1 << n)[:, None] >> np.arange(n) & 1
    size = inside.sum(axis=1)
    if kind == "whole":
        values = draw.integers(0, 50, 1 << n) * (size > 1.0)
        values[-1] = 50 * n // 4
    elif kind == "random":
        values = draw.random(1 << n) * size
        values[-1] = n
    elif kind == "vote":
        weights = draw.integers(1, 10, n)
        values = (2 * inside @ weights > weights.sum()) * 1.0
    else:
        claims = draw.integers(1, 1000, n) * 10.0
        values = np.maximum(0.0, 0.45 * claims.sum() - (1 - inside) @ claims)
    values = np.asarray(values, dtype=np.float64)
    values[0] = 0.0
    return values


def ours(n: int, values: np.ndarray) -> np.ndarray:
    return nucleolus(from_values(n, values))


def library(_: int, values: np.ndarray) -> np.ndarray:
    return np.array(coopgame.nucleolus(coopgame.Game(values[1:]))["allocation"])


def library_verified(_: int, values: np.ndarray) -> np.ndarray:
    game = coopgame.Game(values[1:])
    found = coopgame.nucleolus(game)["allocation"]
    if not coopgame.verify(game, found)["satisfied"]:
        raise SystemExit("the library does not verify its own answer")
    return np.array(found)


def library_certified(_: int, values: np.ndarray) -> np.ndarray:
    game = coopgame.Game(values[1:])
    found = coopgame.nucleolus(game)["allocation"]
    coopgame.certify(game, found)
    return np.array(found)


METHODS: dict[str, Method] = {
    "library": library,
    "ours": ours,
    "library, verified": library_verified,
    "library, certified": library_certified,
}


def _run(name: str, kind: str, n: int) -> tuple[float, float, np.ndarray]:
    """Return seconds, peak MB and shares; one small game beforehand, for what loads late."""
    METHODS[name](4, generate_values("random", 4))
    values = generate_values(kind, n)
    start = time.perf_counter()
    shares = METHODS[name](n, values)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, shares


def compare(kind: str, n: int, repeats: int) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in METHODS}
    peaks = dict.fromkeys(METHODS, 0.0)
    shares = {}
    context = multiprocessing.get_context("spawn")
    for _ in range(repeats):
        for name in METHODS:
            with context.Pool(1) as pool:
                took, peak, shares[name] = pool.apply(_run, (name, kind, n))
            seconds[name].append(took)
            peaks[name] = max(peaks[name], peak)
    scale = np.abs(generate_values(kind, n)).max()
    apart = max(float(np.abs(one - shares["ours"]).max()) for one in shares.values()) / scale
    if apart > TOL:
        raise SystemExit(f"{kind}, {n} players: answers differ by {apart:.1e}")
    print(f"{kind}, {n} players: answers equal within {apart:.1e}")
    alone = statistics.median(seconds["library"])
    for name in METHODS:
        median = statistics.median(seconds[name])
        print(
            f"  {name:<20}{1000 * median:9.2f} ms  x {median / alone:5.2f}  {peaks[name]:6.0f} MB"
        )


def compare_shapley(n: int, repeats: int) -> None:
    values = generate_values("random", n)
    game, other = from_values(n, values), coopgame.Game(values[1:])
    apart = float(np.abs(shapley(game) - coopgame.shapley(other)).max())
    if apart > TOL * n:
        raise SystemExit(f"Shapley of {n} players: answers differ by {apart:.1e}")
    for name, run in (
        ("ours", lambda: shapley(game)),
        ("library", lambda: coopgame.shapley(other)),
    ):
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
        print(f"Shapley, {n} players, {name:<8}{1000 * statistics.median(times):9.3f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--players", type=int, nargs="+", default=[10, 14])
    parser.add_argument("--repeats", type=int, default=7)
    chosen = parser.parse_args()
    for n in chosen.players:
        for kind in KINDS:
            compare(kind, n, chosen.repeats)
    for n in (10, 20):
        compare_shapley(n, chosen.repeats)


if __name__ == "__main__":
    main()
