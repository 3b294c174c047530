"""The commands on event data, grouped under `suasion events`."""

from __future__ import annotations

import typer

from suasion.cli import events_backtest, events_describe, events_import

app = typer.Typer(
    name="events",
    help="From any event file to one stream, and what it says.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("import")(events_import.import_command)
app.command("describe")(events_describe.describe_command)
app.command("backtest")(events_backtest.backtest_command)
