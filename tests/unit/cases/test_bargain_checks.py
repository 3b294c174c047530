"""What is wrong with a bargain is found before anything is scored, with row and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from suasion.cases import case_as_of, check_case, figures, load_case
from suasion.errors import CaseError
from tests.tables import add, edit, only_fault, read_table, starter, warnings_of, write_table

Break = Callable[[Path], int]
"""Breaks a case; returns the row that the fault must name."""


def _cell(table: str, row: str, **cells: str) -> Break:
    return lambda case: edit(case, table, row, **cells)


def _copy(table: str, like: str, **cells: str) -> Break:
    return lambda case: add(case, table, like, **cells)


def _cut(case: Path, table: str, *ids: str) -> None:
    write_table(case, table, [row for row in read_table(case, table) if row[0] not in ids])


def _line(case: Path, table: str, row_id: str) -> int:
    return 1 + next(i for i, row in enumerate(read_table(case, table)) if row[0] == row_id)


def _one_option(case: Path) -> int:
    _cut(case, "options", "volume-long")
    _cut(case, "stakes", "st-1", "st-2", "st-5")
    return _line(case, "issues", "volume")


def _no_status_quo(case: Path) -> int:
    edit(case, "options", "volume-now", status_quo="no")
    return _line(case, "issues", "volume")


def _unit_in_factor(case: Path) -> int:
    return edit(case, "stakes", "st-4", factors="belmar_gas_price")


def _outsider(case: Path) -> int:
    _cut(case, "terms", "bel-rupture", "bel-deal")
    return edit(case, "bargainers", "belmar", actor="COR", rupture="")


def _both_ways(case: Path) -> int:
    edit(case, "options", "volume-long", excludes="workers-safe")
    return edit(case, "options", "workers-safe", requires="volume-long")


def _two_of_one_issue(case: Path) -> int:
    add(case, "options", "volume-long", id="volume-short", kept_by="", noticed_after="", assumed="")
    edit(case, "options", "workers-safe", requires="volume-long;volume-short")
    return _line(case, "options", "workers-safe")


# name, how to break it, file, column, words of the problem, words of the remedy
BAD: list[tuple[str, Break, str, str, str, str]] = [
    ("one option", _one_option, "issues.csv", "id", "has 1 options", "add the options"),
    ("no status quo", _no_status_quo, "issues.csv", "id", "holds without a deal", "holds now"),
    ("stake without unit", _cell("stakes", "st-1", value="100 to 400"), "stakes.csv", "value",
     "no unit", "MUSD/yr"),
    ("stake in a wrong unit", _cell("stakes", "st-1", value="100 to 400 bcm/yr"), "stakes.csv",
     "value", "wrong unit", "MUSD/yr"),
    ("stake without value", _cell("stakes", "st-1", value="", assumed="", statements="S10"),
     "stakes.csv", "value", "no value", "one of value and scenario"),
    ("stake in no option", _cell("stakes", "st-1", option=""), "stakes.csv", "option",
     "no option is valued", "rupture"),
    ("rupture of an option", _cell("stakes", "st-1", counts="rupture"), "stakes.csv", "option",
     "belongs to no option", "empty option"),
    ("rupture with an interaction",
     _cell("stakes", "st-1", counts="rupture", option="", with_option="workers-safe"),
     "stakes.csv", "with_option", "does not depend", "empty with_option"),
    ("two options of one issue", _cell("stakes", "st-5", with_option="workers-now"), "stakes.csv",
     "with_option", "never chosen together", "with_option"),
    ("unknown option of a stake", _cell("stakes", "st-1", option="volume-lng"), "stakes.csv",
     "option", "unknown option", "volume-long"),
    ("unknown actor of a stake", _cell("stakes", "st-1", actor="ARR"), "stakes.csv", "actor",
     "unknown actor", "ARD"),
    ("unknown way of counting", _cell("stakes", "st-1", counts="sometimes"), "stakes.csv",
     "counts", "sometimes", "relief"),
    ("option requires itself", _cell("options", "workers-safe", requires="workers-safe"),
     "options.csv", "requires", "names itself", "take"),
    ("option excludes itself", _cell("options", "workers-safe", excludes="workers-safe"),
     "options.csv", "excludes", "names itself", "take"),
    ("requires a rival", _cell("options", "workers-safe", requires="workers-now"), "options.csv",
     "requires", "never be chosen", "take"),
    ("requires what it cannot stand with", _both_ways, "options.csv", "requires",
     "cannot be chosen with", "take"),
    ("status quo excluded", _cell("options", "workers-now", excludes="volume-now"), "options.csv",
     "excludes", "exclude each other", "take"),
    ("status quo needs a deal", _cell("options", "workers-now", requires="volume-long"),
     "options.csv", "requires", "a deal would have to bring", "take"),
    ("unknown option required", _cell("options", "workers-safe", requires="volume-lng"),
     "options.csv", "requires", "unknown option", "volume-long"),
    ("relief above one", _cell("options", "workers-safe", relief_fresh="0.5 to 1.5"),
     "options.csv", "relief_fresh", "outside", "0..1"),
    ("kept by an outsider", _cell("options", "workers-safe", kept_by="COR"), "options.csv",
     "kept_by", "no side of the dyad", "ARD"),
    ("needs a side", _cell("options", "workers-safe", needs="BEL"), "options.csv", "needs",
     "at the table", "take"),
    ("unknown event", _cell("issues", "workers", events="E1;E22"), "issues.csv", "events",
     "unknown event", "E2"),
    ("negative memory", _cell("issues", "workers", fresh_time="-30 to 60 day"), "issues.csv",
     "fresh_time", "negative", "0.."),
    ("factor with a unit", _unit_in_factor, "stakes.csv", "factors", "has a unit", "value"),
    ("unknown factor", _cell("stakes", "st-4", factors="1-belmar_resolv"), "stakes.csv",
     "factors", "unknown parameter 'belmar_resolv'", "belmar_resolve"),
    ("badly written factor", _cell("stakes", "st-4", factors="2*belmar_resolve"), "stakes.csv",
     "factors", "not written as a parameter", "1-"),
    ("factor of a bargainer", _cell("bargainers", "belmar", factors="belmar_gas_price"),
     "bargainers.csv", "factors", "has a unit", "value"),
    ("trust above one", _cell("bargainers", "belmar", trust="0.5 to 1.2"), "bargainers.csv",
     "trust", "outside", "0..1"),
    ("trust below zero", _cell("bargainers", "belmar", trust="-0.5 to 0.2"), "bargainers.csv",
     "trust", "negative", "0..1"),
    ("rate without unit", _cell("bargainers", "belmar", hazard="0.5 to 4"), "bargainers.csv",
     "hazard", "no unit", "yr"),
    ("not a number", _cell("bargainers", "belmar", trust="nan"), "bargainers.csv", "trust",
     "begin with a number", "rewrite"),
    ("outsider at the table", _outsider,
     "bargainers.csv", "actor", "no side of the dyad", "BEL"),
    ("a side twice", _copy("bargainers", "belmar", id="belmar-too"), "bargainers.csv", "actor",
     "two rows", "take one out"),
    ("unknown lever", _cell("bargainers", "belmar", rupture="bel-wage"), "bargainers.csv",
     "rupture", "unknown lever", "bel-wages"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("do", "file", "column", "problem", "remedy"),
    [case[1:] for case in BAD],
    ids=[case[0] for case in BAD],
)
def test_each_fault_names_row_and_remedy(tmp_path, do, file, column, problem, remedy):
    case = starter(tmp_path)
    row = do(case)
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == (file, row, column)
    assert problem in fault.problem
    assert remedy in f"{fault.fix} {fault.expected}"


def test_two_required_options_of_one_issue_are_both_named(tmp_path):
    case = starter(tmp_path)
    row = _two_of_one_issue(case)
    faults = check_case(case).faults
    assert {(fault.row, fault.column) for fault in faults} == {(row, "requires")}
    assert all("two of one issue" in fault.problem for fault in faults)
    assert len(faults) == 2


def test_faults_are_reported_together(tmp_path):
    case = starter(tmp_path)
    for do in (_no_status_quo, _unit_in_factor, _cell("bargainers", "belmar", trust="2")):
        do(case)
    with pytest.raises(CaseError) as raised:
        load_case(case)
    assert len(raised.value.faults) == 3


def test_the_starter_has_neither_faults_nor_warnings_about_bargains(tmp_path):
    report = check_case(starter(tmp_path))
    assert report.faults == ()
    assert not [one for one in warnings_of(report) if "bargain" in one or "stake" in one]


@pytest.mark.parametrize("missing", ["row", "stake", "only what it loses in a rupture"])
def test_a_side_that_cannot_bargain_is_a_warning(tmp_path, missing):
    case = starter(tmp_path)
    if missing == "row":
        _cut(case, "bargainers", "ardania")
        _cut(case, "terms", "ard-rupture", "ard-deal")
    else:
        _cut(case, "stakes", "st-1")
        edit(case, "stakes", "st-3", actor="BEL")
    if missing.startswith("only"):
        edit(case, "stakes", "st-3", actor="ARD", counts="rupture", option="")
    expected = "no row in bargainers.csv" if missing == "row" else "no stake in any option"
    report = check_case(case)
    assert report.faults == ()
    assert [one for one in warnings_of(report) if f"'ARD' has {expected}" in one]


def test_a_third_actor_without_a_stake_is_a_warning(tmp_path):
    case = starter(tmp_path)
    edit(case, "options", "volume-long", needs="COR")
    assert [one for one in warnings_of(check_case(case)) if "'COR' must agree" in one]
    add(case, "stakes", "st-1", id="st-cor", actor="COR")
    assert not [one for one in warnings_of(check_case(case)) if "must agree" in one]


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("belmar_resolve", (("", "belmar_resolve"),)),
        ("1-belmar_resolve", (("1-", "belmar_resolve"),)),
        ("0-belmar_resolve ; discount_rate;", (("0-", "belmar_resolve"), ("", "discount_rate"))),
        ("1- belmar_resolve", (("1-", "belmar_resolve"),)),
        ("", ()),
    ],
)
def test_how_factors_are_read(tmp_path, text, factors):
    case = starter(tmp_path)
    edit(case, "stakes", "st-4", factors=text)
    assert load_case(case).find("stakes", "st-4").factors("factors") == factors


def test_a_stake_is_not_seen_before_its_factor(tmp_path):
    case = starter(tmp_path)
    edit(case, "parameters", "belmar_resolve", known_from="2024-09-01")
    loaded = load_case(case)
    assert case_as_of(loaded, "2024-08-31").find("stakes", "st-4") is None
    assert case_as_of(loaded, "2024-09-01").find("stakes", "st-4") is not None


def test_a_parameter_names_where_it_multiplies(tmp_path):
    users = figures(load_case(starter(tmp_path)))["belmar_resolve"].users
    assert {"stakes.st-4.factors", "bargainers.belmar.factors"} <= set(users)
