"""The attribute tables: one CSV per table of a case, in `suasion/schema/tables`.

Each names its columns with type, unit, range, whether required, default and meaning.
Reading, checking and the page on the format all read these files, so that they cannot
part (style rule 5).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from attrs import frozen

TABLE_NAMES = (
    "sources",
    "statements",
    "actors",
    "nodes",
    "arcs",
    "suppliers",
    "consumers",
    "contracts",
    "ties",
    "levers",
    "builds",
    "issues",
    "options",
    "stakes",
    "bargainers",
    "stocks",
    "couplings",
    "moves",
    "effects",
    "terms",
    "urges",
    "drivers",
    "deciders",
    "events",
    "codings",
    "observations",
    "parameters",
    "accounts",
    "account_map",
    "predictions",
    "resolutions",
    "mechanisms",
    "numbers",
    "scenarios",
    "comparisons",
)
REQUIRED_TABLES = ("sources", "statements", "actors")

TYPES = (
    "id",
    "text",
    "date",
    "when",
    "number",
    "flag",
    "quantity",
    "enum",
    "ref",
    "refs",
    "statements",
    "label",
    "labels",
    "shares",
    "items",
    "factors",
    "weighted",
    "gates",
    "market",
)


@frozen(kw_only=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    """One of `TYPES`."""
    argument: str
    """The table of a reference, or the words of an enumeration separated by commas."""
    unit: str
    """Unit of a quantity: `{unit}` stands for the market's, `*` for any, `1` for none."""
    low: float | None
    high: float | None
    required: bool
    default: str
    meaning: str

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that an enumeration allows."""
        return tuple(word for word in self.argument.split(",") if word)

    @property
    def target(self) -> str:
        """Return the table that a reference points into, or an empty text."""
        if self.type == "statements":
            return "statements"
        return self.argument if self.type in ("ref", "refs") else ""


@frozen(kw_only=True)
class TableSchema:
    """The columns of one table, in their order."""

    name: str
    columns: Mapping[str, Column]

    @property
    def required(self) -> tuple[str, ...]:
        """Return the names of the columns that a table must have."""
        return tuple(name for name, column in self.columns.items() if column.required)

    @property
    def quantities(self) -> tuple[str, ...]:
        """Return the names of the columns that hold figures."""
        return tuple(name for name, column in self.columns.items() if column.type == "quantity")


@cache
def table_schema(name: str) -> TableSchema:
    """Return the schema of one table; `name` is one of `TABLE_NAMES`."""
    text = resources.files("suasion.schema").joinpath("tables", f"{name}.csv").read_text("utf-8")
    columns = [_column(row) for row in csv.DictReader(text.splitlines())]
    return TableSchema(
        name=name, columns=MappingProxyType({column.name: column for column in columns})
    )


def all_tables() -> tuple[TableSchema, ...]:
    """Return the schemas of all tables, in the order of `TABLE_NAMES`."""
    return tuple(table_schema(name) for name in TABLE_NAMES)


def _column(row: Mapping[str, str]) -> Column:
    kind, _, argument = row["type"].partition(":")
    low, _, high = row["range"].partition("..")
    return Column(
        name=row["name"],
        type=kind,
        argument=argument,
        unit=row["unit"],
        low=float(low) if low else None,
        high=float(high) if high else None,
        required=row["required"] == "yes",
        default=row["default"],
        meaning=row["meaning"],
    )
