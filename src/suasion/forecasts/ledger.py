"""The ledger: predictions of a case with what settled them, as of a day."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from suasion.cases import Case
from suasion.cases.nearest import suggestion
from suasion.cases.records import Row
from suasion.errors import InputError

YES, NO, VOID = "yes", "no", "void"


@frozen(kw_only=True)
class Entry:
    """One prediction, and its resolution where it has one."""

    id: str
    speaker: str
    account: str
    """Whose prediction it is."""
    text: str
    criterion: str
    made: date
    horizon: date | None
    condition: str
    observable: str
    note: str
    outcome: str
    """`yes`, `no`, `void`; empty: it waits."""
    settled: date | None
    source: str
    """Statements and source of the resolution."""

    @property
    def is_scored(self) -> bool:
        """Return whether it came true or did not; void ones and those that wait do not count."""
        return self.outcome in (YES, NO)


def read_ledger(view: Case, only: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """Return the predictions that a view shows, all by default, in the order of the table.

    Raises
    ------
    InputError
        One asked for is not there (C1).
    """
    known = frozenset(row.id for row in view.rows("predictions"))
    for name in only:
        if name not in known:
            raise unknown_prediction(name, known, f"the case as of {view.meta.as_of}")
    settled = {row.text("prediction"): row for row in view.rows("resolutions")}
    return tuple(
        _entry(row, settled.get(row.id))
        for row in view.rows("predictions")
        if not only or row.id in only
    )


def unknown_prediction(name: str, known: frozenset[str], where: str) -> InputError:
    """Return the error for a prediction that there is not."""
    return InputError(
        f"there is no prediction '{name}'",
        where=where,
        got=name,
        expected="an id of predictions.csv that is known on the day",
        fix=suggestion(name, known, "list them, or look from a later day with --as-of"),
    )


def _entry(row: Row, resolution: Row | None) -> Entry:
    return Entry(
        id=row.id,
        speaker=row.text("speaker"),
        account=row.text("account"),
        text=row.text("text"),
        criterion=row.text("criterion"),
        made=_made(row),
        horizon=_day(row, "horizon"),
        condition=row.text("condition"),
        observable=row.text("observable"),
        note=row.text("note"),
        outcome="" if resolution is None else resolution.text("outcome"),
        settled=None if resolution is None else _day(resolution, "day"),
        source="" if resolution is None else _source(resolution),
    )


def _made(row: Row) -> date:
    made = _day(row, "made")
    if made is None:
        raise TypeError(f"prediction {row.id} has no day")  # the format requires it
    return made


def _day(row: Row, column: str) -> date | None:
    value = row.values.get(column)
    return value if isinstance(value, date) else None


def _source(row: Row) -> str:
    named = ";".join(row.words("statements"))
    return "; ".join(filter(None, (named, row.text("source"))))
