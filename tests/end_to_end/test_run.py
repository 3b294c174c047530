"""The main job on a case made by `suasion new`: what it writes, where, and when it does not."""

from __future__ import annotations

import json
import shutil

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from suasion import Request, load_case, new_case, run_case
from suasion.cli.main import run_app
from suasion.errors import InputError


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return new_case("toy", tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="module")
def made(toy, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "report"
    result = run_case(load_case(toy), out, Request(draws=8))
    return out, result


def test_everything_that_is_promised_is_there(made):
    out, _ = made
    assert {path.name for path in out.iterdir()} == {"report.html", "run.json", "tables"}
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert {"version", "seed", "digest", "timings_s", "certificates"} <= set(record)
    assert record["certificates"]
    assert max(record["certificates"].values()) < 1e-6


def test_each_table_is_there_twice_and_says_the_same(made):
    out, result = made
    for name, table in result.tables.items():
        assert_frame_equal(pl.read_parquet(out / "tables" / f"{name}.parquet"), table)
        assert pl.read_csv(out / "tables" / f"{name}.csv").height == table.height


def test_no_half_written_folder_is_left_beside_it(made):
    out, _ = made
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_an_earlier_result_is_replaced_and_other_folders_are_refused(toy, tmp_path_factory):
    out = tmp_path_factory.mktemp("earlier") / "report"
    tmp_path = tmp_path_factory.mktemp("mine")
    run_case(load_case(toy), out, Request(draws=0))
    run_case(load_case(toy), out, Request(draws=2))
    assert json.loads((out / "run.json").read_text("utf-8"))["draws"] == 2
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(InputError):
        run_case(load_case(toy), tmp_path, Request(draws=0))
    assert (tmp_path / "mine.txt").read_text() == "keep me"


def test_an_interrupted_run_writes_nothing(toy, tmp_path, monkeypatch, capsys):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("suasion.report.running.write_report", interrupt)
    out = tmp_path / "report"
    code = run_app(["run", str(toy), "--draws", "2", "--workers", "1", "--out", str(out)])
    assert code == 130
    assert "interrupted" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_case_without_accounts_runs_and_claims_nothing(toy, tmp_path):
    bare = tmp_path / "bare"
    shutil.copytree(toy, bare)
    bargain = ("issues", "options", "stakes", "bargainers", "terms")
    for table in (
        "accounts",
        "account_map",
        "predictions",
        "resolutions",
        "events",
        "mechanisms",
        *bargain,
    ):
        (bare / f"{table}.csv").unlink()
    found = run_case(load_case(bare), tmp_path / "out", Request(draws=2))
    assert found.tables["claims"].height == 0
    assert {"deals", "reactions"} <= set(found.unanswered)
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
