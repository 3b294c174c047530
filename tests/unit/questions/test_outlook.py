"""The outlook: what is measured, what later facts must not change, what each figure does."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from suasion import OutlookRequest, Request, compute_outlook, load_case, new_case
from suasion.compute import make_executor
from suasion.crisis.model import HOSTILE
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.outlook import outlook_to_json
from suasion.questions.outlook_draws import OutlookTask, simulate_draw
from suasion.questions.outlook_measures import (
    ANY_DEED,
    COOPERATION,
    FRIENDLY_ACTS,
    HOSTILE_ACTS,
    HOSTILITY,
    WINDOW,
    measure_paths,
    outcome_titles,
)
from suasion.questions.outlook_tension import held_tension
from tests.tables import add, edit, starter

FEW = Request(draws=4)
SHORT = OutlookRequest(days=50, paths=6)
SIDES = {"ARD", "BEL"}


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return load_case(new_case("toy", tmp_path_factory.mktemp("cases")))


@pytest.fixture(scope="module")
def answer(toy):
    return compute_outlook(toy, FEW, SHORT)


@pytest.fixture(scope="module")
def ready(toy):
    return ready_crisis(CrisisTask(case=toy, request=FEW, days=90))


def test_measures_are_the_sums_of_the_acts_of_each_path(ready):
    task = OutlookTask(crisis=ready.task, paths=5, seed=1)
    paths = simulate_draw(task, ready, ready.numbers(0), 0)
    found = measure_paths(ready.crisis, paths)
    moves = ready.crisis.model.moves
    acts = [[(int(e["day"]), moves[e["move"]]) for e in paths.events if e["path"] == path]
            for path in range(5)]  # fmt: skip
    assert sum(map(len, acts)) > 10
    named = dict(zip(outcome_titles(ready.crisis), found.outcomes, strict=True))
    for path, own in enumerate(acts):
        for day in range(91):
            recent = [move for on, move in own if day - WINDOW <= on < day]
            worth = sum(move.intensity for move in recent)
            hostile = sum(move.klass in HOSTILE for move in recent)
            assert found.observables[1, path, day] == pytest.approx(worth)
            assert found.observables[2, path, day] == hostile
        hostile = [on for on, move in own if move.klass in HOSTILE]
        assert named[HOSTILE_ACTS][path] == len(hostile)
        assert named[FRIENDLY_ACTS][path] == len(own) - len(hostile)
        deeds = [on for on, move in own if move.klass == "material_conflict"]
        assert named[ANY_DEED][path] == any(on < WINDOW for on in deeds)


def test_observables_begin_where_the_record_ends(answer):
    for name in {row.observable for row in answer.past}:
        last = [row for row in answer.past if row.observable == name][-1]
        first = next(row for row in answer.observables if row.observable == name)
        assert (last.day, last.date) == (0, first.date) == (0, "2024-12-31")
        assert first.p05 <= first.mean <= first.p95
    starts = [row for row in answer.observables if row.day == 0]
    sums = {
        row.observable: row.mean for row in starts if row.observable in (COOPERATION, HOSTILITY)
    }
    assert sums == {COOPERATION: 0.0, HOSTILITY: 0.0}


def test_moves_and_outcomes_agree(answer):
    hostile = sum(row.expected for row in answer.moves if row.klass in HOSTILE)
    friendly = sum(row.expected for row in answer.moves if row.klass not in HOSTILE)
    values = {row.outcome: row.value for row in answer.outcomes}
    assert values[HOSTILE_ACTS] == pytest.approx(hostile)
    assert values[FRIENDLY_ACTS] == pytest.approx(friendly)
    for row in answer.moves:
        assert 0.0 <= row.any <= min(1.0, row.expected + 1e-12)


def test_the_same_on_each_executor_and_again(toy, answer):
    with make_executor(2) as executor:
        again = compute_outlook(toy, Request(draws=4), SHORT, executor=executor)
    assert again == answer


def test_more_draws_leave_the_first_as_they_were(toy):
    task = OutlookTask(crisis=CrisisTask(case=toy, request=FEW, days=20), paths=3, seed=7)
    more = OutlookTask(
        crisis=CrisisTask(case=toy, request=Request(draws=6), days=20), paths=3, seed=7
    )
    one, other = (
        simulate_draw(each, ready_crisis(each.crisis), ready_crisis(each.crisis).numbers(1), 1)
        for each in (task, more)
    )
    assert np.array_equal(one.events, other.events)


def test_the_shape_of_the_json(answer):
    whole = outlook_to_json([answer])
    assert set(whole["standard_errors"]) == {row.outcome for row in answer.outcomes}
    assert "accounts" not in whole
    assert list(outlook_to_json([answer, answer])) == [*whole]  # one account asked twice


def test_an_injected_act_differs_from_none_only_afterwards(toy, answer):
    asked = OutlookRequest(days=50, paths=6, inject=("search:ARD@20",))
    other = compute_outlook(toy, FEW, asked)
    rows = zip(answer.observables, other.observables, strict=True)
    changed = {one.day for one, two in rows if one != two}
    assert changed
    assert min(changed) > 20
    told = [row for row in other.stories if row.injected]
    assert {(row.day, row.move) for row in told} == {(20, "search:ARD>BEL")}
    assert len(told) == 3


def test_facts_that_came_later_change_nothing(tmp_path):
    case = starter(tmp_path)
    asked = Request(draws=3, as_of=date(2024, 8, 1))
    before = compute_outlook(load_case(case), asked, SHORT)
    add(case, "events", "E2", id="E3", known_from="2024-08-02", date_start="2024-07-01",
        date_end="2024-07-01")  # fmt: skip
    add(case, "terms", "bel-pride", known_from="2024-09-01", id="bel-pride",
        weight="9000 to 9900 MUSD/yr")  # fmt: skip
    add(case, "moves", "search", id="raid", known_from="2024-10-01")
    after = load_case(case)
    assert compute_outlook(after, asked, SHORT) == before
    assert compute_outlook(after, Request(draws=3), SHORT) != before


def test_a_start_behind_the_as_of_day_is_reached_by_the_record_alone(toy):
    asked = OutlookRequest(days=10, paths=2, start=date(2025, 2, 1))
    found = compute_outlook(toy, Request(draws=2), asked)
    assert (found.as_of, found.start) == ("2024-12-31", "2025-02-01")
    assert found.observables[0].date == "2025-02-01"


def test_tension_that_nothing_changes_is_held(tmp_path):
    case = starter(tmp_path)
    for name in ("talk", "cut", "expel", "accuse", "search", "agree", "resume", "recall"):
        edit(case, "moves", name, every="", assumed="", statements="S10")
    for name in ("ard-forgets", "bel-forgets"):
        edit(case, "couplings", name, time="1e9 to 2e9 day")
    ready = ready_crisis(CrisisTask(case=load_case(case), request=FEW, days=60))
    numbers = ready.numbers(0)
    now, ahead = held_tension(ready, numbers, 3, 0, 0)
    at = {stock.id: place for place, stock in enumerate(ready.crisis.model.stocks)}
    assert now == pytest.approx(numbers.initial[at["anger.ARD"]] + numbers.initial[at["anger.BEL"]])
    assert ahead == pytest.approx(now, rel=1e-4)


def test_progeny_counts_the_acts_of_the_two_sides(answer):
    assert {row.move for row in answer.progeny} == {"search:ARD>BEL", "search:BEL>ARD"}
    for row in answer.progeny:
        assert row.low <= row.extra <= row.high
        assert row.extra < 1.0
