"""Steps of demand and supply: how one figure becomes a staircase of plain numbers.

Model
    Demand: willingness to pay at a share q of the reference quantity is
    min(V, p * q^(1/e)) with reference price p, elasticity e < 0 and value of lost load V.
    It is taken in steps between the shares of `BREAKS`, each at its middle; the first
    half of the quantity is worth V. Steps are fine about the reference, since a step of
    price weighs on the whole of consumption.
    Supply: ten equal steps whose cost rises evenly from the first unit's to the last's.
Assumptions
    A1 the first half of consumption is worth the value of lost load.
    A2 where a draw puts the cost of the last unit below that of the first, all cost the same.
"""

from __future__ import annotations

from itertools import pairwise

BREAKS = (
    *(0.5, 0.7, 0.8, 0.86, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99),
    *(1.0, 1.01, 1.02, 1.03, 1.05, 1.07, 1.1, 1.15, 1.2, 1.35),
)
"""Ends of the demand steps, as shares of the reference quantity."""
SUPPLY_STEPS = 10

Steps = tuple[tuple[float, float], ...]


def demand_steps(quantity: float, price: float, elasticity: float, voll: float) -> Steps:
    """Return steps (unit/yr, MUSD/unit) of falling willingness to pay.

    Parameters
    ----------
    quantity : float
        Consumption at the reference price, unit/yr.
    price : float
        Reference price, MUSD/unit.
    elasticity : float
        Price elasticity, 0 or below.
    voll : float
        Value of lost load, MUSD/unit.

    Examples
    --------
    >>> demand_steps(10.0, 100.0, 0.0, 1000.0)[:2]
    ((5.0, 1000.0), (2.0, 1000.0))
    >>> [round(worth) for _, worth in demand_steps(10.0, 100.0, -0.5, 1000.0)[9:12]]
    [103, 101, 99]
    """
    steps = [(quantity * BREAKS[0], voll)]
    for begin, end in pairwise(BREAKS):
        size = round(end - begin, 12) * quantity
        steps.append((size, _worth(price, (begin + end) / 2.0, elasticity, voll)))
    return tuple(steps)


def _worth(price: float, share: float, elasticity: float, voll: float) -> float:
    if elasticity == 0.0:
        return voll if share <= 1.0 else 0.0
    # Capped by the exponent first: 0.6 ** -2000 is more than a float can hold.
    exponent = max(1.0 / elasticity, -200.0)
    return float(min(voll, price * share**exponent))


def supply_steps(capacity: float, cost: float, cost_last: float | None) -> Steps:
    """Return steps (unit/yr, MUSD/unit) of rising cost; one step if no last cost is given.

    Examples
    --------
    >>> supply_steps(8.0, 10.0, None)
    ((8.0, 10.0),)
    >>> supply_steps(20.0, 10.0, 40.0)[:3]
    ((2.0, 10.0), (2.0, 13.333333333333334), (2.0, 16.666666666666668))
    """
    if cost_last is None:
        return ((capacity, cost),)
    rise = max(cost_last - cost, 0.0) / (SUPPLY_STEPS - 1)
    return tuple((capacity / SUPPLY_STEPS, cost + rise * step) for step in range(SUPPLY_STEPS))
