"""The command `forecasts`: rows, scores, writing and refusals."""

from __future__ import annotations

import json

import pytest

from suasion import new_case
from suasion.cli.main import run_app
from tests.tables import edit, starter

FEW = ("--draws", "4", "--paths", "5", "--workers", "1")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


def _run(capsys, *words):
    code = run_app(["forecasts", *words])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def _refused(capsys, *words):
    code, out, err = _run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert "fix:" in err
    return err


def test_the_json_has_what_other_programs_rely_on(toy, capsys):
    code, out, _ = _run(capsys, toy, "--json", *FEW)
    found = json.loads(out)
    assert code == 0
    wanted = {"id", "speaker", "account", "text", "criterion", "horizon", "observable"}
    wanted |= {"probability", "resolved", "outcome", "brier", "log_score"}
    for row in found["rows"]:
        assert wanted <= set(row)
        assert list(row["probability"]) == ["shared", "tolan", "averin"]
    first, second = found["rows"]
    assert (first["id"], first["resolved"], first["outcome"]) == ("P1", True, "no")
    p = first["probability"]["shared"]
    assert 0.0 <= p <= 1.0
    assert first["brier"]["shared"] == pytest.approx(p**2)
    assert first["standard_error"]["shared"] >= 0.0
    # the account spoke later: what it says now was not known when the prediction was made
    assert first["probability"]["averin"] is None
    assert first["reasons"] == {"averin": "the account was not known on the day it was made"}
    assert second["probability"] == dict.fromkeys(("shared", "tolan", "averin"))
    assert second["reasons"]["shared"].startswith("no observable")
    assert (second["resolved"], second["outcome"], second["brier"]["shared"]) == (False, "", None)


def test_the_list_and_the_scores_are_told(toy, capsys):
    code, out, _ = _run(capsys, toy, *FEW)
    assert code == 0
    assert "Mira Tolan, 2024-06-15" in out
    assert "no 2024-12-31" in out
    code, out, _ = _run(capsys, toy, "score", *FEW)
    assert code == 0
    assert "fewer than 20" in out
    assert "Scores of the model's probabilities" in out


def test_as_of_a_day_only_what_was_known_is_listed(toy, capsys):
    _, out, _ = _run(capsys, toy, "--json", "--as-of", "2024-07-01", *FEW)
    (row,) = json.loads(out)["rows"]
    assert (row["id"], row["resolved"]) == ("P1", False)
    _, out, _ = _run(capsys, toy, "score", "--as-of", "2024-07-01", *FEW)
    assert "nothing is settled yet" in out


def test_one_prediction_and_one_account(toy, capsys):
    _, out, _ = _run(capsys, toy, "--json", "--id", "P1", "--account", "tolan", *FEW)
    (row,) = json.loads(out)["rows"]
    assert list(row["probability"]) == ["tolan"]


def test_the_central_figures_alone(toy, capsys):
    _, out, _ = _run(capsys, toy, "--json", "--draws", "0", "--paths", "50", "--id", "P1")
    (row,) = json.loads(out)["rows"]
    assert row["n_paths"]["shared"] == 50


def test_adding_and_settling(tmp_path, capsys):
    case = str(starter(tmp_path))
    new = ("--id", "P8", "--account", "tolan", "--text", "A deal", "--criterion", "signed")
    new += ("--made", "2024-07-01", "--horizon", "2024-12-31")
    new += ("--observable", "any agree:* in 0..END >= 1")
    assert _run(capsys, case, "add", *new)[0] == 0
    settle = ("--id", "P8", "--outcome", "yes", "--day", "2024-12-30", "--source", "a paper")
    assert _run(capsys, case, "resolve", *settle)[0] == 0
    _, out, _ = _run(capsys, case, "--json", "--id", "P8", *FEW)
    (row,) = json.loads(out)["rows"]
    assert (row["outcome"], row["source"]) == ("yes", "a paper")
    assert "settled already" in _refused(capsys, case, "resolve", *settle)


def test_refusals(toy, capsys):
    assert "there is no action 'scroe'" in _refused(capsys, toy, "scroe")
    assert "there is no prediction 'P11'" in _refused(capsys, toy, "--id", "P11")
    assert "there is no account 'tolam'" in _refused(capsys, toy, "--account", "tolam")
    assert "needs a path" in _refused(capsys, toy, "--paths", "0")
    assert "one prediction is written" in _refused(
        capsys, toy, "resolve", "--id", "P1", "--id", "P2"
    )
    assert "read only" in _refused(capsys, "rus-aze-2025", "add", "--id", "P9")


def test_an_observable_that_does_not_parse_is_told_with_its_row(tmp_path, capsys):
    case = starter(tmp_path)
    edit(case, "predictions", "P2", observable="any expell:* in 0..END >= 1")
    err = _refused(capsys, str(case), *FEW)
    assert "predictions.csv, P2, column observable" in err
    assert "did you mean 'expel:BEL>ARD" in err


def test_a_flow_needs_no_crisis(tmp_path, capsys):
    case = starter(tmp_path)
    crisis = ("stocks", "moves", "effects", "terms", "deciders", "couplings", "urges", "drivers")
    for table in (*crisis, "mechanisms", "events", "issues", "options", "stakes", "bargainers"):
        (case / f"{table}.csv").unlink()
    edit(case, "predictions", "P1", observable="flow belmar_pipe_bcm_per_year > 0")
    code, out, err = _run(capsys, str(case), "--json", "--id", "P1", *FEW)
    assert (code, err) == (0, "")
    (row,) = json.loads(out)["rows"]
    assert row["probability"]["shared"] == 1.0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--id", "P2", "--outcome", "yes"), "CASE resolve"),
        (("list", "--text", "They agree"), "CASE add"),
        (("score", "--note", "late"), "'score' does not take --note"),
        (("add", "--id", "P9", "--outcome", "yes"), "'add' does not take --outcome"),
        (("resolve", "--id", "P2", "--criterion", "signed"), "'resolve' does not take --criterion"),
    ],
)
def test_options_of_another_action_are_refused(toy, capsys, words, told):
    assert told in _refused(capsys, toy, *words)
