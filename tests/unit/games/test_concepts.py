from __future__ import annotations

import math

import coopgame
import numpy as np
import pytest

from suasion.errors import CertificateError, ComputationError, InputError
from suasion.games import (
    banzhaf,
    blocking_coalitions,
    certify_nucleolus,
    excesses,
    from_values,
    is_in_core,
    least_core,
    marginal_contributions,
    minimal_winning,
    nuclei,
    nucleolus,
    owen,
    prenucleolus,
    shapley,
    superadditivity_gap,
    weighted_voting,
)
from tests.properties.games.independent import kohlberg_violation

GLOVES = [0, 0, 0, 1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("n", "values", "word"),
    [
        (2, [0, 1, 2], "2**2 = 4 values"),
        (2, [1, 1, 2, 3], "0 for the empty coalition"),
        (2, [0, 1, math.nan, 3], "finite"),
        (2, [0, 1, 2, math.inf], "finite"),
        (2, [[0, 1], [2, 3]], "in a row"),
        (2, [0, "a", 2, 3], "4 numbers"),
        (0, [0], "from 1 on"),
        (2.0, [0, 1, 2, 3], "from 1 on"),
        (25, [0], "at most 20 players"),
    ],
)
def test_what_makes_no_game_is_refused(n, values, word):
    with pytest.raises(InputError) as caught:
        from_values(n, values)
    assert word in caught.value.expected


def test_too_many_players_names_the_count_and_a_way():
    with pytest.raises(InputError) as caught:
        from_values(25, [])
    assert "25 players" in str(caught.value)
    assert "sampled_shapley" in caught.value.fix


def test_values_are_a_copy_that_cannot_be_changed():
    given = np.array([0.0, 1.0])
    game = from_values(1, given)
    given[1] = 5.0
    assert game.total == 1.0
    with pytest.raises(ValueError, match="read-only"):
        game.values[1] = 2.0


@pytest.mark.parametrize("worth", [0.0, 3.5, -2.0])
def test_one_player_gets_all_by_every_concept(worth):
    game = from_values(1, [0.0, worth])
    for concept in (shapley, banzhaf, nucleolus, prenucleolus):
        assert concept(game).tolist() == [worth]
    assert owen(game, [[0]]).tolist() == [worth]
    assert least_core(game).epsilon == 0.0


def test_no_imputation_is_refused_with_the_way_out():
    game = from_values(2, [0, 3, 3, 5])
    with pytest.raises(InputError) as caught:
        nucleolus(game)
    assert "prenucleolus" in caught.value.fix
    assert prenucleolus(game).tolist() == [2.5, 2.5]


def test_a_single_imputation_is_the_nucleolus():
    game = from_values(3, [0, 0.1, 0.2, 9, 0.3, 9, 9, 0.1 + 0.2 + 0.3])
    np.testing.assert_allclose(nucleolus(game), [0.1, 0.2, 0.3], atol=1e-15)


@pytest.mark.parametrize("gain", [1e-7, 1e-3, 1e9])
def test_small_gains_over_large_values_are_shared(gain):
    """Alone 1e4 each; only the gain of each pair and of all is at stake."""
    unit = np.array([0, 0, 0, 0.6, 0, 0.6, 0.6, 1.0]) * gain
    alone = 1e4 * np.array([0, 1, 1, 2, 1, 2, 2, 3])
    found = nucleolus(from_values(3, alone + unit)) - 1e4
    np.testing.assert_allclose(found, [gain / 3] * 3, rtol=1e-3)


def test_ten_players_against_the_exact_arithmetic_of_the_library():
    draw = np.random.default_rng(5)
    values = draw.integers(0, 30, 1 << 7)
    values[0], values[-1] = 0, 300
    exact = coopgame.nucleolus_exact([int(one) for one in values[1:]])["allocation"]
    expected = [float(one) for one in exact]
    np.testing.assert_allclose(nucleolus(from_values(7, values)), expected, atol=1e-9)


def test_a_wrong_answer_of_the_library_does_not_pass(monkeypatch):
    wrong = {"allocation": [0.9, 0.05, 0.05]}
    monkeypatch.setattr(nuclei.coopgame, "nucleolus", lambda *_: wrong)
    with pytest.raises(CertificateError) as caught:
        nucleolus(from_values(3, GLOVES))
    assert caught.value.rule == "C7"


@pytest.mark.parametrize("shares", [[0.9, 0.1, 0.0], [1.1, 0.0, -0.1], [1.0, 0.1, 0.0]])
def test_other_shares_of_the_gloves_are_not_certified(shares):
    with pytest.raises(CertificateError):
        certify_nucleolus(from_values(3, GLOVES), shares)


def test_a_level_names_those_who_complain_most():
    proof = certify_nucleolus(from_values(3, [0, 0, 0, 10, 0, 0, 0, 2]), [1, 1, 0])
    assert proof.levels[0].excess == 8.0
    assert proof.levels[0].coalitions.tolist() == [0b011]


def test_ties_of_half_of_all_coalitions_are_certified():
    """One veto player among 13: every coalition without it ties with many others."""
    game = weighted_voting(13, [12] + [1] * 12)
    found = nucleolus(game)
    np.testing.assert_allclose(found, [1.0] + [0.0] * 12, atol=1e-9)


def test_kohlberg_by_payments_agrees_on_a_game_of_eight():
    draw = np.random.default_rng(7)
    values = draw.integers(-20, 20, 1 << 8).astype(float)
    values[0] = 0.0
    found = prenucleolus(from_values(8, values))
    assert kohlberg_violation(values, found, imputations=False) < 1e-6


def test_the_core_of_the_gloves_is_one_point():
    game = from_values(3, GLOVES)
    assert is_in_core(game, [1, 0, 0])
    assert not is_in_core(game, [1, 1e-6, -1e-6])
    assert not is_in_core(game, [1, 0, 0.1])
    found = least_core(game)
    assert found.nonempty
    assert found.epsilon == pytest.approx(0.0, abs=1e-12)


def test_the_core_of_an_additive_game_is_found_in_spite_of_rounding():
    alone = [0.1, 0.7, 1e4]
    game = from_values(3, [sum(alone[i] for i in range(3) if s >> i & 1) for s in range(8)])
    assert least_core(game).nonempty
    assert is_in_core(game, alone)


@pytest.mark.parametrize("shares", [[1, 2], [1, 2, math.nan], [[1, 2, 3]], ["a", 1, 2], 3])
def test_shares_that_do_not_fit_are_refused(shares):
    with pytest.raises(InputError, match="does not fit"):
        excesses(from_values(3, GLOVES), shares)


@pytest.mark.parametrize("blocs", [[[0, 1], [1, 2]], [[0, 0]], [[]], [[0, 3]], [[-1]], [["a"]]])
def test_blocs_that_do_not_part_the_players_are_refused(blocs):
    with pytest.raises(InputError):
        owen(from_values(3, GLOVES), blocs)


@pytest.mark.parametrize("player", [3, -1, "a", 1.0])
def test_contributions_of_nobody_are_refused(player):
    with pytest.raises(InputError):
        marginal_contributions(from_values(3, GLOVES), player)


def test_banzhaf_that_adds_up_to_nothing_is_not_normalised():
    with pytest.raises(ComputationError):
        banzhaf(from_values(2, [0, 1, -1, 0]), normalised=True)
    with pytest.raises(ComputationError):
        banzhaf(from_values(2, [0, 0, 0, 0]), normalised=True)


def test_blocking_with_a_threshold_in_a_game_of_amounts():
    """Alone 4, 3, 2 and the sum together: without whom are at most 5 of 9 left?"""
    game = from_values(3, [0, 4, 3, 7, 2, 6, 5, 9])
    assert blocking_coalitions(game, 5 / 9) == ((0,), (1, 2))
    assert blocking_coalitions(game) == ((0, 1, 2),)
    assert minimal_winning(game, 0.6) == ((0, 1), (0, 2))


def test_blocking_where_joining_costs_lists_only_minimal_coalitions():
    game = from_values(2, [0, 0, 5, 1])
    assert blocking_coalitions(game) == ((1,),)


@pytest.mark.parametrize(
    ("ask", "threshold"),
    [
        (blocking_coalitions, 1.0),
        (blocking_coalitions, -0.1),
        (minimal_winning, 0.0),
        (minimal_winning, math.nan),
    ],
)
def test_thresholds_out_of_range_are_refused(ask, threshold):
    with pytest.raises(InputError, match="threshold"):
        ask(from_values(3, GLOVES), threshold)
    with pytest.raises(InputError, match="earn nothing"):
        ask(from_values(2, [0, 1, 1, 0]))


def test_the_gap_above_fourteen_players_is_a_sample_that_says_so():
    values = np.ones(1 << 15)
    values[0] = 0.0
    found = superadditivity_gap(from_values(15, values), draws=2000, seed=3)
    assert found.gap == 1.0
    assert not found.exact
    assert 1000 < found.n_pairs <= 2000
    assert not set(found.first) & set(found.second)
    again = superadditivity_gap(from_values(15, values), draws=2000, seed=3)
    assert again == found


def test_the_gap_of_eleven_players_looks_at_every_pair():
    found = superadditivity_gap(from_values(11, np.zeros(1 << 11)))
    assert found.exact
    assert 2 * found.n_pairs == 3**11 - 2 * 2**11 + 1
    with pytest.raises(InputError):
        superadditivity_gap(from_values(1, [0, 1]))
