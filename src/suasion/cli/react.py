"""Command `react`: who reacts to whom, how strongly, within how many days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve
from rich.console import Console
from rich.table import Table

from suasion.cases import load_case
from suasion.cli.numbers import percent
from suasion.cli.options import AsOf, Json, Out, Seed, parse_day
from suasion.cli.output import emit, emit_json
from suasion.cli.react_pooled import refuse_unpooled, show_pooled
from suasion.errors import EXIT_DONE, InputError
from suasion.events.stream import Stream, read_stream
from suasion.questions.react import ReactRequest, compute_reactions, react_case
from suasion.questions.react_pooled import pool_reactions
from suasion.questions.react_rows import Estimate, ReactAnswer

STREAM_SUFFIX = ".parquet"


def react_command(
    what: Annotated[
        str, typer.Argument(metavar="CASE|STREAM", help="A case, or a stream of events.")
    ],
    dyad: Annotated[
        list[str] | None,
        typer.Option("--dyad", metavar="A-B", help="Two actors; a case has its own."),
    ] = None,
    pool: Annotated[
        bool, typer.Option("--pool", help="Draw three dyads or more to each other.")
    ] = False,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    marks: Annotated[
        str, typer.Option("--marks", help="How intensity scales an answer: none|linear|root|log.")
    ] = "none",
    third: Annotated[
        list[str] | None,
        typer.Option("--third", metavar="A>B", help="Third parties as a covariate; repeatable."),
    ] = None,
    shock: Annotated[
        list[str] | None,
        typer.Option("--shock", metavar="NAME=DAY,DAY", help="Outside shocks; repeatable."),
    ] = None,
    act: Annotated[
        str, typer.Option("--act", metavar="KIND", help="Hypothetical act to follow.")
    ] = "",
    days: Annotated[int, typer.Option("--days", help="Days to follow it.")] = 30,
    also: Annotated[
        list[Path] | None,
        typer.Option("--also", metavar="STREAM", help="Further source for the variants."),
    ] = None,
    alleged: Annotated[
        bool, typer.Option("--alleged", help="Of a case: alleged events too.")
    ] = False,
    as_of: AsOf = None,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show who reacts to whom, with tests, or why the record cannot tell."""
    request = ReactRequest(
        dyad="" if pool else _one_dyad(dyad or []),
        since=parse_day(since),
        until=parse_day(until),
        marks=marks,
        third_parties=tuple(third or ()),
        shocks=dict(_shock(text) for text in shock or ()),
        act=act,
        after_days=days,
        seed=seed or 0,
    )
    if pool:
        no_case = "" if _is_stream(what) else "a case"
        unused = {"--act": act, "--also": also, "--alleged": alleged, "--as-of": as_of}
        refuse_unpooled({**unused, what: no_case})
        found = pool_reactions(Path(what).name, read_stream(Path(what)), dyad or [], request)
        return show_pooled(found, out, json=json)
    further = [(path.name, read_stream(path)) for path in also or []]
    if _is_stream(what):
        _need(request.dyad)
        answer = compute_reactions([(Path(what).name, read_stream(Path(what))), *further], request)
    else:
        answer = _ask_case(what, request, seed, parse_day(as_of), further, alleged=alleged)
    emit_json(answer, out) if json else emit(_render(answer), out)
    return EXIT_DONE


def _ask_case(
    name: str,
    request: ReactRequest,
    seed: int | None,
    day: date | None,
    further: list[tuple[str, Stream]],
    *,
    alleged: bool,
) -> ReactAnswer:
    case = load_case(name)
    asked = evolve(
        request,
        dyad=request.dyad or "-".join(case.meta.dyad),
        seed=case.meta.seed if seed is None else seed,
    )
    return react_case(case, asked, as_of=day, alleged=alleged, further=further)


def _is_stream(what: str) -> bool:
    path = Path(what)
    return what.endswith(STREAM_SUFFIX) or (path / "stream.json").exists()


def _one_dyad(dyads: list[str]) -> str:
    if len(dyads) > 1:
        raise InputError(
            "several dyads are asked at once",
            where="option --dyad",
            got=", ".join(dyads),
            expected="one dyad, or --pool",
            fix="ask one after the other, or add --pool to draw them to each other",
        )
    return dyads[0] if dyads else ""


def _need(dyad: str) -> None:
    if not dyad:
        raise InputError(
            "a stream has many dyads",
            where="option --dyad",
            expected="two actors, as RUS-AZE",
            fix="say which dyad is meant",
        )


def _shock(text: str) -> tuple[str, tuple[date, ...]]:
    name, sign, days = text.partition("=")
    found = [parse_day(part.strip()) for part in days.split(",") if part.strip()]
    if not sign or not name.strip() or not found:
        raise InputError(
            "a shock is not written in its form",
            where="option --shock",
            got=text,
            expected="NAME=DAY,DAY",
            fix="write for example raid=2025-06-27,2025-07-01",
        )
    return name.strip(), tuple(day for day in found if day is not None)


def _render(answer: ReactAnswer) -> str:
    parts = [_head(answer)]
    if answer.refused:
        parts.append(_refusal(answer))
    else:
        parts.append(_captured(_answers(answer)))
    parts.append(_tests(answer))
    parts += ["Other sources, scales, marks, lags and periods:", *_listed(answer.summary)]
    if answer.after:
        parts.append(_captured(_after(answer)))
        parts.append(f"after an act: {answer.caveat}")
    parts += ["Beside the numbers:", *_listed(answer.notes)] if answer.notes else []
    return "\n".join(parts)


def _head(answer: ReactAnswer) -> str:
    counts = ", ".join(f"{row.kind} {row.n_events}" for row in answer.rates)
    noun = "event" if answer.n_events == 1 else "events"
    return (
        f"Reactions in {answer.source}, {answer.dyad}, {answer.since} to {answer.until}\n"
        f"{answer.n_events} {noun} on the scale '{answer.scale}': {counts}"
    )


def _refusal(answer: ReactAnswer) -> str:
    lines = ["REFUSED: the record cannot tell who reacts to whom.", *_listed(answer.refused)]
    lines.append(f"about {answer.n_events_needed} events would be needed ({answer.needed_basis})")
    if answer.refused_share == answer.refused_share:
        share = percent(answer.refused_share)
        lines.append(f"refused in {share} of draws of the days that are known as intervals")
    return "\n".join(lines)


def _answers(answer: ReactAnswer) -> Table:
    table = Table(title="Who answers whom: acts that one act brings forth directly (90 % interval)")
    for name in ("who acts", "in answer to", "acts per act", "share of its acts", "verdict"):
        table.add_column(name, justify="right" if name in ("acts per act",) else "left")
    for row in answer.answers:
        table.add_row(
            row.receiver, row.sender, _span(row.excitation), percent(row.share), row.verdict
        )
    return table


def _tests(answer: ReactAnswer) -> str:
    lines = []
    if not answer.refused:
        lines += [
            f"half of the answers come within {_span(answer.half_life_days)} days",
            f"branching ratio {_span(answer.branching)}; below 1 answers die out",
        ]
    verdict = "passed" if answer.residuals_passed else "FAILED"
    worst = min((row.p_value for row in answer.residuals), default=float("nan"))
    lines.append(
        f"time-rescaling test {verdict} (smallest p {worst:.3g}; {answer.residual_method})"
    )
    for lags in sorted({row.lags for row in answer.lags}):
        own = [row for row in answer.lags if row.lags == lags]
        tests = "; ".join(
            f"{r.cause} before {r.effect}: F {r.f:.3g}, p {r.p_value:.2g}" for r in own
        )
        lines.append(f"autoregression, {lags} weeks: {tests}")
    return "\n".join(lines)


def _after(answer: ReactAnswer) -> Table:
    days = answer.after[0].days
    table = Table(title=f"Extra acts within {days} days of one act (90 % interval)")
    for name in ("act", "followed by", "extra acts"):
        table.add_column(name, justify="right" if name == "extra acts" else "left")
    for row in answer.after:
        table.add_row(row.act, row.kind, _span(row.expected))
    return table


def _span(estimate: Estimate) -> str:
    return f"{estimate.value:.3g} [{estimate.low:.3g} to {estimate.high:.3g}]"


def _listed(lines: tuple[str, ...]) -> list[str]:
    return [f"- {line}" for line in lines]


def _captured(table: Table) -> str:
    console = Console(width=130)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
