"""What holds for every nucleolus, each proved by a criterion that the package does not use."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import CertificateError
from suasion.games import (
    certify_nucleolus,
    excesses,
    from_values,
    is_in_core,
    least_core,
    nucleolus,
    prenucleolus,
)
from tests.properties.games.games_drawn import convex_games, games, games_worth_joining
from tests.properties.games.independent import kohlberg_violation, members

few = settings(max_examples=40, deadline=None)


def spread(game):
    return max(1.0, float(np.abs(game.values).max()) * game.n_players)


@few
@given(games_worth_joining(most=5))
def test_the_nucleolus_is_efficient_rational_and_passes_kohlberg(game):
    found = nucleolus(game)
    assert found.sum() == pytest.approx(game.total, abs=1e-9 * spread(game))
    assert (found >= game.alone - 1e-9 * spread(game)).all()
    assert kohlberg_violation(game.values, found, imputations=True) < 1e-6


@few
@given(games(least=2, most=5))
def test_the_prenucleolus_is_efficient_and_passes_kohlberg(game):
    found = prenucleolus(game)
    assert found.sum() == pytest.approx(game.total, abs=1e-9 * spread(game))
    assert kohlberg_violation(game.values, found, imputations=False) < 1e-6


@few
@given(games_worth_joining(most=4), st.data())
def test_no_other_shares_pass(game, data):
    """Both certificates can fail: a shift of a hundredth of the gains is not the nucleolus."""
    found = nucleolus(game)
    loser = data.draw(st.integers(0, game.n_players - 1))
    shift = 0.01 * (game.total - game.alone.sum())
    if shift <= 1e-6 * spread(game) or found[loser] - shift < game.alone[loser]:
        return
    other = found.copy()
    other[loser] -= shift
    other[(loser + 1) % game.n_players] += shift
    with pytest.raises(CertificateError):
        certify_nucleolus(game, other)
    assert kohlberg_violation(game.values, other, imputations=True) > 1e-6


@few
@given(games(least=2, most=5), st.sampled_from([0.25, 3.0, 1e4]), st.data())
def test_covariance_under_strategic_equivalence(game, factor, data):
    some = st.lists(st.integers(-50, 50), min_size=game.n_players, max_size=game.n_players)
    moves = np.array(data.draw(some), dtype=float)
    every = np.arange(1 << game.n_players)
    added = sum(moves[i] * (every >> i & 1) for i in range(game.n_players))
    other = from_values(game.n_players, factor * game.values + added)
    expected = factor * prenucleolus(game) + moves
    np.testing.assert_allclose(prenucleolus(other), expected, atol=1e-9 * spread(other))


@few
@given(games_worth_joining(most=4), st.data())
def test_names_of_players_do_not_matter(game, data):
    order = data.draw(st.permutations(range(game.n_players)))
    renamed = np.zeros(game.values.size)
    for s in range(game.values.size):
        renamed[sum(1 << order[i] for i in members(s))] = game.values[s]
    found = nucleolus(from_values(game.n_players, renamed))[list(order)]
    np.testing.assert_allclose(found, nucleolus(game), atol=1e-9 * spread(game))


@few
@given(convex_games())
def test_the_nucleolus_lies_in_a_core_that_is_not_empty(game):
    found = nucleolus(game)
    assert is_in_core(game, found)
    assert least_core(game).nonempty
    np.testing.assert_allclose(found, prenucleolus(game), atol=1e-9 * spread(game))


@few
@given(games(least=2, most=5))
def test_the_least_core_is_proved_by_balanced_coalitions(game):
    found = least_core(game)
    excess = excesses(game, found.allocation)
    assert excess[1:-1].max() == pytest.approx(found.epsilon, abs=1e-9 * spread(game))
    masks = [sum(1 << i for i in one) for one in found.binding]
    assert (found.weights > 0.0).all()
    for player in range(game.n_players):
        held = sum(w for s, w in zip(masks, found.weights, strict=True) if s >> player & 1)
        assert held == pytest.approx(1.0, abs=1e-7)
    worth = sum(w * game.values[s] for s, w in zip(masks, found.weights, strict=True))
    bound = (worth - game.total) / found.weights.sum()
    assert bound == pytest.approx(found.epsilon, abs=1e-7 * spread(game))
