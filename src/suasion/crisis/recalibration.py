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
NEAR = 0.01
"""Stop when every class is within this share of the acts that it had, and one act over all."""
SMOOTHING = 0.5
"""Acts and idle occasions added to each count, so that no factor is infinite."""


@frozen(kw_only=True, eq=False)
class Calibration:
    """Numbers whose ablated base run is as busy as the base run."""

    numbers: CrisisNumbers
    paths: Paths
    """The ablated base run with these numbers."""
    gap: float
    """Largest difference of a decider's acts in one class that is left, as acts a path."""


def groups_of(model: CrisisModel) -> tuple[tuple[str, str], ...]:
    """Return the pairs of actor and class that have moves, sorted."""
    return tuple(sorted({(move.actor, move.klass) for move in model.moves}))


def nests(model: CrisisModel) -> Ints:
    """Return for each move the number of its group: its actor and class together."""
    groups = groups_of(model)
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
        In the choice the odds of class n against waiting are proportional to its paces, so
        factor_n <- factor_n (wanted_n / idle_wanted) / (acts_n / idle), some rounds, with half
        an act added to each; idle counts the occasions (attention times days times paths) at
        which the decider did nothing. A factor stays within 1/8 to 8. Acts that an ablation
        makes impossible (a gate that no longer opens) stay missing: `gap` tells.

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
        if np.all(np.abs(acts - wanted) <= NEAR * wanted + 1.0):
            break
        more = _odds(model, numbers, paths, wanted) / _odds(model, numbers, paths, acts)
        more = np.where((acts > 0.0) | (wanted > 0.0), more, 1.0)
        factors = np.clip(factors * more, 1.0 / WIDEST, WIDEST)
        tuned = evolve(numbers, pace=numbers.pace * factors[groups])
        paths = run(tuned)
    left = np.abs(acts_by_nest(model, paths) - wanted).max(initial=0.0)
    return Calibration(numbers=tuned, paths=paths, gap=float(left) / paths.paths)


def _odds(model: CrisisModel, numbers: CrisisNumbers, paths: Paths, acts: Floats) -> Floats:
    """Return acts of each group over the occasions that its decider let pass."""
    owners = [actor for actor, _ in groups_of(model)]
    attention = {row.actor: numbers.attention[at] for at, row in enumerate(model.deciders)}
    found = np.empty(len(acts))
    for at, owner in enumerate(owners):
        own = sum(acts[n] for n, other in enumerate(owners) if other == owner)
        occasions = attention.get(owner, 0.0) * paths.days * paths.paths
        found[at] = (acts[at] + SMOOTHING) / (max(occasions - own, 0.0) + SMOOTHING)
    return found
