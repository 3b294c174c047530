"""Grievances against a numerical solution of their two equations, and on the starter case."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from suasion.cases import case_as_of, central_figures, load_case
from suasion.cases.values import Values
from suasion.questions.grievances import _share_fresh, _share_old, grievance_of
from tests.tables import add, edit, starter


def _solved(days, fresh_time, old_time):
    def rates(_, stocks):
        fresh, old = stocks
        return [-fresh / fresh_time, fresh / fresh_time - old / old_time]

    return solve_ivp(rates, (0.0, days), [1.0, 0.0], rtol=1e-10, atol=1e-13).y[:, -1]


@pytest.mark.parametrize("days", [0.5, 30.0, 400.0])
@pytest.mark.parametrize(
    ("fresh_time", "old_time"),
    [(45.0, 400.0), (400.0, 45.0), (60.0, 60.0), (60.0, 60.0 + 1e-9), (60.0, 60.0 + 1e-6)],
)
def test_stocks_follow_their_equations(days, fresh_time, old_time):
    fresh, old = _solved(days, fresh_time, old_time)
    assert _share_fresh(days, fresh_time) == pytest.approx(fresh, abs=1e-8)
    assert _share_old(days, fresh_time, old_time) == pytest.approx(old, abs=1e-7)


@pytest.mark.parametrize(("days", "fresh", "old"), [(0.0, 1.0, 0.0), (30.0, 0.0, np.exp(-0.075))])
def test_what_turns_old_at_once(days, fresh, old):
    assert _share_fresh(days, 0.0) == fresh
    assert _share_old(days, 0.0, 400.0) == pytest.approx(old)
    assert _share_old(days, 1e-6, 400.0) == pytest.approx(old, abs=1e-6)


def test_what_is_forgotten_at_once():
    for days in (0.0, 30.0):
        assert _share_old(days, 45.0, 0.0) == 0.0
        assert _share_old(days, 0.0, 0.0) == 0.0
        assert _share_old(days, 45.0, 1e-6) == pytest.approx(0.0, abs=1e-6)


def _grievance(folder, day):
    view = case_as_of(load_case(folder), day)
    used = Values(view=view, numbers=central_figures(view), horizon="years")
    return grievance_of(view, view.find("issues", "workers"), used)


@pytest.fixture
def case(tmp_path):
    folder = starter(tmp_path)
    edit(folder, "issues", "workers", fresh_time="50 day", old_time="300 day",
         assumed="")  # fmt: skip
    return folder


def test_acts_add_up_by_certainty_and_intensity(case):
    """E1 of 10 February: 0.9 * 0.6, known from 15 June; E2 of 20 September: 1 * 0.4."""
    found = _grievance(case, date(2024, 12, 31))
    parts = [(0.54, (date(2024, 12, 31) - date(2024, 2, 10)).days),
             (0.40, (date(2024, 12, 31) - date(2024, 9, 20)).days)]  # fmt: skip
    stocks = sum(size * _solved(days, 50.0, 300.0) for size, days in parts)
    assert (found.fresh, found.old) == pytest.approx(tuple(stocks), abs=1e-8)
    assert found.total == found.fresh + found.old


def test_on_the_day_itself_all_is_fresh_and_before_there_is_nothing(case):
    edit(case, "issues", "workers", events="E2")
    assert _grievance(case, date(2024, 9, 19)).total == 0.0
    on_the_day = _grievance(case, date(2024, 9, 20))
    assert (on_the_day.fresh, on_the_day.old) == pytest.approx((0.4, 0.0))


def test_an_act_counts_from_when_it_is_known_with_the_age_that_it_has_then(case):
    edit(case, "issues", "workers", events="E1")
    assert _grievance(case, date(2024, 6, 14)).total == 0.0
    days = (date(2024, 6, 15) - date(2024, 2, 10)).days
    assert _grievance(case, date(2024, 6, 15)).total == pytest.approx(
        0.54 * sum(_solved(days, 50.0, 300.0)), abs=1e-8
    )


def test_what_is_foreseen_has_not_been_suffered_yet(case):
    edit(case, "issues", "workers", events="E2")
    add(case, "events", "E2", id="E9", date_start="2025-06-01", date_end="2025-06-01",
        modality="predicted", known_from="2024-09-20", intensity="-9")  # fmt: skip
    before = _grievance(case, date(2024, 12, 31))
    edit(case, "issues", "workers", events="E2;E9")
    assert _grievance(case, date(2024, 12, 31)) == before


def test_kind_acts_leave_no_grievance(case):
    edit(case, "issues", "workers", events="E2")
    edit(case, "events", "E2", intensity="4")
    assert _grievance(case, date(2024, 12, 31)).total == 0.0
