"""Many thin dyads together: each borrows from the others as much as they are alike.

Model (empirical Bayes)
    One decay for all dyads. For dyad k, receiver i and parameter p (baseline, covariates,
    excitations) log theta_kip ~ Normal(m_ip, s_ip^2); the events of a dyad given theta as in
    `fit_reaction`. m and s are estimated in rounds, with the posterior of each dyad by Laplace's
    approximation at its mode on the log scale:
        m = mean of modes,   s^2 = sum of (mode - m)^2 + posterior variance, over dyads less 1.
    The "less 1" is a prior that keeps s from falling to zero (Chung and others 2013). Intervals
    are those of the posterior under a prior widened by the variance of m (`pooled_ends`).
    An estimate of zero does not arise: a dyad without sign of an answer is drawn to the others'.

Assumptions: dyads differ at random about a common mean; their parameters are independent of each
other given m and s. Where two kinds of dyads are mixed, pool each kind by itself.

References: [Morris1983] for empirical Bayes; [TierneyKadane1986] for Laplace's approximation;
[Chung2013] for the prior of s.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.events.hawkes.design import Design, build_design
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.pooled_ends import pooled_ends, variance_of_mean
from suasion.events.hawkes.posterior import Posterior, find_mode
from suasion.events.hawkes.profile import AtDecay, decay_range, fit_at, refine_peak
from suasion.events.hawkes.times import Floats, finite_above_zero
from suasion.quantities.normal import normal_quantile

_WHERE = "suasion.events.fit_pooled"
N_ROUNDS = 200
TOL = 1e-3
"""Change of m and s at which the rounds stop."""
N_GRID = 9
HASTE = 1.8
"""How much further than EM says s moves in a round, on the log scale: below 2 it converges."""
NARROWEST, WIDEST = 0.02, 3.0
"""Smallest s: below it dyads count as the same; and the largest."""


@frozen(kw_only=True, eq=False)
class PooledFit:
    """Parameters of all dyads, drawn together."""

    dyads: tuple[str, ...]
    names: tuple[str, ...]
    """Dimensions, the same roles in every dyad."""
    decay: float
    """1/day, shared."""
    baseline: Floats
    """Shape (dyads, d)."""
    excitation: Floats
    """Shape (dyads, d, d)."""
    low: Floats
    high: Floats
    """Ends of the intervals of the excitations, shape (dyads, d, d)."""
    level: float
    mean_log: Floats
    """m by receiver and parameter, shape (d, p)."""
    sd_log: Floats
    """s by receiver and parameter, shape (d, p): how unlike the dyads are."""
    separate: Floats
    """Excitations of each dyad by itself at the shared decay, shape (dyads, d, d)."""
    settled: bool
    """Whether m and s stood still within 200 rounds; if not, s is still moving slowly."""


def fit_pooled(
    dyads: Mapping[str, Observed], *, decay: float | None = None, level: float = 0.9
) -> PooledFit:
    """Return the reaction models of many dyads, partially pooled.

    Parameters
    ----------
    dyads : mapping of Observed
        By name of the dyad; dimensions in the same order of roles, covariates alike, all by day
        or none; three dyads or more.
    decay : float, optional
        1/day; by default that of the highest sum of the profiles.
    level : float
        Of the intervals, 0.5 to 0.999.

    Returns
    -------
    PooledFit
        Shrunk parameters by dyad, the population they come from, and the separate fits.

    Raises
    ------
    InputError
        Fewer than three dyads, or dyads of different shape (C1).
    """
    names, seen = tuple(sorted(dyads)), [dyads[name] for name in sorted(dyads)]
    _check(seen)
    z = _quantile(level)
    given = None if decay is None else finite_above_zero("decay", decay, _WHERE)
    shared = _shared_decay(seen) if given is None else given
    designs = [build_design(one, shared) for one in seen]
    separate = np.array([fit_at(design).theta for design in designs])
    modes, errors, mean, spread, settled = _pool(designs, separate)
    first = 1 + seen[0].covariates.shape[1]
    variance = spread**2 + variance_of_mean(errors, spread)
    ends = pooled_ends(designs, modes, (mean, variance), first, z)
    return PooledFit(
        dyads=names,
        names=seen[0].names,
        decay=shared,
        baseline=np.exp(modes[:, :, 0]),
        excitation=np.exp(modes[:, :, first:]),
        low=ends[..., 0],
        high=ends[..., 1],
        level=level,
        mean_log=mean,
        sd_log=spread,
        separate=separate[:, :, first:],
        settled=settled,
    )


def _quantile(level: float) -> float:
    if not 0.5 <= finite_above_zero("level", level, _WHERE) <= 0.999:
        raise _refuse("the level is out of range", str(level), "0.5 to 0.999")
    return float(normal_quantile(np.array([0.5 + level / 2.0]))[0])


def _check(seen: list[Observed]) -> None:
    if len(seen) < 3:
        raise _refuse("too few dyads to pool", str(len(seen)), "three or more")
    shapes = {(len(one.names), one.covariates.shape[1], one.by_day) for one in seen}
    if len(shapes) > 1:
        got = "; ".join(str(shape) for shape in sorted(shapes))
        raise _refuse("the dyads are of different shape", got, "the same dimensions in every dyad")


def _shared_decay(seen: list[Observed]) -> float:
    ranges = [decay_range(one) for one in seen]
    grid = np.linspace(
        math.log(min(low for low, _ in ranges)), math.log(max(high for _, high in ranges)), N_GRID
    )
    tried: dict[float, list[AtDecay]] = {}

    def total(log_decay: float) -> float:
        if log_decay not in tried:
            decay = math.exp(log_decay)
            tried[log_decay] = [fit_at(build_design(one, decay)) for one in seen]
        return sum(one.total for one in tried[log_decay])

    best = int(np.argmax([total(float(u)) for u in grid]))
    if not 0 < best < N_GRID - 1:
        return math.exp(float(grid[best]))
    around = (float(grid[best - 1]), float(grid[best]), float(grid[best + 1]))
    return math.exp(refine_peak(total, *around, tol=1e-3))


def _pool(designs: list[Design], separate: Floats) -> tuple[Floats, Floats, Floats, Floats, bool]:
    """Return modes and standard errors on the log scale, m, s, and whether these stood still."""
    usual = np.maximum(np.median(separate, axis=0), 0.1 * separate.mean(axis=0))
    mean = np.log(np.maximum(usual, 1e-3))
    spread = np.ones_like(mean)
    modes = np.clip(np.log(np.maximum(separate, 1e-12)), mean - 1.0, mean + 1.0)
    errors = np.ones_like(modes)
    for _ in range(N_ROUNDS):
        for k, design in enumerate(designs):
            for i in range(len(mean)):
                one = Posterior(
                    rows=design.rows[i],
                    weights=design.weights[i],
                    cost=design.cost,
                    mean=mean[i],
                    tight=1.0 / spread[i] ** 2,
                )
                modes[k, i], errors[k, i] = find_mode(one, modes[k, i])
        new_mean = modes.mean(axis=0)
        variance = ((modes - new_mean) ** 2 + errors**2).sum(axis=0) / (len(designs) - 1)
        new_spread = np.clip(spread * (np.sqrt(variance) / spread) ** HASTE, NARROWEST, WIDEST)
        moved = max(np.abs(new_mean - mean).max(), np.abs(new_spread - spread).max())
        mean, spread = new_mean, new_spread
        if moved < TOL:
            break
    return modes, errors, mean, spread, bool(moved < TOL)


def _refuse(problem: str, got: str, expected: str) -> InputError:
    return InputError(problem, where=_WHERE, got=got, expected=expected, fix=f"give {expected}")
