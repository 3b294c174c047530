"""Experiments on crises whose answer is known beforehand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from suasion.crisis.ablation_matrix import ablation_matrix
from suasion.crisis.draw_arms import measure_draw
from suasion.crisis.experiments import (
    ExperimentResult,
    plan_experiments,
    run_experiment,
    run_experiments,
)
from suasion.crisis.pins import make_pins
from suasion.crisis.recalibration import acts_by_nest, recalibrate
from suasion.crisis.simulation import Injection, Paths, simulate
from suasion.crisis.verdicts import judge
from suasion.errors import InputError
from tests.crisis_chains import answers, chain_draws, chain_experiment, chain_model, habit_crisis

PATHS = 200
MODEL = chain_model()


def _run(hurt: float = 1.0, noise: float = 0.1, **changes: object) -> ExperimentResult:
    experiment = chain_experiment(**changes)
    return run_experiment(MODEL, chain_draws(hurt, noise), experiment, PATHS, 1)


def test_an_effect_is_that_of_the_equations() -> None:
    result = _run()
    exact = [answers(2, 2, draw) - answers(1, 1, draw) for draw in chain_draws()]
    assert abs(result.effect.mean - np.mean(exact)) < 0.2
    assert np.abs(result.effects - exact).max() < 0.8
    back = [answers(0, 0, draw) - answers(1, 1, draw) for draw in chain_draws()]
    assert abs(result.reverse_effect.mean - np.mean(back)) < 0.2


def test_the_ablated_effect_is_what_the_rival_brings() -> None:
    """Pinned at its mean, hurt stays 1; the mean of the base is the same, so nothing is tuned."""
    result = _run(hurt=1.0, noise=0.3)
    exact = [answers(1, 2, draw) - answers(1, 1, draw) for draw in chain_draws(1.0, 0.3)]
    assert abs(result.ablated_effect.mean - np.mean(exact)) < 0.15
    assert result.gap < 0.01


def test_a_chain_with_a_weak_rival_holds() -> None:
    result = _run()
    verdict = judge(result)
    assert (verdict.status, verdict.is_settled) == ("holds", True)
    assert result.draw_share == 1.0
    assert result.plan.steps == 2
    assert 0.0 < result.left.mean < 0.25


def test_parallel_chains_hold_redundantly_and_the_matrix_names_the_other() -> None:
    both = (
        chain_experiment(),
        chain_experiment(id="X2", edges=["noise->answer:*"], rival=["hurt->answer:*"]),
        chain_experiment(id="X3", edges=["answer:*->toll"], rival=["noise->answer:*"]),
    )
    draws = chain_draws(0.5, 0.5)
    result = run_experiments(MODEL, draws, both, PATHS, 1)[0]
    assert judge(result).status == "holds redundantly"
    matrix = ablation_matrix(MODEL, draws[:6], both, PATHS, 1, rows=["X1"])
    assert matrix.rows == ("X1",)
    assert matrix.carriers("X1") == ("X2",)
    assert "X2 carries it too" in judge(result, matrix.carriers("X1")).reason
    own, other, neither = matrix.left[0]
    assert 0.25 < own.mean < 0.75
    assert 0.25 < other.mean < 0.75
    assert neither.mean == pytest.approx(1.0, abs=0.02)


def test_what_would_do_either_way_shows_only_jointly() -> None:
    """An effect that saturates survives each ablation alone, and not both together."""
    both = (
        chain_experiment(),
        chain_experiment(id="X2", edges=["noise->answer:*"], rival=["hurt->answer:*"]),
    )
    draws = chain_draws(1.5, 1.5, n=4)
    alone = ablation_matrix(MODEL, draws, both, 100, 1, rows=["X1"])
    jointly = ablation_matrix(MODEL, draws, both, 100, 1, rows=["X1"], jointly=True)
    assert jointly.left[0][0] == alone.left[0][0]
    assert abs(jointly.left[0][1].mean) < 0.02
    assert alone.left[0][1].mean > 0.3


def test_an_ablation_that_cuts_every_way_is_vacuous() -> None:
    result = _run(edges=["hurt->answer:*", "noise->answer:*"], rival=["mood->answer:*"])
    assert not result.plan.connected
    assert judge(result).status == "vacuous"
    assert result.ablated_effect.mean == 0.0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expected": "-"}, "on the other side of zero"),
        ({"reverse": "inject hit:A>B@0"}, "does not reverse"),
        ({"treatment": "inject hit:A>B@0*0.000000001"}, "changes the metric in no draw"),
        ({"metric": "share talk:* of talk:* in 0..29 - count answer:* in 0..29"}, "nothing to"),
    ],
)
def test_a_planted_fault_fails_with_its_reason(changes: dict[str, object], reason: str) -> None:
    verdict = judge(_run(**changes))
    assert verdict.status == "fails"
    assert reason in verdict.reason


def test_a_sign_that_differs_between_draws_fails() -> None:
    draws = chain_draws(0.6, 0.0, spread=2.0, n=30)
    result = run_experiment(MODEL, draws, chain_experiment(), 60, 1)
    assert 0.6 < result.draw_share < 0.9
    few = run_experiment(MODEL, chain_draws(0.3, 0.0, spread=4.0, n=30), chain_experiment(), 60, 1)
    assert judge(few).status == "fails"
    assert few.draw_share < 2 / 3


def test_an_effect_in_a_few_paths_needs_more_draws() -> None:
    result = run_experiment(MODEL, chain_draws(0.01, 0.0, n=4), chain_experiment(), 20, 1)
    assert judge(result).status == "fails"


def test_results_are_the_same_on_any_executor_and_alone() -> None:
    draws, experiments = chain_draws(n=5), (chain_experiment(), chain_experiment(id="X2"))
    together = run_experiments(MODEL, draws, experiments, 40, 3)
    with ThreadPoolExecutor(max_workers=2) as executor:
        spread = run_experiments(MODEL, draws, experiments, 40, 3, executor=executor)
    alone = run_experiment(MODEL, draws, experiments[1], 40, 3)
    assert [one.effect for one in together] == [one.effect for one in spread]
    assert together[1].ablated_effect == alone.ablated_effect
    assert together[0].left == together[1].left


def test_the_base_treatment_comes_under_all_arms() -> None:
    """One hit in the base: the treated arm has two, the reversed one soothes the first."""
    result = _run(base="inject hit:A>B@0; stock mood = 0.5")
    exact = [answers(3, 3, draw) - answers(2, 2, draw) for draw in chain_draws()]
    assert abs(result.effect.mean - np.mean(exact)) < 0.2
    level = [answers(2, 2, draw) for draw in chain_draws()]
    assert abs(result.level.mean - np.mean(level)) < 0.3


def test_experiments_with_other_bases_and_days_do_not_mix() -> None:
    several = (
        chain_experiment(),
        chain_experiment(id="X2", base="stock mood = 3"),
        chain_experiment(id="X3", days=20, metric="count answer:* in 0..19"),
    )
    draws = chain_draws(n=3)
    together = run_experiments(MODEL, draws, several, 30, 3)
    for result, experiment in zip(together, several, strict=True):
        alone = run_experiment(MODEL, draws, experiment, 30, 3)
        assert (alone.level, alone.effect) == (result.level, result.effect)
        assert alone.ablated_effect == result.ablated_effect


def test_the_ablated_arms_are_pinned_and_tuned() -> None:
    """Every arm of one draw again, from the parts; the ablated base is not quite the base."""
    model, numbers = habit_crisis()
    experiment = chain_experiment(edges=["toll->answer:*"])
    task = plan_experiments(model, [experiment], 50, 5)
    arms, cells = measure_draw(task, 2, numbers)
    run = partial(simulate, model, paths=50, days=30, seed=5, draw=2)
    hit, soothe = (Injection(day=0, move=f"{verb}:A>B") for verb in ("hit", "soothe"))
    base = run(numbers, keep_means=True)
    assert base.means is not None
    pinned = partial(run, pins=make_pins(model, ["toll->answer:B>A"], base.means))
    tuned = recalibrate(model, numbers, acts_by_nest(model, base), pinned).numbers
    assert not np.array_equal(tuned.pace, numbers.pace)

    def answered(paths: Paths) -> float:
        return float((paths.events["move"] == 2).sum()) / 50

    found = [run(numbers, injections=[one]) for one in (hit, soothe)]
    assert arms[0].tolist() == [answered(paths) for paths in (base, *found)]
    expected = [answered(pinned(tuned)), answered(pinned(tuned, injections=[hit]))]
    assert cells[0, :2].tolist() == expected
    assert cells[0, 0] != arms[0, 0]
    result = run_experiments(model, [numbers] * 3, [experiment], 50, 5)[0]
    assert result.effects[2] == arms[0, 1] - arms[0, 0]
    both = [measure_draw(task, draw, numbers)[1][0] for draw in range(3)]
    assert result.ablated_effect.mean == pytest.approx(np.mean([c[1] - c[0] for c in both]))


def test_the_rows_of_a_matrix_do_not_mix() -> None:
    several = (
        chain_experiment(),
        chain_experiment(id="X2", edges=["noise->answer:*"], rival=["hurt->answer:*"]),
        chain_experiment(id="X3", treatment="inject soothe:A>B@0", reverse="inject hit:A>B@0"),
    )
    draws = chain_draws(0.7, 0.5, n=3)
    whole = ablation_matrix(MODEL, draws, several, 30, 1)
    assert whole.rows == whole.columns == ("X1", "X2", "X3")
    for at, name in enumerate(whole.rows):
        alone = ablation_matrix(MODEL, draws, several, 30, 1, rows=[name])
        assert alone.left[0] == whole.left[at]


@pytest.mark.parametrize(("draws", "names"), [(1, ("X1",)), (4, ("X1", "X1"))])
def test_too_few_draws_and_equal_ids_are_refused(draws: int, names: tuple[str, ...]) -> None:
    experiments = [chain_experiment(id=name) for name in names]
    with pytest.raises(InputError):
        run_experiments(MODEL, chain_draws(n=draws), experiments, 5, 1)
