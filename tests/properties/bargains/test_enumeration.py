"""The compiled enumeration against loops over all bundles, on bargains drawn at random."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.bargains import (
    enumerate_deals,
    find_linked,
    find_remedies,
    no_deal_value,
    score,
    small_bundles,
)
from suasion.bargains import enumeration as program
from tests.properties.bargains.naive import DOLLAR, SIDES, problems

TOL = 1e-9
few = settings(max_examples=120, deadline=None)


def _made(problem):
    menu = problem.menu()
    return menu, problem.terms(menu)


def _names(menu, codes):
    return [tuple(menu.options[one] for one in row) for row in menu.choices(codes)]


def _near(found, expected):
    assert np.asarray(found).reshape(-1, 2) == pytest.approx(
        np.array(expected, dtype=float).reshape(-1, 2), abs=TOL, rel=TOL
    )


def _distinct(points):
    """Drop points that differ from one before by less than sums are off by."""
    kept = []
    for point in points:
        if not any(max(abs(a - b) for a, b in zip(point, one, strict=True)) < TOL for one in kept):
            kept.append(point)
    return kept


@few
@given(problems())
def test_scores_of_all_bundles(problem):
    menu, terms = _made(problem)
    bundles = list(problem.bundles())
    assert menu.n_bundles == len(bundles)
    codes = np.arange(menu.n_bundles)
    assert _names(menu, codes) == bundles
    assert menu.codes(menu.choices(codes)).tolist() == codes.tolist()
    found = score(menu, terms, menu.choices(codes))
    for at, one in enumerate(bundles):
        assert found.allowed[at] == problem.goes_together(one)
        assert found.holds[at] == problem.holds(one)
        assert found.accepted[at] == problem.accepted(one)
        for place, side in enumerate(SIDES):
            assert found.gains[at, place] == pytest.approx(problem.gain(side, one), abs=TOL)
            lost = problem.lost_by_breach(side, one)
            assert found.revocable[at, place] == pytest.approx(lost, abs=TOL)
    held = tuple(problem.held.values())
    expected = [problem.rupture(side, held) for side in SIDES]
    assert no_deal_value(menu, terms).tolist() == pytest.approx(expected, abs=TOL)


@few
@given(problems(), st.booleans())
def test_frontiers_and_counts(problem, prune):
    menu, terms = _made(problem)
    deals = enumerate_deals(menu, terms, prune=prune)
    assert deals.next_code == menu.n_bundles
    for must_hold, codes, gains in (
        (False, deals.accepted, deals.accepted_gains),
        (True, deals.holding, deals.holding_gains),
    ):
        _near(_distinct(gains.tolist()), _distinct(problem.frontier(must_hold)))
        for name, row in zip(_names(menu, codes), gains, strict=True):
            assert problem.accepted(name)
            assert problem.holds(name) or not must_hold
            _near(row, [problem.gain(side, name) for side in SIDES])
    accepted = [one for one in problem.bundles() if problem.accepted(one)]
    assert deals.exists == bool(accepted)
    if not prune:
        assert deals.scored == sum(problem.goes_together(one) for one in problem.bundles())
        assert deals.n_accepted == len(accepted)
        assert deals.n_holding == sum(problem.holds(one) for one in accepted)


@few
@given(problems())
def test_leaving_branches_out_changes_no_frontier(problem):
    menu, terms = _made(problem)
    pruned, whole = (enumerate_deals(menu, terms, prune=prune) for prune in (True, False))
    for name in ("accepted", "holding"):
        assert getattr(pruned, name).tolist() == getattr(whole, name).tolist()
    assert pruned.scored <= whole.scored


@few
@given(
    problems(), st.booleans(), st.integers(1, 40), st.integers(0, 30), st.sampled_from([1, 4096])
)
def test_going_on_from_anywhere_gives_the_same(problem, prune, chunk, stop_at, room):
    menu, terms = _made(problem)
    whole = enumerate_deals(menu, terms, prune=prune)
    seen = []

    def interrupt(deals):
        seen.append(deals)
        if len(seen) > stop_at:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "CHUNK", chunk)
        patch.setattr(program, "ROOM", room)
        try:
            last = enumerate_deals(menu, terms, prune=prune, watch=interrupt)
        except KeyboardInterrupt:
            last = enumerate_deals(menu, terms, prune=prune, begun=seen[-1])
    for name in ("accepted", "accepted_gains", "holding", "holding_gains"):
        assert getattr(last, name).tolist() == getattr(whole, name).tolist(), name
    assert last.next_code == whole.next_code
    if not prune:
        for name in ("scored", "n_accepted", "n_holding"):
            assert getattr(last, name) == getattr(whole, name), name


@few
@given(problems())
def test_breaking_several_promises_at_once_pays_only_where_one_does(problem):
    """Keeping is worth g/r, breaking a set of promises (g + sum c)/(r + sum 1/t)."""
    for bundle in problem.bundles():
        for side in SIDES:
            promises = [one for one in problem.promises(side, bundle) if problem.noticed[one] > 0]
            g, r = problem.lost_by_breach(side, bundle), problem.discount[side]

            def pays(broken, g=g, r=r, side=side):
                saved = sum(problem.saves[side, one] for one in broken)
                rate = sum(1.0 / problem.noticed[one] for one in broken)
                return (g + saved) / (r + rate) - g / r

            sets = [
                broken
                for size in range(2, len(promises) + 1)
                for broken in itertools.combinations(promises, size)
            ]
            singly = max((pays((one,)) for one in promises), default=0.0)
            if singly <= 0.0:
                assert all(pays(broken) <= TOL for broken in sets)
            if len(promises) == len(problem.promises(side, bundle)) and abs(singly) > 1e-3:
                assert problem.keeps(side, bundle) == (singly < 0.0)


def _changes(problem, bundle):
    return frozenset(bundle) - set(problem.held.values())


def _with(problem, changes):
    of = {one: issue for issue, own in problem.issues.items() for one in own}
    return tuple({**problem.held, **{of[one]: one for one in changes}}.values())


def _is_linked(problem, bundle):
    changes = _changes(problem, bundle)
    parts = (
        part
        for size in range(1, len(changes))
        for part in itertools.combinations(sorted(changes), size)
    )
    return problem.accepted(bundle) and not any(
        problem.accepted(_with(problem, part)) for part in parts
    )


@few
@given(problems(), st.integers(1, 4))
def test_linked_bundles_by_all_their_parts(problem, largest):
    menu, terms = _made(problem)
    small = small_bundles(menu, largest)
    expected = {
        _changes(problem, one): one
        for one in problem.bundles()
        if 0 < len(_changes(problem, one)) <= largest
    }
    assert {frozenset(menu.changed(row)) for row in small.choices} == set(expected)
    assert len(small.choices) == len(expected)
    linked = find_linked(small, terms)
    for at, row in enumerate(small.choices):
        changes = frozenset(menu.changed(row))
        minimal = _is_linked(problem, expected[changes])
        assert small.sizes[at] == len(changes)
        assert linked.passes_alone[at] == (minimal and len(changes) == 1)
        assert linked.quid_pro_quo[at] == (minimal and len(changes) > 1)


@few
@given(problems())
def test_remedies(problem):
    menu, terms = _made(problem)
    small = small_bundles(menu)
    found = find_remedies(small, terms, find_linked(small, terms))
    assert set(found) == {o for o in menu.options if o not in problem.held.values()}
    linked = [
        one
        for one in problem.bundles()
        if 2 <= len(_changes(problem, one)) <= 3 and _is_linked(problem, one)
    ]
    for name, remedy in found.items():
        bundle = _with(problem, [name])
        gains = [problem.gain(side, bundle) for side in SIDES]
        _near(remedy.gains, gains)
        assert remedy.payment == pytest.approx(sum(max(0.0, -one) for one in gains), abs=TOL)
        losers = tuple(i for i, one in zip(SIDES, gains, strict=True) if one <= DOLLAR)
        assert remedy.losers == losers
        payable = problem.goes_together(bundle) and sum(gains) > 0.0
        assert remedy.can_pay == payable or abs(sum(gains)) < DOLLAR
        _check_status(problem, remedy, name, [one for one in linked if name in one])


def _check_status(problem, remedy, name, linked):
    bundle = _with(problem, [name])
    if problem.accepted(bundle):
        assert (remedy.status, remedy.sweetener, remedy.losers) == ("passes", (), ())
    elif linked:
        assert remedy.status == "linked"
        whole = _with(problem, [name, *remedy.sweetener])
        assert whole in linked
        assert len(_changes(problem, whole)) == min(len(_changes(problem, one)) for one in linked)
        _near(remedy.sweetened_gains, [problem.gain(side, whole) for side in SIDES])
        asking = [side for side in SIDES if side not in remedy.losers] or list(SIDES)
        left = {one: sum(problem.gain(side, one) for side in asking) for one in linked}
        fewest = [one for one in linked if len(_changes(problem, one)) == len(remedy.sweetener) + 1]
        assert left[whole] == pytest.approx(max(left[one] for one in fewest), abs=TOL)
    else:
        assert remedy.status == ("paid" if remedy.can_pay else "blocked")
        assert remedy.sweetener == ()


@few
@given(problems())
def test_noticed_as_soon_as_said_a_broken_bundle_holds(problem):
    menu, terms = _made(problem)
    small = small_bundles(menu, 1)
    for name, remedy in find_remedies(small, terms, find_linked(small, terms)).items():
        bundle = _with(problem, [name])
        assert bool(remedy.breaker) != problem.holds(bundle)
        if not remedy.breaker:
            assert np.isnan(remedy.notice_within)
            continue
        assert not problem.keeps(remedy.breaker, bundle)
        noticed = {one: min(t, remedy.notice_within) for one, t in problem.noticed.items()}
        if remedy.notice_within > 0.0:
            assert evolve(problem, noticed=noticed).holds(bundle)
            later = {one: t * 1.01 + 0.01 for one, t in noticed.items()}
            if all(t == remedy.notice_within for o, t in noticed.items() if o in bundle):
                assert not evolve(problem, noticed=later).holds(bundle)
        else:
            never = evolve(problem, noticed=dict.fromkeys(noticed, 1e-9))
            breaks = [side for side in SIDES if not never.keeps(side, bundle)]
            assert any(problem.lost_by_breach(side, bundle) < DOLLAR for side in breaks or SIDES)
