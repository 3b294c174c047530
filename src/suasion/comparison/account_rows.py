"""Rows of the comparison of accounts."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class AccountResultRow:
    """One result under one account."""

    account: str
    """Empty: the shared figures."""
    part: str
    """leverage, deals or outlook."""
    result: str
    measure: str
    value: float
    low: float
    """5 % of the draws lie below."""
    high: float
    standard_error: float
    """Of the mean over draws; NaN where the value is not a mean."""


@frozen(kw_only=True)
class AttributionRow:
    """What one group of figures adds to the difference of one result between two accounts."""

    first: str
    second: str
    """The difference is the second account's result less the first's."""
    result: str
    difference: float
    difference_low: float
    difference_high: float
    difference_error: float
    """Standard error of the difference; shares rest on the same draws, so theirs do not give it."""
    group: str
    share: float
    """In the unit of the result; shares of all groups add up to the difference."""
    low: float
    high: float
    standard_error: float
    lowest: float
    """Least that the group adds, whatever the others are at; mean over draws."""
    highest: float
    draws: int
    paths: int


@frozen(kw_only=True)
class PartingRow:
    """Where two accounts part, in a sentence."""

    first: str
    second: str
    result: str
    difference: float
    standard_error: float
    sentence: str


@frozen(kw_only=True)
class FlipRow:
    """The nearest change of one figure that turns a conclusion round."""

    result: str
    value: float
    threshold: float
    figure: str
    title: str
    now: float
    flips_at: float
    """Value at which the result crosses the threshold; NaN where no value in its range does."""
    share_of_interval: float
    """Distance as a share of the figure's 90 % interval; NaN where none."""
    at_flip: float
    """The result there."""
