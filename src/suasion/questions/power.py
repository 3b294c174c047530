"""Who holds power in the network, which coalition can block, and what a bypass would change.

The markets of a case become games: v(S) is what the coalition S can make, under two rules for
those outside it (`idle`: they do nothing, what needs them is not used; `trade`: they go on by
themselves, and both sides meet only in what needs no player). See docs: explanation, power.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

from attrs import asdict, frozen

from suasion.cases import Case
from suasion.compute import SerialExecutor
from suasion.flows import MOST_PLAYERS
from suasion.questions.baseline import Baseline
from suasion.questions.leverage import central_base
from suasion.questions.power_cast import Cast, find_cast, with_blocs
from suasion.questions.power_draws import Asked, Drawn, answer, answer_draws
from suasion.questions.power_explain import (
    BindingArcRow,
    BlockingRow,
    ContributionRow,
    DividendRow,
    SizeRow,
    actor_titles,
    binding_rows,
    blocking_rows,
    contribution_rows,
    dividend_rows,
    size_rows,
)
from suasion.questions.power_games import (
    RULES,
    known_names,
    network,
    require_playable,
    timely_builds,
)
from suasion.questions.power_options import OptionRow, option_rows
from suasion.questions.power_reasons import ReasonRow, reason_rows
from suasion.questions.power_rows import CoreRow, PowerRow, core_rows, power_rows
from suasion.questions.sampling import Request

DEFAULT_DRAWS = 12
"""Draws for the intervals: every one values thousands of coalitions."""
DEFAULT_THRESHOLD = 0.5
"""Share of all gains that others may keep while a coalition counts as blocking them."""


@frozen(kw_only=True)
class Power:
    """Power in the markets of a case as of a day, under one account."""

    rows: tuple[PowerRow, ...]
    core: tuple[CoreRow, ...]
    blocking: tuple[BlockingRow, ...]
    dividends: tuple[DividendRow, ...]
    contributions: tuple[ContributionRow, ...]
    by_size: tuple[SizeRow, ...]
    binding_arcs: tuple[BindingArcRow, ...]
    options: tuple[OptionRow, ...]
    reasons: tuple[ReasonRow, ...]
    cast: Cast
    request: Request
    horizon: str
    solves: int
    """Linear programs that were solved for the central figures."""
    largest_residual: float
    """Over the certificates of all values and all draws (C7)."""
    failures: tuple[str, ...]
    """Why draws failed, one line for each that did (C8)."""

    def to_dict(self) -> dict[str, object]:
        """Return all as plain values, the shape of `power --json`."""
        tables = ("rows", "core", "blocking", "dividends", "contributions", "by_size")
        found: dict[str, object] = {
            name: [asdict(row) for row in getattr(self, name)]
            for name in (*tables, "binding_arcs", "options", "reasons")
        }
        violations = [
            {
                "market": row.market,
                "rule": row.rule,
                "usd_per_year": row.violation_usd_per_year,
                "first": list(row.violation_first),
                "second": list(row.violation_second),
            }
            for row in self.core
        ]
        return found | {
            "superadditivity_violation": violations,
            "certificates": {"largest_residual": self.largest_residual},
            "players": {name: list(who) for name, who in self.cast.players.items()},
            "outside": list(self.cast.outside),
            "horizon": self.horizon,
            "account": self.request.account,
            "draws": self.request.draws,
            "failed_draws": len(self.failures),
            "solves": self.solves,
        }


def compute_power(
    case: Case,
    request: Request | None = None,
    *,
    markets: Sequence[str] | None = None,
    rules: Sequence[str] | None = None,
    players: Sequence[str] | None = None,
    blocs: Sequence[str] = (),
    builds: bool = True,
    threshold: float = DEFAULT_THRESHOLD,
    horizon: str | None = None,
    executor: Executor | None = None,
) -> Power:
    """Return who gains what from the network by each concept, and what explains it.

    Model
        v(S) from consents and owners over each market, every distinct coalition solved once;
        the game on several markets is their sum. Shares: Shapley, Banzhaf, Owen, nucleolus,
        prenucleolus; least core. Builds are options that a coalition with the consents may
        take at their annuity per unit of capacity (a linear relaxation).
    Assumptions
        A1 Players can bind themselves and pay each other. A2 Consent is what withholds: who
        owns an arc without a say in it cannot close it. A3 Who is no player has agreed.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account, seed and draws; the case's own day and 12 draws by default.
    markets : sequence of str, optional
        All by default; with several, also the game on all of them together ("both").
    rules : sequence of str, optional
        ``idle``, ``trade``; both by default.
    players : sequence of str, optional
        By default who is needed for something that joins it to another actor; at most 20.
    blocs : sequence of str
        Ids of blocs, or players joined by +, that bargain as one at the same time (Owen); by
        default each bloc of the case in turn.
    builds : bool
        Whether to find what each build changes as an option (rule idle).
    threshold : float
        Share of all gains, from 0 to below 1, that others keep at most when blocked.
    horizon : str, optional
        The longest by default.
    executor : Executor, optional
        Where the draws are done; this process by default. Results are the same on each.

    Returns
    -------
    Power
        Rows in USD per year with 90 % intervals; nothing is solved later.

    Raises
    ------
    InputError
        Unknown market, rule, player, bloc or horizon; blocs that overlap; too many players;
        a market without players (C1).
    ComputationError
        The central figures give a market without an optimum, or a certificate fails.

    Examples
    --------
    >>> from suasion import Request, compute_power, load_case
    >>> found = compute_power(
    ...     load_case("rus-aze-2025"), Request(draws=0), markets=["gas"], rules=["idle"],
    ...     builds=False,
    ... )
    >>> [row.player for row in found.rows if row.concept == "shapley"][:3]
    ['TUR', 'RUS', 'GEO']
    """
    asked, base = _asked(case, request, markets, rules, players, blocs, builds, horizon)
    central = answer(asked, base.sample.view, base.sample.central)
    drawn = answer_draws(executor or SerialExecutor(), asked)
    return _gather(asked, base, central, drawn, threshold)


def _asked(
    case: Case,
    request: Request | None,
    markets: Sequence[str] | None,
    rules: Sequence[str] | None,
    players: Sequence[str] | None,
    blocs: Sequence[str],
    builds: bool,
    horizon: str | None,
) -> tuple[Asked, Baseline]:
    wanted = request or Request(draws=DEFAULT_DRAWS)
    base = central_base(case, wanted, horizon or list(case.meta.horizons)[-1])
    names = known_names("market", markets, sorted(base.central.solutions))
    solutions = {name: base.central.solutions[name] for name in names}
    cast = find_cast(base.sample.view, solutions, players)
    require_playable(cast, names, MOST_PLAYERS)
    asked = Asked(
        case=case,
        request=wanted,
        horizon=base.horizon,
        cast=with_blocs(base.sample.view, cast, blocs),
        markets=names,
        rules=known_names("rule", rules, RULES),
        with_builds=builds,
    )
    return asked, base


def _gather(
    asked: Asked, base: Baseline, central: Drawn, drawn: Sequence[Drawn], threshold: float
) -> Power:
    view, values = base.sample.view, base.sample.central
    titles = actor_titles(view)
    divisions = list(central.divisions.values())
    standing = timely_builds(view, values, asked.horizon)
    arcs = [
        binding_rows(view, network(view, values, asked.horizon, name, standing), asked.cast, rule)
        for name in asked.markets
        for rule in asked.rules
    ]
    return Power(
        rows=power_rows(central, drawn, titles),
        core=core_rows(central, drawn),
        blocking=tuple(row for one in divisions for row in blocking_rows(one, threshold)),
        dividends=tuple(row for one in divisions for row in dividend_rows(one)),
        contributions=tuple(row for one in divisions for row in contribution_rows(one)),
        by_size=tuple(row for one in divisions for row in size_rows(one)),
        binding_arcs=tuple(row for rows in arcs for row in rows),
        options=option_rows(view, asked, values, central, drawn),
        reasons=tuple(row for one in divisions for row in reason_rows(one, titles)),
        cast=asked.cast,
        request=asked.request,
        horizon=asked.horizon,
        solves=sum(one.played.solves for one in divisions) + sum(o.solves for o in central.options),
        largest_residual=_worst([central, *drawn]),
        failures=tuple(one.failure for one in drawn if one.failure),
    )


def _worst(answers: Sequence[Drawn]) -> float:
    """Return the largest residual that any value rests on."""
    found = [one.played.residual for drawn in answers for one in drawn.divisions.values()]
    found += [one.residual for drawn in answers for one in drawn.options]
    return max(found, default=0.0)
