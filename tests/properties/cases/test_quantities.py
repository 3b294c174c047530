"""Figures: round trips, invariance to units, and a parser that only ever raises its own error."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.cases.cells import CellError, read_cell
from suasion.quantities import Alternative, Form, Quantity, QuantityError, parse_quantity
from suasion.quantities.units import conversion_factor, parse_unit
from suasion.schema import Column, all_tables

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).map(
    lambda value: 0.0 if abs(value) < 1e-29 else float(f"{value:.9g}")
)
POSITIVE = st.floats(1e-6, 1e9).map(lambda value: float(f"{value:.9g}"))
SHARES = np.linspace(0.01, 0.99, 7)
WRITTEN = ("USD/tcm", "MUSD/bcm", "USD/scm", "kUSD/mcm", "bnUSD/bcm")


@st.composite
def sides(draw: st.DrawFn) -> Alternative:
    form = draw(st.sampled_from(list(Form)))
    a, b = draw(NUMBERS), draw(NUMBERS)
    if form is Form.EXACT:
        return Alternative(form=form, a=a, b=a)
    if form is Form.INTERVAL:
        return Alternative(form=form, a=min(a, b), b=max(a, b))
    return Alternative(form=form, a=a, b=draw(POSITIVE))


@given(
    st.lists(sides(), min_size=1, max_size=4), st.sampled_from(["1", "MUSD/bcm", "Mt/yr", "day"])
)
def test_round_trip(alternatives: list[Alternative], unit: str) -> None:
    quantity = Quantity(text="", unit=unit, alternatives=tuple(alternatives))
    assert parse_quantity(str(quantity), unit) == quantity


@given(POSITIVE, POSITIVE, st.sampled_from(WRITTEN), st.sampled_from(WRITTEN))
def test_the_unit_of_writing_does_not_matter(a: float, b: float, one: str, other: str) -> None:
    low, high = min(a, b), max(a, b)
    factor = conversion_factor(one, other)
    first = parse_quantity(f"{low!r} to {high!r} {one}", "MUSD/bcm")
    second = parse_quantity(f"{low * factor!r} to {high * factor!r} {other}", "MUSD/bcm")
    assert np.allclose(first.at(SHARES), second.at(SHARES), rtol=1e-9)
    assert first.central == pytest.approx(second.central, rel=1e-9)


def _read(reading: Callable[[], object]) -> object:
    """Return what was read; where it was refused, require that the refusal helps."""
    try:
        return reading()
    except (QuantityError, CellError) as refused:
        refusal = refused
    assert refusal.problem
    assert refusal.expected
    assert refusal.fix
    return None


@given(st.text(max_size=60), st.sampled_from(["1", "*", "bcm/yr", "MUSD/Mt"]))
def test_any_text_is_read_or_refused(text: str, unit: str) -> None:
    read = _read(lambda: parse_quantity(text, unit, low=0.0))
    if isinstance(read, Quantity):
        assert math.isfinite(read.central)
        assert read.low <= read.high


PIECES = st.sampled_from(
    ["10", "-3", "1e5", "0.5", " to ", " +- ", " | ", "bcm", "/", "yr", "USD", "%", " ", "@p",
     "nan", "inf", "1,0", "\u2212", "±", "*", "(", "\n", "\uff19", "E", "e", ".", "+", "1e308"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=9).map("".join), st.sampled_from(["1", "*", "bcm/yr"]))
def test_any_words_of_the_grammar_are_read_or_refused(text: str, unit: str) -> None:
    read = _read(lambda: parse_quantity(text, unit))
    if isinstance(read, Quantity):
        assert math.isfinite(read.central)
        assert np.all(np.isfinite(read.at(SHARES, SHARES)))


@given(st.text(max_size=30))
def test_any_unit_is_read_or_refused(text: str) -> None:
    read = _read(lambda: parse_unit(text))
    if isinstance(read, tuple):
        assert all(power for _, power in read)


COLUMNS = [column for table in all_tables() for column in table.columns.values()]


@settings(max_examples=300)
@given(st.sampled_from(COLUMNS), st.text(max_size=40).map(str.strip))
def test_any_cell_is_read_or_refused(column: Column, text: str) -> None:
    unit = column.unit.replace("{unit}", "bcm") or "1"
    _read(lambda: read_cell(column, text, unit))


@given(sides(), st.floats(0.001, 0.998), st.floats(0.0005, 0.001))
def test_quantiles_rise(side: Alternative, share: float, step: float) -> None:
    low, high = side.at(np.array([share, share + step]))
    assert low <= high


@given(POSITIVE, POSITIVE, st.integers(0, 5))
def test_draws_stay_in_the_range(a: float, b: float, seed: int) -> None:
    text = f"{min(a, b, 0.5)!r} to {min(max(a, b), 1.0)!r}"
    if min(a, b, 0.5) > min(max(a, b), 1.0):
        return
    quantity = parse_quantity(text, "1", 0.0, 1.0)
    values = quantity.at(np.random.Generator(np.random.Philox(seed)).random(200))
    assert values.min() >= 0.0
    assert values.max() <= 1.0
