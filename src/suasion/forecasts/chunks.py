"""What paths say of predictions: all of one day and account from one set of paths (C5)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from suasion.cases import Case, case_as_of, figures
from suasion.dependence import SolverPool
from suasion.errors import ComputationError, InputError
from suasion.forecasts.binding import Bound, Names, bind
from suasion.forecasts.estimates import Count
from suasion.forecasts.evaluation import Seen, evaluate
from suasion.forecasts.ledger import Entry
from suasion.forecasts.lives import live
from suasion.forecasts.windows import Calendar
from suasion.questions.baseline import solve_draw
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.crisis_structure import TABLES, CaseCrisis, read_crisis
from suasion.questions.observables import observe_one
from suasion.questions.outlook_measures import gauges as outlook_gauges
from suasion.questions.sampling import Sample, take_sample


@frozen(kw_only=True)
class ForecastTask:
    """What a chunk of draws needs to know: predictions made on one day, under one account."""

    crisis: CrisisTask
    """Its request names the day and the account, its days reach the last day that is asked."""
    paths: int
    seed: int
    asked: tuple[Entry, ...]
    """All with an observable."""


Answers = tuple[Count, ...]
"""Of one draw: for each prediction asked, in order."""


def read_names(view: Case) -> tuple[Names, CaseCrisis | None]:
    """Return what observables can name as of the day of a view, and its crisis if it has one."""
    crisis = read_crisis(view) if all(view.rows(table) for table in TABLES) else None
    names = Names(
        model=None if crisis is None else crisis.model,
        gauges=() if crisis is None else outlook_gauges(crisis)[:1],
        flows={one.name: one for one in view.meta.observables},
        figures=frozenset(figures(view)),
    )
    return names, crisis


def bind_entry(entry: Entry, view: Case, names: Names) -> Bound:
    """Return the observable of a prediction, read as of the day on which it was made.

    Raises
    ------
    InputError
        It does not parse, or names what is not known on that day (C1).
    """
    calendar = Calendar(begin=view.meta.window[0], made=entry.made, horizon=entry.horizon)
    return bind(
        entry.observable, calendar, names, f"predictions.csv, {entry.id}, column observable"
    )


def run_forecast_chunk(task: ForecastTask, begin: int, end: int) -> list[Answers | str]:
    """Return what the draws from begin to below end come to; a failed one says why.

    With no draws in the request, the central figures are the only one.
    """
    request = task.crisis.request
    view = case_as_of(task.crisis.case, request.as_of or task.crisis.case.meta.as_of)
    names, _ = read_names(view)
    bounds = tuple(bind_entry(entry, view, names) for entry in task.asked)
    of_paths = any(bound.metrics for bound in bounds)
    ready = ready_crisis(task.crisis) if of_paths else None
    sample = take_sample(task.crisis.case, request) if ready is None else ready.sample
    reader = _Reader(
        task=task,
        names=names,
        bounds=bounds,
        ready=ready,
        sample=sample,
        pool=SolverPool() if ready is None else ready.base.pool,
    )
    places = range(begin, end) if request.draws else (None,)
    return [reader.answer(place) for place in places]


@frozen(kw_only=True, eq=False)
class _Reader:
    """What the draws of one chunk have in common."""

    task: ForecastTask
    names: Names
    bounds: tuple[Bound, ...]
    ready: ReadyCrisis | None
    """None where no observable reads paths."""
    sample: Sample
    pool: SolverPool

    def answer(self, place: int | None) -> Answers | str:
        """Return what one draw says of each prediction, or why it failed."""
        try:
            seen = self._see(place)
        except ComputationError as error:
            return str(error)
        return tuple(_count(evaluate(bound, seen)) for bound in self.bounds)

    def _see(self, place: int | None) -> Seen:
        wanted = {gauge.name: gauge for bound in self.bounds for gauge in bound.gauges}
        gauges = tuple(wanted.values())
        values = self.sample.central if place is None else self.sample.draws[place]
        paths = None
        if self.ready is not None:
            paths = live(self.ready, place, self.task.paths, self.task.seed, gauges)
        return Seen(
            n_paths=self.task.paths,
            paths=paths,
            gauges=gauges,
            flows=self._flows(values),
            figures=values,
        )

    def _flows(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the flows that are read; the markets are solved only where there are any."""
        wanted = sorted(frozenset[str]().union(*(bound.flows for bound in self.bounds)))
        if not wanted:
            return {}
        solved = solve_draw(self.pool, self.sample.view, values, self.task.crisis.horizon)
        found = {}
        for name in wanted:
            spec = self.names.flows[name]
            if spec.market not in solved.solutions:
                raise _no_market(name, spec.market)
            found[name] = observe_one(spec, solved.solutions[spec.market])
        return found


def _no_market(name: str, market: str) -> InputError:
    return InputError(
        f"the flow '{name}' is of a market without suppliers or consumers",
        where="case.toml, observables",
        got=market,
        expected="a market that can be solved on the day of the prediction",
        fix="fill the market, or take the observable out of the prediction",
    )


def _count(holds: np.ndarray) -> Count:
    said = ~np.isnan(holds)
    return float(holds[said].sum()), float(said.sum())
