"""Commands on case folders: check, new, cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cases import check_case, list_cases, load_case, new_case
from suasion.cli.faults import fault_lines
from suasion.cli.options import CaseArgument, Json, Out
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE, EXIT_INPUT


def check_command(case: CaseArgument, json: Json = False, out: Out = None) -> int:
    """Check a case: every fault at once, with how to mend it, and what the case rests on."""
    report = check_case(case)
    if json:
        emit_json(report.to_json(), out)
        return EXIT_DONE if report.ok else EXIT_INPUT
    lines = fault_lines("fault", report.faults) + fault_lines("warning", report.warnings)
    lines += [f"{name.replace('_', ' '):<22}{count:>8}" for name, count in report.counts.items()]
    lines.append("the case is sound" if report.ok else f"{len(report.faults)} faults to mend")
    emit("\n".join(lines), out)
    return EXIT_DONE if report.ok else EXIT_INPUT


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
