"""The section on reactions: refused or answered, its tables, and why it was not asked."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion.report.page import render_page
from suasion.report.sections.reactions import build
from tests.unit.report.page_input import make_input
from tests.unit.report.reactions_input import VERDICT, make_reactions


def _view(verdict):
    view = make_input()
    return evolve(view, tables={**view.tables, **make_reactions(verdict)})


def test_a_refusal_is_told_with_its_reasons_and_no_answer():
    page = render_page(_view(VERDICT))
    for part in ("The record cannot tell", "4,567", "in 2 of 8 variants", "alleged: 6"):
        assert part in page
    assert "<b>fewer</b>" not in page
    assert "table-reactions-answers" not in page


def test_an_answer_is_shown_with_its_interval_and_test():
    page = render_page(_view(evolve(VERDICT, refused=False)))
    assert "table-reactions-answers" in page
    assert "AZE&gt;RUS conflict after RUS&gt;AZE conflict" in page
    assert "The record cannot tell" not in page


@pytest.mark.parametrize("why", ["", "the case has no act"])
def test_without_tables_it_says_why_or_is_left_out(why):
    given = make_input()
    tables = {k: v for k, v in given.tables.items() if not k.startswith("reactions")}
    view = evolve(given, tables=tables, unanswered={"reactions": why} if why else {})
    context = build(view)
    assert (context is None) == (not why)
    if context is not None:
        assert context["why_not"] == why
