"""The tables of the page are complete and typed, or refused with what is missing."""

from __future__ import annotations

import polars as pl
import pytest

from suasion.errors import ComputationError
from suasion.report.tables import complete_tables, known_tables


def test_a_missing_table_is_empty_with_all_its_columns() -> None:
    tables = complete_tables({})
    assert set(tables) == set(known_tables())
    assert tables["flows"].is_empty()
    assert "tail_lat" in tables["flows"].columns


def test_a_column_that_may_be_left_out_gets_its_default() -> None:
    given = pl.DataFrame(
        {"observable": ["x"], "title": ["pledge"], "value": [20], "more": ["ignored"]}
    )
    targets = complete_tables({"targets": given})["targets"]
    assert targets.to_dicts() == [
        {"observable": "x", "title": "pledge", "value": 20.0, "statements": ""}
    ]


def test_a_column_that_is_required_is_missed() -> None:
    with pytest.raises(ComputationError) as caught:
        complete_tables({"targets": pl.DataFrame({"observable": ["x"], "value": [1.0]})})
    assert "title" in caught.value.expected
    assert "targets" in caught.value.where


def test_a_number_that_is_a_word_is_refused() -> None:
    given = pl.DataFrame({"observable": ["x"], "title": ["t"], "value": ["many"]})
    with pytest.raises(ComputationError, match="another type"):
        complete_tables({"targets": given})


def test_a_table_of_a_later_section_passes_unchanged() -> None:
    later = pl.DataFrame({"path": ["x"], "tension": [0.4]})
    assert complete_tables({"outlook": later})["outlook"] is later


def test_nan_becomes_nothing() -> None:
    given = pl.DataFrame({"observable": ["x"], "title": ["t"], "value": [float("nan")]})
    assert complete_tables({"targets": given})["targets"]["value"].to_list() == [None]
