"""What a game says: what there is to divide, the core, who can block, which arcs bind, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.power.games import PowerGames, Row, game_of, number, player_address
from suasion.report.power.shares import gain_figure, share_figure
from suasion.report.view import AnswerLine, ShownFigure

LEADERS = 3
BLOCKS = 8
"""Blocking coalitions shown for each game, the smallest first."""
ARCS = 10
TOL_NOTHING = 1.0
"""Dollars a year below which an amount is none."""


def game_lines(games: PowerGames, game: str) -> tuple[AnswerLine, ...]:
    """Return what one game says in a few sentences."""
    core = games.cores[game]
    return tuple(
        line for make in (_whole, _leaders, _sides, _core, _joining) for line in make(games, core)
    )


def _whole(games: PowerGames, core: Row) -> Iterator[AnswerLine]:
    players = [part for part in str(core["players"]).split(" + ") if part]
    yield AnswerLine(
        text=(
            f"Acting together the {len(players)} players make {{whole}}. Of it {{gain}} are gains: "
            "what they make beyond what each makes alone."
        ),
        figures={
            "whole": games.money("what all make", core, _columns("whole"), _market(core)),
            "gain": games.money("gains of all", core, _columns("gain"), _market(core)),
        },
    )


def _columns(name: str) -> tuple[str, str, str]:
    return (f"{name}_usd_per_year", f"{name}_low", f"{name}_high")


def _market(core: Row) -> str:
    return f"power.{core['market']}"


def _shapley(games: PowerGames, game: str) -> list[Row]:
    rows = [row for row in games.of_game("power", game) if row["concept"] == "shapley"]
    return sorted(rows, key=lambda row: -(number(row, "gain_usd_per_year") or 0.0))


def _leaders(games: PowerGames, core: Row) -> Iterator[AnswerLine]:
    rows = _shapley(games, game_of(core))[:LEADERS]
    made = {f"p{i}": share_figure(games, row) for i, row in enumerate(rows)}
    told = ", ".join(f"{games.actor(row['player'])} {{p{i}}}" for i, row in enumerate(rows))
    yield AnswerLine(text=f"By Shapley the largest parts of the gains go to {told}.", figures=made)


def _sides(games: PowerGames, core: Row) -> Iterator[AnswerLine]:
    """Yield what the two sides of the case gain by Shapley and by the nucleolus."""
    made: dict[str, ShownFigure] = {}
    told = []
    for side in games.view.case.meta.dyad:
        rows = {
            str(row["concept"]): row
            for row in games.of_game("power", game_of(core))
            if row["player"] == side
        }
        if {"shapley", "nucleolus"} <= set(rows):
            made[f"s{side}"] = gain_figure(games, rows["shapley"])
            made[f"n{side}"] = gain_figure(games, rows["nucleolus"])
            told.append(f"{games.actor(side)} gains {{s{side}}}, {{n{side}}} by the nucleolus")
    if told:
        yield AnswerLine(text="; ".join(told) + ".", figures=made)


def _core(games: PowerGames, core: Row) -> Iterator[AnswerLine]:
    epsilon = games.money("what the worst placed misses", core, _columns("epsilon"), _market(core))
    share = number(core, "empty_share")
    often = ShownFigure(title="draws with an empty core", value=share, unit="share")
    end = "" if share is None else " The core is empty in {often} of the draws."
    if number(core, "empty"):
        text = "However it is divided, some coalition does better alone: it misses at least {miss}."
        yield AnswerLine(text=text + end, figures={"miss": epsilon, "often": often})
        return
    spare = max(0.0, -(epsilon.value or 0.0))
    kept = ShownFigure(
        title="what the worst placed coalition has to spare",
        value=spare if spare > TOL_NOTHING else 0.0,
        unit="USD/yr",
        trace=_market(core),
    )
    text = (
        "It can be divided so that no coalition would rather leave (the core is not empty); at "
        "best the worst placed coalition has {spare} to spare."
    )
    yield AnswerLine(text=text + end, figures={"spare": kept, "often": often})


def _joining(games: PowerGames, core: Row) -> Iterator[AnswerLine]:
    if (number(core, "violation_usd_per_year") or 0.0) <= TOL_NOTHING:
        yield AnswerLine(
            text="Joining never costs on the central figures: the game is superadditive."
        )
        return
    first, second = (games.named(core[f"violation_{at}"]) for at in ("first", "second"))
    yield AnswerLine(
        text=(
            f"Joining can cost: {first} and {second} make {{less}} less together than apart, since "
            "each alone reckons with all that belongs to nobody, or meets other prices."
        ),
        figures={
            "less": games.money("lost by joining", core, _columns("violation"), _market(core))
        },
    )


def tabulate_blocks(games: PowerGames, game: str) -> TableView | None:
    """Return the smallest coalitions that can block a game."""
    rows = games.of_game("power_blocking", game)
    if not rows:
        return None
    threshold = ShownFigure(title="", value=number(rows[0], "threshold"), unit="share")
    more = f", the {BLOCKS} smallest of {len(rows)}" if len(rows) > BLOCKS else ""
    return TableView(
        id=f"power-blocks-{game.replace('.', '-')}",
        caption=f"Who can block: the others keep at most {threshold.full} of the gains{more}",
        columns=("The others still gain",),
        rows=tuple(
            TableRow(heading=games.named(row["players"]), cells=(Cell(figure=_left(games, row)),))
            for row in sorted(rows, key=_size)[:BLOCKS]
        ),
    )


def _left(games: PowerGames, row: Row) -> ShownFigure:
    return ShownFigure(
        title=f"without {games.named(row['players'])}",
        value=number(row, "left_share"),
        unit="share",
        trace=_market(row),
        horizon=games.view.default_horizon,
        note="Part of all gains, central figures.",
    )


def _size(row: Row) -> tuple[int, float]:
    return str(row["players"]).count(" + "), number(row, "left_share") or 0.0


def tabulate_arcs(games: PowerGames, game: str) -> TableView | None:
    """Return the arcs that are full when all play, the most valuable first."""
    rows = games.of_game("power_binding_arcs", game)
    if not rows:
        return None
    known = {str(row["arc"]) for row in games.view.rows("flows")}
    more = f", the {ARCS} most valuable of {len(rows)}" if len(rows) > ARCS else ""
    return TableView(
        id=f"power-arcs-{game.replace('.', '-')}",
        caption=f"Arcs that are full when all take part{more}",
        columns=("Carries", "Worth of one unit more", "Whose consent"),
        rows=tuple(
            TableRow(
                heading=str(row["title"]),
                trace=f"flows.{row['arc']}" if row["arc"] in known else "",
                cells=(
                    Cell(figure=_arc_figure(games, row, "flow", games.unit(row["market"]), known)),
                    Cell(figure=_arc_figure(games, row, "rent", str(row["rent_unit"]), known)),
                    Cell(text=games.named(row["consent"])),
                ),
            )
            for row in rows[:ARCS]
        ),
    )


def _arc_figure(
    games: PowerGames, row: Row, column: str, unit: str, known: set[str]
) -> ShownFigure:
    return ShownFigure(
        title=f"{row['title']}: {'flow when all play' if column == 'flow' else 'one unit more'}",
        value=number(row, column),
        unit=unit,
        trace=f"flows.{row['arc']}" if row["arc"] in known else _market(row),
        horizon=games.view.default_horizon,
    )


def reasons(games: PowerGames, game: str) -> Sequence[Mapping[str, str]]:
    """Return why each player gets what it gets, in sentences."""
    found = []
    for row in games.of_game("power_reasons", game):
        name = games.actor(row["player"])
        text = str(row["text"])
        found.append(
            {
                "player": name,
                "trace": player_address(row["market"], row["player"]),
                "text": text.removeprefix(name) if text.startswith(name) else f": {text}",
            }
        )
    return found
