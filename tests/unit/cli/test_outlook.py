"""The command `outlook`: answers, shapes and refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from suasion import new_case
from suasion.cli.main import run_app
from tests.tables import edit, starter

FEW = ("--draws", "3", "--paths", "4", "--horizon", "60", "--workers", "1")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


def _run(capsys, *words):
    code = run_app(list(words))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def _refused(capsys, *words):
    code, out, err = _run(capsys, "outlook", *words)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert "fix:" in err
    return err


def test_the_json_has_what_other_programs_rely_on(toy, capsys):
    code, out, _ = _run(capsys, "outlook", toy, "--json", *FEW)
    found = json.loads(out)
    assert code == 0
    assert {"observables", "moves", "standard_errors", "progeny"} <= set(found)
    days = [row["day"] for row in found["observables"] if row["observable"] == "tension"]
    assert days == list(range(61))
    for row in found["observables"]:
        assert row["p05"] <= row["p25"] <= row["p50"] <= row["p75"] <= row["p95"]
    assert {"actor", "kind", "expected", "standard_error"} <= set(found["moves"][0])
    assert set(found["standard_errors"]) == {row["outcome"] for row in found["outcomes"]}
    assert {"move", "extra", "standard_error"} <= set(found["progeny"][0])
    assert {row["story"] for row in found["stories"]} <= {"calm", "middle", "hostile"}


def test_accounts_are_answered_one_by_one(toy, capsys):
    words = ("--account", "shared", "--account", "averin", "--account", "shared")
    code, out, err = _run(capsys, "outlook", toy, "--json", *FEW, *words)
    assert code == 0, err
    found = json.loads(out)
    assert list(found["accounts"]) == ["shared", "averin"]
    assert found["accounts"]["averin"]["account"] == "averin"
    one, other = (found["accounts"][name]["moves"] for name in ("shared", "averin"))
    assert one != other
    alone = json.loads(_run(capsys, "outlook", toy, "--json", *FEW)[1])
    assert alone["moves"] == one


def test_the_text_tells_outcomes_moves_progeny_and_a_path(toy, capsys):
    code, out, _ = _run(capsys, "outlook", toy, *FEW, "--inject", "search:ARD@10")
    assert code == 0
    places = [
        out.index(words)
        for words in (
            "a hostile deed within 30 days",
            "Expected moves",
            "Belmar: Offer talks",
            "Progeny",
            "Tension now",
            "The middle path",
            "day 10 (2025-01-10): Ardania towards Belmar: Search the offices",
        )
    ]
    assert places == sorted(places)
    assert "made from outside: search:ARD@10" in out


def test_the_same_on_two_workers(toy, capsys):
    words = ("outlook", toy, "--json", "--draws", "7", "--paths", "3", "--horizon", "20")
    assert _run(capsys, *words, "--workers", "1") == _run(capsys, *words, "--workers", "2")


def test_without_draws_the_path_is_told_all_the_same(toy, capsys):
    code, out, _ = _run(capsys, "outlook", toy, *FEW, "--draws", "0")
    assert code == 0
    assert "The middle path" in out
    assert "no draws were asked for" in out


def test_an_alleged_event_counts_on_demand(toy, capsys):
    def record(*words):
        found = json.loads(_run(capsys, "outlook", toy, "--json", *FEW, *words)[1])
        return [row["event"] for row in found["record"]]

    assert record() == ["E2"]
    assert record("--alleged") == ["E1", "E2"]
    assert record("--alleged", "--as-of", "2024-07-01") == ["E1"]


def test_it_goes_to_a_file(toy, capsys, tmp_path):
    path = tmp_path / "outlook.json"
    code, out, _ = _run(capsys, "outlook", toy, "--json", *FEW, "--out", str(path))
    assert (code, out) == (0, "")
    assert json.loads(path.read_text("utf-8"))["days"] == 60


BAD = {
    "no day ahead": (("--horizon", "0"), "horizon of the outlook is out of range", "0 days"),
    "a century": (("--horizon", "36525"), "horizon of the outlook is out of range", "3660"),
    "days backwards": (("--horizon", "-5"), "horizon of the outlook is out of range", "-5 days"),
    "before the case": (("--as-of", "2023-12-31"), "before the window of the case", "2024-01-01"),
    "no path": (("--paths", "0"), "needs a path", "option --paths"),
    "draws below none": (("--draws", "-1"), "draws is negative", "-1"),
    "no worker": (("--workers", "0"), "workers is below one", "0"),
    "an account of nobody": (("--account", "tolann"), "tolann", "tolan"),
    "a move of nobody": (
        ("--inject", "serch:ARD@3"),
        "unknown move 'serch:ARD'",
        "did you mean 'search:",
    ),
    "a move of two": (("--inject", "search@3"), "'search' is several moves", "search:BEL>ARD"),
    "a lever of nobody": (("--inject", "cut:ARD>BEL/pump@3"), "unknown move", "ard-valve"),
    "no day": (("--inject", "search:ARD"), "not written in its form", "MOVE@DAY"),
    "after the end": (("--inject", "search:ARD@60"), "outside the outlook", "0 to 59"),
    "of no size": (("--inject", "search:ARD@3*0"), "outside the outlook", "size above 0"),
    "no number": (("--inject", "search:ARD@soon"), "not written in its form", "soon"),
}


@pytest.mark.parametrize(("words", "problem", "told"), BAD.values(), ids=BAD)
def test_bad_input_is_refused(toy, capsys, words, problem, told):
    err = _refused(capsys, toy, *FEW, *words)
    assert problem in err
    assert told in err


def _explosive(case: Path) -> None:
    edit(case, "effects", "search-angers", amount="4 to 8")
    edit(case, "effects", "accuse-angers", amount="4 to 8")
    edit(case, "terms", "bel-pride", weight="20000 to 30000 MUSD/yr")
    edit(case, "terms", "ard-pride", weight="2000 to 3000 MUSD/yr")
    edit(case, "couplings", "ard-forgets", time="900 to 1200 day")
    edit(case, "couplings", "bel-forgets", time="900 to 1200 day")


def _no_tables(case: Path) -> None:
    (case / "deciders.csv").unlink()
    (case / "terms.csv").unlink()


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a crisis that feeds on itself": (_explosive, "feeds on itself", "more weight than its own"),
    "a stock that leaves its range": (
        lambda case: edit(case, "stocks", "talks", initial="1 to 2"),
        "outside the range of the stock",
        "stocks.csv",
    ),
    "a share below none": (
        lambda case: edit(case, "effects", "talk-calms", amount="-0.5 to -0.1"),
        "share of an effect is negative",
        "talk-calms",
    ),
    "a time of nothing": (
        lambda case: edit(case, "couplings", "talks-cool", time="0 day"),
        "time is not above 0",
        "couplings.csv",
    ),
    "a thousand looks a day": (
        lambda case: edit(case, "deciders", "belmar", attention="0.0001 to 0.0002 day"),
        "decider out of range",
        "BEL",
    ),
    "a move with an unknown lever": (
        lambda case: edit(case, "moves", "cut", lever="ard-pump"),
        "unknown lever 'ard-pump'",
        "moves.csv",
    ),
    "no crisis": (_no_tables, "no crisis to run", "terms.csv"),
}


@pytest.mark.parametrize(("breaks", "problem", "told"), BROKEN.values(), ids=BROKEN)
def test_a_case_that_cannot_run_is_refused(tmp_path, capsys, breaks, problem, told):
    case = starter(tmp_path)
    breaks(case)
    err = _refused(capsys, str(case), "--workers", "1", "--draws", "8", "--paths", "10")
    assert problem in err
    assert told in err
