"""From the figures of one draw to the numbers of its crisis.

Model
    amounts and strengths: figure times factors. Worth of a term: figure times factors, divided
    by the choice unit of its actor (MUSD/yr that make a move e times as likely). Shares per day
    of couplings: 1 - exp(-f/t) with mean time t and factors f (f/t for adds). Paces and
    attention: 1 over the mean time. A lever bites by b = l/(l + u), with l the loss of its
    target and u the target's choice unit; one that costs its target nothing is never pulled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from suasion.cases.figures import figure_address
from suasion.cases.records import Row
from suasion.cases.values import Values
from suasion.crisis import CrisisNumbers, shared_paces
from suasion.questions.crisis_structure import CaseCrisis
from suasion.questions.crisis_versions import BITE_STOCK
from suasion.questions.crisis_worth import CrisisWorth, lever_names
from suasion.questions.deal_terms import factor_of

Floats = NDArray[np.float64]
NO_BITE = 1e-6
"""A lever that costs its target less than this, MUSD/yr, bites nobody."""
FLAT_SHAPE = (0.0, 0.0, 1.0)


def make_numbers(
    crisis: CaseCrisis, used: Values, worth: CrisisWorth, begin: date, days: int
) -> CrisisNumbers:
    """Return the numbers of one draw for so many days from a first day on."""
    units = _units(crisis, used)
    model = crisis.model
    amount, strength = (column.values(used) for column in _columns(crisis))
    pace = _paces(crisis, used, worth)
    return CrisisNumbers(
        initial=_initial(crisis, used, worth, units),
        rate=np.array([_rate(row, used) for row in crisis.couplings]),
        amount=amount,
        weight=np.array([_weight(row, used, worth, units) for row in crisis.terms]),
        shape=np.array([_shape(row, used) for row in crisis.terms]).reshape(-1, 3),
        lever_values=_lever_values(crisis, worth, units),
        strength=strength,
        pace=shared_paces(model, pace, amount, strength),
        attention=np.array([1.0 / used.need(row, "attention") for row in crisis.deciders]),
        cap=np.array([used.need(row, "cap") for row in crisis.deciders]),
        nest=np.array([used.need(row, "nest") for row in crisis.deciders]),
        drive=make_drive(crisis, used, begin, days),
    )


def _units(crisis: CaseCrisis, used: Values) -> Mapping[str, float]:
    """Return the choice unit of each decider, MUSD/yr; 1 for those who value nothing."""
    return {row.text("actor"): used.get(row, "unit") or 1.0 for row in crisis.deciders}


@frozen(kw_only=True)
class _Column:
    """A column of many rows, its addresses and factors read once for all draws."""

    rows: tuple[Row, ...]
    name: str
    addresses: tuple[str, ...]
    scaled: tuple[int, ...]
    """Places of the rows that have factors."""

    def values(self, used: Values) -> Floats:
        """Return figure times factors of each row under one draw."""
        numbers = used.numbers
        found = [
            numbers[address] if address in numbers else used.need(row, self.name)
            for address, row in zip(self.addresses, self.rows, strict=True)
        ]
        for at in self.scaled:
            found[at] *= factor_of(self.rows[at], numbers)
        return np.array(found)


@lru_cache(maxsize=16)
def _columns(crisis: CaseCrisis) -> tuple[_Column, _Column]:
    """Return amounts of effects and strengths of urges; a crisis is compared by identity."""
    return _column(crisis.effects, "amount"), _column(crisis.urges, "strength")


def _column(rows: tuple[Row, ...], name: str) -> _Column:
    return _Column(
        rows=rows,
        name=name,
        addresses=tuple(figure_address(row.table, row.id, name) for row in rows),
        scaled=tuple(at for at, row in enumerate(rows) if row.factors("factors")),
    )


def _initial(
    crisis: CaseCrisis, used: Values, worth: CrisisWorth, units: Mapping[str, float]
) -> Floats:
    found = []
    for row, stock in zip(crisis.stocks, crisis.model.stocks, strict=True):
        value = used.need(row, "initial")
        if row.id.startswith(BITE_STOCK):
            value = _bite(crisis, worth, row.id.removeprefix(BITE_STOCK), units)
        found.append(min(max(value, stock.low), stock.high))
    return np.array(found)


def _bite(crisis: CaseCrisis, worth: CrisisWorth, lever: str, units: Mapping[str, float]) -> float:
    row = crisis.view.find("levers", lever)
    target = row.text("target") if row else ""
    loss = worth.bites.get(lever, {}).get(target, 0.0)
    return loss / (loss + units.get(target, 1.0)) if loss > NO_BITE else 0.0


def _rate(row: Row, used: Values) -> float:
    pace = max(factor_of(row, used.numbers), 0.0) / used.need(row, "time")
    return pace if row.text("kind") == "adds" else 1.0 - float(np.exp(-pace))


def _weight(row: Row, used: Values, worth: CrisisWorth, units: Mapping[str, float]) -> float:
    actor, form = row.text("actor"), row.text("form")
    computed = {"rupture": worth.rupture.get(actor, 0.0), "deal": worth.deal.get(actor, 0.0)}
    value = computed.get(form, used.get(row, "weight"))
    return (
        (1.0 if value is None else value) * factor_of(row, used.numbers) / _unit(actor, units, form)
    )


def _unit(actor: str, units: Mapping[str, float], form: str) -> float:
    """Return the choice unit of an actor; lever values are divided where they are made."""
    return 1.0 if form == "levers" else units.get(actor, 1.0)


def _shape(row: Row, used: Values) -> tuple[float, float, float]:
    if row.text("form") != "rupture":
        return FLAT_SHAPE
    for own in used.view.rows("bargainers"):
        if own.text("actor") == row.text("actor"):
            columns = ("hazard", "hazard_slope", "discount_rate")
            hazard, slope, discount = (used.need(own, column) for column in columns)
            return hazard, slope, discount
    return FLAT_SHAPE


def _lever_values(
    crisis: CaseCrisis, worth: CrisisWorth, units: Mapping[str, float]
) -> tuple[Floats, ...]:
    found = []
    for row, term in zip(crisis.terms, crisis.model.terms, strict=True):
        if row.text("form") == "levers":
            actor, names = row.text("actor"), lever_names(term)
            losses = worth.levers[names].get(actor, np.zeros(2 ** len(names)))
            found.append(-losses / units.get(actor, 1.0))
    return tuple(found)


def _paces(crisis: CaseCrisis, used: Values, worth: CrisisWorth) -> Floats:
    """Return acts per day at no gain; none for moves never made by choice, or without a bite."""
    found = []
    for version in crisis.versions:
        every = used.get(version.row, "every")
        pace = 0.0 if every is None else 1.0 / every
        if version.lever:
            loss = worth.bites.get(version.lever, {}).get(version.target, 0.0)
            pace = pace if loss > NO_BITE else 0.0
        found.append(pace)
    return np.array(found)


def make_drive(crisis: CaseCrisis, used: Values, begin: date, days: int) -> Floats:
    """Return the value of each driven stock on each day from the first on."""
    model = crisis.model
    table = np.zeros((days + 1, len(model.driven)))
    for at, stock in enumerate(model.driven):
        row = next(one for one in crisis.stocks if one.id == stock)
        steps = _steps(crisis, used, stock)
        table[:, at] = used.need(row, "initial")
        for day, value in steps:
            table[max((day - begin).days, 0) :, at] = value
    return table


def _steps(crisis: CaseCrisis, used: Values, stock: str) -> list[tuple[date, float]]:
    found = []
    for row in crisis.view.rows("drivers"):
        day = row.values.get("day")
        if row.text("stock") == stock and isinstance(day, date):
            found.append((day, used.need(row, "value")))
    return sorted(found)


def later(
    numbers: CrisisNumbers, crisis: CaseCrisis, used: Values, state: Floats, begin: date, days: int
) -> CrisisNumbers:
    """Return the numbers of a later first day, with the state that holds on it."""
    return evolve(numbers, initial=state, drive=make_drive(crisis, used, begin, days))


def days_between(begin: date, end: date) -> int:
    """Return the days from one day to another."""
    return (end - begin) // timedelta(days=1)
