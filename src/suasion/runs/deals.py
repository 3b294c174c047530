"""Deals within the main job: handed over with the other draws, under every account."""

from __future__ import annotations

from concurrent.futures import Executor

from attrs import evolve, frozen

from suasion.cases import Case, account_values
from suasion.errors import ComputationError, InputError
from suasion.questions.deal_rows import DealAnswer
from suasion.questions.deals import StartedDeals, finish_deals, start_deals
from suasion.questions.sampling import Request

DRAWS = 40
"""Draws of the deals, at most, on the shared figures and under each account; more than the 20 that
drivers are looked for in. What rests on the crisis takes as many, so that each account's crisis is
made ready once for all."""


@frozen(kw_only=True)
class HandedDeals:
    """Deals whose draws are being done, or why there are none."""

    started: StartedDeals | None = None
    accounts: tuple[str, ...] = ("",)
    """Accounts in the order of the requests; the shared figures first."""
    why_not: str = ""


@frozen(kw_only=True)
class FoundDeals:
    """What came of it: an answer for the shared figures and each account, or why there is none."""

    answers: tuple[DealAnswer, ...] = ()
    why_not: str = ""

    @property
    def failures(self) -> tuple[str, ...]:
        """Return one line for each draw that failed (C8)."""
        return tuple(
            f"deals{' under ' if one.account else ''}{one.account}: a draw has no optimum"
            for one in self.answers
            for _ in range(one.failed_draws)
        )


def hand_over_deals(
    case: Case, view: Case, request: Request, horizon: str, executor: Executor
) -> HandedDeals:
    """Return the deals under way; a case with nothing to bargain over on that day says so."""
    own = [row.id for row in view.rows("accounts") if account_values(view, row.id)]
    draws = min(request.draws, DRAWS)
    asked = [evolve(request, account=name, draws=draws) for name in (None, *own)]
    try:
        started = start_deals(case, asked, horizon, executor)
    except InputError as error:
        return HandedDeals(why_not=told(error))
    return HandedDeals(started=started, accounts=("", *own))


def collect_deals(case: Case, view: Case, handed: HandedDeals) -> FoundDeals:
    """Return the answers; an account that sets no figure has those of the shared base."""
    if handed.started is None:
        return FoundDeals(why_not=handed.why_not)
    try:
        answers = finish_deals(case, handed.started)
    except InputError as error:
        return FoundDeals(why_not=told(error))
    found = dict(zip(handed.accounts, answers, strict=True))
    silent = [row.id for row in view.rows("accounts") if row.id not in found]
    copies = (evolve(found[""], account=name, failed_draws=0) for name in silent)
    return FoundDeals(answers=(*answers, *copies))


def told(error: InputError | ComputationError) -> str:
    """Return why something could not be asked, on one line."""
    return f"{error.problem} ({error.where})" if error.where else error.problem
