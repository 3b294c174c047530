"""Base rates after an ablation: the ablated base is as busy as the base."""

from __future__ import annotations

from functools import partial

import numpy as np
from attrs import evolve

from suasion.crisis.model import CrisisModel, CrisisNumbers
from suasion.crisis.pins import make_pins
from suasion.crisis.recalibration import Calibration, acts_by_nest, recalibrate
from suasion.crisis.simulation import Injection, Paths, simulate
from tests.crisis_chains import DAYS, habit_crisis

PATHS = 400


def _calibrated(rounds: int) -> tuple[Calibration, float, Paths]:
    model, numbers = habit_crisis()
    run = partial(_run, model)
    base = run(numbers, keep_means=True)
    assert base.means is not None
    pins = make_pins(model, ["toll->answer:*"], base.means)
    wanted = acts_by_nest(model, base)
    done = recalibrate(model, numbers, wanted, partial(run, pins=pins), rounds)
    return done, float(wanted.sum()) / PATHS, base


def _run(model: CrisisModel, numbers: CrisisNumbers, **rest: object) -> Paths:
    return simulate(model, numbers, paths=PATHS, days=DAYS, seed=0, **rest)


def test_two_rounds_bring_the_acts_back() -> None:
    bare, acts, _ = _calibrated(0)
    tuned, _, _ = _calibrated(2)
    assert bare.gap > 0.02 * acts
    assert tuned.gap <= 0.01 * acts + 1.0 / PATHS
    assert tuned.numbers.pace[2] != bare.numbers.pace[2]


def test_only_paces_change_and_only_by_class() -> None:
    tuned, _, _ = _calibrated(2)
    _, numbers = habit_crisis()
    ratio = tuned.numbers.pace / np.where(numbers.pace > 0, numbers.pace, 1.0)
    assert ratio[3] == 1.0
    assert ratio[2] != 1.0
    assert np.array_equal(tuned.numbers.strength, numbers.strength)


def test_injected_acts_are_not_counted() -> None:
    model, numbers = habit_crisis()
    hits = [Injection(day=day, move="hit:A>B") for day in range(5)]
    paths = _run(model, evolve(numbers, pace=numbers.pace * 0.0), injections=hits)
    assert len(paths.events) == 5 * PATHS
    assert acts_by_nest(model, paths).sum() == 0.0
