"""Power in a case: identities that hold whatever the figures are, and clear refusals."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from suasion import Request, compute_power, load_case, new_case
from suasion.errors import InputError
from suasion.flows import solve_market
from suasion.questions.leverage import central_base
from suasion.questions.power_games import network, timely_builds
from suasion.questions.power_sampled import sample_power

CENTRAL = Request(draws=0)


@pytest.fixture(scope="module")
def case():
    return load_case("rus-aze-2025")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return load_case(new_case("toy", tmp_path_factory.mktemp("cases")))


@pytest.fixture(scope="module")
def power(case):
    return compute_power(case, CENTRAL, blocs=["TUR+AZE+GEO", "EAEU"])


@pytest.fixture(scope="module")
def drawn(toy):
    return compute_power(toy, Request(draws=4))


def _rows(found, market, rule, concept):
    return [
        row for row in found.rows if (row.market, row.rule, row.concept) == (market, rule, concept)
    ]


def test_by_default_those_play_whom_something_carried_joins(power):
    assert power.cast.players["gas"] == (
        "ARM", "AZE", "EU", "GEO", "IRN", "RUS", "SRB", "TKM", "TUR", "UKR",
    )  # fmt: skip
    assert "KAZ" not in power.cast.players["gas"], "its gas stays at home"
    assert {"ROW", "GBR"} <= set(power.cast.outside)
    assert power.cast.joined["ITA"] == "EU", "the case has the Union consent as one"


def test_a_bloc_that_acts_in_one_market_is_one_player_in_each(case, power):
    alone = compute_power(case, CENTRAL, markets=["freight"], rules=["idle"], builds=False)
    assert "EU" in alone.cast.players["freight"]
    assert set(alone.cast.players["freight"]) <= set(power.cast.players["freight"])


@pytest.mark.parametrize("concept", ["shapley", "owen", "nucleolus", "prenucleolus"])
@pytest.mark.parametrize("market", ["gas", "freight", "both"])
def test_shares_add_up_to_what_all_make(power, market, concept):
    for core in power.core:
        if core.market == market:
            rows = _rows(power, market, core.rule, concept)
            total = sum(row.value_usd_per_year for row in rows)
            assert total == pytest.approx(core.whole_usd_per_year, rel=1e-9)
            assert sum(row.share for row in rows) == pytest.approx(1.0)
            assert sum(row.gain_share for row in rows) == pytest.approx(1.0)


@pytest.mark.parametrize("rule", ["idle", "trade"])
def test_both_markets_are_the_sum_of_each_by_additive_concepts(power, rule):
    for concept in ("shapley", "banzhaf", "owen"):
        single = {}
        for market in ("gas", "freight"):
            for row in _rows(power, market, rule, concept):
                single[row.player] = single.get(row.player, 0.0) + row.value_usd_per_year
        for row in _rows(power, "both", rule, concept):
            expected = single[row.player]
            assert row.value_usd_per_year == pytest.approx(expected, rel=1e-6, abs=1.0)


def test_if_outsiders_trade_all_together_get_their_payoffs_in_the_base_market(case, power):
    base = central_base(case, CENTRAL, "years")
    for core in power.core:
        if core.rule == "trade" and core.market != "both":
            payoffs = base.central.solutions[core.market].payoffs
            members = [one for one, bloc in power.cast.joined.items() if bloc in core.players]
            paid = sum(payoffs.get(one, 0.0) for one in (*core.players, *members))
            assert core.whole_usd_per_year == pytest.approx(paid * 1e6, rel=1e-9)


def test_the_network_with_builds_in_time_is_the_base_market(case):
    base = central_base(case, CENTRAL, "years")
    view, values = base.sample.view, base.sample.central
    for name, solution in base.central.solutions.items():
        standing = timely_builds(view, values, "years")
        market = network(view, values, "years", name, standing)
        assert solve_market(market).objective == pytest.approx(solution.objective, rel=1e-12)


def test_everything_is_certified(power):
    assert 0.0 <= power.largest_residual < 1e-9
    assert power.largest_imbalance < 1e-9
    assert power.solves > 1000


def test_contributions_of_a_player_add_up_to_its_shapley_value(drawn):
    """Few players: all contributions are shown."""
    gains = {row.player: row.gain_usd_per_year for row in _rows(drawn, "gas", "idle", "shapley")}
    for player, gain in gains.items():
        parts = [
            row.part_usd_per_year
            for row in drawn.contributions
            if (row.rule, row.player) == ("idle", player)
        ]
        assert sum(parts) == pytest.approx(gain, rel=1e-6)
        sizes = [
            row.gain_usd_per_year
            for row in drawn.by_size
            if (row.rule, row.player) == ("idle", player)
        ]
        assert sum(sizes) / len(sizes) == pytest.approx(gain, rel=1e-6)


def test_dividends_add_up_to_all_gains(drawn):
    core = next(one for one in drawn.core if one.rule == "idle")
    total = sum(row.value_usd_per_year for row in drawn.dividends if row.rule == "idle")
    assert total == pytest.approx(core.gain_usd_per_year, rel=1e-6)


def test_blocking_coalitions_leave_little_and_none_is_part_of_another(power):
    rows = [row for row in power.blocking if (row.market, row.rule) == ("gas", "idle")]
    assert rows
    assert all(row.left_share <= 0.5 + 1e-9 for row in rows)
    sets = [set(row.players) for row in rows]
    assert not any(one < other for one in sets for other in sets)


def test_arcs_that_bind_are_full(case, power):
    base = central_base(case, CENTRAL, "years")
    rooms = {
        arc.id: arc.capacity
        for solution in base.central.solutions.values()
        for arc in solution.program.base.arcs
    }
    assert power.binding_arcs
    for row in power.binding_arcs:
        assert row.flow == pytest.approx(rooms[row.arc])
        assert row.rent_usd_per_year > 0.0


def test_who_must_consent_to_a_build_shares_in_what_it_adds(power):
    """Armenia carries nothing today; a line through it needs its word."""
    assert {"ARM", "USA"} <= set(power.cast.players["freight"])
    gained = {
        row.player: row.shapley_change_usd_per_year for row in power.options if row.build == "tripp"
    }
    assert gained["ARM"] > 0.0
    assert gained["ARM"] == pytest.approx(gained["AZE"], rel=0.05)
    assert gained["GEO"] < 0.0


def test_players_that_add_nothing_get_nothing_and_change_nothing(case):
    few = {"markets": ["gas"], "rules": ["idle"], "builds": False}
    names = "ARM,AZE,EU,GEO,IRN,RUS,SRB,TKM,TUR,UKR"
    plain = compute_power(case, CENTRAL, players=[names], **few)
    more = compute_power(case, CENTRAL, players=[names + ",PAK"], **few)
    shares = {(row.concept, row.blocs, row.player): row.gain_usd_per_year for row in more.rows}
    for row in plain.rows:
        found = shares[row.concept, row.blocs, row.player]
        assert found == pytest.approx(row.gain_usd_per_year, rel=1e-6, abs=10.0)
    for (concept, _, player), gain in shares.items():
        assert player != "PAK" or gain == pytest.approx(0.0, abs=1e-3), concept
    assert more.core[0].epsilon_usd_per_year == pytest.approx(plain.core[0].epsilon_usd_per_year)


def test_an_option_is_worth_to_all_what_it_adds(power):
    """Efficiency holds with and without it, so changes add up."""
    for build in {row.build for row in power.options}:
        for market in ("gas", "freight"):
            rows = [row for row in power.options if (row.market, row.build) == (market, build)]
            if rows:
                total = sum(row.shapley_change_usd_per_year for row in rows)
                assert total == pytest.approx(rows[0].whole_change_usd_per_year, abs=100.0)
                assert rows[0].whole_change_usd_per_year >= -1.0, "an option is no burden"


def test_every_reason_names_the_player_and_both_figures(power):
    assert power.reasons
    for row in power.reasons:
        assert " gains " in row.text
        assert "by Shapley" in row.text
        assert "nucleolus" in row.text


def test_intervals_hold_the_draws_and_do_not_depend_on_who_did_them(toy, drawn):
    with ThreadPoolExecutor(2) as executor:
        again = compute_power(toy, Request(draws=4), executor=executor)
    assert again.rows == drawn.rows
    assert again.options == drawn.options
    assert not drawn.failures
    for row in drawn.rows:
        assert row.low <= row.high


def test_without_draws_there_are_no_intervals(power):
    assert all(math.isnan(row.low) and math.isnan(row.gain_high) for row in power.rows)


def test_a_bloc_named_as_player_plays_as_one(case):
    found = compute_power(
        case,
        CENTRAL,
        markets=["gas"],
        rules=["idle"],
        players=["RUS,AZE,TUR,GEO,EU"],
        builds=False,
    )
    assert found.cast.players["gas"] == ("AZE", "EU", "GEO", "RUS", "TUR")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"players": ["RUS", "ATLANTIS"]}, "player 'ATLANTIS' is not known"),
        ({"players": ["RUS", "RUS"]}, "named twice"),
        ({"players": ["EU", "ITA"]}, "would play twice"),
        ({"blocs": ["TUR+AZE", "AZE+GEO"]}, "overlap"),
        ({"blocs": ["TUR+ATLANTIS"]}, "is not known"),
        ({"blocs": ["NATO"]}, "fewer than two players"),
        ({"markets": ["wheat"]}, "unknown market 'wheat'"),
        ({"rules": ["fight"]}, "unknown rule 'fight'"),
        ({"threshold": 1.5}, "threshold"),
        ({"horizon": "century"}, "unknown horizon"),
    ],
)
def test_what_cannot_be_asked_is_refused(case, options, words):
    settings = {"markets": ["gas"], "rules": ["idle"], "builds": False} | options
    with pytest.raises(InputError, match=words):
        compute_power(case, CENTRAL, **settings)


def test_25_players_are_to_be_sampled_or_joined(case):
    names = [row.id for row in case.rows("actors") if row.text("kind") == "state"]
    many = sorted(set(names))[:25]
    assert len(many) == 25
    with pytest.raises(InputError, match="25 players are too many") as caught:
        compute_power(case, CENTRAL, markets=["gas"], players=many)
    assert "--sample" in str(caught.value)
    assert "bloc" in str(caught.value)


def test_a_sample_is_near_the_exact_value_and_within_its_bounds(toy, drawn):
    rows = sample_power(toy, CENTRAL, orders=200, markets=["gas"])
    exact = {row.player: row for row in _rows(drawn, "gas", "idle", "shapley")}
    assert {row.player for row in rows} == set(exact)
    for row in rows:
        assert row.low <= exact[row.player].value_usd_per_year <= row.high
        assert row.value_usd_per_year == pytest.approx(
            exact[row.player].value_usd_per_year, rel=0.05
        )
