"""A market: one commodity on a network of nodes and arcs, in plain numbers.

Records hold data and invariants only. Figures are already drawn: uncertain quantities
live in the case (`suasion.cases`), one draw of them lives here. Amounts are in the
market's unit per year, unit values in million US dollars per unit, so that a product
of the two is million US dollars per year.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

Shares = tuple[tuple[str, float], ...]
"""Owners with their shares, summing to one, sorted by actor."""


@frozen(kw_only=True)
class Node:
    """A place where flows meet; lies on the territory of one actor."""

    id: str
    actor: str


@frozen(kw_only=True)
class Arc:
    """A directed connection with a capacity over all labels."""

    id: str
    tail: str
    head: str
    capacity: float
    """Usable capacity, unit/yr: the technical one, lowered by policy where a limit holds."""
    cost: float = 0.0
    """Real unit cost, MUSD/unit."""
    tariff: float = 0.0
    """Charge above real cost, MUSD/unit: a transfer to `tariff_to`."""
    tariff_to: Shares = ()
    owners: Shares
    """Who earns the scarcity rent of the capacity."""
    consent: tuple[str, ...] = ()
    """Actors that must all agree; each can close the arc."""
    labels: frozenset[str] | None = None
    """Labels it may carry; None: all."""
    closed_labels: frozenset[str] = frozenset()
    """Labels that are shut out by withholding; a closure aimed at a target."""
    length_km: float = 0.0
    group: str = ""
    is_limited: bool = False
    """Whether policy, not the pipe or the rails, sets the capacity."""
    stands: bool = True
    """False for an arc of a build that is not made: it keeps its place with no capacity."""


@frozen(kw_only=True)
class Supplier:
    """A source of one label with rising cost steps (unit/yr, MUSD/unit)."""

    id: str
    node: str
    label: str
    owners: Shares
    steps: tuple[tuple[float, float], ...]

    @property
    def capacity(self) -> float:
        """Return what all steps together can supply, unit/yr."""
        return sum(size for size, _ in self.steps)


@frozen(kw_only=True)
class Consumer:
    """A sink with falling willingness to pay (unit/yr, MUSD/unit)."""

    id: str
    node: str
    owners: Shares
    steps: tuple[tuple[float, float], ...]
    accepts: frozenset[str] | None = None
    """Labels it can use; None: all."""
    refuses: frozenset[str] = frozenset()
    """Labels it refuses by policy."""
    reference: float = 0.0
    """Consumption at the reference price, unit/yr."""


@frozen(kw_only=True)
class Contract:
    """A volume that a supplier owes a consumer, at a price; shortfall is priced."""

    id: str
    supplier: str
    consumer: str
    volume: float
    price: float
    shortfall_price: float


@frozen(kw_only=True)
class Market:
    """One commodity's network with its owners; the input of `suasion.flows`."""

    name: str
    unit: str
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    suppliers: tuple[Supplier, ...]
    consumers: tuple[Consumer, ...]
    contracts: tuple[Contract, ...] = ()
    origin_rule: str = "label"
    """label | contract | net-export; see docs/explanation/origin-rules."""
    refusing: Mapping[str, frozenset[str]] = field(factory=dict)
    """For each consumer with a ban under the origin rule: the labels it bans."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels that suppliers offer, sorted."""
        return tuple(sorted({supplier.label for supplier in self.suppliers}))
