"""What each build changes as an option, even if nobody ever builds it; rule: outsiders idle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Measure, draw_intervals, span_axis
from suasion.report.numbers import write_value
from suasion.report.power.games import PowerGames, Row, build_address, number
from suasion.report.view import AnswerLine, ShownFigure

DATASET = "power-options"
SHAPLEY = Measure(id="shapley", title="change by Shapley", colour="var(--one)")
NUCLEOLUS = Measure(
    id="nucleolus",
    title="change by the nucleolus",
    colour="var(--two)",
    shape="diamond",
    is_filled=False,
    dash=(5, 3),
)
SPANS = {
    "shapley": ("shapley_change_usd_per_year", "shapley_low", "shapley_high"),
    "nucleolus": ("nucleolus_change_usd_per_year", "nucleolus_low", "nucleolus_high"),
}
EVERY = "all"
"""All builds of a market together."""
TOL_NOTHING = 1.0
"""Dollars a year below which a change is none."""
TOLD = 4
"""Players named in a sentence."""
LARGE = 0.05
"""Part of the largest change in a market from which a row is shown."""


def figure_of(games: PowerGames, row: Row, concept: str) -> ShownFigure:
    """Return what a build changes for a player by a concept."""
    title = f"{row['title']}: change for {games.actor(row['player'])} by {concept}"
    trace = build_address(row["build"])
    return games.money(title, row, SPANS[concept], trace, f"{carriage(games, row)}.")


def carriage(games: PowerGames, row: Row) -> str:
    """Return whether the build would carry anything when all play, in words."""
    if not number(row, "used"):
        return "carries nothing: all threat"
    return f"carries {write_value(number(row, 'flow'), games.unit(row['market'])).full}"


def collect_rows(games: PowerGames) -> tuple[Row, ...]:
    """Return tidy rows: what each build changes for the two sides."""
    return tuple(
        made
        for row in games.view.rows("power_options")
        if row["player"] in games.view.case.meta.dyad
        for made in _rows_of(games, row)
    )


def _rows_of(games: PowerGames, row: Row) -> Iterator[Row]:
    sizes = [abs(number(row, columns[0]) or 0.0) for columns in SPANS.values()]
    for concept in SPANS:
        yield figure_row(
            figure_of(games, row, concept),
            name=build_title(games, row),
            build=row["build"],
            market=row["market"],
            player=row["player"],
            measure=concept,
            order=max(sizes),
        )


def build_title(games: PowerGames, row: Row) -> str:
    """Return what a build is called, with its market."""
    title = str(row["title"])
    return f"{title[:1].upper()}{title[1:]} ({games.market(row['market'])})"


def draw_charts(games: PowerGames, rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each side, both on one axis."""
    axis = span_axis(
        "USD per year (logarithmic on both sides of zero)",
        [v for row in rows for c in ("value", "low", "high") if isinstance(v := row[c], float)],
        is_money=True,
    )
    present = [side for side in games.view.case.meta.dyad if any(r["player"] == side for r in rows)]
    return [
        Chart(
            id=f"power-options-{side.lower()}",
            title=f"What a build changes for {games.actor(side)} as an option",
            reading="The game with the build against the game without it, outsiders idle. Right "
            "of zero the option alone makes the player stronger.",
            alt=f"Change of the gains of {games.actor(side)} by each build as an option.",
            dataset=DATASET,
            where={"player": (side,)},
            spec=draw_intervals(axis, (SHAPLEY, NUCLEOLUS)),
            exports=("build", "market", "player", "measure", "value", "low", "high", "unit"),
        )
        for side in present
    ]


def tabulate(games: PowerGames) -> TableView:
    """Return builds and players whose change is worth a line, the largest first."""
    return TableView(
        id="power-options",
        caption="Builds as options: who gains and who loses by them",
        columns=(
            "Player",
            "Change by Shapley",
            "Change by the nucleolus",
            "Adds to all",
            "When all play it",
            "Within the horizon",
        ),
        rows=tuple(_line(games, row) for row in _large(games.view.rows("power_options"))),
        is_sortable=True,
    )


def build_lines(games: PowerGames) -> Iterator[AnswerLine]:
    """Yield, for each market, which single build shifts most, and how much mere threats shift."""
    singles = [row for row in games.view.rows("power_options") if row["build"] != EVERY]
    for market in dict.fromkeys(row["market"] for row in singles):
        rows = [row for row in singles if row["market"] == market]
        top = max(rows, key=_size)
        touched = [row for row in rows if row["build"] == top["build"]]
        touched.sort(key=lambda row: -abs(number(row, SPANS["shapley"][0]) or 0.0))
        made = {f"p{i}": figure_of(games, row, "shapley") for i, row in enumerate(touched[:TOLD])}
        told = ", ".join(
            f"{games.actor(row['player'])} {{p{i}}}" for i, row in enumerate(touched[:TOLD])
        )
        yield AnswerLine(
            text=f"{games.market(market)}: most is shifted by \u201c{top['title']}\u201d, which "
            f"{carriage(games, top)}. By Shapley: {told}.",
            figures=made,
        )
        yield from _threats(games, rows)


def _threats(games: PowerGames, rows: Sequence[Row]) -> Iterator[AnswerLine]:
    idle = [row for row in rows if not number(row, "used")]
    builds = len({row["build"] for row in rows})
    unused = len({row["build"] for row in idle})
    if not idle:
        return
    top = max(idle, key=lambda row: abs(number(row, SPANS["shapley"][0]) or 0.0))
    said = f"{unused} of its {builds} builds carry nothing when all take part"
    if abs(number(top, SPANS["shapley"][0]) or 0.0) < TOL_NOTHING:
        yield AnswerLine(text=f"{said}, and shift nothing on the central figures.")
        return
    yield AnswerLine(
        text=(
            f"{said}. As threats they still shift up to {{most}} by Shapley "
            f"(\u201c{top['title']}\u201d, for {games.actor(top['player'])})."
        ),
        figures={"most": figure_of(games, top, "shapley")},
    )


def _large(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose change is worth a line in their market."""
    most: dict[object, float] = {}
    for row in rows:
        most[row["market"]] = max(_size(row), most.get(row["market"], 0.0))
    return [row for row in rows if _size(row) > LARGE * most[row["market"]] > 0.0]


def _line(games: PowerGames, row: Row) -> TableRow:
    return TableRow(
        heading=build_title(games, row),
        trace=build_address(row["build"]),
        cells=(
            Cell(text=games.actor(row["player"])),
            *(Cell(figure=figure_of(games, row, concept)) for concept in SPANS),
            Cell(figure=_whole(games, row)),
            Cell(text=carriage(games, row)),
            Cell(text="yes" if number(row, "in_time") else "no"),
        ),
    )


def _size(row: Row) -> float:
    return max(abs(number(row, columns[0]) or 0.0) for columns in SPANS.values())


def _whole(games: PowerGames, row: Row) -> ShownFigure:
    columns = ("whole_change_usd_per_year", "", "")
    title = f"{row['title']}: change of what all make"
    return games.money(title, row, columns, build_address(row["build"]))
