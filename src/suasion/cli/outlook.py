"""Command `outlook`: where the crisis is going, as a distribution of paths that can be told."""

from __future__ import annotations

from typing import Annotated

import typer

from suasion.cases import Case, case_as_of, load_case
from suasion.cli.account_requests import SHARED, by_account
from suasion.cli.options import (
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
from suasion.cli.outlook_text import render_outlook
from suasion.cli.output import emit, emit_json
from suasion.cli.progress import WatchedExecutor, shown_progress
from suasion.errors import EXIT_DONE
from suasion.questions.outlook import (
    CHUNK,
    DEFAULT_DAYS,
    DEFAULT_DRAWS,
    DEFAULT_PATHS,
    OutlookRequest,
    finish_outlook,
    outlook_to_json,
    start_outlook,
)
from suasion.questions.outlook_rows import OutlookAnswer
from suasion.questions.sampling import Request


def outlook_command(
    case: CaseArgument,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help="Account, or 'shared'; may be repeated."),
    ] = None,
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
    paths: Annotated[
        int, typer.Option("--paths", metavar="N", help="Paths of each draw.")
    ] = DEFAULT_PATHS,
    alleged: Annotated[
        bool, typer.Option("--alleged", help="Count alleged events of the record as made.")
    ] = False,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = DEFAULT_DRAWS,
    seed: Seed = None,
    as_of: AsOf = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show where the crisis is going: outcomes, expected moves, what feeds on itself, a path."""
    loaded = load_case(case)
    asked = OutlookRequest(days=horizon, paths=paths, inject=tuple(inject or ()), alleged=alleged)
    request = make_request(as_of=as_of, account=None, seed=seed, draws=draws)
    answers = _answers(loaded, by_account(request, account or [SHARED]), asked, workers, cluster)
    if json:
        emit_json(outlook_to_json(answers), out)
    else:
        names = _actor_names(loaded, request)
        emit("\n\n".join(render_outlook(answer, names) for answer in answers), out)
    return EXIT_DONE


def _answers(
    case: Case,
    requests: list[Request],
    asked: OutlookRequest,
    workers: int | None,
    cluster: str | None,
) -> list[OutlookAnswer]:
    """Return one answer for each request; the draws of all are handed over before any is read."""
    draws = requests[0].draws
    chunks = len(requests) * -(-draws // CHUNK)
    with (
        shown_progress("reading") as progress,
        open_executor(workers, cluster, small=draws <= CHUNK) as executor,
    ):
        watched = WatchedExecutor(executor, chunks, "draws", progress)
        started = [start_outlook(case, request, asked, watched) for request in requests]
        return [finish_outlook(one) for one in started]


def _actor_names(case: Case, request: Request) -> dict[str, str]:
    """Return the name of each actor by its id."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    return {row.id: row.title for row in view.rows("actors")}
