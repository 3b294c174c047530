"""What a forecaster is: from what was known on a day to simulated paths of the next periods."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from suasion.errors import ComputationError
from suasion.events.dyads import Dyad

Floats = npt.NDArray[np.float64]
N_CLASSES = 4
"""Columns of counts and sums, in the order of `suasion.events.series.CLASSES`."""


@frozen(kw_only=True, eq=False)
class History:
    """All that a forecaster may see on a day: whole periods and events before it (C4)."""

    origin: date
    """First day that is not known: the first day of the first period to forecast."""
    by: str
    starts: tuple[date, ...]
    """First days of the whole periods before the origin."""
    counts: Floats
    """Events by period and class, shape (periods, 4)."""
    sums: Floats
    """Sums of intensity by period and class, shape (periods, 4)."""
    intensities: tuple[Floats, ...]
    """Intensities of the single events before the origin, by class."""
    events: pl.DataFrame
    """The events before the origin, those of the reverse direction too."""
    dyad: Dyad | None
    directions: tuple[tuple[str, str], ...]
    """Source and target of what is forecast; empty for a whole stream."""


@frozen(kw_only=True, eq=False)
class Paths:
    """Simulated futures: draws of the next periods, whole paths each."""

    counts: Floats
    """Shape (draws, periods, 4)."""
    sums: Floats
    """Shape (draws, periods, 4)."""
    members: int | None = None
    """Different past periods that every draw comes from; None: each draw is new. The log score
    smooths a distribution that rests on so few."""


class Predictive(Protocol):
    """A fitted forecaster: a distribution to draw paths from."""

    def sample(self, steps: int, draws: int, generator: np.random.Generator) -> Paths:
        """Return paths of the periods after the origin."""
        ...


class Forecaster(Protocol):
    """One way to forecast; pure: the same history gives the same predictive distribution."""

    @property
    def name(self) -> str:
        """Return its name in tables."""
        ...

    @property
    def is_baseline(self) -> bool:
        """Return whether models are compared with it."""
        ...

    def fit(self, history: History) -> Predictive:
        """Return the predictive distribution; `ComputationError` where it has too little."""
        ...


def refuse_short(name: str, got: int, needed: int, by: str) -> ComputationError:
    """Return the error of a forecaster that has seen too few periods.

    Examples
    --------
    >>> print(refuse_short("season", 30, 104, "week").problem)
    season: too few weeks
    """
    return ComputationError(
        f"{name}: too few {by}s",
        where="suasion events backtest",
        got=f"{got} whole {by}s before the origin",
        expected=f"at least {needed}",
        fix="begin later, with --origin-from",
    )
