"""Numbers as the page writes them: three significant digits, units, intervals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.report.numbers import MINUS, round_significant, write_interval, write_value

NARROW = "\u202f"
DASH = "\u2013"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.234e9, "USD/yr", f"1.23{NARROW}bn USD/yr"),
        (999.6e6, "USD/yr", f"1.00{NARROW}bn USD/yr"),
        (-4.1e8, "USD/yr", f"{MINUS}410{NARROW}m USD/yr"),
        (9870.0, "USD/yr", "9,870 USD/yr"),
        (12.9, "bcm/yr", "12.9 bcm/yr"),
        (0.0, "bcm/yr", "0 bcm/yr"),
        (-8.3e-17, "1", "0"),
        (0.0123, "share", f"1.23{NARROW}%"),
        (60.0, "%", f"60.0{NARROW}%"),
        (0.5, "1", "0.500"),
        (350.0, "MUSD/bcm", f"350{NARROW}m USD/bcm"),
        (None, "bcm/yr", "n/a bcm/yr"),
        (math.nan, "bcm/yr", "n/a bcm/yr"),
        (2.5e-7, "1", "2.50 × 10⁻⁷"),  # noqa: RUF001
    ],
)
def test_value(value: float | None, unit: str, expected: str) -> None:
    assert write_value(value, unit).full == expected


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        (8e8, 1.9e9, "USD/yr", f"800{NARROW}m{DASH}1.90{NARROW}bn"),
        (1e9, 1.9e9, "USD/yr", f"1.00{DASH}1.90{NARROW}bn"),
        (-1.0, 2.0, "bcm/yr", f"{MINUS}1.00 {DASH} 2.00"),
        (0.1, 0.2, "share", f"10.0{DASH}20.0{NARROW}%"),
        (3.0, 3.0, "bcm/yr", "3.00"),
        (None, 2.0, "bcm/yr", ""),
        (math.nan, 2.0, "bcm/yr", ""),
    ],
)
def test_interval(low: float | None, high: float | None, unit: str, expected: str) -> None:
    assert write_interval(low, high, unit) == expected


@given(st.floats(min_value=1e-4, max_value=1e11) | st.floats(min_value=-1e11, max_value=-1e-4))
def test_what_is_written_is_within_half_a_percent(value: float) -> None:
    written = round_significant(value).replace(",", "").replace(MINUS, "-")
    if "×" not in written:  # noqa: RUF001
        assert float(written) == pytest.approx(value, rel=0.00501)
