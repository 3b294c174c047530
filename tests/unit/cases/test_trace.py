"""From a number up to who said it, and down to what uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from suasion.cases import Case, case_as_of, load_case, render_trace, trace_case
from suasion.errors import InputError
from tests.tables import edit, starter


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return load_case(starter(tmp_path))


def test_a_figure_up_to_the_speaker(case: Case) -> None:
    found = trace_case(case, "suppliers.ard-gas.capacity")
    assert [figure.address for figure in found.figures] == ["suppliers.ard-gas.capacity"]
    assert found.figures[0].is_conflict
    assert [statement.id for statement in found.statements] == ["S1", "S2"]
    said = found.statements[1]
    assert (said.speaker, said.outlet, said.date) == (
        "Mira Tolan",
        "Ardanian Courier",
        "2024-06-15",
    )
    assert (said.modality, said.kind) == ("asserted", "quantity")
    assert said.paraphrase == "Ardania can sell 24 bcm of gas in a year"
    assert said.spread_with == ("S1",)
    assert {link.key for link in found.used_by} == {"contracts.ard-bel", "contracts.ard-cor"}


def test_a_parameter_down_to_its_users_and_accounts(case: Case) -> None:
    found = trace_case(case, "belmar_elasticity_season")
    assert found.key == "parameters.belmar_elasticity_season"
    keys = {link.key: link.steps for link in found.used_by}
    assert keys["consumers.bel-homes"] == 1
    assert keys["contracts.ard-bel"] == 2
    assert keys["account_map.AM-1"] == 1
    assert {(item.account, item.value) for item in found.accounts} == {
        ("tolan", "-0.12 to -0.05"),
        ("averin", "-0.5 to -0.25"),
    }
    assert trace_case(case, "@belmar_elasticity_season").key == found.key


def test_a_lever_and_what_it_is_made_of(case: Case) -> None:
    found = trace_case(case, "ard-valve")
    assert found.key == "levers.ard-valve"
    assert "arcs.ardania-corvia" in {link.key for link in found.rests_on}
    assert "arcs.ardania-corvia.cost" in {figure.address for figure in found.figures}
    assert "moves.cut" in {link.key for link in found.used_by}
    assert found.statements[0].id == "S9"
    assert trace_case(case, "ARD:ard-valve").key == found.key


def test_a_statement_down_to_everything_that_uses_it(case: Case) -> None:
    found = trace_case(case, "S11")
    keys = {link.key for link in found.used_by}
    assert {
        "levers.bel-wages",
        "moves.expel",
        "predictions.P2",
        "mechanisms.M2",
        "events.E2",
    } <= keys
    assert found.statements[0].id == "S11"


def test_derived_statements_lead_to_what_they_were_computed_from(tmp_path: Path) -> None:
    folder = starter(tmp_path)
    edit(folder, "statements", "S5", derived_from="S4")
    found = trace_case(load_case(folder), "arcs.terminal.capacity")
    assert [statement.id for statement in found.statements] == ["S5", "S4"]
    assert "arcs.terminal" in {link.key for link in trace_case(load_case(folder), "S4").used_by}


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("E1", "events.E1"),
        ("P1", "predictions.P1"),
        ("M1", "mechanisms.M1"),
        ("events.E1", "events.E1"),
        ("corvia-line", "groups.corvia-line"),
        ("belmar_pipe_bcm_per_year", "observables.belmar_pipe_bcm_per_year"),
        ("ARD", "actors.ARD"),
        ("surplus_usd_per_year.ARD", "actors.ARD"),
        ("consumers.bel-homes.price", "consumers.bel-homes.price"),
    ],
)
def test_everything_has_a_name(case: Case, what: str, key: str) -> None:
    found = trace_case(case, what)
    assert found.key == key
    assert render_trace(found).startswith(key)


def test_a_cell_that_is_a_parameter_shows_the_parameter(case: Case) -> None:
    found = trace_case(case, "consumers.bel-homes.price")
    assert [figure.address for figure in found.figures] == ["belmar_gas_price"]


def test_a_result_rests_on_its_arcs(case: Case) -> None:
    found = trace_case(case, "belmar_pipe_bcm_per_year")
    assert "arcs.corvia-belmar.capacity" in {figure.address for figure in found.figures}
    assert "S3" in {statement.id for statement in found.statements}


def test_unknown_things_are_answered_with_the_nearest(case: Case) -> None:
    for what in ("ard-vale", "arcs.terminal.capasity", "", "S99", "../x"):
        with pytest.raises(InputError, match="nothing in the case is called"):
            trace_case(case, what)
    with pytest.raises(InputError) as caught:
        trace_case(case, "ard-vale")
    assert "ard-valve" in caught.value.fix


def test_as_of_a_day_nothing_later_is_traced(case: Case) -> None:
    view = case_as_of(case, "2024-04-01")
    found = trace_case(view, "suppliers.ard-gas.capacity")
    assert [statement.id for statement in found.statements] == ["S1"]
    with pytest.raises(InputError):
        trace_case(view, "S2")


def test_as_text(case: Case) -> None:
    text = render_trace(trace_case(case, "arcs.terminal.capacity"))
    for words in ("6 bcm/yr  [S5]", "Jon Averin, Belmar Review, 2024-09-20, asserted",
                  "Belmar's terminal can land 6 bcm"):  # fmt: skip
        assert words in text
    assert "assumed: invented example" in render_trace(trace_case(case, "arcs.terminal.cost"))
    assert "default of the format" in render_trace(trace_case(case, "arcs.terminal.tariff"))
