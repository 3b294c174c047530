"""The command `suasion`: its commands in one list, and one place where errors become messages."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import typer

from suasion.cli.faults import describe_faults
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
    "check": "check:check_command",
    "new": "cases:new_command",
    "cases": "cases:cases_command",
    "leverage": "leverage:leverage_command",
    "whatif": "whatif:whatif_command",
    "power": "power:power_command",
    "vote": "vote:vote_command",
    "deals": "deals:deals_command",
    "outlook": "outlook:outlook_command",
    "mechanisms": "mechanisms:mechanisms_command",
    "accounts": "accounts:accounts_command",
    "ensemble": "ensemble:ensemble_command",
    "forecasts": "forecasts:forecasts_command",
    "events import": "events_import:import_command",
    "events describe": "events_describe:describe_command",
    "events backtest": "events_backtest:backtest_command",
    "react": "react:react_command",
    "trace": "trace:trace_command",
}
"""Module of `suasion.cli` and function of each command."""
GROUPS = {"events": "From any event file to one stream, and what it says."}
"""What the commands whose names begin with a word have in common."""

INTERRUPTED = "interrupted: no half of anything was written; what a run keeps is taken up again"


def make_app(names: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """Return the command line with some commands; only their modules are loaded.

    What one command stands on (compilers, statistics, charts) takes seconds to load, and the
    others need not wait for it.
    """
    app = _make_group("suasion", _nothing.__doc__ or "")
    app.callback()(_nothing)
    groups: dict[str, typer.Typer] = {}
    for name in names:
        module, _, function = COMMANDS[name].partition(":")
        group, _, last = name.rpartition(" ")
        if group and group not in groups:
            groups[group] = _make_group(group, GROUPS[group])
            app.add_typer(groups[group])
        found = getattr(import_module(f"suasion.cli.{module}"), function)
        groups.get(group, app).command(last)(found)
    return app


def _make_group(name: str, told: str) -> typer.Typer:
    return typer.Typer(
        name=name,
        help=told,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def _asked(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the command, or the commands of the group, that a line begins with; else all."""
    for count in (2, 1):
        words = " ".join(arguments[:count])
        found = tuple(name for name in COMMANDS if f"{name} ".startswith(f"{words} "))
        if found:
            return found
    return tuple(COMMANDS)


def _nothing() -> None:
    """Turn what is written about the relation between two states into a model that runs."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code (0, 2, 3 or 130)."""
    sys.exit(run_app(sys.argv[1:]))


def run_app(arguments: list[str]) -> int:
    """Return the exit code of one command line; messages go to the standard error stream."""
    try:
        result = make_app(_asked(arguments))(
            args=arguments, standalone_mode=False, prog_name="suasion"
        )
    except Exception as error:
        return _say(error)
    except KeyboardInterrupt:
        result = EXIT_INTERRUPTED
    code = int(result) if isinstance(result, int) else EXIT_DONE
    if code == EXIT_INTERRUPTED:
        _tell(INTERRUPTED)
    return code


def _say(error: Exception) -> int:
    """Print what went wrong and return the exit code that belongs to it."""
    if isinstance(error, CaseError):
        _tell(describe_faults(error))
        return error.exit_code
    if isinstance(error, SuasionError):
        _tell(f"error: {error}")
        return error.exit_code
    if isinstance(error, typer.Abort):
        _tell(INTERRUPTED)
        return EXIT_INTERRUPTED
    usage = _usage_message(error)
    if usage is not None:
        _tell(usage)
        return EXIT_INPUT
    if isinstance(error, OSError):
        _tell(f"error: a file or folder could not be used\n  got:      {error}")
        _tell("  fix:      free some room, or name a place that can be written")
        return EXIT_COMPUTATION
    _tell(f"error: a fault of suasion itself: {type(error).__name__}: {error}")
    _tell("  fix:      report it with the command line; SUASION_DEBUG=1 shows the place")
    if os.environ.get("SUASION_DEBUG"):
        traceback.print_exception(error)
    return EXIT_COMPUTATION


def _tell(line: str) -> None:
    # Not by rich, which an import of event files would load for nothing else.
    sys.stderr.write(f"{line}\n")


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
