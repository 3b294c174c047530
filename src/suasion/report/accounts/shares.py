"""What parts two accounts: each group's share in a difference, as bars and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.report.accounts.bars import LESS, MORE, WHOLE, draw_signed_bars
from suasion.report.accounts.words import POINTS, Parting, PartingWords, unit_between
from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.deals.keyed import figure_cell
from suasion.report.mechanisms.cards import Row, finite
from suasion.report.view import ShownFigure

DATASET = "partings-shares"
FACETS = ("pair", "result")
DRAWN = "drawn"
COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "share": ("Share in the difference", ("share", "low", "high")),
    "error": ("Standard error", ("standard_error",)),
    "least": ("Adds at least", ("lowest",)),
    "most": ("Adds at most", ("highest",)),
}
"""Columns of the table: heading, and the columns of the run's table that they hold."""
SUM, DIFFERENCE = "sum", "difference"
WHOLES = {SUM: "All groups together", DIFFERENCE: "The difference"}


def collect_rows(words: PartingWords) -> tuple[Row, ...]:
    """Return tidy rows: of each pair and result the difference, the shares and their sum."""
    return tuple(made for one in words.all for made in _rows_of(words, one))


def _rows_of(words: PartingWords, one: Parting) -> Iterator[Row]:
    place = {"pair": one.pair, "result": one.result, "subject": one.result}
    most = max(abs(finite(row, "share") or 0.0) for row in one.groups)
    whole = difference_figure(words, one)
    name = f"{words.account(one.second)} less {words.account(one.first)}, in all"
    drawn = {"measure": DRAWN, "name": name, "tone": WHOLE, "order": most + 1.0}
    key = f"{DIFFERENCE}|share"
    yield figure_row(whole, key=key, told=signed(whole), group=WHOLES[DIFFERENCE], **drawn, **place)
    for row in one.groups:
        yield from _group_rows(words, one, row, place)
    summed = words.figure(one, "Sum of all shares", (sum(_share(row) for row in one.groups),))
    yield figure_row(summed, key=f"{SUM}|share", measure=SUM, group=WHOLES[SUM], **place)


def _share(row: Row) -> float:
    return finite(row, "share") or 0.0


def _group_rows(
    words: PartingWords, one: Parting, row: Row, place: Mapping[str, str]
) -> Iterator[Row]:
    group = str(row["group"])
    for column, (heading, sources) in COLUMNS.items():
        values = [finite(row, source) for source in sources]
        figure = words.figure(one, f"{group}: {heading.lower()}", values, _note(one, row, column))
        drawn = {"measure": column}
        if column == "share":
            drawn = {
                "measure": DRAWN,
                "name": group,
                "told": signed(figure),
                "tone": LESS if _share(row) < 0.0 else MORE,
            }
        yield figure_row(
            figure, key=f"{group}|{column}", group=group, order=abs(_share(row)), **drawn, **place
        )


def _note(one: Parting, row: Row, column: str) -> str:
    unit = "Points are percentage points. " if unit_between(one.result) == POINTS else ""
    if column == "share":
        return f"{unit}{row['draws']} draws of {row['paths']} paths."
    if column in {"least", "most"}:
        return f"{unit}Mean over draws, whichever account the other groups follow."
    return unit.strip()


def difference_figure(words: PartingWords, one: Parting, *, is_size: bool = False) -> ShownFigure:
    """Return the second account's result less the first's; its size alone where that is asked."""
    head = one.groups[0]
    values = [finite(head, name) for name in ("difference", "difference_low", "difference_high")]
    more, less = words.account(one.second), words.account(one.first)
    if is_size and one.difference < 0.0:
        value, low, high = (None if v is None else -v for v in values)
        values, more, less = [value, high, low], less, more
    return words.figure(
        one,
        f"{one.result}: {more} less {less}",
        values,
        f"Paths drawn alike for both: {head['draws']} draws of {head['paths']} paths.",
    )


def signed(figure: ShownFigure) -> str:
    """Return a number with its sign and unit.

    >>> signed(ShownFigure(title="", value=2.5, unit="acts"))
    '+2.50 acts'
    """
    return f"+{figure.full}" if (figure.value or 0.0) > 0.0 else figure.full


def draw_chart() -> Chart:
    """Return the chart of the shares of the chosen pair and outcome."""
    return Chart(
        id="partings-shares",
        title="What the difference is made of",
        reading="Open bar: the whole difference. Filled bars: what each group of figures adds, to "
        "the right where it raises the account that the open bar names first, to the left where "
        "it lowers it; they add up to the open bar. Lines: 90 % of the draws.",
        alt="The difference of the two accounts that are chosen and the share of each group of "
        "figures in it, with intervals. The table below holds all numbers.",
        dataset=DATASET,
        where={"measure": (DRAWN,)},
        spec=draw_signed_bars("\u2190 lower under the account named first \u00b7 higher \u2192"),
        exports=("pair", "result", "group", "value", "low", "high", "unit"),
    )


def tabulate(words: PartingWords, rows: Sequence[Row]) -> TableView:
    """Return the shares of the pair and result in view, with their sum and the difference."""
    start = words.clearest
    first = {
        str(row["key"]): row
        for row in rows
        if (row["pair"], row["result"]) == (start.pair, start.result)
    }
    groups = sorted({str(row["group"]) for one in words.all for row in one.groups})
    return TableView(
        id="partings-shares-table",
        caption="Each group's share in the difference",
        columns=tuple(heading for heading, _ in COLUMNS.values()),
        rows=(
            *(_line(first, group, group, tuple(COLUMNS)) for group in groups),
            *(_line(first, key, title, ("share",)) for key, title in WHOLES.items()),
        ),
        dataset=DATASET,
    )


def _line(first: Mapping[str, Row], key: str, heading: str, columns: Sequence[str]) -> TableRow:
    filled = tuple(figure_cell(first, f"{key}|{column}") for column in columns)
    empty = (Cell(),) * (len(COLUMNS) - len(columns))
    return TableRow(heading=heading, is_hidden=f"{key}|share" not in first, cells=(*filled, *empty))
