"""The compiled loop does what the plain rule says: chances and states, day by day."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.crisis import keys
from suasion.crisis.compiling import compile_model
from suasion.crisis.kernel_entries import chances, choose
from suasion.crisis.kernel_parts import gumbel, stir, unit
from suasion.crisis.keys import CHOICE, WAIT
from suasion.crisis.loop_arrays import make_work
from suasion.crisis.plain import choice_probabilities, replay
from suasion.crisis.program import Cut, load_numbers
from suasion.crisis.rule import Rule
from suasion.crisis.simulation import Injection, Paths, simulate
from tests.crisis_models import Size, gauges_of, random_crisis

DAYS = 12
SEEDS = range(12)
LARGE = Size(stocks=20, couplings=25, actors=3, moves=24, effects=4, terms=24, urges=6)


def _told(model, paths: Paths, path: int, injections) -> list[tuple[int, str, float]]:
    """Return the moves of a path as the plain rule reads them."""
    rows = paths.events[paths.events["path"] == path]
    sizes = iter(injection.size for injection in injections)
    return [
        (int(row["day"]), model.moves[row["move"]].id, next(sizes) if row["injected"] else 1.0)
        for row in rows
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_states_are_those_of_the_plain_rule(seed: int) -> None:
    model, numbers = random_crisis(seed, LARGE, DAYS)
    injections = (
        Injection(day=2, move=model.moves[0].id, size=0.5),
        Injection(day=2, move=model.moves[1].id, size=2.0),
        Injection(day=9, move=model.moves[0].id),
    )
    found = simulate(
        model,
        numbers,
        paths=2,
        days=DAYS,
        seed=seed,
        injections=injections,
        gauges=gauges_of(model),
    )
    assert len(found.events) > 2 * len(injections)
    rule = Rule(model=model, numbers=numbers)
    for path in range(2):
        days = replay(rule, _told(model, found, path, injections), DAYS)
        plain = np.array([[state[s.id] for s in model.stocks] for state, _ in days])
        np.testing.assert_allclose(found.gauges[path], plain, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_chances_are_those_of_the_plain_rule(seed: int) -> None:
    model, numbers = random_crisis(seed, LARGE, DAYS)
    found = simulate(model, numbers, paths=1, days=DAYS, seed=seed)
    rule = Rule(model=model, numbers=numbers)
    machine = _Machine(model, numbers)
    seen = 0
    for begin, after in replay(rule, _told(model, found, 0, ()), DAYS):
        for state in (begin, *after):
            for place, decider in enumerate(machine.deciders):
                plain = choice_probabilities(rule, state, decider)
                assert machine.chances(state, place) == pytest.approx(
                    {move.id: plain.get(move.id, 0.0) for move in model.moves}, abs=1e-9, rel=1e-7
                )
                seen += len(plain)
    assert seen > DAYS


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_a_choice_is_the_largest_of_log_chance_and_noise(seed: int) -> None:
    model, numbers = random_crisis(seed, LARGE, DAYS)
    rule = Rule(model=model, numbers=numbers)
    machine = _Machine(model, numbers)
    state = replay(rule, (), 1)[0][0]
    made = set()
    for number in range(40):
        for place, decider in enumerate(machine.deciders):
            key = keys.stir(keys.stir(keys.key_of(f"{seed}/{place}"), CHOICE), number)
            expected = _plain_choice(rule, state, decider, key)
            made.add(expected)
            assert machine.choice(state, place, key) == expected
    assert "" in made
    assert len(made) > 3


def _plain_choice(rule: Rule, state: dict[str, float], actor: str, key: int) -> str:
    chance = choice_probabilities(rule, state, actor)
    nests: dict[str, float] = {}
    for name, p in chance.items():
        nests[rule.moves[name].klass] = nests.get(rule.moves[name].klass, 0.0) + p
    liking = {"": np.log(1 - sum(nests.values())) + keys.gumbel(keys.stir(key, WAIT))}
    for klass, p in nests.items():
        liking[klass] = np.log(p) + keys.gumbel(keys.stir(key, keys.key_of(klass)))
    nest = max(liking, key=lambda name: liking[name])
    inside = {
        name: np.log(p) + keys.gumbel(keys.stir(key, keys.key_of(name)))
        for name, p in chance.items()
        if rule.moves[name].klass == nest
    }
    return max(inside, key=lambda name: inside[name]) if nest else ""


class _Machine:
    """The compiled choice, in a state given by name."""

    def __init__(self, model, numbers) -> None:
        self.model = model
        self.program = compile_model(model, Cut())
        none = np.zeros((1, 0))
        self.figures = load_numbers(self.program, model, numbers, none, none)
        self.work = make_work(self.program, self.figures)
        self.deciders = sorted(decider.actor for decider in model.deciders)

    def _load(self, state: dict[str, float]) -> np.ndarray:
        for name, at in self.program.slots.items():
            self.work.x[at] = state.get(name, 1.0)
        return self.work.x

    def chances(self, state: dict[str, float], place: int) -> dict[str, float]:
        found = np.zeros(len(self.model.moves))
        chances(self._load(state), place, self.program.code, self.figures, self.work, found)
        ids = [self.model.moves[row].id for row in self.program.move_rows]
        return dict(zip(ids, found.tolist(), strict=True))

    def choice(self, state: dict[str, float], place: int, key: int) -> str:
        at = choose(
            self._load(state), place, np.uint64(key), self.program.code, self.figures, self.work
        )
        return self.model.moves[self.program.move_rows[at]].id if at >= 0 else ""


def test_keys_are_the_same_compiled() -> None:
    for text in ("", "detain:RUS>AZE", "wait"):
        key = keys.key_of(text)
        assert int(stir(np.uint64(key), np.uint64(7))) == keys.stir(key, 7)
        assert unit(np.uint64(key)) == keys.unit(key)
        assert gumbel(np.uint64(key)) == pytest.approx(keys.gumbel(key), rel=1e-14)
