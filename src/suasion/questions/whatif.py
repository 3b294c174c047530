"""What if: the same model solved again under a scenario, side by side with the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from suasion.cases import Case
from suasion.dependence import Solved, add_blocs, tie_effect
from suasion.dependence.effects import cut_tie
from suasion.errors import ComputationError
from suasion.flows import Solution
from suasion.questions.apply import Changed, build_changed, change_world, parse_settings
from suasion.questions.baseline import Baseline, baseline
from suasion.questions.observables import USD_PER_MUSD, differences, observe
from suasion.questions.sampling import Request, Values, interval, take_sample
from suasion.questions.scenario import Scenario

DEFAULT_DRAWS = 100


@frozen(kw_only=True)
class Span:
    """The 90 % interval of one observable over the draws."""

    base: tuple[float, float]
    changed: tuple[float, float]
    difference: tuple[float, float]


@frozen(kw_only=True)
class WhatIf:
    """The base and the changed world, observable by observable."""

    scenario: Scenario
    horizon: str
    request: Request
    base: Mapping[str, float]
    changed: Mapping[str, float]
    difference: Mapping[str, float]
    intervals: Mapping[str, Span]
    failed_draws: int
    draws: Mapping[str, NDArray[np.float64]] = field(eq=False)
    """Each observable of the changed world on each draw; NaN where the draw failed."""

    def to_json(self) -> dict[str, object]:
        """Return the shape of `whatif --json`."""
        return {
            "base": dict(self.base),
            "changed": dict(self.changed),
            "difference": dict(self.difference),
            "intervals": {
                name: {
                    "base": list(span.base),
                    "changed": list(span.changed),
                    "difference": list(span.difference),
                }
                for name, span in self.intervals.items()
            },
            "scenario": self.scenario.name,
            "horizon": self.horizon,
            "draws": self.request.draws,
            "failed_draws": self.failed_draws,
        }


def what_if(
    case: Case,
    scenario: Scenario,
    request: Request | None = None,
    *,
    horizon: str = "years",
) -> WhatIf:
    """Return what a scenario changes, against the base, with intervals of each and of the change.

    Base and changed world of a draw share every figure that the scenario does not set, so the
    interval of a difference is not the difference of two intervals.

    Parameters
    ----------
    case : Case
    scenario : Scenario
        From `make_scenario` or `read_scenario`.
    request : Request, optional
        Day, account, seed, draws; 100 draws by default.
    horizon : str
        Name from case.toml.

    Returns
    -------
    WhatIf
        Flows in market units per year, surpluses in USD per year by name.

    Raises
    ------
    InputError
        The scenario names what the case does not have (C1).
    ComputationError
        The central figures give a market without an optimum.

    Examples
    --------
    >>> from suasion import Request, load_case, make_scenario, what_if
    >>> case = load_case("rus-aze-2025")
    >>> answer = what_if(case, make_scenario(), Request(draws=0))
    >>> all(value == 0.0 for value in answer.difference.values())
    True
    """
    asked = request or Request(draws=DEFAULT_DRAWS)
    base = baseline(case, asked, horizon)
    specs = case.meta.observables
    _, central_values = _changed_central(base, scenario)
    before = observe(specs, base.central)
    after = _collected(
        [None if a is None else _observed(base, a) for a in _changed_draws(base, scenario)], before
    )
    first = _collected([None if s is None else observe(specs, s) for s in base.draws], before)
    return WhatIf(
        scenario=scenario,
        horizon=horizon,
        request=asked,
        base=before,
        changed=central_values,
        difference=differences(before, central_values),
        intervals=_intervals(first, after) if base.draws else {},
        failed_draws=int(np.isnan(next(iter(after.values()))).sum()) if after else 0,
        draws=after,
    )


@frozen(kw_only=True)
class _Answer:
    """A changed world, solved, and what its cut ties take from each actor (MUSD/yr)."""

    solved: Solved
    tie_losses: Mapping[str, float]


def _changed_central(base: Baseline, scenario: Scenario) -> tuple[Solved, dict[str, float]]:
    values = base.sample.central
    if scenario.settings:
        settings = parse_settings(base.sample.view, scenario)
        values = take_sample(base.sample.view, _central_only(base), settings).central
    answer = _solve(base, base.central, values, scenario)
    return answer.solved, _observed(base, answer)


def _changed_draws(base: Baseline, scenario: Scenario) -> list[_Answer | None]:
    draws: Sequence[Values] = base.sample.draws
    if scenario.settings and draws:
        settings = parse_settings(base.sample.view, scenario)
        draws = take_sample(base.sample.view, base.sample.request, settings).draws
    return [
        _solve_or_none(base, solved, values, scenario)
        for solved, values in zip(base.draws, draws, strict=True)
    ]


def _central_only(base: Baseline) -> Request:
    request = base.sample.request
    return Request(as_of=request.as_of, account=request.account, seed=request.seed, draws=0)


def _solve_or_none(
    base: Baseline, solved: Solved | None, values: Values, scenario: Scenario
) -> _Answer | None:
    if solved is None:
        return None
    try:
        return _solve(base, solved, values, scenario)
    except ComputationError:
        return None


def _solve(base: Baseline, solved: Solved, values: Values, scenario: Scenario) -> _Answer:
    """Return the changed world solved; what the scenario leaves alone is not solved again."""
    if scenario.settings or scenario.builds or not scenario.contracts:
        changed = build_changed(base.sample.view, values, base.horizon, scenario)
    else:
        changed = change_world(solved.world, scenario)
    solutions: dict[str, Solution] = {}
    for name, market in changed.world.markets.items():
        same = market == solved.world.markets.get(name)
        before = solved.solutions[name]
        solutions[name] = before if same else base.pool.solve(market, before)
    return _Answer(
        solved=Solved(world=changed.world, solutions=solutions),
        tie_losses=_tie_losses(changed),
    )


def _tie_losses(changed: Changed) -> dict[str, float]:
    losses: dict[str, float] = {}
    for lever, strength in changed.ties:
        tie = cut_tie(changed.world, lever)
        effect = tie_effect(tie, lever.strength if strength is None else strength)
        losses[tie.target] = losses.get(tie.target, 0.0) + effect.hurt
        losses[tie.sender] = losses.get(tie.sender, 0.0) + effect.cost
    return add_blocs(losses, changed.world.members)


def _observed(base: Baseline, answer: _Answer) -> dict[str, float]:
    values = observe(base.sample.view.meta.observables, answer.solved)
    for actor, loss in answer.tie_losses.items():
        name = f"surplus_usd_per_year.{actor}"
        values[name] = values.get(name, 0.0) - loss * USD_PER_MUSD
    return values


def _collected(
    answers: Sequence[Mapping[str, float] | None], names: Iterable[str]
) -> dict[str, NDArray[np.float64]]:
    """Return the draws of each observable; NaN where the draw failed or lacks it."""
    return {
        name: np.array([np.nan if a is None else a.get(name, np.nan) for a in answers], dtype=float)
        for name in names
    }


def _intervals(
    before: Mapping[str, NDArray[np.float64]], after: Mapping[str, NDArray[np.float64]]
) -> dict[str, Span]:
    return {
        name: Span(
            base=interval(before[name]),
            changed=interval(after[name]),
            difference=interval(after[name] - before[name]),
        )
        for name in before
    }


def solve_scenario(case: Case, scenario: Scenario, request: Request, horizon: str) -> Solved:
    """Return the changed world on the central figures, solved; no draws are taken."""
    base = baseline(case, Request(as_of=request.as_of, account=request.account, draws=0), horizon)
    return _changed_central(base, scenario)[0]


__all__ = ["Span", "WhatIf", "solve_scenario", "what_if"]
