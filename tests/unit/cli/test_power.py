"""The commands `power` and `vote`: answers, shapes and refusals."""

from __future__ import annotations

import json

import pytest

from suasion import new_case
from suasion.cli.main import run_app

MEMBERS_27 = ",".join(f"M{at}={3 + at % 9}" for at in range(27))


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


def _run(capsys, *words):
    code = run_app(list(words))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def test_the_json_has_what_other_programs_rely_on(toy, capsys):
    code, out, _ = _run(capsys, "power", toy, "--json", "--draws", "2", "--workers", "1")
    found = json.loads(out)
    assert code == 0
    wanted = {"market", "rule", "concept", "player", "value_usd_per_year", "low", "high", "share"}
    assert all(wanted <= set(row) for row in found["rows"])
    assert {"epsilon_usd_per_year", "empty"} <= set(found["core"][0])
    assert {"market", "rule", "usd_per_year"} <= set(found["superadditivity_violation"][0])
    assert found["certificates"]["largest_residual"] < 1e-9
    assert found["failed_draws"] == 0
    assert found["solves"] > 0
    for name in ("blocking", "dividends", "binding_arcs", "options", "reasons"):
        assert found[name], name


def test_the_text_shows_shares_blockers_and_reasons(toy, capsys):
    code, out, _ = _run(capsys, "power", toy, "--draws", "0", "--rule", "idle", "--left", "0.1")
    assert code == 0
    for part in ("Ardania", "Shapley", "Nucleolus", "core: not empty", "blocking", "gains"):
        assert part in out


def test_a_sample_needs_no_limit_of_players(toy, capsys):
    code, out, _ = _run(capsys, "power", toy, "--sample", "20", "--json")
    assert code == 0
    assert {row["concept"] for row in json.loads(out)} == {"shapley-sampled"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--market", "wheat"), "unknown market"),
        (("--players", "NOBODY"), "is not known"),
        (("--bloc", "NOBODY"), "is not known"),
        (("--draws", "-1"), "negative"),
        (("--sample", "1"), "draws"),
        (("--left", "nan"), "threshold"),
    ],
)
def test_bad_options_are_refused(toy, capsys, words, message):
    code, out, err = _run(capsys, "power", toy, *words)
    assert code == 2
    assert message in err
    assert not out


def test_votes_of_27_members_are_exact(capsys):
    code, out, _ = _run(capsys, "vote", "--quota", "100", "--weights", MEMBERS_27, "--json")
    rows = json.loads(out)
    assert code == 0
    assert len(rows) == 27
    assert sum(row["shapley_shubik"] for row in rows) == pytest.approx(1.0, abs=1e-12)


def test_votes_of_the_council_of_1958(capsys):
    """The six of 1958; reference.md, section 1."""
    weights = "D=4,F=4,I=4,B=2,N=2,L=1"
    code, out, _ = _run(capsys, "vote", "--quota", "12", "--weights", weights)
    assert code == 0
    assert "0.233333" in out
    assert "0.3125" in out


@pytest.mark.parametrize(
    ("quota", "weights", "message"),
    [
        ("9", "A=4,B=4", "quota"),
        ("3", "A=4,A=4", "twice"),
        ("3", "A4", "cannot be read"),
        ("3", "A=nan,B=4", "weight"),
        ("many", "A=4", "not a number"),
        ("3", "", "weights"),
    ],
)
def test_bad_votes_are_refused(capsys, quota, weights, message):
    code, out, err = _run(capsys, "vote", "--quota", quota, "--weights", weights)
    assert code == 2
    assert message in err
    assert not out
