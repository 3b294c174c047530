"""Two solutions side by side, with prices that differ no more than they need to.

Where optimal prices are not unique, the solver's choice before and after a change are two of
many, and their difference may have little to do with what was changed. Of all pairs (y, y') of
optimal duals that pair is taken that

    minimises sum of w_i |y'_i - y_i|,   w_i the mean amount that passes row i.

Amounts, optima and certificates are as good as the solver's; what is settled is who gains from
prices that the change leaves open.
"""

from __future__ import annotations

import numpy as np

from suasion.errors import CertificateError
from suasion.flows.dual_face import find_weights, load_pair, optimal_face, value_scale
from suasion.flows.highs_model import is_optimal
from suasion.flows.layout import Floats
from suasion.flows.point import Point
from suasion.flows.solution import Solution, assemble


def nearest_pair(before: Solution, after: Solution) -> tuple[Solution, Solution]:
    """Return both solutions with the optimal prices that are nearest to each other.

    Use it where one figure is read off, on the central figures; over draws prices are rarely
    open, and the linear program that this takes is larger than the markets' own.

    Parameters
    ----------
    before, after : Solution
        Certified solutions of one program for two sets of numbers.

    Returns
    -------
    tuple of Solution
        The same amounts with other duals; the two as they are where no others were found that
        pass the certificate.
    """
    program = after.program
    scale = value_scale(before)
    weights = find_weights(program, before, after)
    faces = (optimal_face(before), optimal_face(after))
    model = load_pair(program.matrix, faces, weights, scale)
    n_rows = program.matrix.n_rows
    cost = np.concatenate([np.zeros(2 * n_rows), weights / weights.mean()])
    model.changeColsCost(cost.size, np.arange(cost.size, dtype=np.int32), cost)
    model.run()
    if not is_optimal(model):
        return before, after
    y = np.array(model.getSolution().col_value) * scale
    found = _with_duals(before, y[:n_rows]), _with_duals(after, y[n_rows : 2 * n_rows])
    try:
        for solution in found:
            solution.certificate.check()
    except CertificateError:
        return before, after
    return found


def _with_duals(solution: Solution, y: Floats) -> Solution:
    program, figures = solution.program, solution.numbers
    d = figures.cost - program.matrix.transposed_times(y)
    return assemble(program, figures, Point(x=solution.point.x, y=y, d=d), solution.basis)
