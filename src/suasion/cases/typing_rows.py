"""From rows of text to rows of typed values."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from suasion.cases.cell_error import CellError
from suasion.cases.cells import read_cell, read_range
from suasion.cases.csvfile import RawRow, RawTable
from suasion.cases.records import MarketMeta, Row
from suasion.errors import Fault, InputError
from suasion.quantities import canonical_unit, conversion_factor, written_unit
from suasion.schema import Column, TableSchema

Markets = Mapping[str, MarketMeta]


def typed_rows(
    table: RawTable, schema: TableSchema, markets: Markets
) -> tuple[tuple[Row, ...], list[Fault]]:
    """Return the rows of a table with typed values, and the faults of their cells.

    A cell that cannot be read is left out of its row; a row without a usable id is left out.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for raw in table.rows:
        values, found = _values(table.file, raw, schema, markets)
        faults += found
        row_id = values.get("id")
        if isinstance(row_id, str):
            given = frozenset(name for name, text in raw.cells.items() if text)
            rows.append(
                Row(table=schema.name, id=row_id, line=raw.line, values=values, given=given)
            )
    return tuple(rows), faults


def _values(
    file: str, raw: RawRow, schema: TableSchema, markets: Markets
) -> tuple[dict[str, object], list[Fault]]:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    market = markets.get(raw.cells.get("market", ""))
    for name, column in schema.columns.items():
        try:
            values[name] = _value(column, raw, market)
        except InputError as error:
            if name not in raw.cells:
                continue
            faults.append(
                Fault(
                    file=file,
                    row=raw.line,
                    column=name,
                    problem=error.problem,
                    got=error.got,
                    expected=error.expected,
                    fix=error.fix,
                )
            )
    return values, faults


def _value(column: Column, raw: RawRow, market: MarketMeta | None) -> object:
    text = raw.cells.get(column.name, "")
    if column.required and not text:
        raise CellError(
            f"the cell {column.name} is empty", got="", expected=column.meaning, fix="fill the cell"
        )
    return read_cell(_ranged(column, raw), text, _unit(column.unit, market))


def _ranged(column: Column, raw: RawRow) -> Column:
    """Put the range that a parameter states for itself into its column."""
    if column.type != "quantity" or not raw.cells.get("range"):
        return column
    text = raw.cells.get(column.name, "")
    if text.startswith("@"):
        return column
    low, high = read_range(raw.cells["range"])
    written = written_unit(text)
    factor = conversion_factor(written, canonical_unit(written))
    return evolve(
        column,
        low=None if low is None else low * factor,
        high=None if high is None else high * factor,
    )


def _unit(unit: str, market: MarketMeta | None) -> str:
    """Fill in the market's unit; where the market is not known, any unit will do."""
    if "{unit}" not in unit:
        return unit
    return unit.replace("{unit}", market.unit) if market and market.unit else "*"
