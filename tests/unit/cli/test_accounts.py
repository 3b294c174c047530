"""Command `accounts`: what it prints, its JSON, and what it refuses."""

from __future__ import annotations

import json

import pytest

from suasion import new_case
from suasion.cli.main import run_app
from suasion.errors import EXIT_DONE, EXIT_INPUT

QUICK = ("--draws", "4", "--workers", "1", "--horizon", "40")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return str(new_case("rivals", tmp_path_factory.mktemp("accounts")))


@pytest.fixture(scope="module")
def answer(case, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "accounts.json"
    assert run_app(["accounts", case, *QUICK, "--json", "--out", str(out)]) == EXIT_DONE
    return json.loads(out.read_text("utf-8"))


def test_json_has_the_blocks_that_programs_rely_on(answer):
    names = {"results", "claims", "attribution", "record", "value_of_information"}
    assert names <= set(answer)
    assert answer["record"]["verdict"] == "not distinguishable"


def test_shares_add_up_to_the_difference(answer):
    sums: dict[tuple[str, str, str], float] = {}
    whole = {}
    for row in answer["attribution"]:
        key = (row["first"], row["second"], row["result"])
        sums[key] = sums.get(key, 0.0) + row["share"]
        whole[key] = row["difference"]
    assert sums == pytest.approx(whole, abs=1e-9)
    assert len(sums) > 3


def test_every_account_stands_beside_the_shared_figures(answer):
    parts = {row["part"] for row in answer["results"]}
    assert parts == {"leverage", "deals", "outlook"}
    assert {row["account"] for row in answer["results"]} == {"", "tolan", "averin"}


def test_the_text_tells_partings_and_the_record(case, capsys):
    assert run_app(["accounts", case, *QUICK, "--between", "tolan,averin"]) == EXIT_DONE
    told = capsys.readouterr().out
    assert "Results by account" in told
    assert "not distinguishable" in told


def test_what_would_turn_a_conclusion_round(case, capsys):
    asked = ["accounts", case, *QUICK, "--flip", "a deal is agreed=0.3", "--json"]
    assert run_app(asked) == EXIT_DONE
    rows = json.loads(capsys.readouterr().out)
    assert rows
    for row in rows:
        assert row["threshold"] == 0.3
        reached = row["flips_at"] is not None
        assert reached == (row["share_of_interval"] is not None)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--between", "tolan"], "two accounts"),
        (["--between", "tolan,tolan"], "two accounts"),
        (["--between", "tolan,nobody"], "nobody"),
        (["--flip", "a deal is agreed"], "OUTCOME=NUMBER"),
        (["--flip", "a deal is agreed=soon"], "OUTCOME=NUMBER"),
        (["--flip", "war=0.5"], "there is no outcome"),
        (["--ask", "whether it rains"], "whether it rains"),
        (["--horizon", "0"], "horizon"),
    ],
)
def test_what_cannot_be_asked_is_refused(case, capsys, options, told):
    assert run_app(["accounts", case, "--draws", "2", "--workers", "1", *options]) == EXIT_INPUT
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err
