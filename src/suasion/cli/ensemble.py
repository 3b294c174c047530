"""Command `ensemble`: accounts x draws x paths of a crisis, kept on disk as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cases import load_case
from suasion.cli.ensemble_text import render_ensemble
from suasion.cli.options import (
    AsOf,
    CaseArgument,
    Cluster,
    Json,
    Seed,
    Workers,
    make_request,
    open_executor,
)
from suasion.cli.output import emit, emit_json
from suasion.cli.progress import shown_progress
from suasion.comparison.ensemble import write_ensemble
from suasion.comparison.ensemble_plan import (
    DEFAULT_DAYS,
    DEFAULT_DRAWS,
    DEFAULT_PATHS,
    EnsembleRequest,
)
from suasion.errors import EXIT_DONE


def ensemble_command(
    case: CaseArgument,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder: new, or with it begun.")
    ],
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help="Account, or 'shared'; all if none is named."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="Draws.")] = DEFAULT_DRAWS,
    paths: Annotated[
        int, typer.Option("--paths", metavar="N", help="Paths of each draw.")
    ] = DEFAULT_PATHS,
    horizon: Annotated[
        int, typer.Option("--horizon", metavar="DAYS", help="Days ahead, 1 to 3660.")
    ] = DEFAULT_DAYS,
    inject: Annotated[
        list[str] | None,
        typer.Option(
            "--inject",
            metavar="MOVE@DAY",
            help="A move made from outside, as detain:RUS@10 or detain:RUS@10*0.5; repeatable.",
        ),
    ] = None,
    seed: Seed = None,
    as_of: AsOf = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
) -> int:
    """Keep accounts x draws x paths on disk as Parquet; go on where an earlier run stopped."""
    loaded = load_case(case)
    request = make_request(as_of=as_of, account=None, seed=seed, draws=draws)
    asked = EnsembleRequest(
        accounts=tuple(account or ()), days=horizon, paths=paths, inject=tuple(inject or ())
    )
    with shown_progress("reading") as progress, open_executor(workers, cluster) as executor:
        answer = write_ensemble(loaded, out, request, asked, executor=executor, progress=progress)
    if json:
        emit_json(answer, None)
    else:
        emit(render_ensemble(answer), None)
    return EXIT_DONE
