"""The matrix mechanism x ablation: what else carries the effect of a mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np
from attrs import evolve, frozen

from suasion.crisis.draw_arms import Cell, DrawTask
from suasion.crisis.estimates import Estimate, share_left
from suasion.crisis.experiment_plans import Experiment
from suasion.crisis.experiments import (
    Chunk,
    join_chunks,
    plan_experiments,
    start_experiments,
)
from suasion.crisis.model import CrisisModel, CrisisNumbers
from suasion.crisis.patterns import unknown
from suasion.crisis.simulation import Gauge

TAKES = 1 / 4
"""A mechanism carries an effect if its ablation takes this share of it or more."""


@frozen(kw_only=True)
class AblationMatrix:
    """Share of the effect of each row that is left under the ablation of each column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    left: tuple[tuple[Estimate, ...], ...]
    """[rows][columns]; not a number where a row has no effect on these draws."""

    def carriers(self, row: str) -> tuple[str, ...]:
        """Return the other mechanisms that carry a row: what takes most, first.

        One whose ablation takes a quarter of the effect or more; its interval must keep clear
        of taking nothing.
        """
        cells = self.left[self.rows.index(row)]
        found = [
            (cell.mean, name)
            for name, cell in zip(self.columns, cells, strict=True)
            if name != row and cell.mean <= 1.0 - TAKES and cell.high < 1.0
        ]
        return tuple(name for _, name in sorted(found))


def ablation_matrix(
    model: CrisisModel,
    draws: Sequence[CrisisNumbers],
    experiments: Sequence[Experiment],
    paths: int,
    seed: int,
    *,
    rows: Sequence[str] | None = None,
    jointly: bool = False,
    gauges: Sequence[Gauge] = (),
    executor: Executor | None = None,
) -> AblationMatrix:
    """Return how much of each effect every mechanism's ablation leaves.

    Model
        A cell is mean(ablated effect) / mean(effect) over draws, on the same random numbers,
        with its interval from paired differences.

    Parameters
    ----------
    model : CrisisModel
    draws : sequence of CrisisNumbers
        Fewer than for the experiments will do.
    experiments : sequence of Experiment
        All of them, for their edges are the columns.
    paths, seed : int
    rows : sequence of str, optional
        Ids of the experiments whose effects are asked after; all by default.
    jointly : bool
        Whether a row's own edges are pinned as well: finds a channel that does all the work as
        soon as the row's own is gone (either would do).
    gauges : sequence of Gauge
    executor : Executor, optional
    """
    planned = plan_experiments(model, experiments, paths, seed, gauges)
    asked = [one.id for one in experiments] if rows is None else rows
    task = matrix_task(planned, asked, jointly=jointly)
    if executor is not None:
        return _run(task, draws, executor)
    with ThreadPoolExecutor(max_workers=1) as alone:
        return _run(task, draws, alone)


def matrix_task(task: DrawTask, rows: Sequence[str], *, jointly: bool = False) -> DrawTask:
    """Return what each draw has to do for some rows of the matrix.

    Parameters
    ----------
    task : DrawTask
        From `plan_experiments`: all experiments, for their edges are the columns.
    rows : sequence of str
        Ids of the experiments whose effects are asked after.
    jointly : bool
        Whether a row's own edges are pinned as well.

    Raises
    ------
    InputError
        A row is no experiment of the task (C1).
    """
    names = [plan.experiment.id for plan in task.plans]
    for row in rows:
        if row not in names:
            raise unknown(row, names, "experiment", "rows of the ablation matrix")
    asked = tuple(at for at, name in enumerate(names) if name in rows)
    cells = tuple(
        Cell(
            plan=at,
            edges=tuple(dict.fromkeys((task.plans[at].edges if jointly else ()) + other.edges)),
        )
        for at in asked
        for other in task.plans
    )
    return evolve(task, cells=cells, asked=asked)


def _run(task: DrawTask, draws: Sequence[CrisisNumbers], executor: Executor) -> AblationMatrix:
    started = start_experiments(task, draws, executor)
    return read_matrix(task, [future.result() for future in started.chunks])


def read_matrix(task: DrawTask, chunks: Sequence[Chunk]) -> AblationMatrix:
    """Return the matrix from the chunks of its draws; the task is that of `matrix_task`."""
    arms, cells = join_chunks(task, chunks)
    asked, width = task.asked or (), len(task.plans)
    left = []
    for place, at in enumerate(asked):
        row = cells[:, place * width : (place + 1) * width]
        whole = arms[:, at, 1] - arms[:, at, 0]
        parts = row[:, :, 1] - row[:, :, 0]
        sound = np.isfinite(whole)[:, None] & np.isfinite(parts)
        left.append(
            tuple(share_left(parts[sound[:, n], n], whole[sound[:, n]]) for n in range(width))
        )
    names = tuple(plan.experiment.id for plan in task.plans)
    return AblationMatrix(rows=tuple(names[at] for at in asked), columns=names, left=tuple(left))
