"""Streams from plain records, such as a case's own events."""

from __future__ import annotations

from datetime import date

import pytest

from suasion.errors import InputError
from suasion.events import read_stream, stream_from_rows, write_stream
from suasion.events.stream import SCHEMA

ROW = {
    "day": date(2025, 1, 2),
    "source": "RUS",
    "target": "AZE",
    "code": "036",
    "event_class": "verbal_cooperation",
}


def test_records_become_a_stream_in_order():
    earlier = ROW | {"day": date(2025, 1, 1), "intensity": 4, "reports": 2, "source_row": "e7"}
    stream = stream_from_rows([ROW, earlier], scale="own 1", format="case")
    assert stream.frame.schema == SCHEMA
    assert stream.frame["source_row"].to_list() == ["e7", "row 1"]
    assert stream.frame["reports"].to_list() == [2, 1]
    assert (stream.format, stream.scale, stream.account.rows_out) == ("case", "own 1", 2)


def test_no_records_are_an_empty_stream(tmp_path):
    stream = stream_from_rows([], scale="none")
    found = read_stream(write_stream(stream, tmp_path / "empty.parquet"))
    assert found.frame.schema == SCHEMA
    assert found.frame.is_empty()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2025-01-02"},
        {"day": None},
        {"source": ""},
        {"event_class": "war"},
        {"reports": "x"},
    ],
)
def test_a_record_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(InputError):
        stream_from_rows([ROW | wrong], scale="none")


def test_a_file_that_is_no_stream_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.parquet", tmp_path / "text.parquet"):
        (tmp_path / "text.parquet").write_text("x", "utf-8")
        with pytest.raises(InputError, match="stream"):
            read_stream(path)
    stream_from_rows([ROW], scale="none").frame.write_parquet(tmp_path / "plain.parquet")
    with pytest.raises(InputError, match="not a stream"):
        read_stream(tmp_path / "plain.parquet")
