"""The one directed stream that every event file becomes: who did what to whom, on which day.

A stream is a table of events with the scale of its intensities, the format it came from, the
steps that cleaned it and the account of its rows. It lies on disk as one Parquet file, whose
metadata carry the rest, or as a folder of Parquet files beside a `stream.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from attrs import field, frozen

from suasion.errors import InputError
from suasion.events.account import Account
from suasion.events.whole_files import write_parquet_whole, write_text_whole

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
"""The four classes of events, from talk that brings together to force."""
SCHEMA = pl.Schema(
    {
        "day": pl.Date(),
        "source": pl.String(),
        "target": pl.String(),
        "code": pl.String(),
        "event_class": pl.String(),
        "intensity": pl.Float64(),
        "reports": pl.Int64(),
        "source_row": pl.String(),
    }
)
"""The columns of a stream and their types."""
ORIGINS = ("publisher", "origin")
"""Columns beside those that name who published a report, where a stream has one."""
KEY = "suasion.stream"
"""The name under which a Parquet file of a stream carries what is not in its table."""
SIDE_FILE = "stream.json"
"""What carries the same beside a folder of Parquet files."""


@frozen(kw_only=True, eq=False)
class Stream:
    """Events in order of time, and what they rest on."""

    frame: pl.DataFrame
    """One row an event; columns and types as `SCHEMA`, in order of day, source, target, code."""
    scale: str
    """Name and version of the scale of `intensity`; `none` where no event has one."""
    format: str = "rows"
    """The format of the files it came from; `rows`: built from plain records."""
    directed: bool = True
    """False: the files gave no direction, and source and target are the order of the file."""
    steps: Mapping[str, str] = field(factory=dict)
    """The steps that cleaned it and their settings."""
    account: Account = field(factory=Account)
    """Rows in, rows out, rows dropped by reason."""
    warnings: tuple[str, ...] = ()
    """What a reader must know before counting on it."""


def stream_from_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    scale: str,
    format: str = "rows",
    directed: bool = True,
) -> Stream:
    """Return the stream that plain records make, such as a case's own events.

    Parameters
    ----------
    rows : iterable of mappings
        Each with `day` (a date), `source`, `target` (actor codes), `code` and `event_class` (one
        of `CLASSES`); `intensity`, `reports` (1 by default) and `source_row` may be left out.
    scale : str
        Name of the scale of the intensities; `none` where there are none.
    format : str
        What the records came from, for the reader.
    directed : bool
        False where source and target say nothing of who acted.

    Returns
    -------
    Stream
        The records in order of day, source, target and code.

    Raises
    ------
    InputError
        A record lacks a column, has another type, or an unknown class (C1).

    Examples
    --------
    >>> from datetime import date
    >>> row = {"day": date(2018, 6, 2), "source": "RUS", "target": "AZE", "code": "036",
    ...        "event_class": "verbal_cooperation", "intensity": 4.0}
    >>> stream_from_rows([row], scale="cameo-goldstein-icews").frame["reports"].to_list()
    [1]
    """
    filled = [_whole_row(row, number) for number, row in enumerate(rows, start=1)]
    try:
        frame = pl.DataFrame(filled, schema=SCHEMA, orient="row", strict=True)
    except (TypeError, pl.exceptions.PolarsError) as error:
        raise InputError(
            "the records of a stream have a wrong type",
            where="stream_from_rows",
            got=str(error).splitlines()[0],
            expected=", ".join(f"{name}: {kind}" for name, kind in SCHEMA.items()),
            fix="give a date for the day, text for codes, numbers for intensity and reports",
        ) from None
    count = frame.height
    return Stream(
        frame=in_order(frame),
        scale=scale,
        format=format,
        directed=directed,
        account=Account(rows_in=count, rows_out=count),
    )


def _whole_row(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    missing = [
        name for name in ("day", "source", "target", "code", "event_class") if not row.get(name)
    ]
    if missing or row["event_class"] not in CLASSES:
        raise InputError(
            "a record of a stream cannot be read",
            where=f"stream_from_rows, record {number}",
            got=f"no {missing[0]}" if missing else f"event_class {row['event_class']!r}",
            expected=f"day, source, target, code and an event_class of {', '.join(CLASSES)}",
            fix="fill the field",
        )
    defaults = {"intensity": None, "reports": 1, "source_row": f"row {number}"}
    return {name: row.get(name, defaults.get(name)) for name in SCHEMA}


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the events by day, source, target and code; what is equal stays in its order."""
    return frame.sort("day", "source", "target", "code", maintain_order=True)


def write_stream(stream: Stream, path: Path | str) -> Path:
    """Write a stream as one Parquet file that appears whole or not at all; return its path."""
    place = Path(path)
    write_parquet_whole(stream.frame, place, {KEY: json.dumps(to_notes(stream))})
    return place


def write_side_file(stream: Stream, folder: Path) -> None:
    """Write what is not in the tables of a folder of Parquet files beside them."""
    write_text_whole(json.dumps(to_notes(stream), indent=1) + "\n", folder / SIDE_FILE)


def to_notes(stream: Stream) -> dict[str, Any]:
    """Return what a stream carries besides its table, in the types of JSON."""
    return {
        "scale": stream.scale,
        "format": stream.format,
        "directed": stream.directed,
        "steps": dict(stream.steps),
        "account": stream.account.to_plain(),
        "warnings": list(stream.warnings),
    }


def read_stream(
    path: Path | str, *, since: date | None = None, until: date | None = None
) -> Stream:
    """Return the stream of a Parquet file, or of a folder that an import wrote.

    Parameters
    ----------
    path : Path or str
        A file written by `write_stream`, or a folder with a `stream.json`.
    since, until : date, optional
        First and last day to read; of a folder only these days are loaded.

    Returns
    -------
    Stream
        The events with what they rest on.

    Raises
    ------
    InputError
        There is no such file, it is no Parquet file, or it was not written as a stream (C1).

    Examples
    --------
    >>> read_stream("nowhere.parquet")
    Traceback (most recent call last):
    suasion.errors.InputError: there is no such stream
    ...
    """
    place = Path(path)
    if not place.exists():
        raise _no_stream(place, "there is no such stream", "no such file or folder")
    try:
        notes = read_notes(place / SIDE_FILE if place.is_dir() else place)
        table = pl.scan_parquet(
            place / "**/*.parquet" if place.is_dir() else place, hive_partitioning=False
        )
        keep = pl.lit(value=True)
        if since is not None:
            keep &= pl.col("day") >= since
        if until is not None:
            keep &= pl.col("day") <= until
        names = table.collect_schema().names()
        extra = [name for name in ORIGINS if name in names]
        frame = table.filter(keep).select(*SCHEMA, *extra).collect()
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError) as error:
        got = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise _no_stream(place, "this is not a stream", got) from None
    return Stream(frame=in_order(frame), **notes)


def read_notes(path: Path) -> dict[str, Any]:
    """Return what a side file or the metadata of a Parquet file say of a stream."""
    text = (
        path.read_text("utf-8") if path.suffix == ".json" else pl.read_parquet_metadata(path)[KEY]
    )
    notes = dict(json.loads(text))
    notes["account"] = Account.from_plain(notes["account"])
    notes["warnings"] = tuple(notes["warnings"])
    return notes


def _no_stream(place: Path, problem: str, got: str) -> InputError:
    return InputError(
        problem,
        where=str(place),
        got=got,
        expected="a Parquet file or folder that 'suasion events import' wrote",
        fix="import the event file first: suasion events import FILE --out stream.parquet",
    )
