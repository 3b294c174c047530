"""What a matrix of excitations does in the long run: branching ratio and total progeny.

Model: a_ij is the number of events of i that one event of j brings forth directly. The branching
ratio is the spectral radius of a; below 1 every answer dies out and one event of j brings forth
sum_i ((I - a)^-1)_ij - 1 more in all (Hawkes 1971; Hawkes and Oakes 1974).
"""

from __future__ import annotations

import numpy as np

from suasion.errors import InputError
from suasion.events.hawkes.times import Floats


def branching_ratio(excitation: Floats) -> float:
    """Return the spectral radius of an excitation matrix.

    Examples
    --------
    >>> round(branching_ratio(np.array([[0.2, 0.3], [0.3, 0.2]])), 12)
    0.5
    """
    return float(np.abs(np.linalg.eigvals(excitation)).max())


def slope_of_ratio(excitation: Floats) -> Floats:
    """Return the derivative of the branching ratio by each excitation, shape (d, d)."""
    values, right = np.linalg.eig(excitation)
    others, left = np.linalg.eig(excitation.T)
    top = values[np.argmax(np.abs(values))]
    r = np.real(right[:, np.argmax(np.abs(values))])
    w = np.real(left[:, np.argmin(np.abs(others - top))])
    across = float(w @ r)
    if abs(across) < 1e-9:
        return np.ones_like(excitation)
    return np.asarray(np.outer(w, r) / across, dtype=np.float64)


def resolvent(excitation: Floats) -> Floats:
    """Return (I - a)^-1: how many events of i stem from one of j, itself included.

    Raises
    ------
    InputError
        The branching ratio is 1 or more: answers never die out.
    """
    refuse_explosive(excitation, "suasion.events.hawkes.resolvent")
    return np.asarray(np.linalg.inv(np.eye(len(excitation)) - excitation), dtype=np.float64)


def total_progeny(excitation: Floats) -> Floats:
    """Return how many more events one event of each dimension brings forth, in all.

    Examples
    --------
    >>> total_progeny(np.array([[0.5]])).tolist()
    [1.0]
    """
    return np.asarray(resolvent(excitation).sum(axis=0) - 1.0, dtype=np.float64)


def slope_of_progeny(excitation: Floats, sender: int) -> Floats:
    """Return the derivative of the progeny of one sender by each excitation, shape (d, d)."""
    found = resolvent(excitation)
    return np.asarray(np.outer(found.sum(axis=0), found[:, sender]), dtype=np.float64)


def refuse_explosive(excitation: Floats, where: str) -> None:
    """Raise InputError where answers would never die out."""
    ratio = branching_ratio(excitation)
    if ratio >= 1.0:
        raise InputError(
            "the model is explosive: every event brings forth one or more in the long run",
            where=where,
            got=f"branching ratio {ratio:.4g}",
            expected="a branching ratio below 1",
            avoided="numbers of events would grow without bound",
            fix="use a shorter window, add covariates for what drives both sides, or refit",
        )
