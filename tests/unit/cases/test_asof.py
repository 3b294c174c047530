"""What is visible as of a day: versions, validity, and what hangs on what is not there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from suasion.cases import Case, case_as_of, figures, load_case
from suasion.errors import InputError
from tests.tables import add, edit, starter


def _capacity(case: Case, day: str) -> str | None:
    figure = figures(case_as_of(case, day)).get("arcs.terminal.capacity")
    return figure.quantity.text if figure else None


def test_versions(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    add(folder, "arcs", "terminal", id="terminal", capacity="9 bcm/yr", known_from="2024-06-01")
    case = load_case(folder)
    assert _capacity(case, "2024-05-31") == "6 bcm/yr"
    assert _capacity(case, "2024-06-01") == "9 bcm/yr"
    assert len([row for row in case.rows("arcs") if row.id == "terminal"]) == 2


def test_a_version_that_has_not_begun_lets_the_one_before_stand(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    add(folder, "arcs", "terminal", id="terminal", capacity="9 bcm/yr",
        known_from="2024-03-01", valid_from="2024-06-01")  # fmt: skip
    case = load_case(folder)
    assert _capacity(case, "2024-04-01") == "6 bcm/yr"
    assert _capacity(case, "2024-06-01") == "9 bcm/yr"


def test_a_state_that_has_ended_brings_no_older_version_back(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    add(folder, "arcs", "terminal", id="terminal", known_from="2024-03-01", valid_to="2024-06-01")
    case = load_case(folder)
    assert _capacity(case, "2024-06-01") == "6 bcm/yr"
    assert _capacity(case, "2024-06-02") is None


def test_rows_that_need_what_is_not_there_are_not_there(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    edit(folder, "nodes", "sea-port", known_from="2024-06-01")
    edit(folder, "parameters", "belmar_gas_price", known_from="2024-06-01")
    view = case_as_of(load_case(folder), "2024-05-01")
    assert view.find("arcs", "terminal") is None
    assert view.find("suppliers", "world-lng") is None
    assert view.find("consumers", "bel-homes") is None, "its price is a parameter not yet known"
    assert view.find("contracts", "ard-bel") is None
    assert view.find("contracts", "ard-cor") is not None


def test_lists_lose_what_is_not_there(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    edit(folder, "arcs", "direct-line", known_from="2024-06-01")
    edit(folder, "levers", "ard-valve", items="arcs:ardania-corvia;arcs:direct-line")
    case = load_case(folder)
    early, late = case_as_of(case, "2024-05-01"), case_as_of(case, "2024-07-01")
    lever = early.find("levers", "ard-valve")
    assert lever is not None
    assert lever["items"] == (("arcs", "ardania-corvia"),)
    assert early.meta.observables[0].arcs == ("corvia-belmar",)
    assert late.meta.observables[0].arcs == ("corvia-belmar", "direct-line")


def test_a_scenario_without_its_build_is_no_scenario(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    edit(folder, "builds", "direct", known_from="2024-06-01")
    (folder / "scenarios.csv").write_text("id,title,build\nline,The line,direct\n", "utf-8")
    case = load_case(folder)
    assert case_as_of(case, "2024-05-01").rows("scenarios") == ()
    assert len(case_as_of(case, "2024-07-01").rows("scenarios")) == 1


def test_the_day(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    view = case_as_of(case, date(2024, 6, 20))
    assert view.day == view.meta.as_of == date(2024, 6, 20)
    assert case.day is None
    assert case_as_of(view, "2024-06-20") == view
    assert case_as_of(view, "2024-06-19") == case_as_of(case, "2024-06-19")
    for day in ("2024-06-21", "2023-12-31", "20 June", ""):
        with pytest.raises(InputError):
            case_as_of(view, day)


def test_accounts_of_later_texts_are_not_there(tmp_path: Path) -> None:
    view = case_as_of(load_case(starter(tmp_path)), "2024-07-01")
    assert [row.id for row in view.rows("accounts")] == ["tolan"]
    assert {row.text("account") for row in view.rows("account_map")} == {"tolan"}
    assert {row.id for row in view.rows("predictions")} == {"P1"}
