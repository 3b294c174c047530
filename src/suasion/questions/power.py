"""Who holds power in the network, which coalition can block, and what a bypass would change.

The markets of a case become games: v(S) is what the coalition S can make, under two rules for
those outside it (`idle`: they do nothing, what needs them is not used; `trade`: they go on by
themselves, and both sides meet only in what needs no player). See docs: explanation, power.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future

from attrs import asdict, frozen

from suasion.cases import Case
from suasion.compute import SerialExecutor
from suasion.errors import InputError
from suasion.flows import MOST_PLAYERS
from suasion.questions.baseline import Baseline
from suasion.questions.leverage import central_base
from suasion.questions.power_cast import Cast, find_cast, with_blocs
from suasion.questions.power_concepts import Division
from suasion.questions.power_draws import Asked, Drawn, OptionChange, answer, start_draws
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
from suasion.questions.power_rows import (
    CoreRow,
    PowerRow,
    core_rows,
    describe_violation,
    power_rows,
)
from suasion.questions.sampling import Request

DEFAULT_DRAWS = 10
"""Draws for the intervals: every one values thousands of coalitions."""
DEFAULT_THRESHOLD = 0.5
"""Share of all gains that others may keep while a coalition counts as blocking them."""

TABLES = (
    "rows",
    "core",
    "blocking",
    "dividends",
    "contributions",
    "by_size",
    "binding_arcs",
    "options",
    "reasons",
)
"""Tables of an answer, each a field of `Power`."""


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
    largest_imbalance: float
    """Most by which shares miss adding up to what there is, relative to it."""
    failures: tuple[str, ...]
    """Why draws failed, one line for each that did (C8)."""

    def to_dict(self) -> dict[str, object]:
        """Return all as plain values, the shape of `power --json`."""
        tables: dict[str, object] = {
            name: [asdict(row) for row in getattr(self, name)] for name in TABLES
        }
        return tables | {
            "superadditivity_violation": [describe_violation(row) for row in self.core],
            "certificates": {
                "largest_residual": self.largest_residual,
                "largest_imbalance": self.largest_imbalance,
            },
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
        As-of day, account, seed and draws; the case's own day and 10 draws by default.
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
    _require_threshold(threshold)
    asked, base = _asked(case, request, markets, rules, players, blocs, builds, horizon)
    draws = start_draws(executor or SerialExecutor(), asked)
    return finish_power(StartedPower(asked=asked, base=base, draws=draws), threshold)


@frozen(kw_only=True, eq=False)
class StartedPower:
    """Power whose draws are being done."""

    asked: Asked
    base: Baseline
    draws: tuple[Future[list[Drawn]], ...]


def start_power(case: Case, request: Request, horizon: str, executor: Executor) -> StartedPower:
    """Hand over the draws of all markets and rules, builds as options among them."""
    asked, base = _asked(case, request, None, None, None, (), True, horizon)
    return StartedPower(asked=asked, base=base, draws=start_draws(executor, asked))


def finish_power(started: StartedPower, threshold: float = DEFAULT_THRESHOLD) -> Power:
    """Return the answer; the central figures are done while draws are under way."""
    asked, sample = started.asked, started.base.sample
    central = answer(asked, sample.view, sample.central)
    drawn = [one for future in started.draws for one in future.result()]
    return _gather(asked, started.base, central, drawn, threshold)


def _require_threshold(threshold: float) -> None:
    if not 0.0 <= threshold < 1.0:
        raise InputError(
            "the threshold of blocking is out of range",
            where="option left",
            got=f"{threshold:g}",
            expected="a share of all gains from 0 to below 1",
            fix="give for example 0.5",
        )


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
    solutions = base.central.solutions
    cast = find_cast(base.sample.view, solutions, players, names=names, with_builds=builds)
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
    titles = actor_titles(base.sample.view)
    divisions = list(central.divisions.values())
    return Power(
        rows=power_rows(central, drawn, titles),
        core=core_rows(central, drawn),
        blocking=tuple(row for one in divisions for row in blocking_rows(one, threshold)),
        dividends=tuple(row for one in divisions for row in dividend_rows(one)),
        contributions=tuple(row for one in divisions for row in contribution_rows(one)),
        by_size=tuple(row for one in divisions for row in size_rows(one)),
        binding_arcs=_binding(asked, base),
        options=option_rows(base.sample.view, asked, base.sample.central, central, drawn),
        reasons=tuple(row for one in divisions for row in reason_rows(one, titles)),
        cast=asked.cast,
        request=asked.request,
        horizon=asked.horizon,
        solves=sum(one.solves for one in _all_games([central])),
        largest_residual=max((one.residual for one in _all_games([central, *drawn])), default=0.0),
        largest_imbalance=max(one.imbalance for one in divisions),
        failures=tuple(one.failure for one in drawn if one.failure),
    )


def _binding(asked: Asked, base: Baseline) -> tuple[BindingArcRow, ...]:
    view, values = base.sample.view, base.sample.central
    standing = timely_builds(view, values, asked.horizon)
    markets = [network(view, values, asked.horizon, name, standing) for name in asked.markets]
    return tuple(
        row
        for market in markets
        for rule in asked.rules
        for row in binding_rows(view, market, asked.cast, rule)
    )


def _all_games(answers: Sequence[Drawn]) -> list[Division | OptionChange]:
    found: list[Division | OptionChange] = []
    for drawn in answers:
        found += [*drawn.divisions.values(), *drawn.options]
    return found
