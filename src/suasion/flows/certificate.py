"""Certificates of optimality: residuals that are zero at an optimum and can fail (C7).

With x the amounts, y the duals of the rows, d the reduced costs (all of the minimised
form: minimise c'x, A x within row bounds, 0 <= x <= u):

- dual residual: largest |c - A'y - d|, and largest violation of the signs that d and y
  must have (d >= 0 where u is infinite; y <= 0 on capacities, y >= 0 on obligations),
  relative to the largest |c|;
- slackness: sum of |d_j| x distance of x_j from the bound that the sign of d_j names and
  of |y_i| x distance of row i from its bound, relative to the gross value sum |c_j x_j|;
- flow residual: largest violation of a row or a bound, relative to the largest amount;
- payoff gap: |sum of payoffs - (objective + charges)|, relative to the gross value.

The first three together prove optimality. The fourth proves that every rent has found its
owner; it is computed from payoffs, not from the first three, so that a wrong share or a
dropped charge shows.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.errors import CertificateError
from suasion.flows.layout import Floats, Marks
from suasion.flows.market_numbers import Numbers
from suasion.flows.point import Point
from suasion.flows.program import Program

TOL_CERTIFICATE = 1e-6


@frozen(kw_only=True)
class Certificate:
    """Relative residuals of a solution; zero at a perfect optimum."""

    dual_residual: float
    slackness: float
    payoff_gap: float
    flow_residual: float

    @property
    def largest(self) -> float:
        """Return the largest of the four (not a number if one is not)."""
        return float(np.max([*self._residuals().values()]))

    def check(self, tol: float = TOL_CERTIFICATE) -> None:
        """Raise CertificateError unless every residual is at most `tol`."""
        residuals = self._residuals()
        failed = [name for name, value in residuals.items() if not value <= tol]
        if failed:
            raise CertificateError(
                f"a solution fails its certificate: {', '.join(failed)}",
                where="suasion.flows",
                got=", ".join(f"{name} {value:.3g}" for name, value in residuals.items()),
                expected=f"each at most {tol:g}",
                avoided="prices and payoffs would have been reported that no optimum has",
                fix="report the market that caused this; it is an error of the program",
                rule="C7",
            )

    def _residuals(self) -> dict[str, float]:
        return {
            "dual residual": self.dual_residual,
            "slackness": self.slackness,
            "payoff gap": self.payoff_gap,
            "flow residual": self.flow_residual,
        }


def certify(
    program: Program, numbers: Numbers, point: Point, payoff_total: float, charges: float
) -> Certificate:
    """Return the certificate of a point, the sum of its payoffs and its charges (MUSD/yr)."""
    x = point.x
    activity = program.matrix.times(x)
    gross = float(np.abs(numbers.cost) @ np.abs(x))
    value = float(np.abs(numbers.cost).max(initial=0.0)) or 1.0
    amount = float(np.abs(x).max(initial=0.0)) or 1.0
    money = gross or value * amount
    objective = -float(numbers.cost @ x)
    return Certificate(
        dual_residual=_dual_residual(program, numbers, point) / value,
        slackness=_slackness(numbers, point, activity) / money,
        payoff_gap=abs(payoff_total - (objective + charges)) / money,
        flow_residual=_flow_residual(numbers, x, activity) / amount,
    )


def _dual_residual(program: Program, numbers: Numbers, point: Point) -> float:
    y, d = point.y, point.d
    parts = (
        np.abs(numbers.cost - program.matrix.transposed_times(y) - d),
        np.where(np.isinf(numbers.upper), -d, 0.0),
        np.where(np.isinf(numbers.row_lower), y, 0.0),
        np.where(np.isinf(numbers.row_upper), -y, 0.0),
    )
    return float(np.max([part.max(initial=0.0) for part in parts]))


def _slackness(numbers: Numbers, point: Point, activity: Floats) -> float:
    """Return the sum of |dual| x distance from the bound that its sign names."""
    x, y, d = point.x, point.y, point.d
    column = np.where(d > 0, x, _distance(numbers.upper, x, d < 0))
    above = _distance(numbers.row_upper, activity, y < 0)
    below = _distance(-numbers.row_lower, -activity, y > 0)
    return float(np.abs(d) @ np.abs(column) + np.abs(y) @ (np.abs(above) + np.abs(below)))


def _distance(bound: Floats, at: Floats, held: Marks) -> Floats:
    """Return bound - at where a dual holds it to a finite bound, else 0."""
    relevant = held & np.isfinite(bound)
    return np.where(relevant, np.where(relevant, bound, 0.0) - at, 0.0)


def _flow_residual(numbers: Numbers, x: Floats, activity: Floats) -> float:
    parts = (-x, x - numbers.upper, numbers.row_lower - activity, activity - numbers.row_upper)
    return float(np.max([part.max(initial=0.0) for part in parts]))
