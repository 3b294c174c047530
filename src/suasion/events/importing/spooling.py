"""The work folder of a folder import: cleaned rows of each table, kept until they are merged.

What is done stands in small files that appear whole or not at all: `table-000012.json` when all
rows of a table lie in the folder, `batch-000003.json` when a batch of days is written. An import
that was interrupted goes on with what has no such file, so nothing is lost and nothing doubled.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen

from suasion.events.importing.countries import iso3_codes
from suasion.events.importing.imports import Table
from suasion.events.importing.merging import merge_rows, to_stream_frame
from suasion.events.importing.partitions import Batch
from suasion.events.importing.reading import Count, ImportRequest, read_rows
from suasion.events.scales import load_scale
from suasion.events.whole_files import write_parquet_whole, write_text_whole

ROWS_A_PART = 200_000


@frozen(kw_only=True)
class Spooled:
    """The cleaned rows of one table, in parts on disk."""

    count: Count
    torn: tuple[str, ...]
    parts: tuple[tuple[str, dict[date, int]], ...]
    """For each part its file and its rows by day."""


def spool_table(table: Table, request: ImportRequest, work: Path) -> None:
    """Write the cleaned rows of a table into the work folder, and then that this is done."""
    count = Count()
    parts: list[tuple[str, dict[str, int]]] = []
    waiting: list[pl.DataFrame] = []
    for rows in read_rows(table.member, table.number, table.shape, request, count):
        waiting.append(rows)
        if sum(frame.height for frame in waiting) >= ROWS_A_PART:
            parts.append(_write_part(waiting, table.number, len(parts), work))
            waiting = []
    if waiting:
        parts.append(_write_part(waiting, table.number, len(parts), work))
    done = {
        "rows_in": count.rows_in,
        "dropped": dict(count.dropped),
        "notes": dict(count.notes),
        "torn": [f"{table.member.name}: {words}" for words in table.member.torn],
        "parts": parts,
    }
    write_text_whole(json.dumps(done), _table_file(work, table.number))


def _write_part(
    frames: list[pl.DataFrame], table: int, part: int, work: Path
) -> tuple[str, dict[str, int]]:
    rows = pl.concat(frames).sort("day")
    name = f"rows-{table:06d}-{part:04d}.parquet"
    texts = rows.with_columns(pl.col("source", "target").cast(pl.String))
    write_parquet_whole(texts, work / name, {})
    days = rows.group_by("day", maintain_order=True).len()
    return name, {day.isoformat(): n for day, n in days.iter_rows()}


def _table_file(work: Path, number: int) -> Path:
    return work / f"table-{number:06d}.json"


def is_spooled(table: Table, work: Path) -> bool:
    """Return whether all rows of a table lie in the work folder."""
    return _table_file(work, table.number).exists()


def read_spooled(table: Table, work: Path) -> Spooled:
    """Return what the work folder holds of a table."""
    done = json.loads(_table_file(work, table.number).read_text("utf-8"))
    return Spooled(
        count=Count(
            rows_in=done["rows_in"],
            dropped=Counter(done["dropped"]),
            notes=Counter(done["notes"]),
        ),
        torn=tuple(done["torn"]),
        parts=tuple(
            (name, {date.fromisoformat(day): n for day, n in days.items()})
            for name, days in done["parts"]
        ),
    )


@frozen(kw_only=True)
class BatchJob:
    """One batch with all that it needs, so that any process can do it."""

    batch: Batch
    parts: tuple[str, ...]
    work: Path
    out: Path
    request: ImportRequest
    system: str
    scale: str
    names: dict[int, str]


def make_jobs(batches: Iterable[Batch], spooled: Iterable[Spooled], **rest: Any) -> list[BatchJob]:
    """Return a job for each batch, with the parts that hold rows of its days."""
    parts = [part for table in spooled for part in table.parts]
    spans = [(name, min(days), max(days)) for name, days in parts]
    return [
        BatchJob(
            batch=batch,
            parts=tuple(
                name for name, low, high in spans if low <= batch.last and high >= batch.first
            ),
            **rest,
        )
        for batch in batches
    ]


def write_batch(job: BatchJob) -> None:
    """Merge the rows of a batch, write its file, and then that this is done."""
    days = pl.col("day").is_between(job.batch.first, job.batch.last)
    files = [job.work / name for name in job.parts]
    countries = pl.col("source", "target").cast(pl.Enum(iso3_codes()))
    rows = pl.scan_parquet(files).filter(days).with_columns(countries).collect()
    dropped: Counter[str] = Counter()
    merged = merge_rows(rows, job.request.wanted.steps, dropped)
    frame = to_stream_frame(merged, job.names, job.system, load_scale(job.scale))
    folder = job.out / job.batch.folder
    folder.mkdir(exist_ok=True)
    write_parquet_whole(frame, folder / job.batch.name, {})
    done = {"rows_out": frame.height, "dropped": dict(dropped)}
    write_text_whole(json.dumps(done), batch_file(job))


def batch_file(job: BatchJob) -> Path:
    """Return the file that says that a batch is done."""
    return job.work / f"batch-{job.batch.number:06d}.json"
