"""Kohlberg's criterion: a proof that shares are the nucleolus, whoever found them.

Coalitions are taken by excess, largest first. Shares are the prenucleolus if and only if,
down to each excess, the coalitions so far are balanced: no change of shares could relieve
one without burdening another. For the nucleolus, players who get just what they are worth
alone may join in with weights from 0 on. What the coalitions so far settle needs no further
look, so there are at most n - 1 levels [Kohlberg1971; Sobolev1975].

Excesses within `tie` of a level's largest count as equal. The proof is then exact for a
game whose values differ from the given ones by at most `tie`.
"""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

from suasion.flows.layout import Floats
from suasion.games.balance import TOL_SPAN, find_balance, next_rest
from suasion.games.game import Masks, memberships, sums

FIRST_LOOK = 1 << 9
"""Coalitions of largest excess looked at first; sixteen times as many where they settle
too little."""


@frozen(kw_only=True, eq=False)
class Level:
    """Coalitions with one excess that no change of shares can relieve together."""

    excess: float
    coalitions: Masks
    """As bit masks; those that larger excesses settle already are left out."""
    weights: Floats
    """Weights above 0 that balance them, given what larger excesses settle; in the first
    level each player's add up to 1."""


def find_levels(
    values: Floats, shares: Floats, *, tie: float, imputations: bool
) -> tuple[Level, ...] | None:
    """Return the levels that prove shares to be the (pre)nucleolus, or None if they do not.

    Values are zero-normalised: every player alone is worth 0.
    """
    n = shares.size
    excess = values - np.asarray(sums(shares), dtype=np.float64)
    at_floor = np.flatnonzero(shares <= tie) if imputations else np.zeros(0, dtype=np.intp)
    if abs(excess[-1]) > tie or (imputations and shares.min() < -tie):
        return None
    look = FIRST_LOOK
    while True:
        shown = _largest(excess, look)
        search = _Search(
            coalitions=shown,
            excess=excess[shown],
            rows=memberships(shown, n),
            floor=memberships(np.int64(1) << at_floor.astype(np.int64), n),
            partial=shown.size < excess.size,
            tie=tie,
        )
        verdict = search.run()
        if verdict.reached:
            return verdict.levels
        look *= 16


def _largest(excess: Floats, count: int) -> Masks:
    """Return the coalitions of largest excess, that first."""
    if count >= excess.size:
        return np.argsort(-excess, kind="stable")
    some = np.argpartition(-excess, count)[:count]
    return some[np.argsort(-excess[some], kind="stable")]


@frozen(kw_only=True, eq=False)
class _Verdict:
    levels: tuple[Level, ...] | None
    reached: bool = True
    """Whether the coalitions that were shown are enough to tell."""


@frozen(kw_only=True, eq=False)
class _Search:
    """The coalitions that are looked at, by excess."""

    coalitions: Masks
    excess: Floats
    rows: Floats
    floor: Floats
    partial: bool
    """Whether there are coalitions of less excess that are not shown."""
    tie: float
    levels: list[Level] = field(factory=list)

    def run(self) -> _Verdict:
        """Take level after level until all is settled."""
        n = self.rows.shape[1]
        rest = next_rest(np.eye(n), np.ones((1, n)))
        while rest.shape[1]:
            across = self.rows @ rest
            unsettled = np.abs(across).max(axis=1) > TOL_SPAN
            head = int(np.argmax(unsettled))
            least = self.excess[head] - self.tie
            if self.partial and (not unsettled[head] or self.excess[-1] >= least):
                return _Verdict(levels=None, reached=False)
            level = np.flatnonzero(unsettled & (self.excess >= least))
            floor = self.floor @ rest
            floor = floor[np.abs(floor).max(axis=1, initial=0.0) > TOL_SPAN]
            balance = find_balance(across[level], floor)
            if balance is None:
                return _Verdict(levels=None)
            self._keep(level, balance.weights)
            settled = np.concatenate([across[level], floor[balance.taking_part]])
            rest = next_rest(rest, settled)
        return _Verdict(levels=tuple(self.levels))

    def _keep(self, level: Masks, weights: Floats) -> None:
        each = float(np.mean(weights @ self.rows[level]))
        self.levels.append(
            Level(
                excess=float(self.excess[level[0]]),
                coalitions=self.coalitions[level],
                weights=weights / each,
            )
        )
