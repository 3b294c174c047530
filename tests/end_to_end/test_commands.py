"""The command line on a case made by `suasion new`: answers, exit codes, messages."""

from __future__ import annotations

import json
import shutil

import pytest

from suasion import new_case
from suasion.cli.main import run_app


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


def _run(capsys, *words):
    code = run_app(list(words))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def test_check_counts_what_the_case_rests_on(toy, capsys):
    code, out, _ = _run(capsys, "check", toy, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["ok"] is True
    assert found["faults"] == []
    wanted = {
        "statements",
        "sources",
        "events",
        "predictions",
        "mechanisms",
        "accounts",
        "assumed",
        "conflicts",
        "unused_statements",
    }
    assert wanted <= set(found["counts"])


def test_leverage_rows_have_the_fields_that_other_programs_rely_on(toy, capsys):
    code, out, _ = _run(capsys, "leverage", toy, "--json", "--draws", "10", "--horizon", "years")
    rows = json.loads(out)
    assert code == 0
    assert {row["horizon"] for row in rows} == {"years"}
    wanted = {
        "lever",
        "sender",
        "target",
        "horizon",
        "hurt_usd_per_year",
        "hurt_low",
        "hurt_high",
        "cost_usd_per_year",
        "cost_low",
        "cost_high",
        "assumed_share",
    }
    assert all(wanted <= set(row) for row in rows)
    assert all(row["hurt_low"] <= row["hurt_high"] for row in rows)


def test_whatif_is_flat_and_its_differences_are_those_of_its_sides(toy, capsys):
    code, out, _ = _run(
        capsys, "whatif", toy, "--withhold", "ARD:ard-valve", "--json", "--draws", "5"
    )
    answer = json.loads(out)
    assert code == 0
    assert answer["difference"]["belmar_pipe_bcm_per_year"] < 0
    for name, value in answer["difference"].items():
        assert value == pytest.approx(answer["changed"][name] - answer["base"][name])


def test_withholding_nothing_changes_nothing(toy, capsys):
    _, out, _ = _run(capsys, "whatif", toy, "--withhold", "ARD:ard-valve@0%", "--json")
    assert set(json.loads(out)["difference"].values()) == {0.0}


def test_a_scenario_is_saved_and_asked_again(toy, capsys, tmp_path):
    saved = str(tmp_path / "mine.toml")
    one = ("whatif", toy, "--tax", "BEL:bel-tax=25 USD/tcm", "--json", "--draws", "4")
    _, first, _ = _run(capsys, *one, "--save", saved)
    _, second, _ = _run(capsys, "whatif", toy, "--scenario", saved, "--json", "--draws", "4")
    assert json.loads(first)["difference"] == json.loads(second)["difference"]


def test_a_trace_leads_to_who_said_it(toy, capsys):
    code, out, _ = _run(capsys, "trace", toy, "ard-valve")
    assert code == 0
    assert "S9" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "nowhere"), "nowhere"),
        (("leverage", "{toy}", "--horizon", "century"), "century"),
        (("leverage", "{toy}", "--lever", "no-such"), "no-such"),
        (("leverage", "{toy}", "--account", "nobody"), "nobody"),
        (("leverage", "{toy}", "--as-of", "yesterday"), "yesterday"),
        (("leverage", "{toy}", "--draws", "-3"), "-3"),
        (("leverage", "{toy}", "--draws", "many"), "integer"),
        (("whatif", "{toy}", "--withhold", "ARD"), "ARD"),
        (("whatif", "{toy}", "--withhold", "BEL:ard-valve"), "BEL:ard-valve"),
        (("whatif", "{toy}", "--withhold", "ARD:ard-valve@200%"), "200%"),
        (("whatif", "{toy}", "--ban", "BEL:gas:XYZ"), "XYZ"),
        (("whatif", "{toy}", "--ban", "BEL:oil:ARD"), "oil"),
        (("whatif", "{toy}", "--build", "tunnel"), "tunnel"),
        (("whatif", "{toy}", "--set", "no_such=3"), "no_such"),
        (("whatif", "{toy}", "--set", "arcs.ardania-corvia.capacity=3 USD"), "USD"),
        (("whatif", "{toy}", "--set", "arcs.ardania-corvia.capacity=-3 bcm/yr"), "-3"),
        (("whatif", "{toy}", "--origin-rule", "magic"), "magic"),
        (("whatif", "{toy}", "--tax", "BEL:bel-wages=3 USD/tcm"), "tie"),
        (("whatif", "{toy}", "--scenario", "none.toml"), "none.toml"),
        (("trace", "{toy}", "nothing-like-it"), "nothing-like-it"),
        (("new", "bad name"), "bad name"),
        (("run", "{toy}", "--out", "{toy}"), "other things"),
        (("no-such-command",), "no-such-command"),
        (("leverage", "{toy}", "--as-of", "1900-01-01"), "1900-01-01"),
    ],
)
def test_bad_input_is_named_and_leaves_with_two(toy, capsys, words, told):
    code, out, err = _run(capsys, *(word.replace("{toy}", toy) for word in words))
    assert code == 2, err
    assert told in err
    assert out == ""


def test_nothing_is_written_where_the_input_is_at_fault(toy, capsys, tmp_path):
    target = tmp_path / "x.json"
    code, _, _ = _run(capsys, "leverage", toy, "--lever", "no-such", "--json", "--out", str(target))
    assert code == 2
    assert not target.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["leverage.ard-valve", "flows.ardania-corvia"])
def test_addresses_of_the_report_can_be_traced(toy, capsys, address):
    code, out, _ = _run(capsys, "trace", toy, address)
    assert code == 0
    assert address.partition(".")[2] in out


def test_a_file_that_cannot_be_read_stands_before_what_follows_from_it(toy, tmp_path, capsys):
    broken = tmp_path / "broken"
    shutil.copytree(toy, broken)
    (broken / "arcs.csv").write_bytes(b"id,title\xff\xfe\n")
    code, out, _ = _run(capsys, "check", str(broken), "--json")
    assert code == 2
    assert json.loads(out)["faults"][0]["file"] == "arcs.csv"


def test_joint_levers_have_intervals_where_they_are_strongest(toy, capsys):
    words = ("leverage", toy, "--joint", "--json", "--draws", "6", "--horizon", "years")
    code, out, _ = _run(capsys, *words)
    rows = json.loads(out)
    assert code == 0
    assert rows
    for row in rows:
        assert len(row["levers"]) in (2, 3)
        assert row["hurt_low"] <= row["hurt_high"]
