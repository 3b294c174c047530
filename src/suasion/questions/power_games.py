"""The games of one draw: the value of every coalition, by market and rule for outsiders.

Markets are independent, so the game on all of them is the sum of theirs over the players of
any. Where actors outside the game make something even without players, v(S) counts from
there: v(S) = V(S and those outside) - V(those outside).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from suasion.cases import Case, build_markets
from suasion.cases.asof import present_view
from suasion.cases.builds import added_cost, standing_builds
from suasion.cases.records import Row
from suasion.cases.values import Values as Figures
from suasion.cases.worlds import horizon_column
from suasion.errors import InputError
from suasion.flows import (
    CoalitionValues,
    IdleValuer,
    coalition_values,
    compile_market,
    drop_unusable,
    idle_valuer,
    join_actors,
    without_transfers,
)
from suasion.games import CoalitionGame, from_values
from suasion.questions.power_cast import Cast
from suasion.questions.sampling import Values
from suasion.world.markets import Arc, Market

ALL = "both"
"""Name of the game on all markets together."""
RULES = ("idle", "trade")
Array = NDArray[np.float64]


@frozen(kw_only=True, eq=False)
class Played:
    """One game: its players, the values of coalitions, and what they rest on."""

    market: str
    rule: str
    players: tuple[str, ...]
    game: CoalitionGame
    """MUSD/yr."""
    of_nobody: float
    """What those outside the game make without any player, MUSD/yr; taken off all values."""
    solves: int
    residual: float


def network(view: Case, values: Values, horizon: str, name: str, builds: frozenset[str]) -> Market:
    """Return a market with what is built and with some builds as options that must be paid.

    Model
        Each arc of an option costs its annuity over its capacity more for a unit (a linear
        relaxation: half a pipe costs half), and needs the consent of the build's consenters
        too. What belongs to another build that is not there is left out.
    """
    present = present_view(view)
    rows = {row.id: row for row in present.rows("builds") if row.text("market") == name}
    open_ones = frozenset(one for one, row in rows.items() if not row.values.get("built"))
    whole = build_markets(view, values, horizon=horizon, names=[name], builds=open_ones)[name]
    arcs = [row for row in present.rows("arcs") if row.text("market") == name]
    days = present.meta.horizons[horizon]
    used = Figures(view=present, numbers=values, horizon=horizon_column(horizon, days))
    raised = added_cost(used, dict.fromkeys(builds & open_ones, True), arcs)
    absent = _absent(present, open_ones - builds)
    consents = {row.id: rows[row.text("build")].words("consent") for row in arcs if _is_option(row)}
    return _kept(whole, absent, raised, consents)


def timely_builds(view: Case, values: Values, horizon: str) -> frozenset[str]:
    """Return the builds that can be finished within the horizon and are not built yet."""
    present = present_view(view)
    days = present.meta.horizons[horizon]
    used = Figures(view=present, numbers=values, horizon=horizon_column(horizon, days))
    standing = standing_builds(used, days, frozenset())
    return frozenset(name for name, is_paid in standing.items() if is_paid)


def open_builds(view: Case, name: str) -> tuple[str, ...]:
    """Return the builds of a market that are not built yet, sorted."""
    rows = present_view(view).rows("builds")
    found = [r.id for r in rows if r.text("market") == name and not r.values.get("built")]
    return tuple(sorted(found))


def _is_option(row: Row) -> bool:
    return bool(row.text("build"))


def _absent(view: Case, builds: frozenset[str]) -> frozenset[str]:
    """Return the ids of arcs, suppliers and consumers that belong to some builds."""
    tables = ("arcs", "suppliers", "consumers")
    rows = [row for table in tables for row in view.rows(table)]
    return frozenset(row.id for row in rows if row.text("build") in builds)


def _kept(
    market: Market,
    absent: frozenset[str],
    raised: Mapping[str, float],
    consents: Mapping[str, tuple[str, ...]],
) -> Market:
    def option(arc: Arc) -> Arc:
        consent = tuple(dict.fromkeys((*arc.consent, *consents.get(arc.id, ()))))
        return evolve(arc, cost=arc.cost + raised.get(arc.id, 0.0), consent=consent)

    return evolve(
        market,
        arcs=tuple(option(arc) for arc in market.arcs if arc.id not in absent),
        suppliers=tuple(one for one in market.suppliers if one.id not in absent),
        consumers=tuple(one for one in market.consumers if one.id not in absent),
        contracts=tuple(
            one
            for one in market.contracts
            if one.supplier not in absent and one.consumer not in absent
        ),
    )


def prepared(market: Market, cast: Cast, rule: str) -> Market:
    """Return the market as the players of a game under a rule see it."""
    joined = drop_unusable(join_actors(market, cast.joined))
    return without_transfers(joined, cast.players[market.name]) if rule == "idle" else joined


def play_trade(market: Market, cast: Cast) -> Played:
    """Return the game on one market if outsiders trade, every value certified (C7)."""
    program = compile_market(prepared(market, cast, "trade"))
    found = coalition_values(program, cast.players[market.name], rule="outsiders-trade")
    return _played(market.name, "trade", found)


@frozen(kw_only=True, eq=False)
class IdleGames:
    """The games on one market if outsiders are idle, with some builds or without."""

    view: Case
    market: str
    builds: frozenset[str]
    """Options that the market holds."""
    valuer: IdleValuer

    def play(self, builds: frozenset[str]) -> Played:
        """Return the game with only some of the options there, every value certified (C7)."""
        absent = _absent(present_view(self.view), self.builds - builds)
        return _played(self.market, "idle", self.valuer.values(absent))


def idle_games(
    view: Case, values: Values, horizon: str, cast: Cast, name: str, builds: frozenset[str]
) -> IdleGames:
    """Return the games on one market, what is solved for one of them serving the others."""
    market = prepared(network(view, values, horizon, name, builds), cast, "idle")
    valuer = idle_valuer(compile_market(market), cast.players[name])
    return IdleGames(view=view, market=name, builds=builds, valuer=valuer)


def _played(market: str, rule: str, found: CoalitionValues) -> Played:
    gained = found.values - found.values[0]
    return Played(
        market=market,
        rule=rule,
        players=found.players,
        game=from_values(len(found.players), gained),
        of_nobody=float(found.values[0]),
        solves=found.n_solves,
        residual=float(found.residuals.max()),
    )


def add_games(games: Sequence[Played]) -> Played:
    """Return the game on several markets: coalitions are worth what they are in each."""
    players = tuple(sorted({one for game in games for one in game.players}))
    values = np.zeros(1 << len(players))
    for game in games:
        values += game.game.values[_coalitions_within(players, game.players)]
    return Played(
        market=ALL,
        rule=games[0].rule,
        players=players,
        game=from_values(len(players), values),
        of_nobody=sum(game.of_nobody for game in games),
        solves=0,
        residual=max(game.residual for game in games),
    )


def _coalitions_within(players: Sequence[str], some: Sequence[str]) -> NDArray[np.int64]:
    """Return for each coalition of the players the one that some of them make of it."""
    coalitions = np.arange(1 << len(players), dtype=np.int64)
    found = np.zeros(coalitions.size, dtype=np.int64)
    for bit, player in enumerate(some):
        found |= (coalitions >> players.index(player) & 1) << bit
    return found


def require_playable(cast: Cast, markets: Sequence[str], most: int) -> None:
    """Raise `InputError` where a market has no player, or more than can be valued exactly."""
    for name in markets:
        if not cast.players[name]:
            raise InputError(
                f"market '{name}' has no players",
                where="option players",
                got="nobody that must consent or owns something that carries a flow",
                expected="at least one player",
                fix="name players with --players, or ask for another market",
            )
    count = len({one for name in markets for one in cast.players[name]})
    if count > most:
        raise InputError(
            f"{count} players are too many to value every coalition",
            where="option players",
            got=f"{count} players, 2^{count} coalitions",
            expected=f"at most {most} players",
            fix="name fewer with --players, name a bloc in place of its members, or estimate"
            " Shapley values alone with --sample 2000",
        )


def ratio(part: float, whole: float) -> float:
    """Return part over whole; NaN where the whole is nothing."""
    return part / whole if whole > 0.0 else float("nan")


def known_names(kind: str, names: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """Return the names asked for, all by default; `InputError` for one that is not known."""
    for name in names or ():
        if name not in known:
            raise InputError(
                f"unknown {kind} '{name}'",
                where=f"option {kind}",
                got=name,
                expected="one of " + ", ".join(known),
                fix=f"correct the {kind}, or leave it out for all",
            )
    return tuple(one for one in known if names is None or one in names)
