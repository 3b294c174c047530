"""What to look at next: the sentence is honest, charts rank, the table shows each account."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion.report.comparing import comparing_lines
from suasion.report.looks import expected, ranked
from suasion.report.looks.ranked import LookWords
from suasion.report.looks.told import answer_line
from suasion.report.page import render_page
from suasion.report.sections.looks import build
from suasion.report.view import ReportInput
from tests.unit.report.looks_input import ACCOUNTS, make_looks
from tests.unit.report.page_input import make_input


def with_looks(**asked: object) -> ReportInput:
    given = make_input()
    return evolve(given, tables={**given.tables, **make_looks(**asked)})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def words() -> LookWords:
    return LookWords(make_input())


def test_the_sentence_says_how_much_of_how_much() -> None:
    (line,) = answer_line(with_looks())
    assert line.text.startswith("Which account holds is uncertain by {prior} now.")
    assert "Title (of) pledge" in line.text
    assert line.figures["prior"].full == "1.58 bits"
    assert line.figures["told"].full == "0.200 bits"
    assert line.figures["share"].full == "12.6\u202f%"


def test_the_answer_has_a_line_on_accounts_and_one_on_observations() -> None:
    texts = [line.text for line in comparing_lines(make_input())]
    assert [text.partition(" ")[0] for text in texts] == ["Of", "Which"]


def test_an_interval_that_reaches_zero_is_admitted() -> None:
    (sure,), (unsure,) = answer_line(with_looks()), answer_line(with_looks(low=0.0))
    assert "may tell nothing" not in sure.text
    assert "the interval reaches 0, so that it may tell nothing" in unsure.text


def test_where_nothing_tells_it_says_so() -> None:
    given = with_looks()
    silent = given.tables["looks_ranked"].tail(1)
    (line,) = answer_line(evolve(given, tables={**given.tables, "looks_ranked": silent}))
    assert "nothing on the list is expected to tell" in line.text


def test_another_question_is_named_and_has_no_right_account() -> None:
    view = with_looks(question="a deal is agreed")
    (line,) = answer_line(view)
    assert line.text.startswith("\u201ca deal is agreed\u201d is uncertain")
    assert "The right account then has" not in ranked.tabulate(LookWords(view)).columns
    assert "The right account then has" in ranked.tabulate(LookWords(make_input())).columns


def test_each_observation_is_drawn_with_what_chance_gives(words: LookWords) -> None:
    rows = ranked.collect_rows(words)
    assert [r["observation"] for r in rows if r["measure"] == "told"] == [
        "pledge",
        "groups",
        "swap",
    ]
    assert {r["value"] for r in rows if r["measure"] == "chance"} == {0.03}
    orders = [float(str(r["order"])) for r in rows if r["measure"] == "told"]
    assert orders == sorted(orders, reverse=True)


def test_only_yes_or_no_is_drawn_as_a_probability(words: LookWords) -> None:
    rows = expected.collect_rows(words)
    assert {r["observation"] for r in rows} == {"pledge", "swap"}
    assert [r["value"] for r in rows if r["observation"] == "pledge"] == pytest.approx([20, 30, 90])
    lines = {row.heading: row for row in expected.tabulate(words).rows}
    number = lines["Title {of} groups"].cells
    assert number[0].text == "a number"
    assert [c.figure.full for c in number[1:4] if c.figure] == ["2.00", "1.50", "1.00"]
    unseen = lines["Title {of} swap"].cells[3].figure
    assert unseen is not None
    assert unseen.value is None


def test_accounts_differ_by_shape_and_not_by_colour_alone(words: LookWords) -> None:
    signs = expected.account_signs(words)
    assert [sign.id for sign in signs] == list(ACCOUNTS)
    assert len({sign.shape for sign in signs}) == len(signs)


def test_statements_that_nobody_could_know_are_not_linked() -> None:
    page = render_page(make_input())
    start = page.index('<section id="looks"')
    section = page[start : page.index("</section>", start)]
    assert 'href="#s.S0-001"' in section
    assert "S9-999" not in section
    assert "<i>one</i>" not in section
    assert "10 draws of 20 paths" in section
    assert "failed draws: 1" in section


@pytest.mark.parametrize("why", ["", "observations are weighed over draws, and the run has none"])
def test_without_tables_it_says_why_or_is_left_out(why: str) -> None:
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith("looks")}
    view = evolve(given, tables=tables, unanswered={"looks": why} if why else {})
    assert (build(view) is None) == (not why)
    assert list(answer_line(view)) == []
    if why:
        assert why in render_page(view)
