"""Experiments on crises whose answer is known beforehand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from suasion.crisis.ablation_matrix import ablation_matrix
from suasion.crisis.experiments import ExperimentResult, run_experiment, run_experiments
from suasion.crisis.verdicts import judge
from suasion.errors import InputError
from tests.crisis_chains import answers, chain_draws, chain_experiment, chain_model

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


def test_the_base_treatment_changes_all_arms() -> None:
    plain, louder = _run(), _run(base="stock mood = 3")
    assert louder.level.mean > plain.level.mean + 1.0


@pytest.mark.parametrize(("draws", "names"), [(1, ("X1",)), (4, ("X1", "X1"))])
def test_too_few_draws_and_equal_ids_are_refused(draws: int, names: tuple[str, ...]) -> None:
    experiments = [chain_experiment(id=name) for name in names]
    with pytest.raises(InputError):
        run_experiments(MODEL, chain_draws(n=draws), experiments, 5, 1)
