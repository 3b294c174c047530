"""Command `events import`: event files of five formats into one directed stream."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from suasion.cli.options import Json, Workers
from suasion.cli.output import emit, emit_json
from suasion.compute import SerialExecutor, make_executor
from suasion.errors import EXIT_DONE, InputError
from suasion.events.dyads import Dyad, parse_dyad
from suasion.events.importing import ImportRequest, import_events, import_to_file, parse_steps
from suasion.events.importing.cleaning import Wanted
from suasion.events.importing.countries import spellings_of
from suasion.events.importing.folder import import_folder
from suasion.events.importing.layouts import LAYOUTS
from suasion.events.stream import Stream

ALL = "all"
SHOWN_WARNINGS = 8


def import_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Event files, or folders of them.")
    ],
    source: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help=f"auto, {', '.join(LAYOUTS)}.")
    ] = "auto",
    dyad: Annotated[
        list[str] | None,
        typer.Option("--dyad", metavar="A-B", help="Dyad such as RUS-AZE, or all; repeatable."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="First day, as 2018-06-01.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="ISO3", help="Only events in this country; repeatable."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="Parquet file, or with --by a folder."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="PERIOD", help="Partition by day, month or year; resumable."),
    ] = None,
    steps: Annotated[
        list[str] | None,
        typer.Option("--steps", metavar="STEP=SETTING", help="Steps that clean, with commas."),
    ] = None,
    scale: Annotated[
        str, typer.Option("--scale", metavar="NAME", help="Scale by name, or a CSV file.")
    ] = "",
    workers: Workers = None,
    json: Json = False,
) -> int:
    """Turn event files into one directed stream, with an account of every row."""
    request = ImportRequest(
        format=_format(source),
        scale=scale,
        wanted=Wanted(
            dyads=_dyads(dyad or [ALL]),
            since=_day(since, "--since"),
            until=_day(until, "--until"),
            places=_places(place or []),
            steps=parse_steps(steps or []),
        ),
    )
    stream = _import(files, request, out, by, workers)
    shape = _to_json(stream, out)
    if json:
        emit_json(shape, None)
    else:
        emit(render(stream, out), None)
    return EXIT_DONE


def _import(
    files: list[Path], request: ImportRequest, out: Path | None, by: str | None, workers: int | None
) -> Stream:
    """Import, and write what was asked for."""
    n_workers = 1 if workers is None and len(files) == 1 and not files[0].is_dir() else workers
    with make_executor(n_workers) as executor:
        parallel = None if isinstance(executor, SerialExecutor) else executor
        if by is not None:
            return import_folder(
                files, request, _folder(out), by, executor=parallel, progress=_progress()
            )
        if out is not None:
            return import_to_file(files, request, out, executor=parallel, progress=_progress())
        return import_events(files, request, executor=parallel, progress=_progress())


def _progress() -> Any:
    """Return what tells of each file read; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return None
    return lambda name: sys.stderr.write(f"read {name}\n")


def _folder(out: Path | None) -> Path:
    if out is None:
        raise _bad("--by", "no --out", "a folder for the partitions", "write --out FOLDER")
    return out


def _format(text: str) -> str:
    if text not in ("auto", *LAYOUTS):
        known = f"auto, {', '.join(LAYOUTS)}"
        raise _bad("--from", text, known, "write one of these")
    return text


def _dyads(texts: list[str]) -> tuple[Dyad, ...]:
    if ALL in (text.lower() for text in texts):
        return ()
    dyads = tuple(parse_dyad(text) for text in texts)
    for dyad in dyads:
        for country in (dyad.first, dyad.second):
            spellings_of(country, ("cameo",))
    return dyads


def _places(texts: list[str]) -> tuple[str, ...]:
    places = tuple(text.strip().upper() for text in texts)
    for place in places:
        spellings_of(place, ("cameo",))
    return places


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _bad(option, text, "a day as YYYY-MM-DD", "write it as 2018-06-01") from None


def _bad(option: str, got: str, expected: str, fix: str) -> InputError:
    return InputError(
        "an option cannot be read", where=f"option {option}", got=got, expected=expected, fix=fix
    )


def _to_json(stream: Stream, out: Path | None) -> dict[str, Any]:
    """Return the shape that other programs rely on."""
    return {
        **stream.account.to_plain(),
        "format": stream.format,
        "scale": stream.scale,
        "directed": stream.directed,
        "steps": dict(stream.steps),
        "warnings": list(stream.warnings),
        "out": None if out is None else str(out),
    }


def render(stream: Stream, out: Path | None) -> str:
    """Return the account of an import as text, a line for each reason and step."""
    account = stream.account
    lines = [f"format {stream.format}; scale {stream.scale}", ""]
    lines += [f"{account.rows_in:>12,}  rows in"]
    lines += [f"{-n:>12,}  {reason}" for reason, n in account.dropped.items()]
    lines += [f"{n:>+12,}  {reason}" for reason, n in account.added.items()]
    lines += [f"{account.rows_out:>12,}  events out", ""]
    lines += [f"{n:>12,}  {note}" for note, n in account.notes.items()]
    lines += ["steps: " + ", ".join(f"{name}={value}" for name, value in stream.steps.items())]
    lines += [f"warning: {warning}" for warning in stream.warnings[:SHOWN_WARNINGS]]
    if len(stream.warnings) > SHOWN_WARNINGS:
        lines.append(f"and {len(stream.warnings) - SHOWN_WARNINGS} more warnings; --json has all")
    lines.append("nothing was written: give --out" if out is None else f"written to {out}")
    return "\n".join(lines)
