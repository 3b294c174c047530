"""The compiled loop over the days of many paths.

The arrays are those of `suasion.crisis.program`. Numbers of a path: its stocks, the number one,
then the means that pinned readings see. numba compiles this at first use and keeps the result;
it runs without the interpreter's lock, so that several draws can run in threads.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

RAW: dict[str, Any] = {"cache": True, "_nrt": False}
"""Nothing is allocated here, so no references are counted: counting them for each array in each
call took thirty times as long as the work itself."""
STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
NUMBER, TIME, CHOICE, WAIT = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
STEEPEST = 50.0
"""Largest size of an exponent."""
LEAST = 1e-9
"""A loss up to this is rounding: consent is not refused for it."""
MOST_OCCASIONS = 100
"""Of one decider on one day."""
ADDS, FOLLOWS, TURNS = 2, 3, 1
SET, SETTLE, ADD = 1, 2, 0
SATURATING, SQUARE, RUPTURE, LEVERS = 1, 2, 3, 4


@njit(**RAW)
def stir(key, value):  # type: ignore[no-untyped-def]
    """Return a key made of a key and one more value."""
    mixed = (key ^ np.uint64(value)) + STEP
    mixed = (mixed ^ (mixed >> np.uint64(30))) * FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND
    return mixed ^ (mixed >> np.uint64(31))


@njit(**RAW)
def unit(key):  # type: ignore[no-untyped-def]
    """Return a number above 0 and below 1."""
    return (np.float64(key >> np.uint64(12)) + 0.5) * 2.0**-52


@njit(**RAW)
def gumbel(key):  # type: ignore[no-untyped-def]
    """Return a number with the standard Gumbel distribution."""
    return -math.log(-math.log(unit(key)))


@njit(inline="always", **RAW)
def total(x, pool, coef, begin, end):  # type: ignore[no-untyped-def]
    """Return a weighted sum of stocks."""
    found = 0.0
    for at in range(begin, end):
        found += coef[at] * x[pool[at]]
    return found


@njit(inline="always", **RAW)
def product(x, pool, begin, end):  # type: ignore[no-untyped-def]
    """Return a product of stocks; 1 for none."""
    found = 1.0
    for at in range(begin, end):
        found *= x[pool[at]]
    return found


@njit(inline="always", **RAW)
def alter(x, row, amount, size, code):  # type: ignore[no-untyped-def]
    """Let one effect act on its stock; return by how much that changed."""
    kind, stock, limit = code.effects[row, 0], code.effects[row, 1], code.effects[row, 2]
    before = x[stock]
    if kind == SET:
        after = amount[row]
    else:
        much = amount[row] * size
        much *= product(x, code.pool, code.effects[row, 3], code.effects[row, 4])
        share = min(max(much, 0.0), 1.0)
        if kind == ADD:
            after = before + much
        elif kind == SETTLE:
            after = before * (1.0 - share)
        else:
            top = x[limit] if limit >= 0 else code.high[stock]
            after = before + share * max(top - before, 0.0)
    x[stock] = min(max(after, code.low[stock]), code.high[stock])
    return x[stock] - before


@njit(inline="always", **RAW)
def mask(x, pool, begin, end):  # type: ignore[no-untyped-def]
    """Return which stocks are at least 1/2, as bits."""
    found = 0
    for at in range(begin, end):
        if x[pool[at]] >= 0.5:
            found |= 1 << (at - begin)
    return found


@njit(inline="always", **RAW)
def worth(x, row, code, figures):  # type: ignore[no-untyped-def]
    """Return what one term is worth."""
    terms, pool, coef = code.terms, code.pool, code.coef
    form, scale = terms[row, 0], figures.weight[row]
    if terms[row, 4] > terms[row, 3]:
        scale *= max(total(x, pool, coef, terms[row, 3], terms[row, 4]), 0.0)
    if form == LEVERS:
        return scale * figures.levers[terms[row, 5] + mask(x, pool, terms[row, 1], terms[row, 2])]
    z = total(x, pool, coef, terms[row, 1], terms[row, 2])
    if form == SATURATING:
        z /= 1.0 + abs(z)
    elif form == SQUARE:
        z *= z
    elif form == RUPTURE:
        hazard, slope, discount = figures.shape[row]
        z = -hazard / (hazard + discount * math.exp(-slope * max(z, 0.0)))
    return scale * z


@njit(inline="always", **RAW)
def prepare(x, begin, end, code, figures, work):  # type: ignore[no-untyped-def]
    """See to it that terms, listed in the pool, have their worth before any move at hand."""
    for at in range(begin, end):
        row = code.pool[at]
        if work.stamp[row] != work.now[0]:
            work.stamp[row] = work.now[0]
            work.base[row] = worth(x, row, code, figures)


@njit(inline="always", **RAW)
def gained(x, begin, end, code, figures, work):  # type: ignore[no-untyped-def]
    """Return by how much terms, listed in the pool, are worth more than before."""
    found = 0.0
    for at in range(begin, end):
        row = code.pool[at]
        found += worth(x, row, code, figures) - work.base[row]
    return found


@njit(inline="always", **RAW)
def is_open(x, move, code):  # type: ignore[no-untyped-def]
    """Tell whether the gates of a move are open."""
    for at in range(code.moves[move, 6], code.moves[move, 7]):
        held, sign, value = x[code.gates[at, 0]], code.gates[at, 1], code.gate_values[at]
        if sign == 0:
            fits = held >= value
        elif sign == 1:
            fits = held <= value
        elif sign == 2:
            fits = held > value
        else:
            fits = held < value
        if not fits:
            return False
    return True


@njit(inline="always", **RAW)
def attempt(x, move, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the gain of a move to its actor, or nan where somebody does not consent."""
    row = code.moves[move]
    prepare(x, row[4], row[5], code, figures, work)
    for at in range(row[2], row[3]):
        work.saved[at - row[2]] = x[code.pool[at]]
    for effect in range(row[0], row[1]):
        alter(x, effect, figures.amount, 1.0, code)
    gain = 0.0
    for at in range(row[8], row[9]):
        found = gained(x, code.parties[at, 0], code.parties[at, 1], code, figures, work)
        if at == row[8]:
            gain = found
        elif found < -LEAST:
            gain = math.nan
    for at in range(row[2], row[3]):
        x[code.pool[at]] = work.saved[at - row[2]]
    return gain


@njit(inline="always", **RAW)
def urge(x, move, code, figures):  # type: ignore[no-untyped-def]
    """Return the sum of the urges towards a move."""
    found = 0.0
    for at in range(code.moves[move, 10], code.moves[move, 11]):
        sum_ = total(x, code.pool, code.coef, code.urges[at, 0], code.urges[at, 1])
        found += figures.strength[at] * sum_
    return found


@njit(inline="always", **RAW)
def ceiling(x, decider, nest, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the most that log of the weight of a nest can be; keep the urges on the way."""
    odds, top = 0.0, -math.inf
    for move in range(code.nests[nest, 0], code.nests[nest, 1]):
        work.urge[move] = urge(x, move, code, figures)
        odds += figures.odds[move]
        top = max(top, work.urge[move])
    if odds <= 0.0:
        return -math.inf
    steepest = STEEPEST * figures.nest[decider]
    return math.log(odds) + min(max(top + figures.cap[decider], -steepest), steepest)


@njit(inline="always", **RAW)
def weigh(x, decider, nest, code, figures, work):  # type: ignore[no-untyped-def]
    """Return log of the weight of a nest; keep w exp(u / lambda) of its moves on the way."""
    cap, smooth = figures.cap[decider], figures.nest[decider]
    odds, mass = 0.0, 0.0
    for move in range(code.nests[nest, 0], code.nests[nest, 1]):
        work.mass[move] = 0.0
        if figures.odds[move] <= 0.0 or not is_open(x, move, code):
            continue
        gain = attempt(x, move, code, figures, work)
        work.gain[move] = gain
        if math.isnan(gain):
            continue
        leaning = (cap * math.tanh(gain / cap) + work.urge[move]) / smooth
        leaning = min(max(leaning, -STEEPEST), STEEPEST)
        work.mass[move] = figures.odds[move] * math.exp(leaning)
        odds += figures.odds[move]
        mass += work.mass[move]
    return math.log(odds) + smooth * math.log(mass / odds) if odds > 0.0 else -math.inf


@njit(**RAW)
def choose(x, decider, key, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the move that a decider makes, or -1 for wait.

    A nest that could not win even if all its gains were at the cap is not weighed.
    """
    work.now[0] += 1
    best, chosen = gumbel(stir(key, WAIT)), -1
    for nest in range(code.deciders[decider, 0], code.deciders[decider, 1]):
        noise = gumbel(stir(key, code.nest_keys[nest]))
        if ceiling(x, decider, nest, code, figures, work) + noise > best:
            weight = weigh(x, decider, nest, code, figures, work)
            if weight + noise > best:
                best, chosen = weight + noise, nest
    if chosen < 0:
        return -1
    best, made = -math.inf, -1
    for move in range(code.nests[chosen, 0], code.nests[chosen, 1]):
        if work.mass[move] > 0.0:
            liking = math.log(work.mass[move]) + gumbel(stir(key, code.move_keys[move]))
            if liking > best:
                best, made = liking, move
    return made


@njit(**RAW)
def chances(x, decider, code, figures, work, found):  # type: ignore[no-untyped-def]
    """Write the chance of each move of a decider, given an occasion; the rest is wait."""
    work.now[0] += 1
    whole = 1.0
    for nest in range(code.deciders[decider, 0], code.deciders[decider, 1]):
        ceiling(x, decider, nest, code, figures, work)
        weight = math.exp(weigh(x, decider, nest, code, figures, work))
        whole += weight
        mass = 0.0
        for move in range(code.nests[nest, 0], code.nests[nest, 1]):
            mass += work.mass[move]
        for move in range(code.nests[nest, 0], code.nests[nest, 1]):
            found[move] = weight * work.mass[move] / mass if mass > 0.0 else 0.0
    for nest in range(code.deciders[decider, 0], code.deciders[decider, 1]):
        for move in range(code.nests[nest, 0], code.nests[nest, 1]):
            found[move] /= whole


@njit(**RAW)
def all_chances(x, code, figures, work, found):  # type: ignore[no-untyped-def]
    """Write the chance of each move, given an occasion of its decider."""
    for decider in range(len(code.decider_keys)):
        chances(x, decider, code, figures, work, found)
