"""What if: the same model solved again under a scenario, side by side with the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from suasion.cases import Case
from suasion.dependence import Solved
from suasion.errors import ComputationError
from suasion.questions.baseline import Baseline, baseline
from suasion.questions.observables import USD_PER_MUSD, differences, observe_some
from suasion.questions.sampling import Request, intervals
from suasion.questions.scenario import Scenario
from suasion.questions.scenario_solving import Answer, Question, put_question, solve_question

DEFAULT_DRAWS = 60
"""Draws of a scenario where nothing is asked; those of the report are as many."""


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
        Day, account, seed, draws; 60 draws by default.
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
    question = put_question(base, scenario)
    before = base.observed_central
    changed = _observed_central(case, base, scenario)
    first = _collected(base.observed, before)
    after = _collected(_observed_draws(question), before)
    return WhatIf(
        scenario=scenario,
        horizon=horizon,
        request=asked,
        base=before,
        changed=changed,
        difference=differences(before, changed),
        intervals=_intervals(first, after) if base.draws else {},
        failed_draws=int(np.isnan(next(iter(after.values()))).sum()) if after else 0,
        draws=after,
    )


def _observed_central(case: Case, base: Baseline, scenario: Scenario) -> dict[str, float]:
    """Return the observables of the changed world on the central figures.

    Prices that the change leaves open stay as near as they can to those of the base.
    """
    alone = baseline(case, evolve(base.sample.request, draws=0), base.horizon)
    answer = solve_question(
        put_question(alone, scenario), alone.central, alone.sample.central, None
    )
    return _observed(alone, alone.observed_central, answer)


def _observed_draws(question: Question) -> list[Mapping[str, float] | None]:
    base = question.base
    found: list[Mapping[str, float] | None] = []
    for place, (solved, before) in enumerate(zip(base.draws, base.observed, strict=True)):
        if solved is None or before is None:
            found.append(None)
            continue
        try:
            answer = solve_question(question, solved, base.sample.draws[place], place)
        except ComputationError:
            found.append(None)
        else:
            found.append(_observed(base, before, answer))
    return found


def _observed(base: Baseline, before: Mapping[str, float], answer: Answer) -> dict[str, float]:
    """Return the observables of the changed world; those of markets left alone are taken over."""
    specs = base.sample.view.meta.observables
    values = {**before, **observe_some(specs, answer.again)}
    for actor in sorted(answer.losses):
        name = f"surplus_usd_per_year.{actor}"
        values[name] = values.get(name, 0.0) - answer.losses[actor] * USD_PER_MUSD
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
    names = list(before)
    first, second = (np.array([drawn[name] for name in names]) for drawn in (before, after))
    ends = [intervals(values) for values in (first, second, second - first)]
    return {
        name: Span(base=ends[0][i], changed=ends[1][i], difference=ends[2][i])
        for i, name in enumerate(names)
    }


def solve_scenario(case: Case, scenario: Scenario, request: Request, horizon: str) -> Solved:
    """Return the changed world on the central figures, solved; no draws are taken."""
    base = baseline(case, evolve(request, draws=0), horizon)
    question = put_question(base, scenario)
    return solve_question(question, base.central, base.sample.central, None).solved


__all__ = ["Span", "WhatIf", "solve_scenario", "what_if"]
