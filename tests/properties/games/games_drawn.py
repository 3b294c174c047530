"""Games drawn for property tests: whole values, decimals, votes, sums of unanimity games."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from suasion.games import from_values


@st.composite
def values_of_games(draw, least=1, most=5):
    """Draw (n, values): whole, of two decimals or in the ten thousands, with ties likely."""
    n = draw(st.integers(least, most))
    unit = draw(st.sampled_from([1.0, 0.01, 1e4]))
    span = draw(st.sampled_from([2, 9, 1000]))
    some = st.lists(st.integers(-span, span), min_size=(1 << n) - 1, max_size=(1 << n) - 1)
    return n, [0.0, *(unit * one for one in draw(some))]


@st.composite
def games(draw, least=1, most=5):
    return from_values(*draw(values_of_games(least, most)))


@st.composite
def games_worth_joining(draw, least=2, most=5):
    """Draw games whose imputations exist: all together are worth the most."""
    n, values = draw(values_of_games(least, most))
    alone = sum(max(values[1 << i], 0.0) for i in range(n))
    values[-1] = max(values[-1], alone) + draw(st.integers(0, 20))
    return from_values(n, values)


@st.composite
def convex_games(draw, most=6):
    """Draw nonnegative sums of unanimity games: their core is never empty."""
    n = draw(st.integers(2, most))
    parts = draw(st.lists(st.tuples(st.integers(1, (1 << n) - 1), st.integers(1, 50)), min_size=1))
    every = np.arange(1 << n)
    values = np.zeros(1 << n)
    for coalition, worth in parts:
        values += worth * (every & coalition == coalition)
    return from_values(n, values)
