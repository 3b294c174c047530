"""Counts and warnings of a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from suasion.cases import check_case, load_case
from suasion.errors import InputError
from tests.tables import add, change_text, edit, starter, warnings_of


def test_the_small_case_is_clean(tmp_path: Path) -> None:
    report = check_case(starter(tmp_path))
    assert report.ok
    assert report.faults == ()
    assert report.warnings == ()


def test_counts(tmp_path: Path) -> None:
    report = check_case(starter(tmp_path))
    assert report.counts["statements"] == 11
    assert report.counts["sources"] == 3
    assert report.counts["events"] == 2
    assert report.counts["predictions"] == 2
    assert report.counts["mechanisms"] == 2
    assert report.counts["accounts"] == 2
    assert report.counts["conflicts"] == 1
    assert report.counts["unused_statements"] == 0
    assert report.counts["contradictions"] == 1
    assert report.counts["spreads"] == 1
    assert report.counts["assumed"] == len(report.assumed)
    assert report.conflicts == ("suppliers.ard-gas.capacity",)
    assert "arcs.terminal.cost" in report.assumed
    assert "arcs.terminal.capacity" not in report.assumed
    assert "belmar_gas_price" in report.assumed


def test_an_assumption_moves_the_count(tmp_path: Path) -> None:
    case = starter(tmp_path)
    before = check_case(case).counts
    edit(case, "arcs", "terminal", capacity="5 to 7 bcm/yr", statements="",
         assumed="a guess")  # fmt: skip
    after = check_case(case).counts
    assert after["assumed"] == before["assumed"] + 1
    assert after["figures"] == before["figures"]
    assert after["unused_statements"] == 1


def test_unused_statements(tmp_path: Path) -> None:
    case = starter(tmp_path)
    add(case, "statements", "S5", id="S12", derived_from="S13")
    add(case, "statements", "S5", id="S13")
    report = check_case(case)
    assert report.unused == ("S12", "S13")
    assert report.counts["unused_statements"] == 2
    assert any("2 statements are used by no row" in line for line in warnings_of(report))
    edit(case, "events", "E1", statements="S9;S12")
    assert check_case(case).unused == (), "what a used statement is computed from is used"


def test_one_sided_relation_is_warned_of_and_still_counts(tmp_path: Path) -> None:
    case = starter(tmp_path)
    row = edit(case, "statements", "S7", contradicts="")
    report = check_case(case)
    assert report.ok
    assert report.counts["contradictions"] == 1
    (warning,) = report.warnings
    assert (warning.file, warning.row, warning.column) == ("statements.csv", row, "contradicts")
    assert "add 'S6' to contradicts of 'S7'" in warning.fix


@pytest.mark.parametrize("capacity", ["29 bcm/yr", "26 to 30 bcm/yr", "24 | 29 bcm/yr"])
def test_gross_output_for_marketable_supply(tmp_path: Path, capacity: str) -> None:
    case = starter(tmp_path)
    edit(case, "suppliers", "ard-gas", capacity=capacity)
    report = check_case(case)
    assert report.ok, "a warning, not a fault"
    warned = [w for w in report.warnings if "gross output may have been entered" in w.problem]
    assert warned
    assert warned[0].column == "capacity"
    assert "contracts" in warned[-1].expected or "gross" in warned[-1].expected


def test_gross_output_is_seen_without_the_published_one(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "suppliers", "ard-gas", capacity="29 bcm/yr", gross="",
         assumed="cost, cost_last: invented example")  # fmt: skip
    assert any("gross output" in line for line in warnings_of(check_case(case)))


def test_supply_that_is_stored_is_no_gross_output(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "suppliers", "ard-gas", capacity="23 bcm/yr")
    assert any("gross output" in line for line in warnings_of(check_case(case)))
    add(case, "suppliers", "ard-gas", id="ard-store", kind="storage", gross="", capacity="",
        volume="3 to 5 bcm", assumed="invented example", statements="")  # fmt: skip
    assert not any("gross output" in line for line in warnings_of(check_case(case)))


@pytest.mark.parametrize(
    ("table", "row", "cells", "words"),
    [
        ("levers", "ard-valve", {"sender": "COR", "items": "arcs:terminal"}, "no say"),
        ("consumers", "bel-homes", {"refuses": "MARS"}, "unknown label 'MARS'"),
        ("consumers", "ard-homes", {"voll_day": "1 to 2 USD/tcm",
         "assumed": "price, voll_day: a guess"}, "lost load is below the price"),
        ("arcs", "terminal", {"assumed": "a guess at the cost",
         "cost": "30 to 50 USD/tcm"}, "not clear"),
        ("arcs", "terminal", {"known_from": "2024-02-01"}, "known before any statement"),
        ("actors", "SEA", {"known_from": "2025-06-01"}, "only after the window"),
        ("account_map", "AM-1", {"statements": "S7"}, "another source"),
    ],
)  # fmt: skip
def test_warnings(tmp_path: Path, table: str, row: str, cells: dict[str, str], words: str) -> None:
    case = starter(tmp_path)
    edit(case, table, row, **cells)
    report = check_case(case)
    assert report.ok, report.faults
    assert any(words in line for line in warnings_of(report)), warnings_of(report)


def test_scenarios_are_checked(tmp_path: Path) -> None:
    case = starter(tmp_path)
    header = "id,title,withhold,build,set,ban\n"
    good = "cut,Cut,ARD:ard-valve@50%,direct,belmar_gas_price=300 USD/tcm,BEL:gas:ARD\n"
    (case / "scenarios.csv").write_text(header + good, "utf-8")
    assert check_case(case).ok
    bad = "cut,Cut,ARX:ard-valve,direkt,belmar_gas_prize=3;discount_rate=3 USD,BEL\n"
    (case / "scenarios.csv").write_text(header + bad, "utf-8")
    found = {(fault.column, fault.problem) for fault in check_case(case).faults}
    assert ("withhold", "unknown actor 'ARX'") in found
    assert ("build", "unknown build 'direkt'") in found
    assert ("set", "unknown figure 'belmar_gas_prize'") in found
    assert ("set", "a figure has the wrong unit") in found
    assert ("ban", "ban is not written in its form") in found


def test_there_is_no_such_case(tmp_path: Path) -> None:
    for name in ("nowhere", "", "../..", str(tmp_path / "nowhere"), "a\0b"):
        if name == "../..":
            continue
        with pytest.raises(InputError, match="there is no case"):
            load_case(name)


def test_a_file_of_the_case_stands_for_it(tmp_path: Path) -> None:
    case = starter(tmp_path)
    assert load_case(case / "case.toml") == load_case(str(case))


def test_empty_folder(tmp_path: Path) -> None:
    report = check_case(tmp_path)
    missing = {fault.file for fault in report.faults if fault.problem == "the file is missing"}
    assert missing == {"case.toml", "sources.csv", "statements.csv", "actors.csv"}


def test_a_case_may_leave_tables_out(tmp_path: Path) -> None:
    case = starter(tmp_path)
    for path in case.glob("*.csv"):
        if path.stem not in ("sources", "statements", "actors"):
            path.unlink()
    change_text(case, "case.toml", lambda text: text[: text.index("[markets.gas]")])
    assert check_case(case).ok


def test_versions_are_not_added_up(tmp_path: Path) -> None:
    case = starter(tmp_path)
    add(case, "suppliers", "ard-gas", id="ard-gas", known_from="2024-07-01")
    add(case, "suppliers", "ard-gas", id="ard-gas", known_from="2024-08-01")
    assert check_case(case).warnings == ()


def test_a_capacity_assumed_for_a_reason_is_no_gross_output(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "suppliers", "ard-gas", capacity="25 to 33 bcm/yr", gross="", statements="",
         assumed="wide, so that it does not bind")  # fmt: skip
    assert not any("gross output" in line for line in warnings_of(check_case(case)))


@pytest.mark.parametrize(
    ("later", "statements", "is_hidden"),
    [("2024-06-01", "", True), ("2024-06-01", "S1;S2", False), ("2023-06-01", "", False)],
)
def test_an_assumed_figure_that_hides_a_sourced_one_is_a_warning(
    tmp_path: Path, later: str, statements: str, is_hidden: bool
) -> None:
    case = starter(tmp_path)
    edit(case, "suppliers", "ard-gas", known_from="2024-01-01")
    names = "gross, cost, cost_last: " if statements else ""
    add(
        case,
        "suppliers",
        "ard-gas",
        id="ard-gas",
        known_from=later,
        capacity="20 to 22 bcm/yr",
        statements=statements,
        assumed=f"{names}invented example",
    )
    found = [one for one in warnings_of(check_case(case)) if "hides" in one]
    assert [one.partition(":")[0] for one in found] == (
        ["suppliers.csv, row 5, column capacity"] if is_hidden else []
    )
