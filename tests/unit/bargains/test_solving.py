"""Solving a bargain over given outcomes."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.bargains import BargainSolutions, Point, solve_bargain
from suasion.bargains.points import SOLUTIONS
from suasion.errors import InputError

GAINS = np.array([[12.0, 5.0], [14.0, 4.0], [6.0, 7.0], [-2.0, 9.0], [3.0, 3.0]])


def test_a_point_is_both_gains_and_a_row():
    solved = solve_bargain(GAINS, (0, 0))
    assert GAINS[solved.nash].tolist() == [12.0, 5.0]
    assert np.asarray(solved.nash).tolist() == [12.0, 5.0]
    assert np.array(solved.nash, dtype=int, copy=True).tolist() == [12, 5]
    assert (len(solved.nash), solved.nash[1], list(solved.nash)) == (2, 5.0, [12.0, 5.0])
    assert [*"abcde"][solved.nash] == "a"
    assert isinstance(solved["nash"], Point)
    assert solved["nash"] is solved.nash
    assert solved["pareto"] is solved.pareto


def test_a_lottery_is_no_row():
    point = solve_bargain([[0, 4], [4, 0]], (0, 0), lotteries=True).nash
    assert point.index is None
    assert point.lottery == ((0, 0.5), (1, 0.5))
    with pytest.raises(InputError, match="not one outcome"):
        range(2)[point]
    with pytest.raises(IndexError):
        GAINS[point]


def test_an_unknown_solution_is_refused():
    with pytest.raises(InputError, match="no solution 'shapley'"):
        solve_bargain(GAINS, (0, 0))["shapley"]


def test_a_record_does_not_share_memory_with_the_gains():
    gains = GAINS.copy()
    point = solve_bargain(gains, (0, 0)).nash
    gains[:] = 0.0
    assert list(point) == [12.0, 5.0]


@pytest.mark.parametrize("lotteries", [False, True])
def test_no_deal_is_none_but_the_frontier_stays(lotteries):
    solved = solve_bargain(GAINS, (13, 6), lotteries)
    assert all(solved[name] is None for name in SOLUTIONS)
    assert solved.pareto.tolist() == ([3, 2, 0, 1])


@pytest.mark.parametrize("lotteries", [False, True])
@pytest.mark.parametrize("without", [(15, 0), (0, 10), (14.0, 4.5)])
def test_out_of_reach_for_one_is_no_deal(lotteries, without):
    assert solve_bargain(GAINS, without, lotteries).nash is None


@pytest.mark.parametrize("lotteries", [False, True])
def test_a_deal_no_better_than_none_for_anybody_is_a_deal(lotteries):
    solved = solve_bargain([[1, 2], [0, 3], [1, 2]], (1, 2), lotteries)
    for name in SOLUTIONS:
        assert list(solved[name]) == [1, 2]
        assert solved[name].ties == (0, 2)


@pytest.mark.parametrize("lotteries", [False, True])
def test_a_side_that_can_gain_nothing_does_not_stop_the_other(lotteries):
    solved = solve_bargain([[5, 0], [3, 0], [9, -1]], (0, 0), lotteries)
    assert [solved[name].index for name in SOLUTIONS] == [0, 0, 0, 0]


@pytest.mark.parametrize("lotteries", [False, True])
def test_one_outcome(lotteries):
    solved = solve_bargain([[3, 2]], (0, 0), lotteries)
    assert solved.pareto.tolist() == [0]
    assert [solved[name].lottery for name in SOLUTIONS] == [((0, 1.0),)] * 4


def test_ties_are_all_named_and_the_first_row_is_taken():
    solved = solve_bargain([[1, 1], [4, 3], [3, 4], [4, 3]], (0, 0))
    assert solved.pareto.tolist() == [2, 1, 3]
    assert (solved.nash.index, solved.nash.ties) == (1, (1, 2, 3))
    assert solved.utilitarian.ties == (1, 2, 3)


def test_the_second_smallest_breaks_ties_of_the_smallest():
    """(0, 8, 2) and (0, 5, 5) and (0, 9, 1): all have 0 least, then 2, 5 and 1."""
    solved = solve_bargain([[0, 8, 2], [0, 5, 5], [0, 9, 1]], (0, 0, 0))
    assert solved.egalitarian.index == 1
    assert solved.utilitarian.ties == (0, 1, 2)


def test_three_actors_against_products_by_hand():
    gains = [[3, 3, 3], [9, 2, 1], [1, 1, 9], [4, 3, 2], [2, 2, 2]]
    solved = solve_bargain(gains, (0, 0, 0))
    assert sorted(solved.pareto) == [0, 1, 2, 3]
    assert solved.nash.index == 0
    assert solved.utilitarian.ties == (1,)
    assert solve_bargain(gains, (0, 0, 0), weights=(5, 1, 1)).nash.index == 1


def test_weights_move_the_lottery_along_a_line():
    line = [[0, 1], [1, 0]]
    point = solve_bargain(line, (0.1, 0.2), lotteries=True, weights=(3, 1)).nash
    assert list(point) == pytest.approx([0.1 + 0.75 * 0.7, 0.2 + 0.25 * 0.7])
    even = solve_bargain(line, (0.1, 0.2), lotteries=True, weights=(7, 7)).nash
    assert list(even) == pytest.approx([0.45, 0.55])


def test_a_deal_may_need_a_lottery_over_outcomes_that_one_side_would_refuse():
    solved = solve_bargain([[10, -1], [-1, 10]], (0, 0), lotteries=True)
    assert list(solved.nash) == pytest.approx([4.5, 4.5])
    assert solve_bargain([[10, -1], [-1, 10]], (0, 0)).nash is None


def test_with_lotteries_the_refused_end_of_an_edge_is_cut_off():
    """The first can have at most 9 (the second then has 0); ratios x / 9 = y / 9 meet at 4.5."""
    solved = solve_bargain([[10, -1], [0, 9]], (0, 0), lotteries=True, weights=(1000, 1))
    assert solved.nash[0] == pytest.approx(9 * 1000 / 1001)
    assert list(solved.kalai_smorodinsky) == pytest.approx([4.5, 4.5])
    assert solved.utilitarian.index == 1


def test_an_outcome_on_an_edge_stands_for_the_lottery_that_gives_the_same():
    solved = solve_bargain([[0, 4], [2, 2], [4, 0]], (0, 0), lotteries=True)
    assert solved.pareto.tolist() == [0, 2]
    assert solved.nash.index == 1


def test_whole_numbers_lists_and_narrow_floats_are_taken():
    for gains in (GAINS.astype(int), GAINS.tolist(), GAINS.astype(np.float32), GAINS.T.copy().T):
        assert solve_bargain(gains, np.zeros(2)).nash.index == 0


BAD = [
    ([], (0, 0), {}, "not a table"),
    (np.zeros((0, 2)), (0, 0), {}, "not a table"),
    ([1, 2], (0, 0), {}, "not a table"),
    ([[1], [2]], (0,), {}, "not a table"),
    ([[1, 2], [3]], (0, 0), {}, "different lengths"),
    ([["a", "b"]], (0, 0), {}, "not numbers"),
    ([[1, None]], (0, 0), {}, "not numbers"),
    ([[1, 2], [3, np.nan]], (0, 0), {}, "not a finite number"),
    ([[1, 2], [np.inf, 3]], (0, 0), {}, "not a finite number"),
    ([[1, 2], [-np.inf, 3]], (0, 0), {}, "not a finite number"),
    ([[1, 1e200]], (0, 0), {}, "usable size"),
    ([[1, 2]], (0, 0, 0), {}, "one number for each"),
    ([[1, 2]], 0, {}, "one number for each"),
    ([[1, 2]], (0, np.nan), {}, "finite"),
    ([[1, 2]], (0, 0), {"weights": (1, 0)}, "above 0"),
    ([[1, 2]], (0, 0), {"weights": (1, -1)}, "above 0"),
    ([[1, 2]], (0, 0), {"weights": (1, np.nan)}, "finite"),
    ([[1, 2]], (0, 0), {"weights": (1, 1, 1)}, "one number for each"),
    ([[1, 2, 3]], (0, 0, 0), {"lotteries": True}, "two actors only"),
]


@pytest.mark.parametrize(("gains", "without", "more", "said"), BAD)
def test_bad_input_is_refused_with_what_was_got(gains, without, more, said):
    with pytest.raises(InputError, match=said) as caught:
        solve_bargain(gains, without, **more)
    assert caught.value.got
    assert caught.value.expected
    assert caught.value.fix


def test_the_bad_cell_is_named():
    gains = np.zeros((1000, 2))
    gains[777, 1] = np.nan
    with pytest.raises(InputError) as caught:
        solve_bargain(gains, (0, 0))
    assert caught.value.got == "nan in row 777, actor 1"


def test_a_million_outcomes_with_a_known_answer():
    """All below the diagonal but three planted ones."""
    rng = np.random.default_rng(7)
    gains = rng.random((1_000_000, 2))
    gains *= (0.9 / gains.sum(axis=1))[:, None]
    gains[[5, 500_000, 999_999]] = [[1.0, 0.1], [0.6, 0.6], [0.1, 1.0]]
    solved = solve_bargain(gains, (0, 0))
    assert isinstance(solved, BargainSolutions)
    assert (solved.nash.index, solved.egalitarian.index) == (500_000, 500_000)
    inside = set(solved.pareto) - {5, 500_000, 999_999}
    assert {5, 500_000, 999_999} <= set(solved.pareto)
    assert all((gains[row] <= 0.6).sum() == 1 for row in inside)
