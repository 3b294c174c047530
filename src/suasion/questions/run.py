"""The main job: every question that a case can be asked, in one run.

The steps stand in one list, so that a later question adds one line. Each step returns tidy
tables; what they hold together, with the record of the run, is `RunResult`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import polars as pl
from attrs import evolve, fields, frozen

from suasion.cases import Case, case_as_of
from suasion.flows import Certificate
from suasion.questions.baseline import Baseline, baseline
from suasion.questions.claims import ClaimRow, ResultRow, compare_claims, compute_results
from suasion.questions.comparisons import Comparison, ComparisonRow, ConstraintRow, compare
from suasion.questions.expectations import ExpectationRow
from suasion.questions.flips import ConflictEffect, Flip, compute_flips
from suasion.questions.joint import JointRow, compute_joint
from suasion.questions.leverage import (
    LeverageRow,
    LeverObservableRow,
    ThirdPartyRow,
    compute_leverage,
)
from suasion.questions.network import FlowRow, ObservableRow, network_rows, observable_rows
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame

Tables = dict[str, pl.DataFrame]
Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the steps that is behind it."""

SIDE_DRAWS = 60
"""Draws for scenarios and for each account, at most: they are many."""


@frozen(kw_only=True)
class Context:
    """What every step gets."""

    case: Case
    view: Case
    request: Request
    horizon: str
    """The longest horizon: flows of a year and scenarios are read at it."""

    @property
    def side_request(self) -> Request:
        """Return the request with as many draws as scenarios and accounts get."""
        return evolve(self.request, draws=min(self.request.draws, SIDE_DRAWS))


@frozen(kw_only=True)
class RunResult:
    """What a run found: tables, comparisons and the record of the run."""

    case: Case
    """The case as of the day."""
    request: Request
    horizon: str
    tables: Mapping[str, pl.DataFrame]
    comparisons: tuple[Comparison, ...]
    timings: Mapping[str, float]
    """Seconds by step."""
    certificates: Mapping[str, float]
    """Largest relative residual by kind over the base solves of all horizons (C7)."""
    failures: tuple[str, ...]
    """Why draws failed, one line for each that did (C8)."""

    @property
    def failed_draws(self) -> int:
        """Return how many draws failed over all horizons."""
        return len(self.failures)


@frozen(kw_only=True)
class Step:
    """One part of the main job."""

    name: str
    title: str
    run: Callable[[Context], Tables]


def run_questions(
    case: Case, request: Request | None = None, progress: Progress | None = None
) -> RunResult:
    """Return the answers to every question, in tidy tables.

    Raises
    ------
    ComputationError
        The central figures give a market without an optimum, or a certificate fails.
    """
    asked = request or Request()
    context = Context(
        case=case,
        view=case_as_of(case, asked.as_of or case.meta.as_of),
        request=asked,
        horizon=list(case.meta.horizons)[-1],
    )
    report = progress or _silent
    tables: Tables = {}
    timings: dict[str, float] = {}
    for done, step in enumerate(STEPS):
        report(step.title, done / (len(STEPS) + 1))
        begun = time.perf_counter()
        tables |= step.run(context)
        timings[step.name] = time.perf_counter() - begun
    report("scenarios of the case", len(STEPS) / (len(STEPS) + 1))
    begun = time.perf_counter()
    comparisons = _comparisons(context)
    tables |= _comparison_tables(comparisons)
    timings["comparisons"] = time.perf_counter() - begun
    bases = [baseline(case, asked, horizon) for horizon in case.meta.horizons]
    return RunResult(
        case=context.view,
        request=asked,
        horizon=context.horizon,
        tables=tables,
        comparisons=comparisons,
        timings=timings,
        certificates=_worst_certificates(bases),
        failures=tuple(failure for base in bases for failure in base.failures),
    )


def _silent(_what: str, _share: float) -> None:
    """Report nothing."""


def _network(context: Context) -> Tables:
    base = baseline(context.case, context.request, context.horizon)
    return {
        "flows": to_frame(network_rows(base), FlowRow),
        "observables": to_frame(observable_rows(base), ObservableRow),
    }


def _leverage(context: Context) -> Tables:
    found = compute_leverage(context.case, context.request)
    return {
        "leverage": to_frame(found.rows, LeverageRow),
        "third_parties": to_frame(found.third_parties, ThirdPartyRow),
        "lever_observables": to_frame(found.observables, LeverObservableRow),
    }


def _joint(context: Context) -> Tables:
    rows: list[JointRow] = []
    for horizon in context.case.meta.horizons:
        rows += compute_joint(baseline(context.case, context.request, horizon))
    return {"joint": to_frame(rows, JointRow)}


def _flips(context: Context) -> Tables:
    flips: list[Flip] = []
    effects: list[ConflictEffect] = []
    for horizon in context.case.meta.horizons:
        found = compute_flips(context.case, context.request, horizon)
        flips += found.flips
        effects += found.effects
    return {"flips": to_frame(flips, Flip), "conflicts": to_frame(effects, ConflictEffect)}


def _accounts(context: Context) -> Tables:
    """Return the results that accounts make claims about, under each, and the claims."""
    side = context.side_request
    results = list(compute_results(context.case, side, context.horizon))
    leverage: list[LeverageRow] = []
    for account in context.view.rows("accounts"):
        request = evolve(side, account=account.id)
        results += compute_results(context.case, request, context.horizon)
        leverage += compute_leverage(context.case, request, horizons=[context.horizon]).rows
    return {
        "results": to_frame(results, ResultRow),
        "claims": to_frame(compare_claims(context.view, results), ClaimRow),
        "leverage_by_account": to_frame(leverage, LeverageRow),
    }


STEPS: tuple[Step, ...] = (
    Step(name="network", title="base flows", run=_network),
    Step(name="leverage", title="levers, one by one", run=_leverage),
    Step(name="joint", title="levers pulled together", run=_joint),
    Step(name="flips", title="facts that would change a ranking", run=_flips),
    Step(name="accounts", title="accounts and their claims", run=_accounts),
)
"""Every part of the main job, in order. A later question adds its line here."""


def _comparisons(context: Context) -> tuple[Comparison, ...]:
    return tuple(
        compare(context.case, row, context.side_request, context.horizon)
        for row in context.view.rows("comparisons")
    )


def _comparison_tables(comparisons: tuple[Comparison, ...]) -> Tables:
    rows = [row for found in comparisons for row in found.rows]
    constraints = [row for found in comparisons for row in found.constraints]
    return {
        "comparisons": to_frame(rows, ComparisonRow),
        "constraints": to_frame(constraints, ConstraintRow),
        "expectations": to_frame(
            [row for found in comparisons for row in found.expectations], ExpectationRow
        ),
    }


def _worst_certificates(bases: list[Baseline]) -> dict[str, float]:
    """Return the largest residual of each kind over all base solves."""
    certificates = [
        solution.certificate
        for base in bases
        for solved in (base.central, *base.draws)
        if solved is not None
        for solution in solved.solutions.values()
    ]
    kinds = [attribute.name for attribute in fields(Certificate)]
    return {kind: max(getattr(one, kind) for one in certificates) for kind in kinds}
