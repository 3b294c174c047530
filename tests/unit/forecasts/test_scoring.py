"""Errors of probabilities, scores by hand, and the baseline of the record in closed form."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from suasion.cases import case_as_of, load_case
from suasion.forecasts.chunks import bind_entry, read_names
from suasion.forecasts.climatology import climatology
from suasion.forecasts.estimates import chance_of
from suasion.forecasts.ledger import Entry
from suasion.forecasts.rows import ForecastRow
from suasion.forecasts.scoring import (
    calibrate_forecasts,
    count_outcomes,
    log_loss,
    score_forecasts,
)
from tests.tables import starter


def _row(name: str, p: float | None, outcome: str, clim: float | None = None, **more: str):
    return ForecastRow(
        id=name,
        speaker=more.get("speaker", "A"),
        account="a",
        text="",
        criterion="",
        made="2025-01-01",
        horizon="",
        condition="",
        observable="x",
        probability={"shared": p},
        standard_error={"shared": None},
        n_paths={"shared": 0 if p is None else 100},
        reasons={},
        climatology=clim,
        resolved=bool(outcome),
        outcome=outcome,
        settled="",
        source="",
        brier={},
        log_score={},
        note="",
    )


def test_scores_by_hand():
    rows = (
        _row("1", 0.8, "yes", 0.5),
        _row("2", 0.3, "no", speaker="B"),
        _row("3", 0.9, ""),
        _row("4", 0.9, "void"),
        _row("5", None, "yes"),
    )
    whole, first, second = score_forecasts(rows, ("shared",))
    assert (whole.speaker, first.speaker, second.speaker) == ("", "A", "B")
    assert (whole.n, whole.n_climatology) == (2, 1)
    assert whole.brier == pytest.approx((0.04 + 0.09) / 2)
    assert whole.log_score == pytest.approx(-(math.log(0.8) + math.log(0.7)) / 2)
    assert (first.brier, second.brier) == (pytest.approx(0.04), pytest.approx(0.09))
    assert whole.brier_climatology == pytest.approx(0.25)
    assert whole.brier_there == pytest.approx(0.04)
    assert whole.log_half == pytest.approx(math.log(2))
    assert second.brier_climatology is None


def test_what_waits_or_is_void_is_counted_and_not_scored():
    rows = (_row("1", 0.8, ""), _row("2", 0.8, "void"))
    assert score_forecasts(rows, ("shared",)) == ()
    assert calibrate_forecasts(rows, ("shared",)) == ()
    (one,) = count_outcomes(rows)
    assert (one.n, one.waiting, one.void, one.came_true, one.failed) == (2, 1, 1, 0, 0)


def test_calibration_says_how_many_it_rests_on():
    rows = [_row(str(at), 0.8, "yes" if at < 3 else "no") for at in range(4)]
    (one,) = calibrate_forecasts(rows, ("shared",))
    assert (one.bin, one.n, one.frequency) == ("0.7 to 0.9", 4, 0.75)


def test_no_path_of_many_is_not_impossible():
    assert log_loss(0.0, True, 500) == pytest.approx(math.log(1000))
    assert log_loss(1.0, False, 500) == pytest.approx(math.log(1000))
    assert log_loss(1.0, True, 500) == pytest.approx(0.001, abs=1e-6)


def test_the_error_is_that_between_pairs_of_draws():
    rng = np.random.Generator(np.random.Philox(3))
    errors, found = [], []
    for _ in range(400):
        shared = np.repeat(rng.beta(2.0, 2.0, 20), 2)
        chance = chance_of([(float(rng.binomial(10, p)), 10.0) for p in shared])
        errors.append(chance.standard_error)
        found.append(chance.probability)
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.1)


def test_few_draws_have_no_error_and_the_central_figures_that_of_their_paths():
    assert math.isnan(chance_of([(1.0, 4.0), (2.0, 4.0)]).standard_error)
    alone = chance_of([(25.0, 100.0)], is_central=True)
    assert alone.standard_error == pytest.approx(math.sqrt(0.25 * 0.75 / 100))
    assert chance_of([(0.0, 0.0), (1.0, 2.0)]).probability == 0.5


@pytest.mark.parametrize(("moves", "acts"), [("cut:*", 0), ("accuse:*", 1), ("accuse:*|talk:*", 1)])
def test_climatology_in_closed_form(tmp_path, moves, acts):
    """With a gamma rate, P(none in W days) = (T / (T + W))^(n + 1/2)."""
    case = load_case(starter(tmp_path))
    made = date(2024, 10, 15)
    entry = Entry(
        id="P",
        speaker="",
        account="",
        text="",
        criterion="",
        made=made,
        horizon=date(2025, 1, 15),
        condition="",
        observable=f"any {moves} in 0..END >= 1",
        note="",
        outcome="",
        settled=None,
        source="",
    )
    view = case_as_of(case, made)
    bound = bind_entry(entry, view, read_names(view)[0])
    past, ahead = (made - date(2024, 1, 1)).days, 93
    wanted = 1.0 - (past / (past + ahead)) ** (acts + 0.5)
    found = climatology(view, entry, bound, seed=1)
    assert found == pytest.approx(wanted, abs=4 * math.sqrt(wanted * (1 - wanted) / 4000))
