"""Every figure rests on statements or on a reason with an interval (C2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from suasion.cases.checks.findings import Checked, row_fault
from suasion.cases.provenance import provenance, split_assumed
from suasion.cases.records import Row
from suasion.errors import Fault
from suasion.quantities import Quantity
from suasion.schema import table_schema

_LIMITS = frozenset(("limit",))
_NO_REASONS = frozenset(("yes", "true", "x", "assumed", "assumption", "guess", "n/a", "-", "?"))
_SHORTEST_REASON = 4


def given_figures(checked: Checked) -> Iterator[tuple[Row, str, Quantity]]:
    """Yield the figures that the case itself states, claims left out."""
    for table, rows in checked.case.tables.items():
        for column in table_schema(table).quantities:
            for row in rows:
                quantity = row.figure(column)
                if row.text("kind") == "claim" and table == "account_map":
                    continue
                if isinstance(quantity, Quantity) and column in row.given:
                    yield row, column, quantity


def check_provenance(checked: Checked) -> Iterator[Fault]:
    """Find figures that rest on nothing, and assumed ones without an interval."""
    for row, column, quantity in given_figures(checked):
        origin = provenance(row, column)
        if origin.is_nothing:
            yield row_fault(
                row,
                column,
                "a figure rests on nothing",
                got=quantity.text,
                expected="ids in statements, or a reason in assumed",
                fix=f"name the statements, or write in assumed: {column}: REASON",
            )
        elif origin.assumed is not None and _needs_interval(column, quantity):
            yield row_fault(
                row,
                column,
                "an assumed figure has no interval",
                got=quantity.text,
                expected="LOW to HIGH, MEAN +- SD, or alternatives with |",
                fix="write the interval that nine tenths of your belief lie in",
            )


def _needs_interval(column: str, quantity: Quantity) -> bool:
    return not (quantity.is_uncertain or column in _LIMITS or quantity.central in (0.0, 1.0))


def check_reasons(checked: Checked) -> Iterator[Fault]:
    """Find assumptions without a reason, and those said of columns that hold no figure."""
    for rows in checked.case.tables.values():
        for row in rows:
            if not row.text("assumed"):
                continue
            names, reason = split_assumed(row)
            if len(reason) < _SHORTEST_REASON or reason.lower() in _NO_REASONS:
                yield row_fault(
                    row,
                    "assumed",
                    "an assumption has no reason",
                    got=row.text("assumed"),
                    expected="why this figure and not another",
                    fix="say in a few words what it is taken from",
                )
            for name in names:
                if name not in row.given:
                    yield row_fault(
                        row,
                        "assumed",
                        f"'{name}' is called assumed but its cell is empty",
                        got=row.text("assumed"),
                        expected="columns of this row that hold a figure",
                        fix=f"fill '{name}', or take it out of the list",
                    )


def warn_unclear(checked: Checked) -> Iterator[Fault]:
    """Warn of rows with statements and an assumption that names no column."""
    for rows in checked.case.tables.values():
        for row in rows:
            names, reason = split_assumed(row)
            if reason and not names and row.words("statements"):
                yield row_fault(
                    row,
                    "assumed",
                    "the row has statements, so what is assumed in it is not clear",
                    got=reason,
                    expected="COLUMN, COLUMN: REASON",
                    fix="name the assumed columns in front; as it is, all rests on statements",
                )


def warn_hidden_sources(checked: Checked) -> Iterator[Fault]:
    """Warn of a later version of a row that assumes what an earlier one takes from statements."""
    for rows in checked.case.tables.values():
        latest: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: row.known_from or date.min):
            before = latest.get(row.id)
            latest[row.id] = row
            yield from () if before is None else _hidden(before, row)


def _hidden(before: Row, row: Row) -> Iterator[Fault]:
    for column in table_schema(row.table).quantities:
        quantity, sourced = row.figure(column), provenance(before, column).statements
        if not (sourced and column in before.given and isinstance(quantity, Quantity)):
            continue
        if provenance(row, column).assumed is not None:
            yield row_fault(
                row,
                column,
                "an assumed figure hides one that rests on statements",
                got=f"{quantity.text}, over {' '.join(sourced)} of line {before.line}",
                expected="a later version that rests on statements too",
                fix="name the statements, or leave the column as it was",
            )
