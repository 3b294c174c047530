"""Observations ranked by what they would tell, as a chart and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define, field

from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Measure, draw_intervals, span_axis
from suasion.report.mechanisms.cards import Row, finite
from suasion.report.naming import account_titles, plain_titles
from suasion.report.view import ReportInput, ShownFigure

DATASET = "looks"
ACCOUNT = "account"
"""The question which account is right."""
ACCOUNTS_TOGETHER = "all accounts"
TOLD = Measure(id="told", title="expected to tell", colour="var(--one)")
CHANCE = Measure(
    id="chance",
    title="by chance, taken off already",
    colour="var(--two)",
    shape="diamond",
    is_filled=False,
)


@define(slots=False)
class LookWords:
    """The tables of observations, with titles."""

    view: ReportInput = field()

    @cached_property
    def head(self) -> Row | None:
        """Return what was asked; None where nobody asked."""
        rows = self._rows("looks")
        return rows[0] if rows else None

    @cached_property
    def ranked(self) -> Sequence[Row]:
        """Return the observations, the most telling first."""
        return self._rows("looks_ranked")

    @cached_property
    def expected(self) -> Sequence[Row]:
        """Return what each account expects of each observation."""
        return self._rows("looks_expected")

    @cached_property
    def accounts(self) -> Mapping[str, str]:
        """Return the titles of the accounts that expect something."""
        titles = plain_titles(account_titles(self.view))
        there = dict.fromkeys(str(row["account"]) for row in self.expected)
        return {name: titles.get(name, name) for name in there}

    @cached_property
    def visible(self) -> frozenset[str]:
        """Return the statements that could be known on the day."""
        return frozenset(row.id for row in self.view.case_rows("statements"))

    @property
    def unit(self) -> str:
        """Return the unit of what is told."""
        return str(self.head["unit"]) if self.head else ""

    @property
    def days(self) -> str:
        """Return over how many days is looked."""
        return f"{self.head['days']} days" if self.head else ""

    def _rows(self, table: str) -> list[dict[str, object]]:
        return self.view.rows(table) if table in self.view.tables else []

    def cited(self, row: Row) -> tuple[str, ...]:
        """Return the statements of an observation that could be known on the day."""
        named = str(row["statements"] or "").split(";")
        return tuple(name for name in named if name in self.visible)

    def figure(
        self, row: Row, what: str, columns: Sequence[str], unit: str, note: str = ""
    ) -> ShownFigure:
        """Return a number of an observation, with low and high end where there are such."""
        value, low, high = (*(finite(row, column) for column in columns), None, None)[:3]
        return ShownFigure(
            title=f"{row['title']}: {what}",
            value=value,
            low=low,
            high=high,
            unit=unit,
            account=ACCOUNTS_TOGETHER,
            horizon=self.days,
            statements=self.cited(row),
            note=note,
        )

    def told(self, row: Row) -> ShownFigure:
        """Return what looking is expected to tell."""
        return self.figure(
            row,
            "expected to tell",
            ("expected_reduction", "low", "high"),
            self.unit,
            "Less what would seem told by chance; interval over draws drawn again.",
        )


def collect_rows(words: LookWords) -> tuple[Row, ...]:
    """Return tidy rows: what each observation would tell, and what comes by chance."""
    return tuple(
        figure_row(
            figure,
            observation=str(row["observation"]),
            name=str(row["title"]),
            measure=measure.id,
            order=-at,
        )
        for at, row in enumerate(words.ranked)
        for measure, figure in (
            (TOLD, words.told(row)),
            (CHANCE, words.figure(row, "by chance", ("by_chance",), words.unit)),
        )
    )


def draw_chart(words: LookWords, rows: Sequence[Row]) -> Chart:
    """Return the chart of all observations, the most telling first."""
    values = [
        value
        for row in rows
        for column in ("value", "low", "high")
        if isinstance(value := row[column], float)
    ]
    return Chart(
        id="looks-ranked",
        title="How much looking would tell",
        reading="Circle and line: expected fall of the uncertainty, and 90 % of the draws drawn "
        "again. Open diamond: what would seem told by chance alone; it is taken off already. A "
        "line that reaches 0 may tell nothing.",
        alt="Expected reduction of uncertainty by each observation, with intervals, the most "
        "telling first. The table below holds all numbers.",
        dataset=DATASET,
        spec=draw_intervals(span_axis(words.unit, values), (TOLD, CHANCE)),
        exports=("observation", "name", "measure", "value", "low", "high", "unit", "statements"),
    )


def tabulate(words: LookWords) -> TableView:
    """Return what each observation would tell, on what it rests and what it does not cover."""
    with_right = words.head is not None and words.head["question"] == ACCOUNT
    return TableView(
        id="looks-table",
        caption="What each observation is expected to tell",
        columns=(
            "Expected to tell",
            "Of the uncertainty",
            "By chance",
            *(("The right account then has",) if with_right else ()),
            "Says nothing on",
            "Rests on",
        ),
        rows=tuple(_line(words, row, with_right=with_right) for row in words.ranked),
    )


def _line(words: LookWords, row: Row, *, with_right: bool) -> TableRow:
    right = words.figure(
        row,
        "probability of the right account after looking",
        ("expected_posterior",),
        "share",
        f"On average, from 1 in {len(words.accounts)}.",
    )
    return TableRow(
        heading=str(row["title"]),
        note=str(row["note"] or ""),
        cells=(
            Cell(figure=words.told(row)),
            Cell(figure=words.figure(row, "share of the uncertainty", ("share",), "share")),
            Cell(figure=words.figure(row, "by chance", ("by_chance",), words.unit)),
            *((Cell(figure=right),) if with_right else ()),
            Cell(
                figure=words.figure(row, "paths on which it says nothing", ("not_seen",), "share")
            ),
            Cell(links=words.cited(row)) if words.cited(row) else Cell(text="\u2013"),
        ),
    )
