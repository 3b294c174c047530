"""Values if outsiders trade: against brute force, and against idle outsiders."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import numpy as np
import pytest

from suasion.flows import coalition_values, compile_market, solve_market, without_transfers
from suasion.flows.two_sides import lay_out, partner
from suasion.world.markets import Consumer, Market, Supplier
from tests.properties.flows.markets import ACTORS, random_market

SEEDS = range(20)


def _members(coalition: int) -> frozenset[str]:
    return frozenset(actor for at, actor in enumerate(ACTORS) if coalition >> at & 1)


def _only(market: Market, inside: frozenset[str], players: frozenset[str]) -> Market:
    """Return the part of a market that needs no players but some."""

    def free(actors: Iterable[str]) -> bool:
        return not (set(actors) & players) - inside

    def owned(one: Supplier | Consumer) -> bool:
        return free(actor for actor, _ in one.owners)

    suppliers = {one.id for one in market.suppliers if owned(one)}
    consumers = {one.id for one in market.consumers if owned(one)}
    return attrs.evolve(
        market,
        arcs=tuple(arc for arc in market.arcs if free(arc.consent)),
        suppliers=tuple(one for one in market.suppliers if one.id in suppliers),
        consumers=tuple(one for one in market.consumers if one.id in consumers),
        contracts=tuple(
            one
            for one in market.contracts
            if one.supplier in suppliers and one.consumer in consumers
        ),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_values_are_payoffs_of_two_markets_that_never_meet(seed: int) -> None:
    """All actors play, so that everything needs somebody and nothing joins the sides."""
    market = random_market(seed, n_arcs=20)
    game = coalition_values(compile_market(market), ACTORS, rule="outsiders-trade")
    everyone = frozenset(ACTORS)
    for coalition in range(1 << len(ACTORS)):
        members = _members(coalition)
        sides = (members, everyone - members)
        payoffs = [solve_market(_only(market, one, everyone)).payoffs for one in sides]
        expected = sum(paid.get(actor, 0.0) for paid in payoffs for actor in members)
        assert game.values[coalition] == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_together_get_their_payoffs_in_the_market_as_it_is(seed: int) -> None:
    market, players = random_market(seed, n_arcs=20), ACTORS[:3]
    game = coalition_values(compile_market(market), players, rule="outsiders-trade")
    payoffs = solve_market(market).payoffs
    assert game.values[-1] == pytest.approx(sum(payoffs[one] for one in players), rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_sellers_to_the_world_compete_for_it(seed: int) -> None:
    """What needs nobody is there once: both sides together use no more than there is."""
    market, players = random_market(seed, n_arcs=20), ACTORS[:3]
    laid_out = lay_out(market, players)
    once = [one for one in market.suppliers if {a for a, _ in one.owners} <= {ACTORS[3]}]
    copies = [one for one in laid_out.suppliers if one.owners == ((ACTORS[3], 1.0),)]
    assert len(copies) == len(once)
    names = [one.id for one in laid_out.arcs]
    assert all(partner(name) in names and partner(partner(name)) == name for name in names)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_is_shared_both_rules_agree(seed: int) -> None:
    """Every item needs a player, and earns for those who open it: the sides never meet."""
    market = random_market(
        seed, n_arcs=20, with_contracts=False, with_tariffs=False, consenters_own=True
    )
    program = compile_market(market)
    idle = coalition_values(program, ACTORS).values
    trade = coalition_values(program, ACTORS, rule="outsiders-trade").values
    assert np.allclose(idle, trade, rtol=1e-7, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_transfers_the_whole_is_no_less_than_all_payoffs(seed: int) -> None:
    market = random_market(seed, n_arcs=20)
    seen = without_transfers(market, ACTORS)
    whole = coalition_values(compile_market(seen), ACTORS).values[-1]
    solution = solve_market(market)
    assert whole >= sum(solution.payoffs.values()) - 1e-6
    assert sum(solution.payoffs.values()) == pytest.approx(solution.objective + solution.charges)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_transfers_the_core_holds_payoffs_where_owners_consent(seed: int) -> None:
    market = without_transfers(random_market(seed, n_arcs=20, consenters_own=True), ACTORS)
    values = coalition_values(compile_market(market), ACTORS).values
    payoffs = solve_market(market).payoffs
    for coalition in range(values.size):
        earned = sum(payoffs.get(actor, 0.0) for actor in _members(coalition))
        assert earned >= values[coalition] - 1e-6 * (1.0 + abs(values[-1]))
