"""Simulated paths obey the rates that are claimed for them, and likelihoods are chances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import linalg, stats

from suasion.crisis.acts import acts_of
from suasion.crisis.machine import make_machine
from suasion.crisis.model import CrisisModel, Decider, Effect, Gate, Move, Stock, Term
from suasion.crisis.plain import apply_move, choice_probabilities, end_of_day, start_of
from suasion.crisis.rates import RecordedMove, log_likelihood, rates_along, waiting_weight
from suasion.crisis.rule import Rule
from suasion.crisis.simulation import simulate
from tests.crisis_models import Size, numbers_for, random_crisis

DAYS = 15
PATHS = 100


def test_waiting_times_on_the_scale_of_their_rates_are_exponential() -> None:
    model, numbers = random_crisis(2, Size(actors=2, moves=8, terms=8), DAYS, (1.5, 0.8))
    found = simulate(model, numbers, paths=PATHS, days=DAYS, seed=0)
    waits: dict[int, list[float]] = {at: [0.0] for at in range(len(model.moves))}
    for path in range(PATHS):
        acts = acts_of(model, found, path)
        ends = {act.day + act.time: act.move for act in acts}
        for stretch in rates_along(model, numbers, acts, DAYS):
            for at, rate in enumerate(stretch.rates.tolist()):
                waits[at][-1] += rate * (stretch.end - stretch.begin)
            if stretch.end in ends:
                waits[[m.id for m in model.moves].index(ends[stretch.end])].append(0.0)
    each = {at: rows[:-1] for at, rows in waits.items() if len(rows) > 25}
    assert len(each) >= 5
    for rows in each.values():
        assert stats.kstest(rows, "expon").pvalue > 0.01 / len(each)
    pooled = [wait for rows in each.values() for wait in rows]
    assert stats.kstest(pooled, "expon").pvalue > 0.01
    assert stats.kstest([1.2 * wait for wait in pooled], "expon").pvalue < 0.01


def test_rates_along_a_path_are_those_of_the_plain_rule() -> None:
    model, numbers = random_crisis(2, Size(actors=2, moves=8, terms=8), DAYS, (1.5, 0.8))
    found = simulate(model, numbers, paths=1, days=DAYS, seed=0)
    acts = acts_of(model, found, 0)
    rule = Rule(model=model, numbers=numbers)
    state, left = start_of(rule), list(acts)
    for stretch in rates_along(model, numbers, acts, DAYS):
        plain = {}
        for decider, attention in zip(model.deciders, numbers.attention, strict=True):
            chances = choice_probabilities(rule, state, decider.actor)
            plain |= {name: attention * p for name, p in chances.items()}
        expected = [plain.get(move.id, 0.0) for move in model.moves]
        np.testing.assert_allclose(stretch.rates, expected, rtol=1e-7, atol=1e-10)
        if left and stretch.end == left[0].day + left[0].time:
            state = apply_move(rule, state, left.pop(0).move)
        else:
            state = end_of_day(rule, state, round(stretch.end) - 1)
    assert not left


def _pair(gates: tuple[Gate, ...] = ()) -> CrisisModel:
    """Return a crisis of two sides, each with one move that the other resents."""
    return CrisisModel(
        stocks=[Stock(id="left"), Stock(id="right")],
        moves=[
            Move(
                id=f"hit:{actor}>{other}",
                kind="hit",
                actor=actor,
                target=other,
                klass="material_conflict",
                effects=[Effect(id="hit", kind="add", stock=hurt), heal],
                requires=gates,
            )
            for actor, other, hurt, heal in (
                ("A", "B", "right", Effect(id="even", kind="settle", stock="left")),
                ("B", "A", "left", Effect(id="even", kind="settle", stock="right")),
            )
        ],
        terms=[
            Term(id="A even", actor="A", form="saturating", of=(("left", -3.0),)),
            Term(id="B even", actor="B", form="square", of=(("right", -1.0),)),
        ],
        deciders=[Decider(actor="A"), Decider(actor="B")],
    )


def test_a_likelihood_is_a_share_of_days() -> None:
    model = _pair()
    numbers = numbers_for(model, 1, pace=[0.5, 0.3], attention=[2.0, 1.0], weight=[4.0, -2.0])
    found = simulate(model, numbers, paths=40_000, days=1, seed=0)
    names = np.array(["a", "b"])[found.events["move"]]
    days = [""] * 40_000
    for path, name in zip(found.events["path"], names, strict=True):
        days[path] += name
    ids = {"a": model.moves[0].id, "b": model.moves[1].id}
    whole = 0.0
    for acts in ("", "a", "b", "aa", "ab", "bb", "aab", "abb"):
        record = [RecordedMove(day=0, move=ids[act]) for act in acts]
        chance = math.exp(log_likelihood(model, numbers, record, 1))
        seen = sum("".join(sorted(day)) == acts for day in days) / len(days)
        assert seen == pytest.approx(chance, abs=4 * math.sqrt(chance / len(days)))
        whole += chance
    assert 0.9 < whole < 1
    ba = math.exp(
        log_likelihood(
            model,
            numbers,
            [RecordedMove(day=0, move=ids["b"]), RecordedMove(day=0, move=ids["a"])],
            1,
            ordered=True,
        )
    )
    assert days.count("ba") / len(days) == pytest.approx(ba, abs=4 * math.sqrt(ba / len(days)))
    assert abs(days.count("ab") / len(days) - ba) > 3 * math.sqrt(ba / len(days))


def test_a_constant_rate_gives_a_poisson_number() -> None:
    model = _pair()
    numbers = numbers_for(model, 3, pace=[0.7, 0.0], weight=[0.0, 0.0])
    rate = float(make_machine(model, numbers).rates(make_machine(model, numbers).start())[0])
    assert rate == pytest.approx(0.7 / 1.7)
    for count in (0, 1, 3, 5):
        record = [RecordedMove(day=1, move=model.moves[0].id)] * count
        plain = stats.poisson.logpmf(0, rate) * 2 + stats.poisson.logpmf(count, rate)
        assert log_likelihood(model, numbers, record, 3) == pytest.approx(plain, rel=1e-12)


@pytest.mark.parametrize("acts", ["ab", "abb", "abab", "aabbb"])
def test_acts_in_any_order_count_once_for_each_order(acts: str) -> None:
    model = _pair()
    numbers = numbers_for(model, 1, pace=[0.7, 0.4], weight=[0.0, 0.0])
    ids = {"a": model.moves[0].id, "b": model.moves[1].id}
    record = [RecordedMove(day=0, move=ids[act]) for act in acts]
    plain = stats.poisson.logpmf(acts.count("a"), 0.7 / 1.7)
    plain += stats.poisson.logpmf(acts.count("b"), 0.4 / 1.4)
    assert log_likelihood(model, numbers, record, 1) == pytest.approx(plain, rel=1e-12)


def test_a_move_behind_a_closed_gate_is_impossible_unless_given() -> None:
    model = _pair(gates=(("left", ">=", 1.0),))
    numbers = numbers_for(model, 3)
    name = model.moves[0].id
    assert log_likelihood(model, numbers, [RecordedMove(day=0, move=name)], 2) == -math.inf
    given = [RecordedMove(day=0, move=name, given=True)]
    assert math.isfinite(log_likelihood(model, numbers, given, 2))


def test_the_true_weights_are_likelier_than_others() -> None:
    model = _pair()
    true = numbers_for(model, 200, pace=[0.3, 0.3], attention=[1.0, 1.0], weight=[4.0, -2.0])
    other = numbers_for(model, 200, pace=[0.3, 0.3], attention=[1.0, 1.0], weight=[-4.0, 2.0])
    found = simulate(model, true, paths=1, days=200, seed=0)
    record = [RecordedMove(day=act.day, move=act.move) for act in acts_of(model, found, 0)]
    assert log_likelihood(model, true, record, 200) > log_likelihood(model, other, record, 200) + 3


@pytest.mark.parametrize("totals", [[0.3], [0.5, 0.5], [1.0, 2.0, 1.0 + 1e-13], [9.0, 0.0, 30.0]])
def test_the_weight_of_waiting_is_a_divided_difference(totals: list[float]) -> None:
    size = len(totals)
    matrix = np.diag([-total for total in totals]) + np.eye(size, k=1)
    assert waiting_weight(totals) == pytest.approx(linalg.expm(matrix)[0, -1], rel=1e-9)
