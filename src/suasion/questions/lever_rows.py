"""Rows of the leverage tables: one lever at one horizon, from the central effect and the draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.cases import Observable
from suasion.dependence import Effect, effect_of
from suasion.flows import payoff_difference_interval
from suasion.questions.baseline import Baseline
from suasion.questions.observables import USD_PER_MUSD, observe_one
from suasion.questions.outcomes import Outcome
from suasion.questions.sampling import assumed_share, interval
from suasion.world.levers import Lever

Array = NDArray[np.float64]
TOL_USD = 1.0
"""Loss below which an actor counts as untouched, USD per year."""


@frozen(kw_only=True)
class LeverageRow:
    """One lever at one horizon. Money is USD of the case's currency year."""

    lever: str
    title: str
    sender: str
    target: str
    horizon: str
    hurt_usd_per_year: float
    """Loss of the target on the central figures, as a yearly rate while it lasts."""
    hurt_low: float
    hurt_high: float
    cost_usd_per_year: float
    """Loss of the sender on the central figures."""
    cost_low: float
    cost_high: float
    hurt_usd_per_day: float
    hurt_usd_over_horizon: float
    hurt_gdp_share: float
    """Hurt over the target's gross domestic product; NaN where the case gives none."""
    cost_gdp_share: float
    price_low: float
    """Range of the hurt that prices alone leave open on the central figures."""
    price_high: float
    assumed_share: float
    """Share of the variance of the hurt that comes from assumed figures, 0..1."""
    account: str
    failed_draws: int


@frozen(kw_only=True)
class ThirdPartyRow:
    """What a lever does to one actor at one horizon, USD per year; negative: it gains."""

    lever: str
    horizon: str
    actor: str
    loss_usd_per_year: float
    low: float
    high: float
    account: str


@frozen(kw_only=True)
class LeverObservableRow:
    """What a lever does to one observable of the market that it acts in."""

    lever: str
    horizon: str
    observable: str
    before: float
    before_low: float
    before_high: float
    after: float
    after_low: float
    after_high: float
    difference_low: float
    difference_high: float
    account: str


@frozen(kw_only=True)
class Measured:
    """All that one lever does at one horizon."""

    row: LeverageRow
    third_parties: tuple[ThirdPartyRow, ...]
    observables: tuple[LeverObservableRow, ...]


@frozen(kw_only=True)
class CentralEffect:
    """One lever pulled on the central figures."""

    lever: Lever
    effect: Effect
    price_low: float
    """Range of the hurt over both optimal dual faces, jointly, USD per year."""
    price_high: float


def pull_on_central(base: Baseline, lever: Lever) -> CentralEffect:
    """Return what the lever does on the central figures, with the range that prices leave."""
    effect = effect_of(base.pool, base.central, [(lever, None)])
    low, high = _price_range(base, lever, effect)
    return CentralEffect(lever=lever, effect=effect, price_low=low, price_high=high)


def measure_lever(base: Baseline, central: CentralEffect, outcomes: Sequence[Outcome]) -> Measured:
    """Return what one lever does: to target and sender, to third parties, to observables."""
    lever, effect = central.lever, central.effect
    actors = {*effect.losses, lever.target, lever.sender}
    losses = {actor: loss_array(outcomes, lever.id, actor) for actor in sorted(actors)}
    return Measured(
        row=_row(base, central, losses),
        third_parties=_third_parties(base, lever, effect, losses),
        observables=tuple(
            _observable_row(base, lever, spec, effect, outcomes)
            for spec in base.sample.view.meta.observables
            if spec.market in effect.solutions
        ),
    )


def loss_array(outcomes: Sequence[Outcome], lever: str, actor: str) -> Array:
    """Return the actor's loss on each draw, USD per year; NaN where the draw failed."""
    pulled = (outcome.pulled.get(lever) for outcome in outcomes)
    losses = (np.nan if p is None else p.losses.get(actor, 0.0) * USD_PER_MUSD for p in pulled)
    return np.fromiter(losses, dtype=float, count=len(outcomes))


def _row(base: Baseline, central: CentralEffect, losses: dict[str, Array]) -> LeverageRow:
    lever = central.lever
    hurts, costs = losses[lever.target], losses[lever.sender]
    hurt = central.effect.loss_of(lever.target) * USD_PER_MUSD
    cost = central.effect.loss_of(lever.sender) * USD_PER_MUSD
    return LeverageRow(
        **{name: getattr(lever, name) for name in ("title", "sender", "target")},
        lever=lever.id,
        horizon=base.horizon,
        hurt_usd_per_year=hurt,
        hurt_low=interval(hurts)[0],
        hurt_high=interval(hurts)[1],
        cost_usd_per_year=cost,
        cost_low=interval(costs)[0],
        cost_high=interval(costs)[1],
        hurt_usd_per_day=hurt / 365.0,
        hurt_usd_over_horizon=hurt * base.central.world.horizon_days / 365.0,
        hurt_gdp_share=hurt / _gdp_usd(base, lever.target),
        cost_gdp_share=cost / _gdp_usd(base, lever.sender),
        price_low=central.price_low,
        price_high=central.price_high,
        assumed_share=assumed_share(hurts),
        account=base.sample.request.account or "",
        failed_draws=int(np.isnan(hurts).sum()),
    )


def _gdp_usd(base: Baseline, actor: str) -> float:
    """Return the actor's gross domestic product in USD per year, a bloc's summed; else NaN."""
    world = base.central.world
    if actor in world.gdp:
        return world.gdp[actor] * USD_PER_MUSD
    parts = [world.gdp.get(member, float("nan")) for member in world.members.get(actor, ())]
    return sum(parts) * USD_PER_MUSD if parts else float("nan")


def _price_range(base: Baseline, lever: Lever, effect: Effect) -> tuple[float, float]:
    """Return the range of the hurt over both optimal dual faces, jointly; ties have none."""
    hurt = effect.loss_of(lever.target) * USD_PER_MUSD
    if lever.market is None:
        return hurt, hurt
    program = base.pool.solver_for(base.central.world.markets[lever.market]).program
    before, after = base.central.solutions[lever.market], effect.solutions[lever.market]
    low, high = payoff_difference_interval(program, before, after, _within(base, lever.target))
    return -high * USD_PER_MUSD, -low * USD_PER_MUSD


def _within(base: Baseline, actor: str) -> tuple[str, ...]:
    """Return the actor, or the members of a bloc, that have a payoff."""
    members = base.central.world.members.get(actor, (actor,))
    known = {name for solution in base.central.solutions.values() for name in solution.actors}
    return tuple(name for name in members if name in known)


def _third_parties(
    base: Baseline, lever: Lever, central: Effect, losses: dict[str, Array]
) -> tuple[ThirdPartyRow, ...]:
    """Return a row for each actor that the lever touches on any draw."""
    rows = []
    for actor, drawn in losses.items():
        value = central.loss_of(actor) * USD_PER_MUSD
        known = drawn[np.isfinite(drawn)]
        if max(abs(value), float(np.max(np.abs(known), initial=0.0))) <= TOL_USD:
            continue
        low, high = interval(drawn)
        rows.append(
            ThirdPartyRow(
                lever=lever.id,
                horizon=base.horizon,
                actor=actor,
                loss_usd_per_year=value,
                low=low,
                high=high,
                account=base.sample.request.account or "",
            )
        )
    return tuple(rows)


def _observable_row(
    base: Baseline,
    lever: Lever,
    spec: Observable,
    central: Effect,
    outcomes: Sequence[Outcome],
) -> LeverObservableRow:
    before = observed_array(outcomes, spec.name)
    pulled = (outcome.pulled.get(lever.id) for outcome in outcomes)
    after = np.array(
        [np.nan if p is None else p.observed.get(spec.name, np.nan) for p in pulled], dtype=float
    )
    ends = [*interval(before), *interval(after), *interval(after - before)]
    name = spec.market
    return LeverObservableRow(
        lever=lever.id,
        horizon=base.horizon,
        observable=spec.name,
        before=observe_one(spec, base.central.solutions[name]),
        before_low=ends[0],
        before_high=ends[1],
        after=observe_one(spec, central.solutions[name]),
        after_low=ends[2],
        after_high=ends[3],
        difference_low=ends[4],
        difference_high=ends[5],
        account=base.sample.request.account or "",
    )


def observed_array(outcomes: Sequence[Outcome], name: str) -> Array:
    """Return an observable of the base on each draw; NaN where the draw failed."""
    return np.array([outcome.observed.get(name, np.nan) for outcome in outcomes], dtype=float)
