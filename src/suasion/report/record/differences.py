"""Pairs of accounts: the difference, its range over variants, and that on shuffled dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Measure, draw_intervals, span_axis
from suasion.report.mechanisms.cards import finite
from suasion.report.record.words import (
    BASELINES,
    LEVEL_OF_DRAWS,
    SHARED_NAME,
    RecordWords,
    Row,
)
from suasion.report.view import ShownFigure

DATASET = "record-differences"
DIFFERENCE = Measure(id="difference", title="difference", colour="var(--one)", shape="circle")
VARIANTS = Measure(
    id="variants",
    title="variants",
    colour="var(--two)",
    shape="diamond",
    is_filled=False,
    dash=(5, 3),
)
SHUFFLED = Measure(
    id="shuffled",
    title="other days",
    colour="var(--three)",
    shape="square",
    is_filled=False,
    dash=(2, 2),
)
MEASURES = (DIFFERENCE, VARIANTS, SHUFFLED)
ENDS: Mapping[str, tuple[str, str]] = {
    VARIANTS.id: ("lowest", "highest"),
    SHUFFLED.id: ("shuffled_low", "shuffled_high"),
}
RANGES = {
    VARIANTS.id: "range over codings and left-out clusters",
    SHUFFLED.id: "range with the same acts on other days",
}
GROUPS = {
    "accounts": "Pairs of accounts",
    "shared": "The shared figures less each account",
    "poisson by class": "Accounts less a constant pace",
    "reaction only": "Accounts less answers in kind",
}
EXPORTS = ("first", "second", "name", "measure", "end", "value", "low", "high", "verdict")


def group_of(row: Row) -> str:
    """Return in which chart a pair stands."""
    if row["second"] in BASELINES:
        return str(row["second"])
    return "shared" if SHARED_NAME in (row["first"], row["second"]) else "accounts"


def collect_rows(words: RecordWords) -> tuple[Row, ...]:
    """Return tidy rows: of each pair the difference, and the ends of both ranges."""
    return tuple(
        made
        for at, row in enumerate(words.rows("record_verdicts"))
        for made in _rows_of(words, row, -at)
    )


def pair_name(words: RecordWords, row: Row) -> str:
    """Return a pair as what is subtracted from what."""
    return f"{words.title(row['first'])} less {words.title(row['second'])}"


def _rows_of(words: RecordWords, row: Row, order: int) -> Iterator[Row]:
    name = pair_name(words, row)
    place = {
        "order": order,
        "name": name,
        "first": row["first"],
        "second": row["second"],
        "verdict": row["verdict"],
        "group": group_of(row),
        "level": "",
    }
    figure = _difference(words, row)
    yield {**figure_row(figure, measure=DIFFERENCE.id, end=""), **place, "level": LEVEL_OF_DRAWS}
    for measure in (VARIANTS, SHUFFLED):
        low, high = (finite(row, column) for column in ENDS[measure.id])
        for end, value in (("lowest", low), ("highest", high)):
            shown = ShownFigure(
                title=f"{name}: {RANGES[measure.id]}, {end}",
                value=value,
                unit="1",
                account="the pair",
            )
            drawn = {"low": low, "high": high} if end == "lowest" else {}
            yield {**figure_row(shown, measure=measure.id, end=end), **place, **drawn}


def _difference(words: RecordWords, row: Row) -> ShownFigure:
    return ShownFigure(
        title=f"{pair_name(words, row)}: difference of log-likelihoods",
        value=finite(row, "difference"),
        low=finite(row, "low"),
        high=finite(row, "high"),
        unit="1",
        account="the pair",
        level=LEVEL_OF_DRAWS,
        note=f"{row['verdict']}: {row['reason']}." if row["reason"] else f"{row['verdict']}.",
    )


def draw_charts(rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for pairs of accounts, one against the shared base, one of baselines."""
    there = {str(row["group"]) for row in rows}
    return [_chart(rows, group, title) for group, title in GROUPS.items() if group in there]


def _chart(rows: Sequence[Row], group: str, title: str) -> Chart:
    own = [row for row in rows if row["group"] == group]
    values = [finite(row, name) for row in own for name in ("value", "low", "high")]
    axis = span_axis("difference of log-likelihoods; right of 0: the first fits better", values)
    return Chart(
        id=f"record-differences-{group.replace(' ', '-')}",
        title=title,
        reading="Circle: the difference with its interval. Diamonds: the range over all codings "
        "and left-out clusters. Squares: the range when the same acts lie on other days. Two are "
        "told apart only where circle, interval and diamonds lie on one side of 0 and the circle "
        "lies beyond the squares.",
        alt=f"{title}: differences of log-likelihoods with three ranges against zero. The table "
        "below holds all of them.",
        dataset=DATASET,
        where={"group": (group,)},
        spec=draw_intervals(axis, MEASURES),
        exports=EXPORTS,
    )


_COLUMNS = {
    "lowest": "Lowest over variants",
    "highest": "Highest over variants",
    "shuffled_low": "Lowest on other days",
    "shuffled_high": "Highest on other days",
    "after_texts": "After both texts",
    "effective_draws": "Effective draws",
}


def tabulate(words: RecordWords) -> TableView | None:
    """Return all pairs with what the verdict rests on; None without pairs."""
    rows = words.rows("record_verdicts")
    if not rows:
        return None
    return TableView(
        id="record-pairs",
        caption="Differences of log-likelihoods: what each verdict rests on",
        columns=("Verdict", "Why", "Difference", *_COLUMNS.values()),
        rows=tuple(
            TableRow(
                heading=pair_name(words, row),
                cells=(
                    Cell(text=_verdict(words, row)),
                    Cell(text=str(row["reason"])),
                    Cell(figure=_difference(words, row)),
                    *(Cell(figure=_part(words, row, name)) for name in _COLUMNS),
                ),
            )
            for row in rows
        ),
    )


def _verdict(words: RecordWords, row: Row) -> str:
    winner, _, rest = str(row["verdict"]).partition(" fits ")
    return f"{words.title(winner)} fits {rest}" if rest else str(row["verdict"])


def _part(words: RecordWords, row: Row, column: str) -> ShownFigure:
    return ShownFigure(
        title=f"{pair_name(words, row)}: {_COLUMNS[column].lower()}",
        value=finite(row, column),
        unit="1",
        account="the pair",
    )
