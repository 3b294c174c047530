"""Mechanisms of a case: what is run from where, and that taking the carrier away is noticed."""

from __future__ import annotations

import math
from datetime import date

import pytest

from suasion import Request, compute_mechanisms, load_case
from suasion.cases import case_as_of
from suasion.errors import InputError
from suasion.questions.mechanism_checks import experiment_faults
from suasion.questions.mechanism_plans import chosen_rows, group_experiments
from suasion.questions.mechanisms import mechanisms_to_json
from tests.tables import add, edit, starter

FEW = Request(draws=24)


@pytest.fixture
def folder(tmp_path):
    return starter(tmp_path)


def _row(folder, name="M2", request=FEW, **more):
    found = compute_mechanisms(load_case(folder), request, only=[name], paths=24, **more)
    return found.rows[0]


def test_the_effect_goes_when_what_carries_it_is_taken_from_the_case(folder):
    whole = _row(folder, matrix=False)
    assert whole.effect > 0.01
    assert abs(whole.ablated_effect) < 0.5 * whole.effect
    edit(folder, "terms", "bel-pride", weight="0.001 to 0.002 MUSD/yr")
    without = _row(folder, matrix=False)
    assert without.status == "fails"
    assert abs(without.effect) < 0.25 * whole.effect


def test_experiments_that_begin_together_are_run_together(folder):
    add(folder, "mechanisms", "M2", id="M3", start="2024-06-01", days="30",
        metric="count expel:BEL* in 6..29")  # fmt: skip
    add(folder, "mechanisms", "M2", id="M4", days="90")
    view = case_as_of(load_case(folder), "2024-12-31")
    groups = group_experiments(view, chosen_rows(view, []))
    assert [(one.start, [e.id for e in one.experiments], one.days) for one in groups] == [
        (date(2024, 1, 1), ["M2", "M4"], 90),
        (date(2024, 6, 1), ["M3"], 30),
    ]


def test_a_row_comes_out_alike_alone_and_among_others(folder):
    add(folder, "mechanisms", "M2", id="M3", days="90", metric="count accuse:BEL* in 6..60")
    few = Request(draws=4)
    alone = _row(folder, request=few, matrix=False)
    found = compute_mechanisms(load_case(folder), few, paths=24, matrix=False)
    among = {row.id: row for row in found.rows}["M2"]
    assert among.effect == pytest.approx(alone.effect)
    assert [row.id for row in found.rows] == ["M1", "M2", "M3"]


def test_a_row_without_an_experiment_says_why(folder):
    row = _row(folder, "M1", request=Request(draws=2))
    assert row.status == "contrast only"
    assert "leverage" in row.reason
    assert math.isnan(row.effect)
    assert row.draws == 0
    edit(folder, "mechanisms", "M1", verdict_kind="experiment", reason="nobody counts wages")
    row = _row(folder, "M1", request=Request(draws=2))
    assert (row.status, row.reason) == ("not represented", "nobody counts wages")


def test_the_json_has_names(folder):
    found = compute_mechanisms(load_case(folder), Request(draws=2), paths=2, matrix=False)
    rows = mechanisms_to_json(found)["rows"]
    assert [row["name"] for row in rows] == ["No way out in winter", "Wages as an answer"]


def test_refusals_are_told_beforehand(folder):
    assert experiment_faults(load_case(folder)) == ()
    line = edit(
        folder, "mechanisms", "M2", treatment="pace expel:BEL* * 2", reverse="pace expel:BEL* * 0.5"
    )
    (fault,) = experiment_faults(load_case(folder))
    assert (fault.file, fault.row) == ("mechanisms.csv", line)
    assert fault.fix
    with pytest.raises(InputError) as refused:
        _row(folder)
    assert refused.value.problem in fault.problem


def test_a_case_without_a_crisis_has_nothing_to_refuse(folder):
    for name in ("cut", "expel", "resume", "recall", "agree"):
        edit(folder, "moves", name, requires="")
    for table in ("stocks", "couplings", "effects", "terms", "urges", "drivers", "deciders"):
        (folder / f"{table}.csv").unlink()
    assert experiment_faults(load_case(folder)) == ()
