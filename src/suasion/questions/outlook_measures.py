"""What is read off the paths of one draw: observables by day, counts of moves, named outcomes.

Outcomes
    Each is one number for a path; its probability or mean over paths is that of the draw.
    cooperation: sum of intensities of the acts between the two sides within 30 days.
    relapse: a hostile spell, four hostile deeds within 30 days, begins after the first 14 days.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.cases.sums import ONE
from suasion.crisis import Gauge, Paths
from suasion.crisis.model import CLASSES, HOSTILE
from suasion.questions.crisis_structure import CaseCrisis

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]
Marks = NDArray[np.bool_]
Places = NDArray[np.int64]
WINDOW = 30
"""Days over which acts are counted for a spell or for cooperation."""
SPELL = 4
"""Hostile deeds within the window that make a hostile spell."""
QUIET = 14
"""Days at the start in which a spell is the tail of what was before."""
TENSION, COOPERATION, HOSTILITY = "tension", "cooperation", "hostility"
DERIVED = {
    TENSION: "Tension",
    COOPERATION: "Net cooperation, sum of intensities in 30 days",
    HOSTILITY: "Hostile acts in 30 days",
}
DEED = "material_conflict"
ANY_DEED = "a hostile deed within 30 days"
RELAPSE = "a hostile spell: four hostile deeds within 30 days"
HOSTILE_ACTS = "hostile acts between the sides"
FRIENDLY_ACTS = "friendly acts between the sides"


@frozen(kw_only=True, eq=False)
class Measured:
    """The numbers of one draw."""

    observables: Floats
    """[observables, paths, days + 1]"""
    counts: Counts
    """[paths, moves]"""
    outcomes: Floats
    """[outcomes, paths]"""


def observable_titles(crisis: CaseCrisis) -> Mapping[str, str]:
    """Return the observables of a case with their titles: derived ones, then stocks shown."""
    shown = {row.id: row.title for row in crisis.stocks if row.values.get("shown")}
    return {**DERIVED, **shown}


def gauges(crisis: CaseCrisis) -> tuple[Gauge, ...]:
    """Return the gauges that the observables need: tension, then the stocks shown."""
    tension = next((term.of for term in crisis.model.terms if term.form == "rupture"), ())
    named = [name for name in observable_titles(crisis) if name not in DERIVED]
    return (
        Gauge(name=TENSION, of=tension or ((ONE, 0.0),)),
        *(Gauge(name=name, of=((name, 1.0),)) for name in named),
    )


def sides_of_moves(crisis: CaseCrisis) -> Mapping[str, str]:
    """Return the side of the dyad whose acts those of each decider count as; none for thirds."""
    return {row.text("actor"): row.text("side") for row in crisis.deciders if row.text("side")}


def between_sides(crisis: CaseCrisis) -> Marks:
    """Return which moves are made for one side of the dyad towards the other."""
    side_of = sides_of_moves(crisis)
    return np.array(
        [
            move.actor in side_of and move.target in side_of and side_of[move.actor] != move.target
            for move in crisis.model.moves
        ],
        dtype=bool,
    )


def named_outcomes(crisis: CaseCrisis) -> Mapping[str, Marks]:
    """Return the outcomes that moves bring about, with the moves that do."""
    labels = [one.row.text("outcome") for one in crisis.versions]
    return {
        label: np.array([one == label for one in labels], dtype=bool)
        for label in dict.fromkeys(filter(None, labels))
    }


def measure_paths(crisis: CaseCrisis, paths: Paths) -> Measured:
    """Return what the paths of one draw show."""
    model, dyadic = crisis.model, between_sides(crisis)
    events = paths.events[~paths.events["injected"]]
    at = (events["path"] - paths.first_path, events["day"], events["move"])
    intensity = np.array([move.intensity for move in model.moves])
    daily = {
        COOPERATION: _daily(paths, at, np.where(dyadic, intensity, 0.0)),
        HOSTILITY: _daily(paths, at, _of_class(crisis, *HOSTILE).astype(float)),
        DEED: _daily(paths, at, _of_class(crisis, DEED).astype(float)),
    }
    rolled = {name: _rolled(table) for name, table in daily.items()}
    stocks = np.moveaxis(paths.gauges, 2, 0)
    counts = np.zeros((paths.paths, len(model.moves)), dtype=np.int32)
    np.add.at(counts, (at[0], at[2]), 1)
    return Measured(
        observables=np.concatenate(
            [stocks[:1], rolled[COOPERATION][None], rolled[HOSTILITY][None], stocks[1:]]
        ),
        counts=counts,
        outcomes=_outcomes(crisis, counts, daily[DEED], rolled[DEED]),
    )


def _of_class(crisis: CaseCrisis, *classes: str) -> Marks:
    """Return which moves between the sides are of some classes."""
    found = [move.klass in classes for move in crisis.model.moves]
    return np.asarray(np.array(found, dtype=bool) & between_sides(crisis))


def _daily(paths: Paths, at: tuple[Places, Places, Places], worth: Floats) -> Floats:
    table = np.zeros((paths.paths, paths.days + 1))
    np.add.at(table, (at[0], at[1] + 1), worth[at[2]])
    return table


def _rolled(table: Floats) -> Floats:
    """Return sums over the last 30 days."""
    total = np.cumsum(table, axis=1)
    found = total.copy()
    found[:, WINDOW:] -= total[:, :-WINDOW]
    return np.asarray(found)


def outcome_titles(crisis: CaseCrisis) -> tuple[str, ...]:
    """Return the names of the outcomes, those that the case names last."""
    return (ANY_DEED, RELAPSE, HOSTILE_ACTS, FRIENDLY_ACTS, *named_outcomes(crisis))


def _outcomes(crisis: CaseCrisis, counts: Counts, deeds: Floats, rolled: Floats) -> Floats:
    spells = rolled[:, QUIET + 1 :] >= SPELL
    friendly = tuple(name for name in CLASSES if name not in HOSTILE)
    found = {
        ANY_DEED: deeds[:, : WINDOW + 1].sum(axis=1) > 0,
        RELAPSE: spells.any(axis=1) if spells.shape[1] else np.zeros(len(deeds), dtype=bool),
        HOSTILE_ACTS: counts[:, _of_class(crisis, *HOSTILE)].sum(axis=1),
        FRIENDLY_ACTS: counts[:, _of_class(crisis, *friendly)].sum(axis=1),
        **{name: counts[:, own].sum(axis=1) > 0 for name, own in named_outcomes(crisis).items()},
    }
    return np.array([found[name] for name in outcome_titles(crisis)], dtype=np.float64)
