"""Which deals would both take, which would hold, and what it would take to have the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

import numpy as np
from attrs import asdict, evolve, frozen

from suasion.bargains import enumerate_deals, score, weakest_promise
from suasion.bargains.points import SOLUTIONS
from suasion.cases import Case, figures
from suasion.compute import SerialExecutor
from suasion.questions.deal_ahead import DAYS, shift_ahead
from suasion.questions.deal_draws import (
    Arrays,
    Bargain,
    DealTask,
    answer_terms,
    central_terms,
    make_bargain,
)
from suasion.questions.deal_drivers import DriverRow, find_drivers
from suasion.questions.deal_rows import BundleRow, DealAnswer
from suasion.questions.deal_store import join, stored_chunk
from suasion.questions.deal_summary import (
    Summary,
    link_rows,
    option_rows,
    outcomes,
    side_rows,
    solution_rows,
    third_actors,
)
from suasion.questions.deal_terms import DrawTerms
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.sampling import Request

DEFAULT_DRAWS = 100
CHUNK = 10
"""Draws in a chunk."""
HORIZON = "years"


def compute_deals(
    case: Case,
    request: Request | None = None,
    *,
    horizon: str = HORIZON,
    executor: Executor | None = None,
    checkpoint: Path | None = None,
) -> DealAnswer:
    """Return which bundles of a case both sides would take, and which of them would hold.

    Model
        The disagreement point is what the danger of a rupture costs each side, from the leverage
        of both (`suasion.bargains.scoring`); all bundles are scored on the central figures and
        on every draw.

    Assumptions
        A1 both sides know all stakes of a draw; uncertainty is ours. A2 third actors get
        nothing for their consent. A3 a solution is what a notion of fairness picks, no forecast.

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account, seed and draws; 100 draws by default.
    horizon : str
        Horizon of the markets that stand behind leverage and stakes.
    executor : Executor, optional
        Where the draws are done; this process by default. Results are the same on each.
    checkpoint : Path, optional
        Folder where finished chunks are kept; a run that was interrupted goes on from it.

    Returns
    -------
    DealAnswer
        Money in USD per year; probabilities are shares of the draws.

    Raises
    ------
    InputError
        The case has nothing to bargain over on that day, or a side has no stake (C1).
    ComputationError
        The central figures give a market without an optimum.

    Examples
    --------
    >>> from suasion import compute_deals, load_case, Request
    >>> answer = compute_deals(load_case("rus-aze-2025"), Request(draws=0))
    >>> answer.n_bundles > 1_000_000, [side.actor for side in answer.sides]
    (True, ['RUS', 'AZE'])
    """
    asked = request or Request(draws=DEFAULT_DRAWS)
    started = start_deals(case, [asked], horizon, executor or SerialExecutor(), checkpoint)
    return finish_deals(case, started)[0]


@frozen(kw_only=True)
class StartedDeals:
    """Bargains whose draws are being done."""

    tasks: tuple[DealTask, ...]
    chunks: tuple[tuple[Future[Arrays], ...], ...]


def start_deals(
    case: Case,
    requests: Sequence[Request],
    horizon: str,
    executor: Executor,
    checkpoint: Path | None = None,
    varied: tuple[tuple[str, float], ...] = (),
) -> StartedDeals:
    """Hand over the draws of several requests, so that no worker waits for the others."""
    tasks = tuple(
        DealTask(case=case, request=request, horizon=horizon, varied=varied) for request in requests
    )
    for task in tasks:
        make_bargain(evolve(task, request=evolve(task.request, draws=0)))
    chunks = tuple(
        tuple(
            executor.submit(
                stored_chunk, task, begin, min(begin + CHUNK, task.request.draws), checkpoint
            )
            for begin in range(0, task.request.draws, CHUNK)
        )
        for task in tasks
    )
    return StartedDeals(tasks=tasks, chunks=chunks)


def finish_deals(case: Case, started: StartedDeals) -> list[DealAnswer]:
    """Return the answer to each request; the central figures are done while draws are under way."""
    bargains = [make_bargain(task) for task in started.tasks]
    made = [central_terms(bargain, shift_ahead(bargain.task, None)) for bargain in bargains]
    answers = []
    for at, (bargain, terms) in enumerate(zip(bargains, made, strict=True)):
        summary = Summary(
            bargain=bargain,
            central={
                **answer_terms(bargain, terms),
                "ahead": np.array(shift_ahead(bargain.task, None)),
            },
            draws=join([future.result() for future in started.chunks[at]]),
        )
        answers.append(_answer(case, summary, terms))
    return answers


def _answer(case: Case, summary: Summary, made: DrawTerms) -> DealAnswer:
    bargain = summary.bargain
    menu, request = bargain.case_menu.menu, bargain.task.request
    links = tuple(link_rows(summary))
    solutions = tuple(solution_rows(summary))
    return DealAnswer(
        case=case.name,
        as_of=str(bargain.sample.view.meta.as_of),
        account=request.account or "",
        horizon=bargain.task.horizon,
        n_bundles=menu.n_bundles,
        n_draws=request.draws,
        failed_draws=int(np.sum(summary.draws.get("failed", np.zeros(0)))),
        no_deal_probability=summary.no_deal(0),
        no_holding_deal_probability=summary.no_deal(1),
        tension=summary.span("tension"),
        tension_ahead=summary.span("ahead"),
        days_ahead=DAYS,
        sides=side_rows(summary),
        solutions=solutions,
        options=tuple(option_rows(summary)),
        links=links,
        bundles=tuple(_bundles(summary, made)),
        drivers=_drivers(summary),
        titles={name: row.title for name, row in bargain.case_menu.options.items()},
    )


def _drivers(summary: Summary) -> tuple[DriverRow, ...]:
    """Return what accounts may set and goes with the outcomes."""
    sample = summary.bargain.sample
    if not sample.draws:
        return ()
    settable = [
        figure.address for figure in figures(sample.view).values() if figure.account_primitive
    ]
    drawn = {
        address: np.array([draw[address] for draw in sample.draws])
        for address in settable
        if address in sample.draws[0]
    }
    return find_drivers(drawn, outcomes(summary))


def _bundles(summary: Summary, made: DrawTerms) -> Iterator[BundleRow]:
    """Yield the bundles worth a look on the central figures, by falling joint gain."""
    bargain = summary.bargain
    menu = bargain.case_menu.menu
    roles = _roles(summary, made)
    choices = menu.choices(np.array(list(roles), dtype=np.int64))
    scores = score(menu, made.terms, choices)
    joint = scores.gains.sum(axis=1)
    for at in np.argsort(-joint, kind="stable").tolist():
        breaker, promise = weakest_promise(menu, made.terms, choices[at])
        stakes = _third_stakes(bargain, made, choices[at])
        yield BundleRow(
            options=menu.changed(choices[at]),
            gains={
                side: float(scores.gains[at, place]) * USD_PER_MUSD
                for place, side in enumerate(bargain.case_menu.sides)
            },
            joint=float(joint[at]) * USD_PER_MUSD,
            holds=bool(scores.holds[at]),
            breaker=f"{breaker}: {promise}" if breaker else "",
            third_gainers=tuple(name for name, value in stakes.items() if value > 0.0),
            third_losers=tuple(name for name, value in stakes.items() if value < 0.0),
            roles=roles[list(roles)[at]],
        )


def _third_stakes(bargain: Bargain, made: DrawTerms, choices: np.ndarray) -> dict[str, float]:
    return {
        actor: float(made.thirds[actor][choices].sum())
        for actor in third_actors(bargain)
        if actor in made.thirds
    }


def _roles(summary: Summary, made: DrawTerms) -> dict[int, tuple[str, ...]]:
    """Return the codes of the bundles worth a look, each with why."""
    small, menu = summary.bargain.small, summary.bargain.case_menu.menu
    found: dict[int, list[str]] = {}
    for variant, kind in enumerate(("", " that holds")):
        for concept, name in enumerate(SOLUTIONS):
            code = int(summary.central["codes"][variant, concept])
            if code >= 0:
                found.setdefault(code, []).append(name.replace("_", "-") + kind)
    deals = enumerate_deals(menu, made.terms)
    for code in sorted({*deals.accepted.tolist(), *deals.holding.tolist()}):
        found.setdefault(code, []).append("frontier")
    for name, role in (("quid_pro_quo", "quid pro quo"), ("alone", "alone")):
        at = np.flatnonzero(summary.central[name])
        for code in menu.codes(small.choices[at]).tolist():
            found.setdefault(code, []).append(role)
    return {code: tuple(roles) for code, roles in sorted(found.items())}


def deals_to_json(answers: Sequence[DealAnswer]) -> dict[str, object]:
    """Return the shape of `deals --json`: one block for each account."""
    first = answers[0]
    return {
        "case": first.case,
        "as_of": first.as_of,
        "horizon": first.horizon,
        "n_bundles": first.n_bundles,
        "accounts": {one.account or "shared": asdict(one) for one in answers},
    }
