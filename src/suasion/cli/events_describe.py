"""Command `events describe`: counts, net cooperation, news volume, breaks and regimes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from suasion.cli.event_tables import notes_of, print_table, read_day
from suasion.cli.options import Json
from suasion.cli.output import emit, emit_json
from suasion.cli.tables_out import write_folder
from suasion.errors import EXIT_DONE, InputError
from suasion.events import (
    Description,
    SeriesDescription,
    describe_series,
    describe_stream,
    read_series,
)
from suasion.events.stream import read_stream
from suasion.report.event_figures import figures_of, figures_of_series, render_events_page
from suasion.report.series_charts import draw_figures

SHOWN_BREAKS = 12


def describe_command(
    stream: Annotated[
        Path | None, typer.Argument(metavar="STREAM", help="Stream that an import wrote.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="day, week, month or year.")] = "week",
    dyad: Annotated[
        str | None, typer.Option("--dyad", metavar="A-B", help="Two actors, as RUS-AZE.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    volume: Annotated[
        str,
        typer.Option("--volume", help="Divide reports by those of the stream or of the source."),
    ] = "stream",
    series: Annotated[
        Path | None,
        typer.Option("--series", metavar="FILE", help="Plain series (CSV) instead of a stream."),
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Column of the plain series.")
    ] = None,
    json: Json = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Write tables, charts and a page there."),
    ] = None,
) -> int:
    """Say what happened: how much of which class, how warm, and when that changed."""
    answer: Description | SeriesDescription
    if series is not None:
        _refuse_both(stream)
        answer = describe_series(read_series(series, tuple(column or ())))
        figures, title = figures_of_series(answer), series.name
    else:
        place = _named(stream)
        read = read_stream(place)
        answer = describe_stream(
            read.frame,
            by=by,
            dyad=dyad,
            scale=read.scale,
            since=read_day(since, "--since"),
            until=read_day(until, "--until"),
            volume=volume,
        )
        answer = evolve(answer, notes=(*notes_of(read), *answer.notes))
        figures, title = figures_of(answer), place.name
    if out is not None:
        drawn = draw_figures(figures)
        page = render_events_page(f"Events of {title}", answer, drawn)
        write_folder(out, answer.tables, drawn, page)
    emit_json(answer.to_json(), None) if json else emit(render(answer), None)
    return EXIT_DONE


def render(answer: Description | SeriesDescription) -> str:
    """Return the description as text: totals, the strongest breaks, what limits it."""
    head = f"By {answer.by}"
    if isinstance(answer, Description):
        head = (
            f"{answer.since} to {answer.until}, by {answer.by}; scale {answer.scale or 'unnamed'}"
        )
        head += f"\nreports in 1000: of {answer.volume}"
    parts = [head, print_table("Totals", answer.totals.drop("with_intensity", strict=False))]
    strongest = answer.breaks.sort("strength", descending=True).head(SHOWN_BREAKS)
    if len(strongest):
        title = f"Breaks: the {len(strongest)} strongest of {len(answer.breaks)}"
        parts.append(print_table(title, strongest.sort("day")))
    else:
        parts.append("no break was found")
    parts += [f"note: {note}" for note in answer.notes]
    return "\n".join(parts)


def _named(stream: Path | None) -> Path:
    if stream is None:
        raise InputError(
            "nothing to describe was named",
            where="suasion events describe",
            got="no STREAM and no --series",
            expected="one of them",
            fix="name a stream that 'suasion events import' wrote, or --series FILE",
        )
    return stream


def _refuse_both(stream: Path | None) -> None:
    if stream is not None:
        raise InputError(
            "a stream and a plain series were both named",
            where="suasion events describe",
            got=f"{stream} and --series",
            expected="one or the other",
            fix="describe them one after the other",
        )
