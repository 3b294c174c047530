"""Command `trace`: where a number comes from, and what depends on it."""

from __future__ import annotations

from typing import Annotated

import typer

from suasion.cases import case_as_of, load_case
from suasion.cases.trace import render_trace, trace_case
from suasion.cli.options import AsOf, CaseArgument, Json, Out, parse_day
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE


def trace_command(
    case: CaseArgument,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="Parameter, TABLE.ID.COLUMN, lever, arc, statement or observable."
        ),
    ],
    as_of: AsOf = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show what a figure, lever, arc or result rests on, and what rests on it."""
    loaded = load_case(case)
    found = trace_case(case_as_of(loaded, parse_day(as_of) or loaded.meta.as_of), what)
    if json:
        emit_json(found, out)
    else:
        emit(render_trace(found), out)
    return EXIT_DONE
