"""Outcomes of a crisis with the figures of two accounts mixed group by group, draw by draw.

Figures are drawn for both accounts from the same streams; a mix takes each figure from one of
the two. Markets are solved once for each mix of the groups that enter them. What deals bring is
a group of its own, since every group reaches the outlook through the bargain too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from suasion.cases.figures import parameter_users
from suasion.comparison.attribution import Shares, share_difference, subset_members
from suasion.crisis import simulate
from suasion.errors import ComputationError
from suasion.questions.apply import WORLD_TABLES
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.crisis_worth import LeverLosses, find_losses
from suasion.questions.outlook_draws import count_progeny
from suasion.questions.outlook_measures import gauges, measure_paths, outcome_titles

Floats = NDArray[np.float64]
Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of groups with the figures in each."""
DEALS = "What deals bring, all figures through the bargain"
TENSION = "tension at the end"
CHUNK = 1
"""Draws in a chunk: each is a run for every set of groups."""


@frozen(kw_only=True)
class MixTask:
    """What a chunk of draws needs to know."""

    first: CrisisTask
    """Under the one account; `second` differs in the account alone."""
    second: CrisisTask
    groups: Groups
    paths: int
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Return the groups with that of the deals."""
        return (*(name for name, _ in self.groups), DEALS)


@frozen(kw_only=True, eq=False)
class StartedMix:
    """Mixes whose draws are being done."""

    task: MixTask
    chunks: tuple[Future[MixChunk], ...]


@frozen(kw_only=True, eq=False)
class MixChunk:
    """What some draws came to."""

    values: tuple[Floats, ...]
    """v(S) of each draw, [sets, outcomes]."""
    failures: tuple[str, ...]
    """Why draws failed; they are left out."""


def start_mix(task: MixTask, draws: int, executor: Executor) -> StartedMix:
    """Hand over the draws."""
    return StartedMix(
        task=task,
        chunks=tuple(
            executor.submit(run_mix_chunk, task, begin, min(begin + CHUNK, draws))
            for begin in range(0, draws, CHUNK)
        ),
    )


def finish_mix(started: StartedMix) -> tuple[Shares, tuple[str, ...]]:
    """Return the shares of the groups, [groups, draws, outcomes], and why draws failed.

    Raises
    ------
    ComputationError
        No draw could be solved.
    """
    chunks = [chunk.result() for chunk in started.chunks]
    found = [one for chunk in chunks for one in chunk.values]
    if not found:
        raise ComputationError(
            "no draw could be solved under both accounts",
            where=f"case {started.task.first.case.name}",
            got="0 draws",
            expected="one at least",
            fix="look at the intervals of the market figures",
        )
    shares = share_difference(started.task.names, np.stack(found, axis=1))
    return shares, tuple(failure for chunk in chunks for failure in chunk.failures)


def run_mix_chunk(task: MixTask, begin: int, end: int) -> MixChunk:
    """Return v(S) of each draw; draws that fail are left out, with why."""
    ready = ready_crisis(task.first), ready_crisis(task.second)
    cells = _cells(task, ready[0])
    found, failures = [], []
    for place in range(begin, end):
        try:
            found.append(_Draw(task=task, ready=ready, cells=cells, place=place).values())
        except ComputationError as error:
            failures.append(f"{error.problem} ({error.where})")
    return MixChunk(values=tuple(found), failures=tuple(failures))


def _cells(task: MixTask, ready: ReadyCrisis) -> Mapping[str, tuple[str, ...]]:
    """Return the figures of each group with the cells that use them."""
    users = parameter_users(ready.sample.view)
    return {
        name: tuple(cell for one in addresses for cell in (one, *users.get(one, ())))
        for name, addresses in task.groups
    }


def _enters_markets(cells: Sequence[str]) -> bool:
    return any(cell.partition(".")[0] in WORLD_TABLES for cell in cells)


@frozen(kw_only=True, eq=False)
class _Draw:
    """One draw under two accounts."""

    task: MixTask
    ready: tuple[ReadyCrisis, ReadyCrisis]
    cells: Mapping[str, tuple[str, ...]]
    place: int

    def values(self) -> Floats:
        """Return v(S) for every set of groups, the deals' being the last."""
        names = self.task.names
        self._require_stable()
        deals = [self._deal(0), self._deal(1)]
        losses: dict[tuple[str, ...], LeverLosses] = {}
        found = []
        for mask in range(2 ** len(names)):
            taken = subset_members(mask, names)
            mixed = self._mixed(taken)
            world = tuple(name for name in taken if _enters_markets(self.cells.get(name, ())))
            if world not in losses:
                losses[world] = self._losses(mixed)
            found.append(self._outcomes(mixed, losses[world], deals[DEALS in taken]))
        return np.array(found)

    def _require_stable(self) -> None:
        """Raise where a hostile act brings forth one or more under either account."""
        for ready in self.ready:
            extra = count_progeny(ready, self.place, self.task.seed)
            if any(one.feeds_itself for one in extra):
                raise ComputationError(
                    "hostile acts feed on themselves",
                    where=f"draw {self.place} under {ready.task.request.account or 'shared'}",
                    got="one act brings forth one or more",
                    expected="less than one",
                    fix="look at the intervals of what drives the sides",
                )

    def _mixed(self, taken: Sequence[str]) -> Mapping[str, float]:
        """Return the figures of the first account, those of some groups from the second."""
        first, second = (one.values(self.place) for one in self.ready)
        mixed = dict(first)
        for name in taken:
            for cell in self.cells.get(name, ()):
                if cell in second:
                    mixed[cell] = second[cell]
        return mixed

    def _losses(self, values: Mapping[str, float]) -> LeverLosses:
        ready = self.ready[0]
        return find_losses(ready.crisis, ready.base.pool, ready.solved(values, self.place))

    def _deal(self, which: int) -> Mapping[str, float]:
        return self.ready[which].worth(self.place)[1]

    def _outcomes(
        self, values: Mapping[str, float], losses: LeverLosses, deal: Mapping[str, float]
    ) -> Floats:
        ready, task = self.ready[0], self.task
        numbers = ready.forward(ready.build(values, losses, deal), values)
        paths = simulate(
            ready.crisis.model,
            numbers,
            paths=task.paths,
            days=task.first.days,
            seed=task.seed,
            draw=self.place,
            gauges=gauges(ready.crisis),
        )
        measured = measure_paths(ready.crisis, paths)
        end = measured.observables[0, :, -1].mean()
        return np.array([*measured.outcomes.mean(axis=1), end])


def outcome_names(ready: ReadyCrisis) -> tuple[str, ...]:
    """Return the outcomes that are shared out: those of the outlook, and tension at the end."""
    return (*outcome_titles(ready.crisis), TENSION)


def mix_task(
    crisis: CrisisTask, one: str, other: str, groups: Groups, paths: int, seed: int
) -> MixTask:
    """Return the task for two accounts; an empty name is the shared base."""
    first, second = (
        evolve(crisis, request=evolve(crisis.request, account=name or None))
        for name in (one, other)
    )
    return MixTask(first=first, second=second, groups=groups, paths=paths, seed=seed)
