"""Resolutions that cannot be meant are faults: twice, without a source, too early, too late."""

from __future__ import annotations

import pytest

from suasion.cases import check_case
from tests.tables import add, edit, only_fault, starter


@pytest.mark.parametrize(
    ("change", "column", "problem"),
    [
        ({"source": ""}, "source", "without a source"),
        ({"day": "2024-06-01"}, "day", "before the prediction was made"),
        ({"known_from": "2024-12-30"}, "known_from", "known before it was settled"),
        ({"outcome": "perhaps"}, "outcome", "outcome"),
        ({"prediction": "P9"}, "prediction", "P9"),
        (
            {"outcome": "yes", "day": "2025-01-02", "known_from": "2025-01-02"},
            "day",
            "after the horizon",
        ),
    ],
)
def test_a_wrong_resolution_is_one_fault(tmp_path, change, column, problem):
    case = starter(tmp_path)
    edit(case, "resolutions", "R1", **change)
    fault = only_fault(case)
    assert (fault.file, fault.column) == ("resolutions.csv", column)
    assert problem in fault.problem + fault.got
    assert fault.fix


def test_a_prediction_is_settled_once(tmp_path):
    case = starter(tmp_path)
    add(case, "resolutions", "R1", id="R2")
    assert "settled twice" in only_fault(case).problem


def test_a_failure_may_be_known_after_the_horizon(tmp_path):
    case = starter(tmp_path)
    edit(case, "resolutions", "R1", day="2025-01-02", known_from="2025-01-03")
    assert check_case(case).ok
