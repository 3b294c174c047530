"""Where the accounts part, within the main job: results side by side, differences shared out."""

from __future__ import annotations

from concurrent.futures import Executor

import polars as pl
from attrs import evolve, field, frozen

from suasion.cases import Case
from suasion.comparison.account_outcomes import StartedMix
from suasion.comparison.account_results import deal_rows, outlook_rows, plain_rows
from suasion.comparison.account_rows import AccountResultRow, AttributionRow, PartingRow
from suasion.comparison.accounts import MIX_DRAWS, MIX_PATHS
from suasion.comparison.partings import all_pairs, finish_partings, start_partings, tell_partings
from suasion.errors import ComputationError, InputError
from suasion.questions.claims import ResultRow
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.deal_rows import DealAnswer
from suasion.questions.outlook_rows import OutlookAnswer
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.deals import DRAWS, told
from suasion.runs.outlook import DAYS

NO_PAIR = "fewer than two accounts are known on that day"
NO_DRAWS = "differences are shared out draw by draw, and the run has none"


@frozen(kw_only=True)
class HandedPartings:
    """Mixes of two accounts whose draws are being done, or why there are none."""

    started: tuple[StartedMix, ...] = ()
    why_not: str = ""


@frozen(kw_only=True)
class FoundPartings:
    """What parts the accounts, or why it could not be told."""

    attribution: tuple[AttributionRow, ...] = ()
    partings: tuple[PartingRow, ...] = ()
    failures: tuple[str, ...] = ()
    why_not: str = ""


@frozen(kw_only=True)
class Answers:
    """What the steps find under each account; each adds its own."""

    results: list[ResultRow] = field(factory=list)
    deals: list[DealAnswer] = field(factory=list)
    outlooks: list[OutlookAnswer] = field(factory=list)


def hand_over_partings(
    case: Case, view: Case, request: Request, horizon: str, executor: Executor
) -> HandedPartings:
    """Return the mixes under way, of each two accounts; a case without a crisis says so."""
    if not request.draws:
        return HandedPartings(why_not=NO_DRAWS)
    if len(view.rows("accounts")) < 2:
        return HandedPartings(why_not=NO_PAIR)
    asked = evolve(request, account=None, draws=min(request.draws, DRAWS))
    crisis = CrisisTask(case=case, request=asked, days=DAYS, horizon=horizon)
    try:
        pairs = all_pairs(case, crisis)
        started = start_partings(
            case, crisis, pairs, draws=MIX_DRAWS, paths=MIX_PATHS, executor=executor
        )
    except (InputError, ComputationError) as error:
        return HandedPartings(why_not=told(error))
    return HandedPartings(started=started)


def collect_partings(view: Case, handed: HandedPartings) -> FoundPartings:
    """Return the shares of all differences, and those that are clear in sentences."""
    if not handed.started:
        return FoundPartings(why_not=handed.why_not)
    titles = {row.id: row.title for row in view.rows("accounts")}
    try:
        attribution, failures = finish_partings(handed.started)
    except ComputationError as error:
        return FoundPartings(why_not=told(error))
    return FoundPartings(
        attribution=attribution,
        partings=tell_partings(attribution, titles),
        failures=tuple(f"partings: {why}" for why in failures),
    )


def parting_tables(found: FoundPartings) -> dict[str, pl.DataFrame]:
    """Return the sentences, and each group's share in each difference."""
    return {
        "partings": to_frame(found.partings, PartingRow),
        "partings_shares": to_frame(found.attribution, AttributionRow),
    }


def side_by_side(answers: Answers) -> pl.DataFrame:
    """Return the results of levers, deals and outlook under each account, in one table."""
    rows = [
        *plain_rows(answers.results),
        *(row for one in answers.deals for row in deal_rows(one.account, one)),
        *(row for one in answers.outlooks for row in outlook_rows(one.account, one)),
    ]
    return to_frame(rows, AccountResultRow)
