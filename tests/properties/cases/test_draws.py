"""Draws depend on the seed and the address of a figure and on nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.cases import Case, Draws, draw_figures, load_case
from suasion.streams import Streams
from tests.tables import add, change_text, edit, read_table, starter, write_table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return starter(tmp_path)


def _same(one: Draws, other: Draws) -> None:
    assert set(one) <= set(other)
    for address, values in one.items():
        assert np.array_equal(values, other[address]), address


@given(st.integers(0, 2**62), st.text(max_size=20), st.integers(0, 40), st.integers(0, 40))
def test_a_longer_stream_begins_with_the_shorter(seed: int, name: str, n: int, more: int) -> None:
    streams = Streams(seed)
    assert np.array_equal(streams.uniform(name, n + more)[:n], streams.uniform(name, n))


def test_more_draws_begin_with_the_fewer(folder: Path) -> None:
    case: Case = load_case(folder)
    long = draw_figures(case, 60)
    _same(draw_figures(case, 23), {address: values[:23] for address, values in long.items()})


def test_rows_turned_around(folder: Path) -> None:
    before = draw_figures(load_case(folder), 20)
    for table in ("arcs", "parameters", "suppliers", "consumers"):
        rows = read_table(folder, table)
        top = next(index for index, row in enumerate(rows) if not row[0].startswith("#"))
        write_table(folder, table, rows[: top + 1] + rows[top + 1 :][::-1])
    _same(before, draw_figures(load_case(folder), 20))


def test_another_row_and_another_table(folder: Path) -> None:
    before = draw_figures(load_case(folder), 20)
    add(folder, "arcs", "terminal", id="a-new-arc")
    (folder / "stakes.csv").unlink()
    after = draw_figures(load_case(folder), 20)
    _same({a: v for a, v in before.items() if not a.startswith("stakes.")}, after)


def test_columns_turned_around(folder: Path) -> None:
    before = draw_figures(load_case(folder), 20)
    rows = read_table(folder, "arcs")
    top = next(index for index, row in enumerate(rows) if not row[0].startswith("#"))
    write_table(folder, "arcs", rows[:top] + [row[::-1] for row in rows[top:]])
    _same(before, draw_figures(load_case(folder), 20))


def test_another_unit(folder: Path) -> None:
    before = draw_figures(load_case(folder), 20)
    edit(folder, "parameters", "belmar_gas_price", value="0.26 to 0.34 USD/scm")
    edit(folder, "arcs", "terminal", cost="30 to 50 kUSD/mcm")
    after = draw_figures(load_case(folder), 20)
    for address, values in before.items():
        assert np.allclose(values, after[address], rtol=1e-12), address


def test_another_day_of_the_view(folder: Path) -> None:
    case = load_case(folder)
    before = draw_figures(case, 20)
    change_text(
        folder, "case.toml", lambda t: t.replace('as_of = "2024-12-31"', 'as_of = "2024-10-01"')
    )
    _same(before, draw_figures(load_case(folder), 20))
