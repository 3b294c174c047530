"""Applying a scenario: from a world to the world that the scenario describes.

Builds and settings change figures and rows, so they act before the world is built; bans, rules,
withholdings and taxes act on the world that was built.
"""

from __future__ import annotations

from attrs import evolve, frozen

from suasion.cases import Case, account_values, build_markets, build_world
from suasion.cases.builds import DISCOUNT_PARAMETER
from suasion.cases.figures import (
    canonical_address,
    cell_unit,
    parameter_users,
    require_cell,
)
from suasion.dependence import ban_label, set_origin_rule, withhold
from suasion.errors import InputError
from suasion.quantities import Quantity, parse_quantity
from suasion.questions.sampling import Values
from suasion.questions.scenario import Ban, Scenario, Tax, Withholding
from suasion.schema import table_schema
from suasion.world.levers import Lever
from suasion.world.markets import Market
from suasion.world.state import World


@frozen(kw_only=True)
class Changed:
    """A world under a scenario, and the tie levers that the scenario pulls."""

    world: World
    ties: tuple[tuple[Lever, float | None], ...]


def parse_settings(view: Case, scenario: Scenario) -> dict[str, Quantity]:
    """Return the figures that the scenario sets, each in the unit of the figure it replaces."""
    settings: dict[str, Quantity] = {}
    for given, text in scenario.settings.items():
        address = canonical_address(given)
        row, column = require_cell(view, address)
        bounds = table_schema(row.table).columns[column]
        try:
            settings[address] = parse_quantity(
                text, cell_unit(view, row.table, column, row), low=bounds.low, high=bounds.high
            )
        except InputError as error:
            raise InputError(
                error.problem,
                where=f"scenario, set {given}",
                got=error.got or text,
                expected=error.expected,
                fix=error.fix,
            ) from None
    return settings


def markets_touched(view: Case, scenario: Scenario) -> frozenset[str] | None:
    """Return the markets whose figures the scenario sets; None where it changes more than those.

    More than markets changes where builds are made (they bring levers with them), or where a
    figure of a tie, a lever, an actor or the rate of interest is set.
    """
    if scenario.builds:
        return None
    users = parameter_users(view) if scenario.settings else {}
    touched: set[str] = set()
    for given in scenario.settings:
        address = canonical_address(given)
        for cell in users.get(address, (address,)):
            row, _ = require_cell(view, cell)
            if row.table not in MARKET_TABLES:
                return None
            touched.add(row.text("market"))
    return frozenset(touched if scenario.contracts else view.meta.markets)


WORLD_TABLES = ("arcs", "suppliers", "consumers", "contracts", "ties", "levers", "builds", "actors")
"""Tables whose figures enter a world."""


def touches_world(view: Case, account: str) -> bool:
    """Tell whether an account sets any figure that markets, ties or levers are built from."""
    users = parameter_users(view)
    addresses = list(account_values(view, account))
    cells = [cell for address in addresses for cell in users.get(address, (address,))]
    rate = DISCOUNT_PARAMETER in addresses
    return rate or any(cell.partition(".")[0] in WORLD_TABLES for cell in cells)


MARKET_TABLES = ("arcs", "suppliers", "consumers", "contracts")
"""Tables whose figures enter markets and nothing else."""


def build_changed(
    view: Case, base: World, values: Values, scenario: Scenario, touched: frozenset[str] | None
) -> Changed:
    """Return the world of one draw under the scenario.

    `touched` is what `markets_touched` gives: other markets are those of the base.

    Raises
    ------
    InputError
        Where the scenario names a lever, build, actor, market or label that is not there (C1).
    """
    if touched is not None:
        markets = build_markets(
            view,
            values,
            horizon=base.horizon,
            names=touched,
            with_contracts=scenario.contracts,
        )
        return change_world(evolve(base, markets={**base.markets, **markets}), scenario)
    _check_builds(view, scenario)
    world = build_world(
        view,
        values,
        horizon=base.horizon,
        builds=frozenset(scenario.builds),
        with_contracts=scenario.contracts,
    )
    return change_world(world, scenario)


def change_world(world: World, scenario: Scenario) -> Changed:
    """Return a world that is already built, under the scenario's bans, rules and levers."""
    markets = dict(world.markets)
    for ban in scenario.bans:
        markets[ban.market] = _banned(world, markets, ban)
    if scenario.origin_rule is not None:
        markets = _ruled(world, markets, scenario.origin_rule, has_bans=bool(scenario.bans))
    ties: list[tuple[Lever, float | None]] = []
    for item in scenario.withholdings:
        lever = find_lever(world, item)
        if lever.instrument == "tie":
            ties.append((lever, item.strength))
        else:
            name = _market_of(lever)
            markets[name] = withhold(markets[name], lever, item.strength)
    for tax in scenario.taxes:
        lever = _tax_lever(world, tax)
        name = _market_of(lever)
        markets[name] = withhold(markets[name], lever)
    return Changed(world=evolve(world, markets=markets), ties=tuple(ties))


def find_lever(world: World, item: Withholding) -> Lever:
    """Return the lever that 'SENDER:WHAT' names: one of the case's, or one made of its parts.

    WHAT is the id of a lever; failing that a group of arcs, an arc or a supplier over which the
    sender has a say.
    """
    for lever in world.levers:
        if lever.id == item.what and lever.sender == item.sender:
            return lever
    for market in world.markets.values():
        made = _part_of(market, item)
        if made is not None:
            return made
    names = [f"{lever.sender}:{lever.id}" for lever in world.levers]
    raise InputError(
        "nobody of that name can withhold that",
        where="scenario, withhold",
        got=f"{item.sender}:{item.what}",
        expected="a lever of the case, or a group, arc or supplier that the sender has a say over",
        fix=f"choose one of {', '.join(sorted(names))}",
    )


def _part_of(market: Market, item: Withholding) -> Lever | None:
    """Return a lever that closes a group, an arc or a supplier of the market, or None."""
    grouped = [arc for arc in market.arcs if arc.group == item.what]
    named = [arc for arc in market.arcs if arc.id == item.what]
    sold = [s for s in market.suppliers if s.id == item.what]
    if any(item.sender in arc.consent for arc in grouped):
        closable = tuple(("arcs", arc.id) for arc in grouped if item.sender in arc.consent)
        return _made_lever(market, item, closable)
    if named and item.sender in named[0].consent:
        return _made_lever(market, item, (("arcs", item.what),))
    if sold and any(item.sender == actor for actor, _ in sold[0].owners):
        return _made_lever(market, item, (("suppliers", item.what),))
    return None


def _made_lever(market: Market, item: Withholding, items: tuple[tuple[str, str], ...]) -> Lever:
    return Lever(
        id=item.what,
        title=f"{item.sender} closes {item.what}",
        sender=item.sender,
        target="",
        market=market.name,
        instrument="close",
        items=items,
    )


def _tax_lever(world: World, tax: Tax) -> Lever:
    lever = find_lever(world, Withholding(sender=tax.sender, what=tax.what))
    unit = world.markets[_market_of(lever)].unit
    charge = parse_quantity(tax.charge, f"MUSD/{unit}", low=0.0)
    if charge.is_uncertain:
        raise InputError(
            "a charge that is laid on must be one figure",
            where="scenario, tax",
            got=tax.charge,
            expected="a figure without an interval",
            fix="ask once with each end of the interval",
        )
    return evolve(lever, instrument="tax", tax=charge.central)


def _market_of(lever: Lever) -> str:
    if lever.market is None:
        raise InputError(
            f"lever '{lever.id}' is a tie and cannot be taxed",
            where="scenario, tax",
            got=f"{lever.sender}:{lever.id}",
            expected="a lever that acts in a market",
            fix="withhold a share of the tie instead, as in --withhold SENDER:LEVER@30%",
        )
    return lever.market


def _banned(world: World, markets: dict[str, Market], ban: Ban) -> Market:
    if ban.market not in markets:
        raise InputError(
            "unknown market in a ban",
            where="scenario, ban",
            got=ban.market,
            expected="one of " + ", ".join(sorted(markets)),
            fix="name a market of the case, as in --ban EU:gas:RUS",
        )
    banning = {ban.banning, *world.members.get(ban.banning, ())}
    return ban_label(markets[ban.market], banning, ban.label)


def _ruled(
    world: World, markets: dict[str, Market], rule: str, *, has_bans: bool
) -> dict[str, Market]:
    """Return the markets with bans enforced by the rule; the case's own ban where none is asked.

    A rule of origin is how a ban is enforced: without any ban there is nothing to enforce, so the
    ban that case.toml names for the market is then taken with it.
    """
    for name in sorted(markets):
        market = markets[name]
        if not has_bans and not market.refusing:
            for buyer, label in world.bans_in_view.get(name, ()):
                buyers = {buyer, *world.members.get(buyer, ())}
                market = ban_label(market, buyers, label)
        markets[name] = set_origin_rule(market, rule)
    return markets


def _check_builds(view: Case, scenario: Scenario) -> None:
    known = sorted({row.id for row in view.rows("builds")})
    for build in scenario.builds:
        if build not in known:
            raise InputError(
                "unknown build",
                where="scenario, build",
                got=build,
                expected="one of " + ", ".join(known),
                fix="name a row of table builds",
            )
