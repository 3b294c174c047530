"""Attribute tables: what each table of a case holds; checks and pages both read them."""

from suasion.schema.describe import describe
from suasion.schema.tables import (
    REQUIRED_TABLES,
    TABLE_NAMES,
    Column,
    TableSchema,
    all_tables,
    table_schema,
)

__all__ = [
    "REQUIRED_TABLES",
    "TABLE_NAMES",
    "Column",
    "TableSchema",
    "all_tables",
    "describe",
    "table_schema",
]
