"""The command `mechanisms`: answers, shapes and refusals; what `check` says of experiments."""

from __future__ import annotations

import json

import pytest

from suasion import new_case
from suasion.cli.main import run_app
from suasion.crisis import STATUSES
from tests.tables import edit, starter

FEW = ("--draws", "4", "--paths", "6", "--workers", "1")
NAMES = {
    "id", "name", "status", "metric", "expected", "effect", "low", "high", "ablated_effect",
    "ablated_low", "ablated_high", "draw_share", "paths", "statements", "reason",
}  # fmt: skip


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


def _run(capsys, *words):
    code = run_app(list(words))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def test_the_json_has_what_other_programs_rely_on(toy, capsys):
    code, out, _ = _run(capsys, "mechanisms", toy, "--json", *FEW)
    rows = {row["id"]: row for row in json.loads(out)["rows"]}
    assert code == 0
    assert set(rows) == {"M1", "M2"}
    for row in rows.values():
        assert set(row) >= NAMES
        assert row["status"] in STATUSES
        assert row["name"] == row["title"]
    assert rows["M1"]["status"] == "contrast only"
    assert rows["M1"]["effect"] is None
    assert rows["M1"]["reason"]
    assert rows["M2"]["low"] <= rows["M2"]["effect"] <= rows["M2"]["high"]
    assert rows["M2"]["statements"] == ["S11"]


def test_the_text_shows_a_table_by_section(toy, capsys):
    code, out, _ = _run(capsys, "mechanisms", toy, *FEW)
    assert code == 0
    assert out.index("No way out in winter") < out.index("Wages as an answer")
    assert "2 mechanisms: " in out
    assert "contrast only 1" in out


def test_one_row_is_told_in_full(toy, capsys):
    code, out, _ = _run(capsys, "mechanisms", toy, "--only", "M2", *FEW)
    assert code == 0
    places = [
        out.index(words)
        for words in (
            "M2 Wages as an answer",
            "What the sources say",
            "S11 If deliveries are cut",
            "What was done",
            "effect cut:ARD>BEL/ard-valve->anger.BEL * 2",
            "edges pinned",
            "What came out",
            "turned round  0",
        )
    ]
    assert places == sorted(places)
    code, out, _ = _run(capsys, "mechanisms", toy, "--only", "M1", *FEW)
    assert code == 0
    assert "no experiment" in out
    assert "contrast only: a contrast of solved markets" in out


def test_the_same_on_two_workers(toy, capsys):
    words = ("mechanisms", toy, "--json", "--draws", "5", "--paths", "3")
    assert _run(capsys, *words, "--workers", "1") == _run(capsys, *words, "--workers", "2")


def test_without_the_matrix_nothing_else_is_asked(toy, capsys):
    code, out, _ = _run(capsys, "mechanisms", toy, "--json", "--no-matrix", *FEW)
    assert code == 0
    assert json.loads(out)["matrix"] == []


BAD = {
    "unknown": (("--only", "M3"), "unknown mechanism 'M3'", "option --only"),
    "before the case": (("--as-of", "2023-12-31"), "before the window of the case", "2024-01-01"),
    "no path": (("--paths", "0"), "path", "0"),
    "no draw": (("--draws", "1"), "needs draws", "2 or more"),
    "draws below none": (("--draws", "-1"), "draws is negative", "-1"),
}


@pytest.mark.parametrize(("words", "problem", "told"), BAD.values(), ids=BAD)
def test_bad_input_is_refused(toy, capsys, words, problem, told):
    code, out, err = _run(capsys, "mechanisms", toy, *FEW, *words)
    assert (code, out) == (2, "")
    assert problem in err
    assert told in err
    assert "fix:" in err


REFUSED = {
    "sets its own outcome": (
        {"treatment": "pace expel:BEL>ARD/bel-wages * 2", "reverse": "pace expel:BEL* * 0.5"},
        "edge",
    ),
    "unknown effect": ({"treatment": "effect cut:ARD>BEL->anger.BLE * 2"}, "anger"),
    "unknown edge": ({"edges": "anger.BEL->bel-prid"}, "bel-prid"),
    "no rival": ({"rival": ""}, "no rival"),
    "no form": ({"treatment": "make it worse"}, "make it worse"),
}


@pytest.mark.parametrize(("cells", "told"), REFUSED.values(), ids=REFUSED)
def test_experiments_are_refused_and_check_warns_of_them(tmp_path, capsys, cells, told):
    case = starter(tmp_path)
    row = edit(case, "mechanisms", "M2", **cells)
    code, _, err = _run(capsys, "mechanisms", str(case), *FEW)
    assert code == 2
    assert told in err
    code, out, _ = _run(capsys, "check", str(case))
    assert code == 0
    assert f"mechanisms.csv, row {row}" in out
    assert told in out


def test_check_is_silent_where_nothing_is_refused(toy, capsys):
    code, out, _ = _run(capsys, "check", toy)
    assert code == 0
    assert "mechanisms.csv" not in out
