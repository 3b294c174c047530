"""Comparisons: scenarios of the case set side by side on the same observables.

Both are rows of the case (tables `scenarios`, `comparisons`), so an analyst adds a question
without touching the program. References are figures to set the result against; whether a
result reaches them is reported as found (C16).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from fnmatch import fnmatchcase

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.cases import Case, Row, case_as_of
from suasion.dependence import SolverPool
from suasion.errors import ComputationError, InputError
from suasion.questions.binding import binding_rows
from suasion.questions.expectations import ExpectationRow, judge, parse_expectation
from suasion.questions.sampling import Request, interval
from suasion.questions.scenario import Scenario, make_scenario
from suasion.questions.whatif import WhatIf, solve_scenario, what_if

BASE = "base"


@frozen(kw_only=True)
class ComparisonRow:
    """One observable in one scenario of a comparison."""

    comparison: str
    scenario: str
    title: str
    observable: str
    value: float
    low: float
    high: float
    against: str
    """Scenario that the difference is taken from."""
    difference: float
    difference_low: float
    difference_high: float


@frozen(kw_only=True)
class ConstraintRow:
    """What relaxing one class of constraints does to the first observable of a comparison."""

    comparison: str
    scenario: str
    title: str
    observable: str
    constraint: str
    flow: float
    relaxed_flow: float
    binds: bool


@frozen(kw_only=True)
class Comparison:
    """A comparison of the case with its results."""

    id: str
    title: str
    kind: str
    """question, or calibration against reported figures."""
    question: str
    rows: tuple[ComparisonRow, ...]
    constraints: tuple[ConstraintRow, ...]
    expectations: tuple[ExpectationRow, ...]
    references: tuple[tuple[str, float], ...]
    failures: tuple[str, ...]
    """Scenarios that could not be solved, and why."""


def scenario_of_row(row: Row) -> Scenario:
    """Return the scenario that a row of table `scenarios` describes."""
    return make_scenario(
        name=row.id,
        title=row.text("title"),
        withhold=_parts(row.text("withhold")),
        tax=_parts(row.text("tax")),
        build=row.words("build"),
        ban=_parts(row.text("ban")),
        origin_rule=row.text("origin_rule") or None,
        set=_parts(row.text("set")),
        contracts=row["contracts"] is not False,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


Started = Mapping[str, Future[WhatIf | str]]
"""Scenarios that are being answered, by name."""


def start_scenarios(case: Case, request: Request, horizon: str, executor: Executor) -> Started:
    """Hand over every scenario that a comparison names, the base first."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    rows = {row.id: row for row in view.rows("scenarios")}
    wanted = [name for row in view.rows("comparisons") for name in row.words("scenarios")]
    asked = [Scenario(name=BASE, title="as it is")]
    asked += [scenario_of_row(rows[name]) for name in dict.fromkeys(wanted) if name in rows]
    return {one.name: executor.submit(answer_one, case, one, request, horizon) for one in asked}


def finish_scenarios(started: Started) -> dict[str, WhatIf | str]:
    """Return the answers; a scenario without an optimum gives the reason instead (C8)."""
    return {name: future.result() for name, future in started.items()}


def answer_one(case: Case, scenario: Scenario, request: Request, horizon: str) -> WhatIf | str:
    """Return the answer to one scenario, or why there is none."""
    try:
        return what_if(case, scenario, request, horizon=horizon)
    except ComputationError as error:
        return error.problem


def compare(
    case: Case, comparison: Row, found: Mapping[str, WhatIf | str], request: Request
) -> Comparison:
    """Return one comparison of the case from the answers to its scenarios."""
    names = [BASE, *(name for name in comparison.words("scenarios") if name in found)]
    answers = {name: found[name] for name in names}
    solved = {name: answer for name, answer in answers.items() if isinstance(answer, WhatIf)}
    _require_base(comparison, answers)
    against = dict(part.split("=", 1) for part in _parts(comparison.text("against")))
    chosen = _observables(comparison, solved[BASE])
    rows = [
        _row(comparison.id, name, solved, against.get(name, BASE), observable)
        for name in solved
        for observable in chosen
    ]
    return Comparison(
        id=comparison.id,
        title=comparison.text("title"),
        kind=comparison.text("kind"),
        question=comparison.text("question"),
        rows=tuple(rows),
        constraints=_constraints(case, comparison, solved, request),
        expectations=_expectations(comparison, solved),
        references=_references(comparison),
        failures=tuple(f"{n}: {answer}" for n, answer in answers.items() if n not in solved),
    )


def _require_base(comparison: Row, answers: Mapping[str, WhatIf | str]) -> None:
    if isinstance(answers[BASE], str):
        raise ComputationError(
            f"comparison '{comparison.id}' has no base to compare with",
            where=f"comparisons.csv row {comparison.line}",
            got=str(answers[BASE]),
            expected="a base with an optimum",
            fix="run 'suasion leverage' to see which market fails",
        )


def _observables(comparison: Row, base: WhatIf) -> list[str]:
    patterns = _parts(comparison.text("observables"))
    found = [name for pattern in patterns for name in base.base if fnmatchcase(name, pattern)]
    if not found:
        raise InputError(
            f"comparison '{comparison.id}' names no observable of the case",
            where=f"comparisons.csv row {comparison.line}, column observables",
            got=comparison.text("observables"),
            expected="one of " + ", ".join(base.base),
            fix="name an observable of case.toml, or surplus_usd_per_year.ACTOR",
        )
    return list(dict.fromkeys(found))


def _row(
    comparison: str, name: str, answers: dict[str, WhatIf], against: str, observable: str
) -> ComparisonRow:
    answer = answers[name]
    other = answers.get(against, answers[BASE])
    low, high = interval(answer.draws[observable])
    change_low, change_high = interval(answer.draws[observable] - other.draws[observable])
    return ComparisonRow(
        comparison=comparison,
        scenario=name,
        title=answer.scenario.title or name,
        observable=observable,
        value=answer.changed[observable],
        low=low,
        high=high,
        against=against,
        difference=answer.changed[observable] - other.changed[observable],
        difference_low=change_low,
        difference_high=change_high,
    )


def _constraints(
    case: Case, comparison: Row, answers: dict[str, WhatIf], request: Request
) -> tuple[ConstraintRow, ...]:
    """Return what binds the first observable in each scenario, where the case asks for it."""
    wanted = _parts(comparison.text("observables"))[0]
    specs = [s for s in case.meta.observables if s.name == wanted and s.kind == "flow"]
    if not specs or comparison["binding"] is not True:
        return ()
    pool = SolverPool()
    return tuple(
        ConstraintRow(
            comparison=comparison.id,
            scenario=name,
            title=answer.scenario.title or name,
            observable=row.observable,
            constraint=row.constraint,
            flow=row.flow,
            relaxed_flow=row.relaxed_flow,
            binds=row.binds,
        )
        for name, answer in answers.items()
        for row in binding_rows(
            pool, solve_scenario(case, answer.scenario, request, answer.horizon), specs[0]
        )
    )


def _expectations(comparison: Row, answers: dict[str, WhatIf]) -> tuple[ExpectationRow, ...]:
    where = f"comparisons.csv row {comparison.line}, column expected"

    def lookup(scenario: str, observable: str) -> tuple[float, NDArray[np.float64]]:
        answer = answers.get(scenario)
        if answer is None and scenario in comparison.words("scenarios"):
            return float("nan"), np.full(1, np.nan)
        if answer is None or observable not in answer.changed:
            raise InputError(
                "an expectation names what the comparison does not have",
                where=where,
                got=f"{scenario}:{observable}",
                expected="a scenario of the row or base, and an observable",
                fix="add the scenario to column scenarios, or mend the name",
            )
        return answer.changed[observable], answer.draws[observable]

    return tuple(
        judge(parse_expectation(text, where), comparison.id, lookup)
        for text in _parts(comparison.text("expected"))
    )


def _references(comparison: Row) -> tuple[tuple[str, float], ...]:
    found = []
    for part in _parts(comparison.text("references")):
        label, _, number = part.partition("=")
        found.append((label.strip(), float(number)))
    return tuple(found)
