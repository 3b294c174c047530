"""Breaks on simulated series at stated rates, and at known days of the record.

Seeds are fixed, so the tests are exact; the rates in the docs come from longer runs of the
same simulations. A rate of k in n that is truly p fails these bounds with probability below
1e-4 (binomial).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from suasion.events.plain_series import read_series
from suasion.events.regime_records import Regimes
from suasion.events.regimes import find_count_regimes, find_value_regimes
from suasion.events.series_description import describe_series

Draw = Callable[[np.random.Generator, int], np.ndarray]


def _counts(mean: float, size: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> np.ndarray:
        rates = random.gamma(size, mean / size, n) if math.isfinite(size) else np.full(n, mean)
        return random.poisson(rates).astype(float)

    return draw


def _persistent(p: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> np.ndarray:
        noise = random.normal(size=n + 50)
        for at in range(1, len(noise)):
            noise[at] += p * noise[at - 1]
        return noise[50:] * math.sqrt(1.0 - p * p)

    return draw


def _heavy(random: np.random.Generator, n: int) -> np.ndarray:
    return random.standard_t(3, n)


@pytest.mark.parametrize(
    ("draw", "find"),
    [
        (_counts(0.3, math.inf), find_count_regimes),
        (_counts(2.0, 1.0), find_count_regimes),
        (_counts(20.0, 3.0), find_count_regimes),
        (_persistent(0.0), find_value_regimes),
        (_persistent(0.3), find_value_regimes),
        (_heavy, find_value_regimes),
    ],
)
def test_no_break_is_found_in_at_least_19_of_20_series_without_one(
    draw: Draw, find: Callable[[np.ndarray], Regimes]
) -> None:
    random = np.random.default_rng(11)
    alarms = sum(bool(find(draw(random, 150)).breaks) for _ in range(60))
    assert alarms <= 3


@pytest.mark.parametrize(
    ("before", "after", "find"),
    [
        (_counts(2.0, math.inf), _counts(6.0, math.inf), find_count_regimes),
        (_counts(10.0, 5.0), _counts(20.0, 5.0), find_count_regimes),
        (_persistent(0.0), lambda r, n: _persistent(0.0)(r, n) + 2.0, find_value_regimes),
    ],
)
def test_a_break_is_found_within_five_periods_and_its_interval_holds_it(
    before: Draw, after: Draw, find: Callable[[np.ndarray], Regimes]
) -> None:
    random = np.random.default_rng(12)
    found = [find(np.concatenate([before(random, 120), after(random, 80)])) for _ in range(60)]
    near = sum(any(abs(b.place - 120) <= 5 for b in one.breaks) for one in found)
    held = sum(any(b.low <= 120 <= b.high for b in one.breaks) for one in found)
    assert near >= 51  # 85 %
    assert held >= 51  # of intervals that claim 90 %
    assert sum(len(one.breaks) == 1 for one in found) >= 54


def _breaks(path: Path, column: str) -> list[tuple[date, date, date]]:
    answer = describe_series(read_series(path, (column,)))
    rows = answer.breaks.filter(pl.col("event_class") == column)
    return rows.select("day", "low", "high").rows()


def _holds(breaks: list[tuple[date, date, date]], day: date, slack_days: int) -> bool:
    return any(abs((found - day).days) <= slack_days for found, _, _ in breaks)


def test_known_days_are_breaks_of_the_israel_palestine_series(shared_folder: Path) -> None:
    path = shared_folder / "data" / "series" / "israel_palestine_weekly.csv"
    if not path.is_file():
        pytest.skip("the series is not in shared/")
    breaks = _breaks(path, "i2p")
    assert _holds(breaks, date(1982, 6, 6), 0)  # the war in Lebanon
    assert _holds(breaks, date(1987, 12, 9), 7)  # first intifada
    assert _holds(breaks, date(2000, 9, 28), 28)  # second intifada
    assert len(breaks) <= 14


def test_known_days_are_breaks_of_the_russia_azerbaijan_series(shared_folder: Path) -> None:
    path = shared_folder / "data" / "series" / "gdelt_rus_aze_daily.csv"
    if not path.is_file():
        pytest.skip("the series is not in shared/")
    breaks = _breaks(path, "score")
    assert _holds(breaks, date(2020, 9, 27), 2)  # the Karabakh war: news of both, not of a quarrel
    assert _holds(breaks, date(2023, 9, 19), 2)
    assert len(breaks) <= 10
