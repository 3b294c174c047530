"""Command `deals`: which deals both would take, which would hold, what it would take."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from suasion.cases import Case, load_case
from suasion.cases.asof import case_as_of
from suasion.cli.account_requests import SHARED, by_account
from suasion.cli.numbers import money, percent, short
from suasion.cli.options import (
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
from suasion.errors import EXIT_DONE, InputError
from suasion.questions.deal_rows import DealAnswer, Span
from suasion.questions.deal_variation import VariationRow, vary_deals
from suasion.questions.deals import deals_to_json, finish_deals, start_deals
from suasion.questions.sampling import Request

SHOWN = 15
"""Rows of a table printed for people; --json gives all."""
VARIED_NOTE = (
    "\nshare: gain at the Nash solution over the most that side could get, median of draws\n"
    "gives: stakes below zero in the Nash bundle, median of the draws\n"
    "exchange: passes while no part of it does"
)


def deals_command(
    case: CaseArgument,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help="Account, or 'shared'; may be repeated."),
    ] = None,
    horizon: Annotated[str, typer.Option("--horizon", help="Horizon of the markets.")] = "years",
    bundle: Annotated[
        list[str] | None,
        typer.Option("--bundle", metavar="A,B", help="With --vary: bundle to follow; repeatable."),
    ] = None,
    vary: Annotated[
        str | None,
        typer.Option("--vary", metavar="FIGURE=A;B", help="Set a figure to value after value."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = 100,
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", metavar="FOLDER", help="Keep what is done; go on from it."),
    ] = None,
    seed: Seed = None,
    as_of: AsOf = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show which deals both sides would take, which would hold, and what others would take."""
    loaded = load_case(case)
    request = make_request(as_of=as_of, account=None, seed=seed, draws=draws)
    requests = _requests(loaded, request, account)
    with open_executor(workers, cluster, small=not draws) as executor:
        if vary is not None:
            rows = _varied(loaded, vary, bundle or [], requests[0], horizon, executor)
            emit_json(rows, out) if json else emit(_render_varied(rows), out)
            return EXIT_DONE
        started = start_deals(loaded, requests, horizon, executor, checkpoint)
        answers = finish_deals(loaded, started)
    if json:
        emit_json(deals_to_json(answers), out)
    else:
        emit("\n".join(_render(answer) for answer in answers), out)
    return EXIT_DONE


def _requests(case: Case, request: Request, names: list[str] | None) -> list[Request]:
    """Return a request for each account; by default for the shared figures and all accounts."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    known = [row.id for row in view.rows("accounts")]
    return by_account(request, names or [SHARED, *known])


def _varied(
    case: Case,
    text: str,
    bundles: list[str],
    request: Request,
    horizon: str,
    executor: Executor,
) -> tuple[VariationRow, ...]:
    figure, sign, values = text.partition("=")
    if not sign or not values.strip():
        raise InputError(
            "what is varied is not written in its form",
            where="option --vary",
            got=text,
            expected="FIGURE=VALUE;VALUE",
            fix="write for example turkiye_valence_aze=-0.6;0;0.9",
        )
    return vary_deals(
        case,
        figure.strip(),
        [value.strip() for value in values.split(";") if value.strip()],
        [[name.strip() for name in one.split(",")] for one in bundles],
        request,
        horizon=horizon,
        executor=executor,
    )


def _render_varied(rows: tuple[VariationRow, ...]) -> str:
    sides = list(rows[0].nash_share)
    table = Table(title=f"Deals with {rows[0].figure} at value after value: shares of the draws")
    columns = ["value", "no deal", *(f"share of {side}" for side in sides)]
    columns += [f"{side} gives, USD/yr" for side in sides]
    columns += [f"{side} gives more" for side in sides]
    columns += [f"{name}: passes / exchange / in Nash" for name in rows[0].passes]
    for name in columns:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row.value,
            percent(row.no_deal_probability),
            *(percent(row.nash_share[side]) for side in sides),
            *(short(row.gives[side]) for side in sides),
            *(percent(row.gives_more[side]) for side in sides),
            *(_followed(row, name) for name in row.passes),
        )
    return _captured(table) + VARIED_NOTE


def _followed(row: VariationRow, name: str) -> str:
    shares = (row.passes[name], row.quid_pro_quo[name], row.agreed[name])
    return " / ".join(percent(share) for share in shares)


def _render(answer: DealAnswer) -> str:
    parts = [_head(answer), _captured(_solutions(answer)), _captured(_options(answer))]
    parts.append(_captured(_links(answer)))
    note = (
        "money: USD a year against no deal [90 % interval]; agreed: share of draws whose Nash\n"
        "solution has the option; exchange: passes only together with another change\n"
        "a bargain picks what is good: central figures, without spread, show the lower gains"
    )
    failed = f"\n{answer.failed_draws} draws failed and are left out" if answer.failed_draws else ""
    return "\n".join([*parts, note + failed, ""])


def _head(answer: DealAnswer) -> str:
    lines = [
        f"Deals as of {answer.as_of}, account: {answer.account or 'shared figures'}",
        f"{answer.n_bundles:,} bundles; no deal at all in {percent(answer.no_deal_probability)} of "
        f"{answer.n_draws} draws, none that holds in {percent(answer.no_holding_deal_probability)}",
    ]
    lines += [
        f"{side.actor}: without a deal {_money(side.no_deal)} USD/yr; gives {_money(side.gives)} "
        f"at the Nash solution, more than the other in {percent(side.gives_more)} of the draws"
        for side in answer.sides
    ]
    return "\n".join(lines)


def _solutions(answer: DealAnswer) -> Table:
    table = Table(title="Solutions on the central figures: gain in USD per year [90 % interval]")
    table.add_column("solution")
    table.add_column("must hold")
    for side in answer.sides:
        table.add_column(side.actor, justify="right")
    table.add_column("what changes")
    for row in answer.solutions:
        table.add_row(
            row.concept.replace("_", "-"),
            "yes" if row.must_hold else "no",
            *(_money(row.gains[side.actor]) for side in answer.sides),
            ", ".join(row.options) or "no deal",
        )
    return table


def _options(answer: DealAnswer) -> Table:
    table = Table(title="Each option: probability, and what its losers would have to be paid")
    for name in ("option", "alone", "exchange", "money", "blocked", "agreed", "payment", "to"):
        table.add_column(name, justify="left" if name in ("option", "to") else "right")
    for name in ("exchanged for, most often", "would break it"):
        table.add_column(name)
    for row in answer.options:
        table.add_row(
            row.option,
            *(percent(p) for p in (row.passes, row.linked, row.paid, row.blocked, row.agreed)),
            _money(row.payment),
            row.loser,
            ", ".join(row.sweetener),
            row.breaker,
        )
    return table


def _links(answer: DealAnswer) -> Table:
    table = Table(title="Exchanges (quid pro quos): no part of them passes")
    table.add_column("changes")
    for name in ("probability", "holds", *(side.actor for side in answer.sides)):
        table.add_column(name, justify="right")
    for row in answer.links[:SHOWN]:
        table.add_row(
            " + ".join(row.options),
            percent(row.probability),
            percent(row.holds),
            *(_money(row.gains[side.actor]) for side in answer.sides),
        )
    return table


def _money(span: Span) -> str:
    return money(span.central, span.low, span.high)


def _captured(table: Table) -> str:
    console = Console(width=150)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
