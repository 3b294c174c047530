"""Breaks and regimes of a series: when its level changed, how surely, and from what to what.

A regime is a stretch with one level; a break is the first period of the next one. All breaks
of a series are found together, by `partition`; what counts as a break is decided by a penalty
that grows with the persistence of the series.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import evolve

from suasion.errors import InputError
from suasion.events.break_search import count_level, find_breaks, value_level, with_levels
from suasion.events.noise import (
    Noise,
    draw_in,
    find_persistence,
    find_size_parameter,
    find_value_noise,
)
from suasion.events.partition import Floats, Indices
from suasion.events.regime_records import Regime, Regimes
from suasion.events.segment_costs import CountCost, NormalCost

MIN_LENGTH = 4
FLOOR_SHARE = 0.5
"""Least spread of a regime of values, in robust scales of the whole series."""


def default_penalty(n: int, *, n_parameters: int) -> float:
    """Return what a break must lower -2 log L by in a series of n independent periods.

    Model
        (n_parameters + 2) log n: the parameters of a regime, its place, and one more since
        the place is the best of n. The share of series without a break in which one is found
        is measured in the page on describing events.

    Examples
    --------
    >>> round(default_penalty(260, n_parameters=1), 2)
    16.68
    """
    return (n_parameters + 2) * math.log(max(n, 2))


def find_count_regimes(
    counts: Sequence[float] | Floats, *, penalty: float | None = None, min_length: int = MIN_LENGTH
) -> Regimes:
    """Return breaks and regimes of a series of counts.

    For counts by period, zeros included. Not for means or scores: see `find_value_regimes`.

    Model
        Negative binomial with a mean for each regime and one dispersion for all, both found
        robustly (`find_size_parameter`); exact minimum of -2 log L + penalty x breaks, times
        (1 + p) / (1 - p) for persistence p. Place of a break: posterior with a flat prior
        between its neighbours, levels integrated out, tempered by the same factor. Level:
        exp(log m +- 1.645 se), se of the log of a negative binomial mean, (S + 1/2) for S.

    Assumptions
        A1 Levels jump; a slow drift comes out as a staircase. A2 One dispersion for all
        regimes. A3 Persistence is that of a first-order autoregression.

    Parameters
    ----------
    counts : sequence of float
        Events by period, at least 0, none missing.
    penalty : float, optional
        What a break must lower -2 log L by, before persistence; `default_penalty` if left out.
    min_length : int
        Least number of periods in a regime.

    Returns
    -------
    Regimes
        At least one regime, unless the series is empty.

    Raises
    ------
    InputError
        A count is negative or missing, the penalty is not positive (C1).

    Examples
    --------
    >>> found = find_count_regimes([2, 1, 3, 2, 1, 2, 2, 3, 1, 2] * 3 + [11, 13, 12, 10, 12] * 4)
    >>> [(one.place, one.before, one.after) for one in found.breaks]
    [(30, 1.9, 11.6)]

    References
    ----------
    [Jackson2005]; [Killick2012] R. Killick and others, "Optimal detection of changepoints with
    a linear computational cost", JASA 107 (2012), 1590-1598.
    """
    series = np.asarray(counts, dtype=float)
    _check(series, penalty, min_length, is_count=True)
    if len(series) < 2 * min_length or not np.any(series):
        return _without_breaks(series, np.arange(len(series)), min_length, is_count=True)
    persistence = find_persistence(np.sqrt(series + 0.375))
    r = find_size_parameter(series, persistence)
    noise = Noise(persistence=persistence, scale=r)
    asked = penalty or default_penalty(len(series), n_parameters=1)
    found = find_breaks(
        CountCost(series, size_parameter=r), noise, asked, min_length, np.arange(len(series))
    )
    levels = tuple(count_level(series, one, r, noise.inflation) for one in found.regimes)
    family = "Poisson" if math.isinf(r) else "negative binomial"
    return evolve(found, family=family, regimes=levels, breaks=with_levels(found.breaks, levels))


def find_value_regimes(
    values: Sequence[float] | Floats, *, penalty: float | None = None, min_length: int = MIN_LENGTH
) -> Regimes:
    """Return breaks and regimes of a series of values, such as net cooperation.

    Missing values (NaN) are left out: periods without a value are neither zero nor counted.

    Model
        Normal with a mean and a spread for each regime, the spread at least half the robust
        scale of the series (`find_value_noise`); outliers are drawn in first (`draw_in`);
        exact minimum of -2 log L + penalty x breaks, the penalty times (1 + p) / (1 - p) for
        persistence p. Place of a break as for counts. Level: mean +- 1.645 standard errors,
        of the values as they are.

    Assumptions
        A1 and A3 of `find_count_regimes`; A4 a change of spread alone is a break too.

    Parameters
    ----------
    values : sequence of float
        One a period; NaN where there is none.
    penalty, min_length
        As for `find_count_regimes`.

    Returns
    -------
    Regimes
        Places refer to the series as given, missing periods included.

    Raises
    ------
    InputError
        A value is infinite, the penalty is not positive (C1).

    Examples
    --------
    >>> found = find_value_regimes([0.3, -0.2, 0.1, -0.1, 0.2, -0.3] * 5 + [4.1, 3.8, 4.2] * 5)
    >>> [(one.place, round(one.before, 1), round(one.after, 1)) for one in found.breaks]
    [(30, 0.0, 4.0)]

    References
    ----------
    [Jackson2005]; [Chakar2017].
    """
    series = np.asarray(values, dtype=float)
    _check(series, penalty, min_length, is_count=False)
    places = np.flatnonzero(~np.isnan(series))
    known = series[places]
    noise = find_value_noise(known)
    if len(known) < 2 * min_length or noise.scale <= 0.0:
        return _without_breaks(series, places, min_length, is_count=False)
    asked = penalty or default_penalty(len(known), n_parameters=2)
    drawn = draw_in(known, noise.scale, 2 * min_length - 1)
    found = find_breaks(
        NormalCost(drawn, floor=FLOOR_SHARE * noise.scale), noise, asked, min_length, places
    )
    levels = tuple(value_level(series, one, noise) for one in found.regimes)
    return evolve(found, family="normal", regimes=levels, breaks=with_levels(found.breaks, levels))


def _check(series: Floats, penalty: float | None, min_length: int, *, is_count: bool) -> None:
    wrong = np.isinf(series) | ((series < 0) | np.isnan(series) if is_count else False)
    if np.any(wrong):
        raise InputError(
            "a series holds what it cannot",
            where=f"place {int(np.argmax(wrong))}",
            got=str(series[int(np.argmax(wrong))]),
            expected="counts of at least 0, none missing" if is_count else "finite or missing",
            fix="leave out or mend the value",
        )
    if min_length < 1 or (penalty is not None and not penalty > 0):
        raise InputError(
            "the search for breaks cannot be run like this",
            where="penalty, min_length",
            got=f"{penalty}, {min_length}",
            expected="a penalty above 0 and regimes of at least 1 period",
            fix="leave both out, or raise them",
        )


def _without_breaks(series: Floats, places: Indices, min_length: int, *, is_count: bool) -> Regimes:
    short = len(places) < 2 * min_length
    note = (
        f"{len(places)} whole periods with a value, and breaks need at least {2 * min_length}"
        if short
        else "the series never moves: there is nothing to look for"
    )
    whole = Regime(
        start=0, stop=len(series), n=len(places), level=0.0, low=0.0, high=0.0, spread=0.0
    )
    if is_count:
        level = count_level(series, whole, math.inf, 1.0)
    else:
        level = value_level(series, whole, find_value_noise(series[places]))
    return Regimes(
        family="none",
        breaks=(),
        regimes=(level,) if len(places) else (),
        penalty=default_penalty(len(places), n_parameters=1 if is_count else 2),
        persistence=0.0,
        scale=math.nan,
        min_length=min_length,
        n=len(places),
        note=note,
    )
