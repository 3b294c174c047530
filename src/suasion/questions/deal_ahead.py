"""What the outlook hands to the bargain: how far the time ahead is tenser than today.

Model
    Each draw's crisis is run without any deal from the day on. The tension that, held for good,
    costs the sides as much as its paths (`suasion.questions.outlook_tension`), less today's, is
    added to the tension of the bargain, in no deal and in deals alike.

Assumptions
    A1 what options settle, they settle of the tension ahead as of today's. A2 a case without a
    crisis, or a day before there is one, has today's tension.
"""

from __future__ import annotations

from functools import lru_cache

from attrs import field, frozen

from suasion.errors import ComputationError, InputError
from suasion.questions.crisis_draws import CENTRAL_DRAW, CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.deal_draws import DealTask
from suasion.questions.outlook_tension import held_tension

DAYS = 180
"""Days of the outlook behind the bargain."""
PATHS = 20
"""Paths of each draw."""
CENTRAL_PATHS = 200


@frozen(eq=False)
class _Keyed:
    """A deal task compared by what its outlook depends on."""

    task: DealTask = field()

    def __hash__(self) -> int:
        return hash((self.task.case.digest, self.task.request, self.task.horizon))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and (
            (self.task.case.digest, self.task.request, self.task.horizon)
            == (other.task.case.digest, other.task.request, other.task.horizon)
        )


def shift_ahead(task: DealTask, place: int | None) -> float:
    """Return how far the time ahead is tenser than today in one draw (None: central figures).

    Nothing, where the case has no crisis on that day, or the draw's markets have no optimum.
    """
    return _shift(_Keyed(task), place)


@lru_cache(maxsize=4096)
def _shift(keyed: _Keyed, place: int | None) -> float:
    ready = _ready(keyed)
    if ready is None:
        return 0.0
    meta, seed = ready.sample.view.meta, keyed.task.request.seed
    try:
        numbers = ready.numbers(place)
    except ComputationError:
        return 0.0
    now, ahead = held_tension(
        ready,
        numbers,
        CENTRAL_PATHS if place is None else PATHS,
        meta.seed if seed is None else seed,
        CENTRAL_DRAW if place is None else place,
    )
    return ahead - now


def _ready(keyed: _Keyed) -> ReadyCrisis | None:
    """Return the crisis behind a bargain; None where there is none on that day."""
    task = keyed.task
    crisis = CrisisTask(case=task.case, request=task.request, days=DAYS, horizon=task.horizon)
    try:
        return ready_crisis(crisis)
    except InputError:
        return None
