"""How numbers are written for people at a terminal: three digits, units, intervals."""

from __future__ import annotations

import math

_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))


def short(value: float) -> str:
    """Return the number with three significant digits and a scale letter.

    Examples
    --------
    >>> short(1234567890.0), short(-4500.0), short(0.0)
    ('1.23bn', '-4.5k', '0')
    """
    if not math.isfinite(value):
        return "n/a"
    for scale, letter in _SCALES:
        if abs(value) >= scale * 0.9995:
            return f"{value / scale:.3g}{letter}"
    return f"{value:.3g}" if abs(value) >= 1e-6 else "0"


def money(value: float, low: float, high: float) -> str:
    """Return an amount with its interval, or alone where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return short(value)
    return f"{short(value)} [{short(low)} to {short(high)}]"


def percent(share: float) -> str:
    """Return a share as a percentage with three significant digits.

    Examples
    --------
    >>> percent(0.0123)
    '1.23 %'
    """
    return f"{100 * share:.3g} %" if math.isfinite(share) else "n/a"
