"""The columns of an ensemble's tables: short names that stay, each with type, unit and title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl
from attrs import frozen

from suasion.comparison.observations import Observation
from suasion.crisis.model import CLASSES
from suasion.questions.crisis_structure import CaseCrisis
from suasion.questions.outlook_measures import (
    ANY_DEED,
    FRIENDLY_ACTS,
    HOSTILE_ACTS,
    RELAPSE,
    outcome_titles,
)

PATHS, FIGURES, FAILURES = "paths", "figures", "failures"
"""The tables of an ensemble, which are also the folders that they lie in."""
YES_OR_NO, COUNT, NUMBER, TEXT = "yes or no", "count", "number", "text"
TYPES: dict[str, type[pl.DataType]] = {
    YES_OR_NO: pl.UInt8,
    COUNT: pl.Int32,
    NUMBER: pl.Float64,
    TEXT: pl.String,
}
"""Yes is 1 and no 0, since databases and spreadsheets take means of numbers only."""
SHORT = {
    ANY_DEED: "any_deed",
    RELAPSE: "hostile_spell",
    HOSTILE_ACTS: "hostile_acts",
    FRIENDLY_ACTS: "friendly_acts",
}
LONGEST = 40
"""Letters of a name made from a title at most."""
OUTCOME, ACTS, SEEN = "outcome_", "acts_", "seen_"
"""How the names of the columns of each family begin."""


@frozen(kw_only=True)
class EnsembleColumn:
    """One column of one table of an ensemble."""

    table: str
    name: str
    type: str
    """yes or no (1 or 0), count, number or text."""
    unit: str
    """1 where there is none."""
    title: str


def path_columns(
    crisis: CaseCrisis, observations: Sequence[Observation]
) -> tuple[EnsembleColumn, ...]:
    """Return the columns of the table of paths, in the order in which a draw gives its values.

    Parameters
    ----------
    crisis : CaseCrisis
    observations : sequence of Observation
        What one could go and look at.

    Returns
    -------
    tuple of EnsembleColumn
        draw, path, then outcomes, acts by actor and class, tension, observations.
    """
    taken: set[str] = set()
    found = [_column("draw", COUNT, "number of the draw; 0 is the first")]
    found += [_column("path", COUNT, "number of the path within its draw; 0 is the first")]
    for title in outcome_titles(crisis):
        counted = title in (HOSTILE_ACTS, FRIENDLY_ACTS)
        name = _free(OUTCOME + SHORT.get(title, short_name(title)), taken)
        found.append(_column(name, COUNT if counted else YES_OR_NO, title))
    for actor, act_class in act_kinds(crisis):
        title = f"acts of {actor} towards anyone, class {act_class}"
        found.append(_column(_free(f"{ACTS}{short_name(actor)}_{act_class}", taken), COUNT, title))
    found.append(_column("tension_end", NUMBER, "tension at the end of the last day"))
    found.append(_column("tension_peak", NUMBER, "highest tension at the end of a day"))
    found += _seen(observations, taken)
    return tuple(found)


def _column(name: str, kind: str, title: str) -> EnsembleColumn:
    return EnsembleColumn(table=PATHS, name=name, type=kind, unit="1", title=title)


def _seen(observations: Sequence[Observation], taken: set[str]) -> Iterator[EnsembleColumn]:
    for one in observations:
        kind = YES_OR_NO if all(each.sign for each in one.conditions) else NUMBER
        yield _column(_free(SEEN + short_name(one.id), taken), kind, f"{one.title}: {one.text}")


def short_name(title: str) -> str:
    """Return a title as a name of a column: letters, digits and underscores, in lower case.

    Examples
    --------
    >>> short_name("Those responsible are punished!"), short_name("swap-stop")
    ('those_responsible_are_punished', 'swap_stop')
    """
    plain = re.sub(r"\W+", "_", title.lower()).strip("_")
    return plain[:LONGEST].rstrip("_")


def _free(name: str, taken: set[str]) -> str:
    """Return the name, numbered where a column before has it."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found


def act_kinds(crisis: CaseCrisis) -> tuple[tuple[str, str], ...]:
    """Return the pairs of actor and class that a crisis has moves of, sorted by actor."""
    known = {(move.actor, move.klass) for move in crisis.model.moves}
    return tuple(sorted(known, key=lambda pair: (pair[0], CLASSES.index(pair[1]))))


def other_columns() -> tuple[EnsembleColumn, ...]:
    """Return the columns of the tables of figures and of failures."""
    return tuple(
        EnsembleColumn(table=table, name=name, type=kind, unit=unit, title=title)
        for table, name, kind, unit, title in (
            (FIGURES, "draw", COUNT, "1", "number of the draw; 0 is the first"),
            (FIGURES, "address", TEXT, "", "figure; figures.csv says what it is"),
            (FIGURES, "value", NUMBER, "that of the figure", "its value in the draw"),
            (FAILURES, "draw", COUNT, "1", "number of the draw; 0 is the first"),
            (FAILURES, "kind", TEXT, "", "failed: no optimum; explosive: feeds on itself"),
            (FAILURES, "reason", TEXT, "", "what was found"),
        )
    )


def schema_of(columns: Sequence[EnsembleColumn], table: str) -> dict[str, type[pl.DataType]]:
    """Return the types of the columns of one table."""
    return {one.name: TYPES[one.type] for one in columns if one.table == table}
