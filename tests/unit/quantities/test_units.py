"""Units: the definitions file, and that it is read only when a figure is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from suasion.quantities import QuantityError, canonical_unit, conversion_factor, convert, dimension
from suasion.quantities.units import parse_unit, registry, unit_names


@pytest.mark.parametrize("name", unit_names())
def test_every_unit_is_defined_and_has_its_canonical_one(name: str) -> None:
    assert conversion_factor(name, name) == 1.0
    assert dimension(canonical_unit(name)) == dimension(name)


@pytest.mark.parametrize(
    ("value", "from_unit", "to_unit", "expected"),
    [
        (350.0, "USD/tcm", "MUSD/bcm", 350.0),
        (1.0, "bcm", "scm", 1e9),
        (1.0, "Mt", "kg", 1e9),
        (1.0, "yr", "day", 365.0),
        (12.0, "month", "yr", 1.0),
        (1.0, "MMcf", "scm", 28316.846592),
        (50.0, "%", "1", 0.5),
        (1.0, "kb/day", "bbl/yr", 365000.0),
        (2.0, "USD/t/km", "USD/kg/km", 0.002),
    ],
)
def test_convert(value: float, from_unit: str, to_unit: str, expected: float) -> None:
    assert convert(value, from_unit, to_unit) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["", "bcm//yr", "/yr", "bcm yr", "bcm^2", "__import__", "10**9", "*"]
)
def test_no_unit(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_unit(text)


def test_what_measures_something_else_is_not_converted() -> None:
    with pytest.raises(QuantityError, match="cannot be turned"):
        convert(1.0, "bcm", "Mt")


def test_one_registry_built_when_needed() -> None:
    assert registry() is registry()
    code = "import sys, suasion.quantities; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
