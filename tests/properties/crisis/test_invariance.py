"""What must not matter does not: order of rows, names, listing twice, what comes later."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis import compiling
from suasion.crisis.keys import key_of
from suasion.crisis.machine import make_machine
from suasion.crisis.model import CrisisModel, CrisisNumbers, Effect, Move
from suasion.crisis.multiplicity import shared_paces
from suasion.crisis.plain import choice_probabilities, start_of
from suasion.crisis.rule import Rule
from suasion.crisis.simulation import Injection, simulate
from tests.crisis_models import Size, gauges_of, random_crisis, told

DAYS = 20
SIZE = Size(stocks=12, couplings=14, actors=3, moves=18, effects=3, terms=15, urges=5, driven=2)
SEEDS = range(5)


def _shuffled(
    model: CrisisModel, numbers: CrisisNumbers, seed: int
) -> tuple[CrisisModel, CrisisNumbers]:
    """Return the same crisis with its rows in another order."""
    rng = np.random.default_rng(seed)
    names = ("stocks", "couplings", "moves", "terms", "urges", "deciders", "driven")
    order = {name: rng.permutation(len(getattr(model, name))) for name in names}
    rows = {name: [getattr(model, name)[at] for at in order[name]] for name in names}
    ends = np.cumsum([0, *(len(move.effects) for move in model.moves)])
    amounts = [numbers.amount[ends[at] : ends[at + 1]] for at in order["moves"]]
    levers = {
        term.id: table for term, table in zip(model.lever_terms, numbers.lever_values, strict=True)
    }
    other = evolve(model, **rows)
    return other, CrisisNumbers(
        initial=numbers.initial[order["stocks"]],
        rate=numbers.rate[order["couplings"]],
        amount=np.concatenate(amounts),
        weight=numbers.weight[order["terms"]],
        shape=numbers.shape[order["terms"]],
        lever_values=tuple(levers[term.id] for term in other.lever_terms),
        strength=numbers.strength[order["urges"]],
        pace=numbers.pace[order["moves"]],
        attention=numbers.attention[order["deciders"]],
        cap=numbers.cap[order["deciders"]],
        nest=numbers.nest[order["deciders"]],
        drive=numbers.drive[:, order["driven"]],
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    model, numbers = random_crisis(seed, SIZE, DAYS)
    other, reordered = _shuffled(model, numbers, seed + 100)
    first = simulate(model, numbers, paths=5, days=DAYS, seed=1, gauges=gauges_of(model))
    again = simulate(other, reordered, paths=5, days=DAYS, seed=1, gauges=gauges_of(model))
    assert len(first.events) > 30
    assert told(model, first) == told(other, again)
    assert (first.gauges == again.gauges).all()


def _renamed(model: CrisisModel, names: dict[str, str]) -> CrisisModel:
    """Return the same crisis with stocks and actors called otherwise."""

    def sums(of):
        return tuple((names.get(name, name), value) for name, value in of)

    def by(stocks):
        return tuple(names.get(name, name) for name in stocks)

    def name_of(move: Move) -> str:
        return f"{move.kind}:{names[move.actor]}>{names[move.target]}"

    def effect(row: Effect) -> Effect:
        limit = names.get(row.limit, row.limit)
        return evolve(row, stock=names[row.stock], by=by(row.by), limit=limit)

    return CrisisModel(
        stocks=[evolve(row, id=names[row.id]) for row in model.stocks],
        couplings=[
            evolve(
                row,
                source=names.get(row.source, row.source),
                target=names.get(row.target, ""),
                by=by(row.by),
            )
            for row in model.couplings
        ],
        moves=[
            evolve(
                row,
                id=name_of(row),
                actor=names[row.actor],
                target=names[row.target],
                effects=[effect(each) for each in row.effects],
                requires=[(names[name], sign, value) for name, sign, value in row.requires],
                consent=by(row.consent),
            )
            for row in model.moves
        ],
        terms=[
            evolve(row, actor=names[row.actor], of=sums(row.of), times=sums(row.times))
            for row in model.terms
        ],
        urges=[
            evolve(
                row, move=name_of(next(m for m in model.moves if m.id == row.move)), of=sums(row.of)
            )
            for row in model.urges
        ],
        deciders=[evolve(row, actor=names[row.actor]) for row in model.deciders],
        driven=by(model.driven),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_two_actors_that_change_places_change_places(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mirror: A0 and A1 swap all they have and do; stocks are called otherwise too."""
    model, numbers = random_crisis(seed, SIZE, DAYS)
    names = {"A0": "A1", "A1": "A0", "A2": "A2"}
    names |= {stock.id: f"x{99 - at}" for at, stock in enumerate(model.stocks)}
    mirror = _renamed(model, names)
    back = {new.id: old.id for old, new in zip(model.moves, mirror.moves, strict=True)}
    back |= {"A0": "A1", "A1": "A0"}
    first = simulate(model, numbers, paths=5, days=DAYS, seed=1, gauges=gauges_of(model))
    monkeypatch.setattr(compiling, "key_of", lambda text: key_of(back.get(text, text)))
    compiling.compile_model.cache_clear()
    again = simulate(mirror, numbers, paths=5, days=DAYS, seed=1, gauges=gauges_of(mirror))
    compiling.compile_model.cache_clear()
    named = [(path, day, time, back[move]) for path, day, time, move in told(mirror, again)]
    assert sorted(told(model, first)) == sorted(named)
    np.testing.assert_allclose(first.gauges, again.gauges, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_move_listed_twice_is_one_move(seed: int) -> None:
    model, numbers = random_crisis(seed, SIZE, DAYS)
    rule = Rule(model=model, numbers=numbers)
    chances = {
        name: p
        for decider in model.deciders
        for name, p in choice_probabilities(rule, start_of(rule), decider.actor).items()
    }
    twin = next(move for move in model.moves if chances.get(move.id, 0.0) > 0.01)
    doubled, more = _with_twin(model, numbers, twin)
    machine = make_machine(doubled, more)
    rates = dict(zip((m.id for m in doubled.moves), machine.rates(machine.start()), strict=True))
    single = make_machine(model, numbers)
    before = dict(zip((m.id for m in model.moves), single.rates(single.start()), strict=True))
    assert rates["again"] == pytest.approx(before[twin.id] / 2, rel=1e-12)
    rates[twin.id] += rates.pop("again")
    assert rates == pytest.approx(before, rel=1e-12)


def _with_twin(
    model: CrisisModel, numbers: CrisisNumbers, twin: Move
) -> tuple[CrisisModel, CrisisNumbers]:
    at = model.moves.index(twin)
    begin = sum(len(move.effects) for move in model.moves[:at])
    amounts = numbers.amount[begin : begin + len(twin.effects)]
    urges = [urge for urge in model.urges if urge.move == twin.id]
    strength = [
        value
        for urge, value in zip(model.urges, numbers.strength, strict=True)
        if urge.move == twin.id
    ]
    doubled = evolve(
        model,
        moves=(*model.moves, evolve(twin, id="again", kind="again", intensity=9.0)),
        urges=(*model.urges, *(evolve(u, id=f"{u.id} again", move="again") for u in urges)),
    )
    amount = np.append(numbers.amount, amounts)
    strengths = np.append(numbers.strength, strength)
    pace = np.append(numbers.pace, numbers.pace[at])
    more = evolve(
        numbers,
        amount=amount,
        strength=strengths,
        pace=shared_paces(doubled, pace, amount, strengths),
    )
    return doubled, more


@pytest.mark.parametrize("amount", [None, 0.0])
def test_a_move_that_changes_nothing_changes_nothing(amount: float | None) -> None:
    model, numbers = random_crisis(3, SIZE, DAYS)
    stock = next(stock.id for stock in model.stocks if stock.id not in model.driven)
    effects = () if amount is None else (Effect(id="none", kind="add", stock=stock),)
    idle = Move(
        id="idle", kind="idle", actor="A0", target="A1", klass="verbal_conflict", effects=effects
    )
    more = evolve(
        numbers,
        pace=np.append(numbers.pace, 5.0),
        amount=np.append(numbers.amount, [amount] if effects else []),
    )
    other = evolve(model, moves=(*model.moves, idle))
    first = simulate(model, numbers, paths=5, days=DAYS, seed=1)
    assert told(model, first) == told(other, simulate(other, more, paths=5, days=DAYS, seed=1))


@pytest.mark.parametrize("day", [0, 7, DAYS - 1])
def test_what_comes_later_changes_nothing_before(day: int) -> None:
    model, numbers = random_crisis(4, SIZE, DAYS)
    move = model.moves[0].id
    first = simulate(model, numbers, paths=8, days=DAYS, seed=1, gauges=gauges_of(model))
    again = simulate(
        model,
        numbers,
        paths=8,
        days=DAYS,
        seed=1,
        gauges=gauges_of(model),
        injections=[Injection(day=day, move=move, size=3.0)],
    )
    early = [row for row in told(model, first) if row[1] < day]
    assert early == [row for row in told(model, again) if row[1] < day]
    assert (first.gauges[:, : day + 1] == again.gauges[:, : day + 1]).all()
    assert told(model, first) != told(model, again)
    assert again.events["injected"].sum() == 8


def test_paths_are_the_same_in_parts_and_in_threads() -> None:
    model, numbers = random_crisis(5, SIZE, DAYS)

    def run(first: int) -> list[tuple[int, int, float, str]]:
        found = simulate(model, numbers, paths=3, days=DAYS, seed=0, draw=2, first_path=first)
        return told(model, found)

    whole = simulate(model, numbers, paths=12, days=DAYS, seed=0, draw=2)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(run, (0, 3, 6, 9)))
    assert [row for part in parts for row in part] == told(model, whole)


def test_seeds_and_draws_differ_and_zero_is_a_seed() -> None:
    model, numbers = random_crisis(6, SIZE, DAYS)
    runs = [
        told(model, simulate(model, numbers, paths=2, days=DAYS, seed=seed, draw=draw))
        for seed, draw in ((0, 0), (1, 0), (0, 1), (-1, 0), (2**70, 0), (1, 1))
    ]
    assert all(runs)
    assert max(Counter(str(run) for run in runs).values()) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_exceeds_attention_and_stocks_stay_in_range(seed: int) -> None:
    model, numbers = random_crisis(seed, SIZE, DAYS)
    numbers = evolve(numbers, pace=numbers.pace * 50)
    found = simulate(model, numbers, paths=200, days=DAYS, seed=1, gauges=gauges_of(model))
    actors = np.array([move.actor for move in model.moves])[found.events["move"]]
    for decider, attention in zip(model.deciders, numbers.attention, strict=True):
        mean = 200 * DAYS * attention
        assert (actors == decider.actor).sum() < mean + 4 * np.sqrt(mean)
    for at, stock in enumerate(model.stocks):
        assert found.gauges[:, :, at].min() >= stock.low
        assert found.gauges[:, :, at].max() <= stock.high
    order = np.lexsort((found.events["time"], found.events["day"], found.events["path"]))
    assert (order == np.arange(len(order))).all()
