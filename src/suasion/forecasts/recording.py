"""Writing the ledger: a new prediction, and what settles one; once each, into the case's tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import asdict, frozen

from suasion.cases import Case, case_as_of, find_case, load_case
from suasion.cases.appending import append_row, require_own
from suasion.errors import InputError
from suasion.forecasts.chunks import bind_entry, read_names
from suasion.forecasts.ledger import NO, VOID, YES, read_ledger, unknown_prediction

OUTCOMES = (YES, NO, VOID)


@frozen(kw_only=True)
class NewPrediction:
    """A prediction to be added, as texts."""

    id: str = ""
    account: str = ""
    speaker: str = ""
    text: str = ""
    criterion: str = ""
    made: str = ""
    horizon: str = ""
    condition: str = ""
    observable: str = ""
    statements: str = ""
    note: str = ""


@frozen(kw_only=True)
class NewResolution:
    """What settles a prediction, as texts."""

    prediction: str = ""
    outcome: str = ""
    day: str = ""
    statements: str = ""
    source: str = ""
    note: str = ""


def add_prediction(name_or_path: str | Path, new: NewPrediction) -> Path:
    """Add a prediction to a case and return the path of the table.

    Raises
    ------
    InputError
        The case is a shipped one; there is no criterion or horizon; the id is taken; the
        observable does not parse; the table cannot be written (C1).
    CaseError
        With it the case would have faults.
    """
    folder = find_case(name_or_path)
    require_own(folder)
    _require(asdict(new), ("id", "account", "text", "criterion", "made", "horizon"))
    case = load_case(folder)
    if case.find("predictions", new.id) is not None:
        raise InputError(
            f"there is a prediction '{new.id}' already",
            where="predictions.csv",
            got=new.id,
            expected="an id that is not taken",
            avoided="one of the two would have been read as a later version of the other",
            fix="choose another id",
        )
    cells = {**asdict(new), "known_from": new.made}
    return append_row(folder, "predictions", cells, lambda changed: _require_read(changed, new.id))


def _require_read(changed: Case, name: str) -> None:
    """Raise `InputError` unless the observable of a prediction can be read on its day."""
    row = changed.find("predictions", name)
    day = None if row is None else row.known_from
    if row is None or day is None or not row.text("observable"):
        return
    view = case_as_of(changed, day)
    names, _ = read_names(view)
    bind_entry(read_ledger(view, (name,))[0], view, names)


def resolve_prediction(name_or_path: str | Path, new: NewResolution) -> Path:
    """Settle a prediction of a case and return the path of the table.

    Raises
    ------
    InputError
        The case is a shipped one; there is no such prediction; it is settled already; there is no
        day or no source; the table cannot be written (C1).
    CaseError
        With it the case would have faults.
    """
    folder = find_case(name_or_path)
    require_own(folder)
    _require(asdict(new), ("prediction", "outcome", "day"))
    _require_outcome(new)
    case = load_case(folder)
    known = frozenset(row.id for row in case.rows("predictions"))
    if new.prediction not in known:
        raise unknown_prediction(new.prediction, known, "predictions.csv")
    _require_open(case, new.prediction)
    cells = {**asdict(new), "id": _free_id(case, new.prediction), "known_from": new.day}
    return append_row(folder, "resolutions", cells)


def _require(cells: Mapping[str, str], columns: tuple[str, ...]) -> None:
    for name in columns:
        if not cells[name].strip():
            raise InputError(
                f"nothing is said of '{name}'",
                where=f"option --{_OPTIONS.get(name, name)}",
                got="",
                expected=_EXPECTED[name],
                fix=f"give --{_OPTIONS.get(name, name)}",
            )


_OPTIONS = {"prediction": "id"}
_EXPECTED = {
    "id": "an id of your own, as P5.1",
    "account": "an account of accounts.csv whose prediction it is",
    "text": "what is predicted",
    "criterion": "what would count as coming true; without one it can never be settled",
    "made": "the day on which it was made, as 2025-10-15",
    "horizon": "the day by which it must come true; without one it can never fail",
    "prediction": "the id of the prediction that is settled",
    "outcome": "yes, no or void",
    "day": "the day on which it was settled, as 2025-10-14",
}


def _require_outcome(new: NewResolution) -> None:
    if new.outcome not in OUTCOMES:
        raise InputError(
            "a prediction is settled in no known way",
            where="option --outcome",
            got=new.outcome,
            expected="yes, no, or void where it was not tested",
            fix="give one of the three",
        )
    if not new.source.strip() and not new.statements.strip():
        raise InputError(
            "a prediction is settled without a source",
            where="options --source and --statements",
            got="",
            expected="where it can be read",
            avoided="nobody could have looked whether it is so",
            fix="name a source or statements, or leave the prediction open",
        )


def _require_open(case: Case, name: str) -> None:
    for row in case.rows("resolutions"):
        if row.text("prediction") == name:
            raise InputError(
                f"the prediction '{name}' is settled already",
                where=f"resolutions.csv, row {row.line}",
                got=f"{row.text('outcome')} on {row.values.get('day')}",
                expected="a prediction that is open",
                avoided="its score would have changed in silence",
                fix="correct that row by hand if it is wrong, and say why in its note",
            )


def _free_id(case: Case, prediction: str) -> str:
    taken = frozenset(row.id for row in case.rows("resolutions"))
    wanted = f"R-{prediction}"
    while wanted in taken:
        wanted += "+"
    return wanted
