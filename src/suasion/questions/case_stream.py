"""A case's own events as a stream: observed ones, alleged ones where asked for, others never.

The events of a case are dated by intervals. One that can be dated within `WIDEST` days stands on
the middle of its interval; wider ones are standing conditions or undated and are left out, with a
line in the account. `draw_stream` draws the days from their intervals instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np
from attrs import evolve, frozen

from suasion.cases import Case
from suasion.cases.records import Row
from suasion.events.account import Account
from suasion.events.importing.event_classes import find_class
from suasion.events.stream import Stream, stream_from_rows

WIDEST = 62
"""Days that the interval of an event may span: two months."""
NEVER = ("predicted", "media item", "context")
"""Modalities of what did not happen, or was only written."""
SCALE = "coder's scores on the range of Goldstein"


@frozen(kw_only=True)
class CaseEvent:
    """One act of one actor on another, with the interval of its day and its credence."""

    row: str
    source: str
    target: str
    first: date
    last: date
    code: str
    event_class: str
    intensity: float | None
    certainty: float

    @property
    def middle(self) -> date:
        """Return the middle of the interval."""
        return self.first + (self.last - self.first) / 2


@frozen(kw_only=True)
class CaseEvents:
    """The events of a case that can stand in a stream."""

    events: tuple[CaseEvent, ...]
    rows_in: int
    dropped: Mapping[str, int]
    added: int
    """Acts beyond one for a row, where several act or are acted on."""


def case_events(view: Case, *, alleged: bool = False) -> CaseEvents:
    """Return the acts of a view's events table.

    Alleged events come only where asked for; their `certainty` is the weight that they are no
    false report. Predicted ones, items of media and context never come.

    Examples
    --------
    >>> from suasion.cases import case_as_of, load_case
    >>> case = load_case("rus-aze-2025")
    >>> found = case_events(case_as_of(case, case.meta.as_of))
    >>> len(found.events) == found.rows_in + found.added - sum(found.dropped.values())
    True
    """
    events: list[CaseEvent] = []
    dropped: dict[str, int] = {}
    added = 0
    rows = view.rows("events")
    for row in rows:
        reason = _reason(row, view.meta.as_of, alleged=alleged)
        acts = () if reason else tuple(_acts(row))
        if not acts:
            reason = reason or "nobody acts on another"
            dropped[reason] = dropped.get(reason, 0) + 1
            continue
        events += acts
        added += len(acts) - 1
    return CaseEvents(events=tuple(events), rows_in=len(rows), dropped=dropped, added=added)


def _reason(row: Row, day: date, *, alleged: bool) -> str:
    """Return why an event stays out of the stream; empty where it does not."""
    modality = row.text("modality")
    if modality in NEVER:
        return f"modality: {modality}"
    if modality == "alleged" and not alleged:
        return "modality: alleged"
    first, last = row.values.get("date_start"), row.values.get("date_end")
    if not isinstance(first, date) or not isinstance(last, date):
        return "no day"
    if (last - first).days > WIDEST:
        return f"not dated within {WIDEST} days"
    if first > day:
        return "after the as-of day"
    return "" if find_class(_code(row), "cameo") else "no event code"


def _code(row: Row) -> str:
    return row.text("cameo_code") or f"{row.text('cameo_root')}0"


def _acts(row: Row) -> Iterator[CaseEvent]:
    intensity, certainty = row.values.get("intensity"), row.values.get("certainty")
    first, last = row.values["date_start"], row.values["date_end"]
    for source in row.words("source_actor"):
        for target in row.words("target_actor"):
            if source != target and isinstance(first, date) and isinstance(last, date):
                yield CaseEvent(
                    row=row.id,
                    source=source,
                    target=target,
                    first=first,
                    last=last,
                    code=_code(row),
                    event_class=find_class(_code(row), "cameo") or "",
                    intensity=intensity if isinstance(intensity, float) else None,
                    certainty=certainty if isinstance(certainty, float) else 1.0,
                )


def case_stream(view: Case, *, alleged: bool = False) -> Stream:
    """Return the events of a view as a stream, each on the middle of its interval."""
    found = case_events(view, alleged=alleged)
    return _stream(view, found, [event.middle for event in found.events])


def draw_stream(view: Case, found: CaseEvents, rng: np.random.Generator) -> Stream:
    """Return the stream with each event on a day drawn evenly from its interval."""
    days = [
        event.first + timedelta(days=int(rng.integers(0, (event.last - event.first).days + 1)))
        for event in found.events
    ]
    return _stream(view, found, days)


def _stream(view: Case, found: CaseEvents, days: list[date]) -> Stream:
    rows = [
        {
            "day": min(day, view.meta.as_of),
            "source": event.source,
            "target": event.target,
            "code": event.code,
            "event_class": event.event_class,
            "intensity": event.intensity,
            "reports": 1,
            "source_row": f"{view.name} events.csv {event.row}",
        }
        for day, event in zip(days, found.events, strict=True)
    ]
    stream = stream_from_rows(rows, scale=SCALE, format="case")
    added = {"several actors on a side": found.added} if found.added else {}
    account = Account(
        rows_in=found.rows_in, rows_out=len(rows), dropped=dict(found.dropped), added=added
    )
    return evolve(stream, account=account)
