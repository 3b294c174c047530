"""The section on reactions: refused or answered, its tables, and why it was not asked."""

from __future__ import annotations

import polars as pl
import pytest
from attrs import evolve

from suasion.questions.react_rows import LagRow
from suasion.questions.run_reactions import (
    ReactionsAnswerRow,
    ReactionsLineRow,
    ReactionsRateRow,
    ReactionsRow,
)
from suasion.questions.tables import to_frame
from suasion.report.page import render_page
from suasion.report.sections.reactions import build
from tests.unit.report.page_input import make_input

NAN = float("nan")
VERDICT = ReactionsRow(
    dyad="RUS-AZE",
    since="2025-01-01",
    until="2025-06-30",
    scale="a scale",
    n_events=23,
    refused=True,
    n_events_needed=4567,
    refused_share=0.75,
    residuals_passed=True,
    half_life_days=NAN,
    half_life_low=NAN,
    half_life_high=NAN,
    branching=NAN,
    branching_low=NAN,
    branching_high=NAN,
)


def _tables(verdict: ReactionsRow) -> dict[str, pl.DataFrame]:
    answer = ReactionsAnswerRow(
        receiver="AZE>RUS conflict",
        sender="RUS>AZE conflict",
        excitation=0.4,
        low=0.2,
        high=0.6,
        share=0.5,
        verdict="answers",
    )
    rate = ReactionsRateRow(kind="RUS>AZE conflict", n_events=5, per_day=0.02, low=0.01, high=0.03)
    lag = LagRow(lags=2, cause="RUS>AZE", effect="AZE>RUS", f=4.2, p_value=0.01, n_weeks=40)
    lines = [
        ReactionsLineRow(kind="refusal", text="5 events, <b>fewer</b> than 10"),
        ReactionsLineRow(kind="variants", text="in 2 of 8 variants"),
        ReactionsLineRow(kind="dropped", text="modality: alleged: 6"),
    ]
    return {
        "reactions": to_frame([verdict], ReactionsRow),
        "reactions_lines": to_frame(lines, ReactionsLineRow),
        "reactions_rates": to_frame([rate], ReactionsRateRow),
        "reactions_answers": to_frame([] if verdict.refused else [answer], ReactionsAnswerRow),
        "reactions_lags": to_frame([lag], LagRow),
    }


def _view(verdict: ReactionsRow):
    view = make_input()
    return evolve(view, tables={**view.tables, **_tables(verdict)})


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
    view = evolve(make_input(), unanswered={"reactions": why} if why else {})
    context = build(view)
    assert (context is None) == (not why)
    if context is not None:
        assert context["why_not"] == why
