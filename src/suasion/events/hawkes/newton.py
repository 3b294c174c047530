"""The best parameters of one receiver at a given decay: a concave problem, climbed by Newton.

At a fixed decay the intensity of receiver i is linear in its parameters, x . theta_i, and

    f(theta) = sum_k w_k log(x_k . theta) - c . theta,     theta >= 0

is concave (Ogata 1978; the same holds for Poisson counts with an identity link). So there is
one maximum, and how far any point is from it can be bounded: at the maximum c . theta is at
most N = sum w, hence by concavity

    f* - f(theta) <= gap = N max(0, max_p g_p / c_p) - g . theta,     g = gradient of f.

That gap is the certificate (C7): it can fail, and needs no belief in the method of climbing.
Steps solve the quadratic model under theta >= 0, first by coordinates, then exactly on the
parameters left free.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

FAST = {"reassoc", "contract", "nsz"}
SWEEPS = 60
"""Rounds by coordinates that find which parameters stay at zero."""
HALVINGS = 40
HAIR = 1e-12
"""Added to the diagonal, relative: where causes cannot be told apart the step stays finite."""
ROUNDING = 1e-14
"""Relative change of f that is lost in rounding: so near the maximum the gap decides alone."""


@njit(cache=True, fastmath=FAST)
def evaluate(rows, weights, cost, theta, rate):  # type: ignore[no-untyped-def]
    """Return f(theta) and write x . theta of each row into rate."""
    n, p = rows.shape
    total = 0.0
    for k in range(n):
        here = 0.0
        for a in range(p):
            here += rows[k, a] * theta[a]
        if not here > 0.0:
            return -math.inf
        rate[k] = here
        total += weights[k] * math.log(here)
    for a in range(p):
        total -= cost[a] * theta[a]
    return total


@njit(cache=True, fastmath=FAST)
def differentiate(rows, weights, cost, rate, gradient, curvature):  # type: ignore[no-untyped-def]
    """Write the gradient of f, and minus its second derivatives (the observed information)."""
    n, p = rows.shape
    for a in range(p):
        gradient[a] = -cost[a]
        for b in range(p):
            curvature[a, b] = 0.0
    for k in range(n):
        pull = weights[k] / rate[k]
        bend = pull / rate[k]
        for a in range(p):
            gradient[a] += pull * rows[k, a]
            scaled = bend * rows[k, a]
            for b in range(a + 1):
                curvature[a, b] += scaled * rows[k, b]
    for a in range(p):
        for b in range(a):
            curvature[b, a] = curvature[a, b]


@njit(cache=True)
def sweep_coordinates(curvature, gradient, theta, held, goal):  # type: ignore[no-untyped-def]
    """Write into goal the maximum of the quadratic model under goal >= 0, by coordinates."""
    p = len(theta)
    slope = gradient.copy()
    for a in range(p):
        goal[a] = theta[a]
    for _ in range(SWEEPS):
        largest = 0.0
        for a in range(p):
            if held[a]:
                continue
            if curvature[a, a] <= 0.0:
                goal[a] = 0.0  # no event can be due to it: it only costs
                continue
            new = max(0.0, goal[a] + slope[a] / curvature[a, a])
            move = new - goal[a]
            if move != 0.0:
                goal[a] = new
                largest = max(largest, abs(move) * math.sqrt(curvature[a, a]))
                for b in range(p):
                    slope[b] -= curvature[b, a] * move
        if largest < 1e-12:
            break


@njit(cache=True)
def factor(curvature, free, lower):  # type: ignore[no-untyped-def]
    """Write the Cholesky factor on the free parameters, made regular by a hair."""
    for r in range(len(free)):
        for c in range(r + 1):
            total = curvature[free[r], free[c]]
            for b in range(c):
                total -= lower[r, b] * lower[c, b]
            if r > c:
                lower[r, c] = total / lower[c, c]
            else:
                hair = HAIR * curvature[free[r], free[r]]
                lower[r, r] = math.sqrt(max(total, 0.0) + hair)


@njit(cache=True)
def substitute(lower, right):  # type: ignore[no-untyped-def]
    """Solve lower lower' x = right in place."""
    m = len(right)
    for r in range(m):
        for c in range(r):
            right[r] -= lower[r, c] * right[c]
        right[r] /= lower[r, r]
    for r in range(m - 1, -1, -1):
        for c in range(r + 1, m):
            right[r] -= lower[c, r] * right[c]
        right[r] /= lower[r, r]


@njit(cache=True)
def solve_free(curvature, gradient, theta, goal, held):  # type: ignore[no-untyped-def]
    """Sharpen goal by exact solutions on its positive parameters, never leaving goal >= 0.

    The way to a solution ends where a first parameter meets zero; it stays there and the rest
    is solved anew. The quadratic model never falls on the way.
    """
    p = len(theta)
    for _ in range(p):
        free = [a for a in range(p) if goal[a] > 0.0 and not held[a]]
        m, first, share = len(free), -1, 1.0
        lower, right = np.zeros((m, m)), np.zeros(m)
        for r in range(m):
            right[r] = gradient[free[r]]
            for b in range(p):
                right[r] -= curvature[free[r], b] * (goal[b] - theta[b])
        factor(curvature, free, lower)
        substitute(lower, right)
        for r in range(m):
            if goal[free[r]] + share * right[r] < 0.0:
                first, share = r, -goal[free[r]] / right[r]
        for r in range(m):
            goal[free[r]] = max(0.0, goal[free[r]] + share * right[r])
        if first < 0:
            return
        goal[free[first]] = 0.0


@njit(cache=True)
def bound_gap(gradient, cost, theta, held, n_events):  # type: ignore[no-untyped-def]
    """Return by how much f can lie below its maximum over the parameters not held, at most."""
    steepest, along = 0.0, 0.0
    for a in range(len(theta)):
        if not held[a]:
            steepest = max(steepest, gradient[a] / cost[a])
            along += gradient[a] * theta[a]
    return n_events * steepest - along


@njit(cache=True)
def step_towards(problem, theta, goal, value, gradient, rate):  # type: ignore[no-untyped-def]
    """Move theta towards the goal, as far as f rises enough; return f."""
    rows, weights, cost = problem
    p, trial = len(theta), np.empty(len(theta))
    trial_rate, share, slope = np.empty(len(rate)), 1.0, 0.0
    for a in range(p):
        slope += gradient[a] * (goal[a] - theta[a])
    slack = ROUNDING * (1.0 + abs(value))
    for _ in range(HALVINGS):
        for a in range(p):
            trial[a] = max(0.0, theta[a] + share * (goal[a] - theta[a]))
        found = evaluate(rows, weights, cost, trial, trial_rate)
        if found > value + 1e-4 * share * slope - slack:
            theta[:] = trial
            rate[:] = trial_rate
            return found
        share *= 0.5
    return value


@njit(cache=True)
def climb(rows, weights, cost, theta, held, tol, most):  # type: ignore[no-untyped-def]
    """Move theta to the maximum; return f, the gap, and the number of steps taken."""
    n, p = rows.shape
    rate, goal = np.empty(n), np.empty(p)
    gradient, curvature = np.empty(p), np.empty((p, p))
    n_events = weights.sum()
    value, gap = evaluate(rows, weights, cost, theta, rate), math.inf
    last_gap = math.inf
    if value == -math.inf:
        return value, 0.0, 0
    for step in range(most):
        differentiate(rows, weights, cost, rate, gradient, curvature)
        gap = bound_gap(gradient, cost, theta, held, n_events)
        if gap <= tol * n_events:
            return value, gap, step
        sweep_coordinates(curvature, gradient, theta, held, goal)
        solve_free(curvature, gradient, theta, goal, held)
        found = step_towards((rows, weights, cost), theta, goal, value, gradient, rate)
        if found <= value and gap > 0.5 * last_gap:
            return found, gap, step
        value, last_gap = found, gap
    return value, gap, most
