"""The page on the case format, written from the attribute tables."""

from __future__ import annotations

from importlib import resources

from suasion.schema.tables import REQUIRED_TABLES, Column, TableSchema, all_tables


def describe() -> str:
    """Return the page `docs/reference/case-format.md`, written from the attribute tables."""
    required = ", ".join(f"`{name}`" for name in REQUIRED_TABLES)
    head = resources.files("suasion.schema").joinpath("format.md").read_text("utf-8")
    parts = [head.replace("{required}", required)]
    parts += [_table(table) for table in all_tables()]
    return "\n".join(parts)


def _table(table: TableSchema) -> str:
    lines = [
        f"## {table.name}",
        "| column | type | unit | range | required | default | meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(column) for column in table.columns.values()]
    return "\n".join(lines) + "\n"


def _line(column: Column) -> str:
    cells = (
        f"`{column.name}`",
        _type(column),
        f"`{column.unit}`" if column.unit else "",
        _range(column),
        "yes" if column.required else "",
        f"`{column.default}`" if column.default else "",
        column.meaning.replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |"


def _type(column: Column) -> str:
    if column.type == "enum":
        return "one of " + ", ".join(f"`{word}`" for word in column.words)
    if column.type in ("ref", "refs", "statements"):
        return f"{'id' if column.type == 'ref' else 'ids'} of {column.target}"
    return column.type


def _range(column: Column) -> str:
    if column.low is None and column.high is None:
        return ""
    low = "" if column.low is None else f"{column.low:g}"
    high = "" if column.high is None else f"{column.high:g}"
    return f"{low}..{high}"
