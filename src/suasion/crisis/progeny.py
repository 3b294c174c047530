"""Whether a crisis feeds itself: how many hostile moves one more move brings in the end."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.crisis.model import HOSTILE, CrisisModel, CrisisNumbers, Floats
from suasion.crisis.simulation import Injection, Paths, simulate
from suasion.errors import InputError


@frozen(kw_only=True)
class Progeny:
    """Hostile moves that follow from one injected move, within a horizon."""

    move: str
    mean: float
    """Extra hostile moves per injected move, itself not counted; may be negative."""
    error: float
    """Standard error of the mean over paths; 0 for one path."""
    days: int
    paths: int


def progeny(
    model: CrisisModel,
    numbers: CrisisNumbers,
    move: str,
    *,
    days: int,
    paths: int,
    seed: int,
    day: int = 0,
    size: float = 1.0,
    draw: int = 0,
) -> Progeny:
    """Return how many more hostile moves there are for one injected move.

    Model
        The mean over paths of hostile moves with the injection less those without it, with the
        same random numbers; hostile are the classes `*_conflict`, of all deciders.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
    move : str
        Id of the move that is injected.
    days, paths, seed, draw
        As in `simulate`.
    day : int
        When it is injected; effects are counted from then to the end.
    size : float
        Of the injection.

    Raises
    ------
    InputError
        As in `simulate` (C1).
    """
    injection = Injection(day=day, move=move, size=size)
    counts = []
    for injections in ((), (injection,)):
        run = simulate(
            model, numbers, paths=paths, days=days, seed=seed, draw=draw, injections=injections
        )
        counts.append(_hostile(model, run))
    extra = counts[1] - counts[0]
    spread = float(extra.std(ddof=1)) if paths > 1 else 0.0
    return Progeny(
        move=move,
        mean=float(extra.mean()),
        error=spread / math.sqrt(paths),
        days=days,
        paths=paths,
    )


def _hostile(model: CrisisModel, paths: Paths) -> Floats:
    """Return the number of hostile moves that were chosen, by path."""
    hostile = np.array([move.klass in HOSTILE for move in model.moves], dtype=bool)
    events = paths.events[~paths.events["injected"]]
    chosen = events["path"][hostile[events["move"]]]
    return np.bincount(chosen, minlength=paths.paths).astype(np.float64)


def require_stable(found: Progeny) -> None:
    """Raise unless a move brings less than one more hostile move.

    At one or more, each move would replace itself, and the crisis would go on for ever by
    itself; the mean is judged as it is, so give it paths enough.

    Raises
    ------
    InputError
        Mean progeny of 1 or more (C1).

    Examples
    --------
    >>> require_stable(Progeny(move="shout:A>B", mean=0.4, error=0.1, days=180, paths=100))
    """
    if found.mean >= 1.0:
        raise InputError(
            f"one '{found.move}' brings {found.mean:.3g} more hostile moves",
            where="suasion.crisis.require_stable",
            got=f"{found.mean:.3g} (standard error {found.error:.2g}) within {found.days} days",
            expected="below 1",
            fix="let grievances fade faster, or weigh what answers them less",
        )
