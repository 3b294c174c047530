"""Accounts: primitives set figures that exist, claims are never inputs (design section 4)."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.accounts import mapped_value
from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.figures import canonical_address, find_cell
from suasion.cases.records import Row
from suasion.errors import Fault
from suasion.evidence import is_result
from suasion.quantities import QuantityError
from suasion.schema import table_schema


def _rows(checked: Checked, kind: str) -> list[Row]:
    return [row for row in checked.case.rows("account_map") if row.text("kind") == kind]


def _known_targets(checked: Checked) -> frozenset[str]:
    cells = (
        f"{table}.{row.id}.{column}"
        for table, rows in checked.case.tables.items()
        if table not in ("account_map", "parameters")
        for row in rows
        for column in table_schema(table).quantities
    )
    return frozenset(cells) | checked.ids.get("parameters", frozenset())


def check_targets(checked: Checked) -> Iterator[Fault]:
    """Find primitives whose target is no figure, may not be set, or does not take the value."""
    claimed = {canonical_address(row.text("target")) for row in _rows(checked, "claim")}
    for row in _rows(checked, "primitive"):
        target = canonical_address(row.text("target"))
        cell = find_cell(checked.case, target)
        if cell is None and target not in claimed:
            yield unknown(row, "target", target, _known_targets(checked), "figure")
        elif cell is not None:
            yield from _value_faults(checked, row, cell[0])


def _value_faults(checked: Checked, row: Row, target: Row) -> Iterator[Fault]:
    if target.table == "parameters" and not target.values.get("account_primitive"):
        yield row_fault(
            row,
            "target",
            f"accounts may not set the parameter '{target.id}'",
            got=target.id,
            expected="a parameter with account_primitive yes",
            fix=f"write yes in account_primitive of '{target.id}', or choose another target",
        )
    try:
        mapped_value(checked.case, row)
    except QuantityError as error:
        yield row_fault(
            row,
            "value",
            f"{error.problem}, for '{row.text('target')}'",
            got=error.got,
            expected=error.expected,
            fix=error.fix,
        )


def check_claims(checked: Checked) -> Iterator[Fault]:
    """Find claims that are used as inputs."""
    claimed = {row.text("row"): row for row in _rows(checked, "claim")}
    targets = {canonical_address(row.text("target")) for row in claimed.values()}
    for row in _rows(checked, "primitive"):
        named = row.text("row")
        target = canonical_address(row.text("target"))
        if named in claimed or is_result(named) or target in targets:
            yield row_fault(
                row,
                "kind",
                "a claim is used as input",
                got=f"{named}: primitive",
                expected="claim: a result to be compared with the model's",
                fix="write claim, or map a row that is no result",
            )
    for row in _rows(checked, "claim"):
        target = canonical_address(row.text("target"))
        if find_cell(checked.case, target) is not None:
            yield row_fault(
                row,
                "target",
                f"a claim is used as input: '{target}' is a figure that the model takes in",
                got=target,
                expected="the name of a result",
                fix="name the result that is claimed, or make the row a primitive",
            )


def check_one_value(checked: Checked) -> Iterator[Fault]:
    """Find accounts that set one figure twice for the same day."""
    first: dict[tuple[str, str, object], Row] = {}
    for row in _rows(checked, "primitive"):
        target = canonical_address(row.text("target"))
        key = (row.text("account"), target, row.known_from)
        if key in first:
            yield row_fault(
                row,
                "target",
                f"the account sets '{target}' twice",
                got=f"{target}, also in row {first[key].line}",
                expected="one value of an account for each figure",
                fix="take one of the rows out",
            )
        first.setdefault(key, row)


def warn_foreign_statements(checked: Checked) -> Iterator[Fault]:
    """Warn of values that rest on statements of another source than the account's."""
    source = {row.id: row.text("source") for row in checked.case.rows("statements")}
    account = {row.id: row.text("source") for row in checked.case.rows("accounts")}
    for row in checked.case.rows("account_map"):
        own = account.get(row.text("account"))
        foreign = [item for item in row.words("statements") if source.get(item, own) != own]
        if own and foreign:
            yield row_fault(
                row,
                "statements",
                "the account rests on statements of another source",
                got=";".join(foreign),
                expected=f"statements of source '{own}'",
                fix="name the account's own statements, or write the reason in assumed",
            )
