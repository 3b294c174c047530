"""Flips: the single conflicting fact that, if settled, would change a ranking.

For each figure over which sources conflict, each side is taken in turn while all else stays at
its central value; where two levers of the ranking change places, that is a flip.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from attrs import frozen

from suasion.cases import Case, figures
from suasion.dependence import SolverPool, effect_of
from suasion.quantities import Quantity
from suasion.questions.baseline import solve_draw
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.sampling import Request, take_sample

TOL_RANK = 1e-6
"""Relative difference of two hurts below which they count as level."""


@frozen(kw_only=True)
class Flip:
    """Two levers that change places when one conflict is settled."""

    figure: str
    """Address of the figure over which sources conflict."""
    settled_before: str
    """The side that the central figures take."""
    settled_at: str
    """The side that was taken."""
    horizon: str
    rises: str
    falls: str
    rises_usd_per_year: float
    falls_usd_per_year: float


@frozen(kw_only=True)
class ConflictEffect:
    """How far settling one conflict moves the hurt of the lever it moves most."""

    figure: str
    settled_at: str
    horizon: str
    lever: str
    hurt_before: float
    hurt_after: float


@frozen(kw_only=True)
class Flips:
    """All flips at one horizon, and what each side of each conflict moves most."""

    flips: tuple[Flip, ...]
    effects: tuple[ConflictEffect, ...]


def compute_flips(case: Case, request: Request, horizon: str) -> Flips:
    """Return the flips of the ranking of all levers by hurt at one horizon."""
    view = take_sample(case, _central(request)).view
    before = _hurts(case, request, horizon, {})
    flips: list[Flip] = []
    effects: list[ConflictEffect] = []
    for address, figure in sorted(figures(view).items()):
        if not figure.quantity.is_conflict:
            continue
        for side in range(len(figure.quantity.alternatives)):
            settled = figure.quantity.settled(side)
            after = _hurts(case, request, horizon, {address: settled})
            sides = (str(figure.quantity.settled(0)), str(settled))
            flips += _changed_places(address, sides, horizon, before, after)
            effects += _largest_move(address, str(settled), horizon, before, after)
    return Flips(flips=tuple(flips), effects=tuple(effects))


def _central(request: Request) -> Request:
    return Request(as_of=request.as_of, account=request.account, seed=request.seed, draws=0)


def _hurts(
    case: Case, request: Request, horizon: str, overrides: Mapping[str, Quantity]
) -> dict[str, float]:
    """Return the hurt of every lever on the central figures, USD per year."""
    sample = take_sample(case, _central(request), overrides)
    pool = SolverPool()
    solved = solve_draw(pool, sample.view, sample.central, horizon)
    return {
        lever.id: effect_of(pool, solved, [(lever, None)]).loss_of(lever.target) * USD_PER_MUSD
        for lever in solved.world.levers
        if horizon in lever.horizons
    }


def _changed_places(
    address: str,
    sides: tuple[str, str],
    horizon: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
) -> list[Flip]:
    found = []
    for first, second in combinations(sorted(before), 2):
        if first not in after or second not in after:
            continue
        was = _order(before[first], before[second])
        now = _order(after[first], after[second])
        if was * now < 0:
            rises, falls = (first, second) if now > 0 else (second, first)
            found.append(
                Flip(
                    figure=address,
                    settled_before=sides[0],
                    settled_at=sides[1],
                    horizon=horizon,
                    rises=rises,
                    falls=falls,
                    rises_usd_per_year=after[rises],
                    falls_usd_per_year=after[falls],
                )
            )
    return found


def _order(one: float, other: float) -> int:
    scale = max(abs(one), abs(other))
    if abs(one - other) <= TOL_RANK * scale:
        return 0
    return 1 if one > other else -1


def _largest_move(
    address: str,
    settled: str,
    horizon: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
) -> list[ConflictEffect]:
    common = sorted(set(before) & set(after))
    lever = max(common, key=lambda name: abs(after[name] - before[name]), default=None)
    if lever is None or before[lever] == after[lever]:
        return []
    return [
        ConflictEffect(
            figure=address,
            settled_at=settled,
            horizon=horizon,
            lever=lever,
            hurt_before=before[lever],
            hurt_after=after[lever],
        )
    ]
