"""Every bad input is named with file, row, column and a remedy, all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from suasion.cases import check_case, load_case
from suasion.errors import EXIT_INPUT, CaseError
from tests.tables import add, change_text, edit, only_fault, read_table, starter, write_table

Break = Callable[[Path], int | None]
"""Breaks a case; returns the row that the fault must name."""


def _cell(table: str, row: str, **cells: str) -> Break:
    return lambda case: edit(case, table, row, **cells)


def _copy(table: str, like: str, **cells: str) -> Break:
    return lambda case: add(case, table, like, **cells)


def _second_market(case: Path) -> int:
    change_text(
        case,
        "case.toml",
        lambda text: text + '\n[markets.oil]\nunit = "kb"\nprice_unit = "USD/bbl"\n',
    )
    for table, like in (
        ("nodes", "bel-city"),
        ("suppliers", "world-lng"),
        ("consumers", "ard-homes"),
    ):
        cells = {"id": f"oil-{table}", "market": "oil", "node": "oil-nodes", "label": "OIL"}
        known = read_table(case, table)[1:3]
        columns = next(row for row in known if row[0] == "id")
        add(case, table, like, **{key: text for key, text in cells.items() if key in columns})
    edit(case, "suppliers", "oil-suppliers", capacity="1 to 2 kb/day", cost="40 to 50 USD/bbl",
         cost_last="60 to 70 USD/bbl")  # fmt: skip
    edit(case, "consumers", "oil-consumers", quantity="1 to 2 kb/day", price="60 to 80 USD/bbl",
         statements="", assumed="invented example")  # fmt: skip
    return edit(case, "arcs", "terminal", head="oil-nodes")


# name, how to break it, file, column, words of the problem, words of the remedy
BAD: list[tuple[str, Break, str, str | None, str, str]] = [
    ("unknown id", _cell("arcs", "terminal", head="bel-citty"), "arcs.csv", "head",
     "unknown node 'bel-citty'", "bel-city"),
    ("unknown statement", _cell("arcs", "terminal", statements="S55"), "arcs.csv", "statements",
     "unknown statement", "S5"),
    ("unknown actor", _cell("levers", "ard-valve", target="BEK"), "levers.csv", "target",
     "unknown actor", "BEL"),
    ("unknown owner", _cell("arcs", "terminal", owners="BELL:1"), "arcs.csv", "owners",
     "unknown actor", "BEL"),
    ("duplicate id", _copy("nodes", "bel-city", id="bel-city"), "nodes.csv", "id",
     "stands twice", "known_from"),
    ("malformed id", _cell("nodes", "sea-port", id="sea port!"), "nodes.csv", "id",
     "character", "id such as"),
    ("wrong unit", _cell("arcs", "corvia-belmar", capacity="14 Mt/yr"), "arcs.csv", "capacity",
     "wrong unit", "bcm/yr"),
    ("unknown unit", _cell("arcs", "corvia-belmar", capacity="14 bmc/yr"), "arcs.csv", "capacity",
     "unknown unit", "bcm/yr"),
    ("no unit", _cell("arcs", "corvia-belmar", capacity="14"), "arcs.csv", "capacity",
     "no unit", "14 bcm/yr"),
    ("reversed interval", _cell("arcs", "corvia-belmar", cost="20 to 10 USD/tcm"), "arcs.csv",
     "cost", "reversed", "10 to 20"),
    ("negative capacity", _cell("arcs", "corvia-belmar", capacity="-14 bcm/yr"), "arcs.csv",
     "capacity", "negative", "sign"),
    ("infinite capacity", _cell("arcs", "corvia-belmar", capacity="inf bcm/yr"), "arcs.csv",
     "capacity", "begin with a number", "rewrite"),
    ("shares", _cell("arcs", "corvia-belmar", owners="COR:0.6;BEL:0.3"), "arcs.csv", "owners",
     "do not sum to one", "share"),
    ("shares twice", _cell("arcs", "corvia-belmar", owners="COR:0.6;COR:0.4"), "arcs.csv",
     "owners", "twice", "AZE:0.5"),
    ("formula", _cell("arcs", "corvia-belmar", title="=A1+B1"), "arcs.csv", "title",
     "formula", "paste the value"),
    ("formula with @", _cell("nodes", "bel-city", title="@SUM(A1)"), "nodes.csv", "title",
     "formula", "paste the value"),
    ("formula with -", _cell("nodes", "bel-city", title="-cmd|x"), "nodes.csv", "title",
     "formula", "paste the value"),
    ("formula in a figure", _cell("arcs", "corvia-belmar", capacity="=7*2"), "arcs.csv",
     "capacity", "formula", "paste the value"),
    ("path outside", _cell("sources", "SRC-1", document="../../etc/passwd"), "sources.csv",
     "document", "outside the case folder", "into the case folder"),
    ("absolute path", _cell("sources", "SRC-1", document="/srv/papers/a.pdf"), "sources.csv",
     "document", "outside the case folder", "into the case folder"),
    ("drive path", _cell("sources", "SRC-1", document="C:\\papers\\a.pdf"), "sources.csv",
     "document", "outside the case folder", "into the case folder"),
    ("empty required cell", _cell("nodes", "bel-city", title=""), "nodes.csv", "title",
     "is empty", "fill"),
    ("unknown word", _cell("suppliers", "ard-gas", kind="productoin"), "suppliers.csv", "kind",
     "unknown kind", "production"),
    ("not a number", _cell("nodes", "bel-city", lat="north"), "nodes.csv", "lat",
     "not hold a number", "number alone"),
    ("number outside its range", _cell("nodes", "bel-city", lat="99"), "nodes.csv", "lat",
     "outside its range", "value"),
    ("neither yes nor no", _cell("builds", "direct", built="maybe"), "builds.csv", "built",
     "neither yes nor no", "yes or no"),
    ("item without kind", _cell("levers", "ard-valve", items="ardania-corvia"), "levers.csv",
     "items", "kind and id", "arcs:"),
    ("unknown item", _cell("levers", "ard-valve", items="arcs:ardania-corva"), "levers.csv",
     "items", "unknown arc", "ardania-corvia"),
    ("unknown group", _cell("levers", "ard-valve", items="groups:corvia-lines"), "levers.csv",
     "items", "unknown group", "corvia-line"),
    ("unknown parameter", _cell("consumers", "bel-homes", price="@belmar_gas_prize"),
     "consumers.csv", "price", "unknown parameter", "belmar_gas_price"),
    ("parameter of another unit", _cell("consumers", "bel-homes", price="@discount_rate"),
     "consumers.csv", "price", "wrong unit", "another parameter"),
    ("unknown market", _cell("levers", "ard-valve", market="gass"), "levers.csv", "market",
     "unknown market", "gas"),
    ("impossible date", _cell("sources", "SRC-1", known_from="2024-02-30"), "sources.csv",
     "known_from", "impossible", "day"),
    ("impossible date in words", _cell("sources", "SRC-1", date_published="2024-13 (inferred)"),
     "sources.csv", "date_published", "impossible", "month"),
    ("date of a spreadsheet", _cell("sources", "SRC-1", known_from="01/03/2024"), "sources.csv",
     "known_from", "not written as a day", "2025-10-31"),
    ("validity reversed", _cell("nodes", "sea-port", valid_from="2024-06-01",
     valid_to="2024-05-01"), "nodes.csv", "valid_to", "lies after", "swap"),
    ("event ends before it begins", _cell("events", "E1", date_end="2024-02-01"), "events.csv",
     "date_end", "lies after", "swap"),
    ("event known before", _cell("events", "E1", known_from="2024-01-05"), "events.csv",
     "known_from", "known before", "known_from"),
    ("prediction known before", _cell("predictions", "P1", known_from="2024-01-05"),
     "predictions.csv", "known_from", "known before", "known_from"),
    ("rests on nothing", _cell("actors", "SEA", gdp="1 to 2 bnUSD/yr"), "actors.csv", "gdp",
     "rests on nothing", "gdp: REASON"),
    ("assumed without interval", _cell("actors", "COR", gdp="14 bnUSD/yr"), "actors.csv", "gdp",
     "no interval", "interval"),
    ("assumed without reason", _cell("actors", "COR", assumed="yes"), "actors.csv", "assumed",
     "no reason", "taken from"),
    ("assumed column is empty", _cell("arcs", "terminal", assumed="cost, tariff: a guess"),
     "arcs.csv", "assumed", "'tariff' is called assumed", "tariff"),
    ("contradicts itself", _cell("statements", "S9", contradicts="S9"), "statements.csv",
     "contradicts", "related to itself", "S9"),
    ("arc into another market", _second_market, "arcs.csv", "head",
     "another market", "market"),
    ("arc that goes nowhere", _cell("arcs", "terminal", tail="bel-city"), "arcs.csv", "head",
     "ends where it begins", "ends"),
    ("consumer out of reach", _cell("consumers", "cor-homes", node="sea-port"), "contracts.csv",
     "consumer", "cannot reach", "arcs"),
    ("unknown label", _cell("consumers", "cor-homes", accepts="ARR"), "consumers.csv", "accepts",
     "unknown label", "ARD"),
    ("supplier without capacity", _cell("suppliers", "world-lng", capacity=""), "suppliers.csv",
     "capacity", "no capacity", "marketable"),
    ("last unit cheaper", _cell("suppliers", "ard-gas", cost_last="10 to 20 USD/tcm"),
     "suppliers.csv", "cost_last", "less than the first", "swap"),
    ("tie without elasticity", _cell("ties", "belmar-machines", elasticity_day="",
     elasticity_season="", elasticity_years=""), "ties.csv", "elasticity_season",
     "no elasticity", "fill"),
    ("tax without charge", _cell("levers", "bel-tax", tax=""), "levers.csv", "tax",
     "needs tax", "fill tax"),
    ("tie lever with items", _cell("levers", "bel-wages", tie="", items=""), "levers.csv", "tie",
     "needs tie", "fill tie"),
    ("unknown horizon", _cell("levers", "bel-tax", horizons="seasons"), "levers.csv", "horizons",
     "unknown horizon", "season"),
    ("account_map target", _cell("account_map", "AM-3", target="belmar_resolv"),
     "account_map.csv", "target", "unknown figure", "belmar_resolve"),
    ("account_map value", _cell("account_map", "AM-3", value="1.4 to 1.8"), "account_map.csv",
     "value", "outside its range", "value"),
    ("parameter not for accounts", _cell("parameters", "belmar_resolve", account_primitive="no"),
     "account_map.csv", "target", "may not set", "account_primitive"),
    ("claim of an input", _cell("account_map", "AM-5", target="discount_rate"), "account_map.csv",
     "target", "claim is used as input", "primitive"),
    ("range of a parameter", _cell("parameters", "discount_rate", range="0-1"), "parameters.csv",
     "value", "LOW..HIGH", "0..1"),
    ("outside a parameter's range", _cell("parameters", "discount_rate", value="0.9 to 1.2"),
     "parameters.csv", "value", "outside its range", "value"),
    ("parameter of a parameter", _cell("parameters", "discount_rate", value="@belmar_resolve",
     assumed=""), "parameters.csv", "value", "another parameter", "figure"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "file", "column", "problem", "fix"),
    [pytest.param(*case[1:], id=case[0]) for case in BAD],
)
def test_bad_cell(
    tmp_path: Path, spoil: Break, file: str, column: str | None, problem: str, fix: str
) -> None:
    case = starter(tmp_path)
    row = spoil(case)
    found = [
        fault
        for fault in check_case(case).faults
        if fault.file == file and fault.column == column and problem in fault.problem
    ]
    assert found, [f"{fault.where}: {fault.problem}" for fault in check_case(case).faults]
    if file.startswith(("arcs", "nodes", "sources", "actors", "levers", "ties", "parameters")):
        assert found[0].row == row
    assert fix in found[0].fix
    assert found[0].expected
    with pytest.raises(CaseError) as caught:
        load_case(case)
    assert caught.value.exit_code == EXIT_INPUT
    assert found[0] in caught.value.faults


def test_missing_table_that_every_case_needs(tmp_path: Path) -> None:
    case = starter(tmp_path)
    (case / "sources.csv").unlink()
    fault = next(f for f in check_case(case).faults if f.file == "sources.csv")
    assert (fault.row, fault.problem) == (None, "the file is missing")
    assert "id,title,read" in fault.fix


def test_missing_table_that_others_name_is_one_fault(tmp_path: Path) -> None:
    case = starter(tmp_path)
    (case / "arcs.csv").unlink()
    missing = [f for f in check_case(case).faults if f.problem == "the file is missing"]
    assert [fault.file for fault in missing] == ["arcs.csv"]
    assert "levers.csv" in missing[0].got


def test_missing_heading(tmp_path: Path) -> None:
    case = starter(tmp_path)
    (case / "case.toml").unlink()
    fault = only_fault(case)
    assert (fault.file, fault.problem) == ("case.toml", "the file is missing")
    assert "suasion new" in fault.fix


def test_missing_column(tmp_path: Path) -> None:
    case = starter(tmp_path)
    rows = read_table(case, "arcs")
    at = rows[3].index("capacity")
    write_table(case, "arcs", [[*row[:at], *row[at + 1 :]] for row in rows])
    fault = next(f for f in check_case(case).faults if f.problem == "the table lacks a column")
    assert (fault.file, fault.row, fault.column) == ("arcs.csv", 4, "capacity")
    assert fault.fix == "add the column capacity"


def test_extra_column(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "arcs", "terminal", capasity="6 bcm/yr")
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("arcs.csv", 4, "capasity")
    assert "does not know" in fault.problem
    edit(case, "nodes", "bel-city", ownr="BEL")
    assert len(check_case(case).faults) == 2


def test_misspelt_column_is_told_its_name(tmp_path: Path) -> None:
    case = starter(tmp_path)
    change_text(case, "arcs.csv", lambda text: text.replace(",tariff,owners,", ",tarif,owners,"))
    fault = next(f for f in check_case(case).faults if f.column == "tarif")
    assert "'tariff'" in fault.fix


def test_consumer_that_no_supplier_can_reach(tmp_path: Path) -> None:
    case = starter(tmp_path)
    row = edit(case, "consumers", "ard-homes", accepts="WORLD")
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("consumers.csv", row, "accepts")
    assert "no supplier can reach" in fault.problem
    assert "ARD" in fault.got
    assert "WORLD" in fault.expected


def test_market_that_cannot_be_solved(tmp_path: Path) -> None:
    case = starter(tmp_path)
    change_text(
        case,
        "case.toml",
        lambda text: text + '\n[markets.oil]\nunit = "kb"\nprice_unit = "USD/bbl"\n',
    )
    problems = [fault.problem for fault in check_case(case).faults]
    assert problems.count("market 'oil' has no suppliers, so it cannot be solved") == 1
    assert problems.count("market 'oil' has no consumers, so it cannot be solved") == 1


def test_cycle_in_derived_from_is_named(tmp_path: Path) -> None:
    case = starter(tmp_path)
    row = edit(case, "statements", "S1", derived_from="S3")
    edit(case, "statements", "S3", derived_from="S4")
    edit(case, "statements", "S4", derived_from="S1")
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("statements.csv", row, "derived_from")
    assert fault.got == "S1 -> S3 -> S4 -> S1"


def test_spread_and_contradiction_are_not_mixed(tmp_path: Path) -> None:
    case = starter(tmp_path)
    row = edit(case, "statements", "S1", contradicts="S2")
    edit(case, "statements", "S2", contradicts="S1")
    fault = only_fault(case)
    assert (fault.row, fault.column) == (row, "spread_with")
    assert "both in spread_with and in contradicts" in fault.problem


def test_result_of_the_model_is_no_input(tmp_path: Path) -> None:
    case = starter(tmp_path)
    row = edit(case, "account_map", "AM-5", kind="primitive")
    faults = check_case(case).faults
    assert {(fault.row, fault.column) for fault in faults} <= {(row, "kind"), (row, "target")}
    assert any(fault.problem == "a claim is used as input" for fault in faults)


def test_account_that_sets_a_figure_twice(tmp_path: Path) -> None:
    case = starter(tmp_path)
    row = add(case, "account_map", "AM-3", id="AM-9")
    fault = only_fault(case)
    assert (fault.row, fault.column) == (row, "target")
    assert "twice" in fault.problem


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "arcs", "terminal", capacity="6", head="bel-citty")
    edit(case, "statements", "S9", kind="evnt")
    edit(case, "sources", "SRC-3", known_from="2024-99-01")
    change_text(case, "case.toml", lambda text: text.replace("seed = 7", 'seed = "7"'))
    places = {(fault.file, fault.column) for fault in check_case(case).faults}
    assert places == {
        ("arcs.csv", "capacity"),
        ("arcs.csv", "head"),
        ("statements.csv", "kind"),
        ("sources.csv", "known_from"),
        ("case.toml", "seed"),
    }


def test_report_as_plain_data(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "arcs", "terminal", capacity="6")
    found = check_case(case).to_json()
    assert set(found) == {"ok", "faults", "warnings", "counts"}
    assert found["ok"] is False
    assert isinstance(found["faults"], list)
    assert set(found["faults"][0]) == {
        "file", "row", "column", "problem", "got", "expected", "fix"
    }  # fmt: skip
