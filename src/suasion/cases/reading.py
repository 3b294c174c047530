"""Reading a case folder into typed rows; every fault of reading is collected (C1)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from suasion.cases.csvfile import RawTable, read_table_file
from suasion.cases.heading import Heading, read_heading
from suasion.cases.nearest import suggestion
from suasion.cases.records import Case, Row
from suasion.cases.typing_rows import typed_rows
from suasion.errors import Fault
from suasion.schema import REQUIRED_TABLES, TABLE_NAMES, TableSchema, table_schema

_SHEETS = (".xlsx", ".xls", ".ods", ".tsv")


@frozen(kw_only=True)
class Reading:
    """What came out of a folder. With faults the case is good for checking only."""

    case: Case
    heading: Heading
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def read_folder(folder: Path) -> Reading:
    """Read case.toml and all tables; cells that cannot be read are left out of the rows."""
    heading = read_heading(folder)
    raw = {name: table for name in TABLE_NAMES if (table := _raw_table(folder, name))}
    faults = [*heading.faults, *(_missing(name) for name in REQUIRED_TABLES if name not in raw)]
    tables: dict[str, tuple[Row, ...]] = {}
    for name, table in raw.items():
        schema = table_schema(name)
        tables[name], cell_faults = typed_rows(table, schema, heading.meta.markets)
        faults += [*table.faults, *_column_faults(table, schema), *cell_faults]
    case = Case(
        name=folder.resolve().name,
        path=folder,
        meta=heading.meta,
        tables=tables,
        digest=_digest(heading.text, raw),
    )
    return Reading(
        case=case, heading=heading, faults=tuple(faults), warnings=tuple(_strangers(folder))
    )


def _raw_table(folder: Path, name: str) -> RawTable | None:
    path = folder / f"{name}.csv"
    if not os.path.lexists(path):
        return None
    is_inside = path.resolve().is_relative_to(folder.resolve())
    if path.is_file() and is_inside:
        return read_table_file(path)
    outside = "the table is a link that points outside the case folder"
    fault = Fault(
        file=path.name,
        row=None,
        column=None,
        problem="the table is no file" if is_inside else outside,
        got=path.name,
        expected="a file inside the case folder",
        fix="copy the table into the folder",
    )
    return RawTable(file=path.name, faults=(fault,))


def _missing(name: str) -> Fault:
    return Fault(
        file=f"{name}.csv",
        row=None,
        column=None,
        problem="the file is missing",
        got="",
        expected=f"{name}.csv in the case folder",
        fix=f"add {name}.csv with the header " + ",".join(table_schema(name).required),
    )


def _strangers(folder: Path) -> list[Fault]:
    """Warn of tables that are not read: a misspelt name must not pass in silence."""
    warnings = []
    for path in sorted(folder.iterdir()):
        is_table = path.suffix == ".csv" and path.stem in TABLE_NAMES
        if is_table or path.suffix.lower() not in (".csv", *_SHEETS):
            continue
        remove = "move it out of the case folder"
        is_csv = path.suffix.lower() == ".csv"
        warnings.append(
            Fault(
                file=path.name,
                row=None,
                column=None,
                problem="the file is no table of a case and is not read",
                got=path.name,
                expected="one of " + ", ".join(f"{name}.csv" for name in TABLE_NAMES),
                fix=suggestion(path.stem, TABLE_NAMES, remove) if is_csv else "save it as CSV",
            )
        )
    return warnings


def _column_faults(table: RawTable, schema: TableSchema) -> list[Fault]:
    if not table.header:
        return []
    extra = [name for name in table.header if name and name not in schema.columns]
    missing = [name for name in schema.required if name not in table.header]
    return [_extra(table, schema, name) for name in extra] + [
        _lacking(table, schema, name) for name in missing
    ]


def _extra(table: RawTable, schema: TableSchema, name: str) -> Fault:
    left = [known for known in schema.columns if known not in table.header]
    return Fault(
        file=table.file,
        row=table.header_line,
        column=name,
        problem="the table has a column that the format does not know",
        got=name,
        expected="one of " + ", ".join(schema.columns),
        fix=suggestion(name, left, "remove the column, or move its text to note"),
    )


def _lacking(table: RawTable, schema: TableSchema, name: str) -> Fault:
    return Fault(
        file=table.file,
        row=table.header_line,
        column=name,
        problem="the table lacks a column",
        got="",
        expected=f"a column {name}: {schema.columns[name].meaning}",
        fix=f"add the column {name}",
    )


def _digest(heading: str, raw: Mapping[str, RawTable]) -> str:
    """Hash what the files say, whatever their line ends, separators and column order."""
    digest = hashlib.sha256(heading.encode())
    for name, table in sorted(raw.items()):
        digest.update(f"\x1d{name}".encode())
        for row in table.rows:
            cells = (f"{key}\x1f{text}" for key, text in sorted(row.cells.items()) if text)
            digest.update(("\x1e" + "\x1f".join(cells)).encode())
    return digest.hexdigest()
