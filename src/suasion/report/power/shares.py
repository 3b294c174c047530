"""Who gains what by each concept: the chart of shares and the table of money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import TableRow, TableView
from suasion.report.deals.keyed import figure_cell
from suasion.report.interval_chart import Measure, draw_intervals, span_axis
from suasion.report.power.games import PowerGames, Row, game_of, number, player_address
from suasion.report.view import ShownFigure

DATASET = "power-shares"
MEASURES = (
    Measure(id="shapley", title="Shapley", colour="var(--one)"),
    Measure(
        id="nucleolus",
        title="nucleolus",
        colour="var(--two)",
        shape="diamond",
        is_filled=False,
        dash=(5, 3),
    ),
    Measure(
        id="banzhaf",
        title="Banzhaf",
        colour="var(--three)",
        shape="triangle-up",
        is_filled=False,
        dash=(2, 3),
    ),
)
DRAWN = tuple(measure.id for measure in MEASURES)
CONCEPTS = {
    "shapley": "Shapley",
    "nucleolus": "nucleolus",
    "prenucleolus": "prenucleolus",
    "banzhaf": "Banzhaf",
}
VALUE = ("gain_usd_per_year", "gain_low", "gain_high")
SHARE = ("gain_share", "gain_share_low", "gain_share_high")


def collect_rows(games: PowerGames) -> tuple[Row, ...]:
    """Return tidy rows: of each game, concept and player its share of the gains and the money."""
    order = _by_gain(games)
    return tuple(
        made
        for row in games.view.rows("power")
        if row["concept"] in CONCEPTS or row["concept"] == "owen"
        for made in _rows_of(games, row, order)
    )


def _by_gain(games: PowerGames) -> dict[tuple[str, str], float | None]:
    return {
        (game_of(row), str(row["player"])): number(row, "gain_usd_per_year")
        for row in games.view.rows("power")
        if row["concept"] == "shapley"
    }


def _rows_of(
    games: PowerGames, row: Row, order: dict[tuple[str, str], float | None]
) -> Iterator[Row]:
    game, player, concept = game_of(row), str(row["player"]), concept_of(row)
    name = games.actor(player)
    gain = gain_figure(games, row)
    place = {"game": game, "player": player, "name": name}
    yield figure_row(gain, key=f"{player}|{concept}", measure="money", **place)
    if concept in DRAWN:
        drawn = share_figure(games, row)
        rank = order.get((game, player))
        yield figure_row(
            drawn, key=f"{player}|{concept} share", measure=concept, order=rank, **place
        )
    if concept == "shapley":
        alone = games.money(
            f"{name}: what it makes alone",
            row,
            ("alone_usd_per_year", "", ""),
            player_address(row["market"], player),
        )
        yield figure_row(alone, key=f"{player}|alone", measure="money", **place)


def concept_of(row: Row) -> str:
    """Return the concept of a row, with the blocs of an Owen value."""
    return f"owen {row['blocs']}" if row["concept"] == "owen" else str(row["concept"])


def concept_title(concept: str) -> str:
    """Return what a concept is called."""
    kind, _, blocs = concept.partition(" ")
    return f"Owen: {blocs} as one" if kind == "owen" else CONCEPTS.get(concept, concept)


def gain_figure(games: PowerGames, row: Row) -> ShownFigure:
    """Return what a player gains by a concept."""
    title = f"{games.actor(row['player'])}: gain by {concept_title(concept_of(row))}"
    return games.money(title, row, VALUE, player_address(row["market"], row["player"]))


def share_figure(games: PowerGames, row: Row) -> ShownFigure:
    """Return a player's part of all gains, in per cent."""
    title = f"{games.actor(row['player'])}: part of all gains by {concept_title(concept_of(row))}"
    gain = gain_figure(games, row)
    span = f" ({gain.interval})" if gain.interval else ""
    figure = games.money(title, row, SHARE, gain.trace, f"{gain.full}{span}")
    return evolve(
        figure,
        unit="%",
        value=_hundredfold(figure.value),
        low=_hundredfold(figure.low),
        high=_hundredfold(figure.high),
    )


def _hundredfold(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def draw_chart(rows: Sequence[Row]) -> Chart:
    """Return the chart of shares: one line for each player and concept."""
    values = [
        v
        for row in rows
        if row["measure"] in DRAWN
        for column in ("value", "low", "high")
        if isinstance(v := row[column], float)
    ]
    axis = span_axis("% of all gains", values)
    return Chart(
        id="power-shares",
        title="Who gains what from the network, by concept",
        reading="A player's part of what all gain by acting together, beyond what each makes "
        "alone. Lines are intervals over the draws. The axis fits the game that is chosen.",
        alt="Part of all gains of each player by Shapley, nucleolus and Banzhaf, with intervals. "
        "The table below holds the money.",
        dataset=DATASET,
        where={"measure": DRAWN},
        spec=draw_intervals(evolve(axis, is_fitted=True), MEASURES),
        exports=("game", "player", "measure", "value", "low", "high", "unit", "note"),
    )


def tabulate(games: PowerGames, rows: Sequence[Row]) -> TableView:
    """Return the table of money by player and concept; it follows the game in view."""
    first = {str(row["key"]): row for row in rows if row["game"] == games.first}
    shown = ["shapley", "shapley share", "nucleolus", "banzhaf"]
    found = dict.fromkeys(concept_of(row) for row in games.view.rows("power"))
    blocs = [name for name in found if name.startswith("owen ")]
    titles = {"shapley share": "Part of all gains, Shapley"}
    players = sorted(_by_gain(games).items(), key=lambda pair: -(pair[1] or 0.0))
    ordered = sorted(players, key=lambda pair: pair[0][0] != games.first)
    return TableView(
        id="power-table",
        caption="What each player makes alone, and gains beyond that by each concept",
        columns=("Alone", *(titles.get(n, concept_title(n)) for n in (*shown, *blocs))),
        rows=tuple(
            TableRow(
                heading=games.actor(player),
                is_hidden=f"{player}|alone" not in first,
                cells=tuple(
                    figure_cell(first, f"{player}|{name}") for name in ("alone", *shown, *blocs)
                ),
            )
            for player in dict.fromkeys(player for (_, player), _ in ordered)
        ),
        dataset=DATASET,
        is_sortable=True,
    )
