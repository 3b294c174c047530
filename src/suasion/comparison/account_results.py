"""Every result of leverage, deals and outlook by account, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

import numpy as np
from attrs import evolve

from suasion.cases import Case, account_values, case_as_of
from suasion.comparison.account_rows import AccountResultRow
from suasion.errors import InputError
from suasion.questions.claims import ClaimRow, ResultRow, compare_claims, result_rows
from suasion.questions.deal_rows import DealAnswer, Span
from suasion.questions.deals import finish_deals, start_deals
from suasion.questions.leverage import central_base, finish_leverage, start_leverage
from suasion.questions.outcomes import measure
from suasion.questions.outlook import OutlookRequest, finish_outlook, start_outlook
from suasion.questions.outlook_rows import OutlookAnswer
from suasion.questions.sampling import Request

NOTHING = float("nan")


def account_names(case: Case, request: Request) -> tuple[str, ...]:
    """Return the shared figures, as an empty name, and each account that sets a figure."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    return ("", *(row.id for row in view.rows("accounts") if account_values(view, row.id)))


def leverage_results(
    case: Case, request: Request, horizon: str, executor: Executor
) -> tuple[ResultRow, ...]:
    """Return the results that accounts make claims about, under each account."""
    names = account_names(case, request)
    asked = [evolve(request, account=name or None) for name in names]
    tables = finish_leverage(case, start_leverage(case, asked, [horizon], None, executor))
    view = case_as_of(case, request.as_of or case.meta.as_of)
    found: list[ResultRow] = []
    for name, table in zip(names, tables, strict=True):
        base = central_base(case, table.request, horizon)
        central = measure(base.pool, base.central, view, None)
        found += result_rows(central.results, table.outcomes[horizon], name)
    return tuple(found)


def claims_beside(case: Case, request: Request, rows: Sequence[ResultRow]) -> tuple[ClaimRow, ...]:
    """Return what accounts claim beside what the model gives under their own figures."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    return tuple(compare_claims(view, rows))


def plain_rows(rows: Sequence[ResultRow]) -> Iterator[AccountResultRow]:
    """Yield results of leverage as rows of the comparison."""
    for row in rows:
        yield AccountResultRow(
            account=row.account,
            part="leverage",
            result=row.result,
            measure=row.measure,
            value=row.value,
            low=row.low,
            high=row.high,
            standard_error=NOTHING,
        )


def deal_results(
    case: Case, request: Request, horizon: str, executor: Executor
) -> tuple[AccountResultRow, ...]:
    """Return what the deals come to under each account; nothing where there is no bargain."""
    names = account_names(case, request)
    asked = [evolve(request, account=name or None) for name in names]
    try:
        answers = finish_deals(case, start_deals(case, asked, horizon, executor))
    except InputError:
        return ()
    return tuple(
        row for name, answer in zip(names, answers, strict=True) for row in deal_rows(name, answer)
    )


def deal_rows(name: str, answer: DealAnswer) -> Iterator[AccountResultRow]:
    """Yield what the deals of an account come to as rows of the comparison."""
    share = answer.no_holding_deal_probability
    error = float(np.sqrt(share * (1.0 - share) / max(answer.n_draws, 1)))
    yield _row(name, "deals", "no deal that holds", "probability", share, NOTHING, NOTHING, error)
    for side in answer.sides:
        for measured, span in (("no deal, USD/yr", side.no_deal), ("gives, USD/yr", side.gives)):
            yield _spanned(name, f"{side.actor}: {measured}", span)
        yield _row(
            name,
            "deals",
            f"{side.actor}: gives more",
            "probability",
            side.gives_more,
            NOTHING,
            NOTHING,
            NOTHING,
        )


def _spanned(name: str, result: str, span: Span) -> AccountResultRow:
    return _row(name, "deals", result, "central", span.central, span.low, span.high, NOTHING)


def outlook_results(
    case: Case, request: Request, asked: OutlookRequest, executor: Executor
) -> tuple[AccountResultRow, ...]:
    """Return the outcomes of the outlook under each account."""
    names = account_names(case, request)
    started = [
        start_outlook(case, evolve(request, account=name or None), asked, executor)
        for name in names
    ]
    return tuple(
        row
        for name, one in zip(names, started, strict=True)
        for row in outlook_rows(name, finish_outlook(one))
    )


def outlook_rows(name: str, answer: OutlookAnswer) -> Iterator[AccountResultRow]:
    """Yield the outcomes of an account's outlook as rows of the comparison."""
    for row in answer.outcomes:
        yield _row(
            name,
            "outlook",
            row.outcome,
            f"{answer.days} days",
            row.value,
            row.low,
            row.high,
            row.standard_error,
        )


def _row(
    account: str,
    part: str,
    result: str,
    measured: str,
    value: float,
    low: float,
    high: float,
    error: float,
) -> AccountResultRow:
    return AccountResultRow(
        account=account,
        part=part,
        result=result,
        measure=measured,
        value=value,
        low=low,
        high=high,
        standard_error=error,
    )
