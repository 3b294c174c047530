"""The section on mechanisms: counts, the chart in units of its own interval, rows that open."""

from __future__ import annotations

import re

import pytest
from attrs import evolve

from suasion.report.mechanisms import effects
from suasion.report.mechanisms.cards import MechanismCard, make_cards
from suasion.report.page import render_page
from suasion.report.sections.mechanisms import build
from tests.unit.report.mechanism_input import SECTIONS
from tests.unit.report.page_input import make_input


@pytest.fixture(scope="module")
def cards() -> list[MechanismCard]:
    return make_cards(make_input())


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(make_input())


def test_each_verdict_is_counted() -> None:
    context = build(make_input())
    assert context is not None
    assert context["counts"] == dict.fromkeys(
        ("holds", "holds redundantly", "fails", "vacuous", "contrast only", "not represented"), 1
    )


def test_effects_are_drawn_in_half_widths_towards_the_expected_sign(
    cards: list[MechanismCard],
) -> None:
    rows = {(r["mechanism"], r["measure"]): r for r in effects.collect_rows(cards)}
    assert {name for name, _ in rows} == {"M01", "M02", "M03", "M04"}
    assert rows["M01", "effect"]["value"] == pytest.approx(4.0)
    assert rows["M02", "effect"]["value"] == pytest.approx(3.0)
    assert rows["M02", "effect"]["effect"] == pytest.approx(-0.3)
    assert rows["M02", "ablated"]["value"] == pytest.approx(2.0)
    for row in rows.values():
        assert row["low"] < row["value"] < row["high"]
    assert rows["M01", "effect"]["group"] == effects.HOLDING
    assert rows["M03", "effect"]["group"] in effects.FAILING


def test_a_far_effect_stands_at_the_edge(cards: list[MechanismCard]) -> None:
    first = cards[0]
    far = evolve(first.figures["effect"], value=99.0)
    rows = effects.collect_rows([evolve(first, figures={**first.figures, "effect": far})])
    assert rows[0]["value"] == effects.FARTHEST
    assert rows[0]["effect"] == 99.0


def test_a_row_names_what_else_carries_the_effect(cards: list[MechanismCard]) -> None:
    redundant = cards[1]
    assert redundant.carriers == ("M01 Mechanism M01",)
    assert redundant.others is not None
    assert [row.heading for row in redundant.others.rows] == ["M01 Mechanism M01"]
    assert cards[0].others is None


def test_statements_that_nobody_could_know_are_not_linked(
    cards: list[MechanismCard], page: str
) -> None:
    assert cards[0].statements == ("S0-001",)
    assert "S9-999" not in page


def test_each_row_tells_sources_deed_and_outcome(page: str) -> None:
    opened = page[page.index('id="m.M02"') : page.index('id="m.M03"')]
    for part in ("What the sources say", "What was done", "What came out", "why M02 is"):
        assert part in opened
    assert "stock fresh.AZE + 1" in opened
    assert "expected to fall" in opened
    bare = page[page.index('id="m.M05"') : page.index('id="m.M06"')]
    assert "No experiment was declared" in bare


def test_intervals_of_experiments_say_that_they_hold_95_per_cent(page: str) -> None:
    section = page[page.index('<section id="mechanisms"') : page.index('<section id="limits"')]
    figures = re.findall(r'<span class="fig"[^>]*>', section)
    assert figures
    assert [
        tag for tag in figures if "data-interval" in tag and 'data-level="95 %"' not in tag
    ] == []


def test_texts_of_the_table_are_escaped(page: str) -> None:
    assert SECTIONS[1] not in page


@pytest.mark.parametrize("why", ["", "the case declares no mechanism"])
def test_without_tables_it_says_why_or_is_left_out(why: str) -> None:
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith("mechanism")}
    view = evolve(given, tables=tables, unanswered={"mechanisms": why} if why else {})
    assert (build(view) is None) == (not why)
    if why:
        assert why in render_page(view)
