"""Grievances: what past acts leave behind on an issue, fresh and old.

Model
    Each act that an issue lists hits with s = certainty * |intensity| / 10 if its intensity is
    below zero, else not at all. Fresh grievance F turns into old O with mean time a, and O is
    forgotten with mean time b:  dF/dt = -F/a,  dO/dt = F/a - O/b, so that after t days
    F = s exp(-t/a),  O = s b/(b - a) (exp(-t/b) - exp(-t/a)); for b = a, O = s t/a exp(-t/a).
    An act that lasts counts from its first day, one that is foreseen not before it.

Sources
    Two stages of fading: design, section 9; times are parameters of the case.
"""

from __future__ import annotations

import math
from datetime import date

from attrs import frozen

from suasion.cases import Case
from suasion.cases.records import Row
from suasion.cases.values import Values

FULL = 10.0
"""Intensity of an act of full conflict on the scale of the events table."""


@frozen(kw_only=True)
class Grievance:
    """What acts have left behind on one issue, in acts of full conflict."""

    fresh: float
    old: float

    @property
    def total(self) -> float:
        """Return both together."""
        return self.fresh + self.old


def grievance_of(view: Case, issue: Row, used: Values) -> Grievance:
    """Return the grievance of an issue on the day of the view."""
    fresh_time, old_time = used.need(issue, "fresh_time"), used.need(issue, "old_time")
    fresh = old = 0.0
    for name in issue.words("events"):
        event = view.find("events", name)
        days = _days_since(event, view.meta.as_of) if event is not None else -1.0
        if event is not None and days >= 0.0:
            hit = _hit(event)
            fresh += hit * _share_fresh(days, fresh_time)
            old += hit * _share_old(days, fresh_time, old_time)
    return Grievance(fresh=fresh, old=old)


def _hit(event: Row) -> float:
    intensity, certainty = event.values.get("intensity"), event.values.get("certainty")
    strength = -intensity / FULL if isinstance(intensity, float) else 0.0
    return max(strength, 0.0) * (certainty if isinstance(certainty, float) else 1.0)


def _days_since(event: Row, day: date) -> float:
    begins = event.values.get("date_start")
    return float((day - begins).days) if isinstance(begins, date) else 0.0


def _share_fresh(days: float, fresh_time: float) -> float:
    if fresh_time <= 0.0:
        return 0.0 if days > 0.0 else 1.0
    return math.exp(-days / fresh_time)


def _share_old(days: float, fresh_time: float, old_time: float) -> float:
    """Return the share of a hit that is old and not forgotten after so many days."""
    if old_time <= 0.0:
        return 0.0
    if fresh_time <= 0.0:
        return math.exp(-days / old_time) if days > 0.0 else 0.0
    if math.isclose(fresh_time, old_time):
        return days / fresh_time * math.exp(-days / fresh_time)
    apart = math.exp(-days / old_time) - math.exp(-days / fresh_time)
    return old_time / (old_time - fresh_time) * apart
