"""Rows of the answer about deals; money in USD per year of the case's currency year."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from suasion.questions.deal_drivers import DriverRow


@frozen(kw_only=True)
class Span:
    """A central value with its 90 % interval over the draws."""

    central: float
    low: float
    high: float


@frozen(kw_only=True)
class SideRow:
    """One side of the table."""

    actor: str
    no_deal: Span
    """Value of no deal: what the danger of a rupture costs, USD per year."""
    rupture_loss: Span
    """What it would lose in a rupture, as it sees it, USD per year."""
    nash_share: Span
    """Its gain at the Nash solution over the most it could get from a deal, 0..1."""
    gives: Span
    """What it gives at the Nash solution: its stakes below zero, USD per year."""
    gives_more: float
    """Share of draws with a deal in which it gives more than the other, 0..1."""
    concedes_first: float
    """Share of draws with a deal in which its risk limit (Zeuthen) is the smaller one, 0..1."""


@frozen(kw_only=True)
class SolutionRow:
    """One solution concept, over all accepted bundles or over those that hold too."""

    concept: str
    must_hold: bool
    options: tuple[str, ...]
    """What changes, on the central figures; none where there is no deal."""
    gains: Mapping[str, Span]
    same_share: float
    """Share of draws with a deal whose solution is this very bundle, 0..1."""


@frozen(kw_only=True)
class OptionRow:
    """One option other than what holds, taken alone, and what it would take to have it."""

    option: str
    issue: str
    title: str
    gains: Mapping[str, Span]
    """Gain of each side from this change alone."""
    thirds: Mapping[str, Span]
    """Stakes of actors outside the dyad."""
    passes: float
    """Probability that both prefer it alone, 0..1."""
    linked: float
    """Probability that it passes only with another change."""
    paid: float
    """Probability that nothing small makes it pass, but money would."""
    blocked: float
    """Probability that neither does."""
    shut: float
    """Probability that somebody outside the dyad refuses it; part of the other three."""
    agreed: float
    """Share of draws whose Nash solution contains it."""
    payment: Span
    """What the losers would have to be paid, USD per year; 0 where it passes."""
    loser: str
    """Who most often loses by it alone; empty where nobody does in half of the draws."""
    sweetener: tuple[str, ...]
    """What most often makes it pass where it does not alone."""
    sweetener_share: float
    """Share of the draws in which it is that sweetener, of those in which there is one."""
    breaker: str
    """Who most often would break it; empty if it mostly holds."""
    notice_within_days: float
    """How soon a breach must be noticed to deter it, median over the draws in which it pays; NaN
    where it never does."""
    statements: tuple[str, ...]


@frozen(kw_only=True)
class LinkRow:
    """A quid pro quo: changes that pass together while no part of them does."""

    options: tuple[str, ...]
    gains: Mapping[str, Span]
    probability: float
    """Share of draws in which it is a quid pro quo."""
    passes: float
    """Share of draws in which both prefer it, parts that pass included."""
    holds: float
    """Share of those in which neither side would break it."""
    on_central: bool


@frozen(kw_only=True)
class BundleRow:
    """One bundle on the central figures."""

    options: tuple[str, ...]
    gains: Mapping[str, float]
    joint: float
    holds: bool
    breaker: str
    """Who would break which promise: `ACTOR: option`; empty where it holds."""
    third_gainers: tuple[str, ...]
    third_losers: tuple[str, ...]
    roles: tuple[str, ...]
    """frontier, quid pro quo, alone, or the names of solutions."""


@frozen(kw_only=True)
class DealAnswer:
    """Which deals both would take, which would hold, and what others would take."""

    case: str
    as_of: str
    account: str
    """Empty: the figures that all accounts share."""
    horizon: str
    n_bundles: int
    n_draws: int
    failed_draws: int
    no_deal_probability: float
    """Share of draws in which no bundle is better for both than no deal."""
    no_holding_deal_probability: float
    """Share of draws in which none of those would be kept by both."""
    tension: Span
    """Tension that no deal is judged at: today's and what the outlook adds to it."""
    tension_ahead: Span
    """What the outlook adds: how far the time ahead without a deal is tenser than today."""
    days_ahead: int
    """Days that the outlook looks ahead."""
    sides: tuple[SideRow, ...]
    solutions: tuple[SolutionRow, ...]
    options: tuple[OptionRow, ...]
    links: tuple[LinkRow, ...]
    bundles: tuple[BundleRow, ...]
    """The frontier, solutions, quid pro quos and what passes alone, by falling joint gain."""
    drivers: tuple[DriverRow, ...]
    titles: Mapping[str, str]
    """Title of each option."""
