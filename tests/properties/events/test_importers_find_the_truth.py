"""From made-up files of all formats the importer recovers the events and accounts for each row."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter

import pytest

from suasion.events.dyads import Dyad
from suasion.events.importing import ImportRequest, Wanted, import_events, import_folder
from suasion.events.stream import SCHEMA, read_stream
from tests.event_files import FORMATS, make_file

RUS_AZE = Dyad(first="RUS", second="AZE")
SEEDS = (0, 1, 2)


def _found(stream):
    return sorted(stream.frame.select("day", "source", "target", "code", "reports").rows())


def _rows(file):
    return len(file.rows)


@pytest.fixture(params=FORMATS)
def name(request):
    return request.param


@pytest.mark.parametrize("seed", SEEDS)
def test_all_dyads(name, seed, tmp_path):
    file = make_file(name, seed)
    path = tmp_path / "events.txt"
    path.write_bytes(file.text)
    stream = import_events([path])
    assert _found(stream) == sorted(file.events)
    assert stream.account.rows_in == _rows(file)
    assert Counter(stream.account.dropped) == +file.dropped
    assert stream.frame.schema == SCHEMA


@pytest.mark.parametrize("seed", SEEDS)
def test_one_dyad(name, seed, tmp_path):
    file = make_file(name, seed)
    path = tmp_path / "events.txt"
    path.write_bytes(file.text)
    stream = import_events([path], ImportRequest(wanted=Wanted(dyads=(RUS_AZE,))))
    assert _found(stream) == file.of_dyad()
    assert stream.account.rows_in == _rows(file)


def test_both_ways_of_cutting_rows_agree(name, tmp_path):
    path = tmp_path / "events.txt"
    path.write_bytes(make_file(name, 7, n_events=90).text)
    everything = import_events([path])
    dyad = import_events([path], ImportRequest(wanted=Wanted(dyads=(RUS_AZE,))))
    ends = everything.frame.filter(
        everything.frame["source"].is_in(["RUS", "AZE"])
        & everything.frame["target"].is_in(["RUS", "AZE"])
    )
    assert ends.equals(dyad.frame)


@pytest.mark.parametrize("packed", ["gzip", "zip"])
def test_packed_files_give_the_same(name, packed, tmp_path):
    file = make_file(name, 3)
    plain, path = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(file.text)
    if packed == "gzip":
        half = len(file.text) // 2
        path.write_bytes(gzip.compress(file.text[:half]) + gzip.compress(file.text[half:]))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("events.csv", file.text)
    first, second = import_events([plain]), import_events([path])
    assert first.account == second.account
    assert first.frame.drop("source_row").equals(second.frame.drop("source_row"))


@pytest.mark.parametrize("by", ["day", "month", "year"])
def test_a_folder_in_parts_gives_what_one_file_gives(name, by, tmp_path):
    file = make_file(name, 4)
    whole, folder = tmp_path / "whole", tmp_path / "daily"
    folder.mkdir()
    whole.write_bytes(file.text)
    for part in range(4):
        rows = b"".join(file.rows[part * len(file.rows) // 4 : (part + 1) * len(file.rows) // 4])
        (folder / f"{part}.csv").write_bytes(file.header + rows)
    one = import_events([whole])
    summary = import_folder([folder], None, tmp_path / "out", by)
    parts = read_stream(tmp_path / "out")
    assert summary.account == one.account == parts.account
    assert parts.frame.drop("source_row").equals(one.frame.drop("source_row"))


def test_source_rows_lead_back_to_the_line(name, tmp_path):
    file = make_file(name, 5)
    path = tmp_path / "events.txt"
    path.write_bytes(file.text)
    lines = file.text.split(b"\n")
    for row in import_events([path]).frame.iter_rows(named=True):
        line = lines[int(row["source_row"].rpartition(":")[2]) - 1].decode()
        assert row["day"].isoformat() in line or row["day"].strftime("%Y%m%d") in line
