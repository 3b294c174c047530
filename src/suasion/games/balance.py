"""Balanced collections: weights with which the players' memberships add up to what is settled.

Coalitions are rows of 0 and 1 seen across a *rest*: orthonormal directions in which nothing
is settled yet. A collection is balanced if weights above 0 make its rows cancel there.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.flows.highs_model import Bounds, is_optimal, load_model
from suasion.flows.layout import Floats, Marks, Matrix

TOL_SPAN = 1e-8
"""Length across the rest that counts as none; rows are of 0 and 1."""
TOL_BALANCE = 1e-8
"""What may be left of the weighted rows, relative to the sum of the weights."""
LEAST_WEIGHT = 1e-6
"""Least weight that counts as above 0, where the mean is about 1."""


@frozen(kw_only=True, eq=False)
class Balance:
    """Weights that balance a collection, and which optional rows can take part."""

    weights: Floats
    """By row of the collection, above 0."""
    taking_part: Marks
    """By optional row: whether some balancing weights give it more than 0."""


def find_balance(rows: Floats, optional: Floats) -> Balance | None:
    """Return weights above 0 for all rows, from 0 on for optional ones, that cancel; or None.

    Weights nearest to 1 are tried first, which takes no solver; where one of them is not
    above 0, a linear program decides and lets as many optional rows take part as can.
    """
    every = np.concatenate([rows, optional])
    near = _nearest_to_one(every)
    if near.min() > LEAST_WEIGHT and _cancels(every, near):
        count = len(rows)
        return Balance(weights=near[:count], taking_part=np.ones(len(optional), dtype=bool))
    return _solve(rows, optional)


def next_rest(rest: Floats, rows: Floats) -> Floats:
    """Return the directions of a rest in which rows (given across it) settle nothing either."""
    lengths, turns = np.linalg.eigh(rows.T @ rows)
    return np.asarray(rest @ turns[:, lengths <= TOL_SPAN])


def _nearest_to_one(rows: Floats) -> Floats:
    """Return the weights nearest to 1 with which the rows cancel."""
    inverse = np.linalg.pinv(rows.T @ rows, rcond=1e-10, hermitian=True)
    return np.asarray(1.0 - rows @ (inverse @ rows.sum(axis=0)))


def _cancels(rows: Floats, weights: Floats) -> bool:
    return bool(np.abs(weights @ rows).max(initial=0.0) <= TOL_BALANCE * weights.sum())


def _solve(rows: Floats, optional: Floats) -> Balance | None:
    """Decide by a linear program; an optional weight is split at 1 and paid up to there."""
    count, few = len(rows), len(optional)
    every = np.concatenate([rows, optional, optional])
    ends = np.concatenate([np.full(count, np.inf), np.ones(few), np.full(few, np.inf)])
    lower = np.concatenate([np.ones(count), np.zeros(2 * few)])
    cost = np.concatenate([np.zeros(count), -np.ones(few), np.zeros(few)])
    level = np.zeros(rows.shape[1])
    bounds = Bounds(cost=cost, upper=ends, row_lower=level, row_upper=level)
    model = load_model(_as_matrix(every), bounds, lower)
    model.run()
    if not is_optimal(model):
        return None
    weights = np.maximum(np.array(model.getSolution().col_value), lower)
    if not _cancels(every, weights):
        return None
    return Balance(weights=weights[:count], taking_part=weights[count : count + few] > 0.5)


def _as_matrix(columns: Floats) -> Matrix:
    """Return rows as the columns of a program."""
    n_columns, n_rows = columns.shape
    return Matrix(
        starts=np.arange(n_columns + 1, dtype=np.int32) * n_rows,
        rows=np.tile(np.arange(n_rows, dtype=np.int32), n_columns),
        values=columns.reshape(-1),
        columns=np.repeat(np.arange(n_columns, dtype=np.int32), n_rows),
        n_rows=n_rows,
        n_columns=n_columns,
    )
