"""What pairs of accounts and results are called on the page, and how clearly they part."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define, field, frozen

from suasion.report.mechanisms.cards import Row, finite
from suasion.report.naming import account_titles, actor_titles, plain_titles
from suasion.report.outlook.moves import unit_of
from suasion.report.view import ReportInput, ShownFigure

TENSION_AT_END = "tension at the end"
"""The result of the shares that is neither a probability nor a number of acts."""
POINTS = "points"
"""Differences of probabilities, in hundredths."""
ACTS = "acts"
OUTLOOK = "outlook"
"""Part of the run whose outcomes are shared out."""


@frozen(kw_only=True)
class Parting:
    """One result of one pair of accounts: the difference, and each group's share in it."""

    first: str
    second: str
    result: str
    groups: tuple[Row, ...]
    is_clear: bool

    @property
    def pair(self) -> str:
        """Return the pair as the page's address writes it."""
        return f"{self.first} {self.second}"

    @property
    def difference(self) -> float:
        """Return the second account's result less the first's."""
        return finite(self.groups[0], "difference") or 0.0

    @property
    def error(self) -> float:
        """Return the standard error of the difference."""
        return finite(self.groups[0], "difference_error") or 0.0

    @property
    def clarity(self) -> tuple[bool, float]:
        """Return what sorts differences: clear ones last, then by standard errors from zero."""
        gap = abs(self.difference)
        return self.is_clear, gap / self.error if self.error > 0.0 else math.copysign(gap, 1.0)


@define(slots=False)
class PartingWords:
    """The tables that compare accounts, with titles."""

    view: ReportInput = field()

    @cached_property
    def accounts(self) -> Mapping[str, str]:
        """Return titles of accounts, without braces."""
        return plain_titles(account_titles(self.view))

    @cached_property
    def actors(self) -> Mapping[str, str]:
        """Return titles of actors, without braces."""
        return plain_titles(actor_titles(self.view))

    @cached_property
    def all(self) -> tuple[Parting, ...]:
        """Return every pair and result, in the order of the table."""
        return collect_partings(self.rows("partings_shares"), self.rows("partings"))

    @cached_property
    def by_pair(self) -> Mapping[str, Sequence[Parting]]:
        """Return the results of each pair, the clearest first."""
        found: dict[str, list[Parting]] = {}
        for one in self.all:
            found.setdefault(one.pair, []).append(one)
        return {pair: sorted(own, key=_clearest_first) for pair, own in found.items()}

    @property
    def clearest(self) -> Parting:
        """Return the pair and result that part most clearly: those that the page opens with."""
        return min(self.all, key=_clearest_first)

    @cached_property
    def results(self) -> tuple[str, ...]:
        """Return the results that are shared out."""
        return tuple(dict.fromkeys(one.result for one in self.all))

    @cached_property
    def parted(self) -> frozenset[str]:
        """Return the results on which two accounts part clearly."""
        return frozenset(one.result for one in self.all if one.is_clear)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Return the accounts of the pairs, in order."""
        names = dict.fromkeys(name for one in self.all for name in (one.first, one.second))
        known = [name for name in self.accounts if name in names]
        return (*known, *(name for name in names if name not in known))

    @cached_property
    def days(self) -> str:
        """Return over how many days outcomes are read; '' where the run does not say."""
        return next(
            (str(r["measure"]) for r in self.rows("side_by_side") if r["part"] == OUTLOOK), ""
        )

    def rows(self, table: str) -> list[dict[str, object]]:
        """Return the rows of a table; none where the run has no such table."""
        return self.view.rows(table) if table in self.view.tables else []

    def account(self, name: object) -> str:
        """Return the title of an account."""
        return self.accounts.get(str(name), str(name))

    def both(self, one: Parting) -> str:
        """Return the two accounts in words."""
        return f"{self.account(one.first)} and {self.account(one.second)}"

    def figure(
        self, one: Parting, title: str, values: Sequence[float | None], note: str = ""
    ) -> ShownFigure:
        """Return a difference or a share, with low and high end where there are such."""
        scale = 100.0 if unit_between(one.result) == POINTS else 1.0
        value, low, high = (None if v is None else scale * v for v in (*values, None, None)[:3])
        return ShownFigure(
            title=title,
            value=value,
            low=low,
            high=high,
            unit=unit_between(one.result),
            account=self.both(one),
            horizon=self.days,
            note=note,
        )


def unit_between(result: str) -> str:
    """Return the unit of a difference of two accounts.

    >>> unit_between("a deal is agreed"), unit_between("tension at the end")
    ('points', '1')
    """
    if result == TENSION_AT_END:
        return "1"
    unit = unit_of(result)
    return POINTS if unit == "share" else unit


def collect_partings(shares: Sequence[Row], partings: Sequence[Row]) -> tuple[Parting, ...]:
    """Return the shares by pair and result; clear are those that the run put in a sentence."""
    clear = {(row["first"], row["second"], row["result"]) for row in partings}
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in shares:
        key = (str(row["first"]), str(row["second"]), str(row["result"]))
        found.setdefault(key, []).append(row)
    return tuple(
        Parting(
            first=key[0], second=key[1], result=key[2], groups=tuple(own), is_clear=key in clear
        )
        for key, own in found.items()
    )


def _clearest_first(one: Parting) -> tuple[bool, float]:
    is_clear, distance = one.clarity
    return not is_clear, -distance
