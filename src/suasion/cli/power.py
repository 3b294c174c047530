"""Command `power`: who holds power in the network, and which coalition can block."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill
from typing import Annotated

import typer
from attrs import asdict
from rich.console import Console
from rich.table import Table

from suasion.cases import load_case
from suasion.cli.numbers import money, percent, short
from suasion.cli.options import (
    Account,
    AsOf,
    CaseArgument,
    Cluster,
    Json,
    Out,
    Seed,
    Workers,
    make_request,
    open_executor,
)
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE
from suasion.questions.power import DEFAULT_DRAWS, DEFAULT_THRESHOLD, Power, compute_power
from suasion.questions.power_options import OptionRow
from suasion.questions.power_rows import CoreRow, PowerRow
from suasion.questions.power_sampled import SampledRow, sample_power

WIDTH = 132
"""Columns of a printed page."""
SHOWN = 6
"""Blocking coalitions, arcs and builds of each game that are printed."""
EXPLAINED = 3
"""Players of each market whose shares are explained in print."""
ALL_MARKETS = "both"
TOL_SHOWN = 0.05
"""Part of the largest change in a market below which a change is not printed."""


def power_command(
    case: CaseArgument,
    market: Annotated[
        str | None,
        typer.Option("--market", help="One market, as gas; both or nothing for all together."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", help="What outsiders do: idle or trade; both rules by default."),
    ] = None,
    bloc: Annotated[
        list[str] | None,
        typer.Option("--bloc", help="EAEU, or TUR+AZE+GEO: players that bargain as one (Owen)."),
    ] = None,
    builds: Annotated[
        bool, typer.Option("--builds/--no-builds", help="What builds change as options.")
    ] = True,
    players: Annotated[
        list[str] | None, typer.Option("--players", help="Actors that play, as RUS,AZE,EU.")
    ] = None,
    left: Annotated[
        float, typer.Option("--left", help="Share of the gains that blocked others keep at most.")
    ] = DEFAULT_THRESHOLD,
    sample: Annotated[
        int | None,
        typer.Option("--sample", metavar="N", help="Shapley alone, from N orders; any players."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = DEFAULT_DRAWS,
    seed: Seed = None,
    as_of: AsOf = None,
    account: Account = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show who gains what from the network by each concept, who can block, and why."""
    request = make_request(as_of=as_of, account=account, seed=seed, draws=draws)
    chosen = None if market in (None, ALL_MARKETS) else [str(market)]
    if sample is not None:
        rows = sample_power(
            load_case(case), request, orders=sample, markets=chosen, players=players or None
        )
        emit_json([asdict(row) for row in rows], out) if json else emit(_render_sample(rows), out)
        return EXIT_DONE
    with open_executor(workers, cluster, small=draws <= 1) as executor:
        found = compute_power(
            load_case(case),
            request,
            markets=chosen,
            rules=rule or None,
            players=players or None,
            blocs=bloc or (),
            builds=builds,
            threshold=left,
            executor=executor,
        )
    emit_json(found.to_dict(), out) if json else emit(_render(found), out)
    return EXIT_DONE


def _render(found: Power) -> str:
    parts = [_render_game(found, core) for core in found.core]
    if found.options:
        parts.append(_render_options(found.options))
    note = (
        "gain: what a player gets beyond what it makes alone, by each concept; share: of all"
        " gains\nidle: what needs an outsider is not used; trade: outsiders go on among"
        " themselves\n"
        f"certificates: largest residual {found.largest_residual:.1e} over all values"
    )
    if found.cast.outside:
        note += f"\nno players, what they own is open to all: {', '.join(found.cast.outside)}"
    if found.failures:
        note += f"\n{len(found.failures)} draws failed and are left out"
    return "\n".join([*parts, note])


def _render_sample(rows: tuple[SampledRow, ...]) -> str:
    table = Table(title="Gains by Shapley from a sample, outsiders idle (95 % bounds for all)")
    for name in ("market", "player", "alone", "gain", "share"):
        table.add_column(name, justify="left" if name in ("market", "player") else "right")
    for row in rows:
        own = row.alone_usd_per_year
        table.add_row(
            row.market,
            row.title,
            short(own),
            money(row.gain_usd_per_year, row.low - own, row.high - own),
            percent(row.gain_share),
        )
    return _text_of(table)


def _render_game(found: Power, core: CoreRow) -> str:
    lines = [*_about(core), *_blocks(found, core), *_arcs(found, core)]
    if core.market != ALL_MARKETS:
        reasons = [row.text for row in found.reasons if _is_of(row.market, row.rule, core)]
        lines += [f"- {text}" for text in reasons[:EXPLAINED]]
    folded = [fill(line, WIDTH, subsequent_indent="  ") for line in lines]
    return "\n".join([_shares(found, core), *folded]) + "\n"


def _shares(found: Power, core: CoreRow) -> str:
    """Return the table of gains by player and concept."""
    table = Table(
        title=f"{core.market}, outsiders {core.rule}: gains in USD per year (90 % interval)"
    )
    by_concept: dict[tuple[str, str], dict[str, PowerRow]] = {}
    for row in found.rows:
        if _is_of(row.market, row.rule, core):
            by_concept.setdefault((row.concept, row.blocs), {})[row.player] = row
    others = [key for key in by_concept if key[0] in ("banzhaf", "nucleolus", "owen")]
    for name in ("player", "alone", "Shapley", "share", *(_head(key) for key in others)):
        table.add_column(name, justify="left" if name == "player" else "right")
    for row in by_concept["shapley", ""].values():
        table.add_row(
            row.title,
            short(row.alone_usd_per_year),
            money(row.gain_usd_per_year, row.gain_low, row.gain_high),
            percent(row.gain_share),
            *(short(by_concept[key][row.player].gain_usd_per_year) for key in others),
        )
    return _text_of(table)


def _head(key: tuple[str, str]) -> str:
    concept, blocs = key
    return f"Owen: {blocs}" if concept == "owen" else concept.capitalize()


def _is_of(market: str, rule: str, core: CoreRow) -> bool:
    return (market, rule) == (core.market, core.rule)


def _about(core: CoreRow) -> Iterable[str]:
    """Yield what there is to divide, and whether anyone is better off leaving."""
    whole = money(core.whole_usd_per_year, core.whole_low, core.whole_high)
    gain = money(core.gain_usd_per_year, core.gain_low, core.gain_high)
    yield f"together {whole} USD per year, of which gains {gain}"
    if core.empty:
        yield (
            f"core: empty; however gains are split, some coalition misses"
            f" {short(core.epsilon_usd_per_year)} or more"
        )
    else:
        yield (
            "core: not empty; the least favoured coalition can have"
            f" {short(max(0.0, -core.epsilon_usd_per_year))} to spare"
        )
    if core.violation_usd_per_year > 0.0:
        first, second = " + ".join(core.violation_first), " + ".join(core.violation_second)
        yield (
            f"not superadditive: {first} and {second} make"
            f" {short(core.violation_usd_per_year)} less together than apart"
        )


def _blocks(found: Power, core: CoreRow) -> Iterable[str]:
    rows = [row for row in found.blocking if _is_of(row.market, row.rule, core)]
    if rows:
        shown = [f"{' + '.join(row.players)} ({percent(row.left_share)})" for row in rows[:SHOWN]]
        more = f"; {len(rows) - SHOWN} more in --json" if len(rows) > SHOWN else ""
        yield (
            f"blocking, the others keep at most {percent(rows[0].threshold)} of the gains: "
            + ", ".join(shown)
            + more
        )


def _arcs(found: Power, core: CoreRow) -> Iterable[str]:
    rows = [row for row in found.binding_arcs if _is_of(row.market, row.rule, core)][:SHOWN]
    if rows:
        shown = [f"{row.title} ({row.rent:.3g} {row.rent_unit})" for row in rows]
        yield "full when all take part, with what one unit more is worth: " + ", ".join(shown)


def _render_options(options: tuple[OptionRow, ...]) -> str:
    """Return the builds whose change of somebody's share is worth a line."""
    table = Table(title="Builds as options: change of gains in USD per year, outsiders idle")
    for name in ("build", "player", "Shapley", "nucleolus", "carries"):
        table.add_column(name, justify="left" if name in ("build", "player") else "right")
    for row in options:
        if not _is_large(row, options):
            continue
        table.add_row(
            f"{row.market}: {row.build}",
            row.player,
            money(row.shapley_change_usd_per_year, row.shapley_low, row.shapley_high),
            money(row.nucleolus_change_usd_per_year, row.nucleolus_low, row.nucleolus_high),
            f"{row.flow:.3g}" if row.used else "nothing",
        )
    return _text_of(table)


def _is_large(row: OptionRow, options: tuple[OptionRow, ...]) -> bool:
    def size(one: OptionRow) -> float:
        return max(abs(one.shapley_change_usd_per_year), abs(one.nucleolus_change_usd_per_year))

    largest = max(size(one) for one in options if one.market == row.market)
    return size(row) > TOL_SHOWN * largest > 0.0


def _text_of(table: Table) -> str:
    console = Console(width=WIDTH)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
