"""Importing event files into one stream, in memory: for a dyad, or for files of modest size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path

import polars as pl
from attrs import define, frozen

from suasion.errors import InputError
from suasion.events.account import Account
from suasion.events.importing import reasons
from suasion.events.importing.layouts import LAYOUTS, Layout, Shape
from suasion.events.importing.merging import merge_rows, to_stream_frame
from suasion.events.importing.opening import Member, list_members
from suasion.events.importing.reading import Count, ImportRequest, find_shape, read_rows
from suasion.events.scales import Scale, load_scale
from suasion.events.stream import SCHEMA, Stream

UNDIRECTED = (
    "the format gives no direction: source and target are the first and second actor as listed, "
    "not who acted"
)
"""The warning that every import of ACLED carries."""


@frozen(kw_only=True)
class Table:
    """One table to read: where it is, its number in the import, and its shape."""

    member: Member
    number: int
    shape: Shape


@define(kw_only=True)
class TableRows:
    """What one table gave."""

    rows: pl.DataFrame | None
    count: Count
    torn: list[str]


def import_events(
    paths: Iterable[Path | str],
    request: ImportRequest | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
) -> Stream:
    """Return the stream of some event files, with every row accounted for.

    The rows that stay are held in memory. For all dyads of many files use `import_folder`,
    whose memory does not grow.

    Parameters
    ----------
    paths : iterable of Path or str
        Event files, or folders of them; plain, gzip or zip.
    request : ImportRequest, optional
        Format, dyads, days, steps and scale; by default everything, recognised by itself.
    executor : Executor, optional
        Where the files are read; this process by default.
    progress : callable, optional
        Is told the name of each file that was read.

    Returns
    -------
    Stream
        The events, the scale, the steps, the account of rows and warnings.

    Raises
    ------
    InputError
        A file cannot be read or recognised, or the files are of several formats (C1).

    Examples
    --------
    >>> import_events(["nowhere.csv"])
    Traceback (most recent call last):
    suasion.errors.InputError: there is no such event file
    ...
    """
    request = request or ImportRequest()
    tables, warnings = find_tables(paths, request)
    layout = layout_of(tables, request)
    scale = load_scale(request.scale or layout.scale)
    found = _read_all(tables, request, executor, progress)
    count = add_counts(part.count for part in found)
    names = {table.number: table.member.name for table in tables}
    kept = [part.rows for part in found if part.rows is not None]
    frame = pl.DataFrame(schema=SCHEMA)
    added: Counter[str] = Counter()
    if kept:
        merged = merge_rows(pl.concat(kept), request.wanted.steps, count.dropped)
        frame = to_stream_frame(merged, names, layout.system, scale)
        frame = settle_direction(frame, layout, request, count.dropped, added)
    account = Account(
        rows_in=count.rows_in,
        rows_out=frame.height,
        dropped=count.dropped,
        added=added,
        notes=count.notes,
    )
    torn = [f"{t.member.name}: {w}" for t, p in zip(tables, found, strict=True) for w in p.torn]
    return make_stream(frame, layout, scale, request, account, [*warnings, *torn])


def make_stream(
    frame: pl.DataFrame,
    layout: Layout,
    scale: Scale,
    request: ImportRequest,
    account: Account,
    warnings: Sequence[str],
) -> Stream:
    """Return the stream of some events with all that it rests on."""
    told = [*warnings, *scale.corrections]
    if not layout.directed:
        told.append(UNDIRECTED)
    return Stream(
        frame=frame,
        scale=scale.label,
        format=layout.name,
        directed=layout.directed,
        steps=request.wanted.steps.to_plain(),
        account=account,
        warnings=tuple(told),
    )


def find_tables(
    paths: Iterable[Path | str], request: ImportRequest
) -> tuple[list[Table], list[str]]:
    """Return the tables of some files and folders in order, and warnings about empty ones.

    Raises
    ------
    InputError
        A file is not there, cannot be read, or is of no known or not of the asked format.
    """
    tables: list[Table] = []
    warnings: list[str] = []
    for path in find_files(paths):
        for member in list_members(path):
            shape = find_shape(member, request.format)
            if shape is None:
                warnings.append(f"{member.name}: the file is empty")
                continue
            warnings += [f"{member.name}: {note}" for note in shape.notes]
            tables.append(Table(member=member, number=len(tables), shape=shape))
    return tables, warnings


def find_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return the files that some paths name, folders by what is in them, in order.

    Raises
    ------
    InputError
        One is not there, a folder is empty, or a file is named twice.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")
            if not inside:
                raise _no_file(path, "a folder without files")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise _no_file(path, "no such file" if not path.exists() else "not a plain file")
    if not found:
        raise _no_file(Path(), "no file was named")
    twice = [path for path, n in Counter(path.resolve() for path in found).items() if n > 1]
    if twice:
        raise _no_file(twice[0], "the file is named twice: its rows would count twice")
    return found


def _no_file(path: Path, got: str) -> InputError:
    return InputError(
        "there is no such event file",
        where=str(path),
        got=got,
        expected="event files, or a folder of them, each named once",
        fix="name files that are there",
    )


def layout_of(tables: Sequence[Table], request: ImportRequest) -> Layout:
    """Return the one format of all tables.

    Raises
    ------
    InputError
        The tables are of several formats, or none has rows and no format was asked for.
    """
    layouts = {table.shape.layout.name: table.member.name for table in tables}
    if not layouts and request.format in LAYOUTS:
        return LAYOUTS[request.format]
    if len(layouts) != 1:
        told = ", ".join(f"{name} ({file})" for name, file in sorted(layouts.items()))
        raise InputError(
            "the files are of several formats" if layouts else "the files are empty",
            where="option --from",
            got=told or "no rows at all",
            expected="files of one format",
            fix="import each format into a stream of its own",
        )
    return LAYOUTS[next(iter(layouts))]


def _read_all(
    tables: Sequence[Table],
    request: ImportRequest,
    executor: Executor | None,
    progress: Callable[[str], None] | None,
) -> list[TableRows]:
    each = (
        map(read_table, tables, [request] * len(tables))
        if executor is None
        else executor.map(read_table, tables, [request] * len(tables))
    )
    found = []
    for table, part in zip(tables, each, strict=True):
        found.append(part)
        if progress is not None:
            progress(table.member.name)
    return found


def read_table(table: Table, request: ImportRequest) -> TableRows:
    """Return all rows of a table that stay, and the count of all others."""
    count = Count()
    frames = list(read_rows(table.member, table.number, table.shape, request, count))
    rows = pl.concat(frames) if frames else None
    return TableRows(rows=rows, count=count, torn=table.member.torn)


def add_counts(counts: Iterable[Count]) -> Count:
    """Return the counts of several tables together."""
    total = Count()
    for count in counts:
        total.rows_in += count.rows_in
        total.dropped += count.dropped
        total.notes += count.notes
    return total


def settle_direction(
    frame: pl.DataFrame,
    layout: Layout,
    request: ImportRequest,
    dropped: Counter[str],
    added: Counter[str],
) -> pl.DataFrame:
    """Return the events as the step `undirected` asks for where the format has no direction."""
    choice = request.wanted.steps.undirected
    if layout.directed or choice == "listed":
        return frame
    if choice == "drop":
        dropped[reasons.UNDIRECTED] += frame.height
        return frame.clear()
    added[reasons.ADDED_BOTH] += frame.height
    turned = frame.with_columns(source=pl.col("target"), target=pl.col("source"))
    return pl.concat([frame, turned]).sort("day", "source", "target", "code", maintain_order=True)
