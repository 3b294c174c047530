"""The numbered conventions as far as forecasts keep them."""

from __future__ import annotations

import pytest

from suasion.cases import load_case
from suasion.compute import make_executor
from suasion.forecasts.answer import compute_forecasts
from suasion.forecasts.probabilities import ForecastRequest
from tests.tables import add, edit, starter

ASKED = ForecastRequest(draws=4, paths=10, only=("P1",))
OBSERVABLE = "count accuse:* in 0..END >= 4"


def _p1(folder):
    """Return what is said of P1, made on 15 June 2024."""
    (row,) = compute_forecasts(load_case(folder), ASKED).rows
    return row.probability, row.standard_error, row.climatology


@pytest.fixture
def toy(tmp_path):
    folder = starter(tmp_path)
    edit(folder, "predictions", "P1", observable=OBSERVABLE)
    return folder


def test_c04_nothing_that_became_known_later_changes_a_probability(toy):
    before = _p1(toy)
    later = {"known_from": "2024-06-16"}
    # happened before the prediction, known after it; and happened after it
    add(toy, "events", "E2", id="E8", date_start="2024-06-01", date_end="2024-06-01", **later)
    add(toy, "events", "E2", id="E9", date_start="2024-06-16", date_end="2024-06-16", **later)
    add(toy, "parameters", "belmar_gas_price", id="belmar_gas_price", value="900 to 990 USD/tcm",
        **later)  # fmt: skip
    add(toy, "accounts", "tolan", id="late", **later)
    add(toy, "account_map", "AM-3", id="AM-3", value="0.9 +- 0.05", **later)
    after = _p1(toy)
    assert after[0].pop("late") is None
    after[1].pop("late")
    assert after == before


def test_c04_what_was_known_on_the_day_counts(toy):
    """The control of the test above: the same event, known in time, changes what is said."""
    before = _p1(toy)
    known = {"known_from": "2024-06-10"}
    add(toy, "events", "E2", id="E8", date_start="2024-06-01", date_end="2024-06-01", statements="",
        **known)  # fmt: skip
    after = _p1(toy)
    assert after[2] != before[2]


def test_c04_an_outcome_changes_no_probability(toy):
    before = _p1(toy)
    edit(toy, "resolutions", "R1", outcome="yes")
    assert _p1(toy) == before


def test_c05_the_same_on_each_executor(toy):
    case = load_case(toy)
    alone = compute_forecasts(case, ForecastRequest(draws=2, paths=4))
    with make_executor(2) as executor:
        assert (
            compute_forecasts(case, ForecastRequest(draws=2, paths=4), executor=executor) == alone
        )


def test_c06_other_predictions_change_no_probability(toy):
    """All predictions of a day are read from one set of paths, however far each looks."""
    before = _p1(toy)
    add(toy, "predictions", "P1", id="P5", horizon="2025-06-30")
    edit(toy, "predictions", "P5", observable="any cut:* in 0..END >= 1")
    rows = compute_forecasts(load_case(toy), ForecastRequest(draws=4, paths=10)).rows
    (row,) = (row for row in rows if row.id == "P1")
    assert row.probability["tolan"] == before[0]["tolan"]
    assert row.climatology == before[2]
