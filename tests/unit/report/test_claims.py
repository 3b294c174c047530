"""What the page says of claims: the number that an account gave, beside each measure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from attrs import evolve

from suasion.report.assembly import claims_view
from suasion.report.sections.accounts import build, claim_title
from tests.unit.report.page_input import make_input


def make_result(score: str, low: float, high: float) -> Any:
    row = {
        "account": "A0",
        "row": "Need (0-1)",
        "claim": "need",
        "score": score,
        "measure": "gdp share",
        "claim_low": low,
        "claim_high": high,
        "model_value": 0.5,
        "model_low": 0.4,
        "model_high": 0.6,
        "verdict": "differs",
        "statements": "S1 + S2",
    }
    return SimpleNamespace(tables={"claims": pl.DataFrame([row])})


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        ("0.95", 0.95),
        ("0.8 (war risk to energy)", 0.8),
        ("considerable", 0.85),
        ("3 of 5", 0.85),
        ("0", 0.85),
    ],
)
def test_the_claim_shown_is_the_score_and_not_the_middle_of_a_cut_interval(score, shown):
    view = claims_view(make_result(score, 0.7, 1.0))
    assert view["score"].to_list() == pytest.approx([shown])


def test_a_claim_says_in_which_measure_the_model_answers():
    row = claims_view(make_result("0.95", 0.7, 1.0)).row(0, named=True)
    assert claim_title(row) == "Need (0-1), in shares of output"
    assert row["statements"] == "S1;S2"


def test_each_measure_has_a_chart_of_its_own():
    rows = pl.concat([claims_view(make_result("0.95", 0.7, 1.0)) for _ in range(2)])
    rows = rows.with_columns(measure=pl.Series(["money", "shares of output"]))
    context = build(evolve(make_input(), tables={"claims": rows}))
    assert context is not None
    titles = [chart.title for chart in context["charts"]]
    assert titles == ["Need (0-1), in money", "Need (0-1), in shares of output"]
