"""A lever: what one actor can withhold from another, and by which instrument."""

from __future__ import annotations

from attrs import frozen

INSTRUMENTS = ("close", "limit", "tax", "tie")


@frozen(kw_only=True)
class Lever:
    """A named way of withholding. Items name arcs, groups of arcs, suppliers or contracts."""

    id: str
    title: str
    sender: str
    target: str
    market: str | None
    instrument: str
    items: tuple[tuple[str, str], ...] = ()
    """Pairs (kind, id), kind one of arcs, groups, suppliers, contracts."""
    labels: frozenset[str] | None = None
    """Labels it is aimed at; None: all."""
    strength: float = 1.0
    """Share of capacity or of the tie withheld, 0..1."""
    tax: float = 0.0
    """Charge per unit, MUSD/unit, for the instrument tax."""
    tie: str | None = None
    overlaps: tuple[str, ...] = ()
    """Levers that take away the same thing by another valuation; never counted together."""
    horizons: tuple[str, ...] = ("day", "season", "years")
