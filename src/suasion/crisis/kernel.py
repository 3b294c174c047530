"""The compiled loop: what a decider does with an occasion.

The arrays are those of `suasion.crisis.program`. Numbers of a path: its stocks, the number one,
then the means that pinned readings see.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from suasion.crisis.kernel_gains import attempt
from suasion.crisis.kernel_parts import INLINE, gumbel, stir, total

CHOICE, WAIT = np.uint64(3), np.uint64(4)
STEEPEST = 50.0
"""Largest size of an exponent."""
SLACK = 1.0 - 1e-9
"""A nest is given up only if it falls short by more than rounding."""


@njit(**INLINE)
def is_open(x, move, code):  # type: ignore[no-untyped-def]
    """Tell whether the gates of a move are open."""
    for at in range(code.moves[move, 2], code.moves[move, 3]):
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


@njit(**INLINE)
def urge(x, move, code, figures):  # type: ignore[no-untyped-def]
    """Return the sum of the urges towards a move."""
    found = 0.0
    for at in range(code.moves[move, 4], code.moves[move, 5]):
        sum_ = total(x, code.pool, code.coef, code.urges[at, 0], code.urges[at, 1])
        found += figures.strength[at] * sum_
    return found


@njit(**INLINE)
def ceiling(x, decider, nest, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the most that log of the weight of a nest can be; keep the urges on the way."""
    begin, end = code.nests[nest, 2], code.nests[nest, 3]
    top = -math.inf if end - begin == code.nests[nest, 1] - code.nests[nest, 0] else 0.0
    for at in range(begin, end):
        move = code.pool[at]
        work.urge[move] = urge(x, move, code, figures)
        top = max(top, work.urge[move])
    work.top[nest] = top
    steepest = STEEPEST * figures.nest[decider]
    return figures.nest_odds[nest] + min(max(top + figures.cap[decider], -steepest), steepest)


@njit(**INLINE)
def open_odds(x, nest, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the odds of all open moves of a nest; keep those of each."""
    found = 0.0
    for move in range(code.nests[nest, 0], code.nests[nest, 1]):
        odds = figures.odds[move]
        if odds > 0.0 and not is_open(x, move, code):
            odds = 0.0
        work.odds[move], work.mass[move] = odds, 0.0
        found += odds
    return found


@njit(**INLINE)
def bound_exp(power):  # type: ignore[no-untyped-def]
    """Return a number at or above exp(power), for a power below 16; close to it for small ones."""
    if power <= 0.0:
        return 1.0 / (1.0 - power + 0.5 * power * power)
    if power > 12.0:
        return math.exp(power)
    found = 16.0 / (16.0 - power)
    found *= found
    found *= found
    found *= found
    return found * found


@njit(**INLINE)
def bound_leaning(gain, cap):  # type: ignore[no-untyped-def]
    """Return a number at or above cap tanh(gain / cap)."""
    return min(gain, cap) if gain >= 0.0 else gain * cap / (cap - gain)


@njit(**INLINE)
def try_all(x, decider, nest, left, least, code, figures, work):  # type: ignore[no-untyped-def]
    """Keep what each open move of a nest gains; tell whether its weight can reach `least`.

    Broken off as soon as it cannot, even if all moves that are left were to gain what the cap
    allows. No function that is slow to work out is asked of each move.
    """
    cap, smooth = figures.cap[decider], figures.nest[decider]
    needed = math.exp((least - (1.0 - smooth) * math.log(left)) / smooth) * SLACK
    most = math.exp(min(max((cap + work.top[nest]) / smooth, -STEEPEST), STEEPEST))
    mass = 0.0
    for move in range(code.nests[nest, 0], code.nests[nest, 1]):
        odds = work.odds[move]
        if odds <= 0.0:
            continue
        if mass + left * most < needed:
            return False
        left -= odds
        gain = attempt(x, move, code, figures, work)
        work.gain[move] = gain
        if math.isnan(gain):
            work.odds[move] = 0.0
            continue
        leaning = bound_leaning(gain, cap) + work.urge[move]
        mass += odds * bound_exp(min(max(leaning / smooth, -STEEPEST), STEEPEST))
    return mass >= needed


@njit(**INLINE)
def weigh(decider, nest, code, figures, work):  # type: ignore[no-untyped-def]
    """Return log of the weight of a nest whose moves were tried; keep w exp(u / lambda)."""
    cap, smooth = figures.cap[decider], figures.nest[decider]
    odds, mass = 0.0, 0.0
    for move in range(code.nests[nest, 0], code.nests[nest, 1]):
        own = work.odds[move]
        if own <= 0.0:
            continue
        leaning, gain = work.urge[move], work.gain[move]
        if gain != 0.0:
            leaning += cap * math.tanh(gain / cap)
        leaning = min(max(leaning / smooth, -STEEPEST), STEEPEST)
        work.mass[move] = own * math.exp(leaning)
        odds += own
        mass += work.mass[move]
    return math.log(odds) + smooth * math.log(mass / odds) if odds > 0.0 else -math.inf


@njit(**INLINE)
def ready(x, work):  # type: ignore[no-untyped-def]
    """Make the state on which moves are tried equal to the state."""
    for at in range(len(x)):
        work.tried[at] = x[at]


@njit(**INLINE)
def choose(x, decider, key, code, figures, work):  # type: ignore[no-untyped-def]
    """Return the move that a decider makes, or -1 for wait.

    A nest that could not win even if all its gains were at the cap is not weighed.
    """
    work.now[0] += 1
    best, chosen, copied = gumbel(stir(key, WAIT)), np.int64(-1), False
    for nest in range(code.deciders[decider, 0], code.deciders[decider, 1]):
        noise = gumbel(stir(key, code.nest_keys[nest]))
        if ceiling(x, decider, nest, code, figures, work) + noise > best:
            if not copied:
                ready(x, work)
                copied = True
            odds = open_odds(x, nest, code, figures, work)
            least = best - noise
            if odds <= 0.0 or not try_all(x, decider, nest, odds, least, code, figures, work):
                continue
            weight = weigh(decider, nest, code, figures, work)
            if weight + noise > best:
                best, chosen = weight + noise, np.int64(nest)
    if chosen < 0:
        return -1
    best, made = -math.inf, np.int64(-1)
    for move in range(code.nests[chosen, 0], code.nests[chosen, 1]):
        if work.mass[move] > 0.0:
            liking = math.log(work.mass[move]) + gumbel(stir(key, code.move_keys[move]))
            if liking > best:
                best, made = liking, np.int64(move)
    return made


@njit(**INLINE)
def chances(x, decider, code, figures, work, found):  # type: ignore[no-untyped-def]
    """Write the chance of each move of a decider, given an occasion; the rest is wait."""
    work.now[0] += 1
    ready(x, work)
    whole = 1.0
    for nest in range(code.deciders[decider, 0], code.deciders[decider, 1]):
        ceiling(x, decider, nest, code, figures, work)
        odds = open_odds(x, nest, code, figures, work)
        weight = 0.0
        if odds > 0.0:
            try_all(x, decider, nest, odds, -math.inf, code, figures, work)
            weight = math.exp(weigh(decider, nest, code, figures, work))
        whole += weight
        mass = 0.0
        for move in range(code.nests[nest, 0], code.nests[nest, 1]):
            mass += work.mass[move]
        for move in range(code.nests[nest, 0], code.nests[nest, 1]):
            found[move] = weight * work.mass[move] / mass if mass > 0.0 else 0.0
    for nest in range(code.deciders[decider, 0], code.deciders[decider, 1]):
        for move in range(code.nests[nest, 0], code.nests[nest, 1]):
            found[move] /= whole


@njit(**INLINE)
def all_chances(x, code, figures, work, found):  # type: ignore[no-untyped-def]
    """Write the chance of each move, given an occasion of its decider."""
    for decider in range(len(code.decider_keys)):
        chances(x, decider, code, figures, work, found)
