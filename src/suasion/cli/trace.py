"""Command `trace`: where a number comes from, and what depends on it."""

from __future__ import annotations

from typing import Annotated

import typer

from suasion.cases import case_as_of, load_case
from suasion.cases.trace import render_trace, trace_case
from suasion.cli.options import AsOf, CaseArgument, Json, Out, parse_day
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE

RESULTS = ("leverage", "flows", "observables", "scenarios")
"""What the addresses of results in the report begin with; the rest names a row of the case."""


def as_case_address(what: str) -> str:
    """Return the row of the case behind an address that the report shows.

    Examples
    --------
    >>> as_case_address("leverage.western-branch"), as_case_address("arcs.tap.capacity")
    ('western-branch', 'arcs.tap.capacity')
    """
    table, _, rest = what.partition(".")
    return rest if table in RESULTS else what


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
    view = case_as_of(loaded, parse_day(as_of) or loaded.meta.as_of)
    found = trace_case(view, as_case_address(what))
    if json:
        emit_json(found, out)
    else:
        emit(render_trace(found), out)
    return EXIT_DONE
