"""Verdicts: each condition on its own, on results written by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis.estimates import NOTHING, Estimate, estimate, share_left, sign_share
from suasion.crisis.experiment_plans import plan_experiment
from suasion.crisis.experiments import ExperimentResult
from suasion.crisis.verdicts import STATUSES, judge
from tests.crisis_chains import chain_experiment, chain_model

PLAN = plan_experiment(chain_model(), chain_experiment())


def _at(mean: float, half: float = 0.1) -> Estimate:
    return Estimate(mean=mean, low=mean - half, high=mean + half)


HOLDING = ExperimentResult(
    plan=PLAN,
    draws=20,
    paths=10,
    undefined=0,
    level=_at(5.0),
    effect=_at(1.0),
    reverse_effect=_at(-1.0),
    ablated_effect=_at(0.1),
    left=_at(0.1),
    draw_share=0.9,
    n_moved=20,
    gap=0.0,
    effects=np.ones(20),
)


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({}, "holds", "leaves 10% (0% to 20%)"),
        ({"draw_share": 2 / 3}, "holds", ""),
        ({"left": _at(0.2)}, "holds", "more draws may turn this"),
        ({"left": _at(-0.6)}, "holds", "works against it"),
        ({"left": _at(0.4)}, "holds redundantly", "survives"),
        ({"left": _at(0.25)}, "holds redundantly", "more draws may turn this"),
        ({"draw_share": 0.6}, "fails", "60% of the draws"),
        ({"effect": _at(0.05)}, "fails", "around zero"),
        ({"effect": _at(-1.0)}, "fails", "other side of zero"),
        ({"effect": NOTHING, "undefined": 20}, "fails", "nothing to measure"),
        ({"undefined": 11}, "fails", "in 11 of 20 draws"),
        ({"undefined": 10}, "holds", ""),
        ({"n_moved": 0}, "fails", "in no draw"),
        ({"reverse_effect": _at(-0.05)}, "fails", "does not reverse"),
        ({"reverse_effect": _at(1.0)}, "fails", "does not reverse"),
        ({"plan": evolve(PLAN, connected=False)}, "vacuous", "nothing leads from"),
        (
            {"plan": evolve(PLAN, connected=False), "ablated_effect": _at(1.0)},
            "vacuous",
            "attention",
        ),
        ({"plan": evolve(PLAN, connected=False), "effect": _at(0.0)}, "fails", "around zero"),
    ],
)
def test_the_verdict_and_its_reason(changes: dict[str, object], status: str, says: str) -> None:
    verdict = judge(evolve(HOLDING, **changes))
    assert verdict.status == status
    assert status in STATUSES
    assert says in verdict.reason


def test_an_expected_fall_is_judged_by_the_other_side() -> None:
    falling = evolve(PLAN, experiment=evolve(PLAN.experiment, expected="-"))
    result = evolve(HOLDING, plan=falling, effect=_at(-1.0), reverse_effect=_at(1.0))
    assert judge(result).status == "holds"
    assert judge(evolve(result, effect=_at(1.0))).status == "fails"


def test_the_carriers_are_named_only_where_something_else_carries() -> None:
    assert judge(HOLDING, ("X2",)).carriers == ()
    redundant = evolve(HOLDING, left=_at(0.5))
    assert judge(redundant, ("X2",)).carriers == ("X2",)
    assert "not looked for" in judge(redundant).reason
    assert "no other mechanism" in judge(redundant, ()).reason


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    found = [estimate(rng.normal(2.0, 3.0, 64)) for _ in range(2000)]
    covered = np.mean([one.low <= 2.0 <= one.high for one in found])
    # 95 % less what the normal approximation loses at 64 draws; 4 standard errors of the share.
    assert abs(covered - 0.947) < 4 * math.sqrt(0.95 * 0.05 / 2000)


def test_the_interval_of_a_share_is_paired() -> None:
    rng = np.random.default_rng(2)
    found = []
    for _ in range(2000):
        whole = rng.normal(2.0, 1.0, 64)
        found.append(share_left(0.3 * whole + rng.normal(0.0, 0.1, 64), whole))
    covered = np.mean([one.low <= 0.3 <= one.high for one in found])
    assert abs(covered - 0.945) < 4 * math.sqrt(0.95 * 0.05 / 2000)
    assert np.mean([one.high - one.low for one in found]) < 0.03, "unpaired it would be near 0.1"


def test_one_draw_has_no_interval() -> None:
    assert math.isnan(estimate(np.ones(1)).low)
    assert math.isnan(share_left(np.ones(2), np.zeros(2)).mean)


def test_draws_within_rounding_of_zero_say_nothing_on_the_sign() -> None:
    effects = np.array([1e-12, 1.0, -1.0, 1.0, 1e-7])
    assert sign_share(effects, np.full(5, 1000.0), 1.0) == (2 / 3, 3)
    assert sign_share(np.zeros(3), np.zeros(3), -1.0) == (0.0, 0)
