"""The long view: what is given is drawn, breaks are told, nothing later than the day comes."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from suasion.report.page import render_page
from suasion.report.sections.long_view import build
from tests.unit.report.long_view_input import DAYS, make_long_view
from tests.unit.report.page_input import make_input


def test_the_break_that_was_made_is_told():
    context = build(make_input())
    assert context is not None
    assert [row.heading for row in context["breaks"].rows] == [str(DAYS[30])]
    assert "The long view" in render_page(make_input())


def test_nothing_later_than_the_day_comes():
    found = make_long_view(date(2025, 1, 20))
    assert found["long_view_series"]["period"].max() == date(2025, 1, 20)
    assert found["long_view_breaks"].height == 0


def test_without_series_there_is_no_section():
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith("long_view")}
    assert build(evolve(given, tables=tables)) is None
