"""Flips: the single conflicting fact that, if settled, would change a ranking.

For each figure over which sources conflict, each side is taken in turn while all else stays at
its central value; where two levers against the same target change places, that is a flip.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from attrs import evolve, frozen

from suasion.cases import Case, central_figures, figures
from suasion.dependence import Solved, SolverPool, effect_of
from suasion.questions.baseline import solve_draw
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.sampling import Request, take_sample
from suasion.world.levers import Lever
from suasion.world.state import World

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
    """Return the flips of the rankings of levers against each target by hurt at one horizon.

    The first side of a conflict is what the central figures take; each other side is taken in
    turn. Markets that a side leaves as they are are not solved again.
    """
    sample = take_sample(case, evolve(request, draws=0))
    pool = SolverPool()
    before = _ranked(pool, solve_draw(pool, sample.view, sample.central, horizon), None)
    flips: list[Flip] = []
    effects: list[ConflictEffect] = []
    for address, figure in sorted(figures(sample.view).items()):
        for side in range(1, len(figure.quantity.alternatives)):
            settled = figure.quantity.settled(side)
            values = central_figures(
                sample.view, account=request.account, overrides={address: settled}
            )
            solved = solve_draw(pool, sample.view, values, horizon)
            after = _ranked(pool, solved, before)
            sides = (str(figure.quantity.settled(0)), str(settled))
            flips += _changed_places(address, sides, horizon, before, after)
            effects += _largest_move(address, sides[1], horizon, before.hurts, after.hurts)
    return Flips(flips=tuple(flips), effects=tuple(effects))


@frozen(kw_only=True)
class _Ranked:
    """A solved world with the hurt of every lever, USD per year."""

    solved: Solved
    hurts: Mapping[str, float]


def _ranked(pool: SolverPool, solved: Solved, before: _Ranked | None) -> _Ranked:
    """Return the hurts of a world; those that cannot differ from before are taken over."""
    world = solved.world
    hurts = {}
    for lever in world.levers:
        if world.horizon not in lever.horizons:
            continue
        if before is not None and _is_untouched(lever, world, before.solved.world):
            hurts[lever.id] = before.hurts[lever.id]
        else:
            effect = effect_of(pool, solved, [(lever, None)])
            hurts[lever.id] = effect.loss_of(lever.target) * USD_PER_MUSD
    return _Ranked(solved=solved, hurts=hurts)


def _is_untouched(lever: Lever, world: World, before: World) -> bool:
    """Tell whether neither the lever nor the market or ties that it acts on have changed."""
    if lever not in before.levers:
        return False
    if lever.market is None:
        return world.ties == before.ties
    return world.markets[lever.market] == before.markets[lever.market]


def _changed_places(
    address: str, sides: tuple[str, str], horizon: str, before: _Ranked, after: _Ranked
) -> list[Flip]:
    """Return the pairs of levers against one target that change places."""
    targets = {lever.id: lever.target for lever in before.solved.world.levers}
    common = sorted(set(before.hurts) & set(after.hurts))
    pairs = ((a, b) for a, b in combinations(common, 2) if targets[a] == targets[b])
    found = []
    for first, second in pairs:
        was = _order(before.hurts[first], before.hurts[second])
        now = _order(after.hurts[first], after.hurts[second])
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
                    rises_usd_per_year=after.hurts[rises],
                    falls_usd_per_year=after.hurts[falls],
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
