"""Figures of a market's records as arrays, kept for the records met last.

A withholding changes arcs and leaves suppliers and consumers as they are: the same tuples. Their
arrays are then made once. Keeping them changes no answer, since records are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats
from suasion.world.markets import Arc, Consumer, Contract, Supplier

KEPT = 64
"""Tuples of records whose arrays are kept at most."""
_Records = TypeVar("_Records")
_Made = TypeVar("_Made")


@frozen(kw_only=True, eq=False)
class ArcArrays:
    """Figures of arcs, MUSD/unit, unit/yr and km."""

    cost: Floats
    tariff: Floats
    capacity: Floats
    length_km: Floats


@frozen(kw_only=True, eq=False)
class StepArrays:
    """Sizes (unit/yr) and unit values (MUSD/unit) of all steps, record by record."""

    size: Floats
    value: Floats


@frozen(kw_only=True, eq=False)
class ContractArrays:
    """Figures of contracts."""

    volume: Floats
    price: Floats
    shortfall_price: Floats


class RecordArrays:
    """What was made of the records met last, found again by identity."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[object, object]] = {}

    def of(self, kind: str, records: _Records, make: Callable[[_Records], _Made]) -> _Made:
        """Return what `make` gives for the records, made anew only if they are new."""
        key = (kind, id(records))
        found = self._kept.get(key)
        if found is not None and found[0] is records:
            return found[1]  # type: ignore[return-value]  # made by the same function before
        made = make(records)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = (records, made)
        return made


def arc_arrays(market: str, arcs: Sequence[Arc]) -> ArcArrays:
    """Return the figures of arcs; `InputError` where one is negative or undefined (C1)."""
    names = [arc.id for arc in arcs]
    return ArcArrays(
        cost=checked(market, "cost", names, [arc.cost for arc in arcs]),
        tariff=checked(market, "tariff", names, [arc.tariff for arc in arcs]),
        capacity=checked(market, "capacity", names, [arc.capacity for arc in arcs], least=0.0),
        length_km=checked(market, "length", names, [arc.length_km for arc in arcs]),
    )


def step_arrays(
    market: str, what: str, records: Sequence[Supplier] | Sequence[Consumer]
) -> StepArrays:
    """Return sizes and values of all steps; `InputError` as for arcs."""
    names = [one.id for one in records for _ in one.steps]
    sizes = [size for one in records for size, _ in one.steps]
    values = [value for one in records for _, value in one.steps]
    return StepArrays(
        size=checked(market, "size of a step", names, sizes, least=0.0),
        value=checked(market, what, names, values),
    )


def contract_arrays(market: str, contracts: Sequence[Contract]) -> ContractArrays:
    """Return the figures of contracts; `InputError` as for arcs."""
    names = [one.id for one in contracts]
    volumes = [one.volume for one in contracts]
    checked(market, "volume", names, volumes)
    return ContractArrays(
        volume=checked(market, "volume", names, volumes, least=0.0),
        price=checked(market, "price", names, [one.price for one in contracts]),
        shortfall_price=checked(
            market,
            "shortfall price",
            names,
            [one.shortfall_price for one in contracts],
            least=0.0,
        ),
    )


def checked(
    market: str,
    what: str,
    names: Sequence[str],
    figures: Sequence[float],
    *,
    least: float = -np.inf,
) -> Floats:
    """Return the figures as an array; `InputError` names the first that cannot be used."""
    array = np.array(figures, dtype=np.float64)
    wrong = ~(array >= least) if least > -np.inf else ~np.isfinite(array)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(
            f"{what} of '{names[at]}' is negative or not a number",
            where=f"market '{market}'",
            got=f"{figures[at]:g}",
            expected="a number from 0 on" if least > -np.inf else "a finite number",
            fix="correct the figure",
        )
    return array
