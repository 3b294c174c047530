"""Deals of the starter case: from its tables to terms and answers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from attrs import asdict

from suasion import Request, compute_deals, load_case, make_scenario, what_if
from suasion.cases import central_figures
from suasion.errors import ComputationError, InputError
from suasion.questions import deal_draws
from suasion.questions.deal_ahead import shift_ahead
from suasion.questions.deal_draws import DealTask, central_terms, make_bargain
from tests.tables import add, edit, read_table, starter, write_table

CENTRAL = Request(draws=0)


@pytest.fixture
def folder(tmp_path):
    return starter(tmp_path)


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return load_case(starter(tmp_path_factory.mktemp("cases")))


def _cut(folder, table, *ids):
    write_table(folder, table, [row for row in read_table(folder, table) if row[0] not in ids])


def _terms(case, request=CENTRAL):
    bargain = make_bargain(DealTask(case=case, request=request, horizon="years"))
    return bargain, central_terms(bargain).terms


def _option(answer, name):
    return next(row for row in answer.options if row.option == name)


def test_terms_are_what_the_tables_say(toy):
    bargain, terms = _terms(toy)
    value = central_figures(bargain.sample.view)
    at = bargain.case_menu.menu.option
    resolve = value["belmar_resolve"]
    assert terms.actors == ("ARD", "BEL")
    assert terms.kept[:, at("volume-long")].tolist() == [
        value["stakes.st-1.value"],
        value["stakes.st-2.value"],
    ]
    assert terms.kept[:, at("workers-safe")].tolist() == [
        value["stakes.st-3.value"],
        value["stakes.st-4.value"] * resolve,
    ]
    assert not terms.once.any()
    assert terms.pair_kept.tolist() == [[0.0], [value["stakes.st-5.value"]]]
    assert terms.keeps.tolist() == [[False] * 4, [False, True, False, True]]
    saved = [
        0.0,
        -value["stakes.st-2.value"] * value["options.volume-long.noticed_after"],
        0.0,
        -value["stakes.st-4.value"] * resolve * value["options.workers-safe.noticed_after"],
    ]
    assert terms.temptation[1].tolist() == pytest.approx(saved)
    rows = ("ardania", "belmar")
    assert terms.trust.tolist() == [value[f"bargainers.{row}.trust"] for row in rows]


def test_time_until_notice_counts_in_years(folder):
    edit(folder, "options", "volume-long", noticed_after="73 day", assumed="")
    _, terms = _terms(load_case(folder))
    stake = -terms.kept[1, 1]
    assert terms.temptation[1, 1] == pytest.approx(stake * 73 / 365.25, rel=2e-3)


def test_loss_in_a_rupture_is_that_of_all_levers_pulled_together(toy):
    bargain, terms = _terms(toy)
    pulled = make_scenario(withhold=["ARD:ard-valve", "BEL:bel-wages"])
    found = what_if(toy, pulled, CENTRAL, horizon="years").difference
    resolve = bargain.sample.central["belmar_resolve"]
    assert terms.exposure[0] == pytest.approx(-found["surplus_usd_per_year.ARD"] / 1e6, rel=1e-6)
    expected = -found["surplus_usd_per_year.BEL"] / 1e6 * (1.0 - resolve)
    assert terms.exposure[1] == pytest.approx(expected, rel=1e-6)


def test_a_disarmed_lever_is_not_lost(folder):
    edit(folder, "options", "workers-safe", disarms="bel-wages")
    _, terms = _terms(load_case(folder))
    pulled = make_scenario(withhold=["ARD:ard-valve"])
    found = what_if(load_case(folder), pulled, CENTRAL, horizon="years").difference
    left = terms.exposure + terms.exposure_change[:, 3]
    assert left[0] == pytest.approx(-found["surplus_usd_per_year.ARD"] / 1e6, rel=1e-6)
    assert not terms.exposure_change[:, :3].any()


def test_losses_beside_the_levers_have_their_own_factors(folder):
    before = _terms(load_case(folder))[1].exposure
    add(folder, "stakes", "st-1", id="face", option="", counts="rupture", actor="BEL",
        value="90 to 110 MUSD/yr", factors="belmar_resolve")  # fmt: skip
    bargain, terms = _terms(load_case(folder))
    value = bargain.sample.central
    added = value["stakes.face.value"] * value["belmar_resolve"]
    assert (terms.exposure - before).tolist() == pytest.approx([0.0, added])


def test_relief_is_worth_the_grievance_that_it_settles(folder):
    edit(folder, "stakes", "st-3", counts="relief", factors="0-belmar_resolve")
    bargain, terms = _terms(load_case(folder))
    value = bargain.sample.central
    made = central_terms(bargain)
    held = made.grievances["workers"]
    settled = (
        value["options.workers-safe.relief_fresh"] * held.fresh
        + value["options.workers-safe.relief_old"] * held.old
    )
    expected = -value["belmar_resolve"] * value["stakes.st-3.value"] * settled
    assert terms.kept[0, 3] == pytest.approx(expected)
    assert terms.tension == pytest.approx(held.total)
    assert terms.tension_change.tolist() == pytest.approx([0.0, 0.0, 0.0, -settled])


def test_third_actors_shut_what_they_lose_by(folder):
    edit(folder, "options", "volume-long", needs="COR")
    add(folder, "stakes", "st-1", id="st-cor", actor="COR", value="-40 to -10 MUSD/yr")
    answer = compute_deals(load_case(folder), Request(draws=4))
    row = _option(answer, "volume-long")
    assert (row.shut, row.blocked, row.agreed) == (1.0, 1.0, 0.0)
    assert row.thirds["COR"].central < 0.0
    edit(folder, "stakes", "st-cor", value="10 to 40 MUSD/yr")
    assert _option(compute_deals(load_case(folder), Request(draws=4)), "volume-long").shut == 0.0


@pytest.mark.parametrize("draws", [0, 1, 2, 7])
def test_any_number_of_draws(toy, draws):
    answer = compute_deals(toy, Request(draws=draws))
    assert (answer.n_bundles, answer.n_draws, answer.failed_draws) == (4, draws, 0)
    for row in answer.options:
        parts = (row.passes, row.linked, row.paid, row.blocked)
        assert np.isnan(parts).all() if draws == 0 else sum(parts) == pytest.approx(1.0)
    assert np.isnan(answer.no_deal_probability) == (draws == 0)


def test_without_draws_the_central_figures_say_what_it_takes(toy):
    row = _option(compute_deals(toy, CENTRAL), "volume-long")
    assert row.breaker == "BEL"
    assert row.notice_within_days == 0.0


def test_more_draws_leave_the_first_as_they_were(toy):
    few, many = (
        deal_draws.run_deal_chunk(
            DealTask(case=toy, request=Request(draws=n), horizon="years"), 0, 5
        )
        for n in (5, 12)
    )
    assert all(np.array_equal(few[name], many[name], equal_nan=True) for name in few if name)


@pytest.fixture
def failing(monkeypatch):
    """Make the markets of some draws fail."""
    real = deal_draws.market_worth

    def fail(*places):
        def worth(questions, solved, values, place):
            if place is not None and (place in places or not places):
                raise ComputationError("no optimum", where="a test", got="x", expected="y", fix="z")
            return real(questions, solved, values, place)

        monkeypatch.setattr(deal_draws, "market_worth", worth)
        deal_draws._kept_worth.cache_clear()

    return fail


@pytest.mark.parametrize("places", [(0,), (1, 4), (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)])
def test_c8_failed_draws_are_counted_and_left_out(toy, failing, places):
    task = DealTask(case=toy, request=Request(draws=12), horizon="years")
    ahead = [shift_ahead(task, place) for place in range(12)]
    whole = deal_draws.run_deal_chunk(task, 0, 12, ahead)
    failing(*places)
    answer = compute_deals(toy, Request(draws=12))
    assert answer.failed_draws == len(places)
    kept = [place for place in range(12) if place not in places]
    passes = whole["status"][kept, 0] == deal_draws.STATUSES.index("passes")
    assert _option(answer, "volume-long").passes == pytest.approx(passes.mean())
    low, high = np.quantile(whole["disagreement"][kept, 0] * 1e6, [0.05, 0.95])
    span = answer.sides[0].no_deal
    assert (span.low, span.high) == pytest.approx((low, high))


def test_c8_all_draws_failed(toy, failing):
    failing()
    answer = compute_deals(toy, Request(draws=3))
    assert answer.failed_draws == 3
    assert np.isnan(answer.no_deal_probability)
    assert answer.sides[0].no_deal.central < 0.0


def test_no_deal_is_an_answer(folder):
    for row in ("st-1", "st-3"):
        edit(folder, "stakes", row, value="-400 to -300 MUSD/yr")
    for row in ("ardania", "belmar"):
        edit(folder, "bargainers", row, hazard="0 to 1e-9 %/yr")
    edit(folder, "bargainers", "ardania", rupture="")
    answer = compute_deals(load_case(folder), Request(draws=5))
    assert answer.no_deal_probability == answer.no_holding_deal_probability == 1.0
    assert all(row.options == () for row in answer.solutions)
    assert all(np.isnan(row.gains["ARD"].central) for row in answer.solutions)
    assert answer.bundles == answer.links == ()


def _refused(case, request=CENTRAL, **more):
    with pytest.raises(InputError) as raised:
        compute_deals(case, request, **more)
    assert raised.value.fix
    return str(raised.value)


def test_an_unknown_account_is_named(toy):
    assert "tolann" in _refused(toy, Request(draws=0, account="tolann"))


def test_an_unknown_horizon_is_named(toy):
    assert "decade" in _refused(toy, horizon="decade")


def test_nothing_to_bargain_over_yet(folder):
    for row in ("volume", "workers"):
        edit(folder, "issues", row, known_from="2024-06-01")
    text = _refused(load_case(folder), Request(draws=0, as_of=date(2024, 5, 31)))
    assert "nothing to bargain over" in text
    assert "2024-05-31" in text


@pytest.mark.parametrize("missing", ["row", "stake"])
def test_a_side_that_is_not_there(folder, missing):
    if missing == "row":
        _cut(folder, "bargainers", "ardania")
        _cut(folder, "terms", "ard-rupture", "ard-deal")
    else:
        _cut(folder, "stakes", "st-1", "st-3")
    assert "'ARD' has no" in _refused(load_case(folder))


def test_a_status_quo_that_ended_is_named(folder):
    edit(folder, "options", "volume-now", valid_to="2024-03-01")
    add(folder, "options", "volume-long", id="volume-short")
    assert "'volume' has 0 options that hold" in _refused(load_case(folder))


def test_two_that_hold_at_once_are_named(folder):
    edit(folder, "options", "volume-long", status_quo="yes")
    assert "volume-now, volume-long" in _refused(load_case(folder))


def test_more_bundles_than_can_be_scored(folder):
    for issue in range(11):
        add(folder, "issues", "volume", id=f"issue-{issue}")
        for option in range(8):
            add(folder, "options", "volume-now", id=f"o-{issue}-{option}", issue=f"issue-{issue}",
                status_quo="yes" if option == 0 else "no")  # fmt: skip
    text = _refused(load_case(folder))
    assert str(4 * 8**11) in text
    assert "leave out" in text


def test_an_issue_with_one_option_known_is_left_out(folder):
    edit(folder, "options", "workers-safe", known_from="2024-06-01")
    case = load_case(folder)
    assert compute_deals(case, Request(draws=0, as_of=date(2024, 5, 31))).n_bundles == 2
    assert compute_deals(case, Request(draws=0, as_of=date(2024, 6, 1))).n_bundles == 4


def test_probabilities_stay_within_bounds(toy):
    answer = compute_deals(toy, Request(draws=20))
    rows = [*answer.options, *answer.links, *answer.sides]
    for row in rows:
        for name in ("passes", "linked", "paid", "blocked", "shut", "agreed", "probability"):
            share = asdict(row).get(name, 0.0)
            assert 0.0 <= share <= 1.0
