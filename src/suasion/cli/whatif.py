"""Command `whatif`: the model solved again under a scenario, side by side with the base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from suasion.cases import load_case
from suasion.cli.numbers import money, short
from suasion.cli.options import Account, AsOf, CaseArgument, Json, Out, Seed, make_request
from suasion.cli.output import emit, emit_json, write_whole
from suasion.errors import EXIT_DONE, InputError
from suasion.questions.scenario import Scenario, make_scenario
from suasion.questions.scenario_file import read_scenario, render_scenario
from suasion.questions.whatif import DEFAULT_DRAWS, WhatIf, what_if

Many = list[str] | None


def whatif_command(
    case: CaseArgument,
    withhold: Annotated[
        Many, typer.Option(help="SENDER:LEVER, or @80% for that share of its capacity.")
    ] = None,
    tax: Annotated[Many, typer.Option(help="SENDER:LEVER=10 USD/t.")] = None,
    build: Annotated[Many, typer.Option(help="Build that is made.")] = None,
    ban: Annotated[Many, typer.Option(help="BUYER:MARKET:LABEL, as EU:gas:RUS.")] = None,
    origin_rule: Annotated[
        str | None, typer.Option("--origin-rule", help="label, contract or net-export.")
    ] = None,
    set_: Annotated[Many, typer.Option("--set", help="ADDRESS=QUANTITY.")] = None,
    no_contracts: Annotated[bool, typer.Option("--no-contracts", help="As if none held.")] = False,
    scenario: Annotated[Path | None, typer.Option(help="Scenario file to read.")] = None,
    save: Annotated[Path | None, typer.Option(help="Save the scenario to a file.")] = None,
    horizon: Annotated[str, typer.Option(help="Horizon, as named in case.toml.")] = "years",
    draws: Annotated[int, typer.Option(help="Draws for the intervals.")] = DEFAULT_DRAWS,
    seed: Seed = None,
    as_of: AsOf = None,
    account: Account = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Ask what changes if levers are pulled, charges laid on, lines built, labels banned."""
    asked = make_scenario(
        name=save.stem if save else "command line",
        withhold=withhold or (),
        tax=tax or (),
        build=build or (),
        ban=ban or (),
        origin_rule=origin_rule,
        set=set_ or (),
        contracts=not no_contracts,
    )
    chosen = _from_file_or_options(scenario, asked)
    request = make_request(as_of=as_of, account=account, seed=seed, draws=draws)
    answer = what_if(load_case(case), chosen, request, horizon=horizon)
    if save is not None:
        write_whole(save, render_scenario(chosen))
    if json:
        emit_json(answer.to_json(), out)
    else:
        emit(render(answer), out)
    return EXIT_DONE


def _from_file_or_options(path: Path | None, asked: Scenario) -> Scenario:
    if path is None:
        return asked
    if not asked.is_empty:
        raise InputError(
            "a scenario file and options that change the case were both given",
            where="options of whatif",
            got=f"--scenario {path} and others",
            expected="one or the other",
            fix="add the change to the file, or leave the file out",
        )
    return read_scenario(path)


def render(answer: WhatIf) -> str:
    """Return the answer as a table: what moved first, then what stayed."""
    draws = answer.request.draws
    drawn = f"90 % intervals of {draws} draws" if draws else "central figures only"
    table = Table(title=f"What if, horizon {answer.horizon} ({drawn})")
    for name in ("observable", "base", "changed", "difference"):
        table.add_column(name, justify="left" if name == "observable" else "right")
    moved = [name for name in answer.difference if _moved(answer, name)]
    for name in moved:
        span = answer.intervals.get(name)
        none = (float("nan"), float("nan"))
        table.add_row(
            name,
            short(answer.base[name]),
            money(answer.changed[name], *(span.changed if span else none)),
            money(answer.difference[name], *(span.difference if span else none)),
        )
    console = Console(width=132)
    with console.capture() as capture:
        console.print(table)
    if answer.scenario.is_empty:
        return "nothing was asked: name a change, as in --withhold SENDER:LEVER"
    same = len(answer.difference) - len(moved)
    lines = [f"not moved: {same} of {len(answer.difference)} observables; --json gives all"]
    if answer.failed_draws:
        lines.append(f"{answer.failed_draws} draws failed and are left out")
    return capture.get() + "\n".join(lines)


def _moved(answer: WhatIf, name: str) -> bool:
    span = answer.intervals.get(name)
    sizes = [abs(answer.difference[name])]
    if span:
        sizes += [abs(span.difference[0]), abs(span.difference[1])]
    return max(sizes) > 1e-9 * max(1.0, abs(answer.base[name]))
