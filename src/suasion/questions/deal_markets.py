"""What the markets say about a bargain: the loss in a rupture, and the gains that stakes name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from suasion.cases.records import Row
from suasion.dependence import Solved, SolverPool, effect_of
from suasion.errors import InputError
from suasion.questions.baseline import Baseline
from suasion.questions.comparisons import scenario_of_row
from suasion.questions.deal_menu import CaseMenu
from suasion.questions.deal_terms import MarketWorth
from suasion.questions.results import overlap
from suasion.questions.sampling import Values
from suasion.questions.scenario_solving import Question, put_question, solve_question
from suasion.world.levers import Lever


@frozen(kw_only=True)
class MarketQuestions:
    """What is asked of the markets of every draw."""

    pool: SolverPool
    levers: tuple[str, ...]
    """Levers that both sides pull in a rupture."""
    disarmed: tuple[tuple[str, ...], ...]
    scenarios: Mapping[str, Question]


def ask_markets(base: Baseline, case_menu: CaseMenu) -> MarketQuestions:
    """Return the questions that the bargain puts to the markets.

    Raises
    ------
    InputError
        Two levers of a rupture count the same loss twice.
    """
    view = base.sample.view
    levers = tuple(name for row in case_menu.bargainers for name in row.words("rupture"))
    _require_apart(base, levers)
    disarmed = {row.words("disarms") for row in case_menu.options.values()} - {()}
    known = {row.id: row for row in view.rows("scenarios")}
    named = {row.text("scenario") for row in view.rows("stakes") if _counts(row, case_menu)}
    return MarketQuestions(
        pool=base.pool,
        levers=levers,
        disarmed=tuple(sorted(disarmed)),
        scenarios={
            name: put_question(base, scenario_of_row(known[name]))
            for name in sorted(named & set(known))
        },
    )


def _counts(row: Row, case_menu: CaseMenu) -> bool:
    return row.text("option") in case_menu.options


def market_worth(
    questions: MarketQuestions, solved: Solved, values: Values, place: int | None
) -> MarketWorth:
    """Return what the markets of one solved draw say; `place` is None for the central figures.

    Raises
    ------
    ComputationError
        A market has no optimum under one of the changes.
    """
    return MarketWorth(
        rupture=pulled_losses(questions.pool, solved, questions.levers),
        rupture_without={
            gone: pulled_losses(
                questions.pool, solved, [name for name in questions.levers if name not in gone]
            )
            for gone in questions.disarmed
        },
        scenarios={
            name: {
                actor: -loss
                for actor, loss in solve_question(question, solved, values, place).losses.items()
            }
            for name, question in questions.scenarios.items()
        },
    )


def pulled_losses(pool: SolverPool, solved: Solved, names: Iterable[str]) -> Mapping[str, float]:
    """Return what each actor loses when levers are pulled together, MUSD/yr.

    Raises
    ------
    ComputationError
        A market has no optimum with the levers pulled.
    """
    wanted = set(names)
    pulled = [
        (lever, None)
        for lever in solved.world.levers
        if lever.id in wanted and solved.world.horizon in lever.horizons
    ]
    return effect_of(pool, solved, pulled).losses if pulled else {}


def _require_apart(base: Baseline, names: tuple[str, ...]) -> None:
    levers: list[Lever] = [lv for lv in base.central.world.levers if lv.id in names]
    for at, one in enumerate(levers):
        for other in levers[at + 1 :]:
            if overlap(one, other):
                raise InputError(
                    "two levers of a rupture count the same loss",
                    where="bargainers.csv, column rupture",
                    got=f"{one.id} and {other.id}",
                    expected="levers that do not overlap",
                    fix="leave one of them out",
                )
