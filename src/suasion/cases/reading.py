"""Reading a case folder into typed rows; every fault of reading is collected (C1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, frozen

from suasion.cases.cells import read_cell, read_range
from suasion.cases.csvfile import RawRow, RawTable, read_table_file
from suasion.cases.heading import FILE as HEADING
from suasion.cases.heading import read_heading
from suasion.cases.nearest import suggestion
from suasion.cases.records import Case, CaseMeta, MarketMeta, Row
from suasion.errors import Fault, InputError
from suasion.quantities import canonical_unit, conversion_factor, written_unit
from suasion.schema import REQUIRED_TABLES, TABLE_NAMES, Column, TableSchema, table_schema


@frozen(kw_only=True)
class Reading:
    """What came out of a folder: the case if its heading can be used, faults, warnings."""

    case: Case | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    raw: Mapping[str, RawTable]


def read_folder(folder: Path) -> Reading:
    """Read case.toml and all tables; cells that cannot be read are left out of the rows."""
    meta, heading_faults, heading_text = read_heading(folder)
    faults = list(heading_faults)
    raw = {name: table for name in TABLE_NAMES if (table := _raw_table(folder, name))}
    faults += [_missing(name) for name in REQUIRED_TABLES if name not in raw]
    tables: dict[str, tuple[Row, ...]] = {}
    markets = meta.markets if meta else {}
    for name, table in raw.items():
        faults += table.faults
        schema = table_schema(name)
        faults += _column_faults(table, schema)
        rows, cell_faults = _typed_rows(table, schema, markets)
        tables[name] = rows
        faults += cell_faults
    case = None
    if meta is not None:
        digest = _digest(heading_text, raw)
        case = Case(name=folder.resolve().name, path=folder, meta=meta, tables=tables, digest=digest)
    return Reading(
        case=case, faults=tuple(faults), warnings=tuple(_strangers(folder)), raw=raw
    )


def _raw_table(folder: Path, name: str) -> RawTable | None:
    path = folder / f"{name}.csv"
    if not path.is_file():
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        fault = Fault(
            file=path.name,
            row=None,
            column=None,
            problem="the table is a link that points outside the case folder",
            got=path.name,
            expected="a file inside the case folder",
            fix="copy the table into the folder",
        )
        return RawTable(file=path.name, faults=(fault,))
    return read_table_file(path)


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
    warnings = []
    for path in sorted(folder.iterdir()):
        ending = path.suffix.lower()
        if ending not in (".csv", ".xlsx", ".xls", ".ods", ".tsv"):
            continue
        if ending == ".csv" and path.stem in TABLE_NAMES:
            continue
        remove = "move it out of the case folder"
        fix = suggestion(path.stem, TABLE_NAMES, remove) if ending == ".csv" else "save it as CSV"
        warnings.append(
            Fault(
                file=path.name,
                row=None,
                column=None,
                problem="the file is no table of a case and is not read",
                got=path.name,
                expected="one of " + ", ".join(f"{name}.csv" for name in TABLE_NAMES),
                fix=fix,
            )
        )
    return warnings


def _column_faults(table: RawTable, schema: TableSchema) -> list[Fault]:
    if not table.header:
        return []
    faults = []
    extra = [name for name in table.header if name and name not in schema.columns]
    for name in extra:
        left = [known for known in schema.columns if known not in table.header]
        faults.append(
            _column_fault(
                table,
                name,
                "the table has a column that the format does not know",
                "one of " + ", ".join(schema.columns),
                suggestion(name, left, "remove the column, or move its text to note"),
            )
        )
    for name in schema.required:
        if name not in table.header:
            faults.append(
                _column_fault(
                    table,
                    name,
                    "the table lacks a column",
                    f"a column {name}: {schema.columns[name].meaning}",
                    f"add the column {name}",
                )
            )
    return faults


def _column_fault(table: RawTable, column: str, problem: str, expected: str, fix: str) -> Fault:
    return Fault(
        file=table.file,
        row=table.header_line,
        column=column,
        problem=problem,
        got=column if column in table.header else "",
        expected=expected,
        fix=fix,
    )


def _typed_rows(
    table: RawTable, schema: TableSchema, markets: Mapping[str, MarketMeta]
) -> tuple[tuple[Row, ...], list[Fault]]:
    rows, faults = [], []
    for raw in table.rows:
        row, found = _typed_row(table, raw, schema, markets)
        faults += found
        if row is not None:
            rows.append(row)
    return tuple(rows), faults


def _typed_row(
    table: RawTable, raw: RawRow, schema: TableSchema, markets: Mapping[str, MarketMeta]
) -> tuple[Row | None, list[Fault]]:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    market = markets.get(raw.cells.get("market", ""))
    for name, column in schema.columns.items():
        text = raw.cells.get(name, "")
        if column.required and not text and name in raw.cells:
            problem, got, expected, fix = (
                f"the cell {name} is empty",
                "",
                column.meaning,
                "fill the cell",
            )
        else:
            try:
                values[name] = read_cell(_ranged(column, raw), text, _unit(column.unit, market))
                continue
            except InputError as error:
                problem, got, expected, fix = error.problem, error.got, error.expected, error.fix
        if name in raw.cells:
            faults.append(
                Fault(
                    file=table.file,
                    row=raw.line,
                    column=name,
                    problem=problem,
                    got=got,
                    expected=expected,
                    fix=fix,
                )
            )
    row_id = values.get("id")
    if not isinstance(row_id, str):
        return None, faults
    given = frozenset(name for name, text in raw.cells.items() if text)
    return Row(table=schema.name, id=row_id, line=raw.line, values=values, given=given), faults


def _ranged(column: Column, raw: RawRow) -> Column:
    """Put the range that a parameter states for itself into its column."""
    if column.type != "quantity" or not raw.cells.get("range"):
        return column
    text = raw.cells.get(column.name, "")
    low, high = read_range(raw.cells["range"])
    written = written_unit(text)
    factor = conversion_factor(written, canonical_unit(written))
    return evolve(
        column,
        low=None if low is None else low * factor,
        high=None if high is None else high * factor,
    )


def _unit(unit: str, market: MarketMeta | None) -> str:
    if "{unit}" not in unit:
        return unit
    return unit.replace("{unit}", market.unit) if market and market.unit else "*"


def _digest(heading: str, raw: Mapping[str, RawTable]) -> str:
    """Hash what the files say, whatever their line ends, separators and column order."""
    digest = hashlib.sha256(heading.encode())
    for name, table in sorted(raw.items()):
        digest.update(f"\x1d{name}".encode())
        for row in table.rows:
            cells = (f"{key}\x1f{text}" for key, text in sorted(row.cells.items()) if text)
            digest.update(("\x1e" + "\x1f".join(cells)).encode())
    return digest.hexdigest()


__all__ = ["HEADING", "CaseMeta", "Reading", "read_folder"]
