"""Withholding: a lever applied to a market gives another market.

Nothing is solved here. An arc is closed for the labels that the lever is aimed at, limited to
what is left of its capacity, or taxed; a supplier or a contract is cut by the same share.
"""

from __future__ import annotations

from attrs import evolve

from suasion.errors import InputError
from suasion.world.levers import Lever
from suasion.world.markets import Arc, Contract, Market, Supplier


def withhold(market: Market, lever: Lever, strength: float | None = None) -> Market:
    """Return the market as it is while the lever is pulled.

    Model
        close, limit: capacity * (1 - strength), or shut labels where the lever names labels that
        are not all an arc carries and the strength is one; tax: charge * strength is added to the
        tariff and its revenue goes to the sender. A charge is laid on the arcs of the lever that
        cross the sender's border, so that what passes pays once; on all of them where none does.

    Parameters
    ----------
    market : Market
        The market before; it is not changed.
    lever : Lever
        What is withheld. Items of other markets are an error.
    strength : float, 0..1, optional
        Share withheld; None takes the lever's own.

    Returns
    -------
    Market
        A market of the same structure, so that a compiled program can be solved again.

    Raises
    ------
    InputError
        The strength is outside 0..1; an item is not in the market; a part, or a charge, is aimed
        at some of the labels that an arc carries and would fall on the others too (C1).
    """
    share = lever.strength if strength is None else strength
    _require_share(lever, share)
    _check_items(market, lever)
    chosen = {kind: {name for k, name in lever.items if k == kind} for kind, _ in lever.items}
    hit = _arcs_hit(market, lever, chosen)
    return evolve(
        market,
        arcs=tuple(
            _arc_withheld(market, arc, lever, share) if arc.id in hit else arc
            for arc in market.arcs
        ),
        suppliers=_suppliers_withheld(market, chosen.get("suppliers", set()), share),
        contracts=_contracts_withheld(market, chosen.get("contracts", set()), share),
    )


def _require_share(lever: Lever, share: float) -> None:
    if not 0.0 <= share <= 1.0:
        raise InputError(
            f"the strength of lever '{lever.id}' is out of range",
            where=f"lever {lever.id}",
            got=f"{share:g}",
            expected="a share from 0 to 1 (0 % to 100 %)",
            fix="give the share that is withheld, as in @80%",
        )


def _arcs_hit(market: Market, lever: Lever, chosen: dict[str, set[str]]) -> frozenset[str]:
    """Return the arcs that the lever acts on; for a charge those at the sender's border."""
    arcs = [arc for arc in market.arcs if _is_chosen(arc, chosen)]
    if lever.instrument == "tax":
        actor = {node.id: node.actor for node in market.nodes}
        own = lever.sender
        border = [arc for arc in arcs if (actor[arc.tail] == own) != (actor[arc.head] == own)]
        arcs = border or arcs
    return frozenset(arc.id for arc in arcs)


def _is_chosen(arc: Arc, chosen: dict[str, set[str]]) -> bool:
    return arc.id in chosen.get("arcs", ()) or arc.group in chosen.get("groups", ())


def _arc_withheld(market: Market, arc: Arc, lever: Lever, share: float) -> Arc:
    if share == 0.0:
        return arc
    if lever.instrument == "tax":
        _require_all_labels(market, arc, lever, "a charge")
        return _taxed(arc, evolve(lever, tax=lever.tax * share))
    if _covers(market, arc, lever):
        return evolve(arc, capacity=arc.capacity * (1.0 - share))
    if share < 1.0:
        _require_all_labels(market, arc, lever, "a part")
    return evolve(arc, closed_labels=arc.closed_labels | (lever.labels or frozenset()))


def _covers(market: Market, arc: Arc, lever: Lever) -> bool:
    """Tell whether the lever is aimed at all labels that the arc can carry."""
    if lever.labels is None:
        return True
    carried = frozenset(market.labels) if arc.labels is None else arc.labels
    return carried <= lever.labels


def _require_all_labels(market: Market, arc: Arc, lever: Lever, what: str) -> None:
    if not _covers(market, arc, lever):
        raise InputError(
            f"{what} of lever '{lever.id}' cannot be aimed at some labels of an arc alone",
            where=f"lever {lever.id}, arc {arc.id}",
            got="labels " + ", ".join(sorted(lever.labels or ())),
            expected="a lever aimed at all labels of its arcs, or withheld wholly",
            avoided="goods of others would have been held up too",
            fix="withhold the lever wholly, or name an arc or group with --withhold SENDER:ARC@80%",
        )


def _taxed(arc: Arc, lever: Lever) -> Arc:
    """Add the charge; its revenue is split so that the sender gets the added part."""
    if lever.tax == 0.0:
        return arc
    total = arc.tariff + lever.tax
    owed: dict[str, float] = {actor: share * arc.tariff for actor, share in arc.tariff_to}
    owed[lever.sender] = owed.get(lever.sender, 0.0) + lever.tax
    receivers = tuple(sorted((actor, amount / total) for actor, amount in owed.items()))
    return evolve(arc, tariff=total, tariff_to=receivers)


def _suppliers_withheld(market: Market, chosen: set[str], share: float) -> tuple[Supplier, ...]:
    """Return the suppliers with the chosen cut; the same tuple where none is chosen."""
    if not chosen:
        return market.suppliers
    left = 1.0 - share
    return tuple(
        evolve(s, steps=tuple((size * left, cost) for size, cost in s.steps))
        if s.id in chosen
        else s
        for s in market.suppliers
    )


def _contracts_withheld(market: Market, chosen: set[str], share: float) -> tuple[Contract, ...]:
    """Return the contracts with the chosen cut; the same tuple where none is chosen."""
    if not chosen:
        return market.contracts
    return tuple(
        evolve(c, volume=c.volume * (1.0 - share)) if c.id in chosen else c
        for c in market.contracts
    )


def _check_items(market: Market, lever: Lever) -> None:
    known = {
        "arcs": {arc.id for arc in market.arcs},
        "groups": {arc.group for arc in market.arcs if arc.group},
        "suppliers": {supplier.id for supplier in market.suppliers},
        "contracts": {contract.id for contract in market.contracts},
    }
    for kind, name in lever.items:
        if name not in known.get(kind, set()):
            raise InputError(
                f"lever '{lever.id}' acts on {kind} '{name}', which market '{market.name}' has not",
                where=f"lever {lever.id}",
                got=f"{kind}:{name}",
                expected="an item of the market, or one whose build is made",
                fix="name another item, or add the build with --build",
            )
