"""Steps of a search for breaks: the breaks, their places with intervals, levels with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen

from suasion.events.noise import Noise
from suasion.events.partition import Floats, Indices, partition
from suasion.events.regime_records import Break, Regime, Regimes
from suasion.events.segment_costs import CountCost, NormalCost

CONFIDENCE = 0.9
Z_90 = 1.6448536269514722
"""The 95 % quantile of the standard normal: half-width of a 90 % interval in standard errors."""


@frozen(kw_only=True, eq=False)
class _Search:
    costs: CountCost | NormalCost
    penalty: float
    inflation: float
    min_length: int


def find_breaks(
    costs: CountCost | NormalCost,
    noise: Noise,
    penalty: float,
    min_length: int,
    places: Indices,
) -> Regimes:
    """Return breaks and empty regimes, in places of the series as it was given."""
    asked = penalty * noise.inflation
    search = _Search(costs=costs, penalty=asked, inflation=noise.inflation, min_length=min_length)
    starts = partition(costs, penalty=asked, min_length=min_length)
    stops = (*starts[1:], costs.size)
    ends = [int(places[s]) for s in starts[1:]] + [int(places[-1]) + 1]
    regimes = tuple(
        Regime(start=at, stop=end, n=stop - start, level=0.0, low=0.0, high=0.0, spread=0.0)
        for start, stop, at, end in zip(starts, stops, [0, *ends[:-1]], ends, strict=True)
    )
    return Regimes(
        family="",
        breaks=tuple(_break(search, starts, at, places) for at in range(1, len(starts))),
        regimes=regimes,
        penalty=asked,
        persistence=noise.persistence,
        scale=noise.scale,
        min_length=min_length,
        n=costs.size,
    )


def _break(search: _Search, starts: Sequence[int], at: int, places: Indices) -> Break:
    start, place = starts[at - 1], starts[at]
    stop = starts[at + 1] if at + 1 < len(starts) else search.costs.size
    low, high = _place_interval(search, start, stop)
    one = np.array([start])
    joined = search.costs.cost(one, stop)[0]
    parts = search.costs.cost(one, place)[0] + search.costs.cost(np.array([place]), stop)[0]
    return Break(
        place=int(places[place]),
        low=int(places[min(low, place)]),
        high=int(places[max(high, place)]),
        before=0.0,
        after=0.0,
        strength=float((joined - parts) / search.penalty),
    )


def _place_interval(search: _Search, start: int, stop: int) -> tuple[int, int]:
    """Return the central 90 % of the posterior of a break between its neighbours."""
    tried = np.arange(start + search.min_length, stop - search.min_length + 1)
    evidence = [
        search.costs.log_evidence(start, int(at)) + search.costs.log_evidence(int(at), stop)
        for at in tried
    ]
    tempered = (np.array(evidence) - max(evidence)) / search.inflation
    share = np.cumsum(np.exp(tempered))
    share /= share[-1]
    low = int(tried[np.searchsorted(share, (1.0 - CONFIDENCE) / 2.0)])
    high = int(tried[np.searchsorted(share, (1.0 + CONFIDENCE) / 2.0)])
    return low, high


def count_level(series: Floats, regime: Regime, r: float, inflation: float) -> Regime:
    """Return the regime with its mean and the 90 % interval of a negative binomial mean."""
    part = series[regime.start : regime.stop]
    if not len(part):
        return regime
    total = float(np.sum(part))
    variance = 1.0 / (total + 0.5) + (0.0 if math.isinf(r) else 1.0 / (len(part) * r))
    room = math.exp(Z_90 * math.sqrt(inflation * variance))
    centre = (total + 0.5) / len(part)
    low = centre / room if total > 0 else 0.0
    spread = float(np.std(part))
    return evolve(regime, level=total / len(part), low=low, high=centre * room, spread=spread)


def value_level(series: Floats, regime: Regime, noise: Noise) -> Regime:
    """Return the regime with the mean of its values, their spread, and a 90 % interval."""
    part = series[regime.start : regime.stop]
    known = part[~np.isnan(part)]
    if not len(known):
        return regime
    level = float(np.mean(known))
    spread = float(np.std(known, ddof=1)) if len(known) > 1 else noise.scale
    room = Z_90 * spread * math.sqrt(noise.inflation / len(known))
    return evolve(regime, level=level, low=level - room, high=level + room, spread=spread)


def with_levels(breaks: tuple[Break, ...], regimes: tuple[Regime, ...]) -> tuple[Break, ...]:
    """Return the breaks with the levels before and after."""
    return tuple(
        evolve(one, before=left.level, after=right.level)
        for one, left, right in zip(breaks, regimes[:-1], regimes[1:], strict=True)
    )
