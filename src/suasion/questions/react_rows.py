"""Rows of the answer about reactions; times in days, rates in events per day."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen(kw_only=True)
class Estimate:
    """A number with its 90 % interval; NaN where the data do not identify it."""

    value: float
    low: float
    high: float


@frozen(kw_only=True)
class AnswerRow:
    """How acts of one kind answer acts of another."""

    receiver: str
    """Who acts, and how: `AZE>RUS conflict`."""
    sender: str
    """What it answers."""
    excitation: Estimate
    """Acts that one act of the sender brings forth directly."""
    share: float
    """Share of the receiver's acts that the model ascribes to the sender, 0..1."""
    verdict: str


@frozen(kw_only=True)
class RateRow:
    """Acts of one kind that answer nothing, per day."""

    kind: str
    n_events: int
    baseline: Estimate


@frozen(kw_only=True)
class ResidualRow:
    """The time-rescaling test of one kind of act."""

    kind: str
    n: int
    distance: float
    """Kolmogorov-Smirnov distance to Exp(1)."""
    p_value: float


@frozen(kw_only=True)
class LagRow:
    """Granger tests between the weekly net intensities at one number of lags."""

    lags: int
    cause: str
    effect: str
    f: float
    p_value: float
    n_weeks: int


@frozen(kw_only=True)
class VariantRow:
    """One finding under one choice of source, scale, marks, lags or period."""

    test: str
    """`reaction` or `autoregression`."""
    source: str
    scale: str
    marks: str
    lags: int
    """Weeks of the autoregression; 0 for a reaction."""
    period: str
    receiver: str
    sender: str
    found: str
    """`yes`, `no`, or `refused`: whether the receiver's acts follow the sender's."""
    value: float
    """Excitation, or F."""


@frozen(kw_only=True)
class AfterRow:
    """What the model expects beyond the rest after one hypothetical act."""

    act: str
    kind: str
    days: int
    expected: Estimate


@frozen(kw_only=True)
class ReactAnswer:
    """Who reacts to whom, how strongly, within how many days, with its tests; or a refusal."""

    source: str
    dyad: str
    scale: str
    marks: str
    since: str
    until: str
    n_events: int
    account: Mapping[str, object]
    """Rows in, rows out, rows dropped by reason."""
    refused: tuple[str, ...]
    """Why the data cannot identify the model; empty where they do."""
    n_events_needed: int
    """Events that would be needed; 0 where it is not refused."""
    needed_basis: str
    refused_share: float
    """Share of draws of the uncertain days in which it is refused; NaN where days are exact."""
    half_life_days: Estimate
    branching: Estimate
    """Spectral radius: below 1 answers die out."""
    log_likelihood: float
    log_likelihood_constant_rates: float
    residuals_passed: bool
    residual_method: str
    answers: tuple[AnswerRow, ...]
    rates: tuple[RateRow, ...]
    residuals: tuple[ResidualRow, ...]
    residual_points: Mapping[str, tuple[tuple[float, float], ...]]
    """Points of the QQ plot by kind: expected and observed."""
    lags: tuple[LagRow, ...]
    variants: tuple[VariantRow, ...]
    summary: tuple[str, ...]
    """The robustness table in words."""
    after: tuple[AfterRow, ...]
    caveat: str
    notes: tuple[str, ...]
