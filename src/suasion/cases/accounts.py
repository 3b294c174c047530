"""Accounts: what each sets in place of the shared figures (design section 4).

Rows of `account_map` of kind *primitive* set figures; rows of kind *claim* are results to
be compared with and are never used as inputs.
"""

from __future__ import annotations

from collections.abc import Mapping

from suasion.cases.asof import present_view
from suasion.cases.figures import canonical_address, cell_unit, find_cell
from suasion.cases.nearest import suggestion
from suasion.cases.records import Case, Row
from suasion.errors import InputError
from suasion.quantities import Quantity, parse_quantity
from suasion.schema import table_schema


def account_values(case: Case, account: str) -> Mapping[str, Quantity]:
    """Return the figures that an account sets, by address, in the units of those figures.

    Where the account is silent the shared figure stays.

    Raises
    ------
    InputError
        There is no such account as of the day (C1).
    """
    view = present_view(case)
    known = [row.id for row in view.rows("accounts")]
    if account not in known:
        raise InputError(
            f"there is no account '{account}'",
            got=account,
            expected="one of " + ", ".join(known) if known else "a case with accounts",
            fix=suggestion(account, known, "leave the account out to use the shared figures"),
        )
    values: dict[str, Quantity] = {}
    for row in view.rows("account_map"):
        if row.text("account") == account and row.text("kind") == "primitive":
            address = canonical_address(row.text("target"))
            quantity = mapped_value(view, row)
            if quantity is not None:
                values[address] = quantity
    return values


def mapped_value(view: Case, row: Row) -> Quantity | None:
    """Return the value of one row of `account_map` in the unit and range of its target.

    None where the row is silent or its target is not visible.

    Raises
    ------
    QuantityError
        The value does not fit the target's unit or range.
    """
    value = row.figure("value")
    cell = find_cell(view, canonical_address(row.text("target")))
    if cell is None or not isinstance(value, Quantity):
        return None
    target, column = cell
    unit = cell_unit(view, target.table, column, target)
    low, high = figure_range(target, column)
    return parse_quantity(value.text, unit, low, high)


def figure_range(row: Row, column: str) -> tuple[float | None, float | None]:
    """Return the range of a figure in its canonical unit; None where there is no bound."""
    figure = row.figure(column)
    if isinstance(figure, Quantity):
        side = figure.alternatives[0]
        return _bound(side.floor), _bound(side.ceiling)
    schema = table_schema(row.table).columns[column]
    return schema.low, schema.high


def _bound(value: float) -> float | None:
    return value if abs(value) != float("inf") else None


def claims(case: Case, account: str | None = None) -> tuple[Row, ...]:
    """Return the rows of `account_map` that are claims, of one account or of all."""
    return tuple(
        row
        for row in present_view(case).rows("account_map")
        if row.text("kind") == "claim" and account in (None, row.text("account"))
    )
