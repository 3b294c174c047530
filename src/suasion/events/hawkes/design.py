"""What each event or day can be due to, at one decay: the rows of the concave problem.

Columns: 1 (baseline), the covariates, then the pull of each sender. Times with fractions have
a row per event; days have a row per day on which the receiver acted. The cost of a column is
its sum (days) or integral (times) over the whole window, acted or not.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.recursion import excite_days, excite_points
from suasion.events.hawkes.times import Floats


@frozen(kw_only=True, eq=False)
class Design:
    """The problems of all receivers at one decay."""

    decay: float
    rows: tuple[Floats, ...]
    """By receiver: what each of its events (or days) can be due to, shape (rows, p)."""
    weights: tuple[Floats, ...]
    """By receiver: how many events a row stands for."""
    cost: Floats
    """Sum or integral of each column over the window, shape (p,)."""

    @property
    def width(self) -> int:
        """Return the number of parameters of a receiver."""
        return len(self.cost)


def build_design(observed: Observed, decay: float) -> Design:
    """Return the rows of all receivers at a decay in 1/day."""
    if observed.by_day:
        return _by_day(observed, decay)
    return _by_time(observed, decay)


def fill_days(observed: Observed, decay: float) -> Floats:
    """Return what each day can be due to, shape (days, p), whoever acted on it."""
    days, first = observed.n_days, 1 + observed.covariates.shape[1]
    rows = np.empty((days, first + len(observed.names)))
    rows[:, 0] = 1.0
    rows[:, 1:first] = observed.covariates
    excite_days(observed.weights, math.exp(-decay), rows, first)
    return rows


def _by_day(observed: Observed, decay: float) -> Design:
    rows = fill_days(observed, decay)
    acted = [np.flatnonzero(column) for column in observed.counts.T]
    return Design(
        decay=decay,
        rows=tuple(np.ascontiguousarray(rows[on]) for on in acted),
        weights=tuple(observed.counts[on, i].astype(np.float64) for i, on in enumerate(acted)),
        cost=rows.sum(axis=0),
    )


def _by_time(observed: Observed, decay: float) -> Design:
    events, q = observed.events, observed.covariates.shape[1]
    n, d = len(events.times), len(observed.names)
    rows = np.empty((n, 1 + q + d))
    ends = np.cumsum(observed.totals)
    begins = ends - observed.totals
    rows[:, 0] = 1.0
    if q:
        order = np.argsort(events.dimension, kind="stable")
        day = np.minimum(events.times[order].astype(np.int64), observed.n_days - 1)
        rows[:, 1 : 1 + q] = observed.covariates[day]
    mass = excite_points(
        events.times, events.dimension, observed.marks, events.horizon, decay, begins, rows, 1 + q
    )
    return Design(
        decay=decay,
        rows=tuple(rows[begin:end] for begin, end in zip(begins, ends, strict=True)),
        weights=tuple(np.ones(end - begin) for begin, end in zip(begins, ends, strict=True)),
        cost=np.concatenate([[events.horizon], _integrals(observed), mass]),
    )


def _integrals(observed: Observed) -> Floats:
    """Return the integral of each covariate, the last day cut at the horizon."""
    lengths = np.minimum(1.0, observed.horizon - np.arange(observed.n_days))
    return np.asarray(lengths @ observed.covariates, dtype=np.float64)
