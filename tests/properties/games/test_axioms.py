"""What holds for every value: efficiency, symmetry, null player, additivity, and definitions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.games import (
    banzhaf,
    banzhaf_fractions,
    blocking_coalitions,
    dividends,
    expand,
    from_values,
    marginal_contributions,
    minimal_winning,
    owen,
    shapley,
    shapley_fractions,
    superadditivity_gap,
    weighted_voting,
)
from tests.properties.games.games_drawn import games, values_of_games
from tests.properties.games.independent import (
    banzhaf_by_listing,
    members,
    shapley_by_orders,
    shapley_of_vote_by_listing,
)

few = settings(max_examples=40, deadline=None)
votes = st.lists(st.integers(0, 12), min_size=1, max_size=7).filter(any)


def close(found, expected, scale=1.0):
    np.testing.assert_allclose(
        np.array(found, dtype=float), np.array(expected, dtype=float), atol=1e-11 * max(1.0, scale)
    )


def size_of(game):
    return float(np.abs(game.values).max()) * game.n_players


@few
@given(values_of_games(most=5))
def test_values_are_those_of_the_definitions(drawn):
    n, values = drawn
    game = from_values(n, values)
    close(shapley(game), shapley_by_orders(values, n), size_of(game))
    close(banzhaf(game), banzhaf_by_listing(values, n), size_of(game))


@few
@given(values_of_games(least=3, most=6), st.data())
def test_owen_is_the_mean_over_orders_that_keep_blocs_together(drawn, data):
    n, values = drawn
    players = data.draw(st.permutations(range(n)))
    cut = data.draw(st.integers(1, n - 1))
    blocs = [players[:cut], players[cut : cut + data.draw(st.integers(0, n - cut))]]
    blocs = [bloc for bloc in blocs if len(bloc)]
    game = from_values(n, values)
    close(owen(game, blocs), shapley_by_orders(values, n, blocs), size_of(game))


@few
@given(games(most=6))
def test_owen_of_single_blocs_or_of_one_bloc_is_shapley(game):
    close(owen(game, []), shapley(game), size_of(game))
    close(owen(game, [range(game.n_players)]), shapley(game), size_of(game))


@few
@given(games(most=7))
def test_shares_add_up_to_the_whole(game):
    close(shapley(game).sum(), game.total, size_of(game))
    close(owen(game, [[0]]).sum(), game.total, size_of(game))


@few
@given(games(least=2, most=6), st.data())
def test_names_of_players_do_not_matter(game, data):
    n = game.n_players
    order = data.draw(st.permutations(range(n)))
    renamed = np.zeros(1 << n)
    for s in range(1 << n):
        renamed[sum(1 << order[i] for i in members(s))] = game.values[s]
    other = from_values(n, renamed)
    for concept in (shapley, banzhaf):
        close(concept(other)[list(order)], concept(game), size_of(game))


@few
@given(games(most=6), st.data())
def test_a_null_player_gets_exactly_nothing(game, data):
    at = data.draw(st.integers(0, game.n_players))
    low = np.arange(1 << (game.n_players + 1))
    without = (low & ((1 << at) - 1)) | (low >> (at + 1) << at)
    wider = from_values(game.n_players + 1, game.values[without])
    assert shapley(wider)[at] == 0.0
    assert banzhaf(wider)[at] == 0.0
    assert owen(wider, [[at, (at + 1) % (game.n_players + 1)]])[at] == 0.0


@few
@given(values_of_games(least=4, most=4), values_of_games(least=4, most=4))
def test_the_value_of_a_sum_is_the_sum_of_the_values(first, second):
    one, other = from_values(*first), from_values(*second)
    both = from_values(4, one.values + other.values)
    size = size_of(one) + size_of(other)
    for concept in (shapley, banzhaf, lambda game: owen(game, [[0, 2]])):
        close(concept(both), concept(one) + concept(other), size)


@few
@given(games(most=6))
def test_dividends_build_the_game_up_and_shared_equally_make_the_shapley_value(game):
    parts = dividends(game)
    n = game.n_players
    for s in range(1 << n):
        close(sum(parts[t] for t in range(1 << n) if t & s == t), game.values[s], size_of(game))
    shared = [sum(parts[s] / s.bit_count() for s in range(1 << n) if s >> i & 1) for i in range(n)]
    close(shared, shapley(game), 10 * size_of(game))


@few
@given(games(most=6), st.data())
def test_contributions_make_the_share_that_they_explain(game, data):
    player = data.draw(st.integers(0, game.n_players - 1))
    found = marginal_contributions(game, player)
    close(found.weights.sum(), 1.0)
    close(found.parts.sum(), shapley(game)[player], size_of(game))
    for coalition, gain in zip(found.coalitions.tolist(), found.gains.tolist(), strict=True):
        assert not coalition >> player & 1
        assert gain == game.values[coalition | 1 << player] - game.values[coalition]


@few
@given(votes, st.data())
def test_votes_are_counted_as_by_listing(weights, data):
    quota = data.draw(st.integers(1, sum(weights)))
    game = weighted_voting(quota, weights)
    assert list(shapley_fractions(game)) == shapley_of_vote_by_listing(quota, weights)
    listed = banzhaf_by_listing(expand(game).values.astype(int).tolist(), len(weights))
    assert list(banzhaf_fractions(game)) == listed


@few
@given(votes, st.data())
def test_a_vote_is_the_same_in_other_units(weights, data):
    quota = data.draw(st.integers(1, sum(weights)))
    scaled = weighted_voting(Fraction(quota, 7), [Fraction(one, 7) for one in weights])
    assert shapley_fractions(scaled) == shapley_fractions(weighted_voting(quota, weights))


@few
@given(votes, st.data())
def test_minimal_coalitions_are_minimal_and_complete(weights, data):
    game = weighted_voting(data.draw(st.integers(1, sum(weights))), weights)
    wins = expand(game).values == 1.0
    everyone = (1 << len(weights)) - 1
    for found, able in (
        (minimal_winning(game), lambda s: wins[s]),
        (blocking_coalitions(game), lambda s: not wins[everyone ^ s]),
    ):
        listed = {
            tuple(members(s))
            for s in range(everyone + 1)
            if able(s) and not any(able(s ^ 1 << i) for i in members(s))
        }
        assert set(found) == listed


@few
@given(games(least=2, most=5))
def test_the_gap_is_that_of_all_pairs(game):
    found = superadditivity_gap(game)
    losses = [
        game.values[s] + game.values[t] - game.values[s | t]
        for s in range(1, 1 << game.n_players)
        for t in range(1, 1 << game.n_players)
        if not s & t
    ]
    assert found.gap == max(losses)
    assert 2 * found.n_pairs == len(losses)
    masks = [sum(1 << i for i in part) for part in (found.first, found.second)]
    assert not masks[0] & masks[1]
    assert found.gap == pytest.approx(
        game.values[masks[0]] + game.values[masks[1]] - game.values[masks[0] | masks[1]]
    )
