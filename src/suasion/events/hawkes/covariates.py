"""What else raises the rates: shocks given from outside, and what third parties do."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from suasion.events.hawkes.times import Floats, finite_above_zero, refuse

_WHERE = "suasion.events.hawkes.covariates"


def shock_series(days: Sequence[int], n_days: int, half_life_days: float | None = None) -> Floats:
    """Return a covariate that jumps by 1 on each given day and fades, or ends with the day.

    Give it to `observe` where a shock came from outside the dyad (a war elsewhere, a summit of
    others): what it brings is then not ascribed to reaction.

    Parameters
    ----------
    days : sequence of int
        Days of the shocks, counted from the first day of the window as 0; one before the window
        counts by what is left of it.
    n_days : int
        Length of the window, days.
    half_life_days : float, optional
        After how many days half of a shock is left; by default it lasts one day.

    Returns
    -------
    array, shape (n_days,)

    Raises
    ------
    InputError
        A day after the window, days that are no whole numbers, a half-life not above 0 (C1).

    Examples
    --------
    >>> shock_series([1], 4, half_life_days=1.0).tolist()
    [0.0, 1.0, 0.5, 0.25]
    """
    length = int(finite_above_zero("number of days", n_days, _WHERE))
    found = np.zeros(length)
    for day in days:
        if isinstance(day, bool) or not isinstance(day, int | np.integer) or day >= length:
            raise refuse("the day of a shock", _WHERE, repr(day), f"a whole number below {length}")
        if half_life_days is None:
            if day >= 0:
                found[day] += 1.0
            continue
        rate = math.log(2.0) / finite_above_zero("half-life", half_life_days, _WHERE)
        begin = max(0, int(day))
        found[begin:] += np.exp(-rate * (np.arange(begin, length) - day))
    return found


def recent_mean(counts: npt.ArrayLike, window_days: int = 7) -> Floats:
    """Return for each day the mean of a series over the days before, the day itself left out.

    So a third party enters by what it did, not by what it did on the same day.

    Examples
    --------
    >>> recent_mean([2, 0, 4, 0], 2).tolist()
    [0.0, 1.0, 1.0, 2.0]
    """
    values = np.asarray(counts, dtype=np.float64)
    width = int(finite_above_zero("window", window_days, _WHERE))
    total = np.concatenate([[0.0], np.cumsum(values)])
    here = np.arange(len(values))
    return np.asarray((total[here] - total[np.maximum(0, here - width)]) / width)
