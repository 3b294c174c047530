"""A figure with its unit and what is not known about it (C3, C9, C10).

A conflict between sources is kept as alternatives and drawn as one or the other, never
averaged.
"""

from __future__ import annotations

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from suasion.quantities.alternatives import Alternative, Form
from suasion.quantities.units import conversion_factor


@frozen(kw_only=True)
class Quantity:
    """A figure as written and as numbers in its canonical unit."""

    text: str = field(eq=False)
    """As written in the case."""
    unit: str
    """Unit of the numbers; `1` for a plain number."""
    alternatives: tuple[Alternative, ...]
    """The sides of a conflict, in the order of writing; one if there is no conflict."""

    @property
    def central(self) -> float:
        """Return the central value of the first alternative."""
        return self.alternatives[0].central

    @property
    def is_conflict(self) -> bool:
        """Tell whether sources conflict over it."""
        return len(self.alternatives) > 1

    @property
    def is_uncertain(self) -> bool:
        """Tell whether it is anything but one exact number."""
        return self.is_conflict or not self.alternatives[0].is_exact

    @property
    def low(self) -> float:
        """Return the lowest 5 % point of the alternatives."""
        return min(side.low for side in self.alternatives)

    @property
    def high(self) -> float:
        """Return the highest 95 % point of the alternatives."""
        return max(side.high for side in self.alternatives)

    def at(
        self, u: NDArray[np.float64], choice: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return values at the shares u; `choice` (0..1) decides between alternatives.

        Each alternative is equally likely: the k-th of n is taken where
        k/n <= choice < (k+1)/n. Without `choice` the first is taken.
        """
        u = np.asarray(u, dtype=np.float64)
        if choice is None or not self.is_conflict:
            return self.alternatives[0].at(u)
        count = len(self.alternatives)
        picked = np.minimum((np.asarray(choice) * count).astype(int), count - 1)
        sides = np.stack([side.at(u) for side in self.alternatives])
        values: NDArray[np.float64] = np.take_along_axis(sides, picked[None, :], axis=0)[0]
        return values

    def settled(self, side: int) -> Quantity:
        """Return the figure as if the conflict were settled for one side."""
        return evolve(self, alternatives=(self.alternatives[side],))

    def in_unit(self, unit: str) -> Quantity:
        """Return the same figure kept in another unit that measures the same."""
        factor = conversion_factor(self.unit, unit)
        if factor == 1.0:
            return evolve(self, unit=unit)
        sides = tuple(side.scaled(factor) for side in self.alternatives)
        return evolve(self, unit=unit, alternatives=sides)

    def __str__(self) -> str:
        sides = " | ".join(_write(side) for side in self.alternatives)
        return sides if self.unit == "1" else f"{sides} {self.unit}"


def _write(side: Alternative) -> str:
    if side.form is Form.EXACT:
        return f"{side.a!r}"
    joint = " to " if side.form is Form.INTERVAL else " +- "
    return f"{side.a!r}{joint}{side.b!r}"


def exact_quantity(value: float, unit: str = "1") -> Quantity:
    """Return the figure that is one exact number."""
    number = float(value)
    side = Alternative(form=Form.EXACT, a=number, b=number)
    text = f"{number!r}" if unit == "1" else f"{number!r} {unit}"
    return Quantity(text=text, unit=unit, alternatives=(side,))
