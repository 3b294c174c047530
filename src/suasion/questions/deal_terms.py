"""From the figures of one draw to the terms of the bargain, and to what third actors have at stake.

Model
    stake of a row = value * product of its factors; where it counts as `relief`, times the
    grievance that the option settles: relief_fresh * F + relief_old * O of its issue. Where it
    names a scenario, value = what the markets give the actor more under the scenario.
    loss in a rupture = loss by all levers of both sides, pulled together, from the markets,
    times the bargainer's factors, + rows that count as `rupture`, each with its own factors.
    tension = sum of grievances - what options settle + what options add.
    An option is open if none of the third actors that it needs loses by it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.bargains import Terms
from suasion.cases.records import Row
from suasion.cases.values import Values
from suasion.questions.deal_menu import CaseMenu
from suasion.questions.grievances import Grievance, grievance_of

Floats = npt.NDArray[np.float64]


@frozen(kw_only=True)
class MarketWorth:
    """What the markets of one draw say about a bargain, MUSD/yr."""

    rupture: Mapping[str, float]
    """Loss of each actor when both sides pull all their levers."""
    rupture_without: Mapping[tuple[str, ...], Mapping[str, float]]
    """The same without some of the levers."""
    scenarios: Mapping[str, Mapping[str, float]]
    """Gain of each actor under each scenario that a stake names."""


@frozen(kw_only=True, eq=False)
class DrawTerms:
    """The terms of one draw with what they were made from."""

    terms: Terms
    grievances: Mapping[str, Grievance]
    thirds: Mapping[str, Floats]
    """Stake of each actor outside the dyad in each option, MUSD/yr."""


def make_terms(case_menu: CaseMenu, used: Values, worth: MarketWorth) -> DrawTerms:
    """Return the terms of the bargain for the figures of one draw."""
    grievances = {
        name: grievance_of(used.view, row, used) for name, row in case_menu.issues.items()
    }
    stakes = _Stakes(case_menu=case_menu, used=used, worth=worth, grievances=grievances)
    single = stakes.by_actor()
    return DrawTerms(
        terms=_terms(stakes, single),
        grievances=grievances,
        thirds={
            actor: _against_now(case_menu, row)
            for actor, row in single.items()
            if actor not in case_menu.sides
        },
    )


def _against_now(case_menu: CaseMenu, stakes: Floats) -> Floats:
    """Return stakes less that in what holds now on the same issue."""
    menu = case_menu.menu
    return np.asarray(stakes - stakes[menu.status_quo][menu.issue_of])


def _terms(stakes: _Stakes, single: Mapping[str, Floats]) -> Terms:
    case_menu, used = stakes.case_menu, stakes.used
    once, kept = _split(case_menu, single)
    pairs, pair_once, pair_kept = _split_pairs(case_menu, stakes.pairs())
    exposure, exposure_change = _exposure(case_menu, used, stakes.worth)
    return Terms(
        actors=case_menu.sides,
        tension=sum(one.total for one in stakes.grievances.values()),
        tension_change=_tension_change(case_menu, used, stakes.grievances),
        is_open=_open(case_menu, single),
        once=once,
        kept=kept,
        pairs=pairs,
        pair_once=pair_once,
        pair_kept=pair_kept,
        exposure=exposure,
        exposure_change=exposure_change,
        hazard=_of_sides(case_menu, used, "hazard"),
        slope=_of_sides(case_menu, used, "hazard_slope"),
        discount=_of_sides(case_menu, used, "discount_rate"),
        trust=_of_sides(case_menu, used, "trust"),
        keeps=_keeps(case_menu),
        temptation=_temptation(case_menu, used, single),
    )


def factor_of(row: Row, numbers: Mapping[str, float]) -> float:
    """Return the product of a row's factors."""
    product = 1.0
    for form, name in row.factors("factors"):
        value = numbers[name]
        product *= {"": value, "1-": 1.0 - value, "0-": -value}[form]
    return product


@frozen(kw_only=True, eq=False)
class _Stakes:
    """The stakes of one draw."""

    case_menu: CaseMenu
    used: Values
    worth: MarketWorth
    grievances: Mapping[str, Grievance]

    def rows(self) -> list[Row]:
        """Return the stakes in options of the menu."""
        kept = self.case_menu.options
        return [
            row
            for row in self.used.view.rows("stakes")
            if row.text("option") in kept and row.text("with_option") in {"", *kept}
        ]

    def value(self, row: Row) -> float:
        """Return what one row is worth."""
        actor, scenario = row.text("actor"), row.text("scenario")
        if scenario:
            value = self.worth.scenarios[scenario].get(actor, 0.0)
        else:
            value = self.used.get(row, "value") or 0.0
        value *= factor_of(row, self.used.numbers)
        return value * self.settled(row) if row.text("counts") == "relief" else value

    def settled(self, row: Row) -> float:
        """Return the grievance that the option of a row settles."""
        option = self.case_menu.options[row.text("option")]
        return settled_by(option, self.used, self.grievances[option.text("issue")])

    def by_actor(self) -> dict[str, Floats]:
        """Return the stakes in single options by actor."""
        menu = self.case_menu.menu
        found: dict[str, Floats] = {side: np.zeros(len(menu.options)) for side in self.sides}
        for row in self.rows():
            if not row.text("with_option"):
                own = found.setdefault(row.text("actor"), np.zeros(len(menu.options)))
                own[menu.option(row.text("option"))] += self.value(row)
        return found

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the two sides."""
        return self.case_menu.sides

    def pairs(self) -> list[tuple[int, int, str, float]]:
        """Return interactions: option, other option, actor, value."""
        menu = self.case_menu.menu
        return [
            (
                menu.option(row.text("option")),
                menu.option(row.text("with_option")),
                row.text("actor"),
                self.value(row),
            )
            for row in self.rows()
            if row.text("with_option")
        ]


def settled_by(option: Row, used: Values, grievance: Grievance) -> float:
    """Return how much of the grievance of its issue an option settles."""
    fresh, old = used.need(option, "relief_fresh"), used.need(option, "relief_old")
    return fresh * grievance.fresh + old * grievance.old


def _tension_change(
    case_menu: CaseMenu, used: Values, grievances: Mapping[str, Grievance]
) -> Floats:
    return np.array(
        [
            used.need(row, "tension") - settled_by(row, used, grievances[row.text("issue")])
            for row in (case_menu.options[name] for name in case_menu.menu.options)
        ]
    )


def _is_kept(case_menu: CaseMenu) -> npt.NDArray[np.bool_]:
    rows = case_menu.options
    return np.array([bool(rows[name].words("kept_by")) for name in case_menu.menu.options])


def _split(case_menu: CaseMenu, single: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    both = np.array([single[side] for side in case_menu.sides])
    kept = _is_kept(case_menu)
    return np.where(kept, 0.0, both), np.where(kept, both, 0.0)


def _split_pairs(
    case_menu: CaseMenu, paired: list[tuple[int, int, str, float]]
) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    own = [one for one in paired if one[2] in case_menu.sides]
    kept = _is_kept(case_menu)
    once = np.zeros((len(case_menu.sides), len(own)))
    held = np.zeros_like(once)
    for at, (option, other, actor, value) in enumerate(own):
        target = held if kept[option] or kept[other] else once
        target[case_menu.sides.index(actor), at] = value
    pairs = np.array([one[:2] for one in own], dtype=np.int64).reshape(-1, 2)
    return pairs, once, held


def _exposure(case_menu: CaseMenu, used: Values, worth: MarketWorth) -> tuple[Floats, Floats]:
    menu = case_menu.menu
    base, change = (
        np.zeros(len(case_menu.sides)),
        np.zeros((len(case_menu.sides), len(menu.options))),
    )
    for at, row in enumerate(case_menu.bargainers):
        actor, factor = row.text("actor"), factor_of(row, used.numbers)
        levers = worth.rupture.get(actor, 0.0)
        base[at] = factor * levers + rupture_terms(used, actor)
        for place, name in enumerate(menu.options):
            disarmed = case_menu.options[name].words("disarms")
            if disarmed:
                left = worth.rupture_without[disarmed].get(actor, 0.0)
                change[at, place] = factor * (left - levers)
    return base, change


def rupture_terms(used: Values, actor: str) -> float:
    """Return what an actor loses in a rupture beside the levers, MUSD/yr."""
    return sum(
        (used.get(row, "value") or 0.0) * factor_of(row, used.numbers)
        for row in used.view.rows("stakes")
        if row.text("counts") == "rupture" and row.text("actor") == actor
    )


def _of_sides(case_menu: CaseMenu, used: Values, column: str) -> Floats:
    return np.array([used.need(row, column) for row in case_menu.bargainers])


def _keeps(case_menu: CaseMenu) -> npt.NDArray[np.bool_]:
    keepers = [case_menu.options[name].words("kept_by") for name in case_menu.menu.options]
    return np.array([[side in own for own in keepers] for side in case_menu.sides])


def _temptation(case_menu: CaseMenu, used: Values, single: Mapping[str, Floats]) -> Floats:
    menu = case_menu.menu
    found = np.zeros((len(case_menu.sides), len(menu.options)))
    for place, name in enumerate(menu.options):
        row = case_menu.options[name]
        for at, side in enumerate(case_menu.sides):
            if side in row.words("kept_by"):
                saved = max(-float(single[side][place]), 0.0)
                found[at, place] = saved * used.need(row, "noticed_after")
    return found


def _open(case_menu: CaseMenu, thirds: Mapping[str, Floats]) -> npt.NDArray[np.bool_]:
    menu = case_menu.menu
    is_open = np.ones(len(menu.options), dtype=np.bool_)
    for place, name in enumerate(menu.options):
        if place in menu.status_quo:
            continue
        for actor in case_menu.options[name].words("needs"):
            stakes = _against_now(case_menu, thirds.get(actor, np.zeros(len(menu.options))))
            is_open[place] &= bool(stakes[place] >= 0.0)
    return is_open
