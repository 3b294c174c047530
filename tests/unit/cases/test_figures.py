"""Figures, what they rest on, accounts and draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from suasion.cases import (
    account_values,
    central_figures,
    claims,
    draw_at,
    draw_figures,
    figures,
    load_case,
)
from suasion.errors import InputError
from suasion.quantities import QuantityError, exact_quantity, parse_quantity
from tests.tables import edit, starter


def test_what_a_figure_rests_on(tmp_path: Path) -> None:
    found = figures(load_case(starter(tmp_path)))
    sourced, assumed = found["arcs.terminal.capacity"], found["arcs.terminal.cost"]
    assert (sourced.statements, sourced.assumed) == (("S5",), None)
    assert (assumed.statements, assumed.assumed) == ((), "invented example")
    default = found["arcs.terminal.tariff"]
    assert default.is_default
    assert default.assumed == "default of the case format"
    assert default.quantity.central == 0.0
    assert (sourced.unit, assumed.unit) == ("bcm/yr", "MUSD/bcm")


def test_a_parameter_knows_its_users(tmp_path: Path) -> None:
    found = figures(load_case(starter(tmp_path)))
    assert found["belmar_gas_price"].users == ("consumers.bel-homes.price",)
    assert "consumers.bel-homes.price" not in found, "it is the parameter, no figure of its own"
    assert found["belmar_resolve"].account_primitive
    assert not found["discount_rate"].account_primitive


def test_a_parameter_is_one_random_variable(tmp_path: Path) -> None:
    draws = draw_figures(load_case(starter(tmp_path)), 50)
    assert np.array_equal(draws["consumers.bel-homes.price"], draws["belmar_gas_price"])
    assert np.std(draws["belmar_gas_price"]) > 0


def test_a_parameter_takes_the_unit_of_its_user(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(
        case, "parameters", "discount_rate", id="build_time", value="1200 to 1800 day", range="0.."
    )
    edit(case, "builds", "direct", lead_time="@build_time")
    central = central_figures(load_case(case))
    assert central["builds.direct.lead_time"] == pytest.approx(central["build_time"] * 12 / 365)


def test_accounts_replace_shared_figures(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    shared = central_figures(case)
    tolan = central_figures(case, account="tolan")
    assert set(account_values(case, "tolan")) == {"belmar_elasticity_season", "belmar_resolve"}
    changed = {address for address in shared if shared[address] != tolan[address]}
    assert changed == {
        "belmar_elasticity_season",
        "belmar_resolve",
        "consumers.bel-homes.elasticity_season",
    }
    assert tolan["belmar_resolve"] == 0.3
    with pytest.raises(InputError, match="no account 'tolann'") as caught:
        account_values(case, "tolann")
    assert "'tolan'" in caught.value.fix


def test_claims_are_kept_apart(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    assert [row.id for row in claims(case)] == ["AM-5", "AM-6"]
    assert [row.id for row in claims(case, "averin")] == ["AM-6"]
    assert "net_leverage" not in central_figures(case, account="averin")


def test_accounts_differ_only_by_what_they_set(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    shared, tolan = draw_figures(case, 20), draw_figures(case, 20, account="tolan")
    same = {address for address in shared if np.array_equal(shared[address], tolan[address])}
    assert set(shared) - same == {
        "belmar_elasticity_season",
        "belmar_resolve",
        "consumers.bel-homes.elasticity_season",
    }


def test_overrides(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    price = parse_quantity("0.25 USD/scm", "*")
    central = central_figures(
        case,
        overrides={
            "@belmar_gas_price": price,
            "arcs.terminal.capacity": 9.0,
            "consumers.cor-homes.voll_day": 5000.0,
            "builds.direct.lead_time": exact_quantity(1, "yr"),
        },
    )
    assert central["belmar_gas_price"] == central["consumers.bel-homes.price"] == 250.0
    assert central["arcs.terminal.capacity"] == 9.0
    assert central["consumers.cor-homes.voll_day"] == 5000.0, "also where the cell is empty"
    assert central["builds.direct.lead_time"] == pytest.approx(12.0), "in the unit of the cell"
    only_cell = central_figures(case, overrides={"consumers.bel-homes.price": 99.0})
    assert only_cell["consumers.bel-homes.price"] == 99.0
    assert only_cell["belmar_gas_price"] != 99.0
    with pytest.raises(InputError, match=r"no figure 'arcs\.terminal\.capasity'") as caught:
        central_figures(case, overrides={"arcs.terminal.capasity": 1.0})
    assert "arcs.terminal.capacity" in caught.value.fix
    with pytest.raises(QuantityError):
        central_figures(case, overrides={"arcs.terminal.capacity": exact_quantity(1, "yr")})


def test_seed(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    by_default = draw_figures(case, 5)["arcs.terminal.cost"]
    assert np.array_equal(by_default, draw_figures(case, 5, seed=7)["arcs.terminal.cost"])
    assert not np.array_equal(by_default, draw_figures(case, 5, seed=0)["arcs.terminal.cost"])


def test_one_draw(tmp_path: Path) -> None:
    draws = draw_figures(load_case(starter(tmp_path)), 3)
    one = draw_at(draws, 2)
    assert one["arcs.terminal.cost"] == draws["arcs.terminal.cost"][2]
    assert set(one) == set(draws)
