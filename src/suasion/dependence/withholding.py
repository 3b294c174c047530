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
        close: capacity * (1 - strength), or a shut label where the lever names labels and the
        strength is one; limit: capacity * (1 - strength); tax: the charge is added to the tariff
        and its revenue goes to the sender.

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
        Where the strength is outside 0..1 or an item is not in the market (C1).
    """
    share = lever.strength if strength is None else strength
    if not 0.0 <= share <= 1.0:
        raise InputError(
            f"the strength of lever '{lever.id}' is out of range",
            where=f"lever {lever.id}",
            got=f"{share:g}",
            expected="a share from 0 to 1 (0 % to 100 %)",
            fix="give the share that is withheld, as in @80%",
        )
    _check_items(market, lever)
    chosen = {kind: {name for k, name in lever.items if k == kind} for kind, _ in lever.items}
    return evolve(
        market,
        arcs=tuple(
            _arc_withheld(arc, lever, share) if _is_chosen(arc, chosen) else arc
            for arc in market.arcs
        ),
        suppliers=_suppliers_withheld(market, chosen.get("suppliers", set()), share),
        contracts=_contracts_withheld(market, chosen.get("contracts", set()), share),
    )


def _is_chosen(arc: Arc, chosen: dict[str, set[str]]) -> bool:
    return arc.id in chosen.get("arcs", ()) or arc.group in chosen.get("groups", ())


def _arc_withheld(arc: Arc, lever: Lever, share: float) -> Arc:
    if lever.instrument == "tax":
        return _taxed(arc, lever)
    if lever.labels is not None and share >= 1.0:
        return evolve(arc, closed_labels=arc.closed_labels | lever.labels)
    return evolve(arc, capacity=arc.capacity * (1.0 - share))


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
