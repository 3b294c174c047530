"""Who owns what in a market: shares as matrices, so that payoffs are products.

Every right-hand side and every bound of the program has an owner (design, section 5):
arcs the owners of their capacity, suppliers and consumers their owners, a contract's
volume the owners of its supplier (who owe it). A tariff without a receiver goes to the
owners of its arc.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats
from suasion.flows.network import Ordered
from suasion.world.markets import Arc, Consumer, Shares, Supplier

TOL_SHARES = 1e-9


@frozen(kw_only=True, eq=False)
class Ownership:
    """Shares of actors (rows) in arcs, tariffs, suppliers and consumers (columns), 0..1."""

    key: tuple[list[tuple[Shares, Shares]], list[Shares], list[Shares]]
    """Shares in arcs, suppliers and consumers, to compare two markets by."""
    actors: tuple[str, ...]
    arcs: Floats
    tariffs: Floats
    suppliers: Floats
    consumers: Floats


def arc_shares(arcs: Sequence[Arc]) -> list[tuple[Shares, Shares]]:
    """Return all shares in arcs and their tariffs, to compare two markets by."""
    return [(arc.owners, arc.tariff_to) for arc in arcs]


def shares_of(records: Sequence[Supplier] | Sequence[Consumer]) -> list[Shares]:
    """Return all shares in suppliers or consumers, to compare two markets by."""
    return [one.owners for one in records]


def gather_ownership(market: str, ordered: Ordered, known: tuple[str, ...]) -> Ownership:
    """Return the share matrices over the known actors and all owners.

    Raises
    ------
    InputError
        The shares of something do not sum to one (C1).
    """
    _check_all(market, ordered)
    named = [
        [arc.owners for arc in ordered.arcs],
        [_receivers(arc) for arc in ordered.arcs],
        [one.owners for one in ordered.suppliers],
        [one.owners for one in ordered.consumers],
    ]
    owners = {name for shares in named for one in shares for name, _ in one}
    actors = tuple(sorted(owners.union(known)))
    arcs, tariffs, suppliers, consumers = (_matrix(actors, shares) for shares in named)
    return Ownership(
        key=(
            arc_shares(ordered.arcs),
            shares_of(ordered.suppliers),
            shares_of(ordered.consumers),
        ),
        actors=actors,
        arcs=arcs,
        tariffs=tariffs,
        suppliers=suppliers,
        consumers=consumers,
    )


def _check_all(market: str, ordered: Ordered) -> None:
    for kind, records in (
        ("arc", ordered.arcs),
        ("supplier", ordered.suppliers),
        ("consumer", ordered.consumers),
    ):
        for record in records:
            _check(market, f"owners of {kind} '{record.id}'", record.owners)
    for arc in ordered.arcs:
        _check(market, f"receivers of the tariff of arc '{arc.id}'", _receivers(arc))


def share_column(actors: tuple[str, ...], parts: Iterable[tuple[Shares, float]]) -> Floats:
    """Return each actor's share in a whole made of parts with weights that sum to one."""
    column = np.zeros(len(actors))
    for shares, weight in parts:
        for name, share in shares:
            column[actors.index(name)] += share * weight
    return column


def _receivers(arc: Arc) -> Shares:
    return arc.tariff_to or arc.owners


def _matrix(actors: tuple[str, ...], shares: list[Shares]) -> Floats:
    at = {name: position for position, name in enumerate(actors)}
    matrix = np.zeros((len(actors), len(shares)))
    for column, one in enumerate(shares):
        for name, share in one:
            matrix[at[name], column] += share
    return matrix


def _check(market: str, what: str, shares: Shares) -> None:
    total = sum(share for _, share in shares)
    if not abs(total - 1.0) <= TOL_SHARES or any(share < 0 for _, share in shares):
        raise InputError(
            f"shares of the {what} do not sum to one",
            where=f"market '{market}'",
            got=f"{total:.12g} over {len(shares)} actors",
            expected=f"shares from 0 to 1 that sum to 1 within {TOL_SHARES:g}",
            avoided="rents would have been lost or paid twice",
            fix="correct the shares",
        )
