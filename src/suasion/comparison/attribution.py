"""Which parameters part two accounts: exact Shapley shares of the difference of a result.

Model
    With groups g of parameters, v(S) is the result with the groups in S at the values of the
    second account and the others at those of the first. The share of a group is its Shapley
    value in v; shares add up to v(all) - v(none). What two groups do together beyond what each
    does is split evenly between them; it is reported beside them, as is how far the shares
    depend on the order: the lowest and highest marginal contribution of a group over all S.

Assumptions
    A1 the groups are those named; others would share otherwise. A2 the same random numbers are
    behind all v(S), so that differences are not blurred by noise.

Sources
    Shapley (1953), equation 12: the value as a mean of what a player adds over all orders.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.errors import ComputationError, InputError

Floats = NDArray[np.float64]
MOST_GROUPS = 12
"""More groups than this are 8,192 results and more: they are named in coarser groups."""
TOL_SUM = 1e-9


@frozen(kw_only=True, eq=False)
class Shares:
    """What each group adds to the difference, draw by draw."""

    groups: tuple[str, ...]
    shares: Floats
    """[groups, ...]: in the unit of the result."""
    lowest: Floats
    """[groups, ...]: smallest marginal contribution over the sets of other groups."""
    highest: Floats
    total: Floats
    """[...]: v(all) - v(none)."""


def subset_members(mask: int, groups: Sequence[str]) -> tuple[str, ...]:
    """Return the groups of a set, bit k for the k-th.

    Examples
    --------
    >>> subset_members(5, ["a", "b", "c"])
    ('a', 'c')
    """
    return tuple(name for at, name in enumerate(groups) if mask >> at & 1)


def share_difference(groups: Sequence[str], values: Floats) -> Shares:
    """Return the Shapley share of each group in the difference between two ends.

    Parameters
    ----------
    groups : sequence of str
        At most 12.
    values : array, shape (2**groups, ...)
        v(S) by set, bit k for the k-th group; further axes (draws, results) are kept.

    Raises
    ------
    InputError
        More than 12 groups, or values that do not fit them (C1).
    ComputationError
        The shares do not add up to the difference: the values are not finite (C7).

    Examples
    --------
    Additive groups share what each adds; two that work only together share evenly.

    >>> share_difference(["a", "b"], np.array([0.0, 1.0, 2.0, 3.0])).shares.tolist()
    [1.0, 2.0]
    >>> share_difference(["a", "b"], np.array([0.0, 0.0, 0.0, 4.0])).shares.tolist()
    [2.0, 2.0]
    """
    count = len(groups)
    _require_fit(groups, values)
    masks = np.arange(2**count)
    sizes = np.array([bin(mask).count("1") for mask in masks.tolist()])
    weights = _weights(count)
    shares, lowest, highest = [], [], []
    for at in range(count):
        without = masks[(masks >> at & 1) == 0]
        added = values[without | 1 << at] - values[without]
        weight = weights[sizes[without]].reshape(-1, *(1,) * (values.ndim - 1))
        shares.append((weight * added).sum(axis=0))
        lowest.append(added.min(axis=0))
        highest.append(added.max(axis=0))
    total = values[-1] - values[0]
    found = Shares(
        groups=tuple(groups),
        shares=np.array(shares).reshape(count, *values.shape[1:]),
        lowest=np.array(lowest).reshape(count, *values.shape[1:]),
        highest=np.array(highest).reshape(count, *values.shape[1:]),
        total=np.asarray(total),
    )
    _require_sum(found, float(np.max(np.abs(values), initial=0.0)))
    return found


def _weights(count: int) -> Floats:
    """Return |S|! (n - |S| - 1)! / n! by the size of the set."""
    return np.array(
        [
            math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for size in range(count)
        ]
    )


def _require_fit(groups: Sequence[str], values: Floats) -> None:
    if not 1 <= len(groups) <= MOST_GROUPS or len(set(groups)) != len(groups):
        raise InputError(
            "the groups cannot be shared among",
            where="suasion.comparison.share_difference",
            got=f"{len(groups)} groups",
            expected=f"1 to {MOST_GROUPS} groups, each named once",
            fix="put parameters together into coarser groups",
        )
    if values.shape[:1] != (2 ** len(groups),):
        raise InputError(
            "the values do not fit the groups",
            where="suasion.comparison.share_difference",
            got=f"shape {values.shape}",
            expected=f"first axis {2 ** len(groups)}: a value for each set of groups",
            fix="give one value for each set",
        )


def _require_sum(found: Shares, scale: float) -> None:
    gap = found.shares.sum(axis=0) - found.total
    worst = float(np.max(np.abs(gap), initial=0.0))
    if not worst <= TOL_SUM * max(scale, 1.0):
        raise ComputationError(
            "the shares of a difference do not add up to it",
            where="suasion.comparison.share_difference",
            got=f"{worst:.3g} apart",
            expected=f"at most {TOL_SUM:g} of the largest value",
            fix="look for results that are not finite",
            rule="C7",
        )
