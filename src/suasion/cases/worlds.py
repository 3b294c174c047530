"""Building the world of one draw: from rows and plain values to markets, ties and levers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from suasion.cases.asof import present_view
from suasion.cases.builds import added_cost, standing_builds
from suasion.cases.heading_markets import ORIGIN_RULES
from suasion.cases.nearest import suggestion
from suasion.cases.records import Case, Row
from suasion.cases.senders import bloc_members, build_levers, build_tie, by_id, label_set, sizes
from suasion.cases.steps import demand_steps, supply_steps
from suasion.cases.values import Values
from suasion.errors import InputError
from suasion.world.markets import Arc, Consumer, Contract, Market, Node, Shares, Supplier
from suasion.world.state import World

DAYS_OF_YEAR = 365.0
_VOLL_FACTORS = {"day": 10.0, "season": 6.0, "years": 4.0}
_SHORTFALL_SHARE = 0.5


def build_world(
    case: Case,
    values: Mapping[str, float],
    *,
    horizon: str,
    builds: frozenset[str] = frozenset(),
    origin_rule: str | None = None,
    with_contracts: bool = True,
) -> World:
    """Return the markets, ties and levers that one draw of a case describes.

    Model
        1. Rows with a build stand if the build is asked for, is built, or can be built
           within the horizon; then its arcs cost its annuity more (see `builds`). A row that
           does not stand keeps its place with nothing in it, so that one program solves all.
        2. Arc: capacity = min(capacity, limit). Owners and consent left empty are the
           actors of its ends.
        3. Supplier: capacity * (1 - loss) in steps of cost (see `steps`). Storage gives
           min(withdrawal rate, volume * 365 / days of the horizon), nothing over years.
        4. Consumer: steps of willingness to pay with the elasticity and the value of lost
           load of the horizon.
        5. A contract stands where both its ends do; shortfall costs half the price where
           nothing else is said.
    Assumptions
        A1 what a horizon allows is one market at yearly rates, not a path through time.

    Parameters
    ----------
    case : Case
        The view as of a day (a case as read is taken as of its own day).
    values : mapping
        Values by address in canonical units: one draw, or `central_figures`.
    horizon : str
        A horizon of case.toml: its name says which columns are used (day, season, years).
    builds : frozenset of str
        Builds that are made.
    origin_rule : str or None
        In place of the markets' own: label, contract or net-export.
    with_contracts : bool
        False: nothing is owed under any contract.

    Returns
    -------
    World
        Plain numbers; amounts in the market's unit a year, unit values in MUSD.

    Raises
    ------
    InputError
        The case has no such horizon, build or origin rule.
    ComputationError
        `values` lacks an uncertain figure of the view.

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import central_figures, load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> world = build_world(case, central_figures(case), horizon="season")
    >>> [arc.id for arc in world.markets["gas"].arcs if arc.stands]
    ['ardania-corvia', 'ardania-home', 'corvia-belmar', 'terminal']
    """
    view = present_view(case)
    days = _horizon_days(view, horizon)
    used = Values(view=view, numbers=values, horizon=horizon_column(horizon, days))
    markets = build_markets(
        view,
        values,
        horizon=horizon,
        names=view.meta.markets,
        builds=builds,
        origin_rule=origin_rule,
        with_contracts=with_contracts,
    )
    return World(
        horizon=horizon,
        horizon_days=days,
        markets=markets,
        ties=tuple(build_tie(used, row) for row in by_id(view.rows("ties"))),
        levers=build_levers(used, markets),
        gdp=sizes(used),
        members=bloc_members(view),
        bans_in_view={
            name: market.bans for name, market in view.meta.markets.items() if market.bans
        },
    )


def build_markets(
    case: Case,
    values: Mapping[str, float],
    *,
    horizon: str,
    names: Iterable[str],
    builds: frozenset[str] = frozenset(),
    origin_rule: str | None = None,
    with_contracts: bool = True,
) -> dict[str, Market]:
    """Return some of the markets that `build_world` makes; all else is as it says there.

    Returns
    -------
    dict of Market
        By name.

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import central_figures, load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> sorted(build_markets(case, central_figures(case), horizon="years", names=["gas"]))
    ['gas']
    """
    view = present_view(case)
    days = _horizon_days(view, horizon)
    _require_rule(origin_rule)
    used = Values(view=view, numbers=values, horizon=horizon_column(horizon, days))
    standing = standing_builds(used, days, builds)
    return {
        name: _market(used, name, standing, days, origin_rule, with_contracts)
        for name in sorted(names)
    }


def _require_rule(rule: str | None) -> None:
    if rule is not None and rule not in ORIGIN_RULES:
        raise InputError(
            f"unknown origin rule '{rule}'",
            got=rule,
            expected=", ".join(ORIGIN_RULES),
            fix=suggestion(rule, ORIGIN_RULES, "use one of them"),
        )


def horizon_column(horizon: str, days: float) -> str:
    """Return the word in column names for a horizon: its own name, or by its length."""
    if horizon in _VOLL_FACTORS:
        return horizon
    if days <= 7:
        return "day"
    return "season" if days < DAYS_OF_YEAR else "years"


def _horizon_days(view: Case, horizon: str) -> float:
    horizons = view.meta.horizons
    if horizon not in horizons:
        raise InputError(
            f"there is no horizon '{horizon}'",
            got=horizon,
            expected="one of " + ", ".join(horizons),
            fix=suggestion(horizon, horizons, "declare it in case.toml"),
        )
    return horizons[horizon]


def _market(
    used: Values,
    name: str,
    standing: Mapping[str, bool],
    days: float,
    origin_rule: str | None,
    with_contracts: bool,
) -> Market:
    def rows(table: str) -> list[Row]:
        return by_id(tuple(row for row in used.view.rows(table) if row.text("market") == name))

    def stands(row: Row) -> bool:
        return row.text("build") in ("", *standing)

    meta = used.view.meta.markets[name]
    nodes = tuple(Node(id=row.id, actor=row.text("actor")) for row in rows("nodes"))
    actor = {node.id: node.actor for node in nodes}
    raised = added_cost(used, standing, rows("arcs"))
    held = {row.id for row in (*rows("suppliers"), *rows("consumers")) if stands(row)}

    def is_owed(row: Row) -> bool:
        return with_contracts and {row.text("supplier"), row.text("consumer")} <= held

    return Market(
        name=name,
        unit=meta.unit,
        nodes=nodes,
        arcs=tuple(_arc(used, row, actor, raised, stands(row)) for row in rows("arcs")),
        suppliers=tuple(_supplier(used, r, actor, days, stands(r)) for r in rows("suppliers")),
        consumers=tuple(_consumer(used, row, actor, stands(row)) for row in rows("consumers")),
        contracts=tuple(_contract(used, row, is_owed(row)) for row in rows("contracts")),
        origin_rule=origin_rule or meta.origin_rule,
    )


def _ends(row: Row, actor: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((actor[row.text("tail")], actor[row.text("head")])))


def _even(actors: tuple[str, ...]) -> Shares:
    return tuple((name, 1.0 / len(actors)) for name in sorted(actors))


def _arc(
    used: Values, row: Row, actor: Mapping[str, str], raised: Mapping[str, float], stands: bool
) -> Arc:
    capacity = used.need(row, "capacity") if stands else 0.0
    limit = used.get(row, "limit")
    owners = row.shares("owners") or _even(_ends(row, actor))
    return Arc(
        id=row.id,
        tail=row.text("tail"),
        head=row.text("head"),
        capacity=capacity if limit is None else min(capacity, limit),
        cost=used.need(row, "cost") + raised.get(row.id, 0.0),
        tariff=used.need(row, "tariff"),
        tariff_to=row.shares("tariff_to") or owners,
        owners=owners,
        consent=row.words("consent") or _ends(row, actor),
        labels=label_set(row, "labels"),
        length_km=used.get(row, "length") or 0.0,
        group=row.text("group"),
        is_limited=limit is not None and limit < capacity,
        stands=stands,
    )


def _supplier(
    used: Values, row: Row, actor: Mapping[str, str], days: float, stands: bool
) -> Supplier:
    available = _available(used, row, days) if stands else 0.0
    capacity = available * (1.0 - used.need(row, "loss"))
    cost = used.need(row, "cost")
    last = used.get(row, "cost_last")
    return Supplier(
        id=row.id,
        node=row.text("node"),
        label=row.text("label"),
        owners=row.shares("owners") or _even((actor[row.text("node")],)),
        steps=supply_steps(capacity, cost, last),
    )


def _available(used: Values, row: Row, days: float) -> float:
    rate, volume = used.get(row, "capacity"), used.get(row, "volume")
    if row.text("kind") != "storage":
        return rate or 0.0
    if days >= DAYS_OF_YEAR:
        return 0.0
    bounds = [rate, None if volume is None else volume * DAYS_OF_YEAR / days]
    return min((bound for bound in bounds if bound is not None), default=0.0)


def _consumer(used: Values, row: Row, actor: Mapping[str, str], stands: bool) -> Consumer:
    price = used.need(row, "price")
    quantity = used.need(row, "quantity") if stands else 0.0
    stated = used.get(row, f"voll_{used.horizon}")
    voll = price * _VOLL_FACTORS[used.horizon] if stated is None else stated
    elasticity = used.need(row, f"elasticity_{used.horizon}")
    return Consumer(
        id=row.id,
        node=row.text("node"),
        owners=row.shares("owners") or _even((actor[row.text("node")],)),
        steps=demand_steps(quantity, price, elasticity, voll),
        accepts=label_set(row, "accepts"),
        refuses=frozenset(row.words("refuses")),
        reference=quantity,
    )


def _contract(used: Values, row: Row, holds: bool) -> Contract:
    price = used.need(row, "price")
    shortfall = used.get(row, "shortfall_price")
    return Contract(
        id=row.id,
        supplier=row.text("supplier"),
        consumer=row.text("consumer"),
        volume=used.need(row, "volume") if holds else 0.0,
        price=price,
        shortfall_price=price * _SHORTFALL_SHARE if shortfall is None else shortfall,
    )
