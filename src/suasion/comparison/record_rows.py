"""Rows of the answer about the record: tidy, one finding a row; logs are natural."""

from __future__ import annotations

from attrs import frozen

from suasion.comparison.hindcast_rows import HindcastAnswer


@frozen(kw_only=True)
class ClusterRow:
    """Acts of the record that follow on one another."""

    cluster: int
    """From 1."""
    begin: str
    end: str
    n_acts: int
    events: str
    """Ids, separated by semicolons."""


@frozen(kw_only=True)
class FitRow:
    """How likely a part of the record is under one account or baseline."""

    account: str
    part: str
    """whole; cluster N; before its text; after its text. Given all that lies before the part."""
    n_acts: int
    log_likelihood: float | None
    low: float | None
    high: float | None
    """90 % over draws drawn again; too narrow where few draws carry the mean."""
    effective_draws: float | None
    """None for a baseline."""


@frozen(kw_only=True)
class DifferenceRow:
    """Log-likelihood of one account less that of another, in one variant of the record."""

    first: str
    second: str
    coding: str
    left_out: str
    """The cluster that is left out; empty: none."""
    difference: float
    low: float
    high: float


@frozen(kw_only=True)
class VerdictRow:
    """Whether the record tells two accounts apart."""

    first: str
    second: str
    verdict: str
    """`not distinguishable`, or `NAME fits better`."""
    difference: float
    low: float
    high: float
    lowest: float
    """Lowest lower end over all codings and left-out clusters."""
    highest: float
    shuffled_low: float
    """Range of the difference over records with shuffled dates."""
    shuffled_high: float
    after_texts: float | None
    """Difference over the days after the later of the two texts; None without acts then."""
    effective_draws: float | None
    """The lesser of the two."""
    reason: str


@frozen(kw_only=True)
class RecoveryRow:
    """How often the account that made a simulated record fits it best."""

    account: str
    records: int
    won: int
    by_chance: float
    """Share of wins if the record told nothing."""
    low: float
    high: float
    """90 % interval of the share (Wilson)."""


@frozen(kw_only=True)
class RecordAnswer:
    """What the record says about the accounts."""

    case: str
    as_of: str
    begin: str
    end: str
    n_acts: int
    n_given: int
    copies: int
    """Rows left out since they report what another row reports."""
    n_draws: int
    failed_draws: int
    seed: int
    clusters: tuple[ClusterRow, ...]
    fits: tuple[FitRow, ...]
    differences: tuple[DifferenceRow, ...]
    verdicts: tuple[VerdictRow, ...]
    verdict: str
    """Over all accounts together."""
    recovery: tuple[RecoveryRow, ...]
    recovery_rate: float | None
    """Share of simulated records that their own account fits best; None if none was simulated."""
    hindcasts: HindcastAnswer | None
    """None where none was asked for."""
    notes: tuple[str, ...]
