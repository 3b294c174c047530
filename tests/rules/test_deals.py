"""C4, C5, C13: deals see nothing later, depend on no executor, and survive an interruption."""

from __future__ import annotations

import shutil
from datetime import date

import numpy as np
import pytest

from suasion import Request, compute_deals, load_case
from suasion.compute import SerialExecutor, make_executor
from suasion.questions import deal_store, deals
from tests.tables import add, edit, starter

DAY = date(2024, 10, 31)
DRAWS = Request(draws=7)


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return load_case(starter(tmp_path_factory.mktemp("cases")))


@pytest.fixture
def chunks_of_two(monkeypatch):
    monkeypatch.setattr(deals, "CHUNK", 2)


@pytest.fixture
def computed(monkeypatch):
    """List the chunks that are computed and not read."""
    found = []
    real = deal_store.run_deal_chunk

    def run(task, begin, end, ahead):
        found.append((begin, end))
        return real(task, begin, end, ahead)

    monkeypatch.setattr(deal_store, "run_deal_chunk", run)
    return found


LATER = {"known_from": "2024-11-01"}
PLANTS = {
    "event": lambda case: (
        add(case, "events", "E2", id="E9", intensity="-10", date_start="2024-10-15",
            date_end="2024-10-15", **LATER),
        edit(case, "issues", "workers", events="E1;E2;E9"),
    ),
    "option": lambda case: add(case, "options", "volume-long", id="volume-short", **LATER),
    "issue": lambda case: (
        add(case, "issues", "volume", id="visas", **LATER),
        add(case, "options", "volume-now", id="visas-now", issue="visas", **LATER),
        add(case, "options", "volume-long", id="visas-free", issue="visas", **LATER),
    ),
    "stake": lambda case: add(
        case, "stakes", "st-2", id="st-9", value="500 to 900 MUSD/yr", **LATER
    ),
    "stake in a later version": lambda case: add(
        case, "stakes", "st-2", id="st-2", value="500 to 900 MUSD/yr", **LATER
    ),
    "factor in a later version": lambda case: add(
        case, "parameters", "belmar_resolve", id="belmar_resolve", value="0.01 to 0.02", **LATER
    ),
    "factor of a later stake": lambda case: (
        add(case, "parameters", "belmar_resolve", id="new_weight", value="0.2 to 0.3", **LATER),
        add(case, "stakes", "st-2", id="st-9", factors="new_weight"),
    ),
    "bargainer in a later version": lambda case: add(
        case, "bargainers", "belmar", id="belmar", trust="0.9 to 0.95", hazard="10 to 20 %/yr",
        **LATER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("plant", list(PLANTS))
def test_c4_what_becomes_known_later_changes_nothing_before(tmp_path, plant):
    folder = starter(tmp_path)
    shutil.copytree(folder, tmp_path / "planted" / folder.name)
    PLANTS[plant](tmp_path / "planted" / folder.name)
    original, planted = load_case(folder), load_case(tmp_path / "planted" / folder.name)
    for day, same in ((DAY, True), (date(2024, 11, 1), False)):
        request = Request(as_of=day, draws=3)
        first, second = (repr(compute_deals(case, request)) for case in (original, planted))
        assert (first == second) == same


def test_c5_processes_give_what_this_process_gives(toy, chunks_of_two):
    here = compute_deals(toy, DRAWS, executor=SerialExecutor())
    with make_executor(2) as executor:
        there = compute_deals(toy, DRAWS, executor=executor)
    assert repr(there) == repr(here)


def test_c5_the_size_of_chunks_changes_nothing(toy, monkeypatch):
    whole = repr(compute_deals(toy, DRAWS))
    for size in (1, 3):
        monkeypatch.setattr(deals, "CHUNK", size)
        assert repr(compute_deals(toy, DRAWS)) == whole


def test_c5_questions_asked_before_change_nothing(toy):
    first = repr(compute_deals(toy, DRAWS))
    compute_deals(toy, Request(draws=3, account="tolan"), horizon="season")
    compute_deals(toy, Request(draws=3, seed=1))
    assert repr(compute_deals(toy, DRAWS)) == first


def test_c6_seed_zero_is_a_seed(toy):
    answers = [repr(compute_deals(toy, Request(draws=7, seed=seed))) for seed in (0, 0, None)]
    assert answers[0] == answers[1] != answers[2]


def test_c13_an_interrupted_run_goes_on(toy, tmp_path, chunks_of_two, computed, monkeypatch):
    fresh = repr(compute_deals(toy, DRAWS))
    computed.clear()
    counted = deal_store.run_deal_chunk

    def interrupted(task, begin, end, ahead):
        if begin == 4:
            raise KeyboardInterrupt
        return counted(task, begin, end, ahead)

    monkeypatch.setattr(deal_store, "run_deal_chunk", interrupted)
    with pytest.raises(KeyboardInterrupt):
        compute_deals(toy, DRAWS, checkpoint=tmp_path / "kept")
    assert computed[:2] == [(0, 2), (2, 4)]
    computed.clear()
    monkeypatch.setattr(deal_store, "run_deal_chunk", counted)
    assert repr(compute_deals(toy, DRAWS, checkpoint=tmp_path / "kept")) == fresh
    assert not {(0, 2), (2, 4)} & set(computed)
    assert (4, 6) in computed
    computed.clear()
    assert repr(compute_deals(toy, DRAWS, checkpoint=tmp_path / "kept")) == fresh
    assert computed == []


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "array", "other", "short"])
def test_c13_a_damaged_chunk_is_computed_anew(toy, tmp_path, chunks_of_two, computed, damage):
    fresh = repr(compute_deals(toy, DRAWS, checkpoint=tmp_path))
    path = max(tmp_path.iterdir(), key=lambda one: one.stat().st_size)  # of two draws, not one
    held = path.read_bytes()
    if damage in ("array", "other", "short"):
        with path.open("wb") as file:
            {
                "array": lambda: np.save(file, np.zeros(3)),
                "other": lambda: np.savez(file, codes=np.zeros(2)),
                "short": lambda: np.savez(file, failed=np.array([True])),
            }[damage]()
    else:
        path.write_bytes({"cut": held[: len(held) // 2], "empty": b"", "text": b"not it"}[damage])
    computed.clear()
    assert repr(compute_deals(toy, DRAWS, checkpoint=tmp_path)) == fresh
    assert len(computed) == 1
    computed.clear()
    compute_deals(toy, DRAWS, checkpoint=tmp_path)
    assert computed == []


@pytest.mark.parametrize(
    "other",
    [
        {"request": Request(draws=4, seed=1)},
        {"request": Request(draws=4, account="tolan")},
        {"request": Request(draws=4, as_of=date(2024, 10, 1))},
        {"horizon": "season"},
    ],
    ids=["seed", "account", "day", "horizon"],
)
def test_another_question_finds_nothing_stored(toy, tmp_path, chunks_of_two, computed, other):
    asked = {"request": Request(draws=4)} | other
    compute_deals(toy, Request(draws=4), checkpoint=tmp_path)
    computed.clear()
    found = repr(compute_deals(toy, checkpoint=tmp_path, **asked))
    assert computed == [(0, 2), (2, 4)]
    assert found == repr(compute_deals(toy, **asked))


def test_another_case_finds_nothing_stored(toy, tmp_path, chunks_of_two, computed):
    compute_deals(toy, Request(draws=4), checkpoint=tmp_path / "kept")
    folder = starter(tmp_path)
    edit(folder, "stakes", "st-1", value="100 to 401 MUSD/yr")
    computed.clear()
    compute_deals(load_case(folder), Request(draws=4), checkpoint=tmp_path / "kept")
    assert computed == [(0, 2), (2, 4)]


def test_a_chunk_is_stored_as_it_was_computed(toy, tmp_path):
    task = deals.DealTask(case=toy, request=Request(draws=3), horizon="years")
    first = deal_store.stored_chunk(task, 0, 3, tmp_path)
    again = deal_store.stored_chunk(task, 0, 3, tmp_path)
    assert set(first) == set(again)
    for name, held in first.items():
        assert held.dtype == again[name].dtype
        assert np.array_equal(held, again[name], equal_nan=held.dtype.kind == "f")
