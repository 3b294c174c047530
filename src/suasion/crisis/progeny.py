"""Whether a crisis feeds itself: what hostile acts one more act brings forth in the end."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
from attrs import frozen

from suasion.crisis.model import HOSTILE, CrisisModel, CrisisNumbers, Floats
from suasion.crisis.simulation import Injection, Paths, simulate

SURE = 2.0
"""Standard errors by which an act must bring forth more than itself to feed itself."""


@frozen(kw_only=True)
class Progeny:
    """Hostile acts that follow from one injected act, within a horizon."""

    move: str
    number: float
    """Extra hostile acts, itself not counted; may be negative."""
    weight: float
    """Their summed intensity over that of the act itself."""
    error: float
    """Standard error of the weight over paths; 0 for one path."""

    @property
    def feeds_itself(self) -> bool:
        """Tell whether the weight lies above one by more than two standard errors.

        Examples
        --------
        >>> Progeny(move="m", number=3.0, weight=1.3, error=0.1).feeds_itself
        True
        """
        return self.weight - SURE * self.error >= 1.0


def progeny(
    model: CrisisModel,
    numbers: CrisisNumbers,
    moves: Sequence[str],
    *,
    by: Collection[str],
    days: int,
    paths: int,
    seed: int,
    draw: int = 0,
) -> tuple[Progeny, ...]:
    """Return what each of some acts brings forth when it is injected on the first day.

    Model
        The mean over paths of hostile acts (classes `*_conflict`) with the injection less those
        without it, with the same random numbers: their number, and the sum of their intensities
        over that of the act (over 1 where it has none).

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
    moves : sequence of str
        Ids of the acts, injected one at a time.
    by : collection of str
        Actors whose acts count.
    days, paths, seed, draw
        As in `simulate`.

    Raises
    ------
    InputError
        As in `simulate` (C1).
    """

    def run(*injections: Injection) -> Paths:
        return simulate(
            model,
            numbers,
            paths=paths,
            days=days,
            seed=seed,
            draw=draw,
            injections=injections,
        )

    before = _hostile(model, by, run()) if moves else np.zeros((0, 2))
    intensity = {move.id: abs(move.intensity) or 1.0 for move in model.moves}
    return tuple(
        _read(name, intensity[name], _hostile(model, by, run(Injection(day=0, move=name))) - before)
        for name in moves
    )


def _read(name: str, intensity: float, made: Floats) -> Progeny:
    """Return what an act brought forth, from number and intensity by path."""
    weight = made[:, 1] / intensity
    spread = float(weight.std(ddof=1)) if len(made) > 1 else 0.0
    return Progeny(
        move=name,
        number=float(made[:, 0].mean()),
        weight=float(weight.mean()),
        error=spread / math.sqrt(len(made)),
    )


def _hostile(model: CrisisModel, by: Collection[str], ran: Paths) -> Floats:
    """Return number and summed intensity of hostile acts that were chosen, [paths, 2]."""
    counted = np.array([move.klass in HOSTILE and move.actor in by for move in model.moves])
    weight = np.where(counted, np.abs([move.intensity for move in model.moves]), 0.0)
    chosen = ran.events[~ran.events["injected"]]
    sums = [
        np.bincount(chosen["path"], weights=worth[chosen["move"]], minlength=ran.paths)
        for worth in (counted.astype(np.float64), weight)
    ]
    return np.stack(sums, axis=1)
