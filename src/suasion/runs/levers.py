"""Levers and scenarios within the main job: handed over last, levers under every account."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future

from attrs import evolve, frozen

from suasion.cases import Case
from suasion.questions.apply import touches_world
from suasion.questions.comparisons import start_scenarios
from suasion.questions.leverage import Started, start_leverage
from suasion.questions.sampling import Request
from suasion.questions.whatif import DEFAULT_DRAWS, WhatIf

SIDE_DRAWS = DEFAULT_DRAWS
"""Draws for scenarios and for each account, at most: they are many."""


@frozen(kw_only=True)
class HandedLevers:
    """Leverage tables and scenarios whose draws are being done."""

    started: Started
    """On the shared figures, at every horizon."""
    accounts: tuple[str, ...]
    """Accounts that set a figure of markets, ties or levers."""
    started_accounts: Started
    """At the longest horizon."""
    scenarios: Mapping[str, Future[WhatIf | str]]
    """By name, at the longest horizon."""


def hand_over_levers(
    case: Case, view: Case, request: Request, horizon: str, executor: Executor
) -> HandedLevers:
    """Return the leverage tables and scenarios under way."""
    own = tuple(row.id for row in view.rows("accounts") if touches_world(view, row.id))
    fewer = evolve(request, draws=min(request.draws, SIDE_DRAWS))
    asked = [evolve(fewer, account=name) for name in own]
    return HandedLevers(
        started=start_leverage(case, [request], list(case.meta.horizons), None, executor),
        accounts=own,
        started_accounts=start_leverage(case, asked, [horizon], None, executor),
        scenarios=start_scenarios(case, fewer, horizon, executor),
    )
