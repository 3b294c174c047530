"""The crisis of each draw, made ready: structure, worth from leverage and deals, state as of a day.

The state on the first day of an outlook is what the record leaves: from the first day of the case
window on, the acts of the record are made and days pass, and nobody chooses anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from suasion.cases import Case
from suasion.cases.values import Values
from suasion.crisis import CrisisNumbers, Gauge, Injection, check_model, check_numbers, simulate
from suasion.dependence import Solved, SolverPool
from suasion.errors import InputError
from suasion.questions.baseline import Baseline, require_horizon, solve_draw
from suasion.questions.crisis_numbers import days_between, later, make_numbers
from suasion.questions.crisis_record import RecordedAct, read_record
from suasion.questions.crisis_structure import CaseCrisis, read_crisis
from suasion.questions.crisis_worth import LeverLosses, deal_gains, find_losses, make_worth
from suasion.questions.deal_draws import Bargain, DealTask, make_bargain
from suasion.questions.sampling import Request, Sample, kept_sample

Floats = NDArray[np.float64]
MARKET_HORIZON = "years"
CENTRAL_DRAW = 1_000_000
"""Key of the random numbers of the central figures; no draw has it."""


@frozen(kw_only=True)
class CrisisTask:
    """What a chunk of draws needs to know."""

    case: Case
    request: Request
    days: int
    horizon: str = MARKET_HORIZON
    """Horizon of the markets behind levers and deals."""
    start: date | None = None
    """First day; the as-of day by default."""
    alleged: bool = False


@frozen(kw_only=True, eq=False)
class ReadyCrisis:
    """The crisis of a case as of a day, made ready once in each process."""

    task: CrisisTask
    sample: Sample
    base: Baseline
    bargain: Bargain | None
    crisis: CaseCrisis
    begin: date
    """First day of the case window: the initial figures hold on it."""
    start: date
    record: tuple[RecordedAct, ...]

    def first_numbers(self, place: int | None) -> CrisisNumbers:
        """Return the numbers of one draw (None: the central figures) from the window's first day.

        Raises
        ------
        ComputationError
            A market of the draw has no optimum.
        """
        losses, deal = self.worth(place)
        return self.build(self.values(place), losses, deal)

    def worth(self, place: int | None) -> tuple[LeverLosses, Mapping[str, float]]:
        """Return what levers cost and what a deal brings in one draw.

        Found once in each process for all who ask it of the same day, account and horizon.
        """
        kept = _kept_worth(self.key)
        if place not in kept:
            values = self.values(place)
            solved = self.solved(values, place)
            losses = find_losses(self.crisis, self.base.pool, solved)
            kept[place] = losses, self.deal(values, solved, place)
        return kept[place]

    def deal(
        self, values: Mapping[str, float], solved: Solved, place: int | None
    ) -> Mapping[str, float]:
        """Return what a deal brings in one draw; under figures of no draw, where place is None."""
        if self.bargain is None:
            return {}
        if place is None:
            worth = self.bargain.worth(solved, values, None)
        else:
            worth = self.bargain.drawn_worth(place, solved)
        return deal_gains(self.bargain, values, worth)

    @property
    def key(self) -> _Key:
        """Return what decides the figures and markets of each draw, however many are drawn."""
        request = self.sample.request
        return (self.sample.view.digest, request.account, request.seed, self.task.horizon)

    def build(
        self, values: Mapping[str, float], losses: LeverLosses, deal: Mapping[str, float]
    ) -> CrisisNumbers:
        """Return the numbers of some figures from the window's first day, with losses and gains."""
        used = Values(view=self.sample.view, numbers=values, horizon=self.task.horizon)
        past = days_between(self.begin, self.start)
        worth = make_worth(losses, used, deal)
        first = make_numbers(self.crisis, used, worth, self.begin, max(past, 1))
        check_numbers(self.crisis.model, first)
        return first

    def values(self, place: int | None) -> Mapping[str, float]:
        """Return the figures of one draw, or the central ones."""
        return self.sample.central if place is None else self.sample.draws[place]

    @property
    def past_central(self) -> Floats:
        """Return all stocks on each day of the record, on the central figures."""
        return self.replay(self.first_numbers(None))

    def numbers(self, place: int | None) -> CrisisNumbers:
        """Return the numbers of one draw (None: the central figures) with the state on `start`.

        Raises
        ------
        ComputationError
            A market of the draw has no optimum.
        """
        return self.forward(self.first_numbers(place), self.values(place))

    def forward(self, first: CrisisNumbers, values: Mapping[str, float]) -> CrisisNumbers:
        """Return the numbers from `start` on, with the state that the record leaves."""
        used = Values(view=self.sample.view, numbers=values, horizon=self.task.horizon)
        state = self.replay(first)[-1]
        numbers = later(first, self.crisis, used, state, self.start, self.task.days)
        check_numbers(self.crisis.model, numbers)
        return numbers

    def solved(self, values: Mapping[str, float], place: int | None) -> Solved:
        """Return the markets of one draw, solved."""
        if place is None:
            return self.base.central
        return solve_draw(self.base.pool, self.sample.view, values, self.task.horizon)

    def replay(self, first: CrisisNumbers) -> Floats:
        """Return all stocks on each day from the first day of the window to the start."""
        past = days_between(self.begin, self.start)
        if past <= 0:
            return np.asarray(first.initial)[None, :]
        model = self.crisis.model
        quiet = evolve(first, pace=np.zeros(len(model.moves)))
        found = simulate(
            model,
            quiet,
            paths=1,
            days=past,
            seed=0,
            injections=[
                Injection(day=days_between(self.begin, act.day), move=act.move)
                for act in self.record
            ],
            gauges=[Gauge(name=stock.id, of=((stock.id, 1.0),)) for stock in model.stocks],
        )
        return np.asarray(found.gauges[0], dtype=np.float64)


@frozen(eq=False)
class _Keyed:
    """A task compared by what it asks of which case."""

    task: CrisisTask = field()

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two equal tasks have in common."""
        task = self.task
        return (task.case.digest, task.request, task.days, task.horizon, task.start, task.alleged)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


def ready_crisis(task: CrisisTask) -> ReadyCrisis:
    """Return the crisis of a task, made ready once in each process.

    Raises
    ------
    InputError
        The case has no crisis on that day, or the day lies before the case begins (C1).
    """
    return _made(_Keyed(task))


_Key = tuple[str, str | None, int | None, str]
_Worth = dict[int | None, tuple[LeverLosses, Mapping[str, float]]]


@lru_cache(maxsize=64)
def _kept_worth(_key: _Key) -> _Worth:
    """Return the store of one day, account, seed and horizon."""
    return {}


@lru_cache(maxsize=16)
def _made(keyed: _Keyed) -> ReadyCrisis:
    task = keyed.task
    sample = kept_sample(task.case, task.request)
    view = sample.view
    crisis = read_crisis(view)
    check_model(crisis.model)
    begin = view.meta.window[0]
    start = task.start or view.meta.as_of
    _require_begun(begin, start)
    bargain = _bargain(task)
    base = bargain.base if bargain is not None else _base(sample, task.horizon)
    return ReadyCrisis(
        task=task,
        sample=sample,
        base=base,
        bargain=bargain,
        crisis=crisis,
        begin=begin,
        start=start,
        record=read_record(crisis, begin, start, alleged=task.alleged),
    )


def _bargain(task: CrisisTask) -> Bargain | None:
    """Return the bargain of the case; None where there is nothing to bargain over yet."""
    try:
        return make_bargain(DealTask(case=task.case, request=task.request, horizon=task.horizon))
    except InputError:
        return None


def _base(sample: Sample, horizon: str) -> Baseline:
    require_horizon(sample.view, horizon)
    pool = SolverPool()
    central = solve_draw(pool, sample.view, sample.central, horizon)
    return Baseline(
        sample=sample, horizon=horizon, pool=pool, central=central, draws=(), failures=()
    )


def _require_begun(begin: date, start: date) -> None:
    if start < begin:
        raise InputError(
            "the outlook starts before the case begins",
            where="option --as-of",
            got=str(start),
            expected=f"{begin} or later: the first day of the window in case.toml",
            fix="ask as of a later day",
        )
