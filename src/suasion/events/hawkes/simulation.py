"""Simulated reaction: by day, by clusters, by thinning; explosive models are refused.

By day every day's counts are Poisson given the days before. By clusters each event brings forth
its answers, generation by generation (Hawkes and Oakes 1974). By thinning candidates under a
bound on the intensity are kept with the right probability (Ogata 1981). The last two give the
same process, by different code; tests compare them.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

from suasion.events.hawkes.spectral import branching_ratio, refuse_explosive
from suasion.events.hawkes.times import Floats, Ints, check_array, finite_above_zero, refuse
from suasion.streams import Streams

_WHERE = "suasion.events.hawkes.simulation"
TOO_MANY = 50_000_000
"""Expected events above which a simulation is refused."""


def simulate_days(
    baseline: npt.ArrayLike,
    excitation: npt.ArrayLike,
    decay: float,
    days: int,
    streams: Streams,
    *,
    state: npt.ArrayLike | None = None,
    name: str = "simulation",
) -> Ints:
    """Return simulated counts by day and dimension, shape (days, d).

    Parameters
    ----------
    baseline : array, shape (d,) or (days, d)
        Events per day that answer nobody, 0 or more.
    excitation : array, shape (d, d)
        Answers per event; branching ratio below 1.
    decay : float
        1/day, above 0.
    days : int
        Length, days.
    streams : Streams
        Stream "hawkes/<name>" is drawn from.
    state : array, shape (d,), optional
        What the past still holds: sum over past events of exp(-b * whole days since, the day
        before the first counting as 0); by default nothing.

    Returns
    -------
    array of int, shape (days, d)

    Raises
    ------
    InputError
        An explosive model; numbers out of range; more than 50 million events expected (C1).

    Examples
    --------
    >>> bool(simulate_days([1.0], [[0.5]], 0.7, 1000, Streams(0)).mean() > 1.5)
    True
    """
    base, pull, b, past = _check(baseline, excitation, decay, days, state)
    rates = np.ascontiguousarray(np.broadcast_to(base, (int(days), len(pull))))
    counts = np.zeros(rates.shape, dtype=np.int64)
    generator = streams.generator(f"hawkes/{name}")
    _walk_days(rates, pull, math.exp(-b), past, counts, generator)
    return counts


@njit(cache=True)
def _walk_days(rates, pull, fade, past, counts, generator):  # type: ignore[no-untyped-def]
    days, d = rates.shape
    for t in range(days):
        for i in range(d):
            mean = rates[t, i]
            for j in range(d):
                mean += (1.0 - fade) * pull[i, j] * past[j]
            counts[t, i] = generator.poisson(mean)
        for j in range(d):
            past[j] = fade * past[j] + counts[t, j]


def simulate_times(
    baseline: npt.ArrayLike,
    excitation: npt.ArrayLike,
    decay: float,
    horizon: float,
    streams: Streams,
    *,
    state: npt.ArrayLike | None = None,
    name: str = "simulation",
    method: str = "clusters",
) -> list[Floats]:
    """Return simulated times of events, one rising array per dimension, in days.

    Parameters
    ----------
    baseline, excitation, decay
        As in `log_likelihood`; branching ratio below 1.
    horizon : float
        Length, days.
    streams : Streams
        Stream "hawkes/<name>" is drawn from.
    state : array, shape (d,), optional
        Sum over past events of exp(-b * days since) at time 0; by default nothing.
    method : text
        'clusters' or 'thinning'.

    Raises
    ------
    InputError
        An explosive model; numbers out of range; an unknown method (C1).

    Examples
    --------
    >>> times = simulate_times([0.5], [[0.4]], 1.0, 400.0, Streams(0))
    >>> 200 < len(times[0]) < 500
    True
    """
    base, pull, b, past = _check(baseline, excitation, decay, horizon, state)
    if base.ndim != 1:
        raise refuse("rates by day need 'simulate_days'", _WHERE, str(base.shape), "one rate each")
    generator = streams.generator(f"hawkes/{name}")
    if method == "thinning":
        return _thin(base, pull, b, float(horizon), past, generator)
    if method != "clusters":
        raise refuse("unknown method", _WHERE, repr(method), "'clusters' or 'thinning'")
    return _grow_clusters(base, pull, b, float(horizon), past, generator)


def _check(
    baseline: npt.ArrayLike,
    excitation: npt.ArrayLike,
    decay: float,
    length: float,
    state: npt.ArrayLike | None,
) -> tuple[Floats, Floats, float, Floats]:
    d = len(np.atleast_2d(np.asarray(excitation)))
    pull = check_array("excitation", excitation, (d, d), _WHERE)
    shape = (int(length), d) if np.ndim(baseline) == 2 else (d,)
    base = check_array("baseline", baseline, shape, _WHERE)
    b = finite_above_zero("decay", decay, _WHERE)
    duration = finite_above_zero("length", length, _WHERE)
    past = check_array("state", np.zeros(d) if state is None else state, (d,), _WHERE).copy()
    refuse_explosive(pull, _WHERE)
    mean = float(base.max(initial=0.0)) * d * duration / (1.0 - branching_ratio(pull))
    if mean > TOO_MANY:
        raise refuse("too many events to simulate", _WHERE, f"{mean:.3g}", f"below {TOO_MANY:,}")
    return base, pull, b, past


def _grow_clusters(
    base: Floats,
    pull: Floats,
    decay: float,
    horizon: float,
    past: Floats,
    generator: np.random.Generator,
) -> list[Floats]:
    """Return all generations; the past answers with the same exponential delays: no memory."""
    d = len(base)
    young = []
    for i in range(d):
        fresh = generator.uniform(0.0, horizon, generator.poisson(base[i] * horizon))
        late = generator.exponential(1.0 / decay, generator.poisson(pull[i] @ past))
        young.append(np.concatenate([fresh, late[late < horizon]]))
    found = [list(young[i : i + 1]) for i in range(d)]
    while sum(map(len, young)):
        born: list[list[Floats]] = [[] for _ in range(d)]
        for j in range(d):
            for i in range(d):
                parents = np.repeat(young[j], generator.poisson(pull[i, j], len(young[j])))
                when = parents + generator.exponential(1.0 / decay, len(parents))
                born[i].append(when[when < horizon])
        young = [np.concatenate(parts) for parts in born]
        for i in range(d):
            found[i].append(young[i])
    return [np.sort(np.concatenate(parts)) for parts in found]


def _thin(
    base: Floats,
    pull: Floats,
    decay: float,
    horizon: float,
    past: Floats,
    generator: np.random.Generator,
) -> list[Floats]:
    """Return times by Ogata's thinning: the intensity only falls until the next event."""
    now = 0.0
    found: list[list[float]] = [[] for _ in base]
    while True:
        bound = float((base + decay * (pull @ past)).sum())
        if bound <= 0.0:
            break
        step = float(generator.exponential(1.0 / bound))
        now, past = now + step, past * math.exp(-decay * step)
        if now >= horizon:
            break
        rates = base + decay * (pull @ past)
        reached = float(generator.uniform(0.0, bound))
        if reached < rates.sum():
            i = int(np.searchsorted(np.cumsum(rates), reached, side="right"))
            found[i].append(now)
            past[i] += 1.0
    return [np.array(one) for one in found]
