"""A scenario put to a base: the changed world of one draw, solved, and who loses by it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from suasion.cases import Draws, central_figures, redraw_figures
from suasion.dependence import Solved, add_blocs, tie_effect
from suasion.dependence.effects import compare_market, cut_tie
from suasion.flows import Solution
from suasion.questions.apply import (
    Changed,
    build_changed,
    change_world,
    markets_touched,
    parse_settings,
)
from suasion.questions.baseline import Baseline
from suasion.questions.sampling import Values, pair_draws
from suasion.questions.scenario import Scenario


@frozen(kw_only=True)
class Question:
    """A scenario put to a base, with what it sets and which markets it builds anew."""

    base: Baseline
    scenario: Scenario
    central: Mapping[str, float]
    """Central values of the figures that are set, and of the cells that use them."""
    drawn: Draws
    """Their draws."""
    touched: frozenset[str] | None
    """Markets that are built anew; None: the whole world is."""


@frozen(kw_only=True)
class Answer:
    """A changed world, solved, and what each actor loses by the change (MUSD/yr)."""

    solved: Solved
    losses: Mapping[str, float]
    again: Mapping[str, Solution]
    """Solutions of the markets that were solved again."""


def put_question(base: Baseline, scenario: Scenario) -> Question:
    """Return the scenario put to a base; it can then be solved on each of its draws."""
    view, request = base.sample.view, base.sample.request
    settings = parse_settings(view, scenario)
    drawn: Draws = {}
    central: Mapping[str, float] = {}
    if settings:
        redrawn = redraw_figures(view, request.draws, settings, seed=request.seed)
        drawn = pair_draws(view, redrawn)
        found = central_figures(view, account=request.account, overrides=settings)
        central = {address: found[address] for address in drawn}
    return Question(
        base=base,
        scenario=scenario,
        central=central,
        drawn=drawn,
        touched=markets_touched(view, scenario),
    )


def solve_question(question: Question, solved: Solved, values: Values, place: int | None) -> Answer:
    """Return the changed world solved; what the scenario leaves alone is not solved again."""
    changed = _changed(question, solved, values, place)
    pairs = {
        name: compare_market(question.base.pool, solved, name, market)
        for name, market in changed.world.markets.items()
        if market is not solved.world.markets[name]
    }
    losses = _tie_losses(changed)
    for before, after in pairs.values():
        for actor in sorted({*before.payoffs, *after.payoffs}):
            lost = before.payoffs.get(actor, 0.0) - after.payoffs.get(actor, 0.0)
            losses[actor] = losses.get(actor, 0.0) + lost
    again = {name: after for name, (_, after) in pairs.items()}
    return Answer(
        solved=Solved(world=changed.world, solutions={**solved.solutions, **again}),
        losses=add_blocs(losses, changed.world.members),
        again=again,
    )


def _changed(question: Question, solved: Solved, values: Values, place: int | None) -> Changed:
    scenario = question.scenario
    if not (scenario.settings or scenario.builds or not scenario.contracts):
        return change_world(solved.world, scenario)
    drawn = question.central
    if place is not None:
        drawn = {address: float(array[place]) for address, array in question.drawn.items()}
    return build_changed(
        question.base.sample.view, solved.world, {**values, **drawn}, scenario, question.touched
    )


def _tie_losses(changed: Changed) -> dict[str, float]:
    losses: dict[str, float] = {}
    for lever, strength in changed.ties:
        tie = cut_tie(changed.world, lever)
        effect = tie_effect(
            tie, lever.strength if strength is None else strength, changed.world.ties
        )
        losses[tie.target] = losses.get(tie.target, 0.0) + effect.hurt
        losses[tie.sender] = losses.get(tie.sender, 0.0) + effect.cost
    return losses
