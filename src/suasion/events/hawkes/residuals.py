"""The test of a fitted reaction model: rescaled times between events against Exp(1).

Under the true model the integral of a dimension's intensity from one of its events to the next
is exponential with mean 1, independently (Meyer 1971; Ogata 1988; Brown and others 2002).

By day the counts given the past days are Poisson, so that events placed at random within their
day come from a process with that day's rate throughout; its rescaled times are Exp(1) exactly.
Only this test places events at random, by a named stream; the fit never does.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.hawkes.design import build_design, fill_days
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.times import Floats
from suasion.streams import Streams

FALSE_ALARM = 0.05
"""How often a true model fails the whole test, at most: each test of each dimension has its
share of it."""


@frozen(kw_only=True, eq=False)
class DimensionResiduals:
    """The rescaled times of one dimension."""

    name: str
    values: Floats
    """Integral of the intensity from event to event; Exp(1) under the model."""
    distance: float
    """Kolmogorov-Smirnov distance to Exp(1)."""
    p_value: float
    """Probability of a distance at least as large under the model; with fitted parameters it is
    too large, so that a failure is worth more than stated, a pass less."""
    serial: float
    """Correlation of each rescaled time with the next, both turned into uniforms; 0 under the
    model, above 0 where events cluster more than it says."""
    serial_p: float
    """Probability of a correlation at least as far from 0 under the model."""
    expected_quantiles: Floats
    """Quantiles of Exp(1) that belong to the sorted values: the other axis of a QQ plot."""

    @property
    def sorted_values(self) -> Floats:
        """Return the values in rising order: one axis of a QQ plot."""
        return np.sort(self.values)


@frozen(kw_only=True, eq=False)
class Residuals:
    """The residual test of all dimensions."""

    dimensions: tuple[DimensionResiduals, ...]
    false_alarm: float
    """Rate at which a true model fails, at most."""
    method: str
    """'exact times' or 'events placed at random within their day'."""

    @property
    def passed(self) -> bool:
        """Return whether no dimension fails at its share of the false-alarm rate."""
        share = self.false_alarm / max(1, 2 * len(self.dimensions))
        return all(min(one.p_value, one.serial_p) >= share for one in self.dimensions)


def residual_test(
    observed: Observed, theta: Floats, decay: float, streams: Streams, part: str = "residuals"
) -> Residuals:
    """Return the residual test of a model; theta: parameters by receiver, shape (d, p).

    Reproducibility: by day, stream "hawkes/<part>/<i>" gives one number per event of dimension i.
    """
    if observed.by_day:
        rescaled = _rescale_days(observed, theta, decay, streams, part)
        method = "events placed at random within their day"
    else:
        rescaled, method = _rescale_times(observed, theta, decay), "exact times"
    return Residuals(
        dimensions=tuple(
            _test(name, values) for name, values in zip(observed.names, rescaled, strict=True)
        ),
        false_alarm=FALSE_ALARM,
        method=method,
    )


def _test(name: str, values: Floats) -> DimensionResiduals:
    n = len(values)
    ranks = (np.arange(n) + 0.5) / max(n, 1)
    below = -np.expm1(-np.sort(values))
    distance = float(np.abs(below - ranks).max() + 0.5 / n) if n else 0.0
    serial = serial_correlation(-np.expm1(-values))
    return DimensionResiduals(
        name=name,
        values=values,
        distance=distance,
        p_value=kolmogorov_p(distance, n),
        serial=serial,
        serial_p=math.erfc(abs(serial) * math.sqrt(max(n - 1, 0)) / math.sqrt(2.0)),
        expected_quantiles=-np.log1p(-ranks),
    )


def serial_correlation(uniforms: Floats) -> float:
    """Return the correlation of neighbours among uniform numbers; 0 for fewer than three.

    Model: 12 mean((u_k - 1/2) (u_k+1 - 1/2)), with standard error 1 / sqrt(n - 1) where
    neighbours are independent (Ogata 1988 looks at the same pairs).
    """
    if len(uniforms) < 3:
        return 0.0
    centred = uniforms - 0.5
    return float(12.0 * (centred[:-1] * centred[1:]).mean())


def kolmogorov_p(distance: float, n: int) -> float:
    """Return the probability of a Kolmogorov-Smirnov distance at least as large, n values.

    Model: Kolmogorov's series at (sqrt n + 0.12 + 0.11 / sqrt n) * distance (Stephens 1970).

    Examples
    --------
    >>> round(kolmogorov_p(0.136, 100), 3)
    0.045
    """
    if n == 0:
        return 1.0
    x = (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * distance
    if x < 0.3:
        return 1.0
    terms = ((-1.0) ** (k - 1) * math.exp(-2.0 * (k * x) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, 2.0 * math.fsum(terms)))


def daily_rates(observed: Observed, theta: Floats, decay: float) -> Floats:
    """Return the expected events by day given the days before, shape (days, d)."""
    return np.asarray(fill_days(observed, decay) @ theta.T, dtype=np.float64)


def _rescale_days(
    observed: Observed, theta: Floats, decay: float, streams: Streams, part: str
) -> list[Floats]:
    rates, found = daily_rates(observed, theta, decay), []
    passed = np.vstack([np.zeros(len(theta)), np.cumsum(rates, axis=0)])
    for i in range(len(theta)):
        day = np.repeat(np.arange(observed.n_days), observed.counts[:, i])
        within = streams.uniform(f"hawkes/{part}/{i}", len(day))
        reached = np.sort(passed[day, i] + rates[day, i] * within)
        found.append(np.diff(reached, prepend=0.0))
    return found


def _rescale_times(observed: Observed, theta: Floats, decay: float) -> list[Floats]:
    design, q = build_design(observed, decay), len(observed.covariate_names)
    events, found = observed.events, []
    for i, rows in enumerate(design.rows):
        when = events.times[events.dimension == i]
        past = np.column_stack([_passed(observed, j, when) for j in range(len(theta))])
        answered = past - rows[:, 1 + q :] / decay
        reached = theta[i, 0] * when + answered @ theta[i, 1 + q :]
        if q:
            reached = reached + _covered(observed, when) @ theta[i, 1 : 1 + q]
        found.append(np.diff(reached, prepend=0.0))
    return found


def _passed(observed: Observed, sender: int, when: Floats) -> Floats:
    """Return the sum of marks of a sender before each time."""
    mine = observed.events.dimension == sender
    total = np.concatenate([[0.0], np.cumsum(observed.marks[mine])])
    return np.asarray(total[np.searchsorted(observed.events.times[mine], when)], dtype=np.float64)


def _covered(observed: Observed, when: Floats) -> Floats:
    """Return the integral of each covariate up to each time."""
    whole = np.vstack([np.zeros(observed.covariates.shape[1]), np.cumsum(observed.covariates, 0)])
    day = np.minimum(when.astype(np.int64), observed.n_days - 1)
    part = (when - day)[:, None] * observed.covariates[day]
    return np.asarray(whole[day] + part, dtype=np.float64)
