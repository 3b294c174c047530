"""The enumeration: room, interruption, files, and faults that its certificate must catch."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from suasion.bargains import enumerate_deals, load_deals, make_menu, plain_terms, save_deals, score
from suasion.bargains import enumeration as program
from suasion.errors import CertificateError, InputError

FIELDS = ("accepted", "accepted_gains", "holding", "holding_gains")
COUNTS = ("next_code", "scored", "n_accepted", "n_holding")


def _ladder(issues=8):
    """Return a menu of which every bundle with pay-1, 2**issues of them, is on the frontier."""
    names = [f"i{k}" for k in range(issues)]
    menu = make_menu(
        {"pay": ["pay-0", "pay-1"], **{n: [f"{n}-0", f"{n}-1"] for n in names}},
        {"pay": "pay-0", **{n: f"{n}-0" for n in names}},
    )
    steps = {f"{n}-1": float(2**k) for k, n in enumerate(names)}
    other = {one: -size for one, size in steps.items()}
    values = {"X": steps | {"pay-1": 0.5}, "Y": other | {"pay-1": 1e5}}
    return menu, plain_terms(menu, values)


def _same(one, other, names=FIELDS):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


@pytest.mark.parametrize("prune", [True, False])
def test_a_frontier_grows_beyond_its_room_and_nothing_is_counted_twice(monkeypatch, prune):
    menu, terms = _ladder()
    whole = enumerate_deals(menu, terms, prune=prune)
    assert len(whole.accepted) == 2**8
    monkeypatch.setattr(program, "ROOM", 1)
    tight = enumerate_deals(menu, terms, prune=prune)
    assert _same(tight, whole, (*FIELDS, *COUNTS))
    assert whole.n_accepted == whole.n_holding == 2**8


def test_more_points_than_the_first_room_holds():
    menu, terms = _ladder(13)
    deals = enumerate_deals(menu, terms, prune=False)
    assert len(deals.accepted) == 2**13 > program.ROOM
    assert deals.scored == menu.n_bundles
    assert (np.diff(deals.accepted_gains[:, 0]) > 0).all()
    assert (np.diff(deals.accepted_gains[:, 1]) < 0).all()


@pytest.mark.parametrize("after", [1, 3, 7])
def test_an_interrupted_run_goes_on_from_its_file(monkeypatch, tmp_path, after):
    menu, terms = _ladder()
    whole = enumerate_deals(menu, terms, prune=False)
    monkeypatch.setattr(program, "CHUNK", 37)
    calls = []

    def watch(deals):
        calls.append(deals.next_code)
        save_deals(deals, tmp_path / "progress.npz")
        if len(calls) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enumerate_deals(menu, terms, prune=False, watch=watch)
    begun = load_deals(tmp_path / "progress.npz")
    assert begun.next_code == 37 * after < menu.n_bundles
    ended = enumerate_deals(menu, terms, prune=False, begun=begun)
    assert _same(ended, whole, (*FIELDS, *COUNTS))
    assert [path.name for path in tmp_path.iterdir()] == ["progress.npz"]


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "array", "other", "absent", "flipped"])
def test_progress_that_cannot_be_read_is_an_input_error(tmp_path, damage):
    path = tmp_path / "progress.npz"
    save_deals(enumerate_deals(*_ladder(4)), path)
    held = path.read_bytes()
    if damage == "absent":
        path.unlink()
    elif damage == "array":
        with path.open("wb") as file:
            np.save(file, np.zeros(3))
    elif damage == "other":
        np.savez(path, numbers=np.zeros(1))
    else:
        middle = len(held) // 2
        flipped = held[:200] + bytes(255 - one for one in held[200:middle]) + held[middle:]
        text = {"cut": held[:middle], "empty": b"", "text": b"not an archive", "flipped": flipped}
        path.write_bytes(text[damage])
    with pytest.raises(InputError) as raised:
        load_deals(path)
    assert str(path) in str(raised.value)


def test_a_deal_that_holds_stays_though_one_that_does_not_beats_it():
    """(a1, b1) is worth (3, 4) but X would break a1; (a2, b1) is worth (2, 1) and holds."""
    menu = make_menu({"a": ["a0", "a1", "a2"], "b": ["b0", "b1"]}, {"a": "a0", "b": "b0"})
    values = {"X": {"a1": -1.0, "a2": -2.0, "b1": 4.0}, "Y": {"a1": 5.0, "a2": 2.0, "b1": -1.0}}
    terms = plain_terms(menu, values, kept={"a1": "X"}, noticed_after=1000.0, trust=1.0)
    for prune in (True, False):
        deals = enumerate_deals(menu, terms, prune=prune)
        assert deals.accepted_gains.tolist() == [[3.0, 4.0]]
        assert deals.holding_gains.tolist() == [[2.0, 1.0]]


def test_of_equal_deals_the_first_stands_for_all():
    issues = {f"i{k}": [f"i{k}o{j}" for j in range(3)] for k in range(3)}
    menu = make_menu(issues, {name: own[0] for name, own in issues.items()})
    every = dict.fromkeys([o for own in issues.values() for o in own[1:]], 1.0)
    for prune in (True, False):
        deals = enumerate_deals(menu, plain_terms(menu, {"X": every, "Y": every}), prune=prune)
        assert deals.accepted_gains.tolist() == [[3.0, 3.0]]
        assert deals.accepted.tolist() == [9 + 3 + 1]


def test_nothing_at_stake_is_no_deal():
    menu, terms = _ladder(3)
    nothing = evolve(terms, once=np.zeros_like(terms.once))
    for prune in (True, False):
        deals = enumerate_deals(menu, nothing, prune=prune)
        assert not deals.exists
        assert (deals.n_accepted, deals.next_code) == (0, menu.n_bundles)


def test_one_issue():
    menu = make_menu({"a": ["a0", "a1", "a2", "a3"]}, {"a": "a1"})
    terms = plain_terms(menu, {"X": {"a0": 1, "a2": 3, "a3": 2}, "Y": {"a0": 2, "a2": 1, "a3": -1}})
    deals = enumerate_deals(menu, terms, prune=False)
    assert deals.accepted.tolist() == [0, 2]
    assert deals.accepted_gains.tolist() == [[1.0, 2.0], [3.0, 1.0]]
    assert (deals.scored, deals.n_accepted, deals.n_holding) == (4, 2, 2)


def test_all_options_of_an_issue_shut():
    menu, terms = _ladder(2)
    shut = evolve(terms, is_open=np.array([o not in ("i0-0", "i0-1") for o in menu.options]))
    for prune in (True, False):
        deals = enumerate_deals(menu, shut, prune=prune)
        assert not deals.exists
        assert deals.scored == 0


def test_three_sides_are_refused():
    menu = make_menu({"a": ["a0", "a1"]}, {"a": "a0"})
    with pytest.raises(InputError, match="two sides"):
        enumerate_deals(menu, plain_terms(menu, {"X": {"a1": 1.0}, "Y": {}, "Z": {}}))


@pytest.mark.parametrize("fault", ["gains", "not accepted", "not holding"])
def test_c7_a_wrong_frontier_is_not_handed_out(fault):
    menu, terms = _ladder(3)
    right = enumerate_deals(menu, terms)
    if fault == "gains":
        wrong = evolve(right, accepted_gains=right.accepted_gains * (1.0 + 1e-6))
    elif fault == "not accepted":
        nothing = score(menu, terms, menu.choices(np.array([0]))).gains
        wrong = evolve(right, accepted=np.array([0]), accepted_gains=nothing)
    else:
        loose = evolve(
            terms,
            keeps=np.ones_like(terms.keeps),
            temptation=np.full_like(terms.temptation, 1e9),
            trust=np.ones(2),
        )
        assert enumerate_deals(menu, loose).exists
        assert not enumerate_deals(menu, loose).holding.size
        found = enumerate_deals(menu, loose)
        wrong = evolve(found, holding=found.accepted, holding_gains=found.accepted_gains)
        terms = loose
    with pytest.raises(CertificateError):
        enumerate_deals(menu, terms, begun=wrong)
