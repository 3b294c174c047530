"""The compiled sums over past events of a Hawkes model in continuous time.

With an exponential kernel the sum over all past events decays by a factor from one event to
the next, so it need not be summed anew (Ogata 1981). Events at the same time do not excite
each other: a cause comes before its effect, and the order within a tie is not known.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

FAR = 60.0
"""Decay times since the reference time after which the sums are written relative to a new one;
exp(60) leaves room enough in a double."""
HUGE, HUGE_INVERSE = 1e100, 1e-100


@njit(cache=True, fastmath={"reassoc", "contract", "nsz"})
def weigh(weights, state):  # type: ignore[no-untyped-def]
    """Return the sum of products."""
    total = 0.0
    for j in range(len(state)):
        total += weights[j] * state[j]
    return total


@njit(cache=True)
def compensate(owner, base, excitation, faded, horizon):  # type: ignore[no-untyped-def]
    """Return the integral of all intensities; faded: sum of exp(-decay * age) at the end."""
    d = len(base)
    left = -faded
    for k in range(len(owner)):
        left[owner[k]] += 1.0
    total = 0.0
    for i in range(d):
        total += base[i] * horizon + weigh(excitation[i], left)
    return total


@njit(cache=True)
def merge_sorted(flat, ends, times, owner):  # type: ignore[no-untyped-def]
    """Write sorted runs, one after the other in flat, in one order; ties by the run."""
    d = len(ends)
    at, head = np.empty(d, dtype=np.int64), np.full(d + 1, math.inf)
    for j in range(d):
        at[j] = ends[j - 1] if j else 0
        head[j] = flat[at[j]] if at[j] < ends[j] else math.inf
    for k in range(len(flat)):
        first, least = 0, head[0]
        for j in range(1, d):
            if head[j] < least:
                first, least = j, head[j]
        times[k], owner[k] = least, first
        at[first] += 1
        head[first] = flat[at[first]] if at[first] < ends[first] else math.inf


@njit(cache=True)
def gather(product, intensity):  # type: ignore[no-untyped-def]
    """Return a product of intensities kept away from the ends of a double, and a logarithm.

    One logarithm of a product costs less than one of each factor.
    """
    if not HUGE_INVERSE < intensity < HUGE:
        return product, math.log(intensity)
    product *= intensity
    if not HUGE_INVERSE < product < HUGE:
        return 1.0, math.log(product)
    return product, 0.0


@njit(cache=True)
def shared_decay(times, owner, horizon, base, excitation, decay):  # type: ignore[no-untyped-def]
    """Return the log-likelihood with one decay for all pairs.

    state[j] = sum over past events s of j of exp(decay * (s - start)): an event only adds to
    it; whoever asks multiplies by exp(-decay * (t - start)).
    """
    n, state, scaled = len(times), np.zeros(len(base)), excitation * decay
    start, total, product, at = 0.0, 0.0, 1.0, 0
    while at < n:
        now = times[at]
        if decay * (now - start) > FAR:
            state *= math.exp(-decay * (now - start))
            start = now
        growth = math.exp(decay * (now - start))
        last = at
        while last < n and times[last] == now:
            i = owner[last]
            intensity = base[i] + weigh(scaled[i], state) / growth
            if intensity <= 0.0:
                return -math.inf
            product, found = gather(product, intensity)
            total += found
            last += 1
        for k in range(at, last):
            state[owner[k]] += growth
        at = last
    state *= math.exp(-decay * (horizon - start))
    return total + math.log(product) - compensate(owner, base, excitation, state, horizon)


@njit(cache=True)
def pairwise_decay(times, begins, horizon, base, excitation, decay):  # type: ignore[no-untyped-def]
    """Return the log-likelihood with a decay for each pair (receiver, sender)."""
    d, total = len(base), 0.0
    for i in range(d):
        mine = times[begins[i] : begins[i + 1]]
        intensity = [base[i]] * len(mine)
        for j in range(d):
            b, theirs = decay[i, j], times[begins[j] : begins[j + 1]]
            state, last, at, lost = 0.0, 0.0, 0, 0.0
            for k in range(len(mine)):
                while at < len(theirs) and theirs[at] < mine[k]:
                    state = state * math.exp(-b * (theirs[at] - last)) + 1.0
                    last = theirs[at]
                    at += 1
                intensity[k] += excitation[i, j] * b * state * math.exp(-b * (mine[k] - last))
            for k in range(len(theirs)):
                lost -= math.expm1(-b * (horizon - theirs[k]))
            total -= excitation[i, j] * lost
        for k in range(len(mine)):
            if intensity[k] <= 0.0:
                return -math.inf
            total += math.log(intensity[k])
        total -= base[i] * horizon
    return total


@njit(cache=True)
def excite_points(times, owner, marks, horizon, decay, begins, rows, first):  # type: ignore[no-untyped-def]
    """Write the pull of each sender on each event into rows; return what falls in the window.

    rows[r, first + j] = sum over events s < t of j of mark * b * exp(-b (t - s)), where r is the
    row of an event at t: those of each receiver from its begin on, in the order of time.
    Returned: by sender, the sum of mark * (1 - exp(-b (horizon - s))).
    """
    n, d = len(times), rows.shape[1] - first
    state, mass = [0.0] * d, [0.0] * d
    last, at, free = 0.0, 0, begins.copy()
    while at < n:
        now = times[at]
        fade = math.exp(-decay * (now - last))
        for j in range(d):
            state[j] *= fade
        until = at + 1
        while until < n and times[until] == now:
            until += 1
        for k in range(at, until):
            row = free[owner[k]]
            free[owner[k]] += 1
            for j in range(d):
                rows[row, first + j] = decay * state[j]
        for k in range(at, until):
            state[owner[k]] += marks[k]
            mass[owner[k]] += marks[k]
        last, at = now, until
    fade = math.exp(-decay * (horizon - last))
    return [mass[j] - state[j] * fade for j in range(d)]


@njit(cache=True)
def excite_days(counts, fade, rows, first):  # type: ignore[no-untyped-def]
    """Write the pull of each sender on each day into rows: that of earlier days only.

    rows[t, first + j] = (1 - f) * sum over days s < t of f^(t-s-1) * counts[s, j], f = exp(-b).
    """
    days, d = counts.shape
    state = [0.0] * d
    for t in range(days):
        for j in range(d):
            rows[t, first + j] = (1.0 - fade) * state[j]
            state[j] = fade * state[j] + counts[t, j]
