"""Two actors who pay each other back: `suasion.crisis` against Mesa.

    python -m benchmarks.toy_reciprocity [--steps 365] [--replications 1000] [--repeats 3]

The rule, for both: on each day each actor has a Poisson number of occasions, in random order. At
each it acts with a chance that is logistic in what it is owed, logit(p) = log W + B debt. An act
adds one to the debt of the other; at the end of the day debts fade by a share.

- ours: a crisis of two stocks, two moves, two urges and two couplings, in one thread;
- Mesa (3.3.1 is the last for Python 3.11): a model of two agents that does no more than the
  rule, without data collection; one model a replication.

Mesa is left out, with a word, where it is not installed. Checked first: equal distributions of the
acts of a replication, by actor and in all (Welch's test of the means, Kolmogorov-Smirnov) and
of the debt at the end. Each run is a process of its own and methods take turns; a first call
on few replications is not timed. Printed are medians, ratios to ours and peak memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.stats import ks_2samp, ttest_ind

from suasion.crisis import (
    Coupling,
    CrisisModel,
    CrisisNumbers,
    Decider,
    Effect,
    Gauge,
    Move,
    Stock,
    Urge,
    simulate,
)

Floats = NDArray[np.float64]
ACTORS = ("A", "B")
ATTENTION = 1.0
"""Occasions a day."""
ODDS = 0.05
"""Acts against waiting at an occasion, with no debt."""
PULL = 0.8
FADE = 0.2
LEAST_P = 1e-3
"""Probability of a difference as large by chance, below which the benchmark stops."""
COLUMNS = ("acts of A", "acts of B", "all acts", "debts at the end")


def crisis(days: int) -> tuple[CrisisModel, CrisisNumbers]:
    """Return the toy as a crisis model."""
    other = dict(zip(ACTORS, reversed(ACTORS), strict=True))
    model = CrisisModel(
        stocks=[Stock(id=f"debt.{actor}") for actor in ACTORS],
        couplings=[
            Coupling(id=f"fade.{actor}", kind="fades", source=f"debt.{actor}") for actor in ACTORS
        ],
        moves=[
            Move(
                id=f"hit:{actor}>{other[actor]}",
                kind="hit",
                actor=actor,
                target=other[actor],
                klass="verbal_conflict",
                effects=[Effect(id="owe", kind="add", stock=f"debt.{other[actor]}")],
            )
            for actor in ACTORS
        ],
        urges=[
            Urge(id=actor, move=f"hit:{actor}>{other[actor]}", of=((f"debt.{actor}", 1.0),))
            for actor in ACTORS
        ],
        deciders=[Decider(actor=actor) for actor in ACTORS],
    )
    two = np.ones(2)
    return model, CrisisNumbers(
        initial=0.0 * two,
        rate=FADE * two,
        amount=two,
        weight=np.zeros(0),
        shape=np.zeros((0, 3)),
        strength=PULL * two,
        pace=ODDS * ATTENTION * two,
        attention=ATTENTION * two,
        cap=two,
        nest=two,
        drive=np.zeros((days + 1, 0)),
    )


def ours(steps: int, replications: int, seed: int) -> Floats:
    model, numbers = crisis(steps)
    debts = Gauge(name="debts", of=tuple((stock.id, 1.0) for stock in model.stocks))
    found = simulate(model, numbers, paths=replications, days=steps, seed=seed, gauges=[debts])
    acts = np.zeros((replications, 2))
    np.add.at(acts, (found.events["path"], found.events["move"]), 1.0)
    return np.column_stack([acts, acts.sum(axis=1), found.gauges[:, -1, 0]])


def _mesa_model() -> Any:
    """Return the class of the model, made here as Mesa may not be there."""
    mesa = import_module("mesa")

    class Actor(mesa.Agent):  # type: ignore[misc]
        def __init__(self, model: Any) -> None:
            super().__init__(model)
            self.debt, self.acts = 0.0, 0
            self.other: Any = None

        def decide(self) -> None:
            odds = ODDS * np.exp(PULL * self.debt)
            if self.random.random() < odds / (1.0 + odds):
                self.acts += 1
                self.other.debt += 1.0

    class Feud(mesa.Model):  # type: ignore[misc]
        def __init__(self, seed: int) -> None:
            super().__init__(seed=seed)
            self.pair = [Actor(self), Actor(self)]
            self.pair[0].other, self.pair[1].other = self.pair[1], self.pair[0]

        def step(self) -> None:
            counts = self.rng.poisson(ATTENTION, 2)
            turns = [self.pair[0]] * counts[0] + [self.pair[1]] * counts[1]
            self.random.shuffle(turns)
            for actor in turns:
                actor.decide()
            for actor in self.pair:
                actor.debt *= 1.0 - FADE

    return Feud


def mesa(steps: int, replications: int, seed: int) -> Floats:
    feud, rows = _mesa_model(), []
    for number in range(replications):
        model = feud(seed * 1_000_003 + number)
        for _ in range(steps):
            model.step()
        acts = [actor.acts for actor in model.pair]
        rows.append([*acts, sum(acts), sum(actor.debt for actor in model.pair)])
    return np.array(rows, dtype=np.float64)


Run = Callable[[int, int, int], Floats]
METHODS: dict[str, Run] = {"ours": ours, "mesa": mesa}


@frozen(kw_only=True)
class Outcome:
    """What one run took, and what it found."""

    seconds: float
    processor: float
    peak_mb: float
    rows: Floats


def measure(name: str, steps: int, replications: int, seed: int) -> Outcome:
    METHODS[name](steps, 2, 0)
    begin, spent = time.perf_counter(), time.process_time()
    rows = METHODS[name](steps, replications, seed)
    return Outcome(
        seconds=time.perf_counter() - begin,
        processor=time.process_time() - spent,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        rows=rows,
    )


def require_equal(one: Floats, other: Floats) -> None:
    """Stop unless two samples of replications can be of one distribution."""
    for column, name in enumerate(COLUMNS):
        own, peer = one[:, column], other[:, column]
        tests = ttest_ind(own, peer, equal_var=False).pvalue, ks_2samp(own, peer).pvalue
        print(
            f"  {name}: mean {own.mean():.3f} and {peer.mean():.3f}, deviation {own.std():.3f} and "
            f"{peer.std():.3f}; p {tests[0]:.3f} (means), {tests[1]:.3f} (distributions)"
        )
        if min(tests) < LEAST_P:
            raise SystemExit(f"{name}: the two ways differ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option, default in (("steps", 365), ("replications", 1000), ("repeats", 3)):
        parser.add_argument(f"--{option}", type=int, default=default)
    asked = parser.parse_args()
    names = [name for name in METHODS if name == "ours" or importlib.util.find_spec(name)]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if "mesa" not in names:
        print("mesa is not installed: left out")
    context = multiprocessing.get_context("spawn")
    found: dict[str, list[Outcome]] = {name: [] for name in names}
    for repeat in range(asked.repeats):
        for place, name in enumerate(names):
            seed = 1 + repeat * len(names) + place
            with context.Pool(1) as pool:
                task = (name, asked.steps, asked.replications, seed)
                found[name].append(pool.apply(measure, task))
        if repeat == 0 and "mesa" in names:
            require_equal(found["ours"][0].rows, found["mesa"][0].rows)
    own = statistics.median(one.seconds for one in found["ours"])
    for name, rows in found.items():
        seconds = statistics.median(one.seconds for one in rows)
        processor = statistics.median(one.processor for one in rows)
        print(
            f"  {name:<6}{seconds:10.3f} s  x {seconds / own:8.1f}  {processor:10.3f} s of "
            f"processor  {max(one.peak_mb for one in rows):6.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
