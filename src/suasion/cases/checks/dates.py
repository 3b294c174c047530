"""Days: in their order, and nothing known before it could be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from suasion.cases.checks.findings import Checked, row_fault
from suasion.cases.records import Row
from suasion.errors import Fault
from suasion.schema import table_schema

_ORDERED = (
    ("events", "date_start", "date_end"),
    ("predictions", "made", "horizon"),
)
SHOWN = 8
"""Ids named in a warning of many rows."""
_HAPPENED = frozenset(("observed", "asserted", "alleged", "media item"))


def _day(row: Row, column: str) -> date | None:
    value = row.values.get(column)
    return value if isinstance(value, date) else None


def check_order(checked: Checked) -> Iterator[Fault]:
    """Find periods that end before they begin."""
    spans = [(name, "valid_from", "valid_to") for name in checked.case.tables]
    for table, begin, end in (*spans, *_ORDERED):
        for row in checked.case.rows(table):
            first, last = _day(row, begin), _day(row, end)
            if first is not None and last is not None and first > last:
                yield row_fault(
                    row,
                    end,
                    f"{begin} lies after {end}",
                    got=f"{first} to {last}",
                    expected=f"{begin} on or before {end}",
                    fix="swap or correct the two days",
                )


def check_foresight(checked: Checked) -> Iterator[Fault]:
    """Find events known before they began, and predictions known before they were made."""
    for row in checked.case.rows("events"):
        begins = _day(row, "date_start")
        if row.text("modality") in _HAPPENED and begins and (row.known_from or begins) < begins:
            yield _too_early(row, "date_start", begins)
    for row in checked.case.rows("predictions"):
        made = _day(row, "made")
        if made and (row.known_from or made) < made:
            yield _too_early(row, "made", made)


def _too_early(row: Row, column: str, earliest: date) -> Fault:
    return row_fault(
        row,
        "known_from",
        f"known before {column}",
        got=row.known_from,
        expected=f"{earliest} or later",
        fix=f"correct known_from or {column}; as it is, a run as of an earlier day would see it",
    )


def warn_never_seen(checked: Checked) -> Iterator[Fault]:
    """Warn, once for each table, of rows that become known only after the window has ended."""
    last = checked.case.meta.window[1]
    for table, rows in checked.case.tables.items():
        late = [row for row in rows if row.known_from is not None and row.known_from > last]
        if late:
            shown = ", ".join(row.id for row in late[:SHOWN]) + (", ..." * (len(late) > SHOWN))
            yield Fault(
                file=f"{table}.csv",
                row=late[0].line,
                column="known_from",
                problem=f"rows become known only after the window ({len(late)}); no run sees them",
                got=shown,
                expected=f"{last} or earlier",
                fix="widen the window in case.toml, correct the day, or leave them as background",
            )


def warn_known_before_statements(checked: Checked) -> Iterator[Fault]:
    """Warn of rows with figures that are seen before any statement that they rest on."""
    known: dict[str, date] = {}
    for row in checked.case.rows("statements"):
        day = row.known_from or date.min
        known[row.id] = min(known.get(row.id, day), day)
    for table, rows in checked.case.tables.items():
        for row in rows if table_schema(table).quantities else ():
            days = [known[item] for item in row.words("statements") if item in known]
            if days and row.known_from is not None and row.known_from < min(days):
                yield row_fault(
                    row,
                    "known_from",
                    "the row is known before any statement that it rests on",
                    got=row.known_from,
                    expected=f"{min(days)} or later",
                    fix="correct known_from here or in statements.csv",
                )
