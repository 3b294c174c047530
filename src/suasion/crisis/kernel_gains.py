"""The compiled loop: what a move is worth to its actor and to those who must not lose by it.

A move is tried on a copy of the state, with only those effects that reach a term of theirs; only
terms with a changed input are worked out anew. What terms are worth before any move is worked out
once for an occasion, when first asked for.
"""

from __future__ import annotations

import math

from numba import njit

from suasion.crisis.kernel_parts import INLINE, alter

LEAST = 1e-9
"""A loss up to this is rounding: consent is not refused for it."""
SATURATING, SQUARE, RUPTURE, LEVERS = 1, 2, 3, 4
SUM, TIMES, SHAPED, WORTH = 0, 1, 2, 3
"""Columns of what is kept of a term."""


@njit(**INLINE)
def lever_value(x, row, code, figures):  # type: ignore[no-untyped-def]
    """Return the entry of a table of levers for the stocks that are at least 1/2."""
    found, bit = 0, 1
    for at in range(code.terms[row, 1], code.terms[row, 2]):
        if x[code.pool[at]] >= 0.5:
            found += bit
        bit += bit
    return figures.levers[code.terms[row, 5] + found]


@njit(**INLINE)
def shaped(z, x, row, code, figures):  # type: ignore[no-untyped-def]
    """Return the form of a term at a weighted sum."""
    form = code.terms[row, 0]
    if form == SATURATING:
        z /= 1.0 + abs(z)
    elif form == SQUARE:
        z *= z
    elif form == RUPTURE:
        hazard, slope, discount = figures.shape[row]
        z = -hazard / (hazard + discount * math.exp(-slope * max(z, 0.0)))
    elif form == LEVERS:
        z = lever_value(x, row, code, figures)
    return z


@njit(**INLINE)
def look(x, row, code, figures, work):  # type: ignore[no-untyped-def]
    """Keep what a term is worth before any move."""
    z, times = 0.0, 0.0
    for at in range(code.terms[row, 1], code.terms[row, 2]):
        z += code.coef[at] * x[code.pool[at]]
    for at in range(code.terms[row, 3], code.terms[row, 4]):
        times += code.coef[at] * x[code.pool[at]]
    if code.terms[row, 4] == code.terms[row, 3]:
        times = 1.0
    base = work.base[row]
    base[SUM], base[TIMES] = z, times
    base[SHAPED] = shaped(z, x, row, code, figures)
    base[WORTH] = figures.weight[row] * max(times, 0.0) * base[SHAPED]
    work.stamp[row] = work.now[0]


@njit(**INLINE)
def change(x, tried, begin, end, code):  # type: ignore[no-untyped-def]
    """Return by how much a weighted sum changes."""
    found = 0.0
    for at in range(begin, end):
        stock = code.pool[at]
        found += code.coef[at] * (tried[stock] - x[stock])
    return found


@njit(**INLINE)
def gained(x, begin, end, code, figures, work):  # type: ignore[no-untyped-def]
    """Return by how much the terms of one party are worth more than before."""
    found, tried = 0.0, work.tried
    for at in range(begin, end):
        row = code.touches[at, 0]
        more = change(x, tried, code.touches[at, 1], code.touches[at, 2], code)
        times = change(x, tried, code.touches[at, 3], code.touches[at, 4], code)
        levers = code.terms[row, 0] == LEVERS
        if more == 0.0 and times == 0.0 and not levers:
            continue
        if work.stamp[row] != work.now[0]:
            look(x, row, code, figures, work)
        base = work.base[row]
        value = base[SHAPED]
        if more != 0.0 or levers:
            value = shaped(base[SUM] + more, tried, row, code, figures)
        scale = figures.weight[row] * max(base[TIMES] + times, 0.0)
        found += scale * value - base[WORTH]
    return found


@njit(**INLINE)
def attempt(x, move, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the gain of a move to its actor, or nan where somebody does not consent."""
    row, tried = code.tries[move], work.tried
    moved = False
    for at in range(row[0], row[1]):
        amount = figures.amount[code.trials[at, 5]]
        moved |= alter(tried, code.trials, at, amount, 1.0, code) != 0.0
    if not moved:
        return 0.0
    gain = 0.0
    for at in range(row[4], row[5]):
        found = gained(x, code.parties[at, 0], code.parties[at, 1], code, figures, work)
        if at == row[4]:
            gain = found
        elif found < -LEAST:
            gain = math.nan
    for at in range(row[2], row[3]):
        tried[code.pool[at]] = x[code.pool[at]]
    return gain
