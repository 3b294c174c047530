from __future__ import annotations

import pytest
from attrs import evolve

from suasion.dependence import withhold
from suasion.errors import InputError
from tests.unit.dependence.line import CLOSE, TAX, make_line


def _arc(market, name):
    return next(arc for arc in market.arcs if arc.id == name)


def test_closing_a_group_leaves_no_capacity_on_its_arcs_and_the_original_alone():
    before = make_line()
    after = withhold(before, CLOSE)
    assert [arc.capacity for arc in after.arcs] == [0.0, 0.0]
    assert before == make_line()


def test_a_share_withheld_leaves_the_rest_of_the_capacity():
    assert _arc(withhold(make_line(), CLOSE, 0.8), "a-t").capacity == pytest.approx(1.6)


def test_withholding_nothing_changes_nothing():
    assert withhold(make_line(), CLOSE, 0.0) == make_line()


def test_a_closure_aimed_at_labels_shuts_those_alone():
    aimed = evolve(CLOSE, labels=frozenset({"A"}))
    arc = _arc(withhold(make_line(), aimed), "t-b")
    assert arc.closed_labels == {"A"}
    assert arc.capacity == 100.0


def test_a_tax_adds_to_the_tariff_and_its_revenue_goes_to_the_sender():
    market = make_line()
    tolled = evolve(
        market,
        arcs=tuple(
            evolve(arc, tariff=10.0, tariff_to=(("B", 1.0),)) if arc.id == "t-b" else arc
            for arc in market.arcs
        ),
    )
    arc = _arc(withhold(tolled, TAX), "t-b")
    assert arc.tariff == 40.0
    assert dict(arc.tariff_to) == pytest.approx({"B": 0.25, "T": 0.75})


def test_suppliers_and_contracts_are_cut_by_the_share():
    lever = evolve(CLOSE, items=(("suppliers", "wells"),))
    assert withhold(make_line(), lever, 0.5).suppliers[0].capacity == pytest.approx(5.0)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(InputError) as caught:
        withhold(make_line(), CLOSE, share)
    assert "from 0 to 1" in caught.value.expected


def test_an_item_that_the_market_has_not_is_named():
    lever = evolve(CLOSE, items=(("arcs", "nowhere"),))
    with pytest.raises(InputError) as caught:
        withhold(make_line(), lever)
    assert "nowhere" in caught.value.got


def test_a_part_withheld_from_all_labels_of_an_arc_lowers_its_capacity():
    aimed = evolve(CLOSE, labels=frozenset({"A", "LNG"}))
    assert _arc(withhold(make_line(), aimed, 0.5), "a-t").capacity == pytest.approx(4.0)


def test_a_part_aimed_at_some_labels_alone_is_refused_since_others_would_be_hit():
    aimed = evolve(CLOSE, labels=frozenset({"A"}))
    with pytest.raises(InputError) as caught:
        withhold(make_line(), aimed, 0.5)
    assert "others" in caught.value.avoided


def test_a_charge_aimed_at_some_labels_alone_is_refused():
    with pytest.raises(InputError):
        withhold(make_line(), evolve(TAX, labels=frozenset({"A"})))


def test_a_charge_on_a_group_is_laid_once_at_the_border_of_the_sender():
    on_group = evolve(TAX, sender="B", items=(("groups", "line"),))
    taxed = withhold(make_line(), on_group)
    assert [arc.tariff for arc in taxed.arcs] == [0.0, 30.0]


def test_a_part_of_a_charge_is_that_part_of_it():
    assert _arc(withhold(make_line(), TAX, 0.5), "t-b").tariff == pytest.approx(15.0)
