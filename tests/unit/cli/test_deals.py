"""The command `deals`: answers, shapes and refusals."""

from __future__ import annotations

import json

import pytest

from suasion import new_case
from suasion.cli.main import run_app

FEW = ("--draws", "4", "--workers", "1", "--account", "shared")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


def _run(capsys, *words):
    code = run_app(list(words))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def test_the_json_has_what_other_programs_rely_on(toy, capsys):
    code, out, _ = _run(capsys, "deals", toy, "--json", *FEW)
    found = json.loads(out)
    assert code == 0
    assert {"case", "as_of", "horizon", "n_bundles", "accounts"} == set(found)
    block = found["accounts"]["shared"]
    assert 0.0 <= block["no_deal_probability"] <= 1.0
    for row in block["options"]:
        total = row["passes"] + row["linked"] + row["paid"] + row["blocked"]
        assert total == pytest.approx(1.0)
    assert {row["actor"] for row in block["sides"]} == {"ARD", "BEL"}
    assert {row["concept"] for row in block["solutions"]} == {
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "utilitarian",
    }


def test_without_an_account_all_are_asked(toy, capsys):
    code, out, _ = _run(capsys, "deals", toy, "--json", "--draws", "0")
    accounts = json.loads(out)["accounts"]
    assert code == 0
    assert next(iter(accounts)) == "shared"
    assert len(accounts) == 3


def test_the_text_shows_solutions_options_and_exchanges(toy, capsys):
    code, out, _ = _run(capsys, "deals", toy, *FEW)
    assert code == 0
    for part in ("Solutions", "nash", "Each option", "workers-safe", "Exchanges", "USD"):
        assert part in out


def test_a_checkpoint_is_taken_up(toy, capsys, tmp_path):
    words = ("deals", toy, "--json", *FEW, "--checkpoint", str(tmp_path / "kept"))
    first = _run(capsys, *words)
    kept = sorted((tmp_path / "kept").iterdir())
    assert kept
    stamps = [path.stat().st_mtime_ns for path in kept]
    assert _run(capsys, *words) == first
    assert [path.stat().st_mtime_ns for path in kept] == stamps


def test_a_figure_is_varied_on_the_same_draws(toy, capsys):
    code, out, _ = _run(
        capsys,
        "deals",
        toy,
        "--json",
        *FEW,
        "--vary",
        "stakes.st-4.value=-300 MUSD/yr;0 MUSD/yr",
        "--bundle",
        "workers-safe",
    )
    dear, free = json.loads(out)
    assert code == 0
    assert dear["passes"]["workers-safe"] < free["passes"]["workers-safe"]
    assert free["passes"]["workers-safe"] == 1.0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--account", "nobody"), "no account 'nobody'"),
        (("--horizon", "century"), "unknown horizon"),
        (("--draws", "-1"), "negative"),
        (("--as-of", "yesterday"), "not a day"),
        (("--vary", "belmar_resolve"), "not written in its form"),
        (("--vary", "nothing=1"), "there is no figure"),
        (("--vary", "belmar_gas_price=300 USD/tcm"), "markets are built from"),
        (("--vary", "belmar_resolve=3"), "range"),
        (("--vary", "belmar_resolve=0.1 to 0.2"), "single values"),
        (("--vary", "belmar_resolve=0.5", "--bundle", "nowhere"), "no option 'nowhere'"),
        (("--vary", "belmar_resolve=0.5", "--bundle", "workers-now"), "cannot be followed"),
    ],
)
def test_what_cannot_be_asked_is_refused(toy, capsys, words, message):
    code, out, err = _run(capsys, "deals", toy, "--draws", "2", "--workers", "1", *words)
    assert code == 2
    assert out == ""
    assert message in err


def test_a_case_without_issues_says_so(toy, capsys, tmp_path):
    case = new_case("bare", tmp_path)
    for name in ("issues", "options", "stakes", "bargainers", "terms"):
        (case / f"{name}.csv").unlink()
    code, _, err = _run(capsys, "deals", str(case), "--draws", "0")
    assert code == 2
    assert "nothing to bargain over" in err
