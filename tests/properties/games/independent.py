"""Concepts by their definitions, sharing no code with the package; slow, for few players."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import factorial

import highspy
import numpy as np


def members(coalition: int) -> list[int]:
    return [at for at in range(coalition.bit_length()) if coalition >> at & 1]


def shapley_by_orders(values, n, keep_together=()):
    """Mean contribution over all orders; with blocs, over those that keep each together."""
    found, count = [Fraction(0)] * n, 0
    for order in permutations(range(n)):
        places = {player: at for at, player in enumerate(order)}
        spans = [[places[player] for player in bloc] for bloc in keep_together]
        if any(max(span) - min(span) >= len(span) for span in spans):
            continue
        count += 1
        coalition = 0
        for player in order:
            joined = coalition | 1 << player
            found[player] += Fraction(values[joined]) - Fraction(values[coalition])
            coalition = joined
    return [one / count for one in found]


def banzhaf_by_listing(values, n):
    return [
        sum(
            Fraction(values[s | 1 << i]) - Fraction(values[s])
            for s in range(1 << n)
            if not s >> i & 1
        )
        / 2 ** (n - 1)
        for i in range(n)
    ]


def shapley_of_vote_by_listing(quota, weights):
    """Shapley-Shubik by listing coalitions, in whole numbers."""
    n = len(weights)
    found = [Fraction(0)] * n
    for s in range(1 << n):
        held = sum(weights[i] for i in members(s))
        if held >= quota:
            continue
        k = s.bit_count()
        for i in range(n):
            if not s >> i & 1 and held + weights[i] >= quota:
                found[i] += Fraction(factorial(k) * factorial(n - 1 - k), factorial(n))
    return found


def excess_of(values, shares, coalition):
    return values[coalition] - sum(shares[i] for i in members(coalition))


def kohlberg_violation(values, shares, *, imputations, tie=1e-7):
    """Largest relief that a side payment brings to the unhappiest coalitions, over all levels.

    The criterion as first stated, about payments y and not about weights: with sum y = 0, if no
    coalition of excess at least e loses by y then none gains. 0 at the (pre)nucleolus.
    """
    n = len(shares)
    gains = [abs(values[s] - sum(values[1 << i] for i in members(s))) for s in range(1 << n)]
    scale = max(1e-6 * max(abs(value) for value in values), *gains)
    every = range(1, (1 << n) - 1)
    by_coalition = {s: excess_of(values, shares, s) for s in every}
    floor = [i for i in range(n) if imputations and shares[i] - values[1 << i] <= tie * scale]
    worst = 0.0
    levels = []
    for excess in sorted(by_coalition.values(), reverse=True):
        if not levels or levels[-1] - excess > tie * scale:
            levels.append(excess)
    for level in levels:
        rows = [s for s, excess in by_coalition.items() if excess >= level - tie * scale]
        worst = max(worst, _relief(n, rows, floor))
    return worst


def _relief(n, coalitions, floor):
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    gain = [sum(s >> i & 1 for s in coalitions) for i in range(n)]
    for i in range(n):
        model.addVar(0.0 if i in floor else -1.0, 1.0)
        model.changeColCost(i, -float(gain[i]))
    model.addRow(0.0, 0.0, n, np.arange(n, dtype=np.int32), np.ones(n))
    for s in coalitions:
        inside = np.array(members(s), dtype=np.int32)
        model.addRow(0.0, np.inf, inside.size, inside, np.ones(inside.size))
    model.run()
    return -model.getObjectiveValue()
