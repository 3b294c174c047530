"""The effect of withholding: who loses what, for one world in plain numbers.

Model
    hurt = payoff of the target before - after; cost = the same for the sender; third parties
    likewise. A bloc's payoff is the sum of its members'. Losses of markets come from solving
    again; losses of ties from their formulas; the two add, since a tie is no part of a market.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from suasion.dependence.solving import SolverPool
from suasion.dependence.ties import tie_effect
from suasion.dependence.withholding import withhold
from suasion.errors import InputError
from suasion.flows import Solution
from suasion.world.levers import Lever
from suasion.world.markets import Arc, Market
from suasion.world.state import World
from suasion.world.ties import Tie


@frozen(kw_only=True)
class Effect:
    """What a withholding does: the loss of each actor and the markets after it."""

    losses: Mapping[str, float]
    """MUSD/yr by actor, blocs included; negative where an actor gains."""
    solutions: Mapping[str, Solution]
    """Solutions of the markets that were solved again, by market."""
    markets: Mapping[str, Market]
    """Those markets as they are while the levers are pulled."""

    def loss_of(self, actor: str) -> float:
        """Return the actor's loss, zero where nothing touches it, MUSD/yr."""
        return self.losses.get(actor, 0.0)


@frozen(kw_only=True)
class Solved:
    """A world and the solutions of its markets."""

    world: World
    solutions: Mapping[str, Solution]


def solve_world(pool: SolverPool, world: World) -> Solved:
    """Return the world with every market solved."""
    return Solved(world=world, solutions=pool.solve_all(world))


def effect_of(
    pool: SolverPool, base: Solved, levers: Iterable[tuple[Lever, float | None]]
) -> Effect:
    """Return the effect of pulling levers together, each with its strength or its own.

    Only markets that a lever touches are solved again.
    """
    markets: dict[str, Market] = {}
    losses: dict[str, float] = {}
    for lever, strength in levers:
        if lever.instrument == "tie":
            _add_tie(losses, base.world, lever, strength)
        else:
            name = _market_name(base.world, lever)
            before = markets.get(name, base.world.markets[name])
            markets[name] = withhold(before, lever, strength)
    pairs = {name: compare_market(pool, base, name, markets[name]) for name in sorted(markets)}
    for pair in pairs.values():
        _add_difference(losses, *pair)
    return Effect(
        losses=add_blocs(losses, base.world.members),
        solutions={name: after for name, (_, after) in pairs.items()},
        markets=markets,
    )


def compare_market(
    pool: SolverPool, base: Solved, name: str, market: Market
) -> tuple[Solution, Solution]:
    """Return the base solution and that of the changed market, to take differences from.

    They are one and the same where what was taken away neither carried anything nor was scarce.
    """
    before = base.solutions[name]
    if is_still_optimal(before, base.world.markets[name], market):
        return before, before
    return pool.compare(before, market)


def is_still_optimal(solution: Solution, before: Market, after: Market) -> bool:
    """Tell whether capacity and labels that were taken away were neither used nor worth a rent.

    Model
        Only capacities fell and labels closed. If no closed label carried anything, no flow is
        above what is left and no fallen capacity had a rent, the amounts are still feasible and
        the prices still prove them optimal: nothing has to be solved.
    """
    kept = ("suppliers", "consumers", "contracts", "refusing", "origin_rule")
    if any(getattr(after, name) is not getattr(before, name) for name in kept):
        return False
    pairs = zip(before.arcs, after.arcs, strict=True)
    return all(one is other or _is_idle(solution, one, other) for one, other in pairs)


def _is_idle(solution: Solution, before: Arc, after: Arc) -> bool:
    """Tell whether an arc that only lost capacity or labels lost nothing that mattered."""
    alike = evolve(after, capacity=before.capacity, closed_labels=before.closed_labels) == before
    closed = after.closed_labels - before.closed_labels
    if not alike or after.capacity > before.capacity or before.closed_labels - after.closed_labels:
        return False
    if after.capacity < before.capacity:
        rent, flow = solution.rents[before.id], solution.arc_flows[before.id]
        if rent != 0.0 or flow > after.capacity:
            return False
    return all(solution.flow_of(before.id, label) == 0.0 for label in closed)


def add_blocs(
    losses: Mapping[str, float], members: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    """Return the amounts with each bloc's, the sum of its members', added."""
    totals = dict(losses)
    for bloc in sorted(members):
        within = [losses[actor] for actor in members[bloc] if actor in losses]
        if within:
            totals[bloc] = losses.get(bloc, 0.0) + sum(within)
    return totals


def cut_tie(world: World, lever: Lever) -> Tie:
    """Return the tie that the lever cuts; `InputError` where the world has none such."""
    for tie in world.ties:
        if tie.id == lever.tie:
            return tie
    raise InputError(
        f"lever '{lever.id}' cuts a tie that is not there",
        where=f"lever {lever.id}",
        got=str(lever.tie),
        expected="the id of a tie visible on the as-of day",
        fix="mend column tie of table levers",
    )


def _add_tie(losses: dict[str, float], world: World, lever: Lever, strength: float | None) -> None:
    tie = cut_tie(world, lever)
    effect = tie_effect(tie, lever.strength if strength is None else strength, world.ties)
    losses[tie.target] = losses.get(tie.target, 0.0) + effect.hurt
    losses[tie.sender] = losses.get(tie.sender, 0.0) + effect.cost


def _market_name(world: World, lever: Lever) -> str:
    if lever.market is None or lever.market not in world.markets:
        raise InputError(
            f"lever '{lever.id}' acts in a market that is not there",
            where=f"lever {lever.id}",
            got=str(lever.market),
            expected="one of " + ", ".join(sorted(world.markets)),
            fix="mend column market of table levers",
        )
    return lever.market


def _add_difference(losses: dict[str, float], before: Solution, after: Solution) -> None:
    for actor, payoff in before.payoffs.items():
        losses[actor] = losses.get(actor, 0.0) + payoff - after.payoffs.get(actor, 0.0)


def with_markets(world: World, markets: Mapping[str, Market]) -> World:
    """Return the world with some markets replaced."""
    return evolve(world, markets={**world.markets, **markets})
