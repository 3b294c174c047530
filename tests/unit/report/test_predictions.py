"""The section on predictions: what was said, what the model says, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

from suasion.report.page import render_page
from suasion.report.predictions import strip
from suasion.report.predictions.cards import Z_90, PredictionCard, make_cards
from suasion.report.predictions.scores import calibration_note
from suasion.report.record.in_short import predictions_answer
from suasion.report.record.words import RecordWords
from suasion.report.sections.predictions import build
from suasion.report.view import ReportInput
from tests.unit.report.page_input import make_input
from tests.unit.report.predictions_input import TEXT, make_predictions


@pytest.fixture(scope="module")
def view() -> ReportInput:
    given = make_input()
    return evolve(given, tables={**given.tables, **make_predictions()})


@pytest.fixture(scope="module")
def cards(view: ReportInput) -> dict[str, PredictionCard]:
    return {card.text("id"): card for card in make_cards(view)}


@pytest.fixture(scope="module")
def rows(view: ReportInput, cards: dict[str, PredictionCard]) -> tuple[Mapping[str, object], ...]:
    return strip.collect_rows(RecordWords(view), list(cards.values()))


@pytest.fixture(scope="module")
def page(view: ReportInput) -> str:
    return render_page(view)


def built(view: ReportInput) -> Mapping[str, Any]:
    context = build(view)
    assert context is not None
    return context


def test_settled_and_waiting_are_counted(view: ReportInput) -> None:
    told = "".join(piece.text for piece in built(view)["line"])
    assert told == (
        "Of 6 predictions of the sources, settled: 2 (came true: 1, did not: 1); void: 1; "
        "waiting: 3; with a probability from the model: 5."
    )
    assert built(view)["fates"] == {
        "yes": "came true",
        "no": "did not come true",
        "waiting": "waits",
        "void": "void",
    }


def test_the_answer_has_the_same_line_only_where_there_are_predictions(view: ReportInput) -> None:
    (line,) = predictions_answer(make_predictions())
    assert line.text == "".join(piece.text for piece in built(view)["line"])
    assert list(predictions_answer({})) == []


def test_a_probability_carries_its_monte_carlo_error(cards: dict[str, PredictionCard]) -> None:
    shared = cards["P1"].chances["shared"]
    assert (shared.value, shared.low, shared.high) == (
        0.25,
        pytest.approx(0.25 - Z_90 * 0.05),
        pytest.approx(0.25 + Z_90 * 0.05),
    )
    assert "80 paths" in shared.note
    edge = cards["P2"].chances["shared"]
    assert edge.high == 1.0


def test_where_there_is_no_probability_the_reason_stands(cards: dict[str, PredictionCard]) -> None:
    assert cards["P5"].chances == {}
    assert [who for who, _ in cards["P5"].reasons] == ["any account"]
    assert [who for who, _ in cards["P1"].reasons] == ["TRT World"]
    assert list(cards["P1"].chances) == ["shared", "A0"]


def test_scores_stand_only_with_what_is_settled(cards: dict[str, PredictionCard]) -> None:
    settled, waiting = cards["P1"].table, cards["P3"].table
    assert settled is not None
    assert waiting is not None
    assert settled.columns == ("Probability", "Brier score", "Log score")
    assert settled.rows[0].cells[1].figure is not None
    assert settled.rows[0].cells[1].figure.value == pytest.approx(0.5625)
    assert waiting.columns == ("Probability",)


def test_statements_and_events_of_a_source_are_links_and_unknown_ones_words(
    cards: dict[str, PredictionCard], page: str
) -> None:
    assert [(p.text, p.anchor) for p in cards["P1"].source] == [
        ("S0-001", "s.S0-001"),
        ("; a list, ", ""),
        ("E001", "e.E001"),
        (" and S8-888", ""),
    ]
    opened = page[page.index('id="p.P1"') : page.index('id="p.P2"')]
    assert 'href="#s.S0-001"' in opened
    assert 'href="#e.E001"' in opened
    assert 'id="e.E001"' in page
    assert 'href="#s.S8-888"' not in opened


def test_each_row_tells_criterion_day_code_and_outcome(page: str) -> None:
    opened = page[page.index('id="p.P4"') : page.index('id="p.P5"')]
    for part in ("It is seen by many.", "2026-06-30", "the crisis goes on", "any summit:*", "Void"):
        assert part in opened
    assert 'data-fate="void"' in opened
    assert 'data-chance="yes"' in opened


def test_the_strip_draws_each_account_and_what_became_of_it(
    view: ReportInput, rows: tuple[Mapping[str, object], ...]
) -> None:
    assert {str(r["prediction"]) for r in rows} == {"P1", "P2", "P3", "P4", "P6"}
    came = {r["prediction"]: r["value"] for r in rows if r["who"] == strip.CAME}
    assert came == {"P1": 100.0, "P2": 0.0}
    assert {str(r["name"])[0] for r in rows if r["chart"] == strip.SETTLED} == {"\u25cf", "\u25cb"}
    assert {r["who"] for r in rows if r["prediction"] == "P1"} == {
        "shared base",
        "Kopchak",
        strip.CLIMATOLOGY,
        strip.CAME,
    }
    charts = strip.draw_charts(RecordWords(view), rows)
    assert [c.where["chart"][0] for c in charts] == [strip.SETTLED, *strip.WAITING]


def test_signs_are_told_apart_without_their_colour() -> None:
    names = [*(f"account {at}" for at in range(6)), strip.CLIMATOLOGY, strip.CAME]
    signs = strip.signs_of(names)
    assert len({shape for shape, _, _ in signs.values()}) == len(names)


def test_few_settled_predictions_tell_nothing(view: ReportInput) -> None:
    assert built(view)["few"].startswith("2 settled: too few")
    assert "too few" not in calibration_note(20)
    tables = built(view)["scores"]
    assert [t.caption for t in tables] == [
        "Brier score; lower is better",
        "Log score; lower is better",
    ]
    assert [row.heading for row in tables[0].rows] == ["all speakers", "Kopchak & sons"]
    assert [c.figure.value for c in tables[1].rows[0].cells if c.figure] == [1.9, 0.693, 1.9, 0.9]


def test_texts_are_escaped(page: str) -> None:
    assert TEXT not in page
    assert "Something &lt;b&gt;bold" in page


@pytest.mark.parametrize("why", ["", "the case holds no prediction that is known on that day"])
def test_without_tables_it_says_why_or_is_left_out(why: str) -> None:
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith("predictions")}
    bare = evolve(given, tables=tables, unanswered={"predictions": why} if why else {})
    assert (build(bare) is None) == (not why)
    if why:
        assert f"Predictions were not read: {why}." in render_page(bare)
