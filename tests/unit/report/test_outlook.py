"""The section on where the crisis is going: what it draws, tells and leaves out."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion.report.outlook import fans, moves
from suasion.report.outlook.told import AT_FIRST, outlook_lines, tell_paths
from suasion.report.outlook.words import OutlookWords
from suasion.report.page import render_page
from suasion.report.sections.outlook import build
from tests.unit.report.outlook_input import DAYS, HOSTILE_NAME, PAST, TITLES
from tests.unit.report.page_input import make_input


@pytest.fixture(scope="module")
def words() -> OutlookWords:
    return OutlookWords(make_input())


def said(words: OutlookWords, account: str) -> str:
    return "".join(
        piece.figure.full if piece.figure else piece.text
        for line in outlook_lines(words, account)
        for piece in line
    )


def test_a_fan_holds_the_record_and_the_spread_of_each_account(words: OutlookWords) -> None:
    rows = fans.collect_rows(words)
    for account in ("", "A1"):
        own = [r for r in rows if (r["account"], r["observable"]) == (account, "tension")]
        past = [r for r in own if r["part"] == fans.PAST]
        ahead = [r for r in own if r["part"] == fans.AHEAD]
        assert [r["day"] for r in past] == list(range(-PAST, 0))
        assert (ahead[0]["day"], ahead[-1]["day"]) == (0, DAYS)
        assert all(r["p05"] < r["p25"] < r["p50"] < r["p75"] < r["p95"] for r in ahead)
        assert {r["value"] for r in past} == {1.0 if account == "" else 2.0}


def test_marks_tell_a_day_and_acts_of_the_record(words: OutlookWords) -> None:
    rows = [r for r in fans.collect_rows(words) if r["account"] == ""]
    told = [r for r in rows if r["part"] == fans.MARK and r["observable"] == "tension"]
    assert [r["day"] for r in told] == [0, 30, DAYS]
    assert told[1]["low"] < told[1]["value"] < told[1]["high"]
    acts = [r for r in rows if r["part"] == fans.ACT]
    assert [(r["observable"], r["title"]) for r in acts] == [
        ("tension", "Ten people are held"),
        ("cooperation", "Ten people are held"),
    ]


def test_every_observable_has_a_fan_and_one_axis_for_all_accounts(words: OutlookWords) -> None:
    rows = fans.collect_rows(words)
    chief, small = fans.draw_charts(words, rows)
    assert [c.where["observable"][0] for c in (*chief, *small)] == list(TITLES)
    domain = chief[0].spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert domain[0] <= 0.0
    assert domain[1] >= 2.8


def test_moves_are_drawn_by_side_the_frequent_first_and_never_at_nothing(
    words: OutlookWords,
) -> None:
    rows = moves.collect_moves(words)
    assert [chart.id for chart in moves.draw_moves(words, rows)] == [
        "outlook-moves-rus",
        "outlook-moves-aze",
        "outlook-moves-others",
    ]
    drawn = {(r["actor"], r["kind"]) for r in rows if r["chart"]}
    assert drawn == {("RUS", "detain"), ("AZE", "detain"), ("TUR", "support")}
    table = moves.tabulate_moves(words, rows)
    assert len(table.rows) == 4


def test_outcomes_stand_side_by_side_with_their_standard_errors(words: OutlookWords) -> None:
    table = moves.tabulate_outcomes(words)
    assert len(table.columns) == 2
    first = table.rows[0].cells
    assert [cell.figure.value for cell in first if cell.figure] == [0.25, 0.5]
    assert all("\u00b1\u202f1.00" in cell.mark for cell in first)
    counted = {r["name"] for r in moves.collect_outcomes(words)}
    assert not counted & set(moves.COUNTED)


def test_sentences_follow_the_account(words: OutlookWords) -> None:
    shared, other = said(words, ""), said(words, "A1")
    assert "a deal is agreed 12.5" in shared
    assert "a deal is agreed 25.0" in other
    assert "below 1: a chain of answers dies out" in shared
    assert "Azerbaijan: " in shared
    assert "chain of answers" not in other


def test_progeny_is_read_by_whether_it_feeds_itself() -> None:
    assert "dies out" in moves.progeny_reading(0.99)
    assert "goes on" in moves.progeny_reading(1.0)


def test_paths_are_told_with_reasons_and_a_long_one_is_folded(words: OutlookWords) -> None:
    calm, middle, hostile = tell_paths(words, "")
    assert [len(calm.first), len(calm.rest)] == [2, 0]
    assert [len(middle.first), len(middle.rest)] == [AT_FIRST, 14 - AT_FIRST]
    assert hostile.first == ()
    assert calm.first[1].who == "Azerbaijan \u2192 Russia"
    assert calm.first[0].because == "Anger at silence; What a rupture would cost"


def test_the_page_says_what_the_outlook_cannot_tell_and_escapes_texts() -> None:
    page = render_page(make_input())
    assert "look one move ahead" in page
    assert "Where this is going" in page
    assert HOSTILE_NAME not in page


@pytest.mark.parametrize("why", ["", "the case has no crisis on that day"])
def test_without_tables_it_says_why_or_is_left_out(why: str) -> None:
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith("outlook")}
    view = evolve(given, tables=tables, unanswered={"outlook": why} if why else {})
    context = build(view)
    assert (context is None) == (not why)
    if context is not None:
        assert why in render_page(view)


def test_an_account_that_has_no_outlook_says_why() -> None:
    view = evolve(make_input(), unanswered={"outlook A2": "it feeds on itself"})
    assert "Under A2 there is no outlook: it feeds on itself" in render_page(view)


def test_a_run_without_draws_has_no_outlook_to_show() -> None:
    given = make_input()
    tables = {k: v.clear() if k == "outlook_observables" else v for k, v in given.tables.items()}
    assert build(evolve(given, tables=tables)) is None
