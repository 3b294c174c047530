"""Writing the ledger: whole or not at all, once each, and only what stays sound."""

from __future__ import annotations

import errno
import os

import pytest

from suasion.cases import load_case
from suasion.errors import CaseError, InputError
from suasion.forecasts.ledger import read_ledger
from suasion.forecasts.recording import (
    NewPrediction,
    NewResolution,
    add_prediction,
    resolve_prediction,
)
from tests.tables import change_text, starter

NEW = {
    "id": "P7",
    "account": "tolan",
    "speaker": "Mira Tolan",
    "text": 'A deal, "soon"',
    "criterion": "signed",
    "made": "2024-07-01",
    "horizon": "2024-12-31",
    "observable": "any agree:* in 0..END >= 1",
    "statements": "S10",
}
SETTLED = {"prediction": "P2", "outcome": "no", "day": "2024-12-01", "source": "a paper"}


def _files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_prediction_is_added_and_all_else_stays(tmp_path):
    case = starter(tmp_path)
    before = _files(case)
    add_prediction(case, NewPrediction(**NEW))
    after = _files(case)
    assert after.pop("predictions.csv").startswith(before.pop("predictions.csv"))
    assert after == before
    entry = read_ledger(load_case(case), ("P7",))[0]
    assert (entry.text, entry.observable) == (NEW["text"], NEW["observable"])
    assert load_case(case).find("predictions", "P7").known_from == entry.made


def test_a_prediction_is_settled_once(tmp_path):
    case = starter(tmp_path)
    resolve_prediction(case, NewResolution(**SETTLED))
    entry = read_ledger(load_case(case), ("P2",))[0]
    assert (entry.outcome, str(entry.settled), entry.source) == ("no", "2024-12-01", "a paper")
    before = _files(case)
    with pytest.raises(InputError, match="settled already"):
        resolve_prediction(case, NewResolution(**{**SETTLED, "outcome": "yes"}))
    assert _files(case) == before


def test_the_table_is_made_where_there_is_none(tmp_path):
    case = starter(tmp_path)
    (case / "resolutions.csv").unlink()
    resolve_prediction(case, NewResolution(**SETTLED))
    assert read_ledger(load_case(case), ("P2",))[0].outcome == "no"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"criterion": ""}, "nothing is said of 'criterion'"),
        ({"horizon": " "}, "nothing is said of 'horizon'"),
        ({"id": ""}, "nothing is said of 'id'"),
        ({"id": "P1"}, "there is a prediction 'P1' already"),
        ({"observable": "any agreed:* in 0..END >= 1"}, "no move is called"),
        ({"observable": "agreement"}, "not written in its form"),
        ({"condition": "peace"}, "has no column 'condition'"),
    ],
)
def test_a_prediction_that_cannot_be_settled_is_refused(tmp_path, change, problem):
    case = starter(tmp_path)
    before = _files(case)
    with pytest.raises(InputError, match=problem) as caught:
        add_prediction(case, NewPrediction(**{**NEW, **change}))
    assert caught.value.fix
    assert _files(case) == before


@pytest.mark.parametrize(
    "change",
    [
        {"account": "nobody"},
        {"made": "in July"},
        {"horizon": "2024-06-01"},
        {"statements": "S99"},
    ],
)
def test_a_row_that_would_break_the_case_is_not_written(tmp_path, change):
    case = starter(tmp_path)
    before = _files(case)
    with pytest.raises(CaseError) as caught:
        add_prediction(case, NewPrediction(**{**NEW, **change}))
    assert {fault.file for fault in caught.value.faults} == {"predictions.csv"}
    assert str(tmp_path) not in "".join(fault.where for fault in caught.value.faults)
    assert _files(case) == before


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"prediction": "P9"}, "there is no prediction 'P9'"),
        ({"outcome": "maybe"}, "settled in no known way"),
        ({"source": ""}, "without a source"),
        ({"day": ""}, "nothing is said of 'day'"),
        ({"day": "2024-01-01"}, "1 fault"),
        ({"outcome": "yes", "day": "2026-02-01"}, "1 fault"),
    ],
)
def test_what_settles_nothing_is_refused(tmp_path, change, problem):
    case = starter(tmp_path)
    before = _files(case)
    with pytest.raises(InputError, match=problem):
        resolve_prediction(case, NewResolution(**{**SETTLED, **change}))
    assert _files(case) == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, step):
    case = starter(tmp_path)
    before = _files(case)

    def full(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "fsync":
        monkeypatch.setattr("suasion.cases.appending.os.fsync", full)
    else:
        monkeypatch.setattr("suasion.cases.appending.Path.replace", full)
    with pytest.raises(InputError, match="could not be written; it is as it was") as caught:
        resolve_prediction(case, NewResolution(**SETTLED))
    assert "No space left" in caught.value.got
    assert "room" in caught.value.fix
    assert _files(case) == before


def test_a_shipped_case_is_read_only():
    with pytest.raises(InputError, match="read only") as caught:
        resolve_prediction(
            "rus-aze-2025",
            NewResolution(prediction="P2.7", outcome="no", day="2025-10-09", source="x"),
        )
    assert "copy it" in caught.value.fix


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_the_file_keeps_its_form(tmp_path, end):
    case = starter(tmp_path)
    change_text(case, "predictions.csv", lambda text: text.replace("wages", "pay") + "\n")
    path = case / "predictions.csv"
    text = path.read_text("utf-8").rstrip("\n").replace("\n", end)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    add_prediction(case, NewPrediction(**NEW))
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf" + text.encode("utf-8") + end.encode())
    assert after.count(b"\n") == text.count("\n") + 2
    assert (b"\r" in after) == (end == "\r\n")
    assert read_ledger(load_case(case), ("P7",))[0].account == "tolan"
