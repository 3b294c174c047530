"""Times of events, one array per dimension, and the numbers of a model: checked on the way in.

Times are in days from the beginning of the window; the window ends at the horizon. What is
wrong is refused with the dimension and the value (C1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.errors import InputError
from suasion.events.hawkes.recursion import merge_sorted

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MANY = 6
"""Dimensions from which on sorting is faster than merging."""
Marked = npt.NDArray[np.bool_]


@frozen(kw_only=True, eq=False)
class Events:
    """All events in the order of their times."""

    times: Floats
    """Days from the beginning of the window, shape (events,), rising."""
    dimension: Ints
    """Dimension of each event, shape (events,)."""
    horizon: float
    """Length of the window, days."""
    n_dimensions: int


def check_times(times: Sequence[npt.ArrayLike], horizon: float, where: str) -> list[Floats]:
    """Return the times as float arrays: sorted, finite, within [0, horizon].

    Raises
    ------
    InputError
        No dimension, an array that is not flat, times that are no numbers, not finite, not
        sorted, below 0 or after the horizon; a horizon that is not finite and above 0.
    """
    finite_above_zero("horizon", horizon, where)
    if isinstance(times, str | bytes) or len(times) == 0:
        raise refuse("the times hold no dimension", where, str(times)[:60], "one array of each")
    return [_check_one(index, one, float(horizon), where) for index, one in enumerate(times)]


def _check_one(index: int, one: npt.ArrayLike, horizon: float, where: str) -> Floats:
    place = f"{where}, dimension {index}"
    try:
        found = np.asarray(one, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise refuse("the times are no numbers", place, str(one)[:60], "numbers") from problem
    if found.ndim != 1:
        raise refuse("the times are not a flat array", place, f"shape {found.shape}", "one axis")
    if not np.isfinite(found).all():
        at = int(np.flatnonzero(~np.isfinite(found))[0])
        raise refuse("a time is not finite", f"{place}, event {at}", str(found[at]), "a number")
    if (np.diff(found) < 0.0).any():
        at = int(np.flatnonzero(np.diff(found) < 0.0)[0]) + 1
        got = f"{found[at]} after {found[at - 1]}"
        raise refuse("the times are not sorted", f"{place}, event {at}", got, "rising times")
    if found.size and (found[0] < 0.0 or found[-1] > horizon):
        got = found[0] if found[0] < 0.0 else found[-1]
        raise refuse("a time lies outside the window", place, str(got), f"from 0 to {horizon}")
    return np.ascontiguousarray(found)


def merge_times(times: Sequence[Floats], horizon: float) -> Events:
    """Return the events of all dimensions in one order; ties in the order of the dimensions."""
    sizes = [len(one) for one in times]
    flat = np.concatenate(times)
    if len(times) <= MANY:
        merged, owner = np.empty(len(flat)), np.empty(len(flat), dtype=np.int64)
        merge_sorted(flat, np.cumsum(sizes), merged, owner)
    else:
        order = np.argsort(flat, kind="stable")
        merged = flat[order]
        owner = np.repeat(np.arange(len(times), dtype=np.int64), sizes)[order]
    return Events(times=merged, dimension=owner, horizon=float(horizon), n_dimensions=len(times))


def check_array(
    name: str, value: npt.ArrayLike, shape: tuple[int, ...], where: str, above: bool = False
) -> Floats:
    """Return an array of a shape with finite numbers from zero on (or above zero)."""
    try:
        found = np.ascontiguousarray(np.asarray(value, dtype=np.float64))
    except (TypeError, ValueError) as problem:
        raise refuse(f"the {name} is no array of numbers", where, str(value)[:60], "numbers") from (
            problem
        )
    if found.shape != shape:
        raise refuse(f"the {name} has the wrong shape", where, str(found.shape), str(shape))
    bad = ~np.isfinite(found) | (found < 0.0) | (above & (found == 0.0))
    if bad.any():
        at = tuple(int(i) for i in np.argwhere(bad)[0])
        expected = "finite, above 0" if above else "finite, 0 or more"
        raise refuse(f"the {name} is out of range", f"{where}, {at}", str(found[at]), expected)
    return found


def finite_above_zero(name: str, value: float, where: str) -> float:
    """Return a finite number above zero, or raise InputError."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise refuse(f"the {name} is no finite number", where, repr(value), "a number above 0")
    if value <= 0.0:
        raise refuse(f"the {name} is not above 0", where, repr(value), "a number above 0")
    return float(value)


def refuse(problem: str, where: str, got: str, expected: str, fix: str = "") -> InputError:
    """Return the error for an argument that cannot be used."""
    remedy = fix or f"give {expected}"
    return InputError(problem, where=where, got=got, expected=expected, fix=remedy)
