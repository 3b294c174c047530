"""What a build changes as an option: for whom, by how much, and whether it carries anything.

The game with it is held against the game without it, all else as it stands at the horizon. An
option moves shares even where the grand coalition never uses it, since smaller coalitions
could; it moves the nucleolus only as far as their claims bind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from suasion.cases import Case
from suasion.flows import solve_market
from suasion.questions.lever_rows import TOL_USD
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.power_draws import EVERY_BUILD, Asked, Drawn, OptionChange
from suasion.questions.power_games import Array, network, open_builds, prepared, timely_builds
from suasion.questions.power_rows import money_interval
from suasion.questions.sampling import Values


@frozen(kw_only=True)
class OptionRow:
    """What one build changes for one player as an option; rule: outsiders idle."""

    market: str
    build: str
    """`all`: every build that is not made yet, together."""
    title: str
    player: str
    shapley_change_usd_per_year: float
    shapley_low: float
    shapley_high: float
    nucleolus_change_usd_per_year: float
    nucleolus_low: float
    nucleolus_high: float
    whole_change_usd_per_year: float
    """What it adds to what all players make together."""
    flow: float
    """What its arcs carry when all play, market unit per year."""
    used: bool
    """Whether it carries anything then; if not, it acts as a threat alone."""
    in_time: bool
    """Whether it can be finished within the horizon, and so is part of the other results."""


def option_rows(
    view: Case, asked: Asked, values: Values, central: Drawn, drawn: Sequence[Drawn]
) -> tuple[OptionRow, ...]:
    """Return a row for each build and player; the largest change first."""
    rows: list[OptionRow] = []
    for at, change in enumerate(central.options):
        others = [one.options[at] for one in drawn if not one.failure]
        found = _rows_of(view, asked, values, change, others)
        rows += sorted(
            found, key=lambda row: (-round(abs(row.shapley_change_usd_per_year)), row.player)
        )
    return tuple(rows)


def _rows_of(
    view: Case, asked: Asked, values: Values, change: OptionChange, others: Sequence[OptionChange]
) -> list[OptionRow]:
    build = view.find("builds", change.build)
    flow = _carried(view, asked, values, change)
    in_time = change.build in timely_builds(view, values, asked.horizon)
    rows = []
    for at, player in enumerate(asked.cast.players[change.market]):
        spans: dict[str, float] = {}
        for name in ("shapley", "nucleolus"):
            found = np.array([getattr(one, name)[at] for one in others])
            spans[f"{name}_low"], spans[f"{name}_high"] = money_interval(_clean(found))
        row = OptionRow(
            market=change.market,
            build=change.build,
            title="every build together" if build is None else build.text("title"),
            player=player,
            shapley_change_usd_per_year=_settled(change.shapley[at]),
            nucleolus_change_usd_per_year=_settled(change.nucleolus[at]),
            whole_change_usd_per_year=_settled(change.whole),
            flow=flow,
            used=flow > 0.0,
            in_time=in_time,
            **spans,
        )
        rows.append(row)
    return rows


def _settled(change: float) -> float:
    return float(_clean(np.array([change]))[0]) * USD_PER_MUSD


def _clean(changes: Array) -> Array:
    """Return changes in MUSD/yr without what is rounding."""
    return np.where(np.abs(changes) * USD_PER_MUSD < TOL_USD, 0.0, changes)


def _carried(view: Case, asked: Asked, values: Values, change: OptionChange) -> float:
    """Return the largest flow on an arc of the build when all players take part."""
    whole = frozenset(open_builds(view, change.market))
    standing = timely_builds(view, values, asked.horizon) & whole
    extra = whole if change.build == EVERY_BUILD else frozenset({change.build})
    market = network(view, values, asked.horizon, change.market, standing | extra)
    flows = solve_market(prepared(market, asked.cast, "idle")).arc_flows
    arcs = [row.id for row in view.rows("arcs") if row.text("build") in extra]
    return max((flows.get(one, 0.0) for one in arcs), default=0.0)
