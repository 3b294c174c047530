"""The command `suasion`: its commands in one list, and one place where errors become messages."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import typer
from rich.console import Console

from suasion.cli.cases import print_faults
from suasion.errors import (
    EXIT_COMPUTATION,
    EXIT_DONE,
    EXIT_INPUT,
    EXIT_INTERRUPTED,
    CaseError,
    SuasionError,
)

COMMANDS = {
    "run": "run:run_command",
    "check": "cases:check_command",
    "new": "cases:new_command",
    "cases": "cases:cases_command",
    "leverage": "leverage:leverage_command",
    "whatif": "whatif:whatif_command",
    "power": "power:power_command",
    "vote": "vote:vote_command",
    "deals": "deals:deals_command",
    "events": "events:app",
    "react": "react:react_command",
    "trace": "trace:trace_command",
}
"""Module of `suasion.cli` and function, or group, of each command."""


INTERRUPTED = "interrupted: no half of anything was written; what a run keeps is taken up again"


def make_app(names: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """Return the command line with some commands; only their modules are loaded.

    What one command stands on (compilers, statistics, charts) takes seconds to load, and the
    others need not wait for it.
    """
    app = typer.Typer(
        name="suasion",
        help="Turn what is written about the relation between two states into a model that runs.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_nothing)
    for name in names:
        module, _, member = COMMANDS[name].partition(":")
        found = getattr(import_module(f"suasion.cli.{module}"), member)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _nothing() -> None:
    """Turn what is written about the relation between two states into a model that runs."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code (0, 2, 3 or 130)."""
    sys.exit(run_app(sys.argv[1:]))


def run_app(arguments: list[str]) -> int:
    """Return the exit code of one command line; messages go to the standard error stream."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    try:
        asked = arguments[:1] if arguments and arguments[0] in COMMANDS else tuple(COMMANDS)
        result = make_app(asked)(args=arguments, standalone_mode=False, prog_name="suasion")
    except Exception as error:
        return _say(errors, error)
    except KeyboardInterrupt:
        result = EXIT_INTERRUPTED
    code = int(result) if isinstance(result, int) else EXIT_DONE
    if code == EXIT_INTERRUPTED:
        errors.print(INTERRUPTED)
    return code


def _say(errors: Console, error: Exception) -> int:
    """Print what went wrong and return the exit code that belongs to it."""
    if isinstance(error, CaseError):
        print_faults(errors, error)
        return error.exit_code
    if isinstance(error, SuasionError):
        errors.print(f"error: {error}")
        return error.exit_code
    if isinstance(error, typer.Abort):
        errors.print(INTERRUPTED)
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
