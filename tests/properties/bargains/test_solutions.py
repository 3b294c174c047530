"""What each solution promises, on bargains drawn at random; checks by loops over outcomes.

Whole numbers, so that ties and equal outcomes are common and comparisons exact.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from suasion.bargains import solve_bargain
from suasion.bargains.points import SOLUTIONS

TOL = 1e-9
few = settings(max_examples=60, deadline=None)


@st.composite
def bargains(draw, most_actors=4):
    """Gains and a disagreement point that somebody accepts at least one outcome over."""
    n_actors = draw(st.integers(2, most_actors))
    row = st.lists(st.integers(-6, 12), min_size=n_actors, max_size=n_actors)
    gains = np.array(draw(st.lists(row, min_size=1, max_size=14)), dtype=float)
    without = np.array(draw(st.lists(st.integers(-6, 4), min_size=n_actors, max_size=n_actors)))
    return gains, without.astype(float)


pairs = bargains(most_actors=2)


def _accepted(gains, without):
    return [row for row in range(len(gains)) if all(gains[row] >= without)]


def _objectives(gains, without):
    """Return for each solution its objective by row, written out without arrays."""
    accepted = _accepted(gains, without)
    surplus = {row: (gains[row] - without).tolist() for row in accepted}
    ideal = [max(one[i] for one in surplus.values()) for i in range(len(without))]
    able = [i for i, one in enumerate(ideal) if one > 0]
    return {
        "nash": {row: (math.prod(s[i] for i in able),) for row, s in surplus.items()},
        "kalai_smorodinsky": {r: sorted(s[i] / ideal[i] for i in able) for r, s in surplus.items()},
        "egalitarian": {row: sorted(s) for row, s in surplus.items()},
        "utilitarian": {row: (sum(s),) for row, s in surplus.items()},
    }


@few
@given(bargains())
def test_each_solution_is_best_among_accepted_outcomes_and_not_dominated(bargain):
    gains, without = bargain
    solved = solve_bargain(gains, without)
    if not _accepted(gains, without):
        assert all(solved[name] is None for name in SOLUTIONS)
        return
    for name, by_row in _objectives(gains, without).items():
        best = max(tuple(np.round(one, 9)) for one in by_row.values())
        point = solved[name]
        assert tuple(np.round(by_row[point.index], 9)) == best
        tied = {row for row, one in by_row.items() if tuple(np.round(one, 9)) == best}
        assert set(point.ties) == tied & set(solved.pareto.tolist())
        assert point.index == min(point.ties)
        assert list(point) == gains[point.index].tolist()


@few
@given(bargains())
def test_frontier_by_all_pairs_with_equal_outcomes_kept(bargain):
    gains, without = bargain
    found = solve_bargain(gains, without).pareto.tolist()
    for row, one in enumerate(gains):
        dominated = any((two >= one).all() and (two > one).any() for two in gains)
        assert (row in found) != dominated


@few
@given(bargains(), st.data())
def test_units_and_origins_do_not_matter_to_nash_and_kalai_smorodinsky(bargain, data):
    gains, without = bargain
    size = st.lists(
        st.sampled_from([0.25, 0.5, 2.0, 8.0]), min_size=without.size, max_size=without.size
    )
    scale = np.array(data.draw(size))
    shift = np.arange(without.size) * 3.0 - 2.0
    for lotteries in (False, True) if without.size == 2 else (False,):
        plain = solve_bargain(gains, without, lotteries)
        other = solve_bargain(gains * scale + shift, without * scale + shift, lotteries)
        assert other.pareto.tolist() == plain.pareto.tolist()
        for name in ("nash", "kalai_smorodinsky"):
            if plain[name] is None:
                assert other[name] is None
            else:
                moved = np.asarray(plain[name]) * scale + shift
                assert np.asarray(other[name]) == pytest.approx(moved, abs=TOL)


@few
@given(bargains(), st.data())
def test_the_order_of_outcomes_does_not_matter(bargain, data):
    gains, without = bargain
    order = np.array(data.draw(st.permutations(range(len(gains)))))
    plain, other = solve_bargain(gains, without), solve_bargain(gains[order], without)
    assert sorted(order[other.pareto]) == sorted(plain.pareto)
    for name in SOLUTIONS:
        if plain[name] is None:
            assert other[name] is None
        else:
            assert sorted(order[list(other[name].ties)]) == list(plain[name].ties)


@few
@given(bargains())
def test_the_names_of_actors_do_not_matter(bargain):
    gains, without = bargain
    plain = solve_bargain(gains, without)
    other = solve_bargain(gains[:, ::-1], without[::-1])
    for name in SOLUTIONS:
        assert (plain[name] is None) == (other[name] is None)
        assert plain[name] is None or plain[name].ties == other[name].ties


@few
@given(pairs)
def test_a_symmetric_bargain_gives_both_the_same_with_lotteries(bargain):
    gains, _ = bargain
    both = np.concatenate([gains, gains[:, ::-1]])
    solved = solve_bargain(both, (-6, -6), lotteries=True)
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert solved[name][0] == pytest.approx(solved[name][1], abs=TOL)


@few
@given(bargains(), st.data())
def test_nash_does_not_depend_on_alternatives_that_are_not_chosen(bargain, data):
    """The sides that can gain must stay able to: the product is over them."""
    gains, without = bargain
    solved = solve_bargain(gains, without)
    assume(solved.nash is not None)
    assume((np.asarray(solved.nash) > without).all())
    others = st.sets(st.integers(0, len(gains) - 1), max_size=len(gains))
    kept = sorted(data.draw(others) | {solved.nash.index})
    smaller = solve_bargain(gains[kept], without)
    assert kept[smaller.nash.index] == solved.nash.index


@few
@given(bargains(), st.data())
def test_more_for_all_on_offer_never_lowers_the_least_gain_of_the_egalitarian(bargain, data):
    gains, without = bargain
    row = st.lists(st.integers(-6, 12), min_size=without.size, max_size=without.size)
    more = np.vstack([gains, data.draw(row)])
    before, after = (solve_bargain(one, without).egalitarian for one in (gains, more))
    if before is not None:
        assert min(np.asarray(after) - without) >= min(np.asarray(before) - without)


@few
@given(pairs, st.data())
def test_monotone_where_the_ideals_stay_with_lotteries(bargain, data):
    """Kalai-Smorodinsky: new outcomes that leave both ideals as they are hurt nobody."""
    gains, without = bargain
    more = np.vstack([gains, data.draw(st.lists(st.integers(-6, 12), min_size=2, max_size=2))])
    before, after = (solve_bargain(one, without, lotteries=True) for one in (gains, more))
    assume(before.nash is not None)
    ideals = [_ideal(one, without) for one in (gains, more)]
    assume(np.allclose(*ideals, atol=1e-12) and min(ideals[0] - without) > 0)
    rise = np.asarray(after.kalai_smorodinsky) - np.asarray(before.kalai_smorodinsky)
    assert (rise >= -TOL).all()


def _mixtures(gains):
    """Return the ends of all edges between two outcomes, with equal pairs for outcomes."""
    return [(a, b) for a, b in itertools.combinations_with_replacement(gains, 2)]


def _ideal(gains, without):
    """Return the most each can have in a lottery that the other accepts, edge by edge."""
    best = np.full(2, -np.inf)
    for a, b in _mixtures(gains):
        for actor, other in ((0, 1), (1, 0)):
            for p in (0.0, 1.0, _crossing(a[other], b[other], without[other])):
                mix = (1 - p) * a + p * b
                if mix[other] >= without[other] - 1e-12:
                    best[actor] = max(best[actor], mix[actor])
    return best


def _crossing(a, b, level):
    return min(1.0, max(0.0, (level - a) / (b - a))) if a != b else 0.0


@few
@given(pairs)
def test_with_lotteries_nothing_on_any_edge_between_outcomes_is_better(bargain):
    """All lotteries over two outcomes at 41 probabilities: none has a better objective."""
    gains, without = bargain
    solved = solve_bargain(gains, without, lotteries=True)
    p = np.linspace(0, 1, 41)[:, None]
    mixed = np.concatenate([(1 - p) * a + p * b for a, b in _mixtures(gains)])
    mixed = mixed[(mixed >= without).all(axis=1)] - without
    if solved.nash is None:
        assert mixed.size == 0
        return
    ideal = _ideal(gains, without) - without
    got = {name: np.asarray(solved[name]) - without for name in SOLUTIONS}
    for one in got.values():
        assert (one >= -TOL).all()
        assert not ((mixed >= one + TOL).all(axis=1)).any()
    able = ideal > TOL
    products, sums = mixed[:, able].prod(axis=1), mixed.sum(axis=1)
    assert products.max() <= got["nash"][able].prod() + TOL
    assert sums.max() <= got["utilitarian"].sum() + TOL
    assert mixed.min(axis=1).max() <= got["egalitarian"].min() + TOL
    if able.all():
        shares = got["kalai_smorodinsky"] / ideal
        assert shares[0] == pytest.approx(shares[1], abs=TOL)
        assert (mixed / ideal).min(axis=1).max() <= shares.min() + TOL


@few
@given(pairs)
def test_lotteries_give_what_they_say_and_never_less_than_outcomes(bargain):
    gains, without = bargain
    pure, mixed = (solve_bargain(gains, without, flag) for flag in (False, True))
    assert set(mixed.pareto.tolist()) <= set(pure.pareto.tolist())
    for name in SOLUTIONS:
        if mixed[name] is None:
            assert pure[name] is None
            continue
        chances = np.array([p for _, p in mixed[name].lottery])
        rows = [row for row, _ in mixed[name].lottery]
        assert chances.sum() == pytest.approx(1.0)
        assert (chances > 0).all()
        assert np.asarray(mixed[name]) == pytest.approx(chances @ gains[rows])
        if pure[name] is not None and name == "egalitarian":
            least = min(np.asarray(pure[name]) - without)
            assert min(np.asarray(mixed[name]) - without) >= least - TOL
