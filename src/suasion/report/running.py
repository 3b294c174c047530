"""Running a case into a folder: report.html, run.json and tables, complete or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from suasion.cases import Case
from suasion.compute import make_executor
from suasion.errors import InputError
from suasion.questions.sampling import Request
from suasion.report.assembly import assemble
from suasion.report.page import write_report
from suasion.runs.levers import SIDE_DRAWS
from suasion.runs.long_view import SeriesFile
from suasion.runs.main_job import Progress, RunResult, run_questions

RECORD = "run.json"


def run_case(
    case: Case,
    out: Path | str | None = None,
    request: Request | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = 1,
    cluster: str | None = None,
    series: Sequence[SeriesFile] = (),
) -> RunResult:
    """Return all answers to a case and, where a folder is named, write report and tables there.

    The folder appears complete or not at all: everything is written beside it and moved in one
    step. An earlier result in its place is replaced; any other folder is refused.

    Parameters
    ----------
    case : Case
        From `load_case`.
    out : Path or str or None
        Folder for report.html, run.json and tables; None writes nothing.
    request : Request, optional
        Day, seed and draws; 200 draws by default.
    progress : callable, optional
        Told what is being done, and the share of the steps that is behind it.
    workers : int or None
        Processes; 1 is this one, None all processors. Results are the same (C5).
    cluster : str, optional
        Address of a Dask scheduler, whose workers then do the draws in place of processes.
    series : sequence of SeriesFile
        Series beside the case, for the long view.

    Returns
    -------
    RunResult
        Tables by name, comparisons, timings, certificates, failures.

    Raises
    ------
    InputError
        The folder holds something that no run wrote (C1).
    ComputationError
        The central figures give a market without an optimum.

    Examples
    --------
    >>> import tempfile
    >>> from suasion import Request, load_case, new_case, run_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> result = run_case(case, None, Request(draws=2))
    >>> "leverage" in result.tables
    True
    """
    folder = None if out is None else claim_folder(Path(out))
    processes = None if cluster is not None and workers == 1 else workers
    with make_executor(processes, cluster) as executor:
        result = run_questions(case, request, progress=progress, executor=executor, series=series)
    if folder is not None:
        _write(result, folder)
    return result


def claim_folder(folder: Path) -> Path:
    """Return the folder if results may be put there; `InputError` where they may not."""
    if folder.exists() and not folder.is_dir():
        raise _taken(folder, "a file")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).is_file():
        raise _taken(folder, "a folder with other things in it")
    if not folder.absolute().parent.is_dir():
        raise InputError(
            "the folder of the results has no place",
            where=str(folder),
            got=f"{folder.parent} is not there",
            expected="a folder inside one that exists",
            fix="make the outer folder or name another",
        )
    return folder


def _taken(folder: Path, got: str) -> InputError:
    return InputError(
        "results cannot be put there",
        where=str(folder),
        got=got,
        expected="a new folder, an empty one, or one with earlier results",
        avoided="what is there would have been lost",
        fix="name another folder with --out",
    )


def _write(result: RunResult, folder: Path) -> None:
    """Write everything beside the folder, then put it in its place."""
    parent = folder.absolute().parent
    made = Path(tempfile.mkdtemp(dir=parent, prefix=f".{folder.name}."))
    try:
        made.chmod(0o755)
        _write_tables(result, made / "tables")
        page = assemble(
            result, version=version("suasion"), command=f"suasion run {result.case.name}"
        )
        write_report(page, made / "report.html")
        (made / RECORD).write_text(json.dumps(record_of(result), indent=1), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _write_tables(result: RunResult, folder: Path) -> None:
    folder.mkdir()
    for name, table in sorted(result.tables.items()):
        table.write_parquet(folder / f"{name}.parquet")
        table.write_csv(folder / f"{name}.csv")


def record_of(result: RunResult) -> dict[str, object]:
    """Return the record of the run: what was run, on what, how long, how well certified."""
    seed = result.request.seed
    day = result.case.day or result.case.meta.as_of
    return {
        "version": version("suasion"),
        "case": result.case.name,
        "digest": result.case.digest,
        "as_of": day.isoformat(),
        "seed": result.case.meta.seed if seed is None else seed,
        "draws": result.request.draws,
        "draws_of_scenarios_and_accounts": min(result.request.draws, SIDE_DRAWS),
        "failed_draws": result.failed_draws,
        "failures": list(result.failures),
        "unanswered": dict(result.unanswered),
        "horizon": result.horizon,
        "timings_s": dict(result.timings),
        "certificates": dict(result.certificates),
        "tables": sorted(result.tables),
        "expectations": [
            {"comparison": found.id, "expectation": row.expectation, "verdict": row.verdict}
            for found in result.comparisons
            for row in found.expectations
        ],
    }
