"""Probabilities from draws and paths, with the error of having drawn only so many.

Model
    Draw d has s_d paths on which the prediction holds among n_d on which that can be said.
    p = sum s / sum n. Draws come in pairs that share figures (`suasion.questions.sampling`), so
    the standard error is that of a ratio over the sums of pairs: residuals e = s - p n, and
    SE = sqrt(k / (k - 1) sum e^2) / sum n with k pairs. Without draws it is that of the paths of
    the central figures, sqrt(p (1 - p) / n).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import frozen

Count = tuple[float, float]
"""Paths on which it holds, and on which that can be said, of one draw."""


@frozen(kw_only=True)
class Chance:
    """A probability, and what it rests on."""

    probability: float
    standard_error: float
    """Not a number with a single pair of draws."""
    n_paths: int
    """Paths on which it can be said, over all draws."""


def chance_of(counts: Sequence[Count], is_central: bool = False) -> Chance | None:
    """Return the probability that draws come to; None where it can be said of no path.

    Parameters
    ----------
    counts : sequence of (float, float)
        One pair of numbers a draw, in the order of the draws.
    is_central : bool
        Whether the only draw is the central figures.

    Examples
    --------
    >>> chance_of([(1, 4), (3, 4), (2, 4), (2, 4)])
    Chance(probability=0.5, standard_error=0.0, n_paths=16)
    >>> chance_of([(0, 0)]) is None
    True
    """
    table = np.asarray(counts, dtype=np.float64).reshape(-1, 2)
    held, said = float(table[:, 0].sum()), float(table[:, 1].sum())
    if said == 0.0:
        return None
    p = held / said
    error = math.sqrt(p * (1.0 - p) / said) if is_central else _error_over_pairs(table, p)
    return Chance(probability=p, standard_error=error, n_paths=int(said))


def _error_over_pairs(table: np.ndarray, p: float) -> float:
    padded = np.concatenate([table, np.zeros((len(table) % 2, 2))])
    pairs = padded.reshape(-1, 2, 2).sum(axis=1)
    k = len(pairs)
    if k < 2:
        return math.nan
    rest = pairs[:, 0] - p * pairs[:, 1]
    return math.sqrt(k / (k - 1) * float(rest @ rest)) / float(pairs[:, 1].sum())
