"""The record as moves: which events of a case are moves of its crisis, on which day, by whom.

An event that names a move in table `events` is that move, made by its source on its target. Where
no version of the move has that source (the police acts, the event names the state), the version
with that target is taken. Predicted events, media items and context never count; alleged ones
only on demand. A move that needs consent is one act, whoever is named first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from attrs import frozen

from suasion.cases.records import Row
from suasion.questions.crisis_structure import CaseCrisis

OBSERVED = ("observed",)
WITH_ALLEGED = ("observed", "asserted", "alleged")
_DAY = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@frozen(kw_only=True)
class RecordedAct:
    """One event of the record as a move."""

    day: date
    event: str
    title: str
    move: str


def read_record(
    crisis: CaseCrisis, begin: date, end: date, *, alleged: bool = False
) -> tuple[RecordedAct, ...]:
    """Return the acts of the record from `begin` to before `end`, in order of days.

    The day of an event is that known from outside the coded sources, else the middle of the days
    on which it may have begun and was known.
    """
    kinds = WITH_ALLEGED if alleged else OBSERVED
    found = []
    for row in crisis.view.rows("events"):
        day = day_of(row)
        if row.text("move") and row.text("modality") in kinds and begin <= day < end:
            found += [
                RecordedAct(day=day, event=row.id, title=row.title, move=name)
                for name in _moves(crisis, row)
            ]
    return tuple(sorted(found, key=lambda act: (act.day, act.event, act.move)))


def day_of(row: Row) -> date:
    """Return the day of an event: from outside where known, else the middle of its interval."""
    outside = _outside_day(row.text("date_known_outside"))
    if outside is not None:
        return outside
    first, last = row.values.get("date_start"), row.values.get("date_end")
    if not isinstance(first, date) or not isinstance(last, date):
        raise TypeError(f"event {row.id} has no days")  # the format requires both
    last = max(first, min(last, row.known_from or last))
    return first + timedelta(days=(last - first).days // 2)


def _outside_day(text: str) -> date | None:
    """Return the day that a text begins with; None where it names no whole day.

    Examples
    --------
    >>> _outside_day("2025-06-28/29"), _outside_day("2025-08/2025-10"), _outside_day("2025-02-30")
    (datetime.date(2025, 6, 28), None, None)
    """
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _moves(crisis: CaseCrisis, row: Row) -> tuple[str, ...]:
    """Return the versions of the move that an event is."""
    sources, targets = row.words("source_actor"), row.words("target_actor")
    own = [one for one in crisis.versions if one.row.id == row.text("move")]
    named = [one for one in own if one.actor in sources and one.target in targets]
    found = named or [one for one in own if one.target in targets][:1]
    if any(one.row.words("consent") for one in found):
        found = found[:1]
    return tuple(one.id for one in found)
