"""Command `leverage`: who needs whom, for what, how badly."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from suasion.cases import Case, load_case
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
from suasion.questions.baseline import baseline
from suasion.questions.joint import JointRow, compute_joint
from suasion.questions.leverage import Leverage, central_base, compute_leverage
from suasion.questions.sampling import Request

SHOWN = 40
"""Joint levers printed for people."""
FEW_DRAWS = 50
"""Draws below which starting further processes costs more than it saves."""


def leverage_command(
    case: CaseArgument,
    horizon: Annotated[
        list[str] | None, typer.Option("--horizon", help="Horizon; may be repeated.")
    ] = None,
    lever: Annotated[
        list[str] | None, typer.Option("--lever", help="LEVER or SENDER:LEVER; may be repeated.")
    ] = None,
    joint: Annotated[
        bool, typer.Option("--joint", help="Two or three levers of one sender pulled together.")
    ] = False,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = 200,
    seed: Seed = None,
    as_of: AsOf = None,
    account: Account = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show hurt to the target and cost to the sender of every lever, with 90 % intervals."""
    request = make_request(as_of=as_of, account=account, seed=seed, draws=draws)
    if joint:
        rows = _joint_rows(load_case(case), request, horizon)
        emit_json(rows, out) if json else emit(_render_joint(rows), out)
        return EXIT_DONE
    with open_executor(workers, cluster, small=draws < FEW_DRAWS) as executor:
        found = compute_leverage(
            load_case(case),
            request,
            horizons=horizon or None,
            levers=lever or None,
            executor=executor,
        )
    if json:
        emit_json(found.to_rows(), out)
    else:
        emit(_render(found), out)
    return EXIT_DONE


def _joint_rows(case: Case, request: Request, horizons: list[str] | None) -> list[JointRow]:
    """Return joint levers by horizon; the ten strongest of each with their intervals."""
    rows: list[JointRow] = []
    for horizon in horizons or case.meta.horizons:
        drawn = baseline(case, request, horizon) if request.draws else None
        rows += compute_joint(central_base(case, request, horizon), drawn)
    return rows


def _render_joint(rows: list[JointRow]) -> str:
    table = Table(title="Joint levers: loss in USD per year (90 % interval of the ten strongest)")
    for name in ("horizon", "levers", "from", "to", "hurt", "cost", "more than apart"):
        table.add_column(name, justify="left" if name in ("horizon", "levers") else "right")
    for row in rows[:SHOWN]:
        table.add_row(
            row.horizon,
            " + ".join(row.levers),
            row.sender,
            row.target,
            money(row.hurt_usd_per_year, row.hurt_low, row.hurt_high),
            short(row.cost_usd_per_year),
            short(row.extra_usd_per_year),
        )
    console = Console(width=132)
    with console.capture() as capture:
        console.print(table)
    return capture.get() + f"{min(len(rows), SHOWN)} of {len(rows)} shown; --json gives all"


def _render(found: Leverage) -> str:
    table = Table(title="Leverage: loss in USD per year while the lever is pulled (90 % interval)")
    for name in ("horizon", "lever", "from", "to", "hurt", "of GDP", "cost", "assumed"):
        table.add_column(name, justify="left" if name in ("horizon", "lever") else "right")
    for row in found.rows:
        table.add_row(
            row.horizon,
            row.lever,
            row.sender,
            row.target,
            money(row.hurt_usd_per_year, row.hurt_low, row.hurt_high),
            percent(row.hurt_gdp_share),
            money(row.cost_usd_per_year, row.cost_low, row.cost_high),
            percent(row.assumed_share),
        )
    console = Console(width=132)
    with console.capture() as capture:
        console.print(table)
    failed = max((row.failed_draws for row in found.rows), default=0)
    note = (
        "hurt: loss of the target; cost: loss of the sender; a minus sign is a gain\n"
        "assumed: share of the variance of the hurt that comes from assumed figures"
    )
    return capture.get() + note + (f"\n{failed} draws failed and are left out" if failed else "")
