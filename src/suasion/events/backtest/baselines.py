"""Baselines: climatology, persistence, recurrence and season, all from past periods alone.

Each takes whole past periods, so that counts and intensities of all classes keep their ties.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.events.backtest.forecaster import Floats, History, Paths, refuse_short
from suasion.events.periods import next_first_day

RECENT = {"day": 28, "week": 13, "month": 6, "year": 3}
"""Periods that count as recent."""
YEAR_DAYS = 365.25
EDGE_DAYS = 3.0
"""By how much the same day of an earlier year may lie before the first period."""
SEASON_PERIODS = 2
"""Half-width of the window about the same time of an earlier year."""
LEAST_PERIODS = 8
"""Fewest periods that a distribution is made of."""
LEAST_YEARS = 2.0


@frozen(kw_only=True, eq=False)
class Resampled:
    """Paths whose every period is a past one, drawn from a pool of its own."""

    history: History
    pools: tuple[npt.NDArray[np.int64], ...]
    """Past periods by step ahead; the last pool serves all later steps."""

    def sample(self, steps: int, draws: int, generator: np.random.Generator) -> Paths:
        """Return paths; periods are drawn independently of one another."""
        chosen = np.empty((draws, steps), dtype=np.int64)
        for step in range(steps):
            pool = self.pools[min(step, len(self.pools) - 1)]
            chosen[:, step] = pool[generator.integers(0, len(pool), draws)]
        members = min(len(pool) for pool in self.pools[:steps])
        counts, sums = self.history.counts[chosen], self.history.sums[chosen]
        return Paths(counts=counts, sums=sums, members=members)


@frozen(kw_only=True)
class Climatology:
    """Every coming period is like any past one."""

    name: str = "climatology"
    is_baseline: bool = True

    def fit(self, history: History) -> Resampled:
        """Return draws from all past periods; `ComputationError` below 8 of them."""
        n = len(history.counts)
        if n < LEAST_PERIODS:
            raise refuse_short(self.name, n, LEAST_PERIODS, history.by)
        return Resampled(history=history, pools=(np.arange(n),))


@frozen(kw_only=True)
class Recurrence:
    """The recent rate recurs: every coming period is like one of the last quarter.

    Recent: 28 days, 13 weeks, 6 months or 3 years; never fewer than 3 periods.
    """

    name: str = "recurrence"
    is_baseline: bool = True

    def fit(self, history: History) -> Resampled:
        """Return draws from the recent periods; `ComputationError` below 8 periods in all."""
        n = len(history.counts)
        if n < LEAST_PERIODS:
            raise refuse_short(self.name, n, LEAST_PERIODS, history.by)
        return Resampled(history=history, pools=(np.arange(n - RECENT[history.by], n),))


@frozen(kw_only=True)
class Season:
    """The same time of year recurs: within two periods of the same day of earlier years."""

    name: str = "season"
    is_baseline: bool = True

    def fit(self, history: History) -> Resampled:
        """Return draws by step ahead; `ComputationError` below two years."""
        starts = history.starts
        years = (history.origin - starts[0]).days / YEAR_DAYS if starts else 0.0
        if years < LEAST_YEARS or history.by == "year":
            per_year = {"day": 365, "week": 52, "month": 12, "year": 1}[history.by]
            needed = round(LEAST_YEARS * per_year)
            raise refuse_short(self.name, len(starts), needed, history.by)
        days = np.array([(start - starts[0]).days for start in starts], dtype=float)
        pools = []
        for step in range(_periods_of_a_year(history.by)):
            target = next_first_day(history.origin, history.by, step)
            pools.append(_same_season(days, float((target - starts[0]).days)))
        return Resampled(history=history, pools=tuple(pools))


@frozen(kw_only=True, eq=False)
class Changed:
    """Paths that add past changes to the last period."""

    history: History

    def sample(self, steps: int, draws: int, generator: np.random.Generator) -> Paths:
        """Return paths: the last period plus what followed a past period, counts at least 0."""
        n = len(self.history.counts)
        if n < steps + LEAST_PERIODS:
            raise refuse_short("persistence", n, steps + LEAST_PERIODS, self.history.by)
        first = generator.integers(0, n - steps, draws)
        ahead = first[:, None] + np.arange(1, steps + 1)[None, :]
        counts = self._carried(self.history.counts, first, ahead)
        sums = self._carried(self.history.sums, first, ahead)
        return Paths(counts=np.maximum(counts, 0.0), sums=sums, members=n - steps)

    def _carried(
        self, series: Floats, first: npt.NDArray[np.int64], ahead: npt.NDArray[np.int64]
    ) -> Floats:
        changed: Floats = series[-1] + series[ahead] - series[first][:, None, :]
        return changed


@frozen(kw_only=True)
class Persistence:
    """The last period goes on: it plus the change that followed some past period.

    Model
        y[t+k] = max(0, y[t] + y[s+k] - y[s]), s a past period drawn once for a path.
    """

    name: str = "persistence"
    is_baseline: bool = True

    def fit(self, history: History) -> Changed:
        """Return draws of past changes; too few periods are found when paths are drawn."""
        return Changed(history=history)


def _periods_of_a_year(by: str) -> int:
    return {"day": 366, "week": 53, "month": 12, "year": 1}[by]


def _same_season(days: Floats, target: float) -> npt.NDArray[np.int64]:
    """Return the past periods nearest to the target in each earlier year, and their neighbours."""
    found: list[int] = []
    back = 1
    while target - back * YEAR_DAYS >= days[0] - EDGE_DAYS:
        nearest = int(np.argmin(np.abs(days - (target - back * YEAR_DAYS))))
        low, high = nearest - SEASON_PERIODS, nearest + SEASON_PERIODS
        found += range(max(low, 0), min(high, len(days) - 1) + 1)
        back += 1
    return np.array(sorted(found), dtype=np.int64)


BASELINES = (Climatology(), Persistence(), Recurrence(), Season())
"""What a model has to beat."""
