"""The compiled loop over all bundles of two sides.

Bundles are visited in the order of their codes; sums over the options chosen so far are kept by
issue, so that the next bundle costs what its last options cost. A branch in which one side
cannot gain, or in which every bundle is beaten by one found already, is left out: the frontier
stays exact. numba compiles this at first use and keeps the result.

Columns of a row of sums: once (2), kept (2), exposure (2), tension, temptation (2; -inf where a
side keeps nothing).
"""

from __future__ import annotations

import math

from numba import njit

from suasion.bargains.scoring import LEAST, STEEPEST

WIDTH = 9
ADDED = 7
"""Columns that add up; the others take the largest."""


@njit(cache=True)
def place(front, size, x, y):  # type: ignore[no-untyped-def]
    """Return where (x, y) belongs in a frontier, or -1 where a point there is as good."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if front[middle, 0] < x:
            low = middle + 1
        else:
            high = middle
    if low < size and front[low, 1] >= y:
        return -1
    return low


@njit(cache=True)
def insert(front, codes, size, at, x, y, code):  # type: ignore[no-untyped-def]
    """Put a point into a frontier (first gain rises, second falls); return the new size."""
    begin, end = at, at
    while begin > 0 and front[begin - 1, 1] <= y:
        begin -= 1
    if end < size and front[end, 0] == x:
        end += 1
    shift = 1 - (end - begin)
    if shift > 0:
        for row in range(size - 1, end - 1, -1):
            front[row + 1] = front[row]
            codes[row + 1] = codes[row]
    elif shift < 0:
        for row in range(end, size):
            front[row + shift] = front[row]
            codes[row + shift] = codes[row]
    front[begin, 0], front[begin, 1], codes[begin] = x, y, code
    return size + shift


@njit(cache=True)
def clashes(option, level, chosen, links, begins, issue_of):  # type: ignore[no-untyped-def]
    """Tell whether an option conflicts with one chosen for an earlier issue."""
    for at in range(begins[option], begins[option + 1]):
        other = links[at]
        issue = issue_of[other]
        if issue < level and chosen[issue] == other:
            return True
    return False


@njit(cache=True)
def descend(option, level, chosen, sums, table, pairs, paired):  # type: ignore[no-untyped-def]
    """Choose an option for the issue of this level: write the sums of the next."""
    chosen[level] = option
    here, below = sums[level], sums[level + 1]
    for column in range(ADDED):
        below[column] = here[column] + table[option, column]
    for column in range(ADDED, WIDTH):
        below[column] = max(here[column], table[option, column])
    for at in range(len(pairs)):
        if pairs[at, 1] == option and chosen[pairs[at, 2]] == pairs[at, 0]:
            for column in range(4):
                below[column] += paired[at, column]


@njit(cache=True)
def rupture(exposure, tension, side, rates):  # type: ignore[no-untyped-def]
    """Return R_i: what the danger of a rupture costs a side."""
    calm = math.exp(-min(rates[side, 1] * max(tension, 0.0), STEEPEST))
    return -max(exposure, 0.0) * rates[side, 0] / (rates[side, 0] + rates[side, 2] * calm)


@njit(cache=True)
def worth(row, side, rates, held):  # type: ignore[no-untyped-def]
    """Return g_i, and whether the side would keep the bundle."""
    kept = row[2 + side] + rupture(row[4 + side], row[6], side, rates) - held[side]
    return kept, kept + LEAST >= rates[side, 2] * row[7 + side]


@njit(cache=True)
def ceiling(row, rest, side, rates, held):  # type: ignore[no-untyped-def]
    """Return the most a side can gain from any bundle below this branch."""
    once = row[side] + rest[side]
    exposure, tension = row[4 + side] + rest[4 + side], row[6] + rest[6]
    kept = row[2 + side] + rest[2 + side] + rupture(exposure, tension, side, rates) - held[side]
    return once + max(kept, rates[side, 3] * kept)


@njit(cache=True)
def is_idle(row, rest, rates, held, fronts, sizes):  # type: ignore[no-untyped-def]
    """Tell whether a branch cannot add to either frontier.

    A bundle that holds may be beaten by one that does not and still belong to the frontier of
    those that hold; that one lies inside the other, so it alone decides.
    """
    x, y = ceiling(row, rest, 0, rates, held), ceiling(row, rest, 1, rates, held)
    if x <= LEAST or y <= LEAST:
        return True
    return place(fronts[1], sizes[1], x, y) < 0


@njit(cache=True)
def settle(row, code, rates, held, fronts, codes, sizes, counts):  # type: ignore[no-untyped-def]
    """Score one bundle; put it into the frontiers that it extends; False where one is full."""
    kept0, fast0 = worth(row, 0, rates, held)
    kept1, fast1 = worth(row, 1, rates, held)
    holds = fast0 and fast1
    x = row[0] + (kept0 if holds else rates[0, 3] * kept0)
    y = row[1] + (kept1 if holds else rates[1, 3] * kept1)
    gain = x > LEAST and y > LEAST
    for which in range(gain * (1 + holds)):
        at = place(fronts[which], sizes[which], x, y)
        if at >= 0:
            if sizes[which] >= len(codes[which]):
                return False
            sizes[which] = insert(fronts[which], codes[which], sizes[which], at, x, y, code)
    counts[0] += 1
    counts[1] += gain
    counts[2] += gain and holds
    return True


@njit(cache=True)
def advance(code, stop, radix, graph, numbers, found, prune):  # type: ignore[no-untyped-def]
    """Visit the bundles from `code` to below `stop`; return where it stopped."""
    first, weight, is_open, chosen = radix
    links, begins, issue_of, pairs = graph
    sums, table, paired, rests, rates, held = numbers
    fronts, codes, sizes, counts = found
    issues, level = len(weight), 0
    while code < stop:
        while level < issues:
            option = first[level] + (code // weight[level]) % (first[level + 1] - first[level])
            if not is_open[option] or clashes(option, level, chosen, links, begins, issue_of):
                break
            descend(option, level, chosen, sums, table, pairs, paired)
            level += 1
            if prune and is_idle(sums[level], rests[level], rates, held, fronts, sizes):
                level -= 1
                break
        if level == issues:
            level -= 1
            if not settle(sums[issues], code, rates, held, fronts, codes, sizes, counts):
                return code
        code = (code // weight[level] + 1) * weight[level]
        while level > 0 and code % weight[level - 1] == 0:
            level -= 1
    return code
