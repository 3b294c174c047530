"""The attribute tables themselves are sound."""

from __future__ import annotations

from importlib import resources

import pytest

from suasion.quantities import dimension
from suasion.schema import REQUIRED_TABLES, TABLE_NAMES, Column, all_tables, describe, table_schema
from suasion.schema.tables import TYPES

COLUMNS = [
    pytest.param(table.name, column, id=f"{table.name}.{column.name}")
    for table in all_tables()
    for column in table.columns.values()
]


def test_every_file_is_a_table_and_every_table_has_a_file() -> None:
    folder = resources.files("suasion.schema").joinpath("tables")
    files = {path.name.removesuffix(".csv") for path in folder.iterdir()}
    assert files == set(TABLE_NAMES)
    assert set(REQUIRED_TABLES) <= set(TABLE_NAMES)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_columns(table: str, column: Column) -> None:
    assert column.type in TYPES
    assert column.meaning
    if column.target:
        assert column.target in TABLE_NAMES
    if column.type == "quantity" and column.unit != "*":
        dimension(column.unit.replace("{unit}", "bcm"))
    if column.type == "enum":
        assert column.words
    if column.low is not None and column.high is not None:
        assert column.low < column.high


def test_every_table_has_an_id_first_and_a_day() -> None:
    for table in all_tables():
        assert next(iter(table.columns)) == "id"
        assert "id" in table.required
        assert "known_from" in table.columns, table.name


def test_figures_can_say_what_they_rest_on() -> None:
    for table in all_tables():
        if table.quantities:
            assert {"statements", "assumed"} <= set(table.columns), table.name


def test_the_page_names_every_column() -> None:
    page = describe()
    for table in all_tables():
        section = page.split(f"## {table.name}\n")[1].split("\n## ")[0]
        for name in table.columns:
            assert f"| `{name}` |" in section
    assert "{required}" not in page
    assert table_schema("arcs").columns["capacity"].meaning in page
