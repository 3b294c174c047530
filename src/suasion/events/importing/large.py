"""Importing into one Parquet file, whatever the size of what is read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path

import polars as pl

from suasion.events.importing.folder import import_folder
from suasion.events.importing.imports import find_files, import_events
from suasion.events.importing.reading import ImportRequest
from suasion.events.stream import KEY, Stream, to_notes, write_stream
from suasion.events.whole_files import written_whole

HELD = 200 << 20
"""Bytes of files up to which all rows are held in memory, where all dyads are wanted."""


def import_to_file(
    paths: Iterable[Path | str],
    request: ImportRequest,
    out: Path | str,
    *,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
) -> Stream:
    """Write event files as one Parquet file; return the stream, its table empty if large.

    Files of modest size, and single dyads, are imported in memory. All dyads of large files go
    through partitions beside the output, which are then joined, so that memory does not grow.

    Parameters
    ----------
    paths : iterable of Path or str
        Event files, or folders of them.
    request : ImportRequest
        As of `import_events`.
    out : Path or str
        The Parquet file, which appears whole or not at all.
    executor, progress
        As of `import_events`.

    Returns
    -------
    Stream
        Scale, steps, account and warnings; the events too where they were held in memory.

    Raises
    ------
    InputError
        As `import_events`, or the output cannot be written there (C1).
    """
    files, place = find_files(paths), Path(out)
    is_large = sum(path.stat().st_size for path in files) > HELD
    turns = request.wanted.steps.undirected != "listed"
    with written_whole(place) as beside:
        if request.wanted.dyads or turns or not is_large:
            stream = import_events(files, request, executor=executor, progress=progress)
            write_stream(stream, beside)
            return stream
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.") as folder:
            parts = Path(folder) / "parts"
            stream = import_folder(
                files, request, parts, "month", executor=executor, progress=progress
            )
            _join(parts, beside, stream)
    return stream


def _join(parts: Path, out: Path, stream: Stream) -> None:
    """Write the partitions, which are in order of days, behind each other into one file."""
    notes = {KEY: json.dumps(to_notes(stream))}
    files = sorted(parts.rglob("*.parquet"))
    if not files:
        stream.frame.write_parquet(out, metadata=notes)
        return
    table = pl.scan_parquet(files, hive_partitioning=False)
    table.sink_parquet(out, metadata=notes, maintain_order=True)
