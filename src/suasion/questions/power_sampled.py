"""Shapley values from a sample of orders, for more players than can be valued exactly.

Rule: outsiders idle. Only the Shapley value, on the central figures, with bounds that hold
for all players together with 95 %; the other concepts need every coalition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from suasion.cases import Case
from suasion.errors import InputError
from suasion.flows import coalition_valuer, compile_market
from suasion.games import sampled_shapley
from suasion.games.estimates import SampledValues
from suasion.questions.baseline import Baseline
from suasion.questions.leverage import central_base
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.power_cast import Cast, find_cast
from suasion.questions.power_explain import actor_titles
from suasion.questions.power_games import (
    known_names,
    network,
    prepared,
    ratio,
    require_playable,
    timely_builds,
)
from suasion.questions.sampling import Request

ANY_NUMBER = 10_000
"""Players that a sample can take."""
CONCEPT = "shapley-sampled"
DOUBLINGS = 8
"""Times that the range of gains is doubled before the error is shown."""
TOL_RANGE = 1e-6
"""Least width of the range of gains, relative to what all make."""


@frozen(kw_only=True)
class SampledRow:
    """One player's sampled Shapley value in one market."""

    market: str
    player: str
    title: str
    value_usd_per_year: float
    low: float
    """Bounds within which all players' true values lie together with 95 %."""
    high: float
    share: float
    alone_usd_per_year: float
    gain_usd_per_year: float
    gain_share: float
    orders: int
    """Pairs of orders that were drawn."""
    rule: str = "idle"
    concept: str = CONCEPT


def sample_power(
    case: Case,
    request: Request | None = None,
    *,
    orders: int,
    markets: Sequence[str] | None = None,
    players: Sequence[str] | None = None,
    horizon: str | None = None,
) -> tuple[SampledRow, ...]:
    """Return sampled Shapley values with bounds, for any number of players.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account and seed; its draws are not used.
    orders : int
        Pairs of orders of joining to draw, from 2 on; ten times as many narrow the bounds to
        about a third.
    markets, players, horizon
        As for `compute_power`.

    Returns
    -------
    tuple of SampledRow
        By market, the largest gain first.

    Raises
    ------
    InputError
        Unknown market or player, fewer than 2 orders (C1).
    ComputationError
        A coalition's market has no optimum.

    Reproducibility
        Orders come from the stream ``games/shapley`` of the request's seed (C6).
    """
    asked = request or Request()
    base = central_base(case, asked, horizon or list(case.meta.horizons)[-1])
    names = known_names("market", markets, sorted(base.central.solutions))
    cast = find_cast(base.sample.view, base.central.solutions, players, names=names)
    require_playable(cast, names, ANY_NUMBER)
    seed = case.meta.seed if asked.seed is None else asked.seed
    return tuple(row for name in names for row in _sample_market(base, cast, name, orders, seed))


def _sample_market(
    base: Baseline, cast: Cast, name: str, orders: int, seed: int
) -> list[SampledRow]:
    count, titles = len(cast.players[name]), actor_titles(base.sample.view)
    value = _valuer(base, cast, name)
    alone = [value(1 << at) for at in range(count)]
    whole = value((1 << count) - 1)
    found = _sample_gains(value, alone, whole, orders, seed)
    columns = zip(
        cast.players[name], alone, found.values.tolist(), found.bounds.tolist(), strict=True
    )
    rows = [
        SampledRow(
            market=name,
            player=player,
            title=titles.get(player, player),
            value_usd_per_year=(own + gain) * USD_PER_MUSD,
            low=(own + gain - bound) * USD_PER_MUSD,
            high=(own + gain + bound) * USD_PER_MUSD,
            share=ratio(own + gain, whole),
            alone_usd_per_year=own * USD_PER_MUSD,
            gain_usd_per_year=gain * USD_PER_MUSD,
            gain_share=ratio(gain, whole - sum(alone)),
            orders=orders,
        )
        for player, own, gain, bound in columns
    ]
    return sorted(rows, key=lambda row: (-row.gain_usd_per_year, row.player))


def _valuer(base: Baseline, cast: Cast, name: str) -> Callable[[int], float]:
    view, values = base.sample.view, base.sample.central
    standing = timely_builds(view, values, base.horizon)
    market = prepared(network(view, values, base.horizon, name, standing), cast, "idle")
    return coalition_valuer(compile_market(market), cast.players[name])


def _sample_gains(
    value: Callable[[int], float], alone: Sequence[float], whole: float, orders: int, seed: int
) -> SampledValues:
    """Return sampled Shapley values of the gains over acting alone.

    Gains vary less than values, so their bounds are narrower. The bounds suppose that no
    coalition gains or loses more by joining than a range, which is checked wherever a value is
    asked for: at first what all gain together, doubled as long as a coalition passes it (where
    players compete for what is outside the game, some lose much by joining).
    """

    def gain(coalition: int) -> float:
        return value(coalition) - sum(one for at, one in enumerate(alone) if coalition >> at & 1)

    width = max(whole - sum(alone), TOL_RANGE * abs(whole), TOL_RANGE)
    for _ in range(DOUBLINGS):
        try:
            return _sample(gain, len(alone), orders, seed, width)
        except InputError:
            width *= 2.0
    return _sample(gain, len(alone), orders, seed, width)


def _sample(
    gain: Callable[[int], float], count: int, orders: int, seed: int, width: float
) -> SampledValues:
    return sampled_shapley(gain, count, draws=orders, seed=seed, value_range=(-width, width))
