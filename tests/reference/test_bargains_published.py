"""Published and exact results of bargaining, each with a certificate from elsewhere.

Sources: Nash, Econometrica 18 (1950) 155-162, his example of Bill and Jack; Rubinstein,
Econometrica 50 (1982) 97-109; Kalai and Smorodinsky, Econometrica 43 (1975) 513-518; Fearon,
International Organization 49 (1995) 379-414; Maynard Smith, J. Theoretical Biology 47 (1974)
209-221. Tolerances are those of rounding unless a test says otherwise.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from suasion.bargains import (
    alternating_offers,
    alternating_offers_limit,
    asymmetric_nash,
    asymmetric_nash_on,
    crisis_range,
    kalai_smorodinsky,
    kalai_smorodinsky_on,
    solve_bargain,
    war_of_attrition,
    zeuthen,
)

BILL = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACK = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
GOODS = (*BILL, *JACK)
"""Utility to Bill and to Jack of each good, by its owner: Nash 1950, section 'Examples'."""
FRONTIER = [(-12, 10), (-2, 9), (2, 8), (6, 7), (8, 6), (12, 5), (14, 4), (16, 2), (18, 0)]
FRONTIER += [(20, -2), (22, -6)]
CORNERS = [(-12, 10), (-2, 9), (6, 7), (12, 5), (14, 4), (20, -2), (22, -6)]


def _trades() -> list[frozenset[str]]:
    sizes = range(len(GOODS) + 1)
    return [frozenset(one) for n in sizes for one in itertools.combinations(GOODS, n)]


def _gain(given: frozenset[str]) -> tuple[int, int]:
    bill = sum(JACK[good][0] for good in given & JACK.keys())
    bill -= sum(BILL[good][0] for good in given & BILL.keys())
    jack = sum(BILL[good][1] for good in given & BILL.keys())
    jack -= sum(JACK[good][1] for good in given & JACK.keys())
    return bill, jack


TRADES = _trades()
GAINS = [_gain(given) for given in TRADES]


def test_bill_and_jack_trade_what_nash_says():
    solved = solve_bargain(GAINS, (0, 0))
    assert len(GAINS) == 512
    assert TRADES[solved.nash.index] == {"book", "whip", "ball", "bat", "pen", "toy", "knife"}
    assert list(solved.nash) == [12, 5]
    assert solved.nash.ties == (solved.nash.index,)


def test_the_product_of_sixty_is_the_only_largest_of_all_trades_and_56_is_next():
    """The certificate: all 512 products in whole numbers."""
    products = sorted((x * y, x, y) for x, y in GAINS if x >= 0 and y >= 0)
    assert products[-1] == (60, 12, 5)
    assert products[-2] == (56, 14, 4)
    solved = solve_bargain([gain for gain in GAINS if gain != (12, 5)], (0, 0))
    assert list(solved.nash) == [14, 4]


def test_frontier_of_pure_trades_is_the_published_one():
    solved = solve_bargain(GAINS, (0, 0))
    found = [GAINS[row] for row in solved.pareto]
    assert sorted(set(found)) == FRONTIER
    assert found == sorted(found)
    assert {row for row, gain in enumerate(GAINS) if gain in FRONTIER} == set(solved.pareto)


def test_frontier_of_pure_trades_is_that_of_all_pairs():
    on = [
        one
        for one in set(GAINS)
        if not any(two != one and two[0] >= one[0] and two[1] >= one[1] for two in GAINS)
    ]
    assert sorted(on) == FRONTIER


def test_corners_with_lotteries_are_the_published_ones():
    solved = solve_bargain(GAINS, (0, 0), lotteries=True)
    assert [GAINS[row] for row in solved.pareto] == CORNERS


def test_each_corner_is_the_only_best_trade_of_some_welfare_weights_and_no_trade_lies_above():
    """The certificate: in whole numbers, a supporting line for each edge and each corner."""
    normals = [(a[1] - b[1], b[0] - a[0]) for a, b in itertools.pairwise(CORNERS)]
    for (p, q), corner in zip(normals, CORNERS, strict=False):
        assert p > 0
        assert q > 0
        assert all(p * x + q * y <= p * corner[0] + q * corner[1] for x, y in GAINS)
    inner = [(a[0] + b[0], a[1] + b[1]) for a, b in itertools.pairwise(normals)]
    for (p, q), corner in zip(inner, CORNERS[1:-1], strict=True):
        most = p * corner[0] + q * corner[1]
        assert {gain for gain in GAINS if p * gain[0] + q * gain[1] >= most} == {corner}


def test_nash_with_lotteries_is_the_same_trade_and_its_hyperbola_touches_only_there():
    """The certificate (Kuhn-Tucker): x / 12 + y / 5 <= 2 for every trade, equal at (12, 5)."""
    solved = solve_bargain(GAINS, (0, 0), lotteries=True)
    assert list(solved.nash) == [12, 5]
    assert {gain for gain in GAINS if 5 * gain[0] + 12 * gain[1] >= 120} == {(12, 5)}


def test_kalai_smorodinsky_and_egalitarian_with_lotteries_in_fractions():
    """The certificate: exact intersections of the edge x + 3 y = 27 with both rays."""
    solved = solve_bargain(GAINS, (0, 0), lotteries=True)
    ideal = Fraction(18), Fraction(17, 2)
    x = 27 / (1 + 3 * ideal[1] / ideal[0])
    assert list(solved.kalai_smorodinsky) == pytest.approx([float(x), float((27 - x) / 3)])
    assert list(solved.egalitarian) == pytest.approx([6.75, 6.75])
    for point in (solved.kalai_smorodinsky, solved.egalitarian):
        mean = sum(p * np.array(GAINS[row]) for row, p in point.lottery)
        assert np.asarray(point) == pytest.approx(mean)
        assert {GAINS[row] for row, _ in point.lottery} == {(6, 7), (12, 5)}


def test_the_largest_sum_of_accepted_trades_is_18():
    solved = solve_bargain(GAINS, (0, 0))
    assert sum(solved.utilitarian) == max(x + y for x, y in GAINS if x >= 0 and y >= 0) == 18
    assert {GAINS[row] for row in solved.utilitarian.ties} == {(14, 4), (16, 2), (18, 0)}


RUBINSTEIN = [
    (0.9, 0.9, 10 / 19),
    (0.9, 0.8, 0.714286),
    (0.8, 0.9, 0.357143),
    (0.5, 0.5, 0.666667),
    (0.99, 0.99, 0.502513),
]


@pytest.mark.parametrize(("first", "second", "share"), RUBINSTEIN)
def test_rubinstein_share_of_the_first_proposer(first, second, share):
    """Tolerance: the six digits given. Certificate: both are indifferent to refusing."""
    x, left = alternating_offers(first, second)
    assert x == pytest.approx(share, abs=5e-7)
    y, left_other = alternating_offers(second, first)
    assert left == pytest.approx(second * y, rel=1e-12)
    assert left_other == pytest.approx(first * x, rel=1e-12)


def test_three_rounds_of_the_bicycle():
    """A bicycle worth 200 to the buyer and 100 to the seller; the buyer proposes first and last.

    Price 200 - 100 (1 - d + d^2); certificate: three steps written out.
    """
    d = 0.9
    third = 100.0
    second = 100.0 - d * third
    first = 100.0 - d * second
    buyer, seller = alternating_offers(d, d, pie=100.0, rounds=3)
    assert buyer == pytest.approx(first)
    assert buyer == pytest.approx(100 * (1 - d + d**2))
    assert 100.0 + seller == pytest.approx(200 - 100 * (1 - d + d**2))


def test_many_rounds_approach_no_end():
    assert alternating_offers(0.8, 0.9, rounds=500) == pytest.approx(alternating_offers(0.8, 0.9))


def test_short_rounds_approach_the_continuous_limit():
    """Certificate: r2 / (r1 + r2) = .75, from discounts exp(-r dt) at dt = 1e-7."""
    short = alternating_offers(math.exp(-1e-8), math.exp(-3e-8))
    assert short == pytest.approx(alternating_offers_limit(0.1, 0.3), abs=1e-6)
    assert alternating_offers_limit(0.1, 0.3)[0] == pytest.approx(0.3 / (0.1 + 0.3))


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.75])
@pytest.mark.parametrize("without", [(0.0, 0.0), (0.3, 0.1), (-0.5, 0.2)])
def test_asymmetric_nash_on_the_line(weight, without):
    """Certificate: no point of a fine grid has a larger product; tolerance of rounding."""
    x, y = asymmetric_nash(weight, without)
    assert x == pytest.approx(without[0] + weight * (1 - sum(without)))
    assert x + y == pytest.approx(1.0)
    grid = np.linspace(without[0], 1 - without[1], 4001)[1:-1]
    products = (grid - without[0]) ** weight * (1 - grid - without[1]) ** (1 - weight)
    best = (x - without[0]) ** weight * (y - without[1]) ** (1 - weight)
    assert (products <= best * (1 + 1e-12)).all()
    assert kalai_smorodinsky(without)[0] == pytest.approx(without[0] + (1 - sum(without)) / 2)
    assert asymmetric_nash_on(lambda u: 1 - u, weight, without) == pytest.approx((x, y), abs=1e-7)


def test_the_risk_averse_side_gets_a_third():
    """Maximise x^.5 (1 - x): x = 1/3, tolerance 1e-7 (a flat peak).

    Certificate: the log of the product has slope 1/(2x) - 1/(1 - x) = 0 there.
    """
    u, second = asymmetric_nash_on(lambda u: 1 - u**2)
    x = u**2
    assert x == pytest.approx(1 / 3, abs=1e-7)
    assert second == pytest.approx(1 - x)
    assert 1 / (2 * x) - 1 / (1 - x) == pytest.approx(0.0, abs=1e-6)


def test_kalai_smorodinsky_of_the_risk_averse_split():
    """x^.5 = 1 - x: x = (3 - sqrt 5) / 2 = .381966. Certificate: both ideals are 1."""
    u, second = kalai_smorodinsky_on(lambda u: 1 - u**2)
    assert u**2 == pytest.approx((3 - math.sqrt(5)) / 2, rel=1e-12)
    assert round(u**2, 6) == 0.381966
    assert u == pytest.approx(second, rel=1e-12)


def test_a_fine_table_of_the_risk_averse_split_comes_close_to_both():
    """The frontier solved as 20,001 outcomes with lotteries; tolerance: a step of the table."""
    x = np.linspace(0, 1, 20_001)
    solved = solve_bargain(np.column_stack([np.sqrt(x), 1 - x]), (0, 0), lotteries=True)
    assert solved.nash[0] ** 2 == pytest.approx(1 / 3, abs=5e-5)
    assert solved.kalai_smorodinsky[0] ** 2 == pytest.approx((3 - math.sqrt(5)) / 2, abs=5e-5)


def test_fearon_range():
    """p = .6, costs .1 and .2: [.5, .8]. Certificate: each end leaves one side indifferent."""
    found = crisis_range(0.6, 0.1, 0.2)
    assert (found.low, found.high) == (pytest.approx(0.5), pytest.approx(0.8))
    assert found.width == pytest.approx(0.1 + 0.2)
    fight_first, fight_second = 0.6 - 0.1, (1 - 0.6) - 0.2
    assert found.low == pytest.approx(fight_first)
    assert 1 - found.high == pytest.approx(fight_second)


@pytest.mark.parametrize(("v1", "v2", "c1", "c2"), [(10, 10, 1, 1), (20, 5, 1, 1), (8, 3, 2, 0.5)])
def test_war_of_attrition_leaves_both_indifferent(v1, v2, c1, c2):
    """Hazard of each = rival's c / v. Certificate: expected gain of waiting to t, by a sum.

    Whoever plans to give in at t wins v if the rival gives in before, and pays until then: zero
    for every t. Tolerance: the step of the sum.
    """
    found = war_of_attrition(v1, v2, c1, c2)
    assert found.hazard_first == pytest.approx(c2 / v2)
    assert found.hazard_second == pytest.approx(c1 / v1)
    for value, cost, hazard in ((v1, c1, found.hazard_second), (v2, c2, found.hazard_first)):
        s = np.linspace(0.0, 12.0, 200_001)
        density = hazard * np.exp(-hazard * s)
        won = (value - cost * s) * density
        area = np.append(0.0, np.cumsum((won[1:] + won[:-1]) / 2 * np.diff(s)))
        assert np.abs(area - cost * s * np.exp(-hazard * s)).max() < 1e-6 * value
    assert (found.payoff_first, found.payoff_second) == (0.0, 0.0)


def test_war_of_attrition_lasts_half_the_value():
    """Equal sides, value v, cost 1: mean v / 2. Certificate: the area under survival."""
    found = war_of_attrition(10.0)
    assert found.mean_duration == pytest.approx(5.0)
    t = np.linspace(0, 200, 400_001)
    survival = np.exp(-t / 10.0) ** 2
    assert found.mean_duration == pytest.approx(np.trapezoid(survival, t), rel=1e-6)
    assert found.p_still_on(3.0) == pytest.approx(math.exp(-0.6))
    assert found.time_over_with(0.5) == pytest.approx(5.0 * math.log(2))


def test_conceding_by_zeuthen_in_small_steps_ends_at_nash():
    """Harsanyi 1956. Certificate: the product of gains; tolerance: the step of concessions."""
    first, second, step = 0.99, 0.01, 0.001
    while first - second > 2 * step:
        found = zeuthen((math.sqrt(first), 1 - second), (math.sqrt(second), 1 - first), (0, 0))
        product_first = math.sqrt(first) * (1 - first)
        product_second = math.sqrt(second) * (1 - second)
        if abs(product_first - product_second) > 1e-9:
            assert found.concedes == ((0,) if product_first < product_second else (1,))
        first -= step * (0 in found.concedes)
        second += step * (1 in found.concedes)
    assert (first + second) / 2 == pytest.approx(1 / 3, abs=3 * step)
