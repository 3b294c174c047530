"""The edge to HiGHS: its options, a model loaded from arrays, its status, its basis.

Everything that this package asks of `highspy` is here, whose type hints do not cover all
that it can do.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from attrs import frozen

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


@frozen(kw_only=True, eq=False)
class Bounds:
    """Costs (minimised) and bounds of a linear program; columns start at 0."""

    cost: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats


def load_model(matrix: Matrix, bounds: Bounds, lower: Floats | None = None) -> Model:
    """Return a HiGHS instance that holds a linear program, with the options above."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.n_columns, matrix.n_rows
    lp.col_cost_, lp.col_upper_ = bounds.cost, bounds.upper
    lp.col_lower_ = np.zeros(matrix.n_columns) if lower is None else lower
    lp.row_lower_, lp.row_upper_ = bounds.row_lower, bounds.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.starts, matrix.rows
    lp.a_matrix_.value_ = matrix.values
    model: Model = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        model.setOptionValue(name, value)
    model.passModel(lp)
    return model


def is_optimal(model: Model) -> bool:
    """Return whether the last run ended at an optimum."""
    return bool(model.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def true_duals(model: Model, cost: Floats) -> Floats:
    """Return y = B'^-1 c_B for the final basis and other costs than those loaded."""
    _, basic = model.getBasicVariables()
    basic_cost = np.where(basic >= 0, cost[np.maximum(basic, 0)], 0.0)
    _, y = model.getBasisTransposeSolve(basic_cost)
    return np.asarray(y, dtype=np.float64)
