"""Values of coalitions: against brute force, superadditive, with payoffs in the core."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from suasion.flows import coalition_values, compile_market, solve_market
from suasion.world.markets import Market
from tests.properties.flows.markets import ACTORS, calibrated, random_market

SEEDS = range(25)


def _closed(market: Market, inside: frozenset[str]) -> Market:
    """Return a market with everything taken away that needs an outsider."""

    def free(actors: tuple[str, ...]) -> bool:
        return not (frozenset(actors) & frozenset(ACTORS)) - inside

    suppliers = {one.id: one for one in market.suppliers if free(_names(one.owners))}
    consumers = {one.id: one for one in market.consumers if free(_names(one.owners))}
    return attrs.evolve(
        market,
        arcs=tuple(arc for arc in market.arcs if free(arc.consent)),
        suppliers=tuple(suppliers.values()),
        consumers=tuple(consumers.values()),
        contracts=tuple(
            one
            for one in market.contracts
            if one.supplier in suppliers and one.consumer in consumers
        ),
    )


def _names(shares: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    return tuple(name for name, _ in shares)


def _members(coalition: int) -> frozenset[str]:
    return frozenset(actor for at, actor in enumerate(ACTORS) if coalition >> at & 1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("with_contracts", [False, True])
def test_values_are_those_of_markets_without_outsiders(seed: int, with_contracts: bool) -> None:
    for market in (
        random_market(seed, n_arcs=24, with_contracts=with_contracts),
        calibrated(random_market(seed, n_arcs=24, with_contracts=with_contracts)),
    ):
        game = coalition_values(compile_market(market), ACTORS)
        for coalition in range(1 << len(ACTORS)):
            alone = solve_market(_closed(market, _members(coalition)))
            expected = pytest.approx(alone.objective, rel=1e-7, abs=1e-6)
            assert game.values[coalition] == expected, sorted(_members(coalition))
        assert game.residuals.max() < 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_the_values_of_other_numbers_of_one_program(seed: int) -> None:
    market = random_market(seed)
    narrow = tuple(attrs.evolve(arc, capacity=arc.capacity * 0.3) for arc in market.arcs)
    other = attrs.evolve(market, arcs=narrow)
    game = coalition_values(compile_market(market), ACTORS, market=other)
    assert game.values[-1] == pytest.approx(solve_market(other).objective, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_contracts_values_are_superadditive(seed: int) -> None:
    market = random_market(seed, with_contracts=False)
    values = coalition_values(compile_market(market), ACTORS).values
    for one in range(values.size):
        for other in range(values.size):
            if not one & other:
                assert values[one | other] >= values[one] + values[other] - 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_are_in_the_core_where_owners_consent_and_nobody_taxes(seed: int) -> None:
    market = random_market(
        seed, n_arcs=20, with_contracts=False, with_tariffs=False, consenters_own=True
    )
    game = coalition_values(compile_market(market), ACTORS)
    payoffs = solve_market(market).payoffs
    assert sum(payoffs.values()) == pytest.approx(game.values[-1])
    for coalition in range(game.values.size):
        earned = sum(payoffs.get(actor, 0.0) for actor in _members(coalition))
        assert earned >= game.values[coalition] - 1e-6 * (1.0 + abs(game.values[-1]))


def test_few_solves_are_made() -> None:
    """Guards the point of the method: far fewer solves than coalitions."""
    solves = patterns = 0
    for seed in SEEDS:
        game = coalition_values(compile_market(random_market(seed, n_arcs=24)), ACTORS)
        solves, patterns = solves + game.n_solves, patterns + game.n_patterns
        assert game.n_solves <= game.n_components
    assert solves < 0.85 * patterns
    assert patterns < 0.6 * len(SEEDS) * 2 ** len(ACTORS)


def test_the_order_of_players_only_renumbers_coalitions() -> None:
    program = compile_market(random_market(3, n_arcs=24))
    one = coalition_values(program, ACTORS)
    other = coalition_values(program, ACTORS[::-1])
    for coalition in range(one.values.size):
        members = _members(coalition)
        assert other.value(members) == pytest.approx(one.value(members), abs=1e-9)
    assert np.isfinite(one.values).all()
