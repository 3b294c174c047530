"""Rows of the answer about what to look at next."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class LookRow:
    """What one observation is expected to tell."""

    observation: str
    title: str
    observable: str
    expected_reduction: float
    """In the unit of the answer, less what comes by chance."""
    low: float
    high: float
    share: float | None
    """Of the uncertainty there is; None where there is none."""
    by_chance: float
    expected_posterior: float | None
    """Of the account that is right, from 1/n; only where the question is `account`."""
    by_account: tuple[tuple[str, float | None], ...]
    """Probability of yes, or mean of the number, under each account."""
    not_seen: float
    """Share of paths on which nothing can be said."""
    statements: tuple[str, ...]
    note: str


@frozen(kw_only=True)
class LookAnswer:
    """Observations ranked by what they would tell about a question."""

    case: str
    as_of: str
    question: str
    unit: str
    """bits, or variance of the outcome."""
    prior: float
    """Uncertainty before anything is looked at."""
    accounts: tuple[str, ...]
    days: int
    n_draws: int
    n_paths: int
    failed_draws: int
    seed: int
    observations: tuple[LookRow, ...]
    notes: tuple[str, ...]
