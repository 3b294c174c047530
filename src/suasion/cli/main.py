"""The command `suasion`: its commands in one list, and one place where errors become messages."""

from __future__ import annotations

import os
import sys
import traceback
from typing import NoReturn

import typer
from rich.console import Console

from suasion.cli import cases, deals, events, leverage, power, react, run, trace, vote, whatif
from suasion.errors import (
    EXIT_COMPUTATION,
    EXIT_DONE,
    EXIT_INPUT,
    EXIT_INTERRUPTED,
    CaseError,
    SuasionError,
)

app = typer.Typer(
    name="suasion",
    help="Turn what is written about the relation between two states into a model that runs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run_command)
app.command("check")(cases.check_command)
app.command("new")(cases.new_command)
app.command("cases")(cases.cases_command)
app.command("leverage")(leverage.leverage_command)
app.command("whatif")(whatif.whatif_command)
app.command("react")(react.react_command)
app.command("power")(power.power_command)
app.command("deals")(deals.deals_command)
app.command("vote")(vote.vote_command)
app.command("trace")(trace.trace_command)
app.add_typer(events.app, name="events")


def main() -> NoReturn:
    """Run the command line and leave with its exit code (0, 2, 3 or 130)."""
    sys.exit(run_app(sys.argv[1:]))


def run_app(arguments: list[str]) -> int:
    """Return the exit code of one command line; messages go to the standard error stream."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    try:
        result = app(args=arguments, standalone_mode=False, prog_name="suasion")
    except Exception as error:
        return _say(errors, error)
    except KeyboardInterrupt:
        result = EXIT_INTERRUPTED
    code = int(result) if isinstance(result, int) else EXIT_DONE
    if code == EXIT_INTERRUPTED:
        errors.print("interrupted: nothing was written")
    return code


def _say(errors: Console, error: Exception) -> int:
    """Print what went wrong and return the exit code that belongs to it."""
    if isinstance(error, CaseError):
        cases.print_faults(errors, error)
        return error.exit_code
    if isinstance(error, SuasionError):
        errors.print(f"error: {error}")
        return error.exit_code
    if isinstance(error, typer.Abort):
        errors.print("interrupted: nothing was written")
        return EXIT_INTERRUPTED
    usage = _usage_message(error)
    if usage is not None:
        errors.print(usage)
        return EXIT_INPUT
    if isinstance(error, OSError):
        errors.print(f"error: a file or folder could not be used\n  got:      {error}")
        errors.print("  fix:      free some room, or name a place that can be written")
        return EXIT_COMPUTATION
    errors.print(f"error: a fault of suasion itself: {type(error).__name__}: {error}")
    errors.print("  fix:      report it with the command line; SUASION_DEBUG=1 shows the place")
    if os.environ.get("SUASION_DEBUG"):
        traceback.print_exception(error)
    return EXIT_COMPUTATION


def _usage_message(error: Exception) -> str | None:
    """Return what is wrong with the command line, or None where that is not the error.

    typer brings its own copy of click, or uses the one installed; both raise errors that format
    themselves, so they are told by that and not by a class.
    """
    format_message = getattr(error, "format_message", None)
    if format_message is None:
        return None
    message = str(format_message())
    return message if type(error).__name__ == "NoArgsIsHelpError" else f"error: {message}"


if __name__ == "__main__":
    main()
