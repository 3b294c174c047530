"""The arms of experiments in one draw; what several experiments share is run once."""

from __future__ import annotations

from functools import partial

import numpy as np
from attrs import field, frozen

from suasion.crisis.experiment_plans import Plan
from suasion.crisis.measures import measure
from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats
from suasion.crisis.pins import Means, Pins, make_pins
from suasion.crisis.recalibration import Calibration, acts_by_nest, recalibrate
from suasion.crisis.simulation import Gauge, Injection, Paths, simulate
from suasion.crisis.treatments import Treatment, apply_treatment
from suasion.errors import ComputationError


@frozen(kw_only=True)
class Cell:
    """An experiment under an ablation: its own, or that of another mechanism."""

    plan: int
    """Place among the plans."""
    edges: tuple[str, ...]
    """Ids of the edges that are pinned."""


@frozen(kw_only=True)
class DrawTask:
    """What each draw has to do."""

    model: CrisisModel
    plans: tuple[Plan, ...]
    cells: tuple[Cell, ...]
    paths: int
    seed: int
    asked: tuple[int, ...] | None = None
    """Plans whose treated and reversed arms are run beside the cells; all by default."""

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """Return all gauges that the metrics read, each once."""
        found = {gauge.name: gauge for plan in self.plans for gauge in plan.metric.gauges}
        return tuple(found.values())


Key = tuple[str, int]
"""Base treatment and days: what arms must have in common to share their base run."""


@frozen(kw_only=True, eq=False)
class Base:
    """A base run and what it was run with."""

    numbers: CrisisNumbers
    injections: tuple[Injection, ...]
    days: int
    paths: Paths


@frozen(kw_only=True, eq=False)
class Draw:
    """One draw with the base runs that it has done."""

    task: DrawTask
    number: int
    numbers: CrisisNumbers
    gauges: tuple[Gauge, ...]
    bases: dict[Key, Base] = field(factory=dict)


def measure_draw(task: DrawTask, number: int, numbers: CrisisNumbers) -> tuple[Floats, Floats]:
    """Return the metrics of all arms in one draw.

    Returns
    -------
    arms : array, shape (plans, 3)
        In the base, treated and reversed arm; not a number where the task leaves them out.
    cells : array, shape (cells, 3)
        In the ablated base and the ablated treated arm, and the acts a path by which the
        ablated base is still less or more busy than the base.
    """
    draw = Draw(task=task, number=number, numbers=numbers, gauges=task.gauges)
    arms = np.full((len(task.plans), 3), np.nan)
    for at in range(len(task.plans)) if task.asked is None else task.asked:
        plan = task.plans[at]
        base = _base(draw, plan)
        arms[at, 0] = measure(plan.metric, base.paths, draw.gauges)
        arms[at, 1] = _treated(draw, base, base.numbers, plan, plan.treatment, None)
        arms[at, 2] = _treated(draw, base, base.numbers, plan, plan.reverse, None)
    return arms, _measure_cells(draw)


def _measure_cells(draw: Draw) -> Floats:
    """Go through the cells by what they share, so that each ablated base is run once."""
    task = draw.task
    found = np.empty((len(task.cells), 3))
    groups: dict[tuple[Key, tuple[str, ...]], list[int]] = {}
    for at, cell in enumerate(task.cells):
        groups.setdefault((_key(task.plans[cell.plan]), cell.edges), []).append(at)
    for (_, edges), places in groups.items():
        base = _base(draw, task.plans[task.cells[places[0]].plan])
        pins, tuned = _ablated(draw, base, edges)
        for at in places:
            plan = task.plans[task.cells[at].plan]
            found[at] = (
                measure(plan.metric, tuned.paths, draw.gauges),
                _treated(draw, base, tuned.numbers, plan, plan.treatment, pins),
                tuned.gap,
            )
    return found


def _key(plan: Plan) -> Key:
    return plan.base.text, plan.experiment.days


def _base(draw: Draw, plan: Plan) -> Base:
    key = _key(plan)
    if key not in draw.bases:
        numbers, injections = apply_treatment(draw.task.model, draw.numbers, plan.base)
        days = plan.experiment.days
        paths = _run(draw, days, None, True, draw.gauges, injections, numbers)
        draw.bases[key] = Base(numbers=numbers, injections=injections, days=days, paths=paths)
    return draw.bases[key]


def _treated(
    draw: Draw,
    base: Base,
    numbers: CrisisNumbers,
    plan: Plan,
    treatment: Treatment,
    pins: Pins | None,
) -> float:
    """Return the metric of a plan when a treatment comes on top of some numbers."""
    changed, injections = apply_treatment(draw.task.model, numbers, treatment)
    gauges = plan.metric.gauges
    paths = _run(draw, base.days, pins, False, gauges, base.injections + injections, changed)
    return measure(plan.metric, paths, gauges)


def _ablated(draw: Draw, base: Base, edges: tuple[str, ...]) -> tuple[Pins, Calibration]:
    model = draw.task.model
    pins = make_pins(model, edges, _means(base.paths))
    run = partial(_run, draw, base.days, pins, False, draw.gauges, base.injections)
    return pins, recalibrate(model, base.numbers, acts_by_nest(model, base.paths), run)


def _means(paths: Paths) -> Means:
    if paths.means is None:
        raise ComputationError("a base run kept no means", where="suasion.crisis.draw_arms")
    return paths.means


def _run(
    draw: Draw,
    days: int,
    pins: Pins | None,
    keep_means: bool,
    gauges: tuple[Gauge, ...],
    injections: tuple[Injection, ...],
    numbers: CrisisNumbers,
) -> Paths:
    return simulate(
        draw.task.model,
        numbers,
        paths=draw.task.paths,
        days=days,
        seed=draw.task.seed,
        draw=draw.number,
        injections=injections,
        pins=pins,
        gauges=gauges,
        keep_means=keep_means,
    )
