"""What was observed: times with fractions, or counts by day, with marks and covariates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from suasion.events.hawkes.times import (
    Events,
    Floats,
    Ints,
    check_array,
    check_times,
    finite_above_zero,
    merge_times,
    refuse,
)

_WHERE = "suasion.events.observe"


@frozen(kw_only=True, eq=False)
class Observed:
    """Events of several dimensions over one window."""

    names: tuple[str, ...]
    """What each dimension is called."""
    by_day: bool
    """True: only the day of an event is known. False: times with fractions."""
    horizon: float
    """Length of the window, days; a whole number where by day."""
    counts: Ints
    """Events by day and dimension, shape (days, d)."""
    weights: Floats
    """Sums of marks by day and dimension, shape (days, d); counts where there are no marks."""
    events: Events
    """The single events in the order of their times."""
    marks: Floats
    """By how much each event in that order counts as a sender, mean 1 over each dimension."""
    covariate_names: tuple[str, ...]
    covariates: Floats
    """Value of each covariate on each day, shape (days, covariates), 0 or more."""

    @property
    def totals(self) -> Ints:
        """Return the number of events of each dimension."""
        return np.bincount(self.events.dimension, minlength=len(self.names)).astype(np.int64)

    @property
    def n_days(self) -> int:
        """Return the number of days that the window touches."""
        return len(self.covariates)


def observe(
    times: Sequence[npt.ArrayLike],
    horizon: float,
    *,
    names: Sequence[str] | None = None,
    by_day: bool | None = None,
    marks: Sequence[npt.ArrayLike] | None = None,
    covariates: Mapping[str, npt.ArrayLike] | None = None,
) -> Observed:
    """Return a record of what was observed, checked, ready to fit.

    Parameters
    ----------
    times : sequence of arrays
        One array per dimension, in days from the beginning of the window, rising. By day, an
        event of the first day has a time from 0 to below 1.
    horizon : float
        Length of the window, days, above 0; by day it is rounded up to whole days.
    names : sequence of texts, optional
        What the dimensions are called; by default "0", "1", ...
    by_day : bool, optional
        Whether only the day is known. By default: yes if all times are whole numbers.
    marks : sequence of arrays, optional
        By how much each event counts as a sender (0 or more); scaled to mean 1 over each
        dimension, so that an excitation is the answer to a mean event.
    covariates : mapping of arrays, optional
        What else raises the rates: a value from 0 on for each day of the window.

    Returns
    -------
    Observed
        Counts by day and single events.

    Raises
    ------
    InputError
        Times as in `log_likelihood`; names, marks or covariates that do not fit; a covariate
        that is zero throughout (C1).

    Examples
    --------
    >>> seen = observe([[0, 0, 3], [1]], 5, names=("A>B", "B>A"))
    >>> seen.by_day, seen.counts[:, 0].tolist(), seen.totals.tolist()
    (True, [2, 0, 0, 1, 0], [3, 1])
    """
    checked = check_times(times, horizon, _WHERE)
    daily = all(bool((one == np.floor(one)).all()) for one in checked) if by_day is None else by_day
    days = int(np.ceil(finite_above_zero("horizon", horizon, _WHERE)))
    if daily and any(one.size and one[-1] >= days for one in checked):
        got = str(max(one[-1] for one in checked if one.size))
        raise refuse("a day lies after the window", _WHERE, got, f"days below {days}")
    events = merge_times(checked, float(days) if daily else horizon)
    weights = _check_marks(marks, checked)
    labels, values = _check_covariates(covariates, days)
    return Observed(
        names=_check_names(names, len(checked)),
        by_day=daily,
        horizon=events.horizon,
        counts=_by_day(events, np.ones(len(events.times)), days).astype(np.int64),
        weights=_by_day(events, weights, days),
        events=events,
        marks=weights,
        covariate_names=labels,
        covariates=values,
    )


def first_part(observed: Observed, n_events: int) -> Observed:
    """Return the beginning of a record, up to the day on which it has so many events."""
    times = observed.events.times
    if n_events >= len(times):
        return observed
    days = int(times[n_events]) + 1
    end = int(np.searchsorted(times, days))
    horizon = min(float(days), observed.horizon)
    return evolve(
        observed,
        horizon=horizon,
        counts=observed.counts[:days],
        weights=observed.weights[:days],
        events=evolve(
            observed.events,
            times=times[:end],
            dimension=observed.events.dimension[:end],
            horizon=horizon,
        ),
        marks=observed.marks[:end],
        covariates=observed.covariates[:days],
    )


def _by_day(events: Events, weights: Floats, days: int) -> Floats:
    cell = np.minimum(events.times.astype(np.int64), days - 1) * events.n_dimensions
    flat = np.bincount(cell + events.dimension, weights, minlength=days * events.n_dimensions)
    return np.asarray(flat.reshape(days, events.n_dimensions), dtype=np.float64)


def _check_names(names: Sequence[str] | None, d: int) -> tuple[str, ...]:
    found = tuple(str(i) for i in range(d)) if names is None else tuple(map(str, names))
    if len(found) != d or len(set(found)) != d:
        raise refuse("the names do not fit", _WHERE, repr(found), f"{d} different names")
    return found


def _check_marks(marks: Sequence[npt.ArrayLike] | None, times: list[Floats]) -> Floats:
    """Return the marks in the order of the merged times, mean 1 over each dimension."""
    if marks is None:
        return np.ones(sum(map(len, times)))
    if len(marks) != len(times):
        raise refuse("the marks do not fit", _WHERE, f"{len(marks)} arrays", f"{len(times)} arrays")
    scaled = []
    for index, (one, when) in enumerate(zip(marks, times, strict=True)):
        place = f"{_WHERE}, dimension {index}"
        found = check_array("marks", one, (len(when),), place)
        if len(found) and found.sum() == 0.0:
            raise refuse("all marks are zero", place, "0", "a mark above 0")
        scaled.append(found / found.mean() if len(found) else found)
    order = np.argsort(np.concatenate(times), kind="stable")
    return np.asarray(np.concatenate(scaled)[order], dtype=np.float64)


def _check_covariates(
    given: Mapping[str, npt.ArrayLike] | None, days: int
) -> tuple[tuple[str, ...], Floats]:
    if not given:
        return (), np.zeros((days, 0))
    columns = []
    for name, values in given.items():
        found = check_array(f"covariate '{name}'", values, (days,), _WHERE)
        if found.sum() == 0.0:
            raise refuse(f"covariate '{name}' is zero throughout", _WHERE, "0", "a day above 0")
        columns.append(found)
    return tuple(map(str, given)), np.ascontiguousarray(np.column_stack(columns))
