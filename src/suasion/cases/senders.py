"""Building ties, levers and the sizes of actors for the world of one draw."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.cases.records import Case, Row
from suasion.cases.values import Values
from suasion.world.levers import Lever
from suasion.world.markets import Market
from suasion.world.ties import Tie

Items = Mapping[str, frozenset[str]]
"""Ids in a market that levers can act on, by kind."""
HORIZON_WORDS = ("day", "season", "years")


def by_id(rows: tuple[Row, ...]) -> list[Row]:
    """Return rows in the order of their ids, so that no answer depends on theirs (C5)."""
    return sorted(rows, key=lambda row: row.id)


def label_set(row: Row, column: str) -> frozenset[str] | None:
    """Return the labels in a cell; None, meaning all, where it is empty."""
    return frozenset(row.words(column)) or None


def build_tie(used: Values, row: Row) -> Tie:
    """Return one tie; a base left out is value divided by share."""
    value, share, base = (used.get(row, name) for name in ("value", "share", "base"))
    value = value or 0.0
    if base is None:
        base = value / share if share else value
    return Tie(
        id=row.id,
        kind=row.text("kind"),
        sender=row.text("sender"),
        target=row.text("target"),
        value=value,
        share=share,
        base=base,
        elasticity=_elasticity(used, row),
        discount=used.need(row, "discount"),
        margin=used.need(row, "margin"),
        sender_margin=used.need(row, "sender_margin"),
        mirror=row.text("mirror") or None,
    )


def _elasticity(used: Values, row: Row) -> float:
    """Return the elasticity of the horizon; where none is stated, of the nearest one."""
    names = HORIZON_WORDS
    at = names.index(used.horizon)
    for name in sorted(names, key=lambda name: (abs(names.index(name) - at), names.index(name))):
        value = used.get(row, f"elasticity_{name}")
        if value is not None:
            return value
    return 1.0


def build_levers(used: Values, markets: Mapping[str, Market]) -> tuple[Lever, ...]:
    """Return the levers that have something to act on in these markets."""
    standing = {name: _standing(market) for name, market in markets.items()}
    levers = (_lever(used, row, standing) for row in by_id(used.view.rows("levers")))
    return tuple(lever for lever in levers if lever.items or lever.tie)


def _standing(market: Market) -> Items:
    return {
        "arcs": frozenset(arc.id for arc in market.arcs if arc.stands),
        "groups": frozenset(arc.group for arc in market.arcs if arc.stands),
        "suppliers": frozenset(supplier.id for supplier in market.suppliers),
        "contracts": frozenset(contract.id for contract in market.contracts),
    }


def _lever(used: Values, row: Row, standing: Mapping[str, Items]) -> Lever:
    market = row.text("market") or None
    horizons = tuple(name.strip() for name in row.text("horizons").split(";") if name.strip())
    return Lever(
        id=row.id,
        title=row.text("title"),
        sender=row.text("sender"),
        target=row.text("target"),
        market=market,
        instrument=row.text("instrument"),
        items=_standing_items(row, standing.get(market or "")),
        labels=label_set(row, "labels"),
        strength=used.need(row, "strength"),
        tax=used.get(row, "tax") or 0.0,
        tie=row.text("tie") or None,
        horizons=horizons,
        overlaps=row.words("overlaps"),
    )


def _standing_items(row: Row, present: Items | None) -> tuple[tuple[str, str], ...]:
    if present is None:
        return ()
    items = row.values.get("items")
    listed = items if isinstance(items, tuple) else ()
    return tuple((kind, name) for kind, name in listed if name in present[kind])


def sizes(used: Values) -> dict[str, float]:
    """Return the gross domestic product of each actor that has one, MUSD/yr."""
    found = {row.id: used.get(row, "gdp") for row in by_id(used.view.rows("actors"))}
    return {actor: value for actor, value in found.items() if value is not None}


def bloc_members(view: Case) -> dict[str, tuple[str, ...]]:
    """Return the members of each bloc that acts: that holds or meets a lever, consents or bans.

    Other blocs are only named in statements; their sums would count the same members again.
    """
    acting = {row.text(side) for row in view.rows("levers") for side in ("sender", "target")}
    acting |= {name for row in view.rows("arcs") for name in row.words("consent")}
    acting |= {buyer for market in view.meta.markets.values() for buyer, _ in market.bans}
    members: dict[str, list[str]] = {}
    for row in by_id(view.rows("actors")):
        for bloc in row.words("member_of"):
            if bloc in acting:
                members.setdefault(bloc, []).append(row.id)
    return {bloc: tuple(names) for bloc, names in sorted(members.items())}
