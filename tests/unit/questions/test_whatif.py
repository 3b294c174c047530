"""What-if on the shipped case: identities that hold whatever the figures are."""

from __future__ import annotations

import pytest

from suasion import Request, case_as_of, load_case, make_scenario, what_if
from suasion.cases import figures
from suasion.errors import InputError

DRAWS = Request(draws=10)


@pytest.fixture(scope="module")
def case():
    return load_case("rus-aze-2025")


@pytest.mark.parametrize(
    "address", ["aze_marketable_gas", "gas_price_hub", "contracts.aze-tur-tanap.volume"]
)
def test_setting_a_figure_to_itself_changes_nothing_on_any_draw(case, address):
    view = case_as_of(case, case.meta.as_of)
    written = figures(view)[address].quantity.text
    answer = what_if(case, make_scenario(set={address: written}), DRAWS)
    worst = max(abs(end) for span in answer.intervals.values() for end in span.difference)
    assert worst == pytest.approx(0.0, abs=1e-3)


def test_a_tie_that_is_set_counts_also_where_contracts_do_not_hold(case):
    changes = {
        "withhold": ["RUS:goods-embargo"],
        "set": {"ties.rus-aze-goods.value": "7000 MUSD/yr"},
    }
    name = "surplus_usd_per_year.AZE"
    request = Request(draws=0)
    loose = what_if(case, make_scenario(contracts=False, **changes), request).changed[name]
    without = what_if(case, make_scenario(contracts=False), request).changed[name]
    held = what_if(case, make_scenario(**changes), request).difference[name]
    assert loose - without == pytest.approx(held, rel=1e-6)


def test_a_lever_withheld_twice_is_refused():
    with pytest.raises(InputError):
        make_scenario(withhold=["RUS:goods-embargo", "RUS:goods-embargo@50%"])


def test_a_charge_on_the_branch_is_paid_once(case):
    request = Request(draws=0)
    by_lever = what_if(case, make_scenario(tax=["AZE:western-branch=10 USD/t"]), request)
    by_arcs = what_if(case, make_scenario(tax=["AZE:western-branch-tax=10 USD/t"]), request)
    name = "surplus_usd_per_year.AZE"
    assert by_lever.difference[name] == pytest.approx(by_arcs.difference[name], rel=0.02)


def test_a_swap_adds_nothing_under_a_net_export_rule(case):
    wide = {
        "scp_capacity": "60 bcm/yr",
        "tanap_capacity": "60 bcm/yr",
        "tanap_west_capacity": "60 bcm/yr",
        "tap_capacity": "60 bcm/yr",
    }
    request, name = Request(draws=0), "eu_gas_bcm_per_year"
    ruled = {"ban": ["EU:gas:RUS"], "origin_rule": "net-export"}
    without = what_if(case, make_scenario(set=wide, **ruled), request)
    swapped = what_if(
        case, make_scenario(set={**wide, "gas_swap_volume": "10 bcm/yr"}, **ruled), request
    )
    assert swapped.changed[name] == pytest.approx(without.changed[name], abs=1e-6)
