"""A fault planted in each group of mechanisms is found: what carries the effect is taken out.

The fault is put into the figures themselves (a weight or an amount of zero, a gate of its own),
not by pinning edges, so it checks the ablations by another way.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from attrs import evolve

from suasion.cases import load_case
from suasion.cases.values import Values
from suasion.crisis import run_experiments
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.crisis_numbers import days_between, later
from suasion.questions.mechanism_plans import chosen_rows, read_experiment
from suasion.questions.outlook_measures import gauges
from suasion.questions.sampling import Request

DRAWS, PATHS = 10, 60
PLANTED = [
    pytest.param("M33", "term rus-rupture * 0", id="A leverage"),
    pytest.param("M12", "term aze-commitment * 0", id="B crisis"),
    pytest.param("M35", "coupling substitution-farm-ban * 0", id="D trade"),
    pytest.param("M37", "term aze-balance * 0", id="E alignment"),
    pytest.param("M54", "term aze-influence * 0", id="F audiences"),
]
"""Mechanism, and the fault; group C is asked of the markets, not of the crisis."""


@cache
def _ready() -> ReadyCrisis:
    case = load_case("rus-aze-2025")
    return ready_crisis(CrisisTask(case=case, request=Request(draws=DRAWS), days=1))


@cache
def _first(place: int):
    return _ready().first_numbers(place)


def _numbers(start, days):
    ready = _ready()
    found = []
    for place in range(DRAWS):
        first = _first(place)
        used = Values(view=ready.sample.view, numbers=ready.values(place), horizon="years")
        state = ready.replay(first)[max(days_between(ready.begin, start), 0)]
        found.append(later(first, ready.crisis, used, state, start, days))
    return found


@pytest.mark.parametrize(("name", "fault"), PLANTED)
def test_a_planted_fault_takes_the_effect_away(name, fault):
    ready = _ready()
    row = chosen_rows(ready.sample.view, [name])[0]
    sound = read_experiment(row)
    broken = evolve(
        sound, id="broken", base="; ".join(part for part in (sound.base, fault) if part)
    )
    drawn = _numbers(row.values["start"], sound.days)
    whole, faulty = run_experiments(
        ready.crisis.model, drawn, [sound, broken], PATHS, seed=5, gauges=gauges(ready.crisis)
    )
    assert whole.plan.sign * whole.effect.mean > 0.0, whole.effect
    assert whole.draw_share > 0.8, whole.effects
    assert abs(faulty.effect.mean) < 0.5 * abs(whole.effect.mean), (whole.effect, faulty.effect)


def test_a_fault_in_the_sign_turns_the_effect_round():
    ready = _ready()
    row = chosen_rows(ready.sample.view, ["M12"])[0]
    sound = read_experiment(row)
    drawn = _numbers(row.values["start"], sound.days)
    at = [term.id for term in ready.crisis.model.terms].index("aze-commitment")
    turned = [evolve(one, weight=_with(one.weight, at, -one.weight[at])) for one in drawn]
    run = (PATHS, 5)
    found = [
        run_experiments(ready.crisis.model, own, [sound], *run, gauges=gauges(ready.crisis))[0]
        for own in (drawn, turned)
    ]
    assert found[0].effect.has_sign(1.0)
    assert found[1].effect.has_sign(-1.0)


def _with(values, at, value):
    changed = np.array(values)
    changed[at] = value
    return changed
