"""Edges and refusals of the closed forms; their numbers stand in tests/reference."""

from __future__ import annotations

import math

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
    war_of_attrition,
    zeuthen,
)
from suasion.errors import InputError

NAN = math.nan


def _line(x: float) -> float:
    return 1.0 - x


REFUSED = {
    "discount 0": lambda: alternating_offers(0.0, 0.5),
    "discount 1": lambda: alternating_offers(0.5, 1.0),
    "discount above 1": lambda: alternating_offers(1.5, 0.5),
    "discount NaN": lambda: alternating_offers(NAN, 0.5),
    "discount a text": lambda: alternating_offers("0.5", 0.5),
    "pie 0": lambda: alternating_offers(0.5, 0.5, pie=0.0),
    "no rounds": lambda: alternating_offers(0.5, 0.5, rounds=0),
    "half a round": lambda: alternating_offers(0.5, 0.5, rounds=1.5),
    "rounds True": lambda: alternating_offers(0.5, 0.5, rounds=True),
    "too many rounds": lambda: alternating_offers(0.5, 0.5, rounds=10**12),
    "rate 0": lambda: alternating_offers_limit(0.0, 1.0),
    "rate infinite": lambda: alternating_offers_limit(1.0, math.inf),
    "weight 0": lambda: asymmetric_nash(0.0),
    "weight 1": lambda: asymmetric_nash_on(_line, 1.0),
    "weight NaN": lambda: asymmetric_nash(NAN),
    "nothing to gain": lambda: asymmetric_nash(0.5, (0.6, 0.4)),
    "nothing to gain, equal": lambda: kalai_smorodinsky((0.6, 0.5)),
    "disagreement NaN": lambda: kalai_smorodinsky((NAN, 0.5)),
    "disagreement above": lambda: asymmetric_nash_on(_line, 0.5, (0.6, 0.5)),
    "disagreement beyond the end": lambda: kalai_smorodinsky_on(_line, (1.0, -1.0), end=1.0),
    "frontier rises": lambda: asymmetric_nash_on(lambda x: 1.0 + x),
    "frontier not concave": lambda: kalai_smorodinsky_on(lambda x: (1.0 - x) ** 2),
    "frontier NaN": lambda: kalai_smorodinsky_on(lambda x: NAN if x > 0.5 else 1.0 - x),
    "probability above 1": lambda: crisis_range(1.1, 0.1, 0.1),
    "probability below 0": lambda: crisis_range(-0.1, 0.1, 0.1),
    "probability NaN": lambda: crisis_range(NAN, 0.1, 0.1),
    "cost below 0": lambda: crisis_range(0.5, -0.1, 0.1),
    "cost infinite": lambda: crisis_range(0.5, 0.1, math.inf),
    "value 0": lambda: war_of_attrition(0.0),
    "second value below 0": lambda: war_of_attrition(1.0, -1.0),
    "waiting free": lambda: war_of_attrition(1.0, cost_second=0.0),
    "time below 0": lambda: war_of_attrition(1.0).p_still_on(-1.0),
    "share above 1": lambda: war_of_attrition(1.0).time_over_with(1.5),
    "own offer no better": lambda: zeuthen((0, 6), (4, 2), (0, 0)),
    "three actors": lambda: zeuthen((8, 6, 1), (4, 2, 1), (0, 0, 0)),
    "offer NaN": lambda: zeuthen((8, NAN), (4, 2), (0, 0)),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_is_out_of_range_is_refused(case):
    with pytest.raises(InputError) as caught:
        REFUSED[case]()
    assert caught.value.where.startswith("suasion.bargains.")
    assert caught.value.got
    assert caught.value.expected


def test_one_round_is_an_ultimatum_and_two_leave_the_discount():
    assert alternating_offers(0.9, 0.8, rounds=1) == (1.0, 0.0)
    assert alternating_offers(0.9, 0.8, rounds=2) == pytest.approx((0.2, 0.8))
    assert alternating_offers(0.9, 0.8, rounds=np.int64(3)) == pytest.approx((0.92, 0.08))


def test_more_patience_is_worth_more():
    shares = [alternating_offers(d, 0.8)[0] for d in (0.1, 0.5, 0.9, 0.999)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def test_a_frontier_with_a_kink_and_one_with_a_flat_end():
    """f = min(1, 3 - 2 x): both solutions by hand."""
    x, y = asymmetric_nash_on(lambda x: min(1.0, 3.0 - 2.0 * x), end=1.5)
    assert (x, y) == (pytest.approx(1.0, abs=1e-7), pytest.approx(1.0, abs=1e-6))
    x, y = kalai_smorodinsky_on(lambda x: min(1.0, 3.0 - 2.0 * x), end=1.5)
    assert x / 1.5 == pytest.approx(y / 1.0)
    assert asymmetric_nash_on(lambda _: 1.0)[0] == 1.0


def test_the_frontier_beyond_what_the_second_accepts_does_not_count():
    """On x + y = 1 with d2 = .4 the first can have .6 at most."""
    assert kalai_smorodinsky_on(_line, (0.0, 0.4)) == pytest.approx((0.3, 0.7))
    assert asymmetric_nash_on(_line, 0.5, (0.0, 0.4)) == pytest.approx((0.3, 0.7), abs=1e-7)


@pytest.mark.parametrize("p", [0.0, 0.05, 0.5, 0.95, 1.0])
@pytest.mark.parametrize("costs", [(0.0, 0.0), (0.1, 0.2), (3.0, 5.0)])
def test_the_crisis_range_is_never_empty_and_stays_within_the_stake(p, costs):
    found = crisis_range(p, *costs)
    assert 0.0 <= found.low <= p <= found.high <= 1.0
    assert found.width <= sum(costs) + 1e-15


def test_a_war_of_attrition_is_over_with_certainty_only_in_the_long_run():
    found = war_of_attrition(4.0, 6.0)
    assert found.time_over_with(1.0) == math.inf
    assert found.time_over_with(0.0) == 0.0
    assert found.p_still_on(found.time_over_with(0.9)) == pytest.approx(0.1)
    assert found.p_first_gives_in == pytest.approx((1 / 6) / (1 / 6 + 1 / 4))


def test_risk_limits_are_cut_and_equal_ones_make_both_concede():
    assert zeuthen((8, 6), (9, 2), (0, 0)).risk_limits[0] == 0.0
    assert zeuthen((8, 6), (-3, 2), (0, 0)).risk_limits[0] == 1.0
    assert zeuthen((8, 80), (4, 40), (0, 0)).concedes == (0, 1)
    assert zeuthen((8, 6), (4, 5), (0, 0)).concedes == (1,)
