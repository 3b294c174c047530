"""The record as the likelihood reads it: which acts count, how else they may be coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from math import log

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from suasion.cases import Case
from suasion.cases.nearest import suggestion
from suasion.crisis import RecordedMove
from suasion.errors import InputError
from suasion.questions.crisis_numbers import days_between
from suasion.questions.crisis_record import RecordedAct, read_record
from suasion.questions.crisis_structure import CaseCrisis
from suasion.questions.outlook_measures import between_sides

Marks = NDArray[np.bool_]
BASE, UNCERTAIN = "as coded", "uncertain acts"
SURE = 0.8
"""Certainty from which an act counts as having happened."""
MOST_UNCERTAIN = 4
"""Uncertain events that are kept open at once: 16 records."""


@frozen(kw_only=True)
class Branch:
    """One record that may be true."""

    acts: tuple[RecordedMove, ...]
    weights: tuple[tuple[int, float], ...] = ()
    """Day and log weight of each uncertain event, as it is taken here."""


@frozen(kw_only=True)
class Coding:
    """One way to code the record: a record, or a mixture of such."""

    id: str
    title: str
    branches: tuple[Branch, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def base(self) -> tuple[RecordedMove, ...]:
        """Return the acts of the first record."""
        return self.branches[0].acts


@frozen(kw_only=True, eq=False)
class RecordWindow:
    """The days of a record and the moves that it is scored on."""

    crisis: CaseCrisis
    begin: date
    end: date
    """The first day that does not belong to it."""
    scored: Marks
    """[moves]"""

    @property
    def days(self) -> int:
        """Return the length of the record."""
        return days_between(self.begin, self.end)


def record_window(crisis: CaseCrisis, begin: date, end: date) -> RecordWindow:
    """Return the window of a record: scored are acts that one side may choose towards the other.

    Press, police, third actors and what nobody chooses act on the state as they did, unscored;
    so do moves without an event code, where others have one: no record would hold them.
    """
    sides = crisis.view.meta.dyad
    is_coded = any(one.row.text("cameo") for one in crisis.versions)
    chosen = [
        one.actor in sides
        and "every" in one.row.given
        and (bool(one.row.text("cameo")) or not is_coded)
        for one in crisis.versions
    ]
    return RecordWindow(
        crisis=crisis,
        begin=begin,
        end=end,
        scored=between_sides(crisis) & np.array(chosen, dtype=bool),
    )


def read_codings(window: RecordWindow) -> tuple[Coding, ...]:
    """Return the record as coded, then each way of coding that the case names, then doubts.

    Raises
    ------
    InputError
        A row of codings.csv names an event or a move that is not there (C1).
    """
    found = [_coding(window, window.crisis, BASE, BASE)]
    for row in window.crisis.view.rows("codings"):
        changes = parse_changes(window.crisis.view, row.text("changes"), row.id)
        changed = _recoded(window.crisis, changes)
        found.append(_coding(window, changed, row.id, row.title))
    doubtful = _doubtful(window)
    return (*found, doubtful) if doubtful else tuple(found)


def parse_changes(view: Case, text: str, where: str) -> Mapping[str, str]:
    """Return event and move of each change: `E1=apology; E2=` (nothing: the act is left out).

    Events that are not known yet are passed over.

    Raises
    ------
    InputError
        The text has another form, or names a move that is not there (C1).
    """
    moves = frozenset(row.id for row in view.rows("moves"))
    events = frozenset(row.id for row in view.rows("events"))
    found = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        event, sign, move = (piece.strip() for piece in part.partition("="))
        if not sign or not event or (move and move not in moves):
            raise InputError(
                f"'{part}' is no change of coding",
                where=f"codings.csv, {where}, column changes",
                got=part,
                expected="EVENT=MOVE, or EVENT= to leave it out, separated by semicolons",
                fix=suggestion(move, moves, "see moves.csv") if move else "write EVENT=MOVE",
            )
        if event in events:
            found[event] = move
    return found


def _recoded(crisis: CaseCrisis, changes: Mapping[str, str]) -> CaseCrisis:
    view = crisis.view
    rows = tuple(
        evolve(row, values={**row.values, "move": changes[row.id]}) if row.id in changes else row
        for row in view.rows("events")
    )
    return evolve(crisis, view=evolve(view, tables={**view.tables, "events": rows}))


def _coding(window: RecordWindow, crisis: CaseCrisis, name: str, title: str) -> Coding:
    acts = read_record(crisis, window.begin, window.end)
    return Coding(id=name, title=title, branches=(Branch(acts=placed_acts(window, acts)),))


def placed_acts(window: RecordWindow, acts: Sequence[RecordedAct]) -> tuple[RecordedMove, ...]:
    """Return acts by day from the first day of the window; those not scored are given."""
    places = window.crisis.move_places
    return tuple(
        RecordedMove(
            day=days_between(window.begin, act.day),
            move=act.move,
            given=not window.scored[places[act.move]],
        )
        for act in acts
    )


def pace_of(window: RecordWindow, acts: Sequence[RecordedMove]) -> float:
    """Return scored acts per day and move: what a move comes to if all are alike."""
    n_scored = sum(not act.given for act in acts)
    return max(n_scored, 1) / (max(window.days, 1) * max(int(window.scored.sum()), 1))


def _doubtful(window: RecordWindow) -> Coding | None:
    """Return the mixture over what happened and what was a false report.

    Model
        An event of certainty c happened with weight c / p for each scored act, p the pace of a
        move, and did not with 1 - c: a move at that pace leaves the certainty as it is.
    """
    acts = read_record(window.crisis, window.begin, window.end, alleged=True)
    certainty = {row.id: _certainty(row.values) for row in window.crisis.view.rows("events")}
    unsure = sorted({act.event for act in acts if certainty[act.event] < SURE})
    if not unsure:
        return None
    ranked = sorted(unsure, key=lambda event: (abs(certainty[event] - 0.5), event))
    opened, rest = sorted(ranked[:MOST_UNCERTAIN]), ranked[MOST_UNCERTAIN:]
    left_out = {event for event in rest if certainty[event] < 0.5}
    kept = [act for act in acts if act.event not in left_out]
    pace = pace_of(window, placed_acts(window, kept))
    listed = ", ".join(sorted(rest))
    notes = [f"Uncertain too, yet taken as coded and not as mixtures: {listed}."] if rest else []
    return Coding(
        id=UNCERTAIN,
        title=f"{', '.join(opened)} each with its certainty, or a false report",
        branches=tuple(
            _branch(window, kept, dict(zip(opened, taken, strict=True)), certainty, pace)
            for taken in product((True, False), repeat=len(opened))
        ),
        notes=tuple(notes),
    )


def _certainty(values: Mapping[str, object]) -> float:
    value = values.get("certainty")
    return value if isinstance(value, float) else 1.0


def _branch(
    window: RecordWindow,
    acts: Sequence[RecordedAct],
    taken: Mapping[str, bool],
    certainty: Mapping[str, float],
    pace: float,
) -> Branch:
    weights = []
    for event, happened in taken.items():
        own = placed_acts(window, [act for act in acts if act.event == event])
        share = min(max(certainty[event], 1e-6), 1.0 - 1e-6)
        n_scored = sum(not act.given for act in own)
        weight = log(share) - n_scored * log(pace) if happened else log(1.0 - share)
        weights.append((own[0].day, weight))
    kept = [act for act in acts if taken.get(act.event, True)]
    return Branch(acts=placed_acts(window, kept), weights=tuple(weights))
