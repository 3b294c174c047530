"""Scales: shipped tables, own tables, and the slip of sign that is turned."""

from __future__ import annotations

import pytest

from suasion.errors import ComputationError, InputError
from suasion.events import Account, Scale, list_scales, load_scale
from suasion.events.importing.event_classes import PLOVER, find_class
from suasion.events.scales.tables import turn_slip


@pytest.mark.parametrize("name", list_scales())
def test_every_shipped_scale_loads_and_names_itself(name):
    scale = load_scale(name)
    assert scale.label == f"{name} {scale.version}"
    assert scale.source
    assert all(-10 <= weight <= 10 for weight in scale.weights.values())


def test_every_code_of_the_tables_has_a_class():
    for name, system in (
        ("cameo-goldstein-icews", "cameo"),
        ("cameo-goldstein-gdelt", "cameo"),
        ("acled-nearest-cameo", "acled"),
        ("plover-from-cameo", "plover"),
    ):
        for code in load_scale(name).weights:
            assert find_class(code, system) is not None, code


def test_own_codings_lean_on_the_published_table():
    icews = load_scale("cameo-goldstein-icews")
    assert load_scale("plover-from-cameo").weights.keys() == PLOVER.keys()
    assert load_scale("plover-categories").weights.keys() == PLOVER.keys()
    assert load_scale("plover-categories").weights["ACCUSE"] == -2.0
    assert load_scale("plover-from-cameo").weigh("ACCUSE-disapprove") == icews.weights["11"]
    assert load_scale("acled-nearest-cameo").weights["Armed clash"] == icews.weights["190"]


def test_the_slip_of_sign_is_turned_and_told(tmp_path):
    path = tmp_path / "published.csv"
    path.write_text(
        "code,weight\nACCUSE,3\nACCUSE-disapprove,-2\nACCUSE-allege,-2\nAID,7\n", "utf-8"
    )
    scale = load_scale(str(path))
    assert scale.weights["ACCUSE"] == -3
    assert "read as -3" in scale.corrections[0]


@pytest.mark.parametrize(
    "weights",
    [{"ACCUSE": 3.0}, {"ACCUSE": 3.0, "ACCUSE-x": 1.0}, {"ACCUSE": -3.0, "ACCUSE-x": -1.0}, {}],
)
def test_what_is_no_slip_is_left_alone(weights):
    assert turn_slip(weights) == (weights, ())


def test_the_version_of_an_own_table_is_that_of_its_content(tmp_path):
    path = tmp_path / "own.csv"
    labels = set()
    for weight in (1, 1, 2):
        path.write_text(f"code,weight\n04,{weight}\n", "utf-8")
        labels.add(load_scale(str(path)).label)
    assert len(labels) == 2
    assert all(label.startswith("own ") for label in labels)


WRONG_TABLES = (
    "",
    "code\n04\n",
    "code,weight\n",
    "code,weight\n04,x\n",
    "code,weight\n04,nan\n",
    "code,weight\n04,1\n04,2\n",
    "code,weight\n,1\n",
    "code,weight\n04\n",
)


@pytest.mark.parametrize("text", WRONG_TABLES)
def test_a_table_that_cannot_be_read_is_refused(text, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        load_scale(str(path))


def test_a_code_falls_back_on_the_code_above_it():
    scale = Scale(name="x", version="1", source="x", weights={"12": -4.0, "124": -5.0})
    assert [scale.weigh(code) for code in ("1246", "124", "123", "13")] == [-5, -5, -4, None]


def test_an_account_that_does_not_balance_is_refused():
    with pytest.raises(ComputationError, match="does not balance"):
        Account(rows_in=5, rows_out=3, dropped={"x": 1})
