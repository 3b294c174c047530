"""The command `outlook`: answers, shapes and refusals."""

from __future__ import annotations

import json

from suasion.cli.main import run_app

CASE = "rus-aze-2025"
FEW = ("--draws", "2", "--paths", "3", "--horizon", "30", "--workers", "1")


def _run(capsys, *words):
    code = run_app(list(words))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def test_the_json_has_what_other_programs_rely_on(capsys):
    code, out, _ = _run(capsys, "outlook", CASE, "--json", *FEW)
    found = json.loads(out)
    assert code == 0
    assert {"observables", "moves", "standard_errors", "progeny"} <= set(found)
    days = [row["day"] for row in found["observables"] if row["observable"] == "tension"]
    assert days == list(range(31))
    for row in found["observables"]:
        assert row["p05"] <= row["p25"] <= row["p50"] <= row["p75"] <= row["p95"]
    assert {"actor", "kind", "expected", "standard_error"} <= set(found["moves"][0])
    assert set(found["standard_errors"]) == {row["outcome"] for row in found["outcomes"]}
    assert {"move", "extra", "standard_error"} <= set(found["progeny"][0])


def test_accounts_are_answered_one_by_one(capsys):
    words = ("--account", "shared", "--account", "dan", "--account", "shared")
    code, out, err = _run(capsys, "outlook", CASE, "--json", *FEW, *words)
    assert code == 0, err
    found = json.loads(out)
    assert list(found["accounts"]) == ["shared", "dan"]
    assert found["accounts"]["dan"]["account"] == "dan"
