"""The bargain of each draw: terms, frontier, solutions, linked bundles, remedies, concessions.

A draw's answer is a set of arrays; draws are stacked along the first axis, which is also how
they are stored. Draws are done in chunks on any executor, and the answer does not depend on who
does which chunk (C5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from suasion.bargains import (
    Deals,
    SmallBundles,
    Terms,
    enumerate_deals,
    find_linked,
    find_remedies,
    no_deal_value,
    small_bundles,
    solve_bargain,
)
from suasion.bargains.points import SOLUTIONS
from suasion.cases import Case
from suasion.cases.values import Values
from suasion.dependence import Solved, SolverPool
from suasion.errors import ComputationError
from suasion.questions.baseline import Baseline, require_horizon, solve_draw
from suasion.questions.deal_markets import MarketQuestions, ask_markets, market_worth
from suasion.questions.deal_menu import CaseMenu, read_menu
from suasion.questions.deal_terms import DrawTerms, MarketWorth, make_terms
from suasion.questions.sampling import Request, Sample, kept_sample

Arrays = dict[str, npt.NDArray[Any]]
VARIANTS = ("accepted", "holding")
NASH = SOLUTIONS.index("nash")
STATUSES = ("passes", "linked", "paid", "blocked")


@frozen(kw_only=True)
class DealTask:
    """What a chunk of draws needs to know."""

    case: Case
    request: Request
    horizon: str
    varied: tuple[tuple[str, float], ...] = ()
    """Figures set to one value on every draw, in their units; none that markets are built from."""
    largest: int = 3
    """Issues that a linked bundle changes at most."""


@frozen(kw_only=True, eq=False)
class Bargain:
    """A bargain made ready: the menu, its small bundles, what it asks of the markets."""

    task: DealTask
    sample: Sample
    base: Baseline
    case_menu: CaseMenu
    small: SmallBundles
    questions: MarketQuestions

    def worth(self, solved: Solved, values: Mapping[str, float], place: int | None) -> MarketWorth:
        """Return what the markets say about the bargain under some figures."""
        return market_worth(self.questions, solved, values, place)

    def drawn_worth(self, place: int, solved: Solved | None = None) -> MarketWorth:
        """Return what the markets of one draw say about the bargain.

        Found once in each process for all who ask it of the same day, account and horizon.

        Raises
        ------
        ComputationError
            A market of the draw has no optimum.
        """
        sample, horizon = self.sample, self.task.horizon
        kept = _kept_worth(sample.view.digest, sample.request.account, sample.request.seed, horizon)
        if place not in kept:
            values = sample.draws[place]
            if solved is None:
                solved = solve_draw(self.base.pool, sample.view, values, horizon)
            kept[place] = self.worth(solved, values, place)
        return kept[place]

    def terms(
        self, values: Mapping[str, float], worth: MarketWorth, ahead: float = 0.0
    ) -> DrawTerms:
        """Return the terms of one draw, the varied figures at their values.

        `ahead` is how far the time ahead without a deal is tenser than today.
        """
        numbers = {**values, **dict(self.task.varied)}
        used = Values(view=self.sample.view, numbers=numbers, horizon=self.task.horizon)
        made = make_terms(self.case_menu, used, worth)
        return evolve(made, terms=evolve(made.terms, tension=made.terms.tension + ahead))


@lru_cache(maxsize=64)
def _kept_worth(
    _digest: str, _account: str | None, _seed: int | None, _horizon: str
) -> dict[int, MarketWorth]:
    """Return the store of one day, account, seed and horizon."""
    return {}


@frozen(eq=False)
class _Keyed:
    """A task compared by what it asks of which case."""

    task: DealTask = field()

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two equal tasks have in common."""
        task = self.task
        return (task.case.digest, task.request, task.horizon, task.varied, task.largest)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


def make_bargain(task: DealTask) -> Bargain:
    """Return the bargain of a task, made ready once in each process."""
    return _made(_Keyed(task))


@lru_cache(maxsize=16)
def _made(keyed: _Keyed) -> Bargain:
    task = keyed.task
    sample = kept_sample(task.case, task.request)
    base = _central_base(sample, task.horizon)
    case_menu = read_menu(sample.view)
    return Bargain(
        task=task,
        sample=sample,
        base=base,
        case_menu=case_menu,
        small=small_bundles(case_menu.menu, task.largest),
        questions=ask_markets(base, case_menu),
    )


def _central_base(sample: Sample, horizon: str) -> Baseline:
    """Return the base on the central figures; its pool solves the draws too."""
    require_horizon(sample.view, horizon)
    pool = SolverPool()
    central = solve_draw(pool, sample.view, sample.central, horizon)
    return Baseline(
        sample=sample, horizon=horizon, pool=pool, central=central, draws=(), failures=()
    )


def run_deal_chunk(task: DealTask, begin: int, end: int, ahead: Sequence[float] = ()) -> Arrays:
    """Return the answers of the draws from begin to below end, stacked; failed ones marked.

    `ahead` says for each draw how far the time ahead is tenser than today; nothing by default.
    """
    bargain = make_bargain(task)
    shifts = ahead or (0.0,) * (end - begin)
    pairs = zip(range(begin, end), shifts, strict=True)
    return stack([_answer_draw(bargain, place, shift) for place, shift in pairs])


def _answer_draw(bargain: Bargain, place: int, ahead: float) -> Arrays:
    try:
        worth = bargain.drawn_worth(place)
    except ComputationError:
        return {"failed": np.array(True)}
    return {
        **answer_terms(bargain, bargain.terms(bargain.sample.draws[place], worth, ahead)),
        "ahead": np.array(ahead),
    }


def central_terms(bargain: Bargain, ahead: float = 0.0) -> DrawTerms:
    """Return the terms of the bargain on the central figures."""
    values = bargain.sample.central
    return bargain.terms(values, bargain.worth(bargain.base.central, values, None), ahead)


def answer_terms(bargain: Bargain, made: DrawTerms) -> Arrays:
    """Return what the terms of one draw say, as arrays."""
    menu, terms = bargain.case_menu.menu, made.terms
    deals = enumerate_deals(menu, terms)
    thirds = [made.thirds[name] for name in sorted(made.thirds)]
    solutions = _solutions(deals)
    return {
        "failed": np.array(False),
        "disagreement": no_deal_value(menu, terms),
        "exposure": terms.exposure,
        "tension": np.array(terms.tension + terms.tension_change[menu.status_quo].sum()),
        "is_open": terms.is_open,
        "thirds": np.array(thirds).reshape(len(thirds), len(menu.options)),
        **solutions,
        "given": _given(bargain.case_menu, terms, int(solutions["codes"][0, NASH])),
        **_ends(deals),
        **_small(bargain.small, terms),
    }


def _solutions(deals: Deals) -> Arrays:
    """Return the four solutions over what is accepted, and over what holds too."""
    codes = np.full((len(VARIANTS), len(SOLUTIONS)), -1, dtype=np.int64)
    gains = np.full((*codes.shape, 2), np.nan)
    found = ((deals.accepted, deals.accepted_gains), (deals.holding, deals.holding_gains))
    for variant, (bundles, table) in enumerate(found):
        if not bundles.size:
            continue
        solved = solve_bargain(table, np.zeros(2))
        for concept, name in enumerate(SOLUTIONS):
            point = getattr(solved, name)
            if point is not None and point.index is not None:
                codes[variant, concept] = bundles[point.index]
                gains[variant, concept] = point.gains
    return {"codes": codes, "gains": gains}


def _given(case_menu: CaseMenu, terms: Terms, code: int) -> npt.NDArray[np.float64]:
    """Return what each side gives in a bundle: its stakes below zero, MUSD/yr; NaN without one."""
    if code < 0:
        return np.full(len(terms.actors), np.nan)
    chosen = case_menu.menu.choices(np.array([code]))[0]
    change = (terms.once + terms.kept)[:, chosen]
    return np.asarray(np.maximum(-change, 0.0).sum(axis=1))


def _ends(deals: Deals) -> Arrays:
    """Return the best accepted bundle of each side: rows are the sides, columns their gains."""
    ends = np.full((2, 2), np.nan)
    if deals.exists:
        ends[0], ends[1] = deals.accepted_gains[-1], deals.accepted_gains[0]
    return {"ends": ends}


def _small(small: SmallBundles, terms: Terms) -> Arrays:
    """Return what passes among the small bundles, and what it would take to have each option."""
    linked = find_linked(small, terms)
    remedies = list(find_remedies(small, terms, linked).values())
    names = {name: at for at, name in enumerate(("", *terms.actors))}
    return {
        "small_gains": linked.scores.gains,
        "small_accepted": linked.scores.accepted,
        "small_holds": linked.scores.holds,
        "alone": linked.passes_alone,
        "quid_pro_quo": linked.quid_pro_quo,
        "status": np.array([STATUSES.index(one.status) for one in remedies], dtype=np.int8),
        "payment": np.array([one.payment for one in remedies]),
        "breaker": np.array([names[one.breaker] for one in remedies], dtype=np.int8),
        "notice_within": np.array([one.notice_within for one in remedies]),
        "sweetened": np.array(
            [_sweetened(small, one.sweetener, at) for at, one in enumerate(remedies)]
        ),
    }


def _sweetened(small: SmallBundles, sweetener: tuple[str, ...], single: int) -> int:
    """Return the code of the bundle of a single change with its sweetener; -1 without one."""
    if not sweetener:
        return -1
    own = small.menu.changed(small.choices[single])
    return int(small.menu.codes(small.menu.bundle((*own, *sweetener))[None, :])[0])


def stack(answers: list[Arrays]) -> Arrays:
    """Return answers of draws stacked; a failed draw has NaN, -1 or False everywhere."""
    whole = next((one for one in answers if not one["failed"]), None)
    if whole is None:
        return {"failed": np.array([True] * len(answers))}
    full = [one if not one["failed"] else _blank(whole) for one in answers]
    return {name: np.stack([one[name] for one in full]) for name in whole}


def _blank(whole: Arrays) -> Arrays:
    blank: Arrays = {}
    for name, array in whole.items():
        if array.dtype.kind == "f":
            blank[name] = np.full_like(array, np.nan)
        elif array.dtype.kind == "i":
            blank[name] = np.full_like(array, -1)
        else:
            blank[name] = np.zeros_like(array)
    return blank | {"failed": np.array(True)}
