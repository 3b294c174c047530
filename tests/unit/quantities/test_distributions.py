"""What is drawn is what was written: quantiles, truncation, conflicts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from suasion.quantities import Quantity, parse_quantity
from suasion.quantities.normal import normal_cdf, normal_quantile
from suasion.streams import Streams

N = 20_000
TOL_SHARE = 0.008
"""Five standard errors of a share of 0.05 or 0.95 over N draws."""


def _drawn(quantity: Quantity) -> NDArray[np.float64]:
    streams = Streams(11)
    return quantity.at(streams.uniform("u", N), streams.uniform("choice", N))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10 to 13", None, None),
        ("0.1 to 40", 0.0, None),
        ("-5 to 8", None, None),
        ("-0.3 to -0.1", None, 0.0),
        ("0.4 to 0.6", 0.0, 1.0),
    ],
)
def test_the_ends_of_an_interval_are_its_5_and_95_percent_points(
    text: str, low: float | None, high: float | None
) -> None:
    quantity = parse_quantity(text, "1", low, high)
    values = _drawn(quantity)
    assert np.mean(values < quantity.low) == pytest.approx(0.05, abs=TOL_SHARE)
    assert np.mean(values > quantity.high) == pytest.approx(0.05, abs=TOL_SHARE)
    stated = [float(part) for part in text.split(" to ")]
    assert [quantity.low, quantity.high] == pytest.approx(stated, rel=0.02)


def test_positive_amounts_without_a_bound_are_spread_by_factors() -> None:
    quantity = parse_quantity("1 to 100")
    assert quantity.central == pytest.approx(10.0)
    assert np.all(_drawn(quantity) > 0)


def test_bounded_amounts_are_spread_by_differences_and_stay_inside() -> None:
    quantity = parse_quantity("0.7 to 1", "1", 0.0, 1.0)
    values = _drawn(quantity)
    assert values.min() >= 0.0
    assert values.max() <= 1.0
    assert np.mean(values == 1.0) < 0.001, "cut off, not heaped up at the bound"
    assert parse_quantity("0.4 to 0.6", "1", 0.0, 1.0).central == pytest.approx(0.5)


def test_mean_and_deviation() -> None:
    values = _drawn(parse_quantity("3 +- 0.5"))
    assert np.mean(values) == pytest.approx(3.0, abs=0.02)
    assert np.std(values) == pytest.approx(0.5, abs=0.02)


def test_a_conflict_is_one_or_the_other_never_between() -> None:
    values = _drawn(parse_quantity("3 | 5 | 9 to 10"))
    assert np.mean(values == 3.0) == pytest.approx(1 / 3, abs=0.02)
    assert np.mean(values == 5.0) == pytest.approx(1 / 3, abs=0.02)
    assert not np.any((values > 5.0) & (values < 7.5))


def test_the_ends_of_the_unit_interval_are_finite() -> None:
    ends = np.array([0.0, 1.0])
    for text in ("1 to 2", "-1 to 2", "0 +- 1", "4"):
        assert np.all(np.isfinite(parse_quantity(text).at(ends)))


def test_normal_quantile_inverts_the_cumulative_function() -> None:
    shares = np.array([1e-12, 1e-6, 0.01, 0.05, 0.3, 0.5, 0.8, 0.95, 1 - 1e-9])
    back = [normal_cdf(float(x)) for x in normal_quantile(shares)]
    assert back == pytest.approx(list(shares), rel=1e-9)
    assert normal_quantile(np.array([0.975]))[0] == pytest.approx(1.959963984540054, abs=1e-14)
