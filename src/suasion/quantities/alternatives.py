"""One side of a figure: a number, an interval or a mean with a standard deviation.

Model
    exact      the number itself
    interval   `a to b` are the 5 % and 95 % points: lognormal through both where both are
               above zero and the range has no upper bound; otherwise normal through both,
               truncated to the range
    normal     `m +- s`: normal with mean m and standard deviation s, truncated to the range
Assumptions
    A1 an interval in a source covers nine tenths of what its author holds possible.
    A2 positive amounts err by factors, bounded or signed ones by differences.
    A3 truncation takes off little: where it takes off more, the stated ends are no longer
       the 5 % and 95 % points, and `low` and `high` say what they are.
"""

from __future__ import annotations

import math
from enum import Enum

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.quantities.normal import Z95, normal_cdf, normal_quantile

_SMALLEST, _LARGEST = 2.0**-54, 1.0 - 2.0**-53


class Form(Enum):
    """How one side of a figure is written."""

    EXACT = "exact"
    INTERVAL = "interval"
    NORMAL = "normal"


@frozen(kw_only=True)
class Alternative:
    """One value that a figure may have, in its canonical unit."""

    form: Form
    a: float
    """The number, the lower end, or the mean."""
    b: float
    """The number again, the upper end, or the standard deviation."""
    floor: float = -math.inf
    """Lower bound of the allowed range."""
    ceiling: float = math.inf
    """Upper bound of the allowed range."""

    @property
    def is_lognormal(self) -> bool:
        """Tell whether the interval is spread by factors."""
        return self.form is Form.INTERVAL and self.a > 0 and math.isinf(self.ceiling)

    @property
    def is_exact(self) -> bool:
        """Tell whether there is nothing uncertain about it."""
        return self.form is Form.EXACT or (self.form is Form.INTERVAL and self.a == self.b)

    @property
    def central(self) -> float:
        """Return the number, the stated mean, or the median of the interval."""
        if self.is_exact or self.form is Form.NORMAL:
            return self.a
        if self.is_lognormal:
            return math.exp((math.log(self.a) + math.log(self.b)) / 2.0)
        if math.isinf(self.floor) and math.isinf(self.ceiling):
            return (self.a + self.b) / 2.0
        return float(self.at(np.array([0.5]))[0])

    @property
    def low(self) -> float:
        """Return the 5 % point."""
        return self._point(0.05, self.a)

    @property
    def high(self) -> float:
        """Return the 95 % point."""
        return self._point(0.95, self.b)

    def _point(self, share: float, stated: float) -> float:
        if self.is_exact:
            return self.a
        found = float(self.at(np.array([share]))[0])
        if self.form is Form.INTERVAL and math.isclose(found, stated, rel_tol=1e-9):
            return stated
        return found

    def scaled(self, factor: float) -> Alternative:
        """Return the same in a unit of which one old unit is `factor`."""
        return Alternative(
            form=self.form,
            a=self.a * factor,
            b=self.b * factor,
            floor=self.floor * factor,
            ceiling=self.ceiling * factor,
        )

    def at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at the shares u (inverse cumulative distribution)."""
        if self.is_exact:
            return np.full(np.shape(u), self.a)
        clipped = np.clip(u, _SMALLEST, _LARGEST)
        if self.is_lognormal:
            middle, spread = _through(math.log(self.a), math.log(self.b))
            return np.exp(middle + spread * normal_quantile(clipped))
        mean, sd = (self.a, self.b) if self.form is Form.NORMAL else _through(self.a, self.b)
        if sd == 0.0:
            return np.full(np.shape(u), mean)
        below = normal_cdf((self.floor - mean) / sd)
        above = normal_cdf((self.ceiling - mean) / sd)
        inside = np.clip(below + clipped * (above - below), _SMALLEST, _LARGEST)
        values = mean + sd * normal_quantile(inside)
        return np.clip(values, self.floor, self.ceiling)


def _through(low: float, high: float) -> tuple[float, float]:
    return (low + high) / 2.0, (high - low) / (2.0 * Z95)
