"""The main job: every question that a case can be asked, in one run.

The steps stand in one list, so that a later question adds one line. Each step returns tidy
tables; what they hold together, with the record of the run, is `RunResult`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor

import polars as pl
from attrs import field, frozen

from suasion.cases import Case, case_as_of
from suasion.compute import SerialExecutor
from suasion.questions.claims import ResultRow, result_rows
from suasion.questions.comparisons import (
    Comparison,
    ComparisonRow,
    ConstraintRow,
    compare,
    finish_scenarios,
)
from suasion.questions.deal_tables import deal_rows
from suasion.questions.expectations import ExpectationRow
from suasion.questions.flips import ConflictEffect, Flip, compute_flips
from suasion.questions.joint import JointRow, compute_joint
from suasion.questions.lever_rows import LeverageRow, LeverObservableRow, ThirdPartyRow
from suasion.questions.leverage import central_base, finish_leverage
from suasion.questions.network import FlowRow, ObservableRow, network_rows, observable_rows
from suasion.questions.outcomes import measure
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.accounts import accounts_part
from suasion.runs.comparison import (
    looks_part,
    partings_part,
    predictions_part,
    record_part,
)
from suasion.runs.crisis import mechanisms_part, outlook_part
from suasion.runs.deals import collect_deals, hand_over_deals
from suasion.runs.events import long_view_part, reactions_part
from suasion.runs.levers import hand_over_levers
from suasion.runs.long_view import SeriesFile
from suasion.runs.looks import hand_over_looks
from suasion.runs.mechanisms import hand_over_mechanisms
from suasion.runs.outlook import hand_over_outlook
from suasion.runs.partings import hand_over_partings
from suasion.runs.parts import Context, Part, worst
from suasion.runs.power import collect_power, hand_over_power
from suasion.runs.predictions import hand_over_predictions
from suasion.runs.reactions import hand_over_reactions
from suasion.runs.record import begin_record, hand_over_record

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the steps that is behind it."""


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
    unanswered: Mapping[str, str] = field(factory=dict)
    """Questions that the case cannot be asked on that day, with why."""

    @property
    def failed_draws(self) -> int:
        """Return how many draws failed over all horizons."""
        return len(self.failures)


@frozen(kw_only=True)
class Step:
    """One part of the main job."""

    name: str
    title: str
    run: Callable[[Context], Part]


def run_questions(
    case: Case,
    request: Request | None = None,
    *,
    progress: Progress | None = None,
    executor: Executor | None = None,
    series: Sequence[SeriesFile] = (),
) -> RunResult:
    """Return the answers to every question, in tidy tables.

    Parameters
    ----------
    case : Case
    request : Request, optional
        Day, seed and draws; 200 draws by default. All accounts are run, whichever it names.
    progress : callable, optional
        Told what is being done, and the share of the steps that is behind it.
    executor : Executor, optional
        Where draws are done; this process by default. Results are the same on each (C5).
    series : sequence of SeriesFile
        Series beside the case, for the long view.

    Raises
    ------
    ComputationError
        The central figures give a market without an optimum, or a certificate fails.
    """
    if progress is not None:
        progress("draws handed over", 0.0)
    begun = time.perf_counter()
    context = _context(case, request or Request(), executor or SerialExecutor(), series)
    timings = {"handed over": time.perf_counter() - begun}
    parts: list[Part] = []
    for done, step in enumerate(STEPS):
        if progress is not None:
            progress(step.title, done / len(STEPS))
        begun = time.perf_counter()
        parts.append(step.run(context))
        timings[step.name] = time.perf_counter() - begun
    return RunResult(
        case=context.view,
        request=context.request,
        horizon=context.horizon,
        tables={name: table for part in parts for name, table in part.tables.items()},
        comparisons=tuple(found for part in parts for found in part.comparisons),
        timings=timings,
        certificates=worst([part.residuals for part in parts]),
        failures=tuple(failure for part in parts for failure in part.failures),
        unanswered={name: why for part in parts for name, why in part.unanswered.items()},
    )


def _context(
    case: Case, request: Request, executor: Executor, series: Sequence[SeriesFile]
) -> Context:
    view = case_as_of(case, request.as_of or case.meta.as_of)
    horizon = list(case.meta.horizons)[-1]
    record = begin_record(case, request, executor)
    return Context(
        case=case,
        view=view,
        request=request,
        horizon=horizon,
        executor=executor,
        deals=hand_over_deals(case, view, request, horizon, executor),
        reactions=hand_over_reactions(case, request, executor),
        outlook=hand_over_outlook(case, view, request, horizon, executor),
        mechanisms=hand_over_mechanisms(case, view, request, executor),
        partings=hand_over_partings(case, view, request, horizon, executor),
        predictions=hand_over_predictions(case, view, request, horizon, executor),
        looks=hand_over_looks(case, request, executor),
        record=hand_over_record(record),
        power=hand_over_power(case, request, horizon, executor),
        levers=hand_over_levers(case, view, request, horizon, executor),
        series=tuple(series),
    )


def _leverage(context: Context) -> Part:
    """Return levers one by one, and the base network that their draws show."""
    [found] = finish_leverage(context.case, context.levers.started)
    context.found["shared"] = found
    base = central_base(context.case, context.request, context.horizon)
    outcomes = found.outcomes[context.horizon]
    central = measure(base.pool, base.central, context.view, None)
    everything = [outcome for drawn in found.outcomes.values() for outcome in drawn]
    return Part(
        tables={
            "flows": to_frame(network_rows(base, outcomes), FlowRow),
            "observables": to_frame(observable_rows(base, outcomes), ObservableRow),
            "leverage": to_frame(found.rows, LeverageRow),
            "third_parties": to_frame(found.third_parties, ThirdPartyRow),
            "lever_observables": to_frame(found.observables, LeverObservableRow),
            "results": to_frame(result_rows(central.results, outcomes), ResultRow),
        },
        failures=tuple(outcome.failure for outcome in everything if outcome.failure),
        residuals=worst([outcome.residuals for outcome in (central, *everything)]),
    )


def _joint(context: Context) -> Part:
    rows: list[JointRow] = []
    for horizon in context.case.meta.horizons:
        rows += compute_joint(central_base(context.case, context.request, horizon))
    return Part(tables={"joint": to_frame(rows, JointRow)})


def _flips(context: Context) -> Part:
    futures = [
        context.executor.submit(compute_flips, context.case, context.request, horizon)
        for horizon in context.case.meta.horizons
    ]
    done = [future.result() for future in futures]
    return Part(
        tables={
            "flips": to_frame([row for found in done for row in found.flips], Flip),
            "conflicts": to_frame([row for found in done for row in found.effects], ConflictEffect),
        }
    )


def _comparisons(context: Context) -> Part:
    answers = finish_scenarios(context.levers.scenarios)
    found = tuple(
        compare(context.case, row, answers, context.side_request)
        for row in context.view.rows("comparisons")
    )
    expectations = [row for one in found for row in one.expectations]
    return Part(
        tables={
            "comparisons": to_frame([r for one in found for r in one.rows], ComparisonRow),
            "constraints": to_frame([r for one in found for r in one.constraints], ConstraintRow),
            "expectations": to_frame(expectations, ExpectationRow),
        },
        comparisons=found,
    )


def _deals(context: Context) -> Part:
    """Return which deals both sides would take, on the shared figures and under each account."""
    found = collect_deals(context.case, context.view, context.deals)
    if found.why_not:
        return Part(unanswered={"deals": found.why_not})
    context.answers.deals.extend(found.answers)
    tables = {
        name: to_frame(rows, record) for name, (record, rows) in deal_rows(found.answers).items()
    }
    return Part(tables=tables, failures=found.failures)


def _power(context: Context) -> Part:
    """Return who holds power in the markets, on the shared figures."""
    found = collect_power(context.power)
    if found.power is None:
        return Part(unanswered={"power": found.why_not})
    return Part(
        tables={name: to_frame(rows, record) for name, (record, rows) in found.rows.items()},
        failures=tuple(f"power: {why}" for why in found.power.failures),
        residuals={"power": found.power.largest_residual},
    )


STEPS: tuple[Step, ...] = (
    Step(name="deals", title="deals that both would take", run=_deals),
    Step(name="reactions", title="who reacts to whom", run=reactions_part),
    Step(name="outlook", title="where the crisis is going", run=outlook_part),
    Step(name="predictions", title="the ledger of predictions", run=predictions_part),
    Step(name="looks", title="what to look at next", run=looks_part),
    Step(name="record", title="what the record can tell", run=record_part),
    Step(name="long view", title="series beside the case", run=long_view_part),
    Step(name="leverage", title="levers, one by one", run=_leverage),
    Step(name="mechanisms", title="mechanisms, one by one", run=mechanisms_part),
    Step(name="joint", title="levers pulled together", run=_joint),
    Step(name="flips", title="facts that would change a ranking", run=_flips),
    Step(name="power", title="power in the markets", run=_power),
    Step(name="accounts", title="accounts and their claims", run=accounts_part),
    Step(name="partings", title="where the accounts part", run=partings_part),
    Step(name="comparisons", title="scenarios of the case", run=_comparisons),
)
"""Every part of the main job; what is handed over first is collected first. A later question adds
its line here."""
