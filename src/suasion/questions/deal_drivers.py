"""What moves the deals: which figures of a draw go with which outcome.

Model
    Spearman's rank correlation over the draws between an uncertain figure that accounts may set
    and an outcome. It says what goes together in the model, not what causes what in the world.
    Its standard error is about 1/sqrt(draws); correlations below three times that are left out,
    since one in twenty of many figures would pass twice that by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

Floats = npt.NDArray[np.float64]
MOST = 6
"""Figures named for each outcome."""
FEWEST_DRAWS = 20
SURE = 3.0


@frozen(kw_only=True)
class DriverRow:
    """One figure that goes with one outcome."""

    outcome: str
    figure: str
    correlation: float
    """Rank correlation over the draws, -1..1."""
    standard_error: float


def find_drivers(
    figures: Mapping[str, Floats], outcomes: Mapping[str, Floats]
) -> tuple[DriverRow, ...]:
    """Return, for each outcome, the figures that go with it most.

    Parameters
    ----------
    figures, outcomes : mapping of str to array, shape (draws,)
        NaN in an outcome leaves the draw out.

    Examples
    --------
    >>> x = np.arange(40.0)
    >>> row = find_drivers({"x": x, "still": 0.0 * x}, {"y": -(x**3)})[0]
    >>> row.figure, row.correlation
    ('x', -1.0)
    """
    rows: list[DriverRow] = []
    for name, values in outcomes.items():
        known = np.isfinite(values)
        if known.sum() < FEWEST_DRAWS or np.ptp(values[known]) == 0.0:
            continue
        error = 1.0 / float(np.sqrt(known.sum()))
        found = _correlations(figures, values, known)
        strong = [pair for pair in found if abs(pair[1]) > SURE * error][:MOST]
        rows += [
            DriverRow(outcome=name, figure=figure, correlation=rho, standard_error=error)
            for figure, rho in strong
        ]
    return tuple(rows)


def _correlations(
    figures: Mapping[str, Floats], values: Floats, known: npt.NDArray[np.bool_]
) -> Sequence[tuple[str, float]]:
    target = _ranks(values[known])
    found = []
    for name, drawn in figures.items():
        if np.ptp(drawn[known]) > 0.0:
            rho = float(np.corrcoef(_ranks(drawn[known]), target)[0, 1])
            found.append((name, round(rho, 12)))
    return sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))


def _ranks(values: Floats) -> Floats:
    """Return ranks, equal values sharing theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts).astype(np.float64)
    return np.asarray((ends - (counts - 1) / 2.0)[inverse])
