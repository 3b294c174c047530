"""The section on deals: what it says, what it draws, and that it says so where there are none."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve

from suasion.report.deals import bundles, exchanges, ladder
from suasion.report.deals.beside import silent_accounts, tabulate_accounts, tabulate_agreement
from suasion.report.deals.ladder import PARTS, notice
from suasion.report.deals.sentences import deal_lines, nash_changes
from suasion.report.deals.words import DealWords
from suasion.report.page import render_page
from suasion.report.sections import deals
from suasion.report.tracing import trace_entries
from tests.unit.report.deal_input import NASH
from tests.unit.report.page_input import make_input


@pytest.fixture(scope="module")
def words() -> DealWords:
    return DealWords(make_input())


def told(words: DealWords, account: str = "") -> str:
    """Return all sentences of an account with their figures as the page writes them."""
    lines = deal_lines(words, account)
    return " ".join(
        line.text.format_map({name: figure.full for name, figure in line.figures.items()})
        for line in lines
    )


def test_the_sentences_tell_whether_there_is_a_deal_and_who_gains_what(words: DealWords) -> None:
    said = told(words)
    assert "24 bundles" in said
    assert "In 95.0\u202f% of the draws there is one" in said
    assert "in 85.0\u202f% one that both would also keep" in said
    assert "gives Russia 500\u202fm USD/yr and Azerbaijan 400\u202fm USD/yr" in said
    assert "both would keep it" in said
    assert "this very bundle in 10.0\u202f%" in said
    assert "Russia would give way first in 30.0\u202f%" in said


def test_each_account_has_its_own_sentences(words: DealWords) -> None:
    assert "Russia 750\u202fm USD/yr" in told(words, "A1")
    figures = [f for line in deal_lines(words, "A1") for f in line.figures.values()]
    assert {figure.account for figure in figures} == {"A1"}


def test_every_figure_of_the_sentences_leads_to_a_trace(words: DealWords) -> None:
    known = trace_entries(words.view)
    for account in ("", "A1"):
        for line in deal_lines(words, account):
            assert [f.trace for f in line.figures.values() if f.trace not in known] == []


def test_a_change_rests_on_its_statements(words: DealWords) -> None:
    entries = trace_entries(words.view)
    assert entries["deals.exchange.freed+one"].depends_on == (
        "deals.option.freed",
        "deals.option.one",
    )
    table = ladder.tabulate(words, ladder.collect_rows(words))
    basis = {row.trace: row.cells[-1] for row in table.rows}
    assert basis["deals.option.freed"].links == ("S1-046",)
    assert basis["deals.option.two"].text == "assumed"


def test_a_title_with_braces_is_no_figure(words: DealWords) -> None:
    assert "They are freed (( 7 * 7 ))" in told(words)


def test_large_bundles_are_told_by_how_they_differ_from_the_nash_deal(words: DealWords) -> None:
    assert words.bundle(NASH, "") == "The Nash deal: 4 changes"
    other = ("freed", "sure", "two", "extra")
    assert words.bundle(other, "") == (
        "The Nash deal, but The gas swap: \u201c<b>2</b> bcm a year\u201d"
    )
    fewer = ("freed", "sure", "extra", "unknown")
    assert "The gas swap: \u201cNo swap\u201d" in words.bundle(fewer, "")
    assert words.bundle(("one",), "") == "The gas swap: \u201c1 bcm a year\u201d"


def points(words: DealWords) -> list[Any]:
    return [row for row in bundles.collect_rows(words) if row["measure"] == "joint"]


def test_points_are_told_apart_by_sign_and_those_that_break_have_their_own(
    words: DealWords,
) -> None:
    shared = {row["title"]: row for row in points(words) if not row["account"]}
    signs = [row["sign"] for row in shared.values()]
    assert signs == ["solution", "solution", "exchange", "broken", "alone"]
    broken = next(row for row in shared.values() if row["sign"] == "broken")
    assert "Azerbaijan would break" in broken["keeping"]
    assert [row["label"] for row in shared.values()][:2] == ["utilitarian", "Nash"]
    sides = [row["above"] for row in shared.values() if row["label"]]
    assert sorted(sides) == [-1, 1]


def test_both_gains_of_a_point_add_up_to_the_joint_gain(words: DealWords) -> None:
    for row in points(words):
        assert row["x"] + row["y"] == pytest.approx(row["value"])


def test_parts_of_a_bar_follow_each_other_and_fill_it(words: DealWords) -> None:
    rows = [r for r in ladder.collect_rows(words) if r.get("measure") == "part"]
    for start in range(0, len(rows), len(PARTS)):
        bar = rows[start : start + len(PARTS)]
        assert [row["letter"] for row in bar] == ["A", "E", "M", "B"]
        assert bar[0]["start"] == 0.0
        for one, other in pairwise(bar):
            assert one["end"] == other["start"]


def test_the_explorer_has_a_row_for_each_place_and_hides_none_of_the_shared_base(
    words: DealWords,
) -> None:
    table = bundles.tabulate(words, bundles.collect_rows(words))
    assert len(table.rows) == 5
    assert not any(row.is_hidden for row in table.rows)
    assert table.rows[3].cells[5].text.startswith("\u2717 Azerbaijan would break")


def test_exchanges_show_gains_with_intervals_and_shares(words: DealWords) -> None:
    table = exchanges.tabulate(words, exchanges.collect_rows(words))
    (row,) = table.rows
    assert [cell.figure.full for cell in row.cells if cell.figure] == [
        "200\u202fm USD/yr",
        "100\u202fm USD/yr",
        "35.0\u202f%",
        "60.0\u202f%",
        "90.0\u202f%",
    ]
    assert row.cells[0].figure is not None
    assert row.cells[0].figure.interval


def test_accounts_stand_side_by_side(words: DealWords) -> None:
    heat = tabulate_agreement(words)
    assert heat.columns == ("shared base", "TRT World")
    freed = heat.rows[0]
    assert [cell.tone for cell in freed.cells] == ["8", "8"]
    assert [cell.mark for cell in freed.cells] == ["\u25cf", "\u25cf"]
    table = tabulate_accounts(words)
    assert table.columns == heat.columns
    assert "those of the shared base" in table.rows[-1].cells[1].text
    assert silent_accounts(words) == ("TRT World",)


def test_the_nash_deal_is_listed_change_by_change(words: DealWords) -> None:
    assert next(figure.full for _, figure in nash_changes(words, "")) == "90.0\u202f%"
    assert len(nash_changes(words, "")) == len(NASH)


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "a breach never pays"), (0.0, "no notice is soon enough"), (12.0, "12 days")],
)
def test_how_soon_a_breach_must_be_noticed(days: float | None, said: str) -> None:
    assert notice(days) == said


def test_a_case_with_nothing_to_bargain_over_says_so() -> None:
    tables = {k: t for k, t in make_input().tables.items() if not k.startswith("deals")}
    silent = evolve(
        make_input(), tables=tables, unanswered={"deals": "there is nothing to bargain over"}
    )
    assert "No deals were computed: there is nothing to bargain over." in render_page(silent)
    assert deals.build(evolve(silent, unanswered={})) is None


def test_no_deal_on_the_central_figures_is_said() -> None:
    view = make_input()
    table = view.tables["deals_solutions"]
    bare = evolve(view, tables={**view.tables, "deals_solutions": table.with_columns(options=None)})
    assert "no bundle is better for both" in told(DealWords(bare))
