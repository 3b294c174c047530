"""Joint levers: two or three levers of one sender pulled together against one target.

Every pair and triple is solved on the central figures; the strongest ten, where asked for, on
all draws. `extra` is what pulling together adds to the sum of pulling each alone: above zero the
levers are complements, below zero substitutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from attrs import evolve, frozen

from suasion.dependence import Effect, Solved, SolverPool, effect_of
from suasion.errors import ComputationError
from suasion.questions.baseline import Baseline
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.results import overlap
from suasion.questions.sampling import interval
from suasion.world.levers import Lever

LARGEST = 3
STRONGEST = 10


@frozen(kw_only=True)
class JointRow:
    """Levers pulled together at one horizon, USD per year."""

    levers: tuple[str, ...]
    sender: str
    target: str
    horizon: str
    hurt_usd_per_year: float
    cost_usd_per_year: float
    extra_usd_per_year: float
    """Hurt beyond the sum of the single hurts."""
    hurt_low: float = float("nan")
    """90 % interval over the draws, where they were asked for; else NaN."""
    hurt_high: float = float("nan")


def compute_joint(base: Baseline, drawn: Baseline | None = None) -> tuple[JointRow, ...]:
    """Return all pairs and triples by falling hurt, on the central figures.

    With `drawn`, a base of the same horizon with draws, the ten strongest get their intervals.
    """
    usable = [lv for lv in base.central.world.levers if base.horizon in lv.horizons]
    singles = {lv.id: effect_of(base.pool, base.central, [(lv, None)]) for lv in usable}
    rows = [_measure(base, group, singles) for group in _groups(usable)]
    rows.sort(key=lambda row: (-row.hurt_usd_per_year, row.levers))
    if drawn is not None:
        rows[:STRONGEST] = [_with_interval(drawn, row) for row in rows[:STRONGEST]]
    return tuple(rows)


def _groups(levers: list[Lever]) -> Iterator[tuple[Lever, ...]]:
    pairs = sorted({(lv.sender, lv.target) for lv in levers})
    for sender, target in pairs:
        own = [lv for lv in levers if (lv.sender, lv.target) == (sender, target)]
        for size in range(2, LARGEST + 1):
            for group in combinations(own, size):
                if not any(overlap(one, other) for one, other in combinations(group, 2)):
                    yield group


def _measure(base: Baseline, group: tuple[Lever, ...], singles: dict[str, Effect]) -> JointRow:
    """Return the joint row; levers that share no market add up and are not solved again."""
    target, sender = group[0].target, group[0].sender
    hurt = cost = 0.0
    for part in _by_market(group):
        together = len(part) > 1
        effect = (
            effect_of(base.pool, base.central, [(lv, None) for lv in part])
            if together
            else singles[part[0].id]
        )
        hurt += effect.loss_of(target)
        cost += effect.loss_of(sender)
    alone = sum(singles[lv.id].loss_of(target) for lv in group)
    return JointRow(
        levers=tuple(lv.id for lv in group),
        sender=sender,
        target=target,
        horizon=base.horizon,
        hurt_usd_per_year=hurt * USD_PER_MUSD,
        cost_usd_per_year=cost * USD_PER_MUSD,
        extra_usd_per_year=(hurt - alone) * USD_PER_MUSD,
    )


def _by_market(group: tuple[Lever, ...]) -> list[list[Lever]]:
    """Return the levers grouped by market; each tie stands alone."""
    parts: dict[str, list[Lever]] = {}
    for lever in group:
        parts.setdefault(lever.market or f"tie {lever.id}", []).append(lever)
    return list(parts.values())


def _with_interval(base: Baseline, row: JointRow) -> JointRow:
    """Return the row with the interval of the joint hurt over the base's draws."""
    drawn = [_joint_hurt(base.pool, solved, row) for solved in base.draws]
    low, high = interval(np.array(drawn, dtype=float))
    return evolve(row, hurt_low=low, hurt_high=high)


def _joint_hurt(pool: SolverPool, solved: Solved | None, row: JointRow) -> float:
    if solved is None:
        return float("nan")
    by_id = {lever.id: lever for lever in solved.world.levers}
    try:
        effect = effect_of(pool, solved, [(by_id[name], None) for name in row.levers])
    except ComputationError:
        return float("nan")
    return effect.loss_of(row.target) * USD_PER_MUSD
