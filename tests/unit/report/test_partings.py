"""Where accounts part: shares that add up, sentences, the matrix, results side by side."""

from __future__ import annotations

import re

import polars as pl
import pytest
from attrs import evolve

from suasion.questions.outlook_measures import HOSTILE_ACTS
from suasion.report.accounts import beside, shares
from suasion.report.accounts.told import answer_line, count_partings, tell_pair
from suasion.report.accounts.words import PartingWords, unit_between
from suasion.report.page import render_page
from suasion.report.sections.partings import build
from suasion.report.view import ReportInput
from tests.unit.report.page_input import make_input
from tests.unit.report.partings_input import BARGAIN, PAIRS, SHARES, is_clear

DEAL = "a deal is agreed"


@pytest.fixture(scope="module")
def words() -> PartingWords:
    return PartingWords(make_input())


@pytest.fixture(scope="module")
def section() -> str:
    page = render_page(make_input())
    start = page.index('<section id="partings"')
    return page[start : page.index("</section>", start)]


def without(*names: str) -> ReportInput:
    given = make_input()
    return evolve(given, tables={k: v for k, v in given.tables.items() if k not in names})


def test_bars_add_up_to_the_difference_and_both_are_shown(words: PartingWords) -> None:
    rows = shares.collect_rows(words)
    for pair in PAIRS:
        for result in SHARES:
            own = [r for r in rows if (r["pair"], r["result"]) == (" ".join(pair), result)]
            groups = [r for r in own if r["measure"] == shares.DRAWN and r["tone"] != "whole"]
            by_key = {r["key"]: r["value"] for r in own}
            assert len(groups) == len(SHARES[result])
            total = sum(float(str(r["value"])) for r in groups)
            assert total == pytest.approx(by_key["difference|share"])
            assert by_key["sum|share"] == pytest.approx(total)


def test_the_sum_is_made_of_the_shares_and_not_of_the_difference() -> None:
    given = make_input()
    wrong = given.tables["partings_shares"].with_columns(difference=pl.col("difference") + 7.0)
    view = evolve(given, tables={**given.tables, "partings_shares": wrong})
    rows = {r["key"]: r["value"] for r in shares.collect_rows(PartingWords(view))}
    assert abs(float(str(rows["difference|share"])) - float(str(rows["sum|share"]))) > 1.0


def test_probabilities_differ_by_points_and_acts_by_acts(words: PartingWords) -> None:
    assert [unit_between(r) for r in SHARES] == ["acts", "points", "1"]
    rows = {(r["pair"], r["result"], r["key"]): r for r in shares.collect_rows(words)}
    assert rows["A0 A1", DEAL, "difference|share"]["value"] == pytest.approx(-20.0)
    assert rows["A0 A1", HOSTILE_ACTS, "difference|share"]["value"] == pytest.approx(3.5)


def test_sides_and_signs_say_the_direction(words: PartingWords) -> None:
    drawn = [r for r in shares.collect_rows(words) if r["measure"] == shares.DRAWN]
    for row in drawn:
        value = float(str(row["value"]))
        if row["tone"] != "whole":
            assert (row["tone"] == "less") == (value < 0.0)
        assert str(row["told"]).startswith("+") == (value > 0.0)


def test_a_sentence_names_who_expects_more_and_the_groups_in_order(words: PartingWords) -> None:
    told = {one.result: one for one in tell_pair(words, "A0 A1")}
    text = "".join(p.figure.full if p.figure else p.text for p in told[HOSTILE_ACTS].pieces)
    assert text.startswith("TRT World expects more than Kopchak, by 3.50")
    assert text.index("Moscow's (rule)") < text.index("What drives Baku")
    assert BARGAIN not in text
    fewer = "".join(p.figure.full if p.figure else p.text for p in told[DEAL].pieces)
    assert fewer.startswith("Kopchak expects more than TRT World, by 20.0")
    sizes = [p.figure for p in told[DEAL].pieces if p.figure]
    assert sizes[0].low is not None
    assert sizes[0].low < 20.0 < (sizes[0].high or 0.0)
    assert sizes[1].value == pytest.approx(-25.0)


def test_what_is_not_clear_is_not_told(words: PartingWords) -> None:
    assert tell_pair(words, "A1 A2") == []
    for pair in PAIRS:
        expected = {result for result in SHARES if is_clear(pair, result)}
        assert {one.result for one in tell_pair(words, " ".join(pair))} == expected


def test_the_matrix_counts_clear_outcomes_and_is_symmetric(words: PartingWords) -> None:
    matrix = count_partings(words)
    names = list(matrix)
    for at, one in enumerate(names):
        assert matrix[one][at].pair == ""
        for to, other in enumerate(names):
            assert matrix[one][to].count == matrix[other][at].count
    expected = sum(is_clear(("A0", "A2"), result) for result in SHARES)
    assert matrix["A0"][names.index("A2")].count == expected > 0
    assert matrix["A1"][names.index("A2")].count == 0


def test_the_page_opens_with_the_clearest_difference(words: PartingWords, section: str) -> None:
    first = words.clearest
    assert (first.pair, first.result) == ("A0 A2", HOSTILE_ACTS)
    assert f'data-first="{first.pair}"' in section
    shown = re.findall(r'data-pair-told="([^"]+)"[^>]*?(hidden)?>', section)
    assert [pair for pair, hidden in shown if not hidden] == [first.pair]


def test_outcomes_that_part_nobody_stand_apart(words: PartingWords) -> None:
    drawn = beside.drawn_results(words)
    assert [r.id for r in drawn["outcomes"]] == [HOSTILE_ACTS, DEAL]
    assert [r.id for r in drawn["quiet"]] == ["relations are broken off"]
    assert [r.title for r in drawn["deals"]] == [
        "no deal that holds",
        "Russia: gives more than the other side",
    ]


def test_all_probabilities_share_one_axis(words: PartingWords) -> None:
    rows = beside.collect_rows(words)
    results = [r for own in beside.drawn_results(words).values() for r in own if r.unit == "share"]
    domains = {
        str(layer["encoding"]["x"]["scale"]["domain"])
        for chart in beside.draw_charts(results, rows)
        for layer in chart.spec["layer"]
        if layer.get("name") == "shown"
    }
    assert domains == {"[0.0, 100.0]"}


def test_the_table_has_every_result_under_every_account(words: PartingWords) -> None:
    table = beside.tabulate(words)
    assert table.columns == ("shared base", "Kopchak", "TRT World", "Danilov")
    by_heading = {row.heading: row for row in table.rows}
    assert by_heading["net leverage, in money"].cells[0].text == "\u2013"
    gives = by_heading["Russia: what it gives in the Nash deal"].cells[1].figure
    assert gives is not None
    assert gives.full == "310\u202fm USD/yr"


def test_figures_say_between_whom_and_texts_are_escaped(section: str) -> None:
    assert 'data-account="Kopchak and Danilov"' in section
    assert BARGAIN not in section
    assert "What deals bring &lt;b&gt;" in section
    assert 'href="#accounts"' in section
    assert "12 draws of 8 paths" in section


def test_one_line_of_the_answer_says_where_they_part() -> None:
    (line,) = answer_line(make_input())
    assert line.text.startswith("Of 3 pairs of accounts 2 part clearly on at least one of 3")
    assert line.figures["gap"].value == pytest.approx(7.0)
    assert line.figures["share"].value == pytest.approx(6.0)
    given = make_input()
    quiet = given.tables["partings"].clear()
    (none,) = answer_line(evolve(given, tables={**given.tables, "partings": quiet}))
    assert "no difference stands out" in none.text
    assert list(answer_line(without("partings_shares"))) == []


@pytest.mark.parametrize("why", ["", "fewer than two accounts are known on that day"])
def test_without_shares_results_stay_and_it_says_why(why: str) -> None:
    view = evolve(
        without("partings", "partings_shares"), unanswered={"partings": why} if why else {}
    )
    context = build(view)
    assert context is not None
    assert context["pairs"] is None
    assert len(context["outcomes"]) == 3
    assert (why in render_page(view)) or not why
    bare = without("partings", "partings_shares", "side_by_side")
    assert build(bare) is None
