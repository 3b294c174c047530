"""The tension that no deal amounts to: what the outlook hands to the bargain.

Model
    Without a deal, tension follows paths T_t. Side i values the danger of a rupture on a path by
    its discounted mean share lost, Q_i = mean of sum_t w_t q_i(T_t), w_t ~ exp(-r_i t). The
    tension held for good that costs as much is T_i with q_i(T_i) = Q_i; the bargain gets the mean
    of the two sides. It replaces today's tension in the disagreement point and in the deals
    beside it.

Assumptions
    A1 what lies beyond the horizon is as at its end. A2 moves that agree a deal are not made.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from suasion.crisis import CrisisNumbers, simulate
from suasion.questions.crisis_draws import ReadyCrisis
from suasion.questions.outlook_measures import TENSION, gauges

Floats = NDArray[np.float64]
YEAR = 365.25
DEAL_FORM = "deal"


def held_tension(
    ready: ReadyCrisis, numbers: CrisisNumbers, paths: int, seed: int, draw: int
) -> tuple[float, float]:
    """Return today's tension and the one that, held for good, costs as much as what is ahead."""
    crisis = ready.crisis
    sides = [
        at
        for at, term in enumerate(crisis.model.terms)
        if term.form == "rupture" and numbers.weight[at] > 0.0
    ]
    gauge = tuple(one for one in gauges(crisis) if one.name == TENSION)
    ran = simulate(
        crisis.model,
        evolve(numbers, pace=np.where(_makes_deal(ready), 0.0, numbers.pace)),
        paths=paths,
        days=ready.task.days,
        seed=seed,
        draw=draw,
        gauges=gauge,
    )
    tension = ran.gauges[:, :, 0]
    now = float(tension[0, 0])
    if not sides:
        return now, now
    return now, float(np.mean([_held(tension, *numbers.shape[at]) for at in sides]))


def _makes_deal(ready: ReadyCrisis) -> NDArray[np.bool_]:
    """Return the moves that bring about what the terms of form deal value."""
    valued = {
        name
        for row in ready.crisis.terms
        if row.text("form") == DEAL_FORM
        for name, _ in row.weighted("of")
    }
    return np.array(
        [
            any(effect.stock in valued and effect.kind == "set" for effect in move.effects)
            for move in ready.crisis.model.moves
        ]
    )


def _held(tension: Floats, hazard: float, slope: float, discount: float) -> float:
    """Return the tension with the discounted mean share lost, from paths [paths, days + 1].

    Examples
    --------
    >>> round(_held(np.full((2, 10), 1.5), 0.02, 0.5, 0.1), 9)
    1.5
    """
    if hazard <= 0.0 or slope <= 0.0:
        return float(np.mean(tension))
    share = hazard / (hazard + discount * np.exp(-slope * np.maximum(tension, 0.0)))
    days = np.arange(tension.shape[1])
    weights = np.exp(-discount * days / YEAR)
    weights[-1] = weights[-1] / (1.0 - math.exp(-discount / YEAR))
    mean = float((share @ weights).mean() / weights.sum())
    return max(math.log(discount * mean / (hazard * (1.0 - mean))) / slope, 0.0)
