"""The compiled part of reading a record: days on which nothing happens."""

from __future__ import annotations

from numba import njit

from suasion.crisis.kernel import RAW, all_chances
from suasion.crisis.kernel_days import pass_day


@njit(**RAW)
def pass_quiet(x, first, last, code, figures, work, weights, found, totals):  # type: ignore[no-untyped-def]
    """Let days from first to below last pass; write the sum of the weighted rates of each."""
    for day in range(first, last):
        all_chances(x, code, figures, work, found)
        whole = 0.0
        for move in range(len(found)):
            whole += weights[move] * found[move]
        totals[day] = whole
        pass_day(x, day, code, figures, work)
