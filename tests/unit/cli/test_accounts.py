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
        (["--between", "tolan"], "two different accounts"),
        (["--between", "tolan,tolan"], "two different accounts"),
        (["--between", "tolan,nobody"], "nobody"),
        (["--flip", "a deal is agreed"], "OUTCOME=NUMBER"),
        (["--flip", "a deal is agreed=soon"], "OUTCOME=NUMBER"),
        (["--flip", "war=0.5"], "there is no outcome"),
        (["--ask", "whether it rains"], "whether it rains"),
        (["--flip", "a deal is agreed=7"], "from 0 to 1"),
        (["--horizon", "0"], "horizon"),
        (["--horizon", "0", "--flip", "a deal is agreed=0.5"], "1 to 3660 days"),
        (["--draws", "0"], "1 or more"),
        (["--draws", "0", "--ask", "account"], "1 or more"),
        (["--ask", "account", "--flip", "a deal is agreed=0.5"], "two questions"),
        (["--ask", "account", "--between", "tolan,averin"], "two questions"),
        (["--flip", "a deal is agreed=0.5", "--fine"], "two questions"),
    ],
)
def test_what_cannot_be_asked_is_refused(case, capsys, options, told):
    assert run_app(["accounts", case, "--draws", "2", "--workers", "1", *options]) == EXIT_INPUT
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err


def test_a_case_without_observations_keeps_the_rest(tmp_path, capsys):
    made = _changed(tmp_path, "observations.csv", lambda text: text[: text.index("resumed,")])
    assert run_app(["accounts", made, *QUICK]) == EXIT_DONE
    told = capsys.readouterr().out
    assert "not distinguishable" in told
    assert "nothing is weighed" in told
    assert run_app(["accounts", made, *QUICK, "--json"]) == EXIT_DONE
    assert json.loads(capsys.readouterr().out)["value_of_information"] is None


def test_an_observation_that_does_not_parse_is_named_with_its_cell(tmp_path, capsys):
    made = _changed(tmp_path, "observations.csv", lambda text: text.replace("any resume", "any x"))
    assert run_app(["accounts", made, *QUICK]) == EXIT_INPUT
    assert "observations.csv, resumed, column observable" in capsys.readouterr().err


def test_an_account_that_sets_no_figure_is_named(tmp_path, capsys):
    made = _changed(tmp_path, "accounts.csv", lambda text: text + QUIET)
    assert run_app(["accounts", made, *QUICK]) == EXIT_DONE
    assert "Quiet one sets no figure" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["accounts", "forecasts"])
def test_a_place_that_is_not_there_is_refused_before_the_work(
    case, tmp_path, capsys, monkeypatch, command
):
    monkeypatch.setattr(f"suasion.cli.{command}.open_executor", None)
    asked = [command, case, "--out", str(tmp_path / "nowhere" / "answer.json")]
    assert run_app(asked) == EXIT_INPUT
    assert "the folder of the output is not there" in capsys.readouterr().err


def test_the_horizon_reaches_what_to_look_at(case, capsys):
    found = []
    for days in ("1", "150"):
        asked = ["accounts", case, *QUICK[:4], "--ask", "a deal is agreed", "--horizon", days]
        assert run_app([*asked, "--json"]) == EXIT_DONE
        found.append(json.loads(capsys.readouterr().out)["days"])
    assert found == [121, 150]


QUIET = (
    "quiet,Quiet one,Jon Averin,SRC-3,2024-09-20,2024,Says nothing that is a figure.,2024-09-20\n"
)


def _changed(folder, table, change):
    made = new_case("changed", folder)
    path = made / table
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return str(made)
