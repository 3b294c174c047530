"""Commands on case folders: new, cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cases import list_cases, load_case, new_case
from suasion.cli.options import Json
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE


def new_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new case.")],
    directory: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Folder to put it in.")
    ] = Path(),
) -> int:
    """Write a small case that runs, with comments that teach the format."""
    path = new_case(name, directory)
    emit(f"wrote {path}\nnext: suasion check {path}\n      suasion run {path}", None)
    return EXIT_DONE


def cases_command(json: Json = False) -> int:
    """List the cases that are shipped with the program."""
    titles = {name: load_case(name).meta.title for name in list_cases()}
    if json:
        emit_json([{"name": name, "title": title} for name, title in titles.items()], None)
    else:
        emit("\n".join(f"{name:<20}{title}" for name, title in titles.items()), None)
    return EXIT_DONE
