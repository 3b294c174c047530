"""Stocks, and what changes them: what a crisis needs to be run at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.figures import find_cell
from suasion.cases.records import ParameterRef, Row
from suasion.cases.sums import ONE
from suasion.errors import Fault
from suasion.quantities import Quantity

PLACES = ("actor", "target", "lever")
"""Last parts of a name that stand for those of the move."""
MEAN_TIMES = (("couplings", "time"), ("moves", "every"), ("deciders", "attention"))
BOUNDS = (("deciders", "unit"), ("deciders", "cap"), ("deciders", "nest"))


def check_stock_names(checked: Checked) -> Iterator[Fault]:
    """Find sums, gates and effects that name a stock that is not there."""
    stocks = checked.ids.get("stocks", frozenset())
    for table, columns in (("terms", ("of", "times")), ("urges", ("of",))):
        for row in checked.case.rows(table):
            for column in columns:
                for name, _ in row.weighted(column):
                    if name != ONE and name not in stocks:
                        yield unknown(row, column, name, stocks, "stock")
    for row in checked.case.rows("moves"):
        for name, _, _ in row.gates("requires"):
            if not _stands(name, stocks):
                yield unknown(row, "requires", name, stocks, "stock")
    for row in checked.case.rows("effects"):
        named = [("stock", row.text("stock")), ("limit", row.text("limit"))]
        named += [("by", name) for name in row.words("by")]
        for column, name in named:
            if name and not _stands(name, stocks):
                yield unknown(row, column, name, stocks, "stock")


def _stands(name: str, stocks: frozenset[str]) -> bool:
    """Tell whether a name is a stock, or stands for one of the actor, target or lever."""
    stem, dot, last = name.rpartition(".")
    if dot and last in PLACES:
        return any(stock.startswith(stem + dot) for stock in stocks)
    return name in stocks


def check_stocks(checked: Checked) -> Iterator[Fault]:
    """Find stocks whose range is upside down, and values outside it."""
    ranges = {}
    for row in checked.case.rows("stocks"):
        low, high = _number(row, "low"), _number(row, "high")
        ranges[row.id] = (low, high)
        if low >= high:
            yield row_fault(
                row,
                "low",
                f"the range of '{row.id}' is upside down",
                got=f"{low:g} to {high:g}",
                expected="low below high",
                fix="correct low or high",
            )
        else:
            yield from _outside(checked, row, "initial", (low, high))
    for row in checked.case.rows("drivers"):
        if row.text("stock") in ranges:
            yield from _outside(checked, row, "value", ranges[row.text("stock")])


def _number(row: Row, column: str) -> float:
    value = row.values.get(column)
    return value if isinstance(value, float) else 0.0


def _outside(
    checked: Checked, row: Row, column: str, allowed: tuple[float, float]
) -> Iterator[Fault]:
    figure = _figure(checked, row, column)
    low, high = allowed
    if figure is not None and not (low <= figure.low and figure.high <= high):
        yield row_fault(
            row,
            column,
            f"{column} lies outside the range of the stock",
            got=figure.text,
            expected=f"{low:g} to {high:g}",
            fix=f"correct {column}, or low and high of the stock",
        )


def _figure(checked: Checked, row: Row, column: str) -> Quantity | None:
    """Return the figure of a cell, of its parameter where it names one."""
    figure = row.figure(column)
    if isinstance(figure, ParameterRef):
        cell = find_cell(checked.case, figure.id)
        figure = cell[0].figure(cell[1]) if cell else None
    return figure if isinstance(figure, Quantity) else None


def check_rates(checked: Checked) -> Iterator[Fault]:
    """Find mean times of nothing, and bounds of a choice that leave no choice."""
    for table, column in (*MEAN_TIMES, *BOUNDS):
        for row in checked.case.rows(table):
            figure = _figure(checked, row, column)
            if figure is not None and figure.low <= 0.0:
                yield row_fault(
                    row,
                    column,
                    f"{column} is not above 0",
                    got=figure.text,
                    expected="above 0, over the whole interval",
                    fix="a mean time of 0 days would mean no end of moves; raise the lower end"
                    if (table, column) in MEAN_TIMES
                    else "raise the lower end",
                )


def check_driven(checked: Checked) -> Iterator[Fault]:
    """Find stocks that are set from outside and changed by a coupling or a move besides."""
    driven = {row.text("stock") for row in checked.case.rows("drivers")}
    changing = [
        (row, "target" if row.text("target") else "source")
        for row in checked.case.rows("couplings")
    ]
    changing += [(row, "stock") for row in checked.case.rows("effects")]
    for row, column in changing:
        if row.text(column) in driven:
            yield row_fault(
                row,
                column,
                f"'{row.text(column)}' is driven from outside, and changed here too",
                got=row.text(column),
                expected="one or the other: the driver has the last word every day",
                fix="take the stock out of drivers.csv, or drop the row",
            )


def check_couplings(checked: Checked) -> Iterator[Fault]:
    """Find couplings whose ends do not fit their kind, and limits of what fills nothing."""
    for row in checked.case.rows("couplings"):
        kind, target = row.text("kind"), row.text("target")
        if kind and (kind == "fades") == bool(target):
            yield row_fault(
                row,
                "target",
                f"a coupling that {kind} has {'no' if kind == 'fades' else 'a'} target",
                got=target,
                expected="an empty cell" if kind == "fades" else "a stock",
                fix="empty target" if kind == "fades" else "name the stock that is acted on",
            )
    for row in checked.case.rows("effects"):
        if row.text("limit") and row.text("kind") not in ("", "fill"):
            yield row_fault(
                row,
                "limit",
                "only what fills has a limit",
                got=row.text("limit"),
                expected="an empty cell unless kind is fill",
                fix="empty limit, or set kind to fill",
            )


def check_window(checked: Checked) -> Iterator[Fault]:
    """Find experiments that begin before the case does."""
    if not checked.heading_text:
        return
    begin = checked.case.meta.window[0]
    for row in checked.case.rows("mechanisms"):
        start = row.values.get("start")
        if isinstance(start, date) and start < begin:
            yield row_fault(
                row,
                "start",
                "an experiment begins before the case does",
                got=str(start),
                expected=f"{begin} or later",
                fix="correct start, or the window in case.toml",
            )
