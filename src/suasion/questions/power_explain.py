"""What makes a share: marginal contributions, dividends, blocking coalitions, arcs that bind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.cases import Case
from suasion.flows import solve_market
from suasion.games import (
    CoalitionGame,
    blocking_coalitions,
    dividends,
    marginal_contributions,
    members_of,
)
from suasion.quantities import convert
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.power_cast import Cast
from suasion.questions.power_concepts import Division, gains_of
from suasion.questions.power_games import Array, prepared, ratio
from suasion.world.markets import Market

SHOWN = 5
"""Contributions and dividends of each player that are given."""
TOL_SAME = 1e-7
"""Difference, relative to the largest gain, below which two contributions are the same."""
TOL_RENT = 1e-9
"""Rent, relative to the largest unit value, below which an arc does not bind."""


@frozen(kw_only=True)
class ContributionRow:
    """What a player adds by joining, in some of the coalitions that it can join."""

    market: str
    rule: str
    player: str
    joins: tuple[str, ...]
    """The smallest coalition of others where it adds this."""
    gain_usd_per_year: float
    """What it adds to what they make, beyond what it makes alone."""
    coalitions: int
    """Number of coalitions where it adds the same."""
    weight: float
    """Chance that it joins one of them, over all orders of joining."""
    part_usd_per_year: float
    """Gain x weight: its part of the Shapley value."""


@frozen(kw_only=True)
class SizeRow:
    """What a player adds on average when so many others are there already."""

    market: str
    rule: str
    player: str
    others: int
    gain_usd_per_year: float


@frozen(kw_only=True)
class DividendRow:
    """What some players make together that no part of them makes (Harsanyi)."""

    market: str
    rule: str
    players: tuple[str, ...]
    value_usd_per_year: float
    """Below 0: what they offer singly they offer more than once."""
    each_usd_per_year: float
    """Split equally: the part of it in each one's Shapley value."""


@frozen(kw_only=True)
class BlockingRow:
    """A smallest set of players without which little of the gains is left."""

    market: str
    rule: str
    players: tuple[str, ...]
    left_share: float
    """What the others still gain, as a share of all gains."""
    threshold: float


@frozen(kw_only=True)
class BindingArcRow:
    """An arc that is full when all play, and what a little more of it would be worth."""

    market: str
    rule: str
    arc: str
    title: str
    flow: float
    """Market unit per year; its capacity."""
    rent: float
    rent_unit: str
    rent_usd_per_year: float
    consent: tuple[str, ...]


def contribution_rows(division: Division) -> tuple[ContributionRow, ...]:
    """Return the contributions that make most of each player's Shapley value."""
    game, played = gains_of(division.played.game), division.played
    rows: list[ContributionRow] = []
    scale = float(np.abs(game.values).max()) or 1.0
    for at, player in enumerate(played.players):
        found = marginal_contributions(game, at)
        kinds, which = np.unique(np.round(found.gains / (TOL_SAME * scale)), return_inverse=True)
        weight = np.bincount(which, weights=found.weights)
        part = np.bincount(which, weights=found.parts)
        order = np.argsort(-np.abs(part), kind="stable")[:SHOWN]
        for kind in order.tolist():
            inside = found.coalitions[which == kind]
            rows.append(
                ContributionRow(
                    market=played.market,
                    rule=played.rule,
                    player=player,
                    joins=_named(played.players, smallest(inside)),
                    gain_usd_per_year=float(kinds[kind] * TOL_SAME * scale) * USD_PER_MUSD,
                    coalitions=int(inside.size),
                    weight=float(weight[kind]),
                    part_usd_per_year=float(part[kind]) * USD_PER_MUSD,
                )
            )
    return tuple(row for row in rows if row.part_usd_per_year)


def size_rows(division: Division) -> tuple[SizeRow, ...]:
    """Return what each player adds on average, by how many others are there."""
    game, played = gains_of(division.played.game), division.played
    return tuple(
        SizeRow(
            market=played.market,
            rule=played.rule,
            player=player,
            others=others,
            gain_usd_per_year=gain * USD_PER_MUSD,
        )
        for at, player in enumerate(played.players)
        for others, gain in enumerate(mean_by_size(game, at).tolist())
    )


def mean_by_size(game: CoalitionGame, player: int) -> Array:
    """Return what a player adds on average to coalitions of 0, 1, ... others."""
    found = marginal_contributions(game, player)
    size = count_members(found.coalitions)
    count = np.bincount(size, minlength=game.n_players)
    return np.asarray(np.bincount(size, weights=found.gains, minlength=game.n_players) / count)


def count_members(coalitions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of players of each coalition."""
    found = np.zeros(coalitions.size, dtype=np.int64)
    for at in range(int(coalitions.max(initial=0)).bit_length()):
        found += coalitions >> at & 1
    return found


def smallest(coalitions: NDArray[np.int64]) -> int:
    """Return the coalition with the fewest players, the first of several."""
    return int(coalitions[np.lexsort((coalitions, count_members(coalitions)))[0]])


def dividend_rows(division: Division) -> tuple[DividendRow, ...]:
    """Return the largest dividends that each player takes part in."""
    played = division.played
    found = dividends(gains_of(played.game))
    order = np.argsort(-np.abs(found), kind="stable")
    large = order[np.abs(found[order]) > TOL_SAME * max(division.gain, TOL_SAME)]
    kept: set[int] = set()
    for at in range(len(played.players)):
        kept.update(large[(large >> at & 1).astype(np.bool_)][:SHOWN].tolist())
    rows = []
    for coalition in sorted(kept, key=lambda one: (-abs(found[one]), one)):
        players, value = _named(played.players, coalition), float(found[coalition])
        rows.append(
            DividendRow(
                market=played.market,
                rule=played.rule,
                players=players,
                value_usd_per_year=value * USD_PER_MUSD,
                each_usd_per_year=value / len(players) * USD_PER_MUSD,
            )
        )
    return tuple(rows)


def blocking_rows(division: Division, threshold: float) -> tuple[BlockingRow, ...]:
    """Return the smallest sets without which at most a share of the gains is left."""
    game, played = gains_of(division.played.game), division.played
    if game.total <= 0.0:
        return ()
    rows = []
    for block in blocking_coalitions(game, threshold):
        held = sum(1 << one for one in block)
        rows.append(
            BlockingRow(
                market=played.market,
                rule=played.rule,
                players=tuple(played.players[one] for one in block),
                left_share=ratio(float(game.values[game.grand ^ held]), game.total),
                threshold=threshold,
            )
        )
    return tuple(sorted(rows, key=lambda row: (len(row.players), row.left_share, row.players)))


def binding_rows(view: Case, market: Market, cast: Cast, rule: str) -> tuple[BindingArcRow, ...]:
    """Return the arcs of a market that are full when all players take part; dearest first."""
    seen = prepared(market, cast, rule)
    solution = solve_market(seen)
    meta = view.meta.markets[market.name]
    least = TOL_RENT * float(np.abs(solution.numbers.cost).max(initial=0.0))
    rows = []
    for arc in seen.arcs:
        if solution.rents[arc.id] > least:
            row = view.find("arcs", arc.id)
            rows.append(
                BindingArcRow(
                    market=market.name,
                    rule=rule,
                    arc=arc.id,
                    title=arc.id if row is None else row.text("title"),
                    flow=solution.arc_flows[arc.id],
                    rent=convert(solution.rents[arc.id], f"MUSD/{meta.unit}", meta.price_unit),
                    rent_unit=meta.price_unit,
                    rent_usd_per_year=solution.rents[arc.id] * arc.capacity * USD_PER_MUSD,
                    consent=arc.consent,
                )
            )
    return tuple(sorted(rows, key=lambda one: (-one.rent_usd_per_year, one.arc)))


def actor_titles(view: Case) -> Mapping[str, str]:
    """Return what each actor is called."""
    return {row.id: row.text("title") or row.id for row in view.rows("actors")}


def _named(players: tuple[str, ...], coalition: int) -> tuple[str, ...]:
    return tuple(players[one] for one in members_of(coalition))
