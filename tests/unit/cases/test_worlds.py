"""From one draw to plain markets, ties and levers."""

from __future__ import annotations

from pathlib import Path

import pytest

from suasion.cases import Case, build_world, case_as_of, central_figures, load_case
from suasion.cases.steps import demand_steps, supply_steps
from suasion.errors import ComputationError, InputError
from suasion.world.markets import Market
from suasion.world.state import World
from tests.tables import add, change_text, edit, starter


def _world(case: Path | Case, horizon: str = "season", **options: object) -> World:
    read = load_case(case) if isinstance(case, Path) else case
    view = case_as_of(read, read.meta.as_of)
    return build_world(view, central_figures(view), horizon=horizon, **options)  # type: ignore[arg-type]


def _gas(case: Path, horizon: str = "season", **options: object) -> Market:
    return _world(case, horizon, **options).markets["gas"]


def test_arcs(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "arcs", "corvia-belmar", limit="5 bcm/yr", tariff_to="COR:1")
    arcs = {arc.id: arc for arc in _gas(case).arcs}
    line = arcs["corvia-belmar"]
    assert line.capacity == 5.0, "the policy limit lowers the technical capacity"
    assert line.tariff_to == (("COR", 1.0),)
    assert line.owners == (("BEL", 0.4), ("COR", 0.6))
    assert line.consent == ("COR", "BEL")
    assert arcs["ardania-corvia"].tariff_to == arcs["ardania-corvia"].owners
    assert not arcs["direct-line"].stands
    assert arcs["direct-line"].capacity == 0.0


def test_owners_and_consent_left_out(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "arcs", "corvia-belmar", owners="", consent="")
    edit(case, "arcs", "ardania-home", owners="", consent="")
    arcs = {arc.id: arc for arc in _gas(case).arcs}
    assert arcs["corvia-belmar"].owners == (("BEL", 0.5), ("COR", 0.5))
    assert arcs["corvia-belmar"].consent == ("COR", "BEL")
    assert arcs["ardania-home"].owners == (("ARD", 1.0),)
    assert arcs["ardania-home"].consent == ("ARD",)


def test_suppliers(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "suppliers", "ard-gas", capacity="20 bcm/yr", loss="0.1 to 0.3",
         assumed="gross, cost, cost_last, loss: invented example")  # fmt: skip
    supplier = next(s for s in _gas(case).suppliers if s.id == "ard-gas")
    assert supplier.capacity == pytest.approx(20 * 0.8, rel=1e-3)
    assert len({round(size, 9) for size, _ in supplier.steps}) == 1
    costs = [cost for _, cost in supplier.steps]
    assert costs == sorted(costs)
    assert supplier.owners == (("ARD", 1.0),)


@pytest.mark.parametrize(
    ("horizon", "expected"),
    [("day", 7.3), ("season", 2.0 * 365 / 120), ("years", 0.0)],
)
def test_storage(tmp_path: Path, horizon: str, expected: float) -> None:
    case = starter(tmp_path)
    add(case, "suppliers", "ard-gas", id="bel-store", node="bel-city", kind="storage", gross="",
        capacity="20 mcm/day", volume="2 bcm", statements="S5", cost_last="",
        assumed="cost: invented example")  # fmt: skip
    store = next(s for s in _gas(case, horizon).suppliers if s.id == "bel-store")
    assert store.capacity == pytest.approx(expected)


def test_consumers(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "consumers", "cor-homes", price="170 USD/tcm", refuses="WORLD",
         voll_season="2000 USD/tcm", assumed="", elasticity_season="-0.2 to -0.1",
         owners="COR:0.75;BEL:0.25")  # fmt: skip
    edit(case, "consumers", "cor-homes", assumed="elasticity_season: invented example")
    consumer = next(c for c in _gas(case).consumers if c.id == "cor-homes")
    assert consumer.reference == 2.0
    assert consumer.refuses == {"WORLD"}
    assert consumer.accepts is None
    assert consumer.steps[0] == (1.0, 2000.0)
    assert consumer.owners == (("BEL", 0.25), ("COR", 0.75))
    by_day = next(c for c in _gas(case, "day").consumers if c.id == "cor-homes")
    assert by_day.steps[0][1] == pytest.approx(1700.0), "ten times the price unless stated"


def test_demand_steps() -> None:
    steps = demand_steps(100.0, 50.0, -0.5, 400.0)
    worth = [value for _, value in steps]
    assert worth == sorted(worth, reverse=True)
    assert steps[0] == (50.0, 400.0)
    assert sum(size for size, _ in steps) == pytest.approx(135.0)
    assert dict(steps)[20.0] == pytest.approx(50.0 * 0.6**-2.0), "the step from 0.5 to 0.7"
    inelastic = demand_steps(1.0, 5.0, 0.0, 9.0)
    assert sum(size for size, worth in inelastic if worth == 9.0) == pytest.approx(1.0)
    assert {worth for _, worth in inelastic} == {9.0, 0.0}
    assert demand_steps(1.0, 5.0, -1e-9, 9.0)[-1][1] <= 9.0, "no overflow"


def test_supply_steps() -> None:
    assert supply_steps(8.0, 10.0, None) == ((8.0, 10.0),)
    rising = supply_steps(8.0, 10.0, 40.0)
    assert (rising[0][1], rising[-1][1]) == pytest.approx((10.0, 40.0))
    assert sum(size for size, _ in rising) == pytest.approx(8.0)
    assert {cost for _, cost in supply_steps(8.0, 10.0, 5.0)} == {10.0}, "never falling"


def test_contracts(tmp_path: Path) -> None:
    case = starter(tmp_path)
    contracts = {contract.id: contract for contract in _gas(case).contracts}
    assert contracts["ard-bel"].volume == 10.0
    assert contracts["ard-bel"].shortfall_price == pytest.approx(contracts["ard-bel"].price / 2)
    assert {contract.volume for contract in _gas(case, with_contracts=False).contracts} == {0.0}


def test_builds(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "parameters", "discount_rate", value="0.1", statements="S1", assumed="")
    edit(case, "builds", "direct", capex="2 bnUSD", life="20 yr", lead_time="30 month",
         statements="S5", assumed="")  # fmt: skip

    def line(horizon: str, **options: object) -> float | None:
        found = next(a for a in _gas(case, horizon, **options).arcs if a.id == "direct-line")
        return found.cost if found.stands else None

    asked = line("season", builds=frozenset(["direct"]))
    waited = line("years")
    assert line("season") is None
    assert asked is not None
    assert waited is not None
    capacity = next(a.capacity for a in _gas(case, "years").arcs if a.id == "direct-line")
    annuity = 2000.0 * 0.1 / (1 - 1.1**-20)
    assert waited - asked == pytest.approx(annuity / capacity)
    edit(case, "builds", "direct", built="yes")
    assert line("day") == pytest.approx(asked)
    with pytest.raises(InputError, match="no build 'dirct'") as caught:
        _gas(case, builds=frozenset(["dirct"]))
    assert "'direct'" in caught.value.fix


def test_ties(tmp_path: Path) -> None:
    case = starter(tmp_path)
    edit(case, "ties", "belmar-machines", value="1 bnUSD/yr", share="25 %",
         elasticity_day="", elasticity_years="", statements="S8",
         assumed="elasticity_season, sender_margin: invented example")  # fmt: skip
    tie = next(tie for tie in _world(case, "years").ties if tie.id == "belmar-machines")
    assert tie.value == 1000.0
    assert tie.base == pytest.approx(4000.0)
    by_season = next(t for t in _world(case, "season").ties if t.id == "belmar-machines")
    assert tie.elasticity == by_season.elasticity, "the nearest horizon that is stated"


def test_levers(tmp_path: Path) -> None:
    levers = {lever.id: lever for lever in _world(starter(tmp_path)).levers}
    assert levers["ard-valve"].items == (("arcs", "ardania-corvia"),)
    assert levers["ard-valve"].strength == 1.0
    assert levers["bel-wages"].tie == "ardanian-wages"
    assert levers["bel-wages"].market is None
    assert levers["bel-tax"].tax == pytest.approx(28.28, abs=0.01)
    assert levers["cor-transit"].horizons == ("season", "years")


def test_blocs_and_bans(tmp_path: Path) -> None:
    case = starter(tmp_path)
    (case / "actors.csv").write_text(
        (case / "actors.csv").read_text("utf-8") + "UNI,Union,bloc,,,,\n", "utf-8"
    )
    edit(case, "actors", "BEL", member_of="UNI")
    change_text(
        case, "case.toml", lambda t: t.replace('unit = "bcm"', 'bans = ["UNI:ARD"]\nunit = "bcm"')
    )
    world = _world(case)
    assert world.members == {"UNI": ("BEL",)}
    assert world.bans_in_view == {"gas": (("UNI", "ARD"),)}
    assert world.gdp["BEL"] == pytest.approx(200_000, rel=0.01)


def test_horizons_and_rules(tmp_path: Path) -> None:
    case = starter(tmp_path)
    assert _gas(case, origin_rule="net-export").origin_rule == "net-export"
    with pytest.raises(InputError, match="no horizon 'saeson'"):
        _world(case, "saeson")
    with pytest.raises(InputError, match="unknown origin rule"):
        _world(case, origin_rule="lable")
    change_text(case, "case.toml", lambda t: t.replace("season = 120", "winter = 120\nseason = 90"))
    assert _world(case, "winter").horizon_days == 120.0


def test_a_draw_must_have_every_figure(tmp_path: Path) -> None:
    case = load_case(starter(tmp_path))
    values = dict(central_figures(case))
    del values["arcs.terminal.cost"]
    with pytest.raises(ComputationError, match=r"no value for 'arcs\.terminal\.cost'"):
        build_world(case, values, horizon="day")


def test_results_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    first = starter(tmp_path, "one")
    second = starter(tmp_path, "two")
    for table in ("nodes", "arcs", "suppliers", "consumers", "contracts", "ties", "levers"):
        lines = (second / f"{table}.csv").read_text("utf-8").splitlines()
        top = next(index for index, line in enumerate(lines) if line.startswith("id,"))
        lines[top + 1 :] = reversed(lines[top + 1 :])
        (second / f"{table}.csv").write_text("\n".join(lines), "utf-8")
    assert _world(first) == _world(second)
