"""What a search for breaks returns: regimes, breaks, and the numbers it used."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Regime:
    """One stretch with one level and one spread; places are positions in the series."""

    start: int
    stop: int
    """First place behind the regime."""
    n: int
    """Periods in it that have a value."""
    level: float
    """Mean, in the unit of the series."""
    low: float
    high: float
    """90 % interval of the level, persistence included."""
    spread: float
    """Standard deviation about the level."""


@frozen(kw_only=True)
class Break:
    """One change of level, or of spread where the levels hardly differ (values only)."""

    place: int
    """First place of the new regime."""
    low: int
    high: int
    """90 % interval of that place, the neighbouring breaks held fixed."""
    before: float
    after: float
    strength: float
    """By how much the break lowers -2 log L, in penalties; 1 is just enough."""


@frozen(kw_only=True)
class Regimes:
    """What was found in one series, and with which numbers."""

    family: str
    """negative binomial | Poisson | normal | none (too short or constant)."""
    breaks: tuple[Break, ...]
    regimes: tuple[Regime, ...]
    penalty: float
    """What a break must lower -2 log L by; persistence included."""
    persistence: float
    scale: float
    """Robust standard deviation of all values, or r of the negative binomial (counts)."""
    min_length: int
    n: int
    """Periods with a value."""
    note: str = ""
