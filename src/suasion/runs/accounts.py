"""The step of the main job that asks the markets under each account, and sets claims beside."""

from __future__ import annotations

from attrs import evolve

from suasion.questions.claims import ClaimRow, ResultRow, compare_claims, result_rows
from suasion.questions.lever_rows import LeverageRow
from suasion.questions.leverage import Leverage, central_base, finish_leverage
from suasion.questions.outcomes import measure
from suasion.questions.tables import to_frame
from suasion.runs.parts import Context, Part


def accounts_part(context: Context) -> Part:
    """Return results and levers under each account's values, and the claims beside them.

    An account that sets no figure of markets, ties or levers has the results of the shared base.
    """
    results: list[ResultRow] = []
    leverage: list[LeverageRow] = []
    failures: list[str] = []
    for name, table in _tables(context).items():
        outcomes = table.outcomes[context.horizon]
        results += _results_under(context, table, name)
        rows = [row for row in table.rows if row.horizon == context.horizon]
        leverage += [evolve(row, account=name) for row in rows]
        failures += [f"{name}: {one.failure}" for one in outcomes if one.failure]
    context.answers.results.extend(results)
    claims = compare_claims(context.view, results)
    return Part(
        tables={
            "account_results": to_frame(results, ResultRow),
            "claims": to_frame(claims, ClaimRow),
            "leverage_by_account": to_frame(leverage, LeverageRow),
        },
        failures=tuple(failures),
    )


def _tables(context: Context) -> dict[str, Leverage]:
    """Return the leverage table of each account."""
    accounts = [row.id for row in context.view.rows("accounts")]
    own, started = context.levers.accounts, context.levers.started_accounts
    found = dict(zip(own, finish_leverage(context.case, started), strict=True))
    return {name: found.get(name, context.found["shared"]) for name in accounts}


def _results_under(context: Context, table: Leverage, account: str) -> tuple[ResultRow, ...]:
    """Return the results that claims are about, from the draws of a leverage table."""
    base = central_base(context.case, table.request, context.horizon)
    central = measure(base.pool, base.central, context.view, None)
    return result_rows(central.results, table.outcomes[context.horizon], account)
