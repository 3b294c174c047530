"""Command `events backtest`: forecasts from rolling origins, scored against baselines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from attrs import evolve

from suasion.cli.event_tables import notes_of, print_table, read_day
from suasion.cli.options import Json
from suasion.cli.output import emit, emit_json
from suasion.cli.progress import shown_progress
from suasion.cli.tables_out import write_folder
from suasion.errors import EXIT_DONE, InputError
from suasion.events.backtest import Backtest, backtest_stream
from suasion.events.backtest.answer import DRAWS
from suasion.events.series import ALL
from suasion.events.stream import read_stream


def backtest_command(
    stream: Annotated[Path, typer.Argument(metavar="STREAM", help="Stream that an import wrote.")],
    dyad: Annotated[
        str | None, typer.Option("--dyad", metavar="A-B", help="Two actors, as RUS-AZE.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="A", help="Forecast only what this side does.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="day, week, month or year.")] = "week",
    origin_from: Annotated[
        str | None, typer.Option("--origin-from", metavar="DAY", help="First day to forecast from.")
    ] = None,
    every: Annotated[int, typer.Option("--every", help="Periods between two origins.")] = 1,
    horizons: Annotated[
        str, typer.Option("--horizons", metavar="N,N", help="Periods ahead that are scored.")
    ] = "1,4,13",
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    draws: Annotated[int, typer.Option("--draws", help="Paths for each forecast.")] = DRAWS,
    seed: Annotated[int, typer.Option("--seed", help="Random seed of the paths.")] = 0,
    json: Json = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write the tables there.")
    ] = None,
) -> int:
    """Score forecasts of a stream, and say whether any model beats simple baselines."""
    read = read_stream(stream)
    with shown_progress("reading") as progress:
        answer = backtest_stream(
            read.frame,
            by=by,
            dyad=dyad,
            actor=actor,
            scale=read.scale,
            horizons=_numbers(horizons),
            origin_from=read_day(origin_from, "--origin-from"),
            every=every,
            since=read_day(since, "--since"),
            until=read_day(until, "--until"),
            draws=draws,
            seed=seed,
            progress=progress,
        )
    answer = evolve(answer, notes=(*notes_of(read), *answer.notes))
    if out is not None:
        write_folder(out, answer.tables, (), None)
    emit_json(answer.to_json(), None) if json else emit(render(answer), None)
    return EXIT_DONE


def render(answer: Backtest) -> str:
    """Return the backtest as text: scores over all classes, the 30 days, verdicts in words."""
    asked, origins = answer.asked, answer.origins
    parts = [f"{len(origins)} origins, by {asked.by}; scale {asked.scale or 'not named'}"]
    if origins:
        parts[0] += f"; {origins[0]} to {origins[-1]}"
        whole = answer.summary.filter(pl.col("event_class") == ALL).drop("event_class")
        parts.append(print_table("All classes: mean scores, lower is better", whole))
        title = "A material conflict event within 30 days"
        parts.append(print_table(title, answer.alarms))
    parts += answer.sentences
    parts += [f"note: {note}" for note in answer.notes]
    return "\n".join(parts)


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise InputError(
            "the horizons cannot be read",
            where="option --horizons",
            got=text,
            expected="whole numbers with commas",
            fix="write them as 1,4,13",
        ) from None
