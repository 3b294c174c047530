"""What a label alone carries: ranges of flows over the optimal amounts.

With (y, d) optimal duals, the optimal amounts are all feasible x that are complementary
to them: x_j at 0 where d_j > 0, at u_j where d_j < 0, and row i at its bound where
y_i is not zero. A flow, or any sum of flows with weights (a border flow, total haul), is
linear in x, so its range is two linear programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np

from suasion.errors import ComputationError, InputError
from suasion.flows.highs_model import Bounds, Model, extreme, load_model
from suasion.flows.layout import Floats
from suasion.flows.program import Program
from suasion.flows.solution import Solution

TOL_DUAL = 1e-8
"""Dual, relative to the largest unit value, above which it counts as not zero."""

Range = tuple[float, float]
Flow = tuple[str, str]
_Key = TypeVar("_Key")


def flow_ranges(program: Program, solution: Solution, flows: Iterable[Flow]) -> dict[Flow, Range]:
    """Return the least and the greatest flow of each (arc, label) over the optimal amounts.

    Parameters
    ----------
    program : Program
        The program of the solution.
    solution : Solution
        A certified solution.
    flows : iterable of (arc, label)
        The flows to range, each by itself.

    Returns
    -------
    dict
        For each flow (low, high), unit/yr; (0, 0) for a flow that the structure excludes.

    Raises
    ------
    InputError
        An arc is not in the market.
    ComputationError
        HiGHS ends without an answer.

    See Also
    --------
    observable_ranges : ranges of sums of flows.
    """
    wanted = {flow: {flow: 1.0} for flow in flows}
    return _ranges(program, solution, wanted)


def observable_ranges(
    program: Program, solution: Solution, observables: Mapping[str, Mapping[Flow, float]]
) -> dict[str, Range]:
    """Return the range of each weighted sum of flows over the optimal amounts.

    Parameters
    ----------
    program : Program
        The program of the solution.
    solution : Solution
        A certified solution.
    observables : mapping
        For each name the weights of the flows (arc, label) that it sums.

    Returns
    -------
    dict
        For each name (low, high), unit/yr x weight.

    Raises
    ------
    InputError
        An arc is not in the market.
    ComputationError
        HiGHS ends without an answer.
    """
    return _ranges(program, solution, observables)


def _ranges(
    program: Program, solution: Solution, wanted: Mapping[_Key, Mapping[Flow, float]]
) -> dict[_Key, Range]:
    gradients = {name: _gradient(program, weights) for name, weights in wanted.items()}
    scale = float(solution.point.x.max(initial=0.0)) or 1.0
    model = _load_face(solution, scale)
    return {
        name: (
            scale * extreme(model, gradient, _refuse),
            -scale * extreme(model, -gradient, _refuse),
        )
        for name, gradient in gradients.items()
    }


def _gradient(program: Program, weights: Mapping[Flow, float]) -> Floats:
    gradient = np.zeros(program.columns.count)
    for (arc, label), weight in weights.items():
        if arc not in program.arcs:
            raise InputError(
                f"arc '{arc}' is not in market '{program.name}'",
                where="suasion.flows.flow_ranges",
                got=arc,
                expected="the id of an arc of the market",
                fix="correct the id",
            )
        at = program.flow_at.get((arc, label))
        if at is not None:
            gradient[at] += weight
    return gradient


def _load_face(solution: Solution, scale: float) -> Model:
    figures, point = solution.numbers, solution.point
    tol = TOL_DUAL * (float(np.abs(figures.cost).max(initial=0.0)) or 1.0)
    upper = np.where(point.d > tol, 0.0, figures.upper)
    lower = np.where((point.d < -tol) & np.isfinite(figures.upper), figures.upper, 0.0)
    row_lower = np.where(point.y < -tol, figures.row_upper, figures.row_lower)
    row_upper = np.where(point.y > tol, figures.row_lower, figures.row_upper)
    bounds = Bounds(
        cost=np.zeros(upper.size),
        upper=upper / scale,
        row_lower=np.where(np.isfinite(row_lower), row_lower, figures.row_lower) / scale,
        row_upper=np.where(np.isfinite(row_upper), row_upper, figures.row_upper) / scale,
    )
    return load_model(solution.program.matrix, bounds, lower=lower / scale)


def _refuse(status: str) -> ComputationError:
    return ComputationError(
        "the range of a flow over the optimal amounts was not found",
        where="suasion.flows.primal_face",
        got=status,
        expected="an optimal or unbounded program",
        avoided="a single value would have hidden that flows are not unique",
        fix="report the market that caused this; it is an error of the program",
        rule="C7",
    )
