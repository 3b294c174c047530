"""Command `run`: all that a case can be asked, a report and a folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cases import load_case
from suasion.cli.options import AsOf, CaseArgument, Cluster, Seed, Workers, make_request
from suasion.cli.output import emit
from suasion.cli.progress import shown_progress
from suasion.errors import EXIT_DONE
from suasion.events import read_series
from suasion.report.running import claim_folder, run_case
from suasion.runs.long_view import SeriesFile

SeriesFiles = Annotated[
    list[Path] | None,
    typer.Option("--series", metavar="FILE", help="Series for the long view; may be repeated."),
]


def run_command(
    case: CaseArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder of the results; CASE-report by default."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = 200,
    series: SeriesFiles = None,
    seed: Seed = None,
    as_of: AsOf = None,
    workers: Workers = None,
    cluster: Cluster = None,
) -> int:
    """Run everything that exists for a case; write report.html, run.json and tables."""
    loaded = load_case(case)
    folder = claim_folder(out or Path(f"{loaded.name}-report"))
    files = [SeriesFile(name=path.name, series=read_series(path)) for path in series or []]
    request = make_request(as_of=as_of, account=None, seed=seed, draws=draws)
    with shown_progress("reading") as progress:
        result = run_case(
            loaded,
            folder,
            request,
            workers=workers,
            cluster=cluster,
            series=files,
            progress=progress,
        )
    seconds = sum(result.timings.values())
    emit(f"wrote {folder}/report.html, run.json and tables/ in {seconds:.0f} s", None)
    if result.failed_draws:
        emit(f"{result.failed_draws} times a draw failed and is left out; run.json says why", None)
    return EXIT_DONE
