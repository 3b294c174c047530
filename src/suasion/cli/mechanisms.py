"""Command `mechanisms`: which mechanisms of the sources the crisis model contains."""

from __future__ import annotations

from typing import Annotated

import typer

from suasion.cases import Case, load_case
from suasion.cli.mechanisms_text import render_mechanism, render_mechanisms
from suasion.cli.options import (
    Account,
    AsOf,
    CaseArgument,
    Cluster,
    Json,
    Out,
    Seed,
    Workers,
    make_request,
    open_executor,
)
from suasion.cli.output import emit, emit_json
from suasion.cli.progress import WatchedExecutor, shown_progress
from suasion.errors import EXIT_DONE
from suasion.questions.mechanism_plans import DEFAULT_DRAWS
from suasion.questions.mechanism_rows import MechanismAnswer
from suasion.questions.mechanisms import (
    CHUNK,
    DEFAULT_PATHS,
    MATRIX_SHARE,
    compute_mechanisms,
    mechanisms_to_json,
)
from suasion.questions.sampling import Request


def mechanisms_command(
    case: CaseArgument,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ID", help="One mechanism, told in full; repeatable."),
    ] = None,
    paths: Annotated[
        int, typer.Option("--paths", metavar="N", help="Paths of each draw and arm.")
    ] = DEFAULT_PATHS,
    matrix: Annotated[
        bool, typer.Option("--matrix/--no-matrix", help="Ask what else carries an effect.")
    ] = True,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = DEFAULT_DRAWS,
    seed: Seed = None,
    as_of: AsOf = None,
    account: Account = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show which mechanisms the crisis contains: each as an experiment, with its ablation."""
    request = make_request(as_of=as_of, account=account, seed=seed, draws=draws)
    loaded = load_case(case)
    answer = _answer(loaded, request, only or [], paths, workers, cluster, matrix=matrix)
    if json:
        emit_json(mechanisms_to_json(answer), out)
    elif len(answer.rows) == 1:
        said = {row.id: row.title for row in loaded.rows("statements")}
        emit(render_mechanism(answer, said), out)
    else:
        emit(render_mechanisms(answer), out)
    return EXIT_DONE


def _answer(
    case: Case,
    request: Request,
    only: list[str],
    paths: int,
    workers: int | None,
    cluster: str | None,
    *,
    matrix: bool,
) -> MechanismAnswer:
    chunks = -(-request.draws // CHUNK)
    if matrix:
        chunks += -(-max(request.draws // MATRIX_SHARE, 2) // CHUNK)
    with (
        shown_progress("reading") as progress,
        open_executor(workers, cluster, small=request.draws <= CHUNK) as executor,
    ):
        watched = WatchedExecutor(executor, chunks, "experiments", progress)
        return compute_mechanisms(
            case, request, only=only, paths=paths, matrix=matrix, executor=watched
        )
