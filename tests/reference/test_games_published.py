"""Published and exact results of coalition games, each with a certificate of its own.

The numbers are those of section 1 of the reference; a tolerance of 1e-9 is rounding only.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from suasion.games import (
    banzhaf,
    banzhaf_fractions,
    expand,
    from_values,
    is_in_core,
    least_core,
    nucleolus,
    prenucleolus,
    shapley,
    shapley_fractions,
    weighted_voting,
)
from tests.properties.games.independent import (
    banzhaf_by_listing,
    kohlberg_violation,
    members,
    shapley_by_orders,
    shapley_of_vote_by_listing,
)

TOL = 1e-9
UN = (39, [7] * 5 + [1] * 10)
EEC = (12, [4, 4, 4, 2, 2, 1])


def game_of(n, worth):
    """Game from a function of the list of players."""
    return from_values(n, [float(worth(members(s))) for s in range(1 << n)])


def talmud(estate, claims):
    """Bankruptcy: a coalition gets what the others' claims leave (Aumann-Maschler 1985)."""
    n = len(claims)
    return game_of(
        n,
        lambda inside: (
            max(0, estate - sum(claims[i] for i in range(n) if i not in inside)) if inside else 0
        ),
    )


def airport(costs):
    """Runway: a coalition costs what its largest plane does (Littlechild-Owen 1973)."""
    return game_of(len(costs), lambda inside: max((costs[i] for i in inside), default=0))


def gloves(left, right):
    return game_of(
        left + right,
        lambda inside: min(sum(i < left for i in inside), sum(i >= left for i in inside)),
    )


@pytest.mark.parametrize(
    ("body", "by_member"),
    [
        (UN, [Fraction(421, 2145)] * 5 + [Fraction(4, 2145)] * 10),
        (EEC, [Fraction(7, 30)] * 3 + [Fraction(3, 20)] * 2 + [Fraction(0)]),
    ],
    ids=["un-security-council", "eec-1958"],
)
def test_shapley_shubik_index(body, by_member):
    game = weighted_voting(*body)
    assert list(shapley_fractions(game)) == by_member
    np.testing.assert_allclose(shapley(game), [float(one) for one in by_member], rtol=TOL)
    np.testing.assert_allclose(shapley(expand(game)), shapley(game), atol=TOL)
    assert sum(by_member) == 1
    assert shapley_of_vote_by_listing(*body) == by_member


@pytest.mark.parametrize(
    ("body", "absolute", "normalised"),
    [
        (
            UN,
            [Fraction(848, 16384)] * 5 + [Fraction(84, 16384)] * 10,
            [Fraction(106, 635)] * 5 + [Fraction(21, 1270)] * 10,
        ),
        (
            EEC,
            [Fraction(5, 16)] * 3 + [Fraction(3, 16)] * 2 + [Fraction(0)],
            [Fraction(5, 21)] * 3 + [Fraction(1, 7)] * 2 + [Fraction(0)],
        ),
    ],
    ids=["un-security-council", "eec-1958"],
)
def test_banzhaf_index(body, absolute, normalised):
    game = weighted_voting(*body)
    assert list(banzhaf_fractions(game)) == absolute
    assert list(banzhaf_fractions(game, normalised=True)) == normalised
    np.testing.assert_allclose(banzhaf(game), [float(one) for one in absolute], rtol=TOL)
    np.testing.assert_allclose(banzhaf(game, normalised=True).sum(), 1.0, rtol=TOL)
    listed = banzhaf_by_listing(expand(game).values.astype(int).tolist(), game.n_players)
    assert listed == absolute


def test_banzhaf_of_the_security_council_in_decimals():
    found = banzhaf(weighted_voting(*UN))
    assert found[0] == pytest.approx(0.051758, abs=5e-7)
    assert found[5] == pytest.approx(0.005127, abs=5e-7)


@pytest.mark.parametrize(
    ("estate", "shares"),
    [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])],
)
def test_talmud_is_the_nucleolus_of_aumann_maschler_1985(estate, shares):
    game = talmud(estate, [100, 200, 300])
    found = nucleolus(game)
    np.testing.assert_allclose(found, shares, rtol=TOL)
    assert kohlberg_violation(game.values, found, imputations=True) < 1e-9
    assert is_in_core(game, found)


def test_shapley_of_the_talmud_differs():
    game = talmud(200, [100, 200, 300])
    np.testing.assert_allclose(shapley(game), [100 / 3, 250 / 3, 250 / 3], rtol=TOL)
    assert shapley_by_orders(game.values, 3) == [
        Fraction(100, 3),
        Fraction(250, 3),
        Fraction(250, 3),
    ]


def test_shapley_of_the_airport():
    game = airport([8, 11, 13, 18])
    np.testing.assert_allclose(shapley(game), [2, 3, 4, 9], rtol=TOL)
    assert shapley_by_orders(game.values, 4) == [2, 3, 4, 9]


def test_gloves_one_left_two_right():
    game = gloves(1, 2)
    np.testing.assert_allclose(shapley(game), [2 / 3, 1 / 6, 1 / 6], rtol=TOL)
    assert shapley_by_orders(game.values, 3) == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]
    found = nucleolus(game)
    np.testing.assert_allclose(found, [1, 0, 0], atol=TOL)
    assert kohlberg_violation(game.values, found, imputations=True) < 1e-9


def test_an_empty_core_parts_nucleolus_and_prenucleolus():
    """Values in the order 1, 2, 3, 12, 13, 23, 123 are (0, 0, 0, 10, 0, 0, 2)."""
    game = from_values(3, [0, 0, 0, 10, 0, 0, 0, 2])
    np.testing.assert_allclose(nucleolus(game), [1, 1, 0], atol=TOL)
    np.testing.assert_allclose(prenucleolus(game), [3, 3, -4], atol=TOL)
    assert not least_core(game).nonempty
    assert kohlberg_violation(game.values, [1, 1, 0], imputations=True) < 1e-9
    assert kohlberg_violation(game.values, [3, 3, -4], imputations=False) < 1e-9
    assert kohlberg_violation(game.values, [1, 1, 0], imputations=False) > 0.1


def test_nucleolus_of_the_security_council_is_shared_by_those_with_a_veto():
    """Players whom every winner needs share all; the others get nothing (exact)."""
    found = nucleolus(weighted_voting(*UN))
    np.testing.assert_allclose(found, [0.2] * 5 + [0.0] * 10, atol=TOL)
    assert is_in_core(weighted_voting(*UN), found)


def test_twenty_seven_equal_members_have_equal_power():
    """Closed form: 1/27 each; a swing needs just 13 of the other 26 (Banzhaf)."""
    game = weighted_voting(14, [1] * 27)
    assert shapley_fractions(game) == (Fraction(1, 27),) * 27
    assert banzhaf_fractions(game) == (Fraction(10400600, 2**26),) * 27
