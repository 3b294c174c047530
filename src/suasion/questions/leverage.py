"""Who needs whom, for what, how badly: the leverage tables.

Each lever that can be used at a horizon is pulled alone, on the central figures and on every
draw; base and withheld worlds share their figures, so differences are not blurred by draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import asdict, frozen
from numpy.typing import NDArray

from suasion.cases import Case, Observable
from suasion.dependence import Effect, Solved, SolverPool, effect_of
from suasion.errors import ComputationError, InputError
from suasion.flows import payoff_difference_interval
from suasion.questions.baseline import Baseline, baseline
from suasion.questions.observables import USD_PER_MUSD, observe_one
from suasion.questions.sampling import Request, assumed_share, interval
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
class Leverage:
    """The leverage of a case as of a day, under one account."""

    rows: tuple[LeverageRow, ...]
    third_parties: tuple[ThirdPartyRow, ...]
    observables: tuple[LeverObservableRow, ...]
    request: Request

    def to_rows(self) -> list[dict[str, object]]:
        """Return the rows as plain dictionaries, the shape of `leverage --json`."""
        return [asdict(row) for row in self.rows]


def compute_leverage(
    case: Case,
    request: Request | None = None,
    *,
    horizons: Sequence[str] | None = None,
    levers: Sequence[str] | None = None,
) -> Leverage:
    """Return what each lever takes from its target, its sender and all others.

    Model
        hurt = payoff of the target in the base - payoff while the lever is pulled, each from the
        optimum and its certified shares; ties by their formulas (docs: explanation, withholding).

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account, seed and draws; the case's own day and 200 draws by default.
    horizons : sequence of str, optional
        Names from case.toml; all by default.
    levers : sequence of str, optional
        Ids, or SENDER:ID; all by default.

    Returns
    -------
    Leverage
        Rows sorted by horizon and falling hurt; third parties for every lever.

    Raises
    ------
    InputError
        Unknown horizon, lever or account (C1).
    ComputationError
        The central figures give a market without an optimum.

    Examples
    --------
    >>> from suasion import compute_leverage, load_case, Request
    >>> table = compute_leverage(
    ...     load_case("rus-aze-2025"), Request(draws=0), horizons=["years"], levers=["gas-swap"]
    ... )
    >>> [(row.sender, row.target) for row in table.rows]
    [('RUS', 'AZE')]
    """
    asked = request or Request()
    measured: list[Measured] = []
    for horizon in horizons or tuple(case.meta.horizons):
        base = baseline(case, asked, horizon)
        measured += [measure_lever(base, lever) for lever in _chosen(base, levers)]
    order = {name: i for i, name in enumerate(case.meta.horizons)}
    rows = [found.row for found in measured]
    rows.sort(key=lambda row: (order[row.horizon], -row.hurt_usd_per_year, row.lever))
    return Leverage(
        rows=tuple(rows),
        third_parties=tuple(row for found in measured for row in found.third_parties),
        observables=tuple(row for found in measured for row in found.observables),
        request=asked,
    )


def _chosen(base: Baseline, names: Sequence[str] | None) -> list[Lever]:
    usable = [lv for lv in base.central.world.levers if base.horizon in lv.horizons]
    if names is None:
        return usable
    chosen = []
    for name in names:
        sender, colon, what = name.rpartition(":")
        found = [lv for lv in usable if lv.id == what and (not colon or lv.sender == sender)]
        if not found:
            raise InputError(
                "unknown lever",
                where=f"option lever, horizon {base.horizon}",
                got=name,
                expected="one of " + ", ".join(f"{lv.sender}:{lv.id}" for lv in usable),
                fix="name a lever of the case that can be used at this horizon",
            )
        chosen += found
    return chosen


@frozen(kw_only=True)
class Measured:
    """All that one lever does at one horizon."""

    row: LeverageRow
    third_parties: tuple[ThirdPartyRow, ...]
    observables: tuple[LeverObservableRow, ...]


def measure_lever(base: Baseline, lever: Lever) -> Measured:
    """Return what one lever does: to target and sender, to third parties, to observables."""
    central = effect_of(base.pool, base.central, [(lever, None)])
    effects = draw_effects(base, [lever.id])
    actors = {*central.losses, lever.target, lever.sender}
    losses = {actor: loss_array(effects, actor) for actor in sorted(actors)}
    return Measured(
        row=_row(base, lever, central, losses),
        third_parties=_third_parties(base, lever, central, losses),
        observables=tuple(
            _observable_row(base, lever, spec, central, effects)
            for spec in base.sample.view.meta.observables
            if spec.market in central.solutions
        ),
    )


def _third_parties(
    base: Baseline, lever: Lever, central: Effect, losses: dict[str, Array]
) -> tuple[ThirdPartyRow, ...]:
    """Return a row for each actor that the lever touches on any draw."""
    rows = []
    for actor, drawn in losses.items():
        value = central.loss_of(actor) * USD_PER_MUSD
        if max(abs(value), float(np.nanmax(np.abs(drawn), initial=0.0))) <= TOL_USD:
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
    effects: Sequence[Effect | None],
) -> LeverObservableRow:
    before = np.array([np.nan if d is None else _before(spec, d) for d in base.draws], dtype=float)
    after = np.array([np.nan if e is None else _after(spec, e) for e in effects], dtype=float)
    ends = [*interval(before), *interval(after), *interval(after - before)]
    return LeverObservableRow(
        lever=lever.id,
        horizon=base.horizon,
        observable=spec.name,
        before=_before(spec, base.central),
        before_low=ends[0],
        before_high=ends[1],
        after=_after(spec, central),
        after_low=ends[2],
        after_high=ends[3],
        difference_low=ends[4],
        difference_high=ends[5],
        account=base.sample.request.account or "",
    )


def _before(spec: Observable, solved: Solved) -> float:
    return observe_one(spec, solved.world.markets[spec.market], solved.solutions[spec.market])


def _after(spec: Observable, effect: Effect) -> float:
    return observe_one(spec, effect.markets[spec.market], effect.solutions[spec.market])


def draw_effects(base: Baseline, lever_ids: Iterable[str]) -> list[Effect | None]:
    """Return the effect of pulling the levers together on each draw; None where it failed."""
    wanted = tuple(lever_ids)
    return [_effect_or_none(base.pool, solved, wanted) for solved in base.draws]


def _effect_or_none(
    pool: SolverPool, solved: Solved | None, wanted: tuple[str, ...]
) -> Effect | None:
    if solved is None:
        return None
    by_id = {lever.id: lever for lever in solved.world.levers}
    try:
        return effect_of(pool, solved, [(by_id[name], None) for name in wanted])
    except ComputationError:
        return None


def loss_array(effects: Sequence[Effect | None], actor: str) -> Array:
    """Return the actor's loss on each draw, USD per year; NaN where the draw failed."""
    return np.array(
        [np.nan if e is None else e.loss_of(actor) * USD_PER_MUSD for e in effects], dtype=float
    )


def _row(base: Baseline, lever: Lever, central: Effect, losses: dict[str, Array]) -> LeverageRow:
    hurt = central.loss_of(lever.target) * USD_PER_MUSD
    cost = central.loss_of(lever.sender) * USD_PER_MUSD
    hurt_low, hurt_high = interval(losses[lever.target])
    cost_low, cost_high = interval(losses[lever.sender])
    days = base.central.world.horizon_days
    price_low, price_high = _price_range(base, lever, central, hurt)
    return LeverageRow(
        lever=lever.id,
        title=lever.title,
        sender=lever.sender,
        target=lever.target,
        horizon=base.horizon,
        hurt_usd_per_year=hurt,
        hurt_low=hurt_low,
        hurt_high=hurt_high,
        cost_usd_per_year=cost,
        cost_low=cost_low,
        cost_high=cost_high,
        hurt_usd_per_day=hurt / 365.0,
        hurt_usd_over_horizon=hurt * days / 365.0,
        hurt_gdp_share=hurt / _gdp_usd(base, lever.target),
        cost_gdp_share=cost / _gdp_usd(base, lever.sender),
        price_low=price_low,
        price_high=price_high,
        assumed_share=assumed_share(losses[lever.target]),
        account=base.sample.request.account or "",
        failed_draws=int(np.isnan(losses[lever.target]).sum()),
    )


def _gdp_usd(base: Baseline, actor: str) -> float:
    """Return the actor's gross domestic product in USD per year, a bloc's summed; else NaN."""
    world = base.central.world
    if actor in world.gdp:
        return world.gdp[actor] * USD_PER_MUSD
    parts = [world.gdp.get(member, float("nan")) for member in world.members.get(actor, ())]
    return sum(parts) * USD_PER_MUSD if parts else float("nan")


def _price_range(base: Baseline, lever: Lever, central: Effect, hurt: float) -> tuple[float, float]:
    """Return the range of the hurt over both optimal dual faces, jointly; ties have none."""
    if lever.market is None:
        return hurt, hurt
    solver = base.pool.solver_for(base.central.world.markets[lever.market])
    low, high = payoff_difference_interval(
        solver.program,
        base.central.solutions[lever.market],
        central.solutions[lever.market],
        base.central.world.members.get(lever.target, (lever.target,)),
    )
    return -high * USD_PER_MUSD, -low * USD_PER_MUSD
