"""Records of the tables about deals: what each column holds. Money is in USD per year (C14)."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class BargainTableRow:
    """One bargain: an account's, or that of the shared figures."""

    account: str
    horizon: str
    n_bundles: int
    n_draws: int
    failed_draws: int
    no_deal_probability: float
    no_holding_deal_probability: float
    tension: float
    tension_low: float
    tension_high: float


@frozen(kw_only=True)
class SideTableRow:
    """One side of one bargain."""

    account: str
    actor: str
    no_deal_usd_per_year: float
    no_deal_low: float
    no_deal_high: float
    rupture_loss_usd_per_year: float
    rupture_loss_low: float
    rupture_loss_high: float
    nash_share: float
    nash_share_low: float
    nash_share_high: float
    gives_usd_per_year: float
    gives_low: float
    gives_high: float
    gives_more_share: float
    concedes_first_share: float


@frozen(kw_only=True)
class SolutionTableRow:
    """One solution of one bargain."""

    account: str
    item: str
    concept: str
    must_hold: bool
    options: tuple[str, ...]
    same_share: float


@frozen(kw_only=True)
class OptionTableRow:
    """One change taken alone, and what it would take to have it."""

    account: str
    item: str
    issue: str
    title: str
    passes: float
    linked: float
    paid: float
    blocked: float
    shut: float
    agreed: float
    payment_usd_per_year: float
    payment_low: float
    payment_high: float
    loser: str
    sweetener: tuple[str, ...]
    sweetener_share: float
    breaker: str
    notice_within_days: float
    statements: tuple[str, ...]


@frozen(kw_only=True)
class LinkTableRow:
    """One quid pro quo."""

    account: str
    item: str
    probability: float
    passes: float
    holds: float
    on_central: bool


@frozen(kw_only=True)
class BundleTableRow:
    """One bundle worth a look, on the central figures."""

    account: str
    item: str
    place: int
    """By falling joint gain, from 1."""
    joint_usd_per_year: float
    holds: bool
    breaker: str
    third_gainers: tuple[str, ...]
    third_losers: tuple[str, ...]
    roles: tuple[str, ...]


@frozen(kw_only=True)
class GainTableRow:
    """What one actor gains from one thing."""

    account: str
    kind: str
    """solution, option, exchange or bundle."""
    item: str
    actor: str
    is_side: bool
    gain_usd_per_year: float
    low: float
    high: float


@frozen(kw_only=True)
class DriverTableRow:
    """One figure that goes with one outcome over the draws."""

    account: str
    outcome: str
    figure: str
    correlation: float
    standard_error: float
