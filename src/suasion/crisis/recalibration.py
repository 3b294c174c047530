"""Recalibration: after an ablation, base rates are set so that the base run is as busy as before.

Without it an ablation that makes everything quieter would take an effect away for the wrong
reason: there would be fewer acts for anything to act on.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import evolve, frozen

from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats, Ints
from suasion.crisis.simulation import Paths

ROUNDS = 2
"""Corrections; each needs one run of the ablated base, and one more run shows what came of it."""
WIDEST = 8.0
"""Paces are scaled by this factor at most, up or down."""
SMOOTHING = 0.5
"""Acts added to both counts, so that a class without acts asks for no infinite factor."""


@frozen(kw_only=True, eq=False)
class Calibration:
    """Numbers whose ablated base run is as busy as the base run."""

    numbers: CrisisNumbers
    paths: Paths
    """The ablated base run with these numbers."""
    gap: float
    """Largest difference of a decider's acts in one class that is left, as acts a path."""


def nests(model: CrisisModel) -> Ints:
    """Return for each move the number of its group: its actor and class together."""
    groups = sorted({(move.actor, move.klass) for move in model.moves})
    return np.array(
        [groups.index((move.actor, move.klass)) for move in model.moves], dtype=np.int64
    )


def acts_by_nest(model: CrisisModel, paths: Paths) -> Floats:
    """Return how many chosen acts of each group there are, over all paths."""
    chosen = paths.events["move"][~paths.events["injected"]]
    groups = nests(model)
    n_groups = int(groups.max(initial=-1)) + 1
    return np.bincount(groups[chosen], minlength=n_groups).astype(np.float64)


def recalibrate(
    model: CrisisModel,
    numbers: CrisisNumbers,
    wanted: Floats,
    run: Callable[[CrisisNumbers], Paths],
    rounds: int = ROUNDS,
) -> Calibration:
    """Return numbers with paces scaled, one factor for each decider and class.

    Model
        factor_n <- factor_n (wanted_n + 1/2) / (acts_n + 1/2), some rounds; a factor stays
        within 1/8 to 8. Acts that an ablation makes impossible (a gate that no longer opens)
        stay missing: `gap` tells.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
        Of the ablated base.
    wanted : array, shape (groups,)
        Acts of the base run, from `acts_by_nest`.
    run : callable
        From numbers to the paths of the ablated base; always the same random numbers.
    rounds : int
    """
    groups = nests(model)
    factors = np.ones(len(wanted))
    tuned, paths = numbers, run(numbers)
    for _ in range(rounds if len(groups) else 0):
        acts = acts_by_nest(model, paths)
        if np.array_equal(acts, wanted):
            break
        factors = np.clip(factors * (wanted + SMOOTHING) / (acts + SMOOTHING), 1 / WIDEST, WIDEST)
        tuned = evolve(numbers, pace=numbers.pace * factors[groups])
        paths = run(tuned)
    left = np.abs(acts_by_nest(model, paths) - wanted).max(initial=0.0)
    return Calibration(numbers=tuned, paths=paths, gap=float(left) / paths.paths)
