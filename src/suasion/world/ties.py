"""A tie: what two states exchange outside any network (imports, exports, remittances, arms).

Figures are already drawn for one horizon. Values are million US dollars per year.
"""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Tie:
    """One flow of value that a sender can cut and a target would miss."""

    id: str
    kind: str
    """imports | critical_input | exports | remittances | arms: the formula that values it."""
    sender: str
    target: str
    value: float
    """What passes in a year, MUSD/yr."""
    share: float | None
    """Share of the target's total in the category, 0..1."""
    base: float
    """Expenditure or sales that the share is of, MUSD/yr."""
    elasticity: float
    """Elasticity of substitution, or the share that finds another outlet, at the horizon."""
    discount: float = 0.0
    """Price discount on what finds another outlet, 0..1."""
    margin: float = 1.0
    """Share of value that is income to the target, 0..1."""
    sender_margin: float = 0.0
    """Share of value that the sender loses with it, 0..1, where there is no mirror."""
    mirror: str | None = None
    """Tie that values what the sender loses: the same goods seen from its side."""
