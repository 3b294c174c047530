"""Statements: relations hold both ways, derivation does not go round, none lies unused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suasion.cases.checks.findings import Checked, row_fault
from suasion.cases.records import Row
from suasion.errors import Fault
from suasion.evidence import find_cycle, missing_mirrors, symmetric_pairs
from suasion.schema import table_schema

SYMMETRIC = ("supports", "contradicts", "spread_with")


def relation(checked: Checked, column: str) -> Mapping[str, tuple[str, ...]]:
    """Return a relation between statements: for each id the ids in the column."""
    found: dict[str, tuple[str, ...]] = {}
    for row in checked.case.rows("statements"):
        found[row.id] = (*found.get(row.id, ()), *row.words(column))
    return found


def pairs(checked: Checked, column: str) -> frozenset[tuple[str, str]]:
    """Return the pairs in a symmetric relation, each once."""
    return symmetric_pairs(relation(checked, column))


def _rows(checked: Checked) -> dict[str, Row]:
    return {row.id: row for row in checked.case.rows("statements")}


def check_relations(checked: Checked) -> Iterator[Fault]:
    """Find statements related to themselves, and pairs in two relations that exclude each other."""
    rows = _rows(checked)
    for column in (*SYMMETRIC, "derived_from"):
        for row in rows.values():
            if row.id in row.words(column):
                yield row_fault(
                    row,
                    column,
                    "a statement is related to itself",
                    got=row.id,
                    expected="ids of other statements",
                    fix=f"take '{row.id}' out of the cell",
                )
    contradicting = pairs(checked, "contradicts")
    for column in ("spread_with", "supports"):
        for one, other in sorted(pairs(checked, column) & contradicting):
            if one in rows and one != other:
                yield row_fault(
                    rows[one],
                    column,
                    f"'{one}' and '{other}' stand both in {column} and in contradicts",
                    got=f"{one};{other}",
                    expected="one relation: spread is of estimates, contradiction of facts",
                    fix=f"take the pair out of {column} or out of contradicts, in both rows",
                )


def check_derivation(checked: Checked) -> Iterator[Fault]:
    """Find a circle in derived_from and name it."""
    links = {
        one: tuple(other for other in others if other != one)
        for one, others in relation(checked, "derived_from").items()
    }
    cycle = find_cycle(links)
    if cycle is not None:
        yield row_fault(
            _rows(checked)[cycle[0]],
            "derived_from",
            "statements are derived from each other in a circle",
            got=" -> ".join(cycle),
            expected="a chain that ends in statements that are derived from none",
            fix="take out the link that is wrong",
        )


def warn_one_sided(checked: Checked) -> Iterator[Fault]:
    """Warn of symmetric relations that are entered in one row only."""
    rows = _rows(checked)
    for column in SYMMETRIC:
        for one, other in missing_mirrors(relation(checked, column)):
            yield row_fault(
                rows[other],
                column,
                f"'{one}' names '{other}' in {column}, but not the other way round",
                got=";".join(rows[other].words(column)),
                expected=f"a cell that holds '{one}'",
                fix=f"add '{one}' to {column} of '{other}'; it is read as if it stood there",
            )


def unused_statements(checked: Checked) -> tuple[str, ...]:
    """Return the ids of statements that no row of another table rests on, directly or not."""
    used: set[str] = set()
    for table, rows in checked.case.tables.items():
        if table == "statements":
            continue
        columns = [
            name
            for name, column in table_schema(table).columns.items()
            if column.target == "statements"
        ]
        used.update(item for row in rows for name in columns for item in row.words(name))
    derived = relation(checked, "derived_from")
    waiting = sorted(used)
    while waiting:
        fresh = set(derived.get(waiting.pop(), ())) - used
        used |= fresh
        waiting += sorted(fresh)
    return tuple(sorted(checked.ids.get("statements", frozenset()) - used))


def warn_unused(checked: Checked) -> Iterator[Fault]:
    """Warn, once, of statements that nothing rests on."""
    unused = unused_statements(checked)
    if unused:
        shown = ", ".join(unused[:12]) + (", ..." if len(unused) > 12 else "")
        yield Fault(
            file="statements.csv",
            row=None,
            column=None,
            problem=f"{len(unused)} statements are used by no row",
            got=shown,
            expected="statements that a figure, event, mechanism, account or prediction names",
            fix="name them where they bear on something, or leave them as background",
        )
