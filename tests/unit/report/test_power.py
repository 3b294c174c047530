"""The section on power: what each game says, what it draws, what builds change as options."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion.report.page import render_page
from suasion.report.power import options, shares
from suasion.report.power.games import PowerGames
from suasion.report.power.told import game_lines, reasons, tabulate_arcs, tabulate_blocks
from suasion.report.sections import power
from suasion.report.tracing import trace_entries
from tests.unit.report.page_input import make_input


@pytest.fixture(scope="module")
def games() -> PowerGames:
    return PowerGames(make_input())


def told(games: PowerGames, game: str) -> str:
    """Return all sentences of a game with their figures as the page writes them."""
    return " ".join(
        line.text.format_map({name: figure.full for name, figure in line.figures.items()})
        for line in game_lines(games, game)
    )


def test_the_page_opens_with_a_market_and_offers_all_of_them_last(games: PowerGames) -> None:
    assert list(games.titles) == ["gas.idle", "gas.trade", "both.idle"]
    assert games.titles["both.idle"] == "All markets together, outsiders idle"
    assert games.first == "gas.idle"


def test_the_sentences_tell_what_there_is_to_divide_and_who_gets_most(games: PowerGames) -> None:
    said = told(games, "gas.idle")
    assert "Acting together the 3 players make 40.0\u202fbn USD/yr" in said
    assert "Of it 10.0\u202fbn USD/yr are gains" in said
    assert "go to Russia 50.0\u202f%, Azerbaijan 30.0\u202f%, Türkiye 20.0\u202f%" in said
    assert "Russia gains 5.00\u202fbn USD/yr, 4.50\u202fbn USD/yr by the nucleolus" in said


def test_an_empty_core_and_a_cost_of_joining_are_said(games: PowerGames) -> None:
    said = told(games, "gas.trade")
    assert "some coalition does better alone: it misses at least 300\u202fm USD/yr" in said
    assert "The core is empty in 75.0\u202f% of the draws" in said
    assert "Russia and Azerbaijan + Türkiye make 5.00\u202fbn USD/yr less together" in said
    other = told(games, "gas.idle")
    assert "has 200\u202fm USD/yr to spare" in other
    assert "Joining never costs on the central figures" in other


def test_every_figure_leads_to_a_trace(games: PowerGames) -> None:
    known = trace_entries(games.view)
    for game in games.titles:
        figures = [f for line in game_lines(games, game) for f in line.figures.values()]
        assert [f.trace for f in figures if f.trace and f.trace not in known] == []
    assert "leverage" not in known["power.gas"].title
    assert "flows.scp" in known["power.gas"].depends_on


def test_parts_are_drawn_in_per_cent_with_the_money_beside(games: PowerGames) -> None:
    rows = {row["key"]: row for row in shares.collect_rows(games) if row["game"] == "gas.idle"}
    drawn = rows["RUS|shapley share"]
    assert drawn["value"] == pytest.approx(50.0)
    assert (drawn["low"], drawn["high"]) == pytest.approx((35.0, 70.0))
    assert drawn["text"] == "50.0"
    assert drawn["unit"] == "%"
    assert "5.00\u202fbn USD/yr" in str(drawn["note"])
    assert {row["measure"] for row in rows.values()} == {
        "shapley", "nucleolus", "banzhaf", "money",
    }  # fmt: skip


def test_players_stand_by_what_they_gain(games: PowerGames) -> None:
    table = shares.tabulate(games, shares.collect_rows(games))
    assert [row.heading for row in table.rows] == ["Russia", "Azerbaijan", "Türkiye"]
    assert table.columns[-1] == "Owen: NATO as one"


def test_the_smallest_blocking_coalition_comes_first(games: PowerGames) -> None:
    table = tabulate_blocks(games, "gas.idle")
    assert table is not None
    assert [row.heading for row in table.rows] == ["Russia", "Azerbaijan + Türkiye"]
    assert "at most 50.0\u202f%" in table.caption


def test_full_arcs_lead_to_their_flows(games: PowerGames) -> None:
    table = tabulate_arcs(games, "gas.idle")
    assert table is not None
    assert table.rows[0].trace == "flows.scp"
    assert [c.figure.full for c in table.rows[0].cells if c.figure] == [
        "23.4 bcm/yr",
        "42.1 USD/tcm",
    ]
    assert table.rows[0].cells[2].text == "Azerbaijan + Georgia"
    assert tabulate_arcs(games, "both.idle") is None


def test_each_player_has_its_reasons(games: PowerGames) -> None:
    found = reasons(games, "gas.trade")
    assert [reason["player"] for reason in found] == ["Russia", "Azerbaijan", "Türkiye"]


def test_a_build_that_carries_nothing_is_called_a_threat(games: PowerGames) -> None:
    table = options.tabulate(games)
    headings = [(row.heading, row.cells[0].text, row.cells[4].text) for row in table.rows]
    assert headings == [
        ("A way round (Natural gas)", "Russia", "carries nothing: all threat"),
        ("A way round (Natural gas)", "Azerbaijan", "carries nothing: all threat"),
        ("A wider pipe (Natural gas)", "Russia", "carries 3.50 bcm/yr"),
        ("A wider pipe (Natural gas)", "Azerbaijan", "carries 3.50 bcm/yr"),
    ]


def test_sentences_say_what_shifts_most_and_what_mere_threats_shift(games: PowerGames) -> None:
    said = [
        line.text.format_map({name: figure.full for name, figure in line.figures.items()})
        for line in options.build_lines(games)
    ]
    assert "most is shifted by \u201cA way round\u201d, which carries nothing" in said[0]
    assert "Russia \u2212400\u202fm USD/yr, Azerbaijan 400\u202fm USD/yr" in said[0]
    assert "1 of its 2 builds carry nothing" in said[1]


def test_builds_are_drawn_for_the_two_sides_on_one_axis(games: PowerGames) -> None:
    charts = options.draw_charts(games, options.collect_rows(games))
    assert [chart.where["player"] for chart in charts] == [("RUS",), ("AZE",)]
    assert charts[0].spec == charts[1].spec


def test_a_case_without_players_says_so() -> None:
    view = make_input()
    tables = {name: t for name, t in view.tables.items() if not name.startswith("power")}
    silent = evolve(view, tables=tables, unanswered={"power": "a market without players"})
    assert "Power was not computed: a market without players." in render_page(silent)
    assert power.build(evolve(silent, unanswered={})) is None
