"""Where the accounts part, why, and where one contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from attrs import evolve, frozen

from suasion.cases import Case, account_values, case_as_of
from suasion.comparison.account_results import (
    claims_beside,
    deal_results,
    leverage_results,
    outlook_results,
    plain_rows,
)
from suasion.comparison.account_rows import AccountResultRow, AttributionRow, PartingRow
from suasion.comparison.partings import all_pairs, finish_partings, start_partings, tell_partings
from suasion.compute import SerialExecutor
from suasion.errors import InputError
from suasion.questions.claims import ClaimRow
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.outlook import OutlookRequest
from suasion.questions.sampling import Request

DEFAULT_DRAWS = 40
MIX_DRAWS = 8
"""Draws of the mixed figures: each is a run for every set of groups."""
MIX_PATHS = 12
DAYS = 180
CONTRADICTS = "contradicts"


@frozen(kw_only=True)
class AccountsAnswer:
    """The accounts compared."""

    case: str
    as_of: str
    days: int
    n_draws: int
    results: tuple[AccountResultRow, ...]
    claims: tuple[ClaimRow, ...]
    attribution: tuple[AttributionRow, ...]
    partings: tuple[PartingRow, ...]
    titles: Mapping[str, str]
    silent: tuple[str, ...] = ()
    """Accounts that set no figure: their results are those of the shared figures, not repeated."""
    failures: tuple[str, ...] = ()
    """Why draws of the mixed figures failed; they are left out."""

    @property
    def contradictions(self) -> tuple[ClaimRow, ...]:
        """Return the claims that the model contradicts under the account's own figures."""
        return tuple(row for row in self.claims if row.verdict == CONTRADICTS)


def compute_accounts(
    case: Case,
    request: Request | None = None,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    days: int = DAYS,
    mix_draws: int = MIX_DRAWS,
    paths: int = MIX_PATHS,
    fine: bool = False,
    executor: Executor | None = None,
) -> AccountsAnswer:
    """Return results by account, claims beside them, and what parts each two accounts.

    Model
        Results of leverage, deals and outlook are those of the questions of that name. The
        difference of each outcome of the outlook between two accounts is shared out among groups
        of figures (`share_difference`), on the same random numbers.

    Assumptions
        A1 groups are those that account_map names. A2 deals act as one group, since every figure
        reaches the outlook through the bargain too. A3 draws under which hostile acts feed on
        themselves are left out, of a pair where they do under either account.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, seed and draws; 40 draws by default. All accounts are run.
    pairs : sequence of pairs of account ids, optional
        Pairs whose differences are shared out; all by default.
    days : int
        Length of the outlook.
    mix_draws, paths : int
        Draws and paths of the mixed figures.
    fine : bool
        Groups by row of the accounts' table instead of the coarser groups.
    executor : Executor, optional
        Where the draws are done; results are the same on each (C5).

    Raises
    ------
    InputError
        No accounts on that day, or a pair that names none (C1).
    """
    asked = evolve(request or Request(draws=DEFAULT_DRAWS), account=None)
    run, view = executor or SerialExecutor(), case_as_of(case, asked.as_of or case.meta.as_of)
    titles = {row.id: row.title for row in view.rows("accounts")}
    crisis = CrisisTask(case=case, request=asked, days=days)
    wanted = _known(all_pairs(case, crisis) if pairs is None else tuple(pairs), titles)
    started = start_partings(
        case, crisis, wanted, draws=mix_draws, paths=paths, executor=run, fine=fine
    )
    horizon = list(case.meta.horizons)[-1]
    leverage = leverage_results(case, asked, horizon, run)
    outlook = outlook_results(case, asked, OutlookRequest(days=days), run)
    attribution, failures = finish_partings(started)
    return AccountsAnswer(
        case=case.name,
        as_of=str(view.meta.as_of),
        days=days,
        n_draws=asked.draws,
        results=(*plain_rows(leverage), *deal_results(case, asked, horizon, run), *outlook),
        claims=claims_beside(case, asked, leverage),
        attribution=attribution,
        partings=tell_partings(attribution, titles),
        titles=titles,
        silent=_silent(view),
        failures=failures,
    )


def _silent(view: Case) -> tuple[str, ...]:
    return tuple(row.id for row in view.rows("accounts") if not account_values(view, row.id))


def _known(
    pairs: tuple[tuple[str, str], ...], titles: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the pairs; `InputError` where one names no account."""
    known = {"", *titles}
    if not titles:
        raise InputError(
            "the case has no accounts on that day",
            where="accounts.csv",
            got="no rows",
            expected="two accounts at least",
            fix="ask as of a later day, or add accounts",
        )
    strange = sorted({name for pair in pairs for name in pair} - known)
    if strange:
        raise InputError(
            f"there is no account '{strange[0]}'",
            where="option --between",
            got=strange[0],
            expected="one of " + ", ".join(titles),
            fix="name accounts of the case",
        )
    return pairs
