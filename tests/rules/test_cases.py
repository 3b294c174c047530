"""The numbered conventions as far as cases and figures keep them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from suasion.cases import (
    account_values,
    build_world,
    case_as_of,
    central_figures,
    check_case,
    claims,
    draw_figures,
    figures,
    load_case,
    trace_case,
)
from suasion.errors import EXIT_INPUT, CaseError, InputError
from suasion.quantities import QuantityError, parse_quantity
from suasion.streams import Streams
from tests.tables import add, edit, header_index, read_table, starter, write_table


def test_c01_all_faults_come_together_with_place_and_remedy(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "arcs", "terminal", capacity="6", head="nowhere", owners="BEL:0.5")
    with pytest.raises(CaseError) as caught:
        load_case(case)
    assert caught.value.exit_code == EXIT_INPUT
    assert {fault.column for fault in caught.value.faults} >= {"capacity", "head", "owners"}
    for fault in caught.value.faults:
        assert fault.file
        assert fault.expected
        assert fault.fix


def test_c02_every_figure_rests_on_statements_or_is_marked(tmp_path: Path) -> None:
    case = starter(tmp_path)
    for figure in figures(load_case(case)).values():
        assert bool(figure.statements) != (figure.assumed is not None), figure.address
    edit(case, "actors", "ARD", assumed="")
    assert [fault.problem for fault in check_case(case).faults] == ["a figure rests on nothing"]


def test_c03_every_quantity_has_a_unit() -> None:
    with pytest.raises(QuantityError, match="no unit"):
        parse_quantity("10", "bcm/yr")
    assert (
        parse_quantity("350 USD/tcm", "MUSD/bcm")
        == parse_quantity("350 MUSD/bcm", "MUSD/bcm")
        == parse_quantity("0.35 USD/scm", "MUSD/bcm")
    )


def test_c04_nothing_later_changes_anything(tmp_path: Path) -> None:
    """Plant later facts, versions, accounts and statements; an earlier view must not move."""
    day = "2024-11-30"
    before = case_as_of(load_case(starter(tmp_path)), day)
    folder = tmp_path / "toy"
    later = {"known_from": "2024-12-01"}
    add(folder, "statements", "S5", id="S99", contradicts="S5", **later)
    edit(folder, "statements", "S5", contradicts="S99")
    add(folder, "sources", "SRC-1", id="SRC-9", **later)
    add(folder, "arcs", "terminal", id="terminal", capacity="60 bcm/yr", **later)
    add(folder, "arcs", "terminal", id="second-terminal", **later)
    add(folder, "parameters", "belmar_gas_price", id="belmar_gas_price",
        value="900 to 990 USD/tcm", **later)  # fmt: skip
    add(folder, "suppliers", "world-lng", id="late-lng", **later)
    add(folder, "levers", "ard-valve", id="late-lever", items="arcs:second-terminal",
        sender="BEL", **later)  # fmt: skip
    edit(folder, "levers", "ard-valve", items="arcs:ardania-corvia;arcs:second-terminal")
    add(folder, "events", "E2", id="E9", statements="S99", **later)
    add(folder, "accounts", "tolan", id="late", **later)
    add(folder, "account_map", "AM-3", id="AM-9", account="late", **later)
    add(folder, "account_map", "AM-3", id="AM-3", value="0.9 +- 0.05", **later)
    add(folder, "predictions", "P1", id="P9", made="2024-12-01", **later)
    read = load_case(folder)
    after = case_as_of(read, day)
    assert after == before
    assert after.digest == before.digest
    assert figures(after) == figures(before)
    for address, values in draw_figures(before, 30).items():
        assert np.array_equal(values, draw_figures(after, 30)[address])
    assert build_world(after, central_figures(after), horizon="years") == build_world(
        before, central_figures(before), horizon="years"
    )
    assert account_values(after, "tolan") == account_values(before, "tolan")
    assert trace_case(after, "terminal") == trace_case(before, "terminal")
    assert case_as_of(read, "2024-12-31") != case_as_of(
        load_case(starter(tmp_path, "b")), "2024-12-31"
    )


def test_c05_the_same_case_gives_the_same_numbers(tmp_path: Path) -> None:
    one, two = load_case(starter(tmp_path, "one")), load_case(starter(tmp_path, "two"))
    first, second = draw_figures(one, 30), draw_figures(two, 30)
    assert list(first) == list(second)
    assert all(np.array_equal(first[address], second[address]) for address in first)


def test_c06_seed_zero_is_a_seed(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    drawn = draw_figures(case, 8, seed=0)["belmar_gas_price"]
    quantity = figures(case)["belmar_gas_price"].quantity
    assert np.array_equal(drawn, quantity.at(Streams(0).uniform("figure/belmar_gas_price", 8)))
    assert not np.array_equal(drawn, draw_figures(case, 8)["belmar_gas_price"])


def test_c09_assumed_figures_carry_an_interval(tmp_path: Path) -> None:
    case = starter(tmp_path)
    for figure in figures(load_case(case)).values():
        if figure.assumed is not None and not figure.is_default:
            plain = figure.quantity.central in (0.0, 1.0)  # nothing or all of something
            assert figure.quantity.is_uncertain or plain, figure.address
    edit(case, "stakes", "st-1", value="250 MUSD/yr")
    assert [fault.problem for fault in check_case(case).faults] == [
        "an assumed figure has no interval"
    ]


def test_c10_a_conflict_is_never_averaged(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    drawn = draw_figures(case, 400)["suppliers.ard-gas.capacity"]
    assert central_figures(case)["suppliers.ard-gas.capacity"] == pytest.approx(20.0, abs=0.1)
    exact = drawn == 24.0
    assert 0.4 < exact.mean() < 0.6
    assert drawn[~exact].max() < 23.0


@pytest.mark.parametrize(
    ("table", "row", "column", "text"),
    [
        ("arcs", "terminal", "capacity", "=6*1"),
        ("arcs", "terminal", "title", "=HYPERLINK(1)"),
        ("arcs", "terminal", "note", "+cmd"),
        ("sources", "SRC-1", "note", "@import"),
        ("sources", "SRC-1", "document", "../secret.txt"),
        ("sources", "SRC-1", "document", "file:///srv/secret.txt"),
        ("sources", "SRC-1", "document", "~/secret.txt"),
    ],
)
def test_c12_case_files_are_data(
    tmp_path: Path, table: str, row: str, column: str, text: str
) -> None:
    case = starter(tmp_path)
    edit(case, table, row, **{column: text})
    (fault,) = check_case(case).faults
    assert (fault.file, fault.column, fault.got) == (f"{table}.csv", column, text)


def test_c15_years_have_365_days_and_money_is_millions() -> None:
    assert parse_quantity("1 mcm/day", "*").central == pytest.approx(0.365)
    assert parse_quantity("1 bnUSD/yr", "*").unit == "MUSD/yr"


def test_c16_claims_are_never_inputs(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    case = load_case(folder)
    assert {row.text("target") for row in claims(case)} == {"net_leverage"}
    before = {a: draw_figures(case, 5, account=a) for a in ("tolan", "averin")}
    rows = read_table(folder, "account_map")
    top = header_index(rows)
    kind = rows[top].index("kind")
    write_table(folder, "account_map", [r for r in rows if "claim" not in r[kind : kind + 1]])
    without = load_case(folder)
    for account, draws in before.items():
        after = draw_figures(without, 5, account=account)
        assert all(np.array_equal(draws[address], after[address]) for address in draws)
    with pytest.raises(InputError):
        central_figures(case, overrides={"net_leverage": 1.0})
