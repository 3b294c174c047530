"""The outlook as text: outcomes first, then moves, progeny and the middle path told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import groupby
from textwrap import fill

from rich.console import Console
from rich.table import Table

from suasion.cli.numbers import short
from suasion.questions.outlook_rows import MoveRow, OutlookAnswer, StoryRow

WIDTH = 120
SHOWN_MOVES = 6
"""Kinds of moves of an actor that are printed; --json gives all."""
SHOWN_RARE = 0.02
"""Moves expected less often than this within the horizon are not printed."""
SHOWN_PROGENY = 8
SHOWN_LINES = 30
"""Lines of the path told that are printed."""
TOLD = "middle"
NOTE = (
    "value: mean over draws and paths, a share of paths or a number of acts; [5 % to 95 %] of the\n"
    "draws; error: standard error of the mean over draws. Deciders look one move ahead, and what\n"
    "no table names does not happen."
)


def render_outlook(answer: OutlookAnswer, names: Mapping[str, str]) -> str:
    """Return an answer as text; names are those of the actors by id."""
    parts = [_head(answer)]
    if answer.outcomes:
        parts += [_captured(_outcomes(answer)), _captured(_moves(answer, names))]
    if answer.progeny:
        parts.append(_captured(_progeny(answer)))
    parts += [_tension(answer), *_story(answer, names), NOTE]
    if answer.failed_draws:
        parts.append(f"{answer.failed_draws} draws failed and are left out")
    if answer.explosive_draws:
        parts.append(
            f"{answer.explosive_draws} of {answer.n_draws} draws feed on themselves (an act brings "
            "forth more than its own weight) and are left out"
        )
    return "\n".join(parts)


def _head(answer: OutlookAnswer) -> str:
    lines = [
        f"Outlook from {answer.start} over {answer.days} days, as of {answer.as_of}, account: "
        f"{answer.account or 'shared figures'}",
        f"{answer.n_draws} draws of {answer.n_paths} paths; acts of the record made before: "
        f"{len(answer.record)}",
    ]
    if answer.injected:
        lines.append(f"made from outside: {', '.join(answer.injected)}")
    return "\n".join(lines)


def _outcomes(answer: OutlookAnswer) -> Table:
    table = _table("What happens within the horizon", "outcome", "value", "[5 % to 95 %]", "error")
    for row in answer.outcomes:
        table.add_row(
            row.outcome,
            short(row.value),
            f"[{short(row.low)} to {short(row.high)}]",
            short(row.standard_error),
        )
    return table


def _moves(answer: OutlookAnswer, names: Mapping[str, str]) -> Table:
    table = _table(
        f"Expected moves, those expected most: number within {answer.days} days",
        "actor: move",
        "number",
        "[5 % to 95 %]",
        "error",
        "at least one",
    )
    for row in _shown_moves(answer):
        table.add_row(
            f"{names.get(row.actor, row.actor)}: {row.title}",
            short(row.expected),
            f"[{short(row.low)} to {short(row.high)}]",
            short(row.standard_error),
            short(row.any),
        )
    return table


def _shown_moves(answer: OutlookAnswer) -> Iterator[MoveRow]:
    for _, rows in groupby(answer.moves, key=lambda row: row.actor):
        own = [row for row in rows if row.expected >= SHOWN_RARE]
        yield from own[:SHOWN_MOVES]


def _progeny(answer: OutlookAnswer) -> Table:
    table = _table(
        "Progeny: further hostility of the two sides after one act, in acts of its weight",
        "act",
        "weight",
        "[5 % to 95 %]",
        "error",
        "number",
    )
    for row in answer.progeny[:SHOWN_PROGENY]:
        table.add_row(
            f"{row.title} ({row.move.partition(':')[2]})",
            short(row.extra),
            f"[{short(row.low)} to {short(row.high)}]",
            short(row.standard_error),
            short(row.acts),
        )
    return table


def _tension(answer: OutlookAnswer) -> str:
    if not math.isfinite(answer.tension_now):
        return "Tension: no draws were asked for"
    return (
        f"Tension now {short(answer.tension_now)}; what is ahead without a deal costs both as much "
        f"as {short(answer.tension_ahead)} held for good"
    )


def _story(answer: OutlookAnswer, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the middle path of the central figures, line by line."""
    told = [row for row in answer.stories if row.story == TOLD]
    yield "The middle path on the central figures:"
    if not told:
        yield "  nothing happens that is worth telling"
    for row in told[:SHOWN_LINES]:
        yield fill(_line(row, names), WIDTH, initial_indent="  ", subsequent_indent="      ")
    if len(told) > SHOWN_LINES:
        yield f"  and {len(told) - SHOWN_LINES} more; --json gives all, and two other paths"


def _line(row: StoryRow, names: Mapping[str, str]) -> str:
    who = f"{names.get(row.actor, row.actor)} towards {names.get(row.target, row.target)}"
    what = f"day {row.day} ({row.date}): {who}: {row.title}"
    if row.injected:
        return f"{what}; made from outside"
    if not row.because:
        return f"{what}; though nothing that it values gained by it"
    return f"{what}; because: {'; '.join(row.because)}"


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _captured(table: Table) -> str:
    console = Console(width=WIDTH)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
