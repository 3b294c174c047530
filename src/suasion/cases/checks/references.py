"""Ids: each once, and every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.records import ParameterRef, Row
from suasion.errors import Fault
from suasion.schema import Column, table_schema

_WORDS = {
    "sources": "source",
    "statements": "statement",
    "actors": "actor",
    "nodes": "node",
    "arcs": "arc",
    "suppliers": "supplier",
    "consumers": "consumer",
    "contracts": "contract",
    "ties": "tie",
    "levers": "lever",
    "builds": "build",
    "issues": "issue",
    "options": "option",
    "parameters": "parameter",
    "accounts": "account",
    "mechanisms": "mechanism",
    "scenarios": "scenario",
    "events": "event",
    "groups": "group",
}


def check_duplicates(checked: Checked) -> Iterator[Fault]:
    """Find rows that say the same id for the same day."""
    for rows in checked.case.tables.values():
        first: dict[tuple[str, object], Row] = {}
        for row in rows:
            key = (row.id, row.known_from)
            if key in first:
                yield row_fault(
                    row,
                    "id",
                    f"the id '{row.id}' stands twice",
                    got=f"{row.id}, also in row {first[key].line}",
                    expected="one row for each id and known_from",
                    fix="rename one, or give the later version its own known_from",
                )
            first.setdefault(key, row)


def check_references(checked: Checked) -> Iterator[Fault]:
    """Find references to rows, markets and parameters that are not there."""
    wanted: dict[str, tuple[Row, str, str]] = {}
    for row, column, table, name in _references(checked):
        if name in checked.ids.get(table, frozenset()):
            continue
        if table != "groups" and not checked.has(table):
            wanted.setdefault(table, (row, column, name))
        elif table == "groups":
            yield unknown(row, column, name, _groups(checked), "group")
        else:
            yield unknown(row, column, name, checked.ids[table], _WORDS.get(table, table))
    for table, (row, column, name) in sorted(wanted.items()):
        yield Fault(
            file=f"{table}.csv",
            row=None,
            column=None,
            problem="the file is missing",
            got=f"{row.table}.csv row {row.line}, column {column} names '{name}'",
            expected=f"{table}.csv in the case folder",
            fix=f"add {table}.csv, or empty the cells that name it",
        )


def _references(checked: Checked) -> Iterator[tuple[Row, str, str, str]]:
    """Yield each reference as row, column, table that it points into, id."""
    groups = _groups(checked)
    for table, rows in checked.case.tables.items():
        for name, column in table_schema(table).columns.items():
            for row in rows:
                for target, wanted in _targets(column, row.values.get(name)):
                    if target != "groups" or wanted not in groups:
                        yield row, name, target, wanted


def _targets(column: Column, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, ParameterRef):
        yield "parameters", value.id
    elif column.type == "ref" and isinstance(value, str) and value:
        yield column.target, value
    elif isinstance(value, tuple) and column.type in ("refs", "statements"):
        yield from ((column.target, item) for item in value)
    elif isinstance(value, tuple) and column.type == "shares":
        yield from (("actors", actor) for actor, _ in value)
    elif isinstance(value, tuple) and column.type == "factors":
        yield from (("parameters", name) for _, name in value)
    elif isinstance(value, tuple) and column.type == "items":
        yield from value


def _groups(checked: Checked) -> frozenset[str]:
    return frozenset(row.text("group") for row in checked.case.rows("arcs")) - {""}


def check_markets_named(checked: Checked) -> Iterator[Fault]:
    """Find rows of a market that case.toml does not declare."""
    declared = frozenset(checked.case.meta.markets)
    if not checked.heading_text:
        return
    for table, rows in checked.case.tables.items():
        if "market" not in table_schema(table).columns:
            continue
        for row in rows:
            market = row.text("market")
            if market and market not in declared:
                yield unknown(row, "market", market, declared, "market of case.toml")


def check_parameter_chains(checked: Checked) -> Iterator[Fault]:
    """Find parameters, and values of accounts, that are themselves written as `@id`."""
    for table in ("parameters", "account_map"):
        for row in checked.case.rows(table):
            value = row.figure("value")
            if isinstance(value, ParameterRef):
                yield row_fault(
                    row,
                    "value",
                    "a value is another parameter",
                    got=value,
                    expected="a figure",
                    fix=f"write the figure of '{value.id}', or use '{value.id}' itself",
                )
