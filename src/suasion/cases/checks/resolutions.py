"""What settles predictions: once each, with a source, and not before it happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from suasion.cases.checks.findings import Checked, row_fault
from suasion.cases.records import Row
from suasion.errors import Fault


def check_resolutions(checked: Checked) -> Iterator[Fault]:
    """Find predictions settled twice, without a source, or before they were made or known."""
    predictions = {row.id: row for row in checked.case.rows("predictions")}
    settled: dict[str, str] = {}
    for row in checked.case.rows("resolutions"):
        first = settled.setdefault(row.text("prediction"), row.id)
        if first != row.id:
            yield _twice(row, first)
        if not row.words("statements") and not row.text("source"):
            yield _without_source(row)
        yield from _out_of_order(row, predictions.get(row.text("prediction")))


def _twice(row: Row, first: str) -> Fault:
    return row_fault(
        row,
        "prediction",
        f"'{row.text('prediction')}' is settled twice",
        got=f"{first} and {row.id}",
        expected="one resolution for a prediction",
        fix="remove one of the two rows",
    )


def _without_source(row: Row) -> Fault:
    return row_fault(
        row,
        "source",
        "a prediction is settled without a source",
        got="",
        expected="statements, or a source in words",
        fix="name what says so, or leave the prediction open",
    )


def _out_of_order(row: Row, prediction: Row | None) -> Iterator[Fault]:
    day = row.values.get("day")
    if not isinstance(day, date):
        return
    if prediction is not None:
        yield from _outside(row, day, prediction)
    if row.known_from is not None and row.known_from < day:
        yield row_fault(
            row,
            "known_from",
            "known before it was settled",
            got=row.known_from,
            expected=f"{day} or later",
            fix="correct known_from or day; as it is, a run as of an earlier day would see it",
        )


def _outside(row: Row, day: date, prediction: Row) -> Iterator[Fault]:
    """Find days before a prediction was made, and what came true too late."""
    made, horizon = (prediction.values.get(name) for name in ("made", "horizon"))
    if isinstance(made, date) and day < made:
        yield row_fault(
            row,
            "day",
            "settled before the prediction was made",
            got=day,
            expected=f"{made} or later",
            fix="correct the day; what came before was no prediction",
        )
    if row.text("outcome") == "yes" and isinstance(horizon, date) and day > horizon:
        yield row_fault(
            row,
            "day",
            "came true after the horizon",
            got=day,
            expected=f"{horizon} or earlier",
            fix="correct the day, or settle it with no: what comes too late does not count",
        )
