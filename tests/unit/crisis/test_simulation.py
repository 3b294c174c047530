"""Stocks and moves of small crises, against closed forms; and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis import simulation
from suasion.crisis.acts import acts_of
from suasion.crisis.model import Coupling, CrisisModel, Decider, Effect, Move, Stock, Term
from suasion.crisis.simulation import Gauge, Injection, simulate
from suasion.errors import InputError
from tests.crisis_models import gauges_of, numbers_for, random_crisis, told

RAID = "raid:A>B"


def _raid(kind: str = "add", by: tuple[str, ...] = (), limit: str = "") -> CrisisModel:
    """Return raids that leave a fresh grievance, which sinks into an old one."""
    return CrisisModel(
        stocks=[Stock(id="fresh", low=-50.0, high=50.0), Stock(id="old", high=9.0)],
        couplings=[
            Coupling(id="sink", kind="turns", source="fresh", target="old"),
            Coupling(id="fade", kind="fades", source="old"),
        ],
        moves=[
            Move(
                id=RAID,
                kind="raid",
                actor="A",
                target="B",
                klass="material_conflict",
                effects=[Effect(id="hit", kind=kind, stock="fresh", by=by, limit=limit)],
            )
        ],
    )


def _grievance(model: CrisisModel, raids: list[tuple[int, float]], days: int, **given: object):
    numbers = numbers_for(model, days, pace=[0.0], **({"rate": [1 / 45, 1 / 400]} | given))
    injections = [Injection(day=day, move=RAID, size=size) for day, size in raids]
    found = simulate(
        model,
        numbers,
        paths=1,
        days=days,
        seed=0,
        gauges=gauges_of(model),
        injections=injections,
    )
    return found.gauges[0]


def test_a_grievance_sinks_and_fades_as_the_equations_say() -> None:
    states = _grievance(_raid(), [(0, 2.0)], 200)
    days = np.arange(1, 201)
    a, b = 1 / 45, 1 / 400
    np.testing.assert_allclose(states[1:, 0], 2 * (1 - a) ** days, rtol=1e-12)
    old = 2 * a * ((1 - b) ** days - (1 - a) ** days) / (a - b)
    np.testing.assert_allclose(states[1:, 1], old, rtol=1e-9)


def test_two_half_raids_add_up_where_effects_are_linear() -> None:
    whole = _grievance(_raid(), [(0, 1.0)], 400)
    halves = _grievance(_raid(), [(0, 0.5), (60, 0.5)], 400)
    late = np.zeros_like(whole)
    late[60:] = whole[:-60]
    np.testing.assert_allclose(halves, (whole + late) / 2, atol=1e-12)
    assert halves[:61, 0].max() < whole[:61, 0].max()
    assert halves[-1].sum() > whole[-1].sum()


def test_a_raid_on_an_old_grievance_hurts_more() -> None:
    start = {"initial": [0.0, 1.0], "rate": [1 / 45, 0.0]}
    whole = _grievance(_raid(by=("old",)), [(0, 1.0)], 61, **start)
    halves = _grievance(_raid(by=("old",)), [(0, 0.5), (60, 0.5)], 61, **start)
    before = halves[60]
    assert before[1] > 1.0
    again = (halves[61, 0] / (1 - 1 / 45)) - before[0]
    assert again == pytest.approx(0.5 * before[1])
    assert again > 0.5 * whole[1, 0]


@pytest.mark.parametrize(
    ("kind", "amount", "size", "start", "expected"),
    [
        ("add", 2.0, 0.5, 1.0, 2.0),
        ("add", 2.0, 100.0, 1.0, 50.0),
        ("add", -90.0, 1.0, 1.0, -50.0),
        ("set", 3.0, 7.0, 1.0, 3.0),
        ("set", 99.0, 1.0, 1.0, 50.0),
        ("settle", 0.25, 1.0, 8.0, 6.0),
        ("settle", 0.25, 2.0, -8.0, -4.0),
        ("settle", 0.25, 9.0, 8.0, 0.0),
        ("fill", 0.5, 1.0, 10.0, 30.0),
        ("fill", 0.5, 3.0, 10.0, 50.0),
        ("fill", 0.0, 3.0, 10.0, 10.0),
    ],
)
def test_effects(kind: str, amount: float, size: float, start: float, expected: float) -> None:
    still = {"rate": [0.0, 0.0], "initial": [start, 0.0], "amount": [amount]}
    states = _grievance(_raid(kind), [(0, size)], 1, **still)
    assert states[1, 0] == pytest.approx(expected)


def test_filling_stops_at_the_limit_and_empties_nothing() -> None:
    still = {"rate": [0.0, 0.0], "amount": [0.5]}
    low = _grievance(_raid("fill", limit="old"), [(0, 1.0)], 1, initial=[1.0, 4.0], **still)
    high = _grievance(_raid("fill", limit="old"), [(0, 1.0)], 1, initial=[6.0, 4.0], **still)
    assert (low[1, 0], high[1, 0]) == (2.5, 6.0)


@pytest.mark.parametrize(("rate", "left"), [(0.0, 5.0), (1.0, 0.0)])
def test_rates_at_the_edge(rate: float, left: float) -> None:
    states = _grievance(_raid(), [], 1, rate=[rate, 0.0], initial=[5.0, 0.0])
    assert states[1].tolist() == [left, 5.0 - left]


def test_followers_driven_stocks_and_the_number_one() -> None:
    model = CrisisModel(
        stocks=[Stock(id="war"), Stock(id="nerves"), Stock(id="clock")],
        couplings=[
            Coupling(id="follow", kind="follows", source="war", target="nerves", by=("war",)),
            Coupling(id="tick", kind="adds", source="1", target="clock"),
        ],
        driven=["war"],
    )
    drive = np.array([[0.5], [2.0], [0.0], [1.0]])
    numbers = numbers_for(model, 3, rate=[0.5, 1.0], drive=drive, initial=[7.0, 0.0, 0.0])
    found = simulate(
        model,
        numbers,
        paths=1,
        days=3,
        seed=0,
        gauges=[*gauges_of(model), Gauge(name="both", of=(("war", 2.0), ("1", -1.0)))],
    )
    states = found.gauges[0]
    assert states[:, 0].tolist() == [0.5, 2.0, 0.0, 1.0]
    assert states[:, 1].tolist() == [0.0, 0.125, 0.125 + 0.5 * 1.875, 0.125 + 0.5 * 1.875]
    assert states[:, 2].tolist() == [0.0, 1.0, 2.0, 3.0]
    assert states[:, 3].tolist() == [0.0, 3.0, -1.0, 1.0]


def test_events_beyond_the_room_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    model, numbers = random_crisis(1)
    whole = simulate(model, numbers, paths=5, days=20, seed=0, keep_means=True)
    rooms = []

    def small(task, model, room):
        rooms.append(room)
        return make(task, model, room if len(rooms) > 1 else 3)

    make = simulation.make_out
    monkeypatch.setattr(simulation, "make_out", small)
    monkeypatch.setattr(simulation.math, "sqrt", lambda _: -1e9)
    again = simulate(model, numbers, paths=5, days=20, seed=0, keep_means=True)
    assert rooms[1] == len(whole.events)
    assert told(model, again) == told(model, whole)
    assert (again.means.stock_mean == whole.means.stock_mean).all()


def test_acts_are_read_off_the_events() -> None:
    model, numbers = random_crisis(1)
    name = model.moves[0].id
    injections = [Injection(day=4, move=name, size=2.0), Injection(day=1, move=name, size=3.0)]
    found = simulate(model, numbers, paths=2, days=20, seed=0, injections=injections, first_path=3)
    acts = acts_of(model, found, 4, injections)
    assert [(act.day, act.size) for act in acts if act.injected] == [(1, 3.0), (4, 2.0)]
    assert len(acts) == (found.events["path"] == 4).sum()
    for path, given in ((2, injections), (4, injections[:1])):
        with pytest.raises(InputError, match="not simulated so"):
            acts_of(model, found, path, given)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"days": 0}, "outside its limits"),
        ({"days": 3661}, "outside its limits"),
        ({"days": 31}, "outside its limits"),
        ({"paths": 0}, "outside its limits"),
        ({"first_path": -1}, "outside its limits"),
        ({"injections": [Injection(day=30, move=RAID)]}, "out of range"),
        ({"injections": [Injection(day=-1, move=RAID)]}, "out of range"),
        ({"injections": [Injection(day=0, move=RAID, size=0.0)]}, "out of range"),
        ({"injections": [Injection(day=0, move=RAID, size=100.1)]}, "out of range"),
        ({"injections": [Injection(day=0, move=RAID, size=float("nan"))]}, "out of range"),
        ({"injections": [Injection(day=0, move="raid:A>C")]}, "did you mean 'raid:A>B'"),
        ({"gauges": [Gauge(name="g", of=(("fresch", 1.0),))]}, "did you mean 'fresh'"),
    ],
)
def test_what_cannot_be_simulated_is_refused(wrong: dict[str, object], message: str) -> None:
    model = _raid()
    asked = {"paths": 1, "days": 30, "seed": 0} | wrong
    with pytest.raises(InputError, match=message):
        simulate(model, numbers_for(model, 30, pace=[0.0]), **asked)


def test_the_longest_horizon_runs() -> None:
    model = _raid()
    states = _grievance(model, [(3659, 1.0)], 3660)
    assert states[3660, 0] > 0


def test_one_who_must_not_lose_can_stop_a_move() -> None:
    deal = Move(
        id="deal:A>B",
        kind="deal",
        actor="A",
        target="B",
        klass="verbal_cooperation",
        effects=[Effect(id="e", kind="add", stock="peace")],
        consent=("B",),
    )
    model = CrisisModel(
        stocks=[Stock(id="peace")],
        moves=[deal],
        terms=[Term(id="B peace", actor="B", form="linear", of=(("peace", 1.0),))],
        deciders=[Decider(actor="A")],
    )
    for weight, happens in ((1.0, True), (0.0, True), (-1.0, False)):
        numbers = numbers_for(model, 30, weight=[weight], pace=[1.0])
        found = simulate(model, numbers, paths=3, days=30, seed=0)
        assert (len(found.events) > 0) == happens
    alone = evolve(model, moves=[evolve(deal, consent=())])
    found = simulate(alone, numbers_for(alone, 30, weight=[-1.0]), paths=9, days=30, seed=0)
    assert len(found.events) > 0


def test_a_model_or_numbers_that_cannot_be_are_not_simulated() -> None:
    model = _raid()
    numbers = numbers_for(model, 30, pace=[0.0])
    wrong = evolve(model, stocks=model.stocks[:1])
    with pytest.raises(InputError, match="no stock is called 'old'"):
        simulate(wrong, numbers, paths=1, days=30, seed=0)
    with pytest.raises(InputError, match="share per day"):
        simulate(model, evolve(numbers, rate=np.array([1.5, 0.0])), paths=1, days=30, seed=0)
