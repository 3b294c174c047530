"""What a check of a whole case works on, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import frozen

from suasion.cases.heading_reader import heading_fault
from suasion.cases.nearest import suggestion
from suasion.cases.records import Case, Row
from suasion.errors import Fault
from suasion.schema import table_schema


@frozen(kw_only=True)
class Checked:
    """A case as read, possibly with faults, and the ids in each table."""

    case: Case
    heading_text: str
    """case.toml as written; empty where it cannot be read."""
    ids: Mapping[str, frozenset[str]]

    def has(self, table: str) -> bool:
        """Tell whether the case has the table."""
        return table in self.case.tables

    def latest(self, table: str) -> tuple[Row, ...]:
        """Return the version of each row that became known last."""
        rows = sorted(self.case.rows(table), key=lambda row: row.known_from or date.min)
        return tuple({row.id: row for row in rows}.values())

    def labels(self, market: str) -> frozenset[str]:
        """Return the labels that suppliers of a market offer, in any version."""
        return frozenset(
            row.text("label") for row in self.case.rows("suppliers") if row.text("market") == market
        )

    def territory(self, row: Row) -> str:
        """Return the actor on whose territory a supplier or consumer lies."""
        node = self.case.find("nodes", row.text("node"))
        return node.text("actor") if node else ""

    def unit(self, row: Row, column: str) -> str:
        """Return the unit that a column asks of a row; `*` where the market is not known."""
        unit = table_schema(row.table).columns[column].unit
        market = self.case.meta.markets.get(row.text("market"))
        if "{unit}" not in unit:
            return unit
        return unit.replace("{unit}", market.unit) if market and market.unit else "*"

    def heading(self, key: str, problem: str, got: object, expected: str, fix: str) -> Fault:
        """Return a fault of a key of case.toml."""
        return heading_fault(self.heading_text, key, problem, got, expected, fix)


Check = Callable[[Checked], Iterator[Fault]]


def row_fault(
    row: Row, column: str | None, problem: str, *, got: object, expected: str, fix: str
) -> Fault:
    """Return a fault, or a warning, of one cell of a row."""
    return Fault(
        file=f"{row.table}.csv",
        row=row.line,
        column=column,
        problem=problem,
        got=str(got)[:120],
        expected=expected,
        fix=fix,
    )


def unknown(row: Row, column: str, got: str, known: frozenset[str], what: str) -> Fault:
    """Return the fault of a name that is not there, with the nearest that is."""
    return row_fault(
        row,
        column,
        f"unknown {what} '{got}'",
        got=got,
        expected=f"{what} that is in the case",
        fix=suggestion(got, known, f"add '{got}', or correct the cell"),
    )


def checked(case: Case, heading_text: str) -> Checked:
    """Return what the checks work on."""
    ids = {name: frozenset(row.id for row in rows) for name, rows in case.tables.items()}
    return Checked(case=case, heading_text=heading_text, ids=ids)
