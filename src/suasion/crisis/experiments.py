"""Run mechanisms as experiments: with and without a treatment, with and without their edges.

Each draw of the numbers is run in five arms on the same keyed random numbers: the base, the
treated, the reversed, and with the declared edges pinned to the means of the base run
(and base rates set anew) the base and the treated again. Work comes in chunks of draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from attrs import field, frozen

from suasion.crisis.draw_arms import Cell, DrawTask, measure_draw
from suasion.crisis.estimates import Estimate, estimate, share_left, sign_share
from suasion.crisis.experiment_plans import Experiment, Plan, plan_experiment
from suasion.crisis.influence import influence
from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats
from suasion.crisis.simulation import Gauge
from suasion.errors import InputError

CHUNK = 2
"""Draws in a chunk."""
LEAST_DRAWS = 2
Draw = tuple[int, CrisisNumbers]
"""Number of a draw, on which its random numbers hang, and its figures."""


@frozen(kw_only=True, eq=False)
class Chunk:
    """What some draws came to."""

    arms: Floats
    """[draws, plans, 3]: the metric in the base, treated and reversed arm."""
    cells: Floats
    """[draws, cells, 3]: the metric in the ablated base and treated arm; acts missing."""


@frozen(kw_only=True, eq=False)
class ExperimentResult:
    """What an experiment came to; effects are in the unit of its metric."""

    plan: Plan
    draws: int
    paths: int
    """Paths of each draw."""
    undefined: int
    """Draws left out since some arm had nothing to measure (a share of no acts)."""
    level: Estimate
    """The metric in the base run."""
    effect: Estimate
    reverse_effect: Estimate
    ablated_effect: Estimate
    left: Estimate
    """Share of the effect that the ablation leaves."""
    draw_share: float
    """Share of the draws with any effect in which it has the expected sign."""
    n_moved: int
    """Draws with any effect."""
    gap: float
    """Acts a path by which the ablated base is still less or more busy, mean over draws."""
    effects: Floats
    """[draws]: the effect in each draw; not a number where undefined."""

    @property
    def id(self) -> str:
        """Return the id of the experiment."""
        return self.plan.experiment.id


@frozen(kw_only=True)
class StartedExperiments:
    """Experiments whose draws are being done."""

    task: DrawTask
    chunks: tuple[Future[Chunk], ...] = field(eq=False)


def run_experiment(
    model: CrisisModel,
    draws: Sequence[CrisisNumbers],
    experiment: Experiment,
    paths: int,
    seed: int,
    *,
    gauges: Sequence[Gauge] = (),
    executor: Executor | None = None,
) -> ExperimentResult:
    """Return what one experiment came to; see `run_experiments`."""
    return run_experiments(
        model, draws, [experiment], paths, seed, gauges=gauges, executor=executor
    )[0]


def run_experiments(
    model: CrisisModel,
    draws: Sequence[CrisisNumbers],
    experiments: Sequence[Experiment],
    paths: int,
    seed: int,
    *,
    gauges: Sequence[Gauge] = (),
    executor: Executor | None = None,
) -> tuple[ExperimentResult, ...]:
    """Return what experiments came to, in their order.

    Model
        effect = metric(treated) - metric(base) in each draw; its mean over draws with a 95 %
        interval of that mean (normal approximation). The ablated effect is the same difference
        with the declared edges pinned to the means that the base run of that draw had on each
        day, and with the paces of each decider and class scaled until the ablated base is as
        busy as the base run. All arms of a draw use the same keyed random numbers.

    Assumptions
        A1 draws are independent. A2 the metric is read on all paths of a draw at once, so that
        the noise of paths is a part of the variance between draws.

    Parameters
    ----------
    model : CrisisModel
    draws : sequence of CrisisNumbers
        Two at least; some tens for an interval that can be relied on.
    experiments : sequence of Experiment
    paths : int
        Paths of each draw and arm.
    seed : int
    gauges : sequence of Gauge
        Named gauges that metrics read beside stocks.
    executor : Executor, optional
        Where the draws are done; results are the same on each (C5).

    Raises
    ------
    InputError
        An experiment is refused (`plan_experiment`), or there are less than two draws.
    """
    task = plan_experiments(model, experiments, paths, seed, gauges)
    if executor is not None:
        return finish_experiments(start_experiments(task, draws, executor))
    with ThreadPoolExecutor(max_workers=1) as alone:
        return finish_experiments(start_experiments(task, draws, alone))


def plan_experiments(
    model: CrisisModel,
    experiments: Sequence[Experiment],
    paths: int,
    seed: int,
    gauges: Sequence[Gauge] = (),
) -> DrawTask:
    """Return what each draw has to do for some experiments, all of them checked."""
    return _planned(model, tuple(experiments), paths, seed, tuple(gauges))


@lru_cache(maxsize=128)
def _planned(
    model: CrisisModel,
    experiments: tuple[Experiment, ...],
    paths: int,
    seed: int,
    gauges: tuple[Gauge, ...],
) -> DrawTask:
    """Kept, as each chunk of draws asks for it again."""
    ids = [one.id for one in experiments]
    twice = sorted(one for one in ids if ids.count(one) > 1)
    if twice:
        raise InputError(
            f"two experiments are called '{twice[0]}'",
            where="suasion.crisis.experiments",
            got=twice[0],
            expected="ids that differ",
            fix="rename one of them",
        )
    graph = influence(model)
    plans = tuple(plan_experiment(model, one, gauges, graph) for one in experiments)
    cells = tuple(Cell(plan=at, edges=plan.edges) for at, plan in enumerate(plans))
    return DrawTask(model=model, plans=plans, cells=cells, paths=paths, seed=seed)


def start_experiments(
    task: DrawTask, draws: Sequence[CrisisNumbers], executor: Executor, chunk: int = CHUNK
) -> StartedExperiments:
    """Hand over the draws of experiments in chunks."""
    if len(draws) < LEAST_DRAWS:
        raise InputError(
            "there are too few draws for an interval",
            where="suasion.crisis.experiments",
            got=str(len(draws)),
            expected=f"{LEAST_DRAWS} or more",
            fix="ask for more draws",
            rule="C9",
        )
    numbered = tuple(enumerate(draws))
    chunks = tuple(
        executor.submit(run_chunk, task, numbered[begin : begin + chunk])
        for begin in range(0, len(numbered), chunk)
    )
    return StartedExperiments(task=task, chunks=chunks)


def run_chunk(task: DrawTask, draws: Sequence[Draw]) -> Chunk:
    """Return the metrics of all arms in some draws: a piece of work that knows all it needs."""
    done = [measure_draw(task, *draw) for draw in draws]
    return Chunk(
        arms=np.stack([arms for arms, _ in done]), cells=np.stack([cells for _, cells in done])
    )


def finish_experiments(started: StartedExperiments) -> tuple[ExperimentResult, ...]:
    """Return what experiments came to, when all their draws are done."""
    return experiment_results(started.task, [future.result() for future in started.chunks])


def experiment_results(task: DrawTask, chunks: Sequence[Chunk]) -> tuple[ExperimentResult, ...]:
    """Return what experiments came to, from the chunks of their draws in order.

    Parameters
    ----------
    task : DrawTask
        From `plan_experiments`: its cells are the plans under their own ablation.
    chunks : sequence of Chunk
        Two draws at least in all; with fewer every interval is not a number.
    """
    arms, cells = join_chunks(task, chunks)
    return tuple(
        _result(plan, task.paths, arms[:, at], cells[:, at]) for at, plan in enumerate(task.plans)
    )


def join_chunks(task: DrawTask, chunks: Sequence[Chunk]) -> tuple[Floats, Floats]:
    """Return arms and cells of all draws, as `Chunk` has them; of none if there is no chunk."""
    arms = [np.empty((0, len(task.plans), 3)), *(chunk.arms for chunk in chunks)]
    cells = [np.empty((0, len(task.cells), 3)), *(chunk.cells for chunk in chunks)]
    return np.concatenate(arms), np.concatenate(cells)


def _result(plan: Plan, paths: int, arms: Floats, cells: Floats) -> ExperimentResult:
    sound = np.isfinite(arms).all(axis=1) & np.isfinite(cells).all(axis=1)
    base, treated, reverse = arms[sound].T
    effects, ablated = treated - base, cells[sound, 1] - cells[sound, 0]
    share, n_moved = sign_share(effects, base, plan.sign)
    return ExperimentResult(
        plan=plan,
        draws=len(arms),
        paths=paths,
        undefined=int((~sound).sum()),
        level=estimate(base),
        effect=estimate(effects),
        reverse_effect=estimate(reverse - base),
        ablated_effect=estimate(ablated),
        left=share_left(ablated, effects),
        draw_share=share,
        n_moved=n_moved,
        gap=float(cells[sound, 2].mean()) if sound.any() else float("nan"),
        effects=arms[:, 1] - arms[:, 0],
    )
