"""From the tables of a case to a crisis: versions of moves, structure, numbers, the record."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from suasion import Request, compute_leverage, load_case
from suasion.cases import case_as_of
from suasion.errors import InputError
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.crisis_record import day_of, read_record
from suasion.questions.crisis_structure import read_crisis
from suasion.questions.crisis_versions import find_versions
from tests.tables import add, edit, starter

CENTRAL = Request(draws=0)


@pytest.fixture
def folder(tmp_path):
    return starter(tmp_path)


def _view(folder, day="2024-12-31"):
    return case_as_of(load_case(folder), day)


def _ready(folder, **more):
    return ready_crisis(CrisisTask(case=load_case(folder), request=CENTRAL, days=200, **more))


def _ids(folder, kind):
    return [one.id for one in find_versions(_view(folder)) if one.row.id == kind]


def test_lists_of_actors_and_targets_pair_by_place_or_each_with_all_others(folder):
    assert _ids(folder, "accuse") == ["accuse:ARD>BEL", "accuse:BEL>ARD"]
    assert _ids(folder, "talk") == ["talk:ARD>BEL", "talk:BEL>ARD"]
    edit(folder, "moves", "talk", target="ARD;BEL;COR")
    assert _ids(folder, "talk") == [
        "talk:ARD>BEL", "talk:ARD>COR", "talk:BEL>ARD", "talk:BEL>COR",
    ]  # fmt: skip


def test_a_move_without_a_lever_of_its_own_takes_those_that_no_other_names(folder):
    assert _ids(folder, "cut") == ["cut:ARD>BEL/ard-valve"]
    add(folder, "moves", "cut", id="squeeze", actor="ARD;BEL", target="BEL;ARD", lever="")
    assert _ids(folder, "squeeze") == []
    edit(folder, "moves", "cut", lever="bel-wages", requires="")
    edit(folder, "moves", "expel", lever="ard-valve", requires="")
    assert _ids(folder, "squeeze") == ["squeeze:ARD>BEL/ard-valve", "squeeze:BEL>ARD/bel-wages"]


def test_an_effect_on_a_stock_that_is_not_there_is_none_of_that_version(folder):
    edit(folder, "moves", "talk", target="ARD;BEL;COR")
    moves = {move.id: move for move in read_crisis(_view(folder)).model.moves}
    assert [one.stock for one in moves["talk:ARD>BEL"].effects] == ["talks", "anger.BEL"]
    assert [one.stock for one in moves["talk:ARD>COR"].effects] == ["talks"]


def test_places_stand_for_actor_target_and_lever_in_gates_and_effects(folder):
    moves = {move.id: move for move in read_crisis(_view(folder)).model.moves}
    cut = moves["cut:ARD>BEL/ard-valve"]
    assert cut.requires == (("lever.ard-valve", "<", 0.5),)
    assert [(one.kind, one.stock, one.by) for one in cut.effects] == [
        ("set", "lever.ard-valve", ()),
        ("add", "anger.BEL", ()),
        ("settle", "anger.ARD", ("bite.ard-valve",)),
    ]
    assert moves["agree:BEL>ARD"].consent == ("ARD",)


def test_only_deciders_move_and_only_known_stocks_are_valued(folder):
    edit(folder, "deciders", "belmar", known_from="2024-06-01")
    edit(folder, "stocks", "cold", known_from="2024-06-01")
    early, late = (read_crisis(_view(folder, day)) for day in ("2024-03-01", "2024-07-01"))
    assert {move.actor for move in early.model.moves} == {"ARD"}
    assert {move.actor for move in late.model.moves} == {"ARD", "BEL"}
    assert "bel-cold" not in {term.id for term in early.model.terms}
    assert "bel-cold" in {term.id for term in late.model.terms}


def test_a_case_without_a_table_has_no_crisis(folder):
    (folder / "effects.csv").unlink()
    with pytest.raises(InputError, match="no crisis to run"):
        read_crisis(_view(folder))


def test_numbers_are_the_figures_in_their_units(folder):
    ready = _ready(folder)
    numbers, central = ready.first_numbers(None), ready.sample.central
    crisis = ready.crisis
    terms = [row.id for row in crisis.terms]
    weight = central["terms.bel-pride.weight"] * central["belmar_resolve"]
    unit = central["deciders.belmar.unit"]
    assert numbers.weight[terms.index("bel-pride")] == pytest.approx(weight / unit)
    forgets = [row.id for row in crisis.couplings].index("ard-forgets")
    share = 1.0 - np.exp(-1.0 / central["couplings.ard-forgets.time"])
    assert numbers.rate[forgets] == pytest.approx(share)
    looks = [row.id for row in crisis.deciders].index("belmar")
    assert numbers.attention[looks] == pytest.approx(1.0 / central["deciders.belmar.attention"])
    paces = dict(zip((move.id for move in crisis.model.moves), numbers.pace, strict=True))
    assert paces["talk:BEL>ARD"] == pytest.approx(1.0 / central["moves.talk.every"])


def test_levers_are_worth_what_leverage_says(folder):
    ready = _ready(folder)
    numbers, central = ready.first_numbers(None), ready.sample.central
    rows = compute_leverage(load_case(folder), CENTRAL, horizons=["years"]).to_rows()
    valve = next(row for row in rows if row["lever"] == "ard-valve")
    unit = {name: central[f"deciders.{name}.unit"] for name in ("ardania", "belmar")}
    terms = [term.id for term in ready.crisis.model.lever_terms]
    values = dict(zip(terms, numbers.lever_values, strict=True))
    cost, hurt = valve["cost_usd_per_year"] / 1e6, valve["hurt_usd_per_year"] / 1e6
    assert values["ard-levers"][0b01] == pytest.approx(-cost / unit["ardania"])
    assert values["bel-levers"][0b01] == pytest.approx(-hurt / unit["belmar"])
    assert values["ard-levers"][0] == values["bel-levers"][0] == 0.0
    stocks = [stock.id for stock in ready.crisis.model.stocks]
    bite = numbers.initial[stocks.index("bite.ard-valve")]
    assert bite == pytest.approx(hurt / (hurt + unit["belmar"]))


def test_a_lever_that_bites_nobody_is_never_pulled(folder):
    edit(folder, "ties", "ardanian-wages", value="0 bnUSD/yr")
    ready = _ready(folder)
    paces = dict(
        zip(
            (move.id for move in ready.crisis.model.moves),
            ready.first_numbers(None).pace,
            strict=True,
        )
    )
    assert paces["expel:BEL>ARD/bel-wages"] == 0.0
    assert paces["cut:ARD>BEL/ard-valve"] > 0.0


def test_driven_stocks_follow_the_calendar(folder):
    ready = _ready(folder)
    drive = ready.numbers(None).drive[:, 0]
    spring = (date(2025, 3, 15) - date(2024, 12, 31)).days
    assert drive[:spring].tolist() == [1.0] * spring
    assert not drive[spring:].any()


def test_the_state_on_the_first_day_is_what_the_record_leaves(folder):
    ready = _ready(folder)
    first, model = ready.first_numbers(None), ready.crisis.model
    found = ready.past_central
    at = {stock.id: place for place, stock in enumerate(model.stocks)}
    rate = {row.source: share for row, share in zip(model.couplings, first.rate, strict=True)}
    amounts = iter(first.amount.tolist())
    accuse = {move.id: {one.stock: next(amounts) for one in move.effects} for move in model.moves}[
        "accuse:BEL>ARD"
    ]
    ard, bel = first.initial[at["anger.ARD"]], first.initial[at["anger.BEL"]]
    hit = (date(2024, 9, 20) - date(2024, 1, 1)).days
    for day in range(len(found)):
        assert found[day, at["anger.ARD"]] == pytest.approx(ard)
        assert found[day, at["anger.BEL"]] == pytest.approx(bel)
        if day == hit:
            ard += accuse["anger.ARD"]
            bel *= 1.0 - accuse["anger.BEL"]
        ard *= 1.0 - rate["anger.ARD"]
        bel *= 1.0 - rate["anger.BEL"]
    assert len(found) == 1 + (date(2024, 12, 31) - date(2024, 1, 1)).days


def _events(folder, begin=date(2024, 1, 1), end=date(2025, 1, 1), **more):
    crisis = read_crisis(_view(folder))
    return [(act.event, act.day, act.move) for act in read_record(crisis, begin, end, **more)]


def test_events_that_name_a_move_are_acts_on_their_day(folder):
    accused = ("E2", date(2024, 9, 20), "accuse:BEL>ARD")
    assert _events(folder) == [accused]
    cut = ("E1", date(2024, 2, 11), "cut:ARD>BEL/ard-valve")
    assert _events(folder, alleged=True) == [cut, accused]
    assert _events(folder, end=date(2024, 9, 20)) == []
    assert _events(folder, begin=date(2024, 9, 21)) == []


def test_the_day_known_from_outside_wins(folder):
    edit(folder, "events", "E1", date_known_outside="2024-02-12/14")
    assert day_of(_view(folder).find("events", "E1")) == date(2024, 2, 12)
    edit(folder, "events", "E1", date_known_outside="2024-02")
    assert day_of(_view(folder).find("events", "E1")) == date(2024, 2, 11)


def test_what_is_agreed_is_one_act_and_foretold_is_none(folder):
    add(folder, "events", "E2", id="E3", move="agree", source_actor="ARD;BEL",
        target_actor="BEL;ARD")  # fmt: skip
    add(folder, "events", "E2", id="E4", move="talk", modality="predicted")
    assert [act[2] for act in _events(folder) if act[0] == "E3"] == ["agree:ARD>BEL"]
    assert "E4" not in {act[0] for act in _events(folder, alleged=True)}
