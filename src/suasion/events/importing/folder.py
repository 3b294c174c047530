"""Importing folders of event files into partitioned Parquet: one pass, bounded, resumable."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import polars as pl

from suasion.errors import InputError
from suasion.events.account import Account
from suasion.events.importing.imports import (
    Table,
    add_counts,
    find_tables,
    layout_of,
    make_stream,
)
from suasion.events.importing.layouts import Layout
from suasion.events.importing.partitions import PERIODS, plan_batches
from suasion.events.importing.plans import begin_work, finish_work, is_finished, make_plan
from suasion.events.importing.reading import ImportRequest
from suasion.events.importing.spooling import (
    BatchJob,
    Spooled,
    batch_file,
    is_spooled,
    make_jobs,
    read_spooled,
    spool_table,
    write_batch,
)
from suasion.events.scales import load_scale
from suasion.events.stream import SCHEMA, SIDE_FILE, Stream, read_notes, write_side_file

Progress = Callable[[str], None]
NO_EVENTS = pl.DataFrame(schema=SCHEMA)
"""In place of a table that may be too large for memory."""


def import_folder(
    paths: Iterable[Path | str],
    request: ImportRequest | None,
    out: Path | str,
    by: str = "month",
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Stream:
    """Write event files as partitioned Parquet; return the stream without its table.

    Memory does not grow with the files: rows are cleaned table by table, kept in a work folder,
    and merged in batches of days. Run again after an interruption, it goes on where it was;
    run again when it was done, it does nothing.

    Parameters
    ----------
    paths : iterable of Path or str
        Event files, or folders of them.
    request : ImportRequest, optional
        As of `import_events`.
    out : Path or str
        Folder for the partitions: new, empty, or with this import begun.
    by : str
        `day`, `month` or `year`.
    executor : Executor, optional
        Where tables are read and batches merged; this process by default.
    progress : callable, optional
        Is told of each table read and each batch written.

    Returns
    -------
    Stream
        Scale, steps, account and warnings; the events are read with `read_stream(out)`.

    Raises
    ------
    InputError
        The folder holds something else, or as `import_events` (C1).
    """
    request, place = request or ImportRequest(), Path(out)
    _check_period(by)
    tables, warnings = find_tables(paths, request)
    layout, plan = layout_of(tables, request), make_plan(tables, request, by)
    _check_direction(layout, request)
    if is_finished(place, plan):
        return Stream(frame=NO_EVENTS, **read_notes(place / SIDE_FILE))
    work = begin_work(place, plan)
    spooled = _spool(tables, request, work, executor, progress)
    about: dict[str, Any] = {
        "work": work,
        "out": place,
        "request": request,
        "system": layout.system,
        "scale": request.scale or layout.scale,
        "names": {table.number: table.member.name for table in tables},
    }
    jobs = make_jobs(plan_batches(_rows_by_day(spooled), by), spooled, **about)
    account = _add_up(spooled, _write(jobs, executor, progress))
    warnings += (words for table in spooled for words in table.torn)
    stream = make_stream(NO_EVENTS, layout, load_scale(about["scale"]), request, account, warnings)
    write_side_file(stream, place)
    finish_work(place, plan)
    return stream


def _spool(
    tables: list[Table],
    request: ImportRequest,
    work: Path,
    executor: Executor | None,
    progress: Progress | None,
) -> list[Spooled]:
    waiting = [table for table in tables if not is_spooled(table, work)]
    arguments = (waiting, [request] * len(waiting), [work] * len(waiting))
    done = (
        map(spool_table, *arguments) if executor is None else executor.map(spool_table, *arguments)
    )
    for table, _ in zip(waiting, done, strict=True):
        if progress is not None:
            progress(table.member.name)
    return [read_spooled(table, work) for table in tables]


def _write(
    jobs: list[BatchJob], executor: Executor | None, progress: Progress | None
) -> list[dict[str, Any]]:
    waiting = [job for job in jobs if not batch_file(job).exists()]
    done = map(write_batch, waiting) if executor is None else executor.map(write_batch, waiting)
    for job, _ in zip(waiting, done, strict=True):
        if progress is not None:
            progress(f"{job.batch.folder}/{job.batch.name}")
    return [json.loads(batch_file(job).read_text("utf-8")) for job in jobs]


def _rows_by_day(spooled: list[Spooled]) -> Counter[Any]:
    rows: Counter[Any] = Counter()
    for table in spooled:
        for _, days in table.parts:
            rows.update(days)
    return rows


def _add_up(spooled: list[Spooled], batches: list[dict[str, Any]]) -> Account:
    count = add_counts(table.count for table in spooled)
    for batch in batches:
        count.dropped.update(batch["dropped"])
    return Account(
        rows_in=count.rows_in,
        rows_out=sum(batch["rows_out"] for batch in batches),
        dropped=count.dropped,
        notes=count.notes,
    )


def _check_period(by: str) -> None:
    if by not in PERIODS:
        raise InputError(
            "there is no such partition",
            where="option --by",
            got=by,
            expected=", ".join(PERIODS),
            fix="write one of these",
        )


def _check_direction(layout: Layout, request: ImportRequest) -> None:
    choice = request.wanted.steps.undirected
    if layout.directed or choice == "listed":
        return
    raise InputError(
        "partitions are written as the rows are listed",
        where="option --steps",
        got=f"undirected={choice}",
        expected="undirected=listed with --by",
        fix="leave the step out, or import into one file",
    )
