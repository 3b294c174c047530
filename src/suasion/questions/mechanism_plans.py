"""From the rows of mechanisms to experiments, grouped by the day on which they begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from suasion.cases import Case
from suasion.cases.nearest import suggestion
from suasion.cases.records import Row
from suasion.crisis import Experiment
from suasion.errors import InputError

DEFAULT_DAYS = 180
DEFAULT_DRAWS = 64
FEWEST = 2
"""Draws that an interval takes at least."""


@frozen(kw_only=True)
class Group:
    """Experiments that begin on one day."""

    start: date
    experiments: tuple[Experiment, ...]

    @property
    def days(self) -> int:
        """Return the days that the longest of them takes."""
        return max(one.days for one in self.experiments)


def require_draws(draws: int) -> None:
    """Raise InputError where there are too few draws for an interval (C1)."""
    if draws < FEWEST:
        raise InputError(
            "an experiment needs draws",
            where="option --draws",
            got=str(draws),
            expected=f"{FEWEST} or more: the interval of an effect is that of its mean over draws",
            fix=f"ask for example for {DEFAULT_DRAWS}",
        )


def chosen_rows(view: Case, only: Sequence[str]) -> tuple[Row, ...]:
    """Return the mechanisms asked for, all by default.

    Raises
    ------
    InputError
        One of them is not in the case (C1).
    """
    rows = view.rows("mechanisms")
    known = frozenset(row.id for row in rows)
    for name in only:
        if name not in known:
            raise InputError(
                f"unknown mechanism '{name}'",
                where="option --only",
                got=name,
                expected="an id of mechanisms.csv",
                fix=suggestion(name, known, "see mechanisms.csv"),
            )
    return tuple(row for row in rows if not only or row.id in only)


def group_experiments(view: Case, rows: Sequence[Row]) -> tuple[Group, ...]:
    """Return the experiments that rows declare, grouped by their first day."""
    begin = view.meta.window[0]
    found: dict[date, list[Experiment]] = {}
    for row in rows:
        if row.text("treatment"):
            start = row.values.get("start")
            found.setdefault(start if isinstance(start, date) else begin, []).append(
                read_experiment(row)
            )
    return tuple(Group(start=start, experiments=tuple(own)) for start, own in sorted(found.items()))


def read_experiment(row: Row) -> Experiment:
    """Return the experiment that a row declares."""
    days = row.values.get("days")
    return Experiment(
        id=row.id,
        edges=_split(row.text("edges")),
        treatment=row.text("treatment"),
        reverse=row.text("reverse"),
        metric=row.text("metric"),
        expected=row.text("expected_sign"),
        rival=_split(row.text("rival")),
        days=int(days) if isinstance(days, float) else DEFAULT_DAYS,
        base=row.text("setting"),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
