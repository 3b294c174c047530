"""Command `ensemble`: what it prints, its JSON, and what it refuses."""

from __future__ import annotations

import json

import pytest

from suasion import new_case
from suasion.cli.main import run_app
from suasion.comparison import ensemble
from suasion.errors import EXIT_COMPUTATION, EXIT_DONE, EXIT_INPUT, EXIT_INTERRUPTED

QUICK = ("--draws", "3", "--paths", "2", "--horizon", "40", "--workers", "1")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return str(new_case("rivals", tmp_path_factory.mktemp("ensembles")))


def test_the_text_says_what_there_is_and_how_to_read_it(case, tmp_path, capsys):
    line = ["ensemble", case, "--out", str(tmp_path / "all"), *QUICK]
    assert run_app(line) == EXIT_DONE
    told = capsys.readouterr().out
    assert "3 accounts x 3 draws x 2 paths of rivals" in told
    assert "18 paths in 3 blocks, 0 of them there before" in told
    assert "a deal is agreed" in told
    assert "paths/**/*.parquet" in told
    assert run_app(line) == EXIT_DONE
    assert "3 of them there before" in capsys.readouterr().out


def test_json_is_the_manifest_and_what_it_comes_to(case, tmp_path, capsys):
    out = tmp_path / "some"
    asked = [
        "--account",
        "averin",
        "--account",
        "shared",
        "--inject",
        "cut:ARD@5*0.5",
        "--seed",
        "0",
    ]
    line = ["ensemble", case, "--out", str(out), *QUICK, *asked, "--json"]
    assert run_app(line) == EXIT_DONE
    answer = json.loads(capsys.readouterr().out)
    assert answer["manifest"] == json.loads((out / "ensemble.json").read_text("utf-8"))
    assert answer["manifest"]["accounts"] == ["shared", "averin"]
    assert answer["manifest"]["injections"] == ["cut:ARD>BEL/ard-valve@5*0.5"]
    assert answer["manifest"]["seed"] == 0
    rows = {row["account"]: row["rows"] for row in answer["accounts"]}
    left = {row["account"]: row["failed"] + row["explosive"] for row in answer["accounts"]}
    assert rows == {name: 2 * (3 - left[name]) for name in ("shared", "averin")}
    assert {"account", "column", "outcome", "mean", "standard_error"} == set(answer["outcomes"][0])


def test_a_single_draw_has_no_error(case, tmp_path, capsys):
    line = ["ensemble", case, "--out", str(tmp_path / "one"), "--draws", "1", "--paths", "2"]
    asked = ["--horizon", "40", "--account", "shared", "--workers", "1", "--json"]
    assert run_app([*line, *asked]) == EXIT_DONE
    answer = json.loads(capsys.readouterr().out)
    assert {row["standard_error"] for row in answer["outcomes"]} == {None}


def test_an_interrupt_ends_with_its_code_and_the_rest_is_done_later(
    case, tmp_path, capsys, monkeypatch
):
    line = ["ensemble", case, "--out", str(tmp_path / "cut"), *QUICK]
    work, count = ensemble.run_ensemble_chunk, [0]

    def stop(*arguments):
        count[0] += 1
        if count[0] == 2:
            raise KeyboardInterrupt
        return work(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(ensemble, "run_ensemble_chunk", stop)
        assert run_app(line) == EXIT_INTERRUPTED
    assert "taken up again" in capsys.readouterr().err
    assert run_app(line) == EXIT_DONE
    assert "3 blocks, 1 of them there before" in capsys.readouterr().out


def test_draws_left_out_are_told(case, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        "suasion.comparison.ensemble_draws._feeds_itself", lambda *given: given[-1] == 1
    )
    assert run_app(["ensemble", case, "--out", str(tmp_path / "few"), *QUICK]) == EXIT_DONE
    told = capsys.readouterr().out
    assert "left out: 0 draws without an optimum, 3 that feed on themselves" in told
    monkeypatch.setattr("suasion.comparison.ensemble_draws._feeds_itself", lambda *_: True)
    none = ["ensemble", case, "--out", str(tmp_path / "none"), *QUICK]
    assert run_app(none) == EXIT_COMPUTATION
    assert "none with paths" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--draws", "0"], "needs a draw"),
        (["--draws", "-1"], "negative"),
        (["--paths", "0"], "needs a path"),
        (["--horizon", "0"], "needs a day"),
        (["--horizon", "3661"], "1 to 3660"),
        (["--account", "nobody"], "no account 'nobody'"),
        (["--inject", "cut:ARD"], "MOVE@DAY"),
        (["--inject", "dance:ARD@1"], "unknown move"),
        (["--as-of", "soon"], "YYYY-MM-DD"),
        (["--as-of", "2023-01-01"], "window"),
        (["--workers", "0"], "below one"),
        (["--cluster", "tcp://127.0.0.1:1"], "--cluster"),
    ],
)
def test_what_cannot_be_asked_is_refused(case, tmp_path, capsys, options, told):
    line = ["ensemble", case, "--out", str(tmp_path / "new"), *QUICK, *options]
    assert run_app(line) == EXIT_INPUT
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err
    assert not (tmp_path / "new").exists()


def test_a_folder_must_be_named_and_must_be_ours(case, tmp_path, capsys):
    assert run_app(["ensemble", case, *QUICK]) == EXIT_INPUT
    assert "--out" in capsys.readouterr().err
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt"):
        assert run_app(["ensemble", case, "--out", str(place), *QUICK]) == EXIT_INPUT
        err = capsys.readouterr().err
        assert "where:    option --out" in err
        assert "fix:" in err


def test_another_seed_is_named(case, tmp_path, capsys):
    line = ["ensemble", case, "--out", str(tmp_path / "seeds"), *QUICK]
    assert run_app([*line, "--seed", "1"]) == EXIT_DONE
    assert run_app([*line, "--seed", "2"]) == EXIT_INPUT
    assert "seed: 1 there, 2 asked" in capsys.readouterr().err
