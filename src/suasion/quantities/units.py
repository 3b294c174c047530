"""Units: what a figure is counted in, and how one unit turns into another (C3, C15).

The names are those of `units.txt` and no others. A unit is a product and quotient of
them: `USD/tcm`, `bcm/yr`, `MUSD/Mt`, `%`. Case files are data (C12), so a unit is read
by a small grammar of its own and only its names are handed to pint.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module, resources
from typing import TYPE_CHECKING

from suasion.quantities.errors import QuantityError

if TYPE_CHECKING:
    from pint import UnitRegistry

_TOKEN = re.compile(r"\s*([A-Za-z]+|%|1|[*/·])\s*")
_SYNONYMS = {
    "%": "percent",
    "year": "yr",
    "years": "yr",
    "a": "yr",
    "y": "yr",
    "d": "day",
    "days": "day",
    "months": "month",
    "hour": "h",
    "hours": "h",
    "people": "person",
    "persons": "person",
    "fractions": "fraction",
    "tonne": "t",
    "tonnes": "t",
    "m3": "scm",
}
_PREFERRED = {
    "[money]": "MUSD",
    "[gas]": "bcm",
    "[mass]": "Mt",
    "[oil]": "kb",
    "[container]": "TEU",
    "[people]": "person",
    "[length]": "km",
    "[time]": "yr",
}
_MAX_FACTORS = 6

Factors = tuple[tuple[str, int], ...]


@cache
def registry() -> UnitRegistry[float]:
    """Return the one pint registry, built on first use from `units.txt`.

    pint takes longer to import than all of suasion; who reads no figure never waits for it.
    """
    built: UnitRegistry[float] = import_module("pint").UnitRegistry(None)
    built.load_definitions(unit_definitions().splitlines())
    return built


@cache
def unit_definitions() -> str:
    """Return the text of the definitions file."""
    return resources.files("suasion.quantities").joinpath("units.txt").read_text("utf-8")


@cache
def unit_names() -> tuple[str, ...]:
    """Return the names of all units, sorted."""
    lines = (line.split("#")[0] for line in unit_definitions().splitlines())
    return tuple(sorted(line.split("=")[0].strip() for line in lines if "=" in line))


@cache
def parse_unit(text: str) -> Factors:
    """Read a unit into names with exponents, in the order of writing.

    Raises
    ------
    QuantityError
        A name is not in `units.txt`, or the text is no product or quotient of names.
    """
    tokens = _tokens(text)
    exponents: dict[str, int] = {}
    sign = 1
    for position, token in enumerate(tokens):
        if position % 2:
            if token not in "*/·":
                raise _bad_unit(text)
            sign = -1 if token == "/" else 1
            continue
        if token in "*/·":
            raise _bad_unit(text)
        if token != "1":
            name = _known(token, text)
            exponents[name] = exponents.get(name, 0) + sign
    if not len(tokens) % 2 or len(tokens) > 2 * _MAX_FACTORS:
        raise _bad_unit(text)
    return tuple((name, power) for name, power in exponents.items() if power)


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _bad_unit(text)
        tokens.append(match.group(1))
        position = match.end()
    return tokens


def _known(token: str, text: str) -> str:
    name = _SYNONYMS.get(token, token)
    if name not in unit_names():
        raise _bad_unit(text)
    return name


def _bad_unit(text: str) -> QuantityError:
    return QuantityError(
        f"unknown unit '{text.strip()}'",
        got=text.strip(),
        expected="a product or quotient of " + ", ".join(unit_names()),
        fix="write the unit with these names, for example bcm/yr, USD/tcm, Mt/yr or MUSD",
    )


@cache
def conversion_factor(from_unit: str, to_unit: str) -> float:
    """Return what one `from_unit` is in `to_unit`.

    Raises
    ------
    QuantityError
        One of them is no unit, or they do not measure the same thing (C3).
    """
    if dimension(from_unit) != dimension(to_unit):
        raise QuantityError(
            f"the unit '{from_unit}' cannot be turned into '{to_unit}'",
            got=from_unit,
            expected=f"a unit like {to_unit}",
            fix=f"write the figure in {to_unit} or in a unit that measures the same",
        )
    # Exact powers of ten first, so that 350 USD/tcm is 350 MUSD/bcm to the last digit.
    up, down = 1.0, 1.0
    for unit, direction in ((from_unit, 1), (to_unit, -1)):
        for name, power in parse_unit(unit):
            scale = _scale(name)
            if power * direction > 0:
                up *= scale ** abs(power)
            else:
                down *= scale ** abs(power)
    return up / down


@cache
def _scale(name: str) -> float:
    base = registry().Quantity(1.0, name).to_base_units().magnitude
    return float(str(base))


@cache
def dimension(unit: str) -> tuple[tuple[str, int], ...]:
    """Return what a unit measures, as base dimensions with exponents, sorted."""
    total: dict[str, int] = {}
    for name, power in parse_unit(unit):
        for base, exponent in registry().Quantity(1.0, name).dimensionality.items():
            total[str(base)] = total.get(str(base), 0) + power * round(float(str(exponent)))
    return tuple(sorted((base, power) for base, power in total.items() if power))


@cache
def canonical_unit(unit: str) -> str:
    """Return the unit in which suasion keeps what `unit` measures.

    Money in MUSD, gas in bcm, goods in Mt, oil in kb, rates per yr; a time by itself in
    days (C15); a plain number as 1.

    Examples
    --------
    >>> canonical_unit("USD/tcm"), canonical_unit("mcm/day"), canonical_unit("%")
    ('MUSD/bcm', 'bcm/yr', '1')
    """
    parts = dimension(unit)
    if parts == (("[time]", 1),):
        return "day"
    above = [_PREFERRED[base] for base, power in parts for _ in range(power)]
    below = [_PREFERRED[base] for base, power in parts for _ in range(-power)]
    return "/".join(["*".join(above) or "1", *below])


def convert(value: float, from_unit: str, to_unit: str) -> float:
    """Turn a value from one unit into another that measures the same.

    Examples
    --------
    >>> convert(350, "USD/tcm", "MUSD/bcm")
    350.0
    >>> convert(10, "mcm/day", "bcm/yr")
    3.65
    """
    return float(value) * conversion_factor(from_unit, to_unit)
