"""The edge to HiGHS: its options, a model loaded from arrays, its status, its basis.

Everything that this package asks of `highspy` is here, whose type hints do not cover all
that it can do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import highspy
import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.flows.layout import Floats, Matrix

Model = Any
"""A HiGHS instance that holds a linear program."""

TOL_SOLVER = 1e-10
"""Feasibility tolerance on scaled figures: the least that HiGHS allows."""

OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",
    "solver": "simplex",
    "simplex_scale_strategy": 0,
    "primal_feasibility_tolerance": TOL_SOLVER,
    "dual_feasibility_tolerance": TOL_SOLVER,
}


_AT_OPTIMUM = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


@frozen(kw_only=True, eq=False)
class Bounds:
    """Costs (minimised) and bounds of a linear program; columns start at 0."""

    cost: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats


@frozen(eq=False)
class Basis:
    """A basis as HiGHS hands it out, to start a solve from; can be pickled."""

    held: Any

    def __reduce__(self) -> tuple[Callable[[bytes, bytes], Basis], tuple[bytes, bytes]]:
        """Pickle the status of each column and row."""
        columns = bytes(int(status) for status in self.held.col_status)
        rows = bytes(int(status) for status in self.held.row_status)
        return restore_basis, (columns, rows)


def restore_basis(columns: bytes, rows: bytes) -> Basis:
    """Return the basis with the given status of each column and row."""
    held = highspy.HighsBasis()
    held.col_status = [highspy.HighsBasisStatus(status) for status in columns]
    held.row_status = [highspy.HighsBasisStatus(status) for status in rows]
    held.valid = True
    held.alien = False
    return Basis(held)


def load_model(
    matrix: Matrix, bounds: Bounds, lower: Floats | None = None, *, transposed: bool = False
) -> Model:
    """Return a HiGHS instance that holds a linear program, with the options above.

    With `transposed`, the columns of the matrix are the rows of the program.
    """
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.n_columns, matrix.n_rows
    if transposed:
        lp.num_col_, lp.num_row_ = matrix.n_rows, matrix.n_columns
    lp.col_cost_, lp.col_upper_ = bounds.cost, bounds.upper
    lp.col_lower_ = np.zeros(bounds.cost.size) if lower is None else lower
    lp.row_lower_, lp.row_upper_ = bounds.row_lower, bounds.row_upper
    form = highspy.MatrixFormat
    lp.a_matrix_.format_ = form.kRowwise if transposed else form.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.starts, matrix.rows
    lp.a_matrix_.value_ = matrix.values
    model: Model = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        model.setOptionValue(name, value)
    model.passModel(lp)
    return model


def is_optimal(model: Model) -> bool:
    """Return whether the last run ended at an optimum; a market without columns is at one."""
    return model.getModelStatus() in _AT_OPTIMUM


def extreme(model: Model, cost: Floats, refuse: Callable[[str], ComputationError]) -> float:
    """Return the least value of cost'x over a loaded program; -inf where it is unbounded."""
    at = np.arange(cost.size, dtype=np.int32)
    model.changeColsCost(at.size, at, cost)
    model.run()
    if not is_optimal(model) and not _is_unbounded(model):
        model.clearSolver()
        model.run()
    if is_optimal(model):
        return float(model.getObjectiveValue())
    if _is_unbounded(model):
        return -np.inf
    raise refuse(str(model.modelStatusToString(model.getModelStatus())))


def _is_unbounded(model: Model) -> bool:
    return bool(model.getModelStatus() == highspy.HighsModelStatus.kUnbounded)


def basic_point(model: Model, matrix: Matrix, bounds: Bounds) -> tuple[Floats, Floats]:
    """Return amounts and row duals of the final basis, for other figures than those loaded.

    Columns outside the basis keep the side of their bounds, rows outside it lie at their
    only finite bound. HiGHS sets its basis up over A x + I s = 0, so a row's logical is
    minus its activity.
    """
    if not matrix.n_columns:
        return np.zeros(0), np.zeros(matrix.n_rows)
    _, basic = model.getBasicVariables()
    structural = basic >= 0
    columns = basic[structural]
    amounts = np.array(model.getSolution().col_value)
    x = np.where(amounts > 0.5 * bounds.upper, bounds.upper, 0.0)
    x[columns] = 0.0
    at = np.where(np.isfinite(bounds.row_upper), bounds.row_upper, bounds.row_lower)
    at[~np.isfinite(at)] = 0.0
    at[-1 - basic[~structural]] = 0.0
    _, values = model.getBasisSolve(at - matrix.times(x))
    x[columns] = values[structural]
    basic_cost = np.zeros(matrix.n_rows)
    basic_cost[structural] = bounds.cost[columns]
    _, y = model.getBasisTransposeSolve(basic_cost)
    return x, np.asarray(y, dtype=np.float64)
