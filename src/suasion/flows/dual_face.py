"""How far payoffs could differ at the same optimum: ranges over the optimal dual face.

Prices are often not unique (a capacity that equals the flow observed makes them so). With
x an optimal point, the optimal duals are all y that are feasible and complementary to x:

    A_j'y = c_j    where 0 < x_j < u_j,
    A_j'y <= c_j   where x_j = 0 < u_j,
    A_j'y >= c_j   where x_j = u_j > 0,
    y_i = 0        where row i is not at its bound; y <= 0 on capacities, >= 0 on
                   obligations.

A payoff is linear in y there (`suasion.flows.payoff_functional`), so its range is two
linear programs. The range of a *difference* between two solutions is taken jointly, never
as the difference of two ranges: of all pairs (y, y') of optimal duals only those count
whose prices differ least,

    minimise sum of w_i |y'_i - y_i|,   w_i the mean amount that passes row i,

since a withholding has no business changing prices that it does not need to change.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.flows.highs_model import Bounds, Model, extreme, load_model
from suasion.flows.layout import Floats, Matrix
from suasion.flows.payoff_functional import Functional, at_upper, payoff_functional, tolerance
from suasion.flows.program import Program
from suasion.flows.solution import Solution

TOL_CHANGE = 1e-9
"""Change of prices, relative to all money that passes, that counts as none."""
SLACK = 1e-9
"""Relative slack on the least change of prices when payoffs are ranged over it."""
LEAST_WEIGHT = 1e-3
"""Weight of a row that nothing passes, relative to the mean weight."""

Range = tuple[float, float]


@frozen(kw_only=True, eq=False)
class Face:
    """The optimal duals: lower <= y <= upper and row_lower <= A'y <= row_upper."""

    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats


def payoff_intervals(
    program: Program, solution: Solution, actors: Iterable[str]
) -> dict[str, Range]:
    """Return the least and the greatest payoff of each actor over the optimal duals.

    Use it beside the payoffs of a solution, which are one choice of duals; not for
    differences between solutions (`payoff_difference_interval`).

    Parameters
    ----------
    program : Program
        The program of the solution.
    solution : Solution
        A certified solution.
    actors : iterable of str
        The actors whose payoffs are ranged, each by itself; who owns nothing in the
        market earns 0.

    Returns
    -------
    dict
        For each actor (low, high), MUSD/yr; infinite where nothing bounds it. Amounts,
        and with them tariffs and shortfall payments, are those of the solution.

    Raises
    ------
    ComputationError
        HiGHS ends without an answer.
    """
    functionals = {actor: payoff_functional(solution, (actor,)) for actor in actors}
    face = optimal_face(solution)
    scale = value_scale(solution)
    model = _load_face(program.matrix, face, scale)
    return {
        actor: _range(model, functional.gradient, functional.constant, scale)
        for actor, functional in functionals.items()
    }


def payoff_difference_interval(
    program: Program, base: Solution, changed: Solution, actors: str | Iterable[str]
) -> Range:
    """Return the range of payoff(changed) - payoff(base), prices changing no more than needed.

    Parameters
    ----------
    program : Program
        The program of both solutions.
    base, changed : Solution
        Certified solutions for two sets of numbers.
    actors : str or iterable of str
        One actor, or several whose joint payoff is meant (a bloc).

    Returns
    -------
    tuple
        (low, high), MUSD/yr; (0, 0) exactly where nothing has changed. The difference of
        the two reported payoffs may lie outside: it is that of one choice of duals in each
        solution (`suasion.flows.tie_breaking`), which may differ more than they need to.

    Raises
    ------
    ComputationError
        HiGHS ends without an answer.
    """
    names = (actors,) if isinstance(actors, str) else tuple(actors)
    before, after = payoff_functional(base, names), payoff_functional(changed, names)
    faces = (optimal_face(base), optimal_face(changed))
    weights = find_weights(program, base, changed)
    scale = value_scale(base)
    pair = load_pair(program.matrix, faces, weights, scale)
    least = extreme(pair, _pair_cost(weights, None, None), _refuse)
    money = float(weights.sum())
    if least <= TOL_CHANGE * money:
        return _range_at_equal_prices(program, faces, before, after, scale)
    n_rows, n_columns = program.matrix.n_rows, program.matrix.n_columns
    pair.changeRowBounds(2 * n_columns + 2 * n_rows, -np.inf, least + SLACK * money)
    gradient = _pair_cost(np.zeros(n_rows), before.gradient, after.gradient)
    return _range(pair, gradient, after.constant - before.constant, scale)


def optimal_face(solution: Solution) -> Face:
    """Return the constraints on the duals of the rows that optimality imposes."""
    program, figures, x = solution.program, solution.numbers, solution.point.x
    tol = tolerance(solution)
    at_zero, full = x <= tol, at_upper(solution)
    fixed = figures.upper <= tol
    activity = program.matrix.times(x)
    lower = np.where(np.isfinite(figures.row_upper), -np.inf, 0.0)
    upper = np.where(np.isfinite(figures.row_lower), np.inf, 0.0)
    slack = (activity > figures.row_lower + tol) & (activity < figures.row_upper - tol)
    return Face(
        lower=np.where(slack, 0.0, lower),
        upper=np.where(slack, 0.0, upper),
        row_lower=np.where(fixed | (at_zero & ~full), -np.inf, figures.cost),
        row_upper=np.where(fixed | full, np.inf, figures.cost),
    )


def _load_face(matrix: Matrix, face: Face, scale: float) -> Model:
    bounds = Bounds(
        cost=np.zeros(matrix.n_rows),
        upper=face.upper,
        row_lower=face.row_lower / scale,
        row_upper=face.row_upper / scale,
    )
    return load_model(matrix, bounds, lower=face.lower, transposed=True)


def _range_at_equal_prices(
    program: Program, faces: tuple[Face, Face], before: Functional, after: Functional, scale: float
) -> Range:
    gradient = after.gradient - before.gradient
    constant = after.constant - before.constant
    if not gradient.any():
        return constant, constant
    first, second = faces
    face = Face(
        lower=np.maximum(first.lower, second.lower),
        upper=np.minimum(first.upper, second.upper),
        row_lower=np.maximum(first.row_lower, second.row_lower),
        row_upper=np.minimum(first.row_upper, second.row_upper),
    )
    return _range(_load_face(program.matrix, face, scale), gradient, constant, scale)


def load_pair(matrix: Matrix, faces: tuple[Face, Face], weights: Floats, scale: float) -> Model:
    """Load y, y' and t >= |y' - y|, with a last row for the weighted sum of t."""
    first, second = faces
    n_rows = matrix.n_rows
    unbounded, none = np.full(n_rows, np.inf), np.zeros(n_rows)
    bounds = Bounds(
        cost=np.zeros(3 * n_rows),
        upper=np.concatenate([first.upper, second.upper, unbounded]),
        row_lower=np.concatenate(
            [first.row_lower / scale, second.row_lower / scale, none, none, [-np.inf]]
        ),
        row_upper=np.concatenate(
            [first.row_upper / scale, second.row_upper / scale, unbounded, unbounded, [np.inf]]
        ),
    )
    lower = np.concatenate([first.lower, second.lower, none])
    return load_model(_pair_matrix(matrix, weights), bounds, lower=lower, transposed=True)


def _pair_matrix(matrix: Matrix, weights: Floats) -> Matrix:
    """Return the transposed matrix of a pair: its columns are the rows of the pair."""
    n_rows, n_columns, n_entries = matrix.n_rows, matrix.n_columns, matrix.values.size
    at = np.arange(n_rows)
    triples = np.concatenate([at, at + n_rows, at + 2 * n_rows]).reshape(3, n_rows).T.reshape(-1)
    signs = np.tile([1.0, -1.0, 1.0], n_rows)
    values = np.concatenate(
        [matrix.values, matrix.values, signs, np.tile([-1.0, 1.0, 1.0], n_rows), weights]
    )
    rows = np.concatenate([matrix.rows, matrix.rows + n_rows, triples, triples, at + 2 * n_rows])
    sizes = np.concatenate([np.diff(matrix.starts)] * 2 + [np.full(2 * n_rows, 3), [n_rows]])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    n_pairs = 2 * n_columns + 2 * n_rows + 1
    if starts[-1] != 2 * n_entries + 7 * n_rows:
        raise ComputationError("the matrix of a pair of dual faces does not add up")
    return Matrix(
        starts=starts.astype(np.int32),
        rows=rows.astype(np.int32),
        values=values,
        columns=np.repeat(np.arange(n_pairs), sizes).astype(np.int32),
        n_rows=3 * n_rows,
        n_columns=n_pairs,
    )


def _pair_cost(weights: Floats, before: Floats | None, after: Floats | None) -> Floats:
    none = np.zeros_like(weights)
    first = none if before is None else -before
    return np.concatenate([first, none if after is None else after, weights])


def find_weights(program: Program, base: Solution, changed: Solution) -> Floats:
    """Return the mean amount that passes each row, and a little for those nothing passes."""
    matrix = program.matrix
    mean = 0.5 * (base.point.x + changed.point.x)
    passing = np.bincount(
        matrix.rows, weights=np.abs(matrix.values) * mean[matrix.columns], minlength=matrix.n_rows
    )
    return np.asarray(passing + LEAST_WEIGHT * (float(passing.mean()) or 1.0))


def value_scale(solution: Solution) -> float:
    """Return the largest unit value, by which duals are scaled."""
    return float(np.abs(solution.numbers.cost).max(initial=0.0)) or 1.0


def _range(model: Model, gradient: Floats, constant: float, scale: float) -> Range:
    low = extreme(model, gradient, _refuse)
    high = -extreme(model, -gradient, _refuse)
    return scale * low + constant, scale * high + constant


def _refuse(status: str) -> ComputationError:
    return ComputationError(
        "the range of a payoff over the optimal prices was not found",
        where="suasion.flows.dual_face",
        got=status,
        expected="an optimal or unbounded program",
        avoided="a single value would have hidden that prices are not unique",
        fix="report the market that caused this; it is an error of the program",
        rule="C7",
    )
