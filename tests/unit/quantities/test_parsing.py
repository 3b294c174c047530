"""Reading figures: each form, and what is said of each slip."""

from __future__ import annotations

import pytest

from suasion.quantities import Form, QuantityError, exact_quantity, parse_quantity


@pytest.mark.parametrize(
    ("text", "unit", "central", "low", "high"),
    [
        ("10 bcm/yr", "bcm/yr", 10.0, 10.0, 10.0),
        ("-3.5", "1", -3.5, -3.5, -3.5),
        ("\u22123.5", "1", -3.5, -3.5, -3.5),
        ("1e-3", "1", 0.001, 0.001, 0.001),
        ("60 %", "1", 0.6, 0.6, 0.6),
        ("60 to 60 %", "1", 0.6, 0.6, 0.6),
        ("350 USD/tcm", "MUSD/bcm", 350.0, 350.0, 350.0),
        ("0.35 USD/scm", "MUSD/bcm", 350.0, 350.0, 350.0),
        ("60 USD/t", "MUSD/Mt", 60.0, 60.0, 60.0),
        ("10 mcm/day", "bcm/yr", 3.65, 3.65, 3.65),
        ("2 yr", "month", 24.0, 24.0, 24.0),
        ("1.5 bnUSD/yr", "MUSD/yr", 1500.0, 1500.0, 1500.0),
        ("3.3 | 4.5 Mt/yr", "Mt/yr", 3.3, 3.3, 4.5),
        ("3.3 Mt/yr | 4500 kt/yr", "Mt/yr", 3.3, 3.3, 4.5),
    ],
)
def test_forms(text: str, unit: str, central: float, low: float, high: float) -> None:
    quantity = parse_quantity(text, unit)
    assert (quantity.central, quantity.low, quantity.high) == pytest.approx((central, low, high))
    assert quantity.unit == unit


def test_a_unit_left_out_is_the_one_written_last() -> None:
    quantity = parse_quantity("3.3 | 4.5 to 5 Mt/yr", "Mt/yr")
    assert [side.form for side in quantity.alternatives] == [Form.EXACT, Form.INTERVAL]
    assert (quantity.low, quantity.high) == (3.3, 5.0)


def test_mean_and_deviation() -> None:
    quantity = parse_quantity("0.8 +- 0.15")
    assert quantity.central == 0.8
    assert quantity.high == pytest.approx(0.8 + 1.6448536 * 0.15)
    assert parse_quantity("0.8 ± 0.15") == quantity


def test_any_unit_becomes_the_canonical_one() -> None:
    assert parse_quantity("10 mcm/day", "*").unit == "bcm/yr"
    assert parse_quantity("350 USD/tcm", "*").unit == "MUSD/bcm"
    assert parse_quantity("3 month", "*").unit == "day"
    assert parse_quantity("0.3", "*").unit == "1"


@pytest.mark.parametrize(
    ("text", "unit", "problem", "fix"),
    [
        ("", "1", "missing", "rewrite"),
        ("about 10 bcm/yr", "bcm/yr", "begin with a number", "rewrite"),
        ("10", "bcm/yr", "no unit", "10 bcm/yr"),
        ("0", "bcm/yr", "no unit", "0 bcm/yr"),
        ("10 Mt/yr", "bcm/yr", "wrong unit", "bcm/yr"),
        ("10 bcm", "bcm/yr", "wrong unit", "bcm/yr"),
        ("10 USD", "1", "wrong unit", "column"),
        ("10 furlong", "km", "unknown unit", "bcm/yr"),
        ("13 to 10 bcm/yr", "bcm/yr", "reversed", "10 to 13"),
        ("1 bcm/yr to 500 mcm/yr", "bcm/yr", "reversed", "500 to 1"),
        ("1,000 km", "km", "separator", "decimal comma"),
        ("2,5 bcm/yr", "bcm/yr", "separator", "decimal comma"),
        ("10 000 km", "km", "separator", "thousands"),
        ("10-13 bcm/yr", "bcm/yr", "dash", "10 to 13"),
        ("10\u201313 bcm/yr", "bcm/yr", "dash", "10 to 13"),
        ("10 to 13 to 15 km", "km", "more than two", "rewrite"),
        ("0.8 +- 0", "1", "deviation", "positive"),
        ("nan", "1", "begin with a number", "rewrite"),
        ("1e999", "1", "too large", "rewrite"),
        ("10 to 1e31", "1", "too large", "rewrite"),
        ("1e-31 to 10", "1", "too small", "rewrite"),
        ("| 3 km", "km", "begin with a number", "rewrite"),
        ("1 km | 2 km" * 60, "km", "too long", "rewrite"),
    ],
)
def test_slips_are_named_with_their_remedy(text: str, unit: str, problem: str, fix: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text, unit)
    assert problem in caught.value.problem
    assert fix in caught.value.fix
    assert caught.value.expected


def test_range() -> None:
    with pytest.raises(QuantityError, match="negative"):
        parse_quantity("-1 bcm/yr", "bcm/yr", low=0.0)
    with pytest.raises(QuantityError, match="outside its range"):
        parse_quantity("120 %", "1", 0.0, 1.0)
    with pytest.raises(QuantityError, match="outside its range"):
        parse_quantity("0.5 to 1.2", "1", 0.0, 1.0)
    assert parse_quantity("0 to 1", "1", 0.0, 1.0).is_uncertain


def test_settling_a_conflict() -> None:
    conflict = parse_quantity("3.3 | 4.5 Mt/yr", "Mt/yr")
    assert conflict.is_conflict
    assert conflict.settled(1).central == 4.5
    assert not conflict.settled(1).is_conflict


def test_exact_quantity_and_other_units() -> None:
    assert exact_quantity(3, "Mt/yr") == parse_quantity("3 Mt/yr", "Mt/yr")
    assert parse_quantity("1 to 2 yr", "yr").in_unit("month").high == pytest.approx(24.0)
    with pytest.raises(QuantityError):
        parse_quantity("1 km", "km").in_unit("yr")
