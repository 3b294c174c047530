"""What of a case's crisis and its experiments would be refused, told before anything is run."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases import Case, case_as_of
from suasion.crisis import check_experiments, check_model
from suasion.errors import Fault, InputError
from suasion.questions.crisis_structure import TABLES, read_crisis
from suasion.questions.mechanism_plans import group_experiments
from suasion.questions.outlook_measures import gauges


def experiment_faults(case: Case) -> tuple[Fault, ...]:
    """Return what is wrong with the crisis of a sound case, as of its own day.

    No market is solved: the structure alone says what an outlook or an experiment would be
    refused for. A case without crisis tables has no faults here.

    Examples
    --------
    >>> from suasion.cases import load_case
    >>> experiment_faults(load_case("rus-aze-2025"))
    ()
    """
    view = case_as_of(case, case.meta.as_of)
    if not any(view.rows(name) for name in TABLES if name != "moves"):
        return ()
    try:
        crisis = read_crisis(view)
        check_model(crisis.model)
    except InputError as error:
        return (_fault("stocks.csv", None, error),)
    return tuple(_refused(view))


def _refused(view: Case) -> Iterator[Fault]:
    crisis = read_crisis(view)
    rows = {row.id: row for row in view.rows("mechanisms")}
    for group in group_experiments(view, tuple(rows.values())):
        found = check_experiments(crisis.model, group.experiments, gauges(crisis))
        for name, error in found.items():
            yield _fault("mechanisms.csv", rows[name].line, error)


def _fault(file: str, line: int | None, error: InputError) -> Fault:
    return Fault(
        file=file,
        row=line,
        column=None,
        problem=f"{error.problem} ({error.where})" if error.where else error.problem,
        got=error.got,
        expected=error.expected,
        fix=error.fix,
    )
