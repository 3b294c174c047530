"""What code checks of an experiment before anything runs."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion.crisis.experiment_plans import check_experiments, plan_experiment
from suasion.errors import InputError
from tests.crisis_chains import chain_experiment, chain_model

MODEL = chain_model()


def test_a_sound_experiment_is_planned() -> None:
    plan = plan_experiment(MODEL, chain_experiment())
    assert plan.steps == 2
    assert plan.connected
    assert plan.edges == ("hurt->answer:B>A",)
    assert plan.sign == 1.0


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        # A line that sets its own outcome, in all its forms.
        ({"treatment": "pace answer:* * 2"}, "sets its own outcome"),
        ({"treatment": "attention B * 2"}, "sets its own outcome"),
        ({"treatment": "stock hurt = 2"}, "sets its own outcome"),
        ({"metric": "at hurt on 3"}, "sets its own outcome"),
        ({"metric": "count answer:* in 0..9 - at noise on 3"}, "sets its own outcome"),
        ({"reverse": "stock hurt = 0"}, "sets its own outcome"),
        ({"treatment": "inject hit:A>B@0; stock noise = 0"}, "sets its own outcome"),
        ({"metric": "count hit:* in 0..9"}, "sets its own outcome"),
        ({"treatment": ""}, "nothing is changed"),
        ({"reverse": ""}, "nothing is changed"),
        ({"treatment": "inject talk:B>A@0"}, "nothing that is treated acts"),
        ({"edges": ["hurt->talk:*"]}, "no edge is called"),
        ({"edges": []}, "no edges"),
        ({"edges": ["*->answer:*"]}, "the rival is cut"),
        ({"rival": []}, "no rival"),
        ({"rival": ["nois->answer:*"]}, "no edge is called"),
        ({"rival": ["calm->quiet"]}, "the rival does not act"),
        ({"expected": "up"}, "no sign"),
        ({"treatment": "inject hit:A>B@30"}, "after the paths end"),
        ({"metric": "count answer:* in 0..30"}, "no such days"),
        ({"base": "stock hurtt = 1"}, "no stock is called"),
    ],
)
def test_what_is_refused(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        plan_experiment(MODEL, chain_experiment(**changes))


def test_one_more_edge_between_makes_it_an_experiment() -> None:
    further = chain_experiment(
        treatment="stock hurt = 2", reverse="stock hurt = 0", metric="at toll on 20"
    )
    assert plan_experiment(MODEL, further).steps == 2


def test_all_faults_are_reported_by_experiment() -> None:
    sound = chain_experiment()
    wrong = chain_experiment(id="X2", expected="up")
    other = evolve(wrong, id="X3", expected="+", edges=("x->y",))
    assert sorted(check_experiments(MODEL, [sound, wrong, other])) == ["X2", "X3"]
