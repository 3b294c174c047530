"""What each account expects of each observation: which of them looking would part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import cycle, islice

from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Axis, Measure, draw_intervals
from suasion.report.looks.ranked import LookWords
from suasion.report.mechanisms.cards import Row, finite
from suasion.report.view import ShownFigure

DATASET = "looks-expected"
_HELD_AGAINST = re.compile("[<>=]")
_SHAPES = ("circle", "diamond", "triangle-up", "square", "cross", "triangle-down")
_COLOURS = ("var(--one)", "var(--two)", "var(--three)", "var(--ink)")


def is_yes_or_no(row: Row) -> bool:
    """Decide whether an observation is a yes or no: a metric that is held against a number."""
    return bool(_HELD_AGAINST.search(str(row["observable"])))


def account_signs(words: LookWords) -> tuple[Measure, ...]:
    """Return the sign of each account: a shape, open for every other one, and a colour."""
    count = len(words.accounts)
    shapes, colours = (tuple(islice(cycle(own), count)) for own in (_SHAPES, _COLOURS))
    return tuple(
        Measure(id=name, title=title, colour=colours[at], shape=shapes[at], is_filled=at % 2 == 0)
        for at, (name, title) in enumerate(words.accounts.items())
    )


def _expectation(words: LookWords, row: Row, one: Row, unit: str) -> ShownFigure:
    value = finite(one, "value")
    return ShownFigure(
        title=str(row["title"]),
        value=100.0 * value if value is not None and unit == "%" else value,
        unit=unit,
        account=str(one["account"]),
        horizon=words.days,
        statements=words.cited(row),
        note="Probability of yes." if unit in {"%", "share"} else "Mean of the number.",
    )


def collect_rows(words: LookWords) -> tuple[Row, ...]:
    """Return tidy rows: the probability of yes under each account, in per cent."""
    ranked = {str(row["observation"]): (-at, row) for at, row in enumerate(words.ranked)}
    return tuple(
        figure_row(
            _expectation(words, row, one, "%"),
            observation=str(one["observation"]),
            name=str(row["title"]),
            measure=str(one["account"]),
            order=order,
        )
        for one in words.expected
        for order, row in (ranked[str(one["observation"])],)
        if is_yes_or_no(row)
    )


def draw_chart(words: LookWords) -> Chart:
    """Return the chart of what accounts expect, one mark for each."""
    return Chart(
        id="looks-expected",
        title="What each account expects to be seen",
        reading="Probability of yes under each account. The farther the marks of two accounts "
        "stand apart, the better looking tells them apart. Numbers of things stand in the table.",
        alt="Probability of yes of each observation under each account, one mark for each account.",
        dataset=DATASET,
        spec=draw_intervals(
            Axis(title="% of the paths", low=0.0, high=100.0), account_signs(words)
        ),
        exports=("observation", "name", "account", "value", "unit", "statements"),
    )


def tabulate(words: LookWords) -> TableView:
    """Return what each account expects of each observation, yes or no as well as numbers."""
    found = {(str(one["observation"]), str(one["account"])): one for one in words.expected}
    return TableView(
        id="looks-expected-table",
        caption="What each account expects",
        columns=("Read as", *words.accounts.values(), "Observable"),
        rows=tuple(_line(words, row, found) for row in words.ranked),
    )


def _line(words: LookWords, row: Row, found: Mapping[tuple[str, str], Row]) -> TableRow:
    is_chance = is_yes_or_no(row)
    unit = "share" if is_chance else "1"
    own: Sequence[Row | None] = [
        found.get((str(row["observation"]), name)) for name in words.accounts
    ]
    cells = (
        Cell(text="\u2013") if one is None else Cell(figure=_expectation(words, row, one, unit))
        for one in own
    )
    return TableRow(
        heading=str(row["title"]),
        cells=(
            Cell(text="yes or no" if is_chance else "a number"),
            *cells,
            Cell(text=str(row["observable"])),
        ),
    )
