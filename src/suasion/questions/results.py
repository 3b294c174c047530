"""Results that accounts make claims about: net leverage, needs, levers worth using.

Model
    H_T = loss of one side of the dyad when the other pulls all its levers against it together.
    With the dyad (A, B): net leverage = (H_A - H_B) / (H_A + H_B), from -1 (A holds all) to +1
    (B holds all), once in money and once in shares of gross domestic product, since governments
    read the same figures both ways. Need of a side = its H over the sum. Usable levers of A =
    share of its levers whose hurt, as a share of the target's product, exceeds its own cost.
Assumptions
    A1 of levers that take away the same thing (column overlaps) the ties count, not the market.
    A2 all are pulled at once and for the whole horizon.
"""

from __future__ import annotations

from collections.abc import Mapping

from suasion.cases import Case
from suasion.dependence import Solved, SolverPool, effect_of
from suasion.world.levers import Lever

MEASURES = ("money", "gdp share")
Results = Mapping[tuple[str, str], float]
"""By (result, measure)."""
Losses = Mapping[str, Mapping[str, float]]
"""Losses of each lever pulled alone, by actor, MUSD/yr."""


def results_of(solved: Solved, losses: Losses, pool: SolverPool, view: Case) -> Results:
    """Return net leverage, needs and usable levers in both measures for one world."""
    first, second = view.meta.dyad
    hurt = {
        first: hurt_of_all(pool, solved, second, first),
        second: hurt_of_all(pool, solved, first, second),
    }
    found: dict[tuple[str, str], float] = {}
    for measure in MEASURES:
        size = _sizes(solved, (first, second), measure)
        one, two = (max(hurt[actor], 0.0) / size[actor] for actor in (first, second))
        share = one / (one + two) if one + two > 0.0 else float("nan")
        found["net_leverage", measure] = 2.0 * share - 1.0
        found[f"need_{first.lower()}", measure] = share
        found[f"need_{second.lower()}", measure] = 1.0 - share
        found[f"coercive_options_{first.lower()}", measure] = _usable(
            solved, losses, (first, second), size
        )
    return found


def _sizes(solved: Solved, dyad: tuple[str, str], measure: str) -> dict[str, float]:
    """Return what losses are divided by: one, or the actor's product."""
    nan = float("nan")
    in_money = measure == "money"
    return {actor: 1.0 if in_money else solved.world.gdp.get(actor, nan) for actor in dyad}


def hurt_of_all(pool: SolverPool, solved: Solved, sender: str, target: str) -> float:
    """Return the target's loss when the sender pulls all its levers against it, MUSD/yr."""
    levers = without_overlaps(levers_between(solved, sender, target))
    return effect_of(pool, solved, [(lever, None) for lever in levers]).loss_of(target)


def levers_between(solved: Solved, sender: str, target: str) -> list[Lever]:
    """Return the sender's levers against the target that can be used at the horizon."""
    world = solved.world
    return [
        lever
        for lever in world.levers
        if (lever.sender, lever.target) == (sender, target) and world.horizon in lever.horizons
    ]


def overlap(one: Lever, other: Lever) -> bool:
    """Tell whether two levers take away the same thing by different valuations."""
    return other.id in one.overlaps or one.id in other.overlaps


def without_overlaps(levers: list[Lever]) -> list[Lever]:
    """Return the levers that can be counted together; ties come before markets."""
    kept: list[Lever] = []
    for lever in sorted(levers, key=lambda lever: (lever.instrument != "tie", lever.id)):
        if not any(overlap(lever, other) for other in kept):
            kept.append(lever)
    return kept


def _usable(
    solved: Solved, losses: Losses, dyad: tuple[str, str], size: Mapping[str, float]
) -> float:
    sender, target = dyad
    levers = [lever for lever in levers_between(solved, sender, target) if lever.id in losses]
    if not levers:
        return float("nan")
    worth = [
        losses[lever.id].get(target, 0.0) / size[target]
        > max(losses[lever.id].get(sender, 0.0), 0.0) / size[sender]
        for lever in levers
    ]
    return sum(worth) / len(levers)
