"""Expected moves by actor and kind, what comes of them, and what one hostile act brings forth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from suasion.questions.outlook_measures import FRIENDLY_ACTS, HOSTILE_ACTS
from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.deals.keyed import figure_cell, first_rows
from suasion.report.interval_chart import Axis, Mark, Measure, draw_intervals, span_axis
from suasion.report.outlook.words import OutlookWords, Row, error_figure, number
from suasion.report.view import SHARED, ShownFigure

DATASET, OUTCOMES, PROGENY = "outlook-moves", "outlook-outcomes", "outlook-progeny"
EXPECTED = Measure(id="expected", title="expected number", colour="var(--one)")
CHANCE = Measure(id="chance", title="probability", colour="var(--one)")
EXTRA = Measure(id="extra", title="further hostility", colour="var(--two)", shape="diamond")
COUNTED = (HOSTILE_ACTS, FRIENDLY_ACTS)
"""Outcomes that are numbers of acts; all others are probabilities."""
SHOWN = 12
"""Kinds of moves in a chart: the most frequent."""
OTHERS = "others"


def collect_moves(words: OutlookWords) -> tuple[Row, ...]:
    """Return tidy rows: of each account, actor and kind the expected number and the chance."""
    drawn = _drawn(words)
    return tuple(made for row in words.rows("moves") for made in _move_rows(words, row, drawn))


def _drawn(words: OutlookWords) -> Mapping[tuple[str, str], str]:
    """Return in which chart a kind of move stands: the most frequent of each side and of others."""
    sides = words.view.case.meta.dyad
    shared = sorted(words.rows("moves", SHARED), key=lambda row: -(number(row, "expected") or 0.0))
    found: dict[tuple[str, str], str] = {}
    room = dict.fromkeys((*sides, OTHERS), SHOWN)
    for row in shared:
        chart = str(row["actor"]) if row["actor"] in sides else OTHERS
        if room[chart] > 0 and (number(row, "expected") or 0.0) > 0.0:
            found[str(row["actor"]), str(row["kind"])] = chart
            room[chart] -= 1
    return found


def _move_rows(
    words: OutlookWords, row: Row, drawn: Mapping[tuple[str, str], str]
) -> Iterator[Row]:
    actor, kind = str(row["actor"]), str(row["kind"])
    chart = drawn.get((actor, kind), "")
    who, title = words.actor(actor), str(row["title"])
    name = f"{who}: {title}" if chart == OTHERS else title
    place = {"actor": actor, "kind": kind, "name": name, "chart": chart}
    key = f"{actor}|{kind}"
    expected = words.figure(f"{who}: {title}, expected number", row, "expected")
    order = number(row, "expected")
    yield figure_row(expected, key=f"{key}|expected", measure=EXPECTED.id, order=order, **place)
    error = error_figure(f"{who}: {title}", row)
    yield figure_row(error, key=f"{key}|error", measure="error", order=None, **place)
    chance = ShownFigure(
        title=f"{who}: {title}, at least once",
        value=number(row, "any"),
        unit="share",
        account=str(row["account"]),
    )
    yield figure_row(chance, key=f"{key}|any", measure="any", order=None, **place)


def draw_moves(words: OutlookWords, rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each side and one for all others."""
    titles = {side: words.actor(side) for side in words.view.case.meta.dyad}
    there = {str(row["chart"]) for row in rows}
    return [
        _moves_chart(name, title)
        for name, title in {**titles, OTHERS: "Others"}.items()
        if name in there
    ]


def _moves_chart(name: str, title: str) -> Chart:
    axis = Axis(title="expected number of acts", low=0.0, high=1.0, is_fitted=True)
    return Chart(
        id=f"outlook-moves-{name.lower()}",
        title=f"What {title} may do" if name != OTHERS else "What others may do",
        reading="Expected number within the horizon and its interval over draws, the most "
        "frequent kinds first.",
        alt=f"Expected number of acts of {title} by kind, with intervals. The table below holds "
        "all of them.",
        dataset=DATASET,
        where={"chart": (name,), "measure": (EXPECTED.id,)},
        spec=draw_intervals(axis, (EXPECTED,)),
        exports=("actor", "kind", "name", "account", "value", "low", "high", "note"),
    )


def tabulate_moves(words: OutlookWords, rows: Sequence[Row]) -> TableView:
    """Return all kinds of moves by actor; the table follows the account in view."""
    first = first_rows(rows)
    shared = words.rows("moves", SHARED)
    classes = {row["kind"]: str(row["klass"]).replace("_", " ") for row in shared}
    return TableView(
        id="outlook-moves-table",
        caption="Expected moves by actor and kind: number with its interval, standard error over "
        "draws, probability of at least one",
        columns=("Who", "Kind", "Expected", "Standard error", "At least once"),
        rows=tuple(
            TableRow(
                heading=str(row["title"]),
                cells=(
                    Cell(text=words.actor(row["actor"])),
                    Cell(text=classes[row["kind"]]),
                    *(
                        figure_cell(first, f"{row['actor']}|{row['kind']}|{what}")
                        for what in ("expected", "error", "any")
                    ),
                ),
            )
            for row in shared
        ),
        dataset=DATASET,
        is_sortable=True,
    )


def unit_of(outcome: object) -> str:
    """Return the unit of an outcome."""
    return "acts" if outcome in COUNTED else "share"


def collect_outcomes(words: OutlookWords) -> tuple[Row, ...]:
    """Return tidy rows of the outcomes that are probabilities, in per cent."""
    rows = [row for row in words.rows("outcomes") if row["outcome"] not in COUNTED]
    return tuple(
        figure_row(
            _in_percent(words.figure(str(row["outcome"]), row, "value", "share")),
            name=str(row["outcome"]),
            measure=CHANCE.id,
            order=-at,
        )
        for at, row in enumerate(rows)
    )


def _in_percent(figure: ShownFigure) -> ShownFigure:
    value, low, high = (
        None if part is None else 100.0 * part for part in (figure.value, figure.low, figure.high)
    )
    return evolve(figure, value=value, low=low, high=high, unit="%")


def draw_outcomes() -> Chart:
    """Return the chart of the outcomes that are probabilities."""
    axis = Axis(title="% of the paths", low=0.0, high=100.0)
    return Chart(
        id="outlook-outcomes",
        title="What comes of it",
        reading="Share of the paths on which it happens within the horizon, and its interval over "
        "draws.",
        alt="Probability of each outcome with its interval. The table below holds all accounts.",
        dataset=OUTCOMES,
        spec=draw_intervals(axis, (CHANCE,)),
        exports=("name", "account", "value", "low", "high", "unit", "note"),
    )


def tabulate_outcomes(words: OutlookWords) -> TableView:
    """Return each outcome under each account side by side, with interval and standard error."""
    found = {(str(r["outcome"]), str(r["account"])): r for r in words.rows("outcomes")}
    return TableView(
        id="outlook-outcomes-table",
        caption="Outcomes within the horizon by account: mean ± standard error, interval over "
        "draws",
        columns=tuple(words.accounts.values()),
        rows=tuple(
            TableRow(
                heading=outcome,
                cells=tuple(_outcome_cell(words, found, outcome, name) for name in words.accounts),
            )
            for outcome in dict.fromkeys(outcome for outcome, _ in found)
        ),
    )


def _outcome_cell(
    words: OutlookWords, found: Mapping[tuple[str, str], Row], outcome: str, account: str
) -> Cell:
    row = found.get((outcome, account))
    if row is None:
        return Cell(text="\u2013")
    unit = unit_of(outcome)
    figure = words.figure(outcome, row, "value", unit)
    error = ShownFigure(title="", value=number(row, "standard_error"), unit=unit)
    return Cell(figure=figure, mark=f"\u00b1\u202f{error.text}")


def collect_progeny(words: OutlookWords) -> tuple[Row, ...]:
    """Return tidy rows: further hostile acts after one act of each kind."""
    return tuple(
        figure_row(
            words.figure(f"{move_name(words, row)}: further hostility", row, "extra"),
            name=move_name(words, row),
            measure=EXTRA.id,
            order=number(row, "extra"),
        )
        for row in words.rows("progeny", SHARED)
    )


def move_name(words: OutlookWords, row: Row) -> str:
    """Return a move with who makes it."""
    actor = str(row["move"]).rpartition(":")[2].partition(">")[0]
    return f"{words.actor(actor)}: {row['title']}"


def draw_progeny(words: OutlookWords) -> Chart:
    """Return the chart of what one hostile act brings forth."""
    rows = words.rows("progeny", SHARED)
    values = [number(row, name) for row in rows for name in ("low", "high")]
    return Chart(
        id="outlook-progeny",
        title="What one hostile act brings forth",
        reading="Further hostile acts of the two sides within the horizon after one act made from "
        "outside, against none, weighed by intensity against the act itself, and the interval over "
        "draws. Below 1 the chain dies out; draws in which it does not are left out and counted.",
        alt="Further hostile acts after one act of each kind, with intervals.",
        dataset=PROGENY,
        spec=draw_intervals(
            span_axis("further hostility, in acts of its weight", [*values, 1.0]),
            (EXTRA,),
            marks=(Mark(value=1.0, title="1: feeds itself"),),
        ),
        exports=("name", "value", "low", "high", "note"),
    )


def tabulate_progeny(words: OutlookWords) -> TableView | None:
    """Return what one hostile act brings forth, with standard errors; None where nobody counted."""
    rows = words.rows("progeny", SHARED)
    if not rows:
        return None
    return TableView(
        id="outlook-progeny-table",
        caption="Further hostility of the two sides after one act, in acts of its weight",
        columns=("Further hostility", "Standard error", "Reading"),
        rows=tuple(
            TableRow(
                heading=move_name(words, row),
                cells=(
                    Cell(figure=words.figure(move_name(words, row), row, "extra")),
                    Cell(figure=error_figure(move_name(words, row), row)),
                    Cell(text=progeny_reading(number(row, "extra"))),
                ),
            )
            for row in rows
        ),
    )


def progeny_reading(extra: float | None) -> str:
    """Return what a number of further acts says of the chain of answers."""
    if (extra or 0.0) < 1.0:
        return "below 1: a chain of answers dies out"
    return "1 or more: a chain of answers goes on"
