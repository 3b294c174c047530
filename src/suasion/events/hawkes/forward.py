"""From a fit into the future: what comes next, and what one act would bring.

What an act brings is what the model expects after such an event was *seen*. If the act is
staged, or whatever usually goes with it is missing, that need not follow: excitation is no
proof of cause.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.events.hawkes.draws import Parameters, draw_parameters, refuse_refused
from suasion.events.hawkes.records import ReactionFit
from suasion.events.hawkes.simulation import simulate_days, simulate_times
from suasion.events.hawkes.times import Floats, Ints, check_array, finite_above_zero, refuse
from suasion.streams import Streams

_WHERE = "suasion.events.hawkes.forward"
CAVEAT = "what follows such an event when it is seen; no proof that the act itself brings it"


@frozen(kw_only=True, eq=False)
class AfterAct:
    """Extra events after one act, by day (the first row is the day after) and dimension."""

    sender: str
    names: tuple[str, ...]
    expected: Floats
    """At the estimates, shape (days, d)."""
    low: Floats
    high: Floats
    """Interval from draws of the parameters, shape (days, d)."""
    totals: Floats
    """Sum over the days by dimension: expected, low, high; shape (d, 3)."""
    level: float
    caveat: str


@frozen(kw_only=True, eq=False)
class Forecast:
    """Simulated futures, each with its own draw of the parameters."""

    names: tuple[str, ...]
    counts: Ints
    """Events by path, day and dimension, shape (paths, days, d)."""

    def quantiles(self, levels: npt.ArrayLike) -> Floats:
        """Return quantiles over the paths, shape (levels, days, d)."""
        return np.asarray(np.quantile(self.counts, np.asarray(levels), axis=0), dtype=np.float64)

    @property
    def means(self) -> Floats:
        """Return expected events by day and dimension."""
        return np.asarray(self.counts.mean(axis=0), dtype=np.float64)


def after_act(
    fit: ReactionFit,
    sender: str,
    days: int,
    streams: Streams,
    *,
    n_draws: int = 400,
    mark: float = 1.0,
) -> AfterAct:
    """Return the extra events that the model expects after one event of a dimension.

    Model
        By day m_1 = (1 - f) a s_0, s_0 = mark * e_sender, s_t = f s_(t-1) + m_t; with
        fractions of days s(t) = exp(-b (I - a) t) s_0 and what falls into a day is
        a (I - a)^-1 (s(t) - s(t + 1)). Over all days the sum is the total progeny.

    Parameters
    ----------
    fit : ReactionFit
        A fit that was not refused.
    sender : text
        The dimension of the act.
    days : int
        How many days to follow.
    streams : Streams
        Streams "hawkes/draw/<k>" give the draws.
    n_draws : int
        Draws of the parameters for the interval.
    mark : float
        Size of the act, 1 for a mean one.

    Raises
    ------
    InputError
        A refused fit, an unknown dimension, numbers out of range (C1).
    """
    refuse_refused(fit, _WHERE)
    if sender not in fit.names:
        raise refuse("unknown dimension", _WHERE, repr(sender), ", ".join(fit.names))
    length = int(finite_above_zero("days", days, _WHERE))
    start = np.zeros(len(fit.names))
    start[fit.names.index(sender)] = finite_above_zero("mark", mark, _WHERE)
    about = (start, length, fit.observed.by_day)
    central = spread_of_act(fit.excitation, fit.decay, *about)
    draws = (draw_parameters(fit, k, streams) for k in range(n_draws))
    drawn = np.array([spread_of_act(one.excitation, one.decay, *about) for one in draws])
    ends = [0.5 - fit.intervals.level / 2.0, 0.5 + fit.intervals.level / 2.0]
    low, high = _around(central, np.quantile(drawn, ends, axis=0))
    total = central.sum(axis=0)
    return AfterAct(
        sender=sender,
        names=fit.names,
        expected=central,
        low=low,
        high=high,
        totals=np.column_stack(
            [total, *_around(total, np.quantile(drawn.sum(axis=1), ends, axis=0))]
        ),
        level=fit.intervals.level,
        caveat=CAVEAT,
    )


def _around(value: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """Return ends that hold the value: no draw is zero where the estimate is."""
    return np.minimum(ends[0], value), np.maximum(ends[1], value)


def spread_of_act(
    excitation: Floats, decay: float, start: Floats, days: int, by_day: bool
) -> Floats:
    """Return the expected extra events by day and dimension, shape (days, d)."""
    found, state = np.empty((days, len(start))), start.astype(np.float64)
    if by_day:
        fade = math.exp(-decay)
        for day in range(days):
            found[day] = (1.0 - fade) * (excitation @ state)
            state = fade * state + found[day]
        return found
    still = np.eye(len(start)) - excitation
    step, brought = _exponential(-decay * still), excitation @ np.linalg.inv(still)
    for day in range(days):
        found[day], state = brought @ (state - step @ state), step @ state
    return found


def _exponential(matrix: Floats) -> Floats:
    """Return the exponential of a matrix: a Taylor series on a small part, then squared."""
    halvings = max(0, math.ceil(math.log2(max(1e-9, float(np.abs(matrix).sum(axis=1).max())))) + 6)
    part, term = matrix / 2.0**halvings, np.eye(len(matrix))
    total = term.copy()
    for order in range(1, 12):
        term = term @ part / order
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return np.asarray(total, dtype=np.float64)


def forecast(
    fit: ReactionFit,
    days: int,
    streams: Streams,
    *,
    n_paths: int = 1000,
    acts: Mapping[str, float] | None = None,
    covariates: npt.ArrayLike | None = None,
) -> Forecast:
    """Return simulated futures from the end of the window, with or without given acts.

    The difference of two forecasts is noisy; what an act brings on average is in `after_act`.

    Parameters
    ----------
    fit : ReactionFit
        A fit that was not refused.
    days : int
        How far, days.
    streams : Streams
        Streams "hawkes/draw/<k>" and "hawkes/path/<k>" are drawn from.
    n_paths : int
        Futures, each with its own draw of the parameters.
    acts : mapping, optional
        Dimension to number of events that are added on the last day of the window.
    covariates : array, shape (days, q), optional
        Covariates of the days to come; by default zero.

    Raises
    ------
    InputError
        A refused fit, an unknown dimension, covariates that do not fit (C1).
    """
    refuse_refused(fit, _WHERE)
    length, q = int(finite_above_zero("days", days, _WHERE)), len(fit.observed.covariate_names)
    ahead = np.zeros((length, q)) if covariates is None else covariates
    future = check_array("covariates", ahead, (length, q), _WHERE)
    added = np.zeros(len(fit.names))
    for name, number in (acts or {}).items():
        if name not in fit.names:
            raise refuse("unknown dimension", _WHERE, repr(name), ", ".join(fit.names))
        added[fit.names.index(name)] = finite_above_zero("number of acts", number, _WHERE)
    paths = []
    for k in range(int(finite_above_zero("number of paths", n_paths, _WHERE))):
        drawn = draw_parameters(fit, k, streams)
        state = state_at_end(fit, drawn.decay) + added
        paths.append(_path(fit, drawn, future, state, f"path/{k}", streams))
    return Forecast(names=fit.names, counts=np.array(paths))


def state_at_end(fit: ReactionFit, decay: float) -> Floats:
    """Return what the past still holds at the end of the window, shape (d,)."""
    observed = fit.observed
    if observed.by_day:
        age = np.arange(observed.n_days)[::-1]
        return np.asarray(np.exp(-decay * age) @ observed.weights, dtype=np.float64)
    fade = np.exp(-decay * (observed.horizon - observed.events.times)) * observed.marks
    d = len(observed.names)
    left = np.bincount(observed.events.dimension, fade, minlength=d)
    return np.asarray(left, dtype=np.float64)


def _path(
    fit: ReactionFit,
    drawn: Parameters,
    future: Floats,
    state: Floats,
    name: str,
    streams: Streams,
) -> Ints:
    rates = drawn.baseline + future @ drawn.covariates.T
    days = len(future)
    about = (drawn.excitation, drawn.decay)
    if fit.observed.by_day:
        return simulate_days(rates, *about, days, streams, state=state, name=name)
    if future.any():
        raise refuse("covariates ahead need counts by day", _WHERE, "times", "by_day=True")
    times = simulate_times(drawn.baseline, *about, days, streams, state=state, name=name)
    return np.column_stack([np.bincount(one.astype(np.int64), minlength=days) for one in times])
