"""The world that one draw of a case describes: markets, ties, levers and sizes of actors."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from suasion.world.levers import Lever
from suasion.world.markets import Market
from suasion.world.ties import Tie


@frozen(kw_only=True)
class World:
    """All plain numbers of one draw at one horizon; nothing in it is uncertain."""

    horizon: str
    horizon_days: float
    markets: Mapping[str, Market]
    ties: tuple[Tie, ...]
    levers: tuple[Lever, ...]
    gdp: Mapping[str, float]
    """Gross domestic product by actor, MUSD/yr, where the case gives one."""
    members: Mapping[str, tuple[str, ...]]
    """Members of each bloc."""
    bans_in_view: Mapping[str, tuple[tuple[str, str], ...]] = field(factory=dict)
    """For each market the bans (buyer or bloc, label) that an origin rule would enforce."""
