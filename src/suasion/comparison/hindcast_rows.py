"""Rows of hindcasts: what was expected on a day, and what the record holds after it."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class CountRow:
    """Acts of one class by one side within some days."""

    day: str
    account: str
    """An account, `shared`, `climatology` or `persistence`."""
    days: int
    side: str
    act_class: str
    expected: float
    low: float
    high: float
    """90 % of the forecast."""
    observed: int | None
    """None where the record does not reach so far."""
    log_score: float | None
    """Minus the log of the chance given to what came; lower is better."""


@frozen(kw_only=True)
class DeedRow:
    """Whether there is a deed of a sign within some days."""

    day: str
    account: str
    days: int
    deed: str
    """`hostile` or `friendly`: a material act of one side towards the other."""
    probability: float
    standard_error: float | None
    """Over draws; None for a baseline."""
    observed: bool | None
    brier: float | None
    log_score: float | None


@frozen(kw_only=True)
class ScoreRow:
    """Mean scores of one forecaster over the forecasts that could be scored."""

    account: str
    n_counts: int
    count_log_score: float | None
    n_deeds: int
    brier: float | None
    deed_log_score: float | None


@frozen(kw_only=True)
class HindcastAnswer:
    """Hindcasts from some days."""

    case: str
    record_until: str
    counts: tuple[CountRow, ...]
    deeds: tuple[DeedRow, ...]
    scores: tuple[ScoreRow, ...]
    """Each over its own days: compare only those that were known on the same ones."""
    notes: tuple[str, ...]
