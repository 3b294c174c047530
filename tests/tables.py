"""Making a small case to break: the one of `suasion new`, edited cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from suasion.cases import CheckReport, check_case, new_case
from suasion.errors import Fault

Table = list[list[str]]


def starter(folder: Path, name: str = "toy") -> Path:
    """Write the small case that `suasion new` writes."""
    return new_case(name, folder)


def read_table(case: Path, table: str) -> Table:
    """Return a table as rows of text, remarks included."""
    text = (case / f"{table}.csv").read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def write_table(case: Path, table: str, rows: Table) -> None:
    """Write rows of text as a table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (case / f"{table}.csv").write_text(out.getvalue(), "utf-8")


def header_index(rows: Table) -> int:
    """Return the index of the header row."""
    return next(index for index, row in enumerate(rows) if not row[0].startswith("#"))


def edit(case: Path, table: str, row_id: str, **cells: str) -> int:
    """Change cells of a row, adding columns that are not there; return its row number."""
    rows = read_table(case, table)
    top = header_index(rows)
    for column in cells:
        if column not in rows[top]:
            rows[top].append(column)
            for row in rows[top + 1 :]:
                row.append("")
    at = next(index for index, row in enumerate(rows) if row[0] == row_id and index > top)
    for column, text in cells.items():
        rows[at][rows[top].index(column)] = text
    write_table(case, table, rows)
    return at + 1


def add(case: Path, table: str, like: str, **cells: str) -> int:
    """Append a copy of a row with other cells; return its row number."""
    rows = read_table(case, table)
    rows.append(next(list(row) for row in rows if row[0] == like))
    rows[-1][0] = "copy-to-edit"
    write_table(case, table, rows)
    return edit(case, table, "copy-to-edit", **cells)


def change_text(case: Path, file: str, change: Callable[[str], str]) -> None:
    """Change the text of a file; it must change."""
    path = case / file
    before = path.read_text("utf-8")
    after = change(before)
    if before == after:
        raise AssertionError(f"nothing was changed in {file}")
    path.write_text(after, "utf-8")


def only_fault(case: Path) -> Fault:
    """Return the one fault that a check of the case finds."""
    report = check_case(case)
    if len(report.faults) != 1:
        shown = "\n".join(f"{fault.where}: {fault.problem}" for fault in report.faults)
        raise AssertionError(f"expected one fault, found {len(report.faults)}:\n{shown}")
    return report.faults[0]


def warnings_of(report: CheckReport) -> list[str]:
    """Return the warnings of a report as lines of text."""
    return [f"{warning.where}: {warning.problem}" for warning in report.warnings]
