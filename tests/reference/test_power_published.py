"""Signs and rankings of pipeline studies, from a small network and not from a script.

Sources (abstracts; per-country tables are not public):

- Hubert and Ikonnikova, Journal of Industrial Economics 59 (2011) 85-116: with the network
  fixed, transit states are strong; with options to build bypasses, the supplier dominates.
- Hubert and Cobanli (2016): the strategic value of bypasses is large by the Shapley value and
  none by the nucleolus.
- Sziklai, Koczy and Csercsik, Energy Policy 144 (2020) 111692: a direct bypass makes supplier
  and final market gain and the old transit states lose.

Tolerance: signs and rankings; "none" is below 1 % of all gains.
"""

from __future__ import annotations

import numpy as np
import pytest

from suasion.flows import compile_market, idle_valuer
from suasion.games import from_values, nucleolus, shapley
from suasion.world.markets import Market
from tests.unit.flows.small import arc, consumer, market, node, supplier

PLAYERS = ("R", "U", "B", "E")
"""Supplier, two transit states, final market."""
DIRECT = ("r-e",)


def _network(*, room_u: float, room_b: float, dearer: float = 15.0) -> Market:
    """Return supply of 100 at 20 at r, two ways through u and b, and a direct one to build.

    The final market values the first 40 at 200, then less. The direct way costs `dearer` more
    for a unit than transit, with all that it takes to build it.
    """
    return market(
        node("r"),
        node("u"),
        node("b"),
        node("e"),
        arc("r-u", room_u, cost=10.0, consent=("R", "U")),
        arc("u-e", room_u, cost=10.0, consent=("U", "E")),
        arc("r-b", room_b, cost=12.0, consent=("R", "B")),
        arc("b-e", room_b, cost=12.0, consent=("B", "E")),
        arc("r-e", 55.0, cost=24.0 + dearer, consent=("R", "E")),
        supplier("gas", "r", "gas", (100.0, 20.0)),
        consumer("homes", "e", (40.0, 200.0), (30.0, 120.0), (30.0, 70.0)),
    )


def _shares(one: Market) -> dict[str, dict[str, np.ndarray]]:
    """Return the shares of all gains with the network fixed and with the direct way to build."""
    valuer = idle_valuer(compile_market(one), PLAYERS)
    found = {}
    for name, without in (("fixed", DIRECT), ("options", ())):
        game = from_values(4, valuer.values(without).values)
        found[name] = {"shapley": shapley(game), "nucleolus": nucleolus(game)}
        found[name]["whole"] = np.array([game.total])
    return found


@pytest.fixture(scope="module")
def tight() -> dict[str, dict[str, np.ndarray]]:
    """Return shares where transit can just carry what is sold."""
    return _shares(_network(room_u=70.0, room_b=30.0))


@pytest.fixture(scope="module")
def ample() -> dict[str, dict[str, np.ndarray]]:
    """Return shares where either way could carry all."""
    return _shares(_network(room_u=110.0, room_b=110.0))


def test_with_the_network_fixed_the_large_transit_state_is_strong(tight):
    for concept in ("shapley", "nucleolus"):
        supplier_share, transit = tight["fixed"][concept][:2]
        assert transit > 0.5 * supplier_share
        assert transit > 0.2 * tight["fixed"]["whole"][0]


@pytest.mark.parametrize("concept", ["shapley", "nucleolus"])
def test_with_options_the_supplier_dominates_transit(tight, concept):
    fixed, options = (tight[name][concept] for name in ("fixed", "options"))
    assert options[0] > fixed[0], "the supplier gains"
    assert options[1] < fixed[1], "the large transit state loses"
    assert options[0] / options[1] > 1.5 * fixed[0] / fixed[1]


def test_the_final_market_gains_and_old_transit_loses(tight):
    change = tight["options"]["shapley"] - tight["fixed"]["shapley"]
    assert change[3] > 0.0
    assert change[1] < 0.0
    assert change[2] < 0.0


def test_an_option_that_is_never_built_still_moves_the_shapley_value(ample):
    """The direct way is dearer and transit has room: all together would not build it."""
    assert ample["options"]["whole"][0] == pytest.approx(ample["fixed"]["whole"][0])
    change = ample["options"]["shapley"] - ample["fixed"]["shapley"]
    assert change[0] > 0.01 * ample["fixed"]["whole"][0]


def test_its_value_by_the_nucleolus_is_none(ample):
    whole = ample["fixed"]["whole"][0]
    change = ample["options"]["nucleolus"] - ample["fixed"]["nucleolus"]
    moved = ample["options"]["shapley"] - ample["fixed"]["shapley"]
    assert np.abs(change).max() < 0.01 * whole
    assert np.abs(change).max() < 0.25 * np.abs(moved).max()
