"""What `react --pool` shows: each dyad's own answers beside the pooled ones."""

from __future__ import annotations

import math
from pathlib import Path

from rich.console import Console
from rich.table import Table

from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE, InputError
from suasion.questions.react_pooled import PooledDyad, PooledReactions
from suasion.questions.react_rows import Estimate


def show_pooled(answer: PooledReactions, out: Path | None, *, json: bool) -> int:
    """Print the answer, or write it to a file; return the exit code."""
    emit_json(answer, out) if json else emit(render(answer), out)
    return EXIT_DONE


def refuse_unpooled(options: dict[str, object]) -> None:
    """Refuse what says nothing where dyads are pooled; `InputError` with the option (C1)."""
    given = [name for name, value in options.items() if value]
    if given:
        raise InputError(
            "an option says nothing where dyads are pooled",
            where="option --pool",
            got=", ".join(given),
            expected="a stream and three dyads or more",
            fix="leave it out, or ask one dyad without --pool",
        )


def render(answer: PooledReactions) -> str:
    """Return the pooled reactions as text; answers of a side to itself are in the JSON."""
    names = ", ".join(row.dyad for row in answer.dyads)
    return "\n".join(
        [
            f"Reactions in {answer.source}, {answer.since} to {answer.until}, pooled: {names}",
            *(_refused(answer) if answer.refused else _found(answer)),
            "Beside the numbers:",
            *(f"- {note}" for note in answer.notes),
        ]
    )


def _found(answer: PooledReactions) -> list[str]:
    return [
        f"half of the answers come within {answer.half_life_days:.3g} days, alike in all dyads",
        *(_alone(row) for row in answer.dyads),
        _captured(_answers(answer)),
        _captured(_typical(answer)),
        answer.caveat,
    ]


def _refused(answer: PooledReactions) -> list[str]:
    return [
        "REFUSED: all dyads together cannot tell who reacts to whom.",
        *(f"- {reason}" for reason in answer.refused),
        *(f"{row.dyad}: {row.n_events} events" for row in answer.dyads),
        "name further dyads of the kind, or take more days",
    ]


def _alone(row: PooledDyad) -> str:
    if not row.refused:
        return f"{row.dyad}: {row.n_events} events, enough by itself"
    return (
        f"{row.dyad}: {row.n_events} events, by itself REFUSED: {row.refused[0]}; about "
        f"{row.n_events_needed} would be needed"
    )


def _answers(answer: PooledReactions) -> Table:
    table = _table("Acts that one act of the other side brings forth directly (90 % interval)")
    for name in ("dyad", "who acts", "in answer to", "by itself", "pooled"):
        table.add_column(name, justify="right" if name in ("by itself", "pooled") else "left")
    for row in answer.answers:
        if _pair(row.receiver) != _pair(row.sender):
            ends = (_span(row.own), _span(row.pooled))
            table.add_row(row.dyad, row.receiver, row.sender, *ends)
    return table


def _typical(answer: PooledReactions) -> Table:
    table = _table("What the dyads have in common")
    for name in ("who acts", "in answer to", "median of dyads", "two thirds lie within"):
        table.add_column(name, justify="right" if " of " in name or "lie" in name else "left")
    for row in answer.typical:
        if _pair(row.receiver) != _pair(row.sender):
            factor = f"a factor of {row.factor:.2g}"
            table.add_row(row.receiver, row.sender, _figure(row.typical), factor)
    return table


def _pair(kind: str) -> str:
    return kind.partition(" ")[0]


def _span(estimate: Estimate) -> str:
    high = "no bound" if math.isinf(estimate.high) else _figure(estimate.high)
    return f"{_figure(estimate.value)} [{_figure(estimate.low)} to {high}]"


def _figure(value: float) -> str:
    return f"{value:.2g}" if value >= 0.001 or value == 0.0 else "<0.001"


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left")


def _captured(table: Table) -> str:
    console = Console(width=130)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
