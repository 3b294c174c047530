"""The smallest parts of the compiled loop: random numbers, sums and effects on stocks.

All places in the arrays are unsigned: a signed one costs a look at its sign at each reading.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

RAW: dict[str, Any] = {"cache": True, "_nrt": False}
"""Nothing is allocated here, so no references are counted: counting them for each array in each
call took thirty times as long as the work itself."""
INLINE: dict[str, Any] = {"inline": "always", "_nrt": False}
"""Put in where it is called: a call would hand over some hundred numbers that describe arrays,
which took a fifth of the time."""
CALLED: dict[str, Any] = {"_nrt": False}
"""Called once in a run: to put it in as well would only take longer to compile."""
STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
ADD, SET, SETTLE, FILL = 0, 1, 2, 3


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


@njit(**INLINE)
def total(x, pool, coef, begin, end):  # type: ignore[no-untyped-def]
    """Return a weighted sum of stocks."""
    found = 0.0
    for at in range(begin, end):
        found += coef[at] * x[pool[at]]
    return found


@njit(**INLINE)
def product(x, pool, begin, end):  # type: ignore[no-untyped-def]
    """Return a product of stocks; 1 for none."""
    found = 1.0
    for at in range(begin, end):
        found *= x[pool[at]]
    return found


@njit(**INLINE)
def alter(x, table, row, amount, size, code):  # type: ignore[no-untyped-def]
    """Let one effect act on its stock; return by how much that changed."""
    kind, stock = table[row, 0], table[row, 1]
    before = x[stock]
    if kind == SET:
        after = amount
    else:
        much = amount * size * product(x, code.pool, table[row, 3], table[row, 4])
        if kind == ADD:
            after = before + much
        else:
            share = min(max(much, 0.0), 1.0)
            if kind == SETTLE:
                after = before * (1.0 - share)
            else:
                top = x[table[row, 2]] if kind == FILL else code.high[stock]
                after = before + share * max(top - before, 0.0)
    x[stock] = min(max(after, code.low[stock]), code.high[stock])
    return x[stock] - before
