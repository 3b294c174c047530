"""Results under each account beside one another: one chart for each, on shared axes, one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from suasion.report.accounts.words import ACTS, OUTLOOK, PartingWords
from suasion.report.charts import Chart, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Axis, Measure, draw_intervals, span_axis
from suasion.report.mechanisms.cards import Row, finite
from suasion.report.outlook.moves import unit_of
from suasion.report.view import ShownFigure

DATASET = "side-by-side"
RESULT = Measure(id="result", title="result", colour="var(--one)")
DEALS, LEVERAGE = "deals", "leverage"
MONEY = ", USD/yr"
"""Ends the name of a result that is money."""
SIDES = {
    "no deal": "what no deal is worth to it",
    "gives": "what it gives in the Nash deal",
    "gives more": "gives more than the other side",
}
"""What a result of one side is called, by the words of the run's table."""
PERCENT_OF = {OUTLOOK: "% of the paths", DEALS: "% of the draws"}
READINGS = {
    OUTLOOK: "Point: the mean over draws. Line: 90 % of the draws. Charts of one unit share their "
    "axis.",
    DEALS: "Share of the draws in which it comes out so. The charts share their axis.",
}


@frozen(kw_only=True)
class Result:
    """One result that is compared: where it stands, what it is called, its unit."""

    part: str
    id: str
    measure: str
    title: str
    unit: str

    @property
    def key(self) -> str:
        """Return what tells it from other results."""
        return f"{self.part}: {self.id}, {self.measure}"


def list_results(words: PartingWords) -> tuple[Result, ...]:
    """Return the results of the table, in order."""
    claimed = {row.text("target"): row.text("row") for row in words.view.case_rows("account_map")}
    found: dict[str, Result] = {}
    for row in words.rows("side_by_side"):
        one = _result(words, row, claimed)
        found.setdefault(one.key, one)
    return tuple(found.values())


def _result(words: PartingWords, row: Row, claimed: Mapping[str, str]) -> Result:
    part, name, measure = (str(row[column]) for column in ("part", "result", "measure"))
    title, unit = name, "share"
    if part == OUTLOOK:
        unit = unit_of(name)
    elif part == LEVERAGE:
        title, unit = f"{claimed.get(name) or name.replace('_', ' ')}, in {measure}", "1"
    elif ": " in name:
        side, _, what = name.partition(": ")
        unit = "USD/yr" if what.endswith(MONEY) else "share"
        plain = what.removesuffix(MONEY)
        title = f"{words.actors.get(side, side)}: {SIDES.get(plain, plain)}"
    return Result(part=part, id=name, measure=measure, title=title, unit=unit)


def figure_of(result: Result, row: Row) -> ShownFigure:
    """Return one account's result with its interval over draws."""
    error = ShownFigure(title="", value=finite(row, "standard_error"), unit=result.unit)
    known = error.value is not None
    return ShownFigure(
        title=result.title,
        value=finite(row, "value"),
        low=finite(row, "low"),
        high=finite(row, "high"),
        unit=result.unit,
        account=str(row["account"]),
        horizon=result.measure if result.part == OUTLOOK else "",
        note=f"Standard error of the mean over draws: {error.full}." if known else "",
    )


def _keyed(words: PartingWords) -> Mapping[tuple[str, str], Row]:
    return {
        (f"{row['part']}: {row['result']}, {row['measure']}", str(row["account"])): row
        for row in words.rows("side_by_side")
    }


def collect_rows(words: PartingWords) -> tuple[Row, ...]:
    """Return tidy rows of what is drawn: outcomes of the outlook, shares of the deals."""
    found, order = _keyed(words), {name: -at for at, name in enumerate(words.accounts)}
    return tuple(
        figure_row(
            _in_percent(figure_of(result, row)),
            result=result.key,
            name=words.account(account),
            measure=RESULT.id,
            order=order.get(account, -len(order)),
        )
        for result in list_results(words)
        if _is_drawn(result)
        for (key, account), row in found.items()
        if key == result.key
    )


def _is_drawn(result: Result) -> bool:
    return result.part in PERCENT_OF and result.unit in {"share", ACTS}


def _in_percent(figure: ShownFigure) -> ShownFigure:
    if figure.unit != "share":
        return figure
    value, low, high = (
        None if part is None else 100.0 * part for part in (figure.value, figure.low, figure.high)
    )
    return evolve(figure, value=value, low=low, high=high, unit="%")


def drawn_results(words: PartingWords) -> Mapping[str, Sequence[Result]]:
    """Return what is drawn: outcomes on which two part clearly, other outcomes, deals."""
    drawn = [result for result in list_results(words) if _is_drawn(result)]
    outcomes = [result for result in drawn if result.part == OUTLOOK]
    parted = [result for result in outcomes if result.id in words.parted] or outcomes
    return {
        "outcomes": parted,
        "quiet": [result for result in outcomes if result not in parted],
        "deals": [result for result in drawn if result.part == DEALS],
    }


def draw_charts(results: Sequence[Result], rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each result, all of one unit on one axis."""
    acts = [
        value
        for row in rows
        if row["unit"] == ACTS
        for column in ("value", "low", "high")
        if isinstance(value := row[column], float)
    ]
    counted = span_axis("acts", acts)
    return [_chart(result, counted) for result in results]


def _chart(result: Result, counted: Axis) -> Chart:
    percent = Axis(title=PERCENT_OF[result.part], low=0.0, high=100.0)
    return Chart(
        id="beside-" + "".join(c if c.isalnum() else "-" for c in result.key.lower())[:60],
        title=result.title[:1].upper() + result.title[1:],
        reading=READINGS[result.part],
        alt=f"{result.title} under each account, with intervals. A table below holds all numbers.",
        dataset=DATASET,
        where={"result": (result.key,)},
        spec=draw_intervals(counted if result.unit == ACTS else percent, (RESULT,)),
        exports=("result", "account", "name", "value", "low", "high", "unit", "note"),
    )


def tabulate(words: PartingWords) -> TableView:
    """Return every result under every account."""
    found = _keyed(words)
    there = {account for _, account in found}
    accounts = [name for name in words.accounts if name in there]
    return TableView(
        id="side-by-side-table",
        caption="Every result under each account",
        columns=tuple(words.account(name) for name in accounts),
        rows=tuple(
            TableRow(
                heading=result.title,
                note=f"{result.part}, {result.measure}" if result.part == OUTLOOK else result.part,
                cells=tuple(_cell(result, found.get((result.key, name))) for name in accounts),
            )
            for result in list_results(words)
        ),
    )


def _cell(result: Result, row: Row | None) -> Cell:
    if row is None:
        return Cell(text="\u2013")
    error = finite(row, "standard_error")
    shown = ShownFigure(title="", value=error, unit=result.unit)
    mark = "" if error is None else f"\u00b1\u202f{shown.text}"
    return Cell(figure=figure_of(result, row), mark=mark)
