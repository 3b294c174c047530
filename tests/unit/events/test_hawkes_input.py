"""Bad input of the reaction model is refused with the place and the value, never a traceback."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
import pytest

from suasion.errors import InputError
from suasion.events import (
    after_act,
    fit_pooled,
    fit_reaction,
    forecast,
    granger,
    log_likelihood,
    observe,
    observe_stream,
    shock_series,
    simulate_days,
    simulate_times,
    sweep_lags,
)
from suasion.events.stream import stream_from_rows
from suasion.streams import Streams

NAN = math.nan
GOOD = ([1.0, 2.0], [1.5])
MU, A = [0.5, 0.5], [[0.1, 0.1], [0.1, 0.1]]
ROWS = [
    {
        "day": date(2020, 1, 1 + k),
        "source": "RUS",
        "target": "AZE",
        "code": "112",
        "event_class": "verbal_conflict",
    }
    for k in range(3)
]


def _likelihood(**changed: object) -> float:
    given = {
        "times": GOOD,
        "horizon": 3.0,
        "baseline": MU,
        "excitation": A,
        "decay": 1.0,
        **changed,
    }
    return log_likelihood(**given)  # type: ignore[arg-type]


def _refused_fit() -> object:
    return fit_reaction([[0, 3], [1, 5]], 10)


NOISE = np.sin(np.arange(60.0)[:, None] * [1.0, 1.7])
REFUSED: dict[str, Callable[[], object]] = {
    "times unsorted": lambda: _likelihood(times=([2.0, 1.0], [1.5])),
    "time NaN": lambda: _likelihood(times=([1.0, NAN], [1.5])),
    "time infinite": lambda: _likelihood(times=([1.0, math.inf], [1.5])),
    "time below 0": lambda: _likelihood(times=([-0.1, 1.0], [1.5])),
    "time after the horizon": lambda: _likelihood(times=([1.0, 3.1], [1.5])),
    "times are texts": lambda: _likelihood(times=(["a"], [1.5])),
    "times not flat": lambda: _likelihood(times=([[1.0]], [1.5])),
    "no dimension": lambda: _likelihood(times=()),
    "horizon negative": lambda: _likelihood(horizon=-1.0),
    "horizon 0": lambda: _likelihood(horizon=0.0),
    "horizon NaN": lambda: _likelihood(horizon=NAN),
    "horizon a text": lambda: _likelihood(horizon="3"),
    "decay 0": lambda: _likelihood(decay=0.0),
    "decay NaN": lambda: _likelihood(decay=NAN),
    "a decay of a pair 0": lambda: _likelihood(decay=[[1.0, 0.0], [1.0, 1.0]]),
    "decays of the wrong shape": lambda: _likelihood(decay=[1.0, 1.0]),
    "baseline negative": lambda: _likelihood(baseline=[-0.1, 0.5]),
    "baseline of the wrong shape": lambda: _likelihood(baseline=[0.5]),
    "excitation negative": lambda: _likelihood(excitation=[[0.1, -0.1], [0.1, 0.1]]),
    "excitation NaN": lambda: _likelihood(excitation=[[0.1, NAN], [0.1, 0.1]]),
    "fit without a horizon": lambda: fit_reaction(GOOD),
    "fit with two horizons": lambda: fit_reaction(observe(GOOD, 3.0), 3.0),
    "fit, decay 0": lambda: fit_reaction(GOOD, 3.0, decay=0.0),
    "fit, level 1": lambda: fit_reaction(GOOD, 3.0, level=1.0),
    "fit, unknown intervals": lambda: fit_reaction(GOOD, 3.0, intervals="wald"),
    "names twice": lambda: observe(GOOD, 3.0, names=("A", "A")),
    "a mark negative": lambda: observe(GOOD, 3.0, marks=([1.0, -1.0], [1.0])),
    "marks missing": lambda: observe(GOOD, 3.0, marks=([1.0], [1.0])),
    "marks all 0": lambda: observe(GOOD, 3.0, marks=([0.0, 0.0], [1.0])),
    "covariate too short": lambda: observe(GOOD, 3.0, covariates={"war": [1.0]}),
    "covariate all 0": lambda: observe(GOOD, 3.0, covariates={"war": [0.0, 0.0, 0.0]}),
    "an event on the day after the last": lambda: observe([[3.0]], 3.0),
    "explosive": lambda: simulate_days(MU, [[0.9, 0.4], [0.4, 0.9]], 1.0, 10, Streams(0)),
    "explosive, times": lambda: simulate_times([1.0], [[1.0]], 1.0, 10.0, Streams(0)),
    "too many to simulate": lambda: simulate_days([1e6], [[0.9]], 1.0, 10**6, Streams(0)),
    "unknown way to simulate": lambda: simulate_times([1.0], [[0.1]], 1, 9, Streams(0), method="x"),
    "refused fit carried on": lambda: after_act(_refused_fit(), "0", 5, Streams(0)),
    "refused fit forecast": lambda: forecast(_refused_fit(), 5, Streams(0)),
    "two dyads pooled": lambda: fit_pooled({"a": observe(GOOD, 3.0), "b": observe(GOOD, 3.0)}),
    "shock after the window": lambda: shock_series([9], 5),
    "half-life 0": lambda: shock_series([1], 5, half_life_days=0.0),
    "marks unknown": lambda: observe_stream(pl.DataFrame(ROWS_FRAME), "RUS-AZE", marks="cube"),
    "marks without intensity": lambda: observe_stream(_stream(), "RUS-AZE", marks="linear"),
    "an actor unknown": lambda: observe_stream(_stream(), "RUS-ARM"),
    "no direction": lambda: observe_stream(_stream(directed=False), "RUS-AZE"),
    "third party unreadable": lambda: observe_stream(_stream(), "RUS-AZE", third_parties=["TUR"]),
    "third party absent": lambda: observe_stream(_stream(), "RUS-AZE", third_parties=["TUR>AZE"]),
    "lags 0": lambda: granger(NOISE, 0),
    "lags half": lambda: granger(NOISE, 1.5),  # type: ignore[arg-type]
    "lags too many": lambda: granger(NOISE, 30),
    "one series": lambda: granger(NOISE[:, :1], 1),
    "a series NaN": lambda: granger(np.where(NOISE > 0.99, NAN, NOISE), 1),
    "a series constant": lambda: granger(NOISE * [1.0, 0.0], 1),
    "a series twice": lambda: granger(NOISE[:, [0, 0]], 1),
    "no lags": lambda: sweep_lags(NOISE, []),
}
ROWS_FRAME = [{**row, "intensity": -2.0, "reports": 1} for row in ROWS]


def _stream(directed: bool = True) -> object:
    return stream_from_rows(ROWS, scale="none", directed=directed)


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_bad_input_is_refused_with_a_remedy(case: str) -> None:
    with pytest.raises(InputError) as caught:
        REFUSED[case]()
    assert caught.value.fix
    assert caught.value.got
    assert caught.value.expected


def test_an_empty_dimension_is_no_error_of_the_likelihood() -> None:
    found = log_likelihood([[1.0, 2.0], []], 3.0, MU, A, 1.0)
    alone = log_likelihood([[1.0, 2.0]], 3.0, MU[:1], [[0.1]], 1.0)
    answers = 0.1 * sum(1.0 - math.exp(-(3.0 - s)) for s in (1.0, 2.0))
    assert found == pytest.approx(alone - 0.5 * 3.0 - answers, rel=1e-13)


def test_an_event_that_nothing_can_bring_is_impossible() -> None:
    assert log_likelihood([[1.0]], 3.0, [0.0], [[0.5]], 1.0) == -math.inf


def test_an_empty_dimension_is_refused_by_the_fit_with_its_name() -> None:
    fit = fit_reaction(observe([np.arange(0.0, 300.0, 3.0), []], 300, names=("acts", "silent")))
    assert fit.refusal is not None
    assert "silent has 0 events" in fit.refusal.reasons[0]
    assert np.isnan(fit.excitation).all()
    assert fit.baseline == pytest.approx([100 / 300, 0.0])


def test_a_far_horizon_and_a_fast_decay_do_not_overflow() -> None:
    found = log_likelihood([[1.0, 1e8]], 1e9, [1e-8], [[0.5]], 1e3)
    assert found == pytest.approx(2 * math.log(1e-8) - 10.0 - 1.0, rel=1e-12)
