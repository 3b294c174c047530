"""Copies of one report: a table that names an event three times knows no more than once."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from suasion.cases import Case
from suasion.cases.records import Row

MARK = "+single-events"
"""Added to the digest of a case from which copies were taken, so that nothing is confused."""


def single_events(case: Case, day: date) -> tuple[Case, int]:
    """Return the case without copies among the events known on a day, and how many there were.

    Model
        Two rows are copies if who, to whom, what (as words), which move and the days are the
        same. An observed row is kept before an alleged one, then the one known first, then the
        first by id. Rows known later are left as they are: nobody saw them on that day.

    Examples
    --------
    >>> from suasion.cases import load_case
    >>> case = load_case("rus-aze-2025")
    >>> single_events(case, case.meta.as_of)[1]
    0
    """
    known: dict[tuple[object, ...], Row] = {}
    later: list[Row] = []
    rows = case.rows("events")
    for row in rows:
        if row.known_from is not None and row.known_from > day:
            later.append(row)
            continue
        key = _content(row)
        known[key] = min(known.get(key, row), row, key=_rank)
    dropped = len(rows) - len(known) - len(later)
    if not dropped:
        return case, 0
    kept = sorted((*known.values(), *later), key=lambda row: row.line)
    tables = {**case.tables, "events": tuple(kept)}
    return evolve(case, tables=tables, digest=case.digest + MARK), dropped


def _content(row: Row) -> tuple[object, ...]:
    """Return what two reports of one event have in common."""
    days = tuple(row.values.get(name) for name in ("date_start", "date_end"))
    actors = (row.words("source_actor"), row.words("target_actor"))
    words = " ".join(row.text("what").casefold().split())
    return (row.text("move"), row.text("date_known_outside"), *days, *actors, words)


def _rank(row: Row) -> tuple[bool, date, str]:
    return (row.text("modality") != "observed", row.known_from or date.min, row.id)
