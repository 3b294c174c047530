"""How the page writes numbers: three significant digits, a unit, intervals with an en dash.

Pure functions, so that a table, a tooltip and a chart's label say the same (convention C3).
Money is scaled to k, m, bn, tn; a share is shown in per cent; a minus sign is a minus sign.
"""

from __future__ import annotations

import math

from attrs import frozen

NOT_KNOWN = "n/a"
EN_DASH = "\u2013"
MINUS = "\u2212"
TIMES = "\u00d7"
SIGNIFICANT = 3
TOL_ZERO = 1e-12
"""What rounding leaves of a zero."""
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))
_SCALED_FROM = 1e4
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@frozen(kw_only=True)
class Written:
    """A number as written: digits, the word that scales them, and the unit."""

    digits: str
    scale: str
    unit: str

    @property
    def text(self) -> str:
        """Return digits and scale, as a table shows them: '1.23 bn'."""
        return f"{self.digits}\u202f{self.scale}" if self.scale else self.digits

    @property
    def full(self) -> str:
        """Return digits, scale and unit: '1.23 bn USD/yr'."""
        if self.unit == "%":
            return f"{self.digits}\u202f%"
        return f"{self.text} {self.unit}".rstrip()


def is_known(value: float | None) -> bool:
    """Decide whether there is a finite number to show."""
    return value is not None and math.isfinite(value)


def round_significant(value: float, digits: int = SIGNIFICANT) -> str:
    """Return the value to so many significant digits, with thousands separated.

    >>> [round_significant(x) for x in (0.0, 1234.5, 12.9, 0.04567, 999.6)]
    ['0', '1,230', '12.9', '0.0457', '1,000']
    """
    if abs(value) < TOL_ZERO:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    rounded = round(value, digits - 1 - exponent)
    exponent = math.floor(math.log10(abs(rounded)))
    sign = MINUS if rounded < 0 else ""
    if exponent < -4:
        mantissa = abs(rounded) / 10.0**exponent
        return f"{sign}{mantissa:.{digits - 1}f} {TIMES} 10{str(exponent).translate(_SUPERSCRIPTS)}"
    decimals = max(0, digits - 1 - exponent)
    return f"{sign}{abs(rounded):,.{decimals}f}"


def write_value(value: float | None, unit: str) -> Written:
    """Return a value as written, in the unit that readers use.

    Parameters
    ----------
    value : float or None
        None and NaN are written 'n/a'.
    unit : str
        `share` is shown in per cent; `1` without a unit; `MUSD...` as `USD...`.

    Examples
    --------
    >>> write_value(1.234e9, "USD/yr").full
    '1.23\u202fbn USD/yr'
    >>> write_value(0.0123, "share").full
    '1.23\u202f%'
    """
    value, unit = _readable(value, unit)
    if value is None or not math.isfinite(value):
        return Written(digits=NOT_KNOWN, scale="", unit=unit)
    scale, word = _scale_of(value) if "USD" in unit else (1.0, "")
    return Written(digits=round_significant(value / scale), scale=word, unit=unit)


def write_interval(low: float | None, high: float | None, unit: str) -> str:
    """Return 'low-high' with an en dash, spaced where an end is negative; '' where unknown.

    >>> write_interval(8e8, 1.9e9, "USD/yr"), write_interval(-1.0, 2.0, "bcm/yr")
    ('800\u202fm\u20131.90\u202fbn', '\u22121.00 \u2013 2.00')
    """
    if not (is_known(low) and is_known(high)):
        return ""
    first, last = write_value(low, unit), write_value(high, unit)
    if first.full == last.full:
        return first.text
    dash = f" {EN_DASH} " if MINUS in first.digits + last.digits else EN_DASH
    if first.scale == last.scale:
        text = f"{first.digits}{dash}{last.text}"
    else:
        text = f"{first.text}{dash}{last.text}"
    return f"{text}\u202f%" if first.unit == "%" else text


def unit_name(unit: str) -> str:
    """Return the unit as readers see it."""
    return _readable(None, unit)[1]


def _scale_of(value: float) -> tuple[float, str]:
    if abs(value) < _SCALED_FROM:
        return 1.0, ""
    size = float(f"{abs(value):.{SIGNIFICANT - 1}e}")
    return next((scale, word) for scale, word in _SCALES if size >= scale)


def _readable(value: float | None, unit: str) -> tuple[float | None, str]:
    if unit in {"share", "%"}:
        factor = 100.0 if unit == "share" else 1.0
        return None if value is None else value * factor, "%"
    if unit.startswith("MUSD"):
        return None if value is None else value * 1e6, unit[1:]
    return value, "" if unit in {"1", ""} else unit
