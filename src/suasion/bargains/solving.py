"""Frontier and solutions of a bargain from the gains of its outcomes.

The disagreement point is an argument: what each actor has without a deal. Its default is
nobody's business here, least of all zero.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from suasion.bargains.lotteries import solve_lotteries
from suasion.bargains.outcomes import solve_outcomes
from suasion.bargains.pareto import Floats, pareto_frontier
from suasion.bargains.points import BargainSolutions
from suasion.errors import InputError

LARGEST = 1e100
"""Gains beyond this would overflow where they are multiplied."""
_WHERE = "suasion.bargains.solve_bargain"


def solve_bargain(
    gains: npt.ArrayLike,
    disagreement: npt.ArrayLike,
    lotteries: bool = False,
    weights: npt.ArrayLike | None = None,
) -> BargainSolutions:
    """Return the Pareto frontier and four solutions of a bargain over given outcomes.

    Use it to see which deals deserve a look and what each notion of a fair or likely deal
    picks. A solution is a benchmark under its axioms, no forecast. Egalitarian and utilitarian
    compare gains between actors: use them only where gains share one unit.

    Model
        With s = gains - disagreement, over outcomes with s >= 0 for all (others are refused):
        nash: largest product of s_i ** weights_i;
        kalai_smorodinsky: largest smallest ratio s_i / (largest s_i that the others accept);
        egalitarian: largest smallest s_i; utilitarian: largest sum of s_i.
        The smallest is compared first, then the second smallest and so on (leximin). With
        lotteries, the same over all expected gains of lotteries on outcomes.

    Assumptions
        A1 refusal is exact: a loss of any size is refused. A2 actors who can gain nothing are
        left out of product and ratios. A3 objectives that differ by less than 1e-12 of the best
        are tied; of tied outcomes, none dominated, the first row is taken and `ties` has all.
        A4 with lotteries, gains are expected gains: actors are neutral to risk in this unit.

    Parameters
    ----------
    gains : array, shape (n_outcomes, n_actors)
        Finite, at most 1e100 in size, at least two actors; any unit.
    disagreement : array, shape (n_actors,)
        What each has without a deal, in the unit of the gains.
    lotteries : bool
        Whether lotteries over outcomes can be agreed on; for two actors only.
    weights : array, shape (n_actors,), optional
        Bargaining power in `nash`, above 0; only proportions matter. By default equal.

    Returns
    -------
    BargainSolutions
        `pareto`: rows not dominated by any other, refused ones too, by the first actor's gain;
        equal rows all stay. With lotteries the corners of their frontier, one row for each.
        `nash`, `kalai_smorodinsky`, `egalitarian`, `utilitarian`: a `Point` each, or None where
        somebody refuses everything.

    Raises
    ------
    InputError
        Empty or wrong shapes, NaN or infinity, weights not above 0, lotteries with more than
        two actors (C1).

    References
    ----------
    [Nash1950], [KalaiSmorodinsky1975], [Kalai1977].

    Examples
    --------
    >>> gains = [[12, 5], [14, 4], [6, 7], [-2, 9]]
    >>> solved = solve_bargain(gains, [0, 0])
    >>> solved.pareto.tolist(), solved.nash.index, list(solved.nash)
    ([3, 2, 0, 1], 0, [12.0, 5.0])
    >>> mixed = solve_bargain(gains, [0, 0], lotteries=True).egalitarian
    >>> mixed.lottery, list(mixed)
    (((2, 0.875), (0, 0.125)), [6.75, 6.75])
    """
    matrix = _matrix(gains)
    n_actors = matrix.shape[1]
    origin = _row("disagreement", disagreement, n_actors)
    power = np.ones(n_actors) if weights is None else _row("weights", weights, n_actors)
    if not (power > 0.0).all():
        raise _wrong("weights must be above 0", f"{power.min():g}", "numbers above 0")
    if lotteries and n_actors > 2:
        raise _wrong(
            "lotteries are solved exactly for two actors only",
            f"{n_actors} actors",
            "two actors",
            fix="solve without lotteries, or for two actors at a time",
        )
    solve = solve_lotteries if lotteries else solve_outcomes
    return solve(
        matrix, origin, power / power.max() / (power / power.max()).sum(), pareto_frontier(matrix)
    )


def _matrix(gains: npt.ArrayLike) -> Floats:
    matrix = _numbers("gains", gains)
    if matrix.ndim != 2 or matrix.shape[0] == 0 or matrix.shape[1] < 2:
        raise _wrong(
            "gains are not a table of outcomes by actors",
            f"shape {matrix.shape}",
            "one row or more, two columns or more",
        )
    extremes = [fold(column) for column in matrix.T for fold in (np.min, np.max)]
    if not (np.abs(extremes) <= LARGEST).all():
        row, actor = np.argwhere(~(np.abs(matrix) <= LARGEST))[0]
        raise _wrong(
            "a gain is not a finite number of usable size",
            f"{matrix[row, actor]:g} in row {row}, actor {actor}",
            f"finite numbers of at most {LARGEST:g} in size",
        )
    return matrix


def _row(name: str, values: npt.ArrayLike, n_actors: int) -> Floats:
    row = _numbers(name, values)
    if row.shape != (n_actors,):
        raise _wrong(f"{name}: not one number for each actor", f"shape {row.shape}", f"{n_actors}")
    if not (np.abs(row) <= LARGEST).all():
        bad = row[~(np.abs(row) <= LARGEST)][0]
        raise _wrong(f"{name}: not a finite number", f"{bad:g}", f"at most {LARGEST:g} in size")
    return row


def _numbers(name: str, values: npt.ArrayLike) -> Floats:
    try:
        found = np.asarray(values)
        if found.dtype.kind in "biuf":
            return np.asarray(found, dtype=np.float64)
    except ValueError as error:
        raise _wrong(f"{name}: rows of different lengths", str(error), "a table") from error
    raise _wrong(f"{name}: not numbers", f"values of type {found.dtype}", "numbers")


def _wrong(problem: str, got: str, expected: str, fix: str = "") -> InputError:
    return InputError(
        problem, where=_WHERE, got=got, expected=expected, fix=fix or "correct the argument"
    )
