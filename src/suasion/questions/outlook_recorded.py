"""What the acts of the record come to by day, as the days ahead count acts: sums over 30 days.

The record's last month still counts in the first month ahead; without it a fan of sums would
start at nothing and fill up.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from suasion.crisis.model import HOSTILE
from suasion.questions.crisis_draws import ReadyCrisis
from suasion.questions.crisis_numbers import days_between
from suasion.questions.outlook_measures import COOPERATION, HOSTILITY, WINDOW, between_sides

Floats = NDArray[np.float64]


def recorded_sums(ready: ReadyCrisis, past: int) -> Mapping[str, Floats]:
    """Return net cooperation and hostile acts of the record by day.

    Days reach from `past` days before the start to the end of the horizon; the value on a day is
    the sum over the 30 days before it, and beyond the start only the record's share of that sum.
    """
    model = ready.crisis.model
    dyadic = between_sides(ready.crisis)
    length = past + ready.task.days + 1
    sums = {name: np.zeros(length) for name in (COOPERATION, HOSTILITY)}
    for act in ready.record:
        place = ready.crisis.move_places[act.move]
        first = past + days_between(ready.start, act.day) + 1
        days = slice(max(first, 0), max(first + WINDOW, 0))
        if dyadic[place]:
            move = model.moves[place]
            sums[COOPERATION][days] += move.intensity
            sums[HOSTILITY][days] += float(move.klass in HOSTILE)
    return sums
