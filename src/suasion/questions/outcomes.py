"""Outcomes: what each draw says when every lever is pulled in turn.

Draws are independent, so they are done in chunks on any executor. A chunk solves the central
figures first, which gives the base basis, then its draws; each draw starts from that basis and
each lever from its draw's own. What comes back does not depend on who did which chunk (C5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache

from attrs import evolve, field, frozen

from suasion.cases import Case, build_world
from suasion.dependence import Effect, Solved, SolverPool, effect_of, solve_world
from suasion.errors import ComputationError
from suasion.questions.observables import observe, observe_some
from suasion.questions.results import Results, results_of
from suasion.questions.sampling import Request, Sample, Values, take_sample
from suasion.world.levers import Lever

CHUNK = 25
"""Draws in a chunk: long enough to outweigh handing it over."""


@frozen(kw_only=True)
class Pulled:
    """One lever pulled on one draw."""

    losses: Mapping[str, float]
    """MUSD/yr by actor."""
    observed: Mapping[str, float]
    """Observables of the markets that were solved again."""


@frozen(kw_only=True)
class Outcome:
    """One draw: its base, and what each lever does to it; or why it failed (C8)."""

    failure: str = ""
    observed: Mapping[str, float] = field(factory=dict)
    flows: Mapping[str, Mapping[str, float]] = field(factory=dict)
    """Flow of each arc, by market."""
    results: Results = field(factory=dict)
    pulled: Mapping[str, Pulled | None] = field(factory=dict)
    """By lever; None where the market had no optimum."""
    residuals: Mapping[str, float] = field(factory=dict)
    """Largest residual of the base certificates by kind."""


@frozen(kw_only=True)
class Task:
    """What a chunk needs to know."""

    case: Case
    request: Request
    horizon: str
    levers: tuple[str, ...] | None
    """Ids of the levers to pull; None: all that can be used at the horizon."""


@frozen(kw_only=True)
class Pending:
    """Chunks that are being done; other work can go on until they are collected."""

    chunks: tuple[tuple[int, Future[list[Outcome]]], ...]
    """Pairs of (place of the task, chunk), in the order of the draws."""
    n_tasks: int

    def collect(self) -> list[tuple[Outcome, ...]]:
        """Return the outcomes of every draw for each task, in the order of the draws."""
        found: list[list[Outcome]] = [[] for _ in range(self.n_tasks)]
        for place, future in self.chunks:
            found[place] += future.result()
        return [tuple(outcomes) for outcomes in found]


def start_outcomes(executor: Executor, tasks: Sequence[Task]) -> Pending:
    """Hand over every draw of every task, in chunks."""
    chunks = tuple(
        (place, executor.submit(run_chunk, task, begin, min(begin + CHUNK, task.request.draws)))
        for place, task in enumerate(tasks)
        for begin in range(0, task.request.draws, CHUNK)
    )
    return Pending(chunks=chunks, n_tasks=len(tasks))


def run_chunk(task: Task, begin: int, end: int) -> list[Outcome]:
    """Return the outcomes of the draws from begin to below end."""
    ready = _prepare(_Keyed(task))
    return [_outcome(ready, values) for values in ready.sample.draws[begin:end]]


@frozen(kw_only=True)
class _Ready:
    """A task with its sample taken and the base basis found."""

    task: Task
    sample: Sample
    pool: SolverPool


@frozen(eq=False)
class _Keyed:
    """A task that is compared by what it asks of which case."""

    task: Task

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two equal tasks have in common."""
        return (self.task.case.digest, self.task.request, self.task.horizon, self.task.levers)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


@lru_cache(maxsize=8)
def _prepare(keyed: _Keyed) -> _Ready:
    task = keyed.task
    sample = _sample(_Keyed(evolve(task, horizon="", levers=None)))
    pool = SolverPool()
    solve_world(pool, build_world(sample.view, sample.central, horizon=task.horizon))
    return _Ready(task=task, sample=sample, pool=pool)


@lru_cache(maxsize=2)
def _sample(keyed: _Keyed) -> Sample:
    """Return the draws of a case under a request, the same for all horizons."""
    return take_sample(keyed.task.case, keyed.task.request)


def _outcome(ready: _Ready, values: Values) -> Outcome:
    try:
        world = build_world(ready.sample.view, values, horizon=ready.task.horizon)
        solved = solve_world(ready.pool, world)
        return measure(ready.pool, solved, ready.sample.view, ready.task.levers)
    except ComputationError as error:
        return Outcome(failure=str(error))


def measure(
    pool: SolverPool, solved: Solved, view: Case, levers: tuple[str, ...] | None
) -> Outcome:
    """Return the outcome of one solved world."""
    specs = view.meta.observables
    pulled = dict(_pulled(pool, solved, view, levers))
    return Outcome(
        observed=observe(specs, solved),
        flows={name: s.arc_flows for name, s in solved.solutions.items()},
        results=results_of(solved, {k: p.losses for k, p in pulled.items() if p}, pool, view),
        pulled=pulled,
        residuals=_residuals(solved),
    )


def usable_levers(solved: Solved, wanted: tuple[str, ...] | None) -> list[Lever]:
    """Return the levers that can be used at the world's horizon, all or the wanted ones."""
    world = solved.world
    return [
        lever
        for lever in world.levers
        if world.horizon in lever.horizons and (wanted is None or lever.id in wanted)
    ]


def _pulled(
    pool: SolverPool, solved: Solved, view: Case, levers: tuple[str, ...] | None
) -> Iterator[tuple[str, Pulled | None]]:
    for lever in usable_levers(solved, levers):
        try:
            effect = effect_of(pool, solved, [(lever, None)])
        except ComputationError:
            yield lever.id, None
            continue
        yield lever.id, Pulled(losses=effect.losses, observed=observed_after(view, effect))


def observed_after(view: Case, effect: Effect) -> dict[str, float]:
    """Return the observables of the markets that were solved again."""
    return observe_some(view.meta.observables, effect.solutions)


def _residuals(solved: Solved) -> dict[str, float]:
    certificates = [solution.certificate for solution in solved.solutions.values()]
    kinds = ("dual_residual", "slackness", "payoff_gap", "flow_residual")
    return {kind: max(getattr(one, kind) for one in certificates) for kind in kinds}
