"""What the commands on events share: days of options, tables for a terminal."""

from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl
from rich.console import Console
from rich.table import Table

from suasion.errors import InputError
from suasion.events.stream import Stream


def print_table(title: str, rows: pl.DataFrame) -> str:
    """Return a table as text, numbers with three digits, missing values as a dash."""
    table = Table(title=title, title_justify="left")
    for name, kind in rows.schema.items():
        side: Literal["left", "right"] = "right" if kind.is_numeric() else "left"
        table.add_column(name.replace("_", " "), justify=side, no_wrap=not kind.is_numeric())
    for row in rows.iter_rows():
        table.add_row(*(_cell(value) for value in row))
    console = Console(width=140)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)


def notes_of(stream: Stream) -> tuple[str, ...]:
    """Return what a reader of any answer from this stream must know."""
    blind = "the files gave no direction: who acted and who was acted on is not known"
    return (*(() if stream.directed else (blind,)), *stream.warnings)


def read_day(text: str | None, option: str) -> date | None:
    """Return the day that an option names, or None where it is left out.

    Raises
    ------
    InputError
        The text is not a day (C1).

    Examples
    --------
    >>> read_day("2018-06-02", "--since").isoformat()
    '2018-06-02'
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "the day is not a day",
            where=f"option {option}",
            got=text,
            expected="a day as YYYY-MM-DD",
            fix="write it as 2018-06-02",
        ) from None
