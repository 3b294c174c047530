"""Does the model contain what the sources describe: each mechanism as an experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future

from attrs import asdict, evolve, frozen

from suasion.cases import Case
from suasion.cases.records import Row
from suasion.cases.values import Values
from suasion.compute import SerialExecutor
from suasion.crisis import (
    Chunk,
    CrisisNumbers,
    DrawTask,
    Experiment,
    ExperimentResult,
    Verdict,
    experiment_results,
    judge,
    matrix_task,
    measure_draw,
    plan_experiments,
    read_matrix,
)
from suasion.errors import ComputationError
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.crisis_numbers import days_between, later
from suasion.questions.mechanism_plans import (
    DEFAULT_DRAWS,
    Group,
    chosen_rows,
    group_experiments,
    require_draws,
)
from suasion.questions.mechanism_rows import MatrixRow, MechanismAnswer, MechanismRow
from suasion.questions.mechanism_table import find_carriers, make_row
from suasion.questions.outlook_measures import gauges
from suasion.questions.sampling import Request

DEFAULT_PATHS = 64
MATRIX_SHARE = 4
"""The matrix takes one draw in so many."""
CHUNK = 2
REDUNDANT = "holds redundantly"


@frozen(kw_only=True)
class MechanismTask:
    """What a chunk of draws needs to know."""

    crisis: CrisisTask
    groups: tuple[Group, ...]
    paths: int
    seed: int
    rows: tuple[str, ...] = ()
    """Experiments asked of the matrix; none: the experiments themselves are run."""
    columns: tuple[Experiment, ...] = ()
    """All experiments, whose ablations are the columns of the matrix."""


def compute_mechanisms(
    case: Case,
    request: Request | None = None,
    *,
    only: Sequence[str] = (),
    paths: int = DEFAULT_PATHS,
    matrix: bool = True,
    executor: Executor | None = None,
) -> MechanismAnswer:
    """Return which mechanisms of a case its crisis model contains.

    Model
        Each row of table mechanisms with a treatment is run as `suasion.crisis.run_experiments`
        describes, on the state that the record leaves on its first day. Effects that survive
        their own ablation are run again under the ablations of all others, to name what else
        carries them.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account, seed and draws; 64 draws by default.
    only : sequence of str
        Mechanisms; all by default.
    paths : int
        Paths of each draw and arm.
    matrix : bool
        Whether it is asked what else carries an effect that survives.
    executor : Executor, optional
        Where the draws are done; results are the same on each (C5).

    Returns
    -------
    MechanismAnswer
        One row for each mechanism, in the order of its table; and the matrix.

    Raises
    ------
    InputError
        The case has no crisis, an unknown mechanism, or an experiment that sets its own outcome
        (C1, C16).

    Examples
    --------
    >>> import tempfile
    >>> from suasion import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> found = compute_mechanisms(case, Request(draws=2), paths=2, matrix=False)
    >>> [row.id for row in found.rows]
    ['M1', 'M2']
    """
    asked = request or Request(draws=DEFAULT_DRAWS)
    run = executor or SerialExecutor()
    started = start_mechanisms(case, asked, only, paths, run)
    return finish_mechanisms(started, run, matrix=matrix)


@frozen(kw_only=True)
class StartedMechanisms:
    """Mechanisms whose draws are being done."""

    task: MechanismTask
    chosen: tuple[Row, ...]
    chunks: tuple[Future[DoneChunk], ...]


@frozen(kw_only=True)
class DoneChunk:
    """What some draws came to, by group; with why draws failed."""

    groups: tuple[tuple[Chunk, ...], ...]
    """[groups][draws]"""
    failures: tuple[str, ...]


def start_mechanisms(
    case: Case, request: Request, only: Sequence[str], paths: int, executor: Executor
) -> StartedMechanisms:
    """Check all experiments and hand over their draws."""
    require_draws(request.draws)
    crisis = CrisisTask(case=case, request=request, days=1)
    ready = ready_crisis(crisis)
    chosen = chosen_rows(ready.sample.view, only)
    task = MechanismTask(
        crisis=crisis,
        groups=group_experiments(ready.sample.view, chosen),
        paths=paths,
        seed=ready.sample.view.meta.seed if request.seed is None else request.seed,
    )
    for group in task.groups:
        _draw_task(task, ready, group)
    return StartedMechanisms(
        task=task, chosen=chosen, chunks=_hand_over(task, request.draws, executor)
    )


def _hand_over(
    task: MechanismTask, draws: int, executor: Executor
) -> tuple[Future[DoneChunk], ...]:
    if not task.groups:
        return ()
    return tuple(
        executor.submit(run_mechanism_chunk, task, begin, min(begin + CHUNK, draws))
        for begin in range(0, draws, CHUNK)
    )


def _draw_task(task: MechanismTask, ready: ReadyCrisis, group: Group) -> DrawTask:
    """Return what each draw has to do for a group; of the matrix, under the ablations of all."""
    asked = task.columns or group.experiments
    planned = plan_experiments(
        ready.crisis.model, asked, task.paths, task.seed, gauges(ready.crisis)
    )
    own = [one.id for one in group.experiments if one.id in task.rows]
    return matrix_task(planned, own) if task.rows else planned


def run_mechanism_chunk(task: MechanismTask, begin: int, end: int) -> DoneChunk:
    """Return what the draws from begin to below end come to."""
    ready = ready_crisis(task.crisis)
    tasks = [_draw_task(task, ready, group) for group in task.groups]
    found: list[list[Chunk]] = [[] for _ in tasks]
    failures = []
    for place in range(begin, end):
        try:
            first = ready.first_numbers(place)
        except ComputationError as error:
            failures.append(str(error))
            continue
        for own, one, group in zip(found, tasks, task.groups, strict=True):
            arms, cells = measure_draw(one, place, _numbers(ready, first, place, group))
            own.append(Chunk(arms=arms[None], cells=cells[None]))
    return DoneChunk(groups=tuple(tuple(own) for own in found), failures=tuple(failures))


def _numbers(ready: ReadyCrisis, first: CrisisNumbers, place: int, group: Group) -> CrisisNumbers:
    """Return the numbers of a draw with the state that the record leaves on the first day."""
    used = Values(view=ready.sample.view, numbers=ready.values(place), horizon=ready.task.horizon)
    past = days_between(ready.begin, group.start)
    state = ready.replay(first)[max(past, 0)]
    return later(first, ready.crisis, used, state, group.start, group.days)


def finish_mechanisms(
    started: StartedMechanisms, executor: Executor, *, matrix: bool = True
) -> MechanismAnswer:
    """Return the answer when all draws are done."""
    task = started.task
    ready = ready_crisis(task.crisis)
    done = [future.result() for future in started.chunks]
    results = _results(task, ready, done)
    verdicts = {name: judge(result) for name, result in results.items()}
    redundant = [name for name, one in verdicts.items() if one.status == REDUNDANT]
    cells = _matrix(task, ready, redundant, executor) if matrix and redundant else ()
    judged = {
        name: judge(results[name], find_carriers(cells, name))
        if name in redundant and matrix
        else one
        for name, one in verdicts.items()
    }
    request = task.crisis.request
    return MechanismAnswer(
        case=task.crisis.case.name,
        as_of=str(ready.sample.view.meta.as_of),
        account=request.account or "",
        draws=request.draws,
        paths=task.paths,
        rows=_rows(started.chosen, task.groups, results, judged),
        matrix=cells,
        failures=tuple(failure for one in done for failure in one.failures),
    )


def _results(
    task: MechanismTask, ready: ReadyCrisis, done: Sequence[DoneChunk]
) -> dict[str, ExperimentResult]:
    """Return what each experiment came to, over all draws."""
    results: dict[str, ExperimentResult] = {}
    for at, group in enumerate(task.groups):
        chunks = [chunk for one in done for chunk in one.groups[at]]
        for result in experiment_results(_draw_task(task, ready, group), chunks):
            results[result.id] = result
    return results


def _rows(
    chosen: Sequence[Row],
    groups: Sequence[Group],
    results: Mapping[str, ExperimentResult],
    verdicts: Mapping[str, Verdict],
) -> tuple[MechanismRow, ...]:
    starts = {one.id: group.start for group in groups for one in group.experiments}
    return tuple(
        make_row(row, starts.get(row.id), results.get(row.id), verdicts.get(row.id))
        for row in chosen
    )


def _matrix(
    task: MechanismTask, ready: ReadyCrisis, redundant: Sequence[str], executor: Executor
) -> tuple[MatrixRow, ...]:
    """Return what each other ablation leaves of the effects that survive their own."""
    draws = max(task.crisis.request.draws // MATRIX_SHARE, 2)
    groups = tuple(
        group for group in task.groups if any(one.id in redundant for one in group.experiments)
    )
    every = tuple(one for group in task.groups for one in group.experiments)
    wanted = evolve(task, groups=groups, rows=tuple(redundant), columns=every)
    done = [future.result() for future in _hand_over(wanted, draws, executor)]
    found: list[MatrixRow] = []
    for at, group in enumerate(groups):
        chunks = [chunk for one in done for chunk in one.groups[at]]
        table = read_matrix(_draw_task(wanted, ready, group), chunks)
        for row, cells in zip(table.rows, table.left, strict=True):
            found += [
                MatrixRow(mechanism=row, ablation=name, left=c.mean, low=c.low, high=c.high)
                for name, c in zip(table.columns, cells, strict=True)
            ]
    return tuple(found)


def mechanisms_to_json(answer: MechanismAnswer) -> dict[str, object]:
    """Return the shape of `mechanisms --json`: each row has its title as `name` too."""
    rows = [{**asdict(row), "name": row.title} for row in answer.rows]
    return {**asdict(answer), "rows": rows}
