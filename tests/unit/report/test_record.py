"""The section on the record: verdict first, three ranges of each pair, hindcasts by day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

from suasion.report.page import page_settings, render_page
from suasion.report.record import differences, fits, hindcasts
from suasion.report.record.in_short import record_answer
from suasion.report.record.told import verdict_line
from suasion.report.record.words import RecordWords
from suasion.report.sections.record import build
from suasion.report.view import ReportInput
from tests.unit.report.page_input import make_input
from tests.unit.report.record_input import NOTE, make_record


@pytest.fixture(scope="module")
def view() -> ReportInput:
    given = make_input()
    return evolve(given, tables={**given.tables, **make_record()})


@pytest.fixture(scope="module")
def words(view: ReportInput) -> RecordWords:
    return RecordWords(view)


@pytest.fixture(scope="module")
def section(view: ReportInput) -> str:
    page = render_page(view)
    start = page.index('<section id="record"')
    return page[start : page.index("</section>", start)]


def built(view: ReportInput) -> Mapping[str, Any]:
    context = build(view)
    assert context is not None
    return context


def test_the_first_line_is_the_verdict_with_how_often_it_could_be_right(view: ReportInput) -> None:
    first = built(view)["lines"][0]
    told = "".join(piece.figure.full if piece.figure else piece.text for piece in first)
    assert told == (
        "On the 5 acts of the record, the accounts are not distinguishable. Of records simulated "
        "under an account, 25.0\u202f% are fitted best by it; chance 50.0\u202f%."
    )


def test_an_account_that_fits_better_is_named_by_its_title() -> None:
    run = make_record(verdict="A1 fits better")["record"].row(0, named=True)
    assert "TRT World fits better" in verdict_line(run, {"A1": "TRT World"}).text


def test_without_simulated_records_the_verdict_stands_alone() -> None:
    run = {**make_record()["record"].row(0, named=True), "recovery_rate": None}
    assert verdict_line(run, {}).figures == {}


def test_the_answer_has_a_line_only_where_there_is_a_record() -> None:
    assert len(list(record_answer(make_record(), {}))) == 1
    assert list(record_answer({}, {})) == []


def test_likelihoods_are_drawn_whole_split_at_the_text_and_by_cluster(words: RecordWords) -> None:
    rows = fits.collect_rows(words)
    chief, clusters = fits.draw_charts(words, rows)
    assert [chart.id for chart in chief] == ["record-whole", "record-texts"]
    assert [chart.id for chart in clusters] == ["record-cluster-1", "record-cluster-2"]
    whole = {r["account_id"]: r for r in rows if r["chart"] == fits.WHOLE}
    assert whole["A0"]["value"] == -51.0
    assert (whole["A0"]["low"], whole["A0"]["high"]) == (-52.5, -49.5)
    split = [r for r in rows if r["chart"] == fits.TEXTS]
    assert {(r["account_id"], r["measure"], r["value"]) for r in split} == {
        ("A0", "before", -51.0),
        ("A0", "after", None),
        ("A1", "before", -42.0),
        ("A1", "after", -12.0),
    }
    assert {r["name"] for r in split if r["account_id"] == "A1"} == {
        "TRT World: 4 acts before, 1 after"
    }


def test_each_pair_has_three_measures_of_other_shapes_and_dashes(words: RecordWords) -> None:
    assert len({m.shape for m in differences.MEASURES}) == 3
    assert len({m.dash for m in differences.MEASURES}) == 3
    rows = differences.collect_rows(words)
    own = [r for r in rows if (r["first"], r["second"]) == ("A0", "A1")]
    assert [(r["measure"], r["end"]) for r in own] == [
        ("difference", ""),
        ("variants", "lowest"),
        ("variants", "highest"),
        ("shuffled", "lowest"),
        ("shuffled", "highest"),
    ]
    pair = next(
        row
        for row in words.rows("record_verdicts")
        if (row["first"], row["second"]) == ("A0", "A1")
    )
    assert [r["value"] for r in own] == [
        pair[name] for name in ("difference", "lowest", "highest", "shuffled_low", "shuffled_high")
    ]
    assert {r["group"] for r in rows} == set(differences.GROUPS)
    assert len(differences.draw_charts(rows)) == 4


def test_hindcasts_stand_by_day_beside_what_came(words: RecordWords) -> None:
    rows = hindcasts.collect_rows(words)
    over = [
        r
        for r in rows
        if r["hindcast"] == "2025-01-27+30" and r["panel"] == "RUS|material_conflict"
    ]
    assert {r["name"]: (r["kind"], r["value"]) for r in over} == {
        "shared base": (hindcasts.ACCOUNT, 1.0),
        "Kopchak": (hindcasts.ACCOUNT, 2.0),
        "pace so far": (hindcasts.BASELINE, 3.0),
        "as of late": (hindcasts.BASELINE, 4.0),
        hindcasts.CAME: (hindcasts.CAME, 2.0),
    }
    later = [r for r in rows if r["hindcast"] == "2025-10-14+30"]
    assert later
    assert hindcasts.CAME not in {r["kind"] for r in later}
    assert len(hindcasts.draw_charts(words, rows)) == 4
    assert len({signs[0] for signs in hindcasts.SIGNS.values()}) == 3


def test_days_that_can_be_scored_come_first_and_the_page_opens_with_one(view: ReportInput) -> None:
    choices = hindcasts.hindcast_choices(view)
    assert list(choices) == ["2025-01-27+30", "2025-10-14+30"]
    assert choices["2025-10-14+30"].endswith("(not over yet in the record)")
    assert page_settings(view)["hindcasts"] == list(choices)


def test_scores_have_baselines_beside_and_say_that_lower_is_better(view: ReportInput) -> None:
    table = built(view)["scores"]
    assert "lower is better" in table.caption
    assert [row.heading for row in table.rows][-2:] == [
        "pace so far (baseline)",
        "as of late (baseline)",
    ]
    deeds = built(view)["deeds"]
    assert [row.cells[0].text for row in deeds.rows] == ["yes", "not over yet"]


def test_acts_are_listed_with_statements_and_an_unknown_one_keeps_its_id(
    view: ReportInput, section: str
) -> None:
    first, second = built(view)["clusters"]
    assert [event.id for event in second.events] == ["E001", "E999"]
    assert second.events[1].what == "E999"
    assert first.events[0].what != "E000"
    assert 'id="e.E000"' in section


def test_no_account_is_given_a_weight(view: ReportInput, section: str) -> None:
    context = built(view)
    columns = {name for data in context["datasets"] for row in data.rows for name in row}
    assert not [name for name in columns if re.search("weight|posterior|belief", name)]
    shares = [
        (row["title"], row["value"])
        for data in context["datasets"]
        for row in data.rows
        if row["unit"] == "%"
    ]
    assert shares == []
    assert not re.search(r"posterior|weight of|probability of (an|the) account", section)
    tables = [context[name] for name in ("pairs", "scores")]
    units = {c.figure.unit for t in tables for r in t.rows for c in r.cells if c.figure}
    assert "share" not in units
    by_account = [row.cells[2].figure.value for row in context["recovery"].rows]
    assert by_account == [0.2, 0.8]
    assert "Could it be right at all" in section


def test_notes_are_shown_and_escaped(section: str) -> None:
    assert NOTE not in section
    assert "A note with" in section
    assert "Another note." in section


@pytest.mark.parametrize("why", ["", "the record is judged over draws, and the run has none"])
def test_without_tables_it_says_why_or_is_left_out(why: str) -> None:
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith(("record", "hindcast"))}
    bare = evolve(given, tables=tables, unanswered={"record": why} if why else {})
    assert (build(bare) is None) == (not why)
    if why:
        assert f"The record was not judged: {why}." in render_page(bare)


def test_a_record_without_hindcasts_is_shown_without_them(view: ReportInput) -> None:
    tables = {k: v for k, v in view.tables.items() if not k.startswith("hindcast")}
    bare = evolve(view, tables=tables)
    assert "Hindcasts: what was expected next" not in render_page(bare)
    assert page_settings(bare)["hindcasts"] == []
