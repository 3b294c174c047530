"""A point of a program: amounts, duals and reduced costs, optimal or not."""

from __future__ import annotations

from attrs import frozen

from suasion.flows.layout import Floats


@frozen(kw_only=True, eq=False)
class Point:
    """Amounts with duals, all of the minimised form of `suasion.flows.program`."""

    x: Floats
    """Amounts by column, unit/yr."""
    y: Floats
    """Duals of the rows, MUSD/unit."""
    d: Floats
    """Reduced costs of the columns, MUSD/unit."""
