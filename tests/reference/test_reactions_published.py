"""Published numbers on action and reaction, each with a certificate of its own."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from suasion.events import granger, log_likelihood, sweep_lags
from tests.conftest import ROOT

# A public C++ test of the library tick (Hawkes, exponential kernel) prints
# (-LL - d T) / N = 2.9434509731246283 for these events and numbers.
TIMES = (
    (0.31, 0.93, 1.29, 2.32, 4.25),
    (0.12, 1.19, 2.12, 2.41, 3.35, 4.21),
)
HORIZON, BASELINE, EXCITATION, DECAY = 4.25, (1.0, 3.0), ((2.0, 3.0), (4.0, 1.0)), 2.0
PRINTED = 2.9434509731246283
PUBLISHED = -40.87796070437091

SERIES = ROOT.parent / "shared" / "data" / "series" / "israel_palestine_weekly.csv"


def _double_sum() -> float:
    """The log-likelihood from the definition, in Python's own numbers."""
    total = 0.0
    for i, mine in enumerate(TIMES):
        for t in mine:
            past = (
                EXCITATION[i][j] * DECAY * math.exp(-DECAY * (t - s))
                for j, theirs in enumerate(TIMES)
                for s in theirs
                if s < t
            )
            total += math.log(BASELINE[i] + math.fsum(past))
        total -= BASELINE[i] * HORIZON
        for j, theirs in enumerate(TIMES):
            total -= math.fsum(
                EXCITATION[i][j] * (1 - math.exp(-DECAY * (HORIZON - s))) for s in theirs
            )
    return total


@pytest.mark.parametrize("decay", [DECAY, np.full((2, 2), DECAY)], ids=["shared", "by pair"])
def test_hawkes_constant_of_tick_to_12_digits(decay: float | np.ndarray) -> None:
    found = log_likelihood(TIMES, HORIZON, BASELINE, EXCITATION, decay)
    assert found == pytest.approx(PUBLISHED, rel=1e-14, abs=0.0)
    assert (-found - 2 * HORIZON) / 11 == pytest.approx(PRINTED, rel=1e-14, abs=0.0)
    assert found == pytest.approx(_double_sum(), rel=1e-14, abs=0.0)


def _israel_palestine() -> np.ndarray:
    if not SERIES.exists():
        pytest.skip("the shared data folder is absent")
    with Path.open(SERIES) as file:
        return np.array([[float(row["i2p"]), float(row["p2i"])] for row in csv.DictReader(file)])


def _f_by_hand(series: np.ndarray, lags: int, cause: int, effect: int) -> float:
    """The F statistic from two least-squares fits, without the library."""
    rows = len(series) - lags
    past = [series[lags - lag : len(series) - lag] for lag in range(1, lags + 1)]
    own = np.column_stack([np.ones(rows), *(one[:, effect] for one in past)])
    full = np.column_stack([own, *(one[:, cause] for one in past)])
    target = series[lags:, effect]
    short, long = (
        float(np.sum((target - x @ np.linalg.lstsq(x, target, rcond=None)[0]) ** 2))
        for x in (own, full)
    )
    return ((short - long) / lags) / (long / (rows - full.shape[1]))


def test_israel_palestine_at_six_lags() -> None:
    # Weekly Goldstein scores 1979-2003, R package MSBVAR (Brandt), its Granger table at p = 6.
    series = _israel_palestine()
    found = granger(series, 6, ("i2p", "p2i"))
    forward, back = (test.statistic for test in found.tests)
    assert len(series) == 1278
    assert found.means == pytest.approx((-48.0423, -20.4135), abs=5e-5)
    assert forward == pytest.approx(10.9124, abs=5e-5)
    assert back == pytest.approx(17.6310, abs=5e-5)
    assert found.log_likelihood == pytest.approx(-12876.2568, abs=5e-5)
    assert (found.tests[0].cause, found.tests[1].cause) == ("i2p", "p2i")


@pytest.mark.parametrize("lags", [1, 2, 6, 12])
def test_f_equals_two_fits_by_hand(lags: int) -> None:
    series = _israel_palestine()
    found = granger(series, lags)
    for test, (cause, effect) in zip(found.tests, itertools.permutations((0, 1)), strict=True):
        assert test.statistic == pytest.approx(_f_by_hand(series, lags, cause, effect), rel=1e-9)


def test_which_f_is_larger_changes_with_the_lags() -> None:
    found = sweep_lags(_israel_palestine(), [1, 2, 3, 4, 6, 8], ("i2p", "p2i"))
    assert [one.stronger for one in found] == ["i2p"] + ["p2i"] * 5
