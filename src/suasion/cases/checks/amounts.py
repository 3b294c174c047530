"""Amounts that do not fit together: missing capacities, rising costs that fall, gross output."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked, row_fault
from suasion.cases.figures import find_cell
from suasion.cases.provenance import provenance
from suasion.cases.records import ParameterRef, Row
from suasion.errors import Fault
from suasion.quantities import Quantity, QuantityError, conversion_factor

GROSS_SHARE = 0.95
"""A capacity from this share of gross output on is taken for gross output."""
FAR = 1.2
"""Supply above this multiple of all known uses exceeds them by far."""


def central(checked: Checked, row: Row, column: str) -> float | None:
    """Return the central value of a cell, of its parameter where it names one."""
    figure = row.figure(column)
    if isinstance(figure, ParameterRef):
        cell = find_cell(checked.case, figure.id)
        figure = cell[0].figure(cell[1]) if cell else None
    return figure.central if isinstance(figure, Quantity) else None


def check_suppliers(checked: Checked) -> Iterator[Fault]:
    """Find suppliers without a capacity, and costs that fall instead of rising."""
    for row in checked.case.rows("suppliers"):
        columns = ("capacity", "volume") if row.text("kind") == "storage" else ("capacity",)
        if row.text("kind") and all(_is_empty(row, name) for name in columns):
            yield row_fault(
                row,
                columns[-1],
                f"the supplier has no {' and no '.join(columns)}",
                got="",
                expected="how much it can supply; without a bound the market has no solution",
                fix=f"fill {columns[-1]} with the marketable amount",
            )
        first, last = central(checked, row, "cost"), central(checked, row, "cost_last")
        if first is not None and last is not None and last < first:
            yield row_fault(
                row,
                "cost_last",
                "the last unit costs less than the first",
                got=f"{first:g} to {last:g}",
                expected="cost_last at or above cost",
                fix="swap the two, or empty cost_last",
            )


def _is_empty(row: Row, column: str) -> bool:
    return row.figure(column) is None and column not in row.given


def check_parameter_units(checked: Checked) -> Iterator[Fault]:
    """Find cells whose parameter measures something else."""
    for rows in checked.case.tables.values():
        for row in rows:
            for column, value in row.values.items():
                if isinstance(value, ParameterRef):
                    yield from _unit_faults(checked, row, column, value)


def _unit_faults(
    checked: Checked, row: Row, column: str, reference: ParameterRef
) -> Iterator[Fault]:
    parameter = checked.case.find("parameters", reference.id)
    figure = parameter.figure("value") if parameter else None
    unit = checked.unit(row, column)
    if not isinstance(figure, Quantity) or unit == "*":
        return
    try:
        conversion_factor(figure.unit, unit)
    except QuantityError:
        yield row_fault(
            row,
            column,
            f"the parameter '{reference.id}' has the wrong unit",
            got=f"{reference} in {figure.unit}",
            expected=f"a unit like {unit}",
            fix="use another parameter, or write the figure",
        )


def check_ties(checked: Checked) -> Iterator[Fault]:
    """Find ties without any elasticity."""
    names = ("elasticity_day", "elasticity_season", "elasticity_years")
    for row in checked.case.rows("ties"):
        if all(_is_empty(row, name) for name in names):
            yield row_fault(
                row,
                names[1],
                "the tie has no elasticity at any horizon",
                got="",
                expected="how far what is cut can be replaced",
                fix="fill at least one; the others take the nearest",
            )


def warn_worth(checked: Checked) -> Iterator[Fault]:
    """Warn of values of lost load below the price."""
    for row in checked.case.rows("consumers"):
        price = central(checked, row, "price")
        for column in ("voll_day", "voll_season", "voll_years"):
            worth = central(checked, row, column)
            if price is not None and worth is not None and worth < price:
                yield row_fault(
                    row,
                    column,
                    "the value of lost load is below the price",
                    got=f"{worth:g}",
                    expected=f"at least the price, {price:g}",
                    fix="correct one of the two: nobody pays more than it is worth",
                )


def warn_gross(checked: Checked) -> Iterator[Fault]:
    """Warn of capacities that look like gross output instead of marketable supply."""
    for row in checked.latest("suppliers"):
        capacity, gross = central(checked, row, "capacity"), central(checked, row, "gross")
        is_gross = capacity and gross and capacity >= GROSS_SHARE * gross
        if row.text("kind") == "production" and is_gross:
            yield _gross(row, f"{capacity:g}", f"clearly less than gross output, {gross:g}")


def warn_surplus(checked: Checked) -> Iterator[Fault]:
    """Warn where an actor supplies far more than it sells, uses, loses and stores.

    A capacity that is assumed is left alone: its reason says what is meant by it.
    """
    for market in checked.case.meta.markets:
        rows = [row for row in checked.latest("suppliers") if row.text("market") == market]
        producing = [row for row in rows if row.text("kind") == "production"]
        for actor in sorted({checked.territory(row) for row in producing}):
            own = [row for row in rows if checked.territory(row) == actor]
            sold, supply = _sold(checked, own), _total(checked, own, "capacity", "production")
            known = sold + _used_at_home(checked, market, actor) + _lost(checked, own)
            known += _total(checked, own, "volume", "storage")
            is_stated = any(_is_stated(row) for row in own if row.text("kind") == "production")
            if sold and is_stated and supply > FAR * known:
                largest = max(own, key=lambda row: central(checked, row, "capacity") or 0.0)
                expected = f"about {known:.3g}: contracts, home use, losses and storage"
                yield _gross(largest, f"{supply:.3g} in all of '{actor}'", expected)


def _is_stated(row: Row) -> bool:
    return provenance(row, "capacity").assumed is None


def _total(checked: Checked, rows: list[Row], column: str, kind: str) -> float:
    of_kind = (row for row in rows if row.text("kind") == kind)
    return sum(central(checked, row, column) or 0.0 for row in of_kind)


def _gross(row: Row, got: str, expected: str) -> Fault:
    return row_fault(
        row,
        "capacity",
        "gross output may have been entered where marketable supply is meant",
        got=got,
        expected=expected,
        fix="enter what can be sold; put gross output, with what is re-injected, into gross",
    )


def _sold(checked: Checked, suppliers: list[Row]) -> float:
    ids = {row.id for row in suppliers}
    return sum(
        central(checked, row, "volume") or 0.0
        for row in checked.latest("contracts")
        if row.text("supplier") in ids
    )


def _used_at_home(checked: Checked, market: str, actor: str) -> float:
    return sum(
        central(checked, row, "quantity") or 0.0
        for row in checked.latest("consumers")
        if row.text("market") == market and checked.territory(row) == actor
    )


def _lost(checked: Checked, suppliers: list[Row]) -> float:
    return sum(
        (central(checked, row, "capacity") or 0.0) * (central(checked, row, "loss") or 0.0)
        for row in suppliers
    )
