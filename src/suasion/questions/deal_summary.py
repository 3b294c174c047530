"""From the bargains of all draws to the rows of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.bargains.points import SOLUTIONS
from suasion.cases.records import Row
from suasion.questions.deal_draws import NASH, STATUSES, VARIANTS, Arrays, Bargain
from suasion.questions.deal_rows import LinkRow, OptionRow, SideRow, SolutionRow, Span
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.sampling import interval

Floats = npt.NDArray[np.float64]
DAYS_PER_YEAR = 365.0
MOST_LINKS = 60
"""Quid pro quos that are listed, the most probable first."""


@frozen(kw_only=True, eq=False)
class Summary:
    """The answers of all draws beside that of the central figures."""

    bargain: Bargain
    central: Arrays
    draws: Arrays
    """Stacked; of no draws where none was asked for."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the two sides."""
        return self.bargain.case_menu.sides

    @property
    def solved(self) -> npt.NDArray[np.bool_]:
        """Return which draws did not fail."""
        return ~self.draws["failed"].astype(np.bool_)

    def drawn(self, name: str) -> Floats:
        """Return one array of the draws that did not fail."""
        if name not in self.draws:
            return np.empty((0, *self.central[name].shape))
        return np.asarray(self.draws[name][self.solved], dtype=np.float64)

    def drawn_or_central(self, name: str) -> Floats:
        """Return the same, of the central figures where no draw was asked for or all failed."""
        drawn = self.drawn(name)
        return drawn if len(drawn) else np.asarray(self.central[name][None], dtype=np.float64)

    def span(self, name: str, *at: int, scale: float = 1.0) -> Span:
        """Return one number of the answer with its interval."""
        low, high = interval(np.moveaxis(self.drawn(name), 0, -1)[at] * scale)
        return Span(central=float(self.central[name][at]) * scale, low=low, high=high)

    def share(self, marks: npt.ArrayLike) -> float:
        """Return the share of marked draws; NaN where there are none."""
        found = np.asarray(marks, dtype=np.float64)
        return float(found.mean()) if found.size else float("nan")

    def by_side(self, name: str, *at: int) -> dict[str, Span]:
        """Return money of both sides with intervals, USD per year."""
        return {
            side: self.span(name, *at, place, scale=USD_PER_MUSD)
            for place, side in enumerate(self.names)
        }

    def nash_shares(self) -> Floats:
        """Return each side's gain at the Nash solution over its best, shape (draws, 2)."""
        return _nash_shares(self.drawn("gains"), self.drawn("ends"))

    def no_deal(self, variant: int) -> float:
        """Return the share of draws without a bundle of that kind."""
        return self.share(self.drawn("codes")[:, variant, NASH] < 0)


def side_rows(summary: Summary) -> tuple[SideRow, ...]:
    """Return both sides: what no deal is worth to them, who concedes."""
    shares, limits = summary.nash_shares(), _limits(summary)
    central = _nash_shares(summary.central["gains"][None], summary.central["ends"][None])
    given = summary.drawn("given")
    given = given[np.isfinite(given).all(axis=1)]
    rows = []
    for place, side in enumerate(summary.names):
        low, high = interval(shares[:, place])
        rows.append(
            SideRow(
                actor=side,
                no_deal=summary.span("disagreement", place, scale=USD_PER_MUSD),
                rupture_loss=summary.span("exposure", place, scale=USD_PER_MUSD),
                nash_share=Span(central=float(central[0, place]), low=low, high=high),
                gives=summary.span("given", place, scale=USD_PER_MUSD),
                gives_more=summary.share(given[:, place] > given[:, 1 - place]),
                concedes_first=summary.share(limits[:, place] < limits[:, 1 - place]),
            )
        )
    return tuple(rows)


def _nash_shares(gains: Floats, ends: Floats) -> Floats:
    """Return each side's gain at the Nash solution over its best, shape (draws, 2)."""
    best = np.stack((ends[:, 0, 0], ends[:, 1, 1]), axis=1)
    return np.asarray(gains[:, 0, NASH] / best)


def _limits(summary: Summary) -> Floats:
    """Return Zeuthen's risk limits where each opens with its best bundle, draws with a deal."""
    ends = summary.drawn("ends")
    ends = ends[np.isfinite(ends).all(axis=(1, 2))]
    own = np.stack((ends[:, 0, 0], ends[:, 1, 1]), axis=1)
    other = np.stack((ends[:, 1, 0], ends[:, 0, 1]), axis=1)
    return np.asarray((own - other) / own)


def solution_rows(summary: Summary) -> Iterator[SolutionRow]:
    """Yield the four solutions, over what is accepted and over what holds too."""
    menu, codes = summary.bargain.case_menu.menu, summary.drawn("codes")
    for variant, name in enumerate(VARIANTS):
        for concept, title in enumerate(SOLUTIONS):
            code = int(summary.central["codes"][variant, concept])
            drawn = codes[:, variant, concept]
            yield SolutionRow(
                concept=title,
                must_hold=name == "holding",
                options=menu.changed(menu.choices(np.array([code]))[0]) if code >= 0 else (),
                gains=summary.by_side("gains", variant, concept),
                same_share=summary.share(drawn[drawn >= 0] == code),
            )


def option_rows(summary: Summary) -> Iterator[OptionRow]:
    """Yield every option that is not what holds, taken alone."""
    small, agreed = summary.bargain.small, agreed_options(summary)
    for at in np.flatnonzero(small.sizes == 1).tolist():
        (name,) = small.menu.changed(small.choices[at])
        place = small.menu.option(name)
        row = summary.bargain.case_menu.options[name]
        yield _option_row(summary, row, at, place, agreed=summary.share(agreed[:, place]))


def _option_row(summary: Summary, row: Row, at: int, place: int, *, agreed: float) -> OptionRow:
    status = summary.drawn("status")[:, at]
    passes, linked, paid, blocked = (summary.share(status == k) for k in range(len(STATUSES)))
    sweetener, sweet_share = _most_common(summary, at)
    return OptionRow(
        option=row.id,
        issue=row.text("issue"),
        title=row.title,
        gains=summary.by_side("small_gains", at),
        thirds=dict(_thirds(summary, place)),
        passes=passes,
        linked=linked,
        paid=paid,
        blocked=blocked,
        shut=summary.share(summary.drawn("is_open")[:, place] < 1.0),
        agreed=agreed,
        payment=summary.span("payment", at, scale=USD_PER_MUSD),
        loser=_loser(summary, at),
        sweetener=tuple(one for one in sweetener if one != row.id),
        sweetener_share=sweet_share,
        breaker=_breaker(summary, at),
        notice_within_days=_notice_within_days(summary, at),
        statements=row.words("statements"),
    )


def agreed_options(summary: Summary) -> npt.NDArray[np.bool_]:
    """Return which options the Nash solution of each draw contains, shape (draws, options)."""
    menu, codes = summary.bargain.case_menu.menu, summary.drawn("codes")[:, 0, NASH]
    choices = menu.choices(np.maximum(codes, 0).astype(np.int64))
    found = np.zeros((len(codes), len(menu.options)), dtype=np.bool_)
    found[np.arange(len(codes))[:, None], choices] = True
    return found & (codes >= 0)[:, None]


def _thirds(summary: Summary, place: int) -> Iterator[tuple[str, Span]]:
    for at, actor in enumerate(third_actors(summary.bargain)):
        span = summary.span("thirds", at, place, scale=USD_PER_MUSD)
        if span.central or span.low or span.high:
            yield actor, span


def third_actors(bargain: Bargain) -> list[str]:
    """Return the actors outside the dyad that have a stake, in the order of the arrays."""
    rows = bargain.sample.view.rows("stakes")
    kept = bargain.case_menu.options
    staked = {
        row.text("actor")
        for row in rows
        if row.text("option") in kept and not row.text("with_option")
    }
    return sorted(staked - set(bargain.case_menu.sides))


def _loser(summary: Summary, at: int) -> str:
    losing = summary.drawn("small_gains")[:, at] <= 0.0
    if not losing.size:
        losing = summary.central["small_gains"][None, at] <= 0.0
    often = losing.mean(axis=0)
    return summary.names[int(np.argmax(often))] if often.max() >= 0.5 else ""


def _most_common(summary: Summary, at: int) -> tuple[tuple[str, ...], float]:
    """Return the bundle that most often makes a change pass, and how often it is that one."""
    menu = summary.bargain.case_menu.menu
    codes = summary.drawn_or_central("sweetened")[:, at]
    found = Counter(codes[codes >= 0].astype(np.int64).tolist()).most_common(1)
    if not found:
        return (), float("nan")
    code, count = found[0]
    return menu.changed(menu.choices(np.array([code]))[0]), count / int((codes >= 0).sum())


def _breaker(summary: Summary, at: int) -> str:
    breakers = summary.drawn("breaker")[:, at].astype(int).tolist()
    found = Counter(breakers or [int(summary.central["breaker"][at])]).most_common(1)
    return str(("", *summary.names)[found[0][0]])


def _notice_within_days(summary: Summary, at: int) -> float:
    within = summary.drawn_or_central("notice_within")[:, at]
    known = within[np.isfinite(within)]
    return float(np.median(known)) * DAYS_PER_YEAR if known.size else float("nan")


def link_rows(summary: Summary) -> Iterator[LinkRow]:
    """Yield the quid pro quos, the most probable first, then those of the central figures."""
    small, drawn = summary.bargain.small, summary.drawn("quid_pro_quo")
    often = drawn.mean(axis=0) if len(drawn) else np.zeros(len(small.sizes))
    central = summary.central["quid_pro_quo"].astype(np.bool_)
    order = np.lexsort((np.arange(often.size), ~central, -often))
    listed = [at for at in order.tolist() if often[at] > 0.0 or central[at]][:MOST_LINKS]
    for at in listed:
        accepted = summary.drawn("small_accepted")[:, at] > 0.0
        holds = summary.drawn("small_holds")[accepted, at]
        yield LinkRow(
            options=small.menu.changed(small.choices[at]),
            gains=summary.by_side("small_gains", at),
            probability=summary.share(drawn[:, at]),
            passes=summary.share(accepted),
            holds=summary.share(holds),
            on_central=bool(central[at]),
        )


def outcomes(summary: Summary) -> Mapping[str, Floats]:
    """Return what drivers are looked for: numbers by draw."""
    draws, names = summary.draws, summary.names
    if "codes" not in draws:
        return {}
    shares = _nash_shares(np.asarray(draws["gains"], float), np.asarray(draws["ends"], float))
    found = {
        "a deal that holds exists": (draws["codes"][:, 1, NASH] >= 0).astype(float),
        f"share of {names[0]} at the Nash solution": shares[:, 0],
        f"share of {names[1]} at the Nash solution": shares[:, 1],
        "joint gain at the Nash solution": draws["gains"][:, 0, NASH].sum(axis=1),
    }
    small = summary.bargain.small
    for row in list(link_rows(summary))[:12]:
        place = small.menu.codes(small.menu.bundle(row.options)[None, :])[0]
        at = int(np.flatnonzero(small.menu.codes(small.choices) == place)[0])
        found[" + ".join(row.options)] = draws["quid_pro_quo"][:, at].astype(float)
    failed = draws["failed"].astype(np.bool_)
    return {name: np.where(failed, np.nan, values) for name, values in found.items()}
