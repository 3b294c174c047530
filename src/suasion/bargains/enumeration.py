"""All bundles scored: the frontier of what both sides accept, and of what both also keep.

The bundles are streamed, so memory does not grow with their number. A long enumeration can be
interrupted: its progress is a small record, and going on from it gives the same frontier.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import numpy as np
from attrs import evolve, frozen

from suasion.bargains.menu import Ints, Menu
from suasion.bargains.scoring import Floats, Terms, check_terms, no_deal_value, pull_of, score
from suasion.errors import CertificateError, InputError

CHUNK = 1 << 22
"""Bundles between two looks at the progress: a fraction of a second."""
ROOM = 1 << 12
"""Points that a frontier has room for at first; it is doubled where that is too few."""
TOL_SCORE = 1e-9
"""Relative difference allowed between the compiled sums and those of `score`."""


@frozen(kw_only=True, eq=False)
class Deals:
    """What an enumeration has found so far: two frontiers, each by rising gain of the first side.

    `accepted` is of the bundles that both sides prefer to no deal, `holding` of those of them
    that both would also keep.
    """

    accepted: Ints
    """Codes of the bundles."""
    accepted_gains: Floats
    """Shape (bundles, 2), MUSD/yr against no deal."""
    holding: Ints
    holding_gains: Floats
    next_code: int
    """Bundle to go on with; the number of bundles when all are done."""
    scored: int
    """Bundles scored one by one; the others lay in branches that cannot add to a frontier."""
    n_accepted: int
    """Bundles among those scored that both sides accept."""
    n_holding: int

    @property
    def exists(self) -> bool:
        """Tell whether there is any bundle that both accept."""
        return self.accepted.size > 0


def enumerate_deals(
    menu: Menu,
    terms: Terms,
    *,
    prune: bool = True,
    begun: Deals | None = None,
    watch: Callable[[Deals], None] | None = None,
) -> Deals:
    """Return the frontiers over all bundles of a menu, scored exactly.

    Parameters
    ----------
    menu : Menu
    terms : Terms
        Of two sides.
    prune : bool
        Leave out branches whose best possible gains are none, or beaten by a bundle that holds.
        The frontiers are the same; without it the counts are of all bundles.
    begun : Deals, optional
        Progress to go on from.
    watch : callable, optional
        Called with the progress about every four million bundles; it may store it, or raise.

    Returns
    -------
    Deals
        With `next_code` equal to the number of bundles.

    Raises
    ------
    InputError
        Not two sides, or terms that do not fit the menu (C1).
    CertificateError
        A point of a frontier is not what `score` gives for its bundle (C7).
    """
    check_terms(menu, terms)
    _require_two(terms)
    plan = _Plan.of(menu, terms, prune=prune)
    deals = begun or _nothing()
    while deals.next_code < menu.n_bundles:
        deals = plan.advance(deals, min(deals.next_code + CHUNK, menu.n_bundles))
        if watch is not None:
            watch(deals)
    _certify(menu, terms, deals)
    return deals


def _nothing() -> Deals:
    none, empty = np.empty(0, dtype=np.int64), np.empty((0, 2))
    return Deals(
        accepted=none,
        accepted_gains=empty,
        holding=none,
        holding_gains=empty,
        next_code=0,
        scored=0,
        n_accepted=0,
        n_holding=0,
    )


@frozen(kw_only=True, eq=False)
class _Plan:
    """The arrays that the compiled loop works on."""

    radix: tuple[Ints, Ints, np.ndarray, Ints]
    graph: tuple[Ints, Ints, Ints, Ints]
    numbers: tuple[Floats, ...]
    prune: bool

    @staticmethod
    def of(menu: Menu, terms: Terms, *, prune: bool) -> _Plan:
        """Return the plan of a menu and its terms."""
        sizes = np.diff(menu.first)
        weight = np.append(np.cumprod(sizes[::-1])[::-1][1:], 1).astype(np.int64)
        pairs, paired = _pairs(menu, terms)
        table = _table(terms)
        sums = np.zeros((len(sizes) + 1, table.shape[1]))
        sums[0] = _start(menu, terms, table, pairs, paired)
        rates = np.column_stack((terms.hazard, terms.slope, terms.discount, terms.trust))
        chosen = np.zeros(len(sizes), dtype=np.int64)
        rests = _rests(menu, terms, table, pairs, paired)
        return _Plan(
            radix=(menu.first, weight, terms.is_open, chosen),
            graph=(*_links(menu), menu.issue_of, pairs),
            numbers=(sums, table, paired, rests, rates, no_deal_value(menu, terms)),
            prune=prune,
        )

    def advance(self, deals: Deals, stop: int) -> Deals:
        """Return the progress after the bundles below `stop`."""
        room = max(ROOM, 2 * len(deals.accepted), 2 * len(deals.holding))
        fronts = (_roomy(deals.accepted_gains, room), _roomy(deals.holding_gains, room))
        codes = (_roomy(deals.accepted, room), _roomy(deals.holding, room))
        filled = np.array([len(deals.accepted), len(deals.holding)])
        counts = np.zeros(3, dtype=np.int64)
        found = (fronts, codes, filled, counts)
        # Imported here: numba takes a second, and most commands need it not.
        kernel = import_module("suasion.bargains.kernel")
        reached = kernel.advance(
            deals.next_code, stop, self.radix, self.graph, self.numbers, found, self.prune
        )
        return evolve(
            deals,
            accepted=codes[0][: filled[0]].copy(),
            accepted_gains=fronts[0][: filled[0]].copy(),
            holding=codes[1][: filled[1]].copy(),
            holding_gains=fronts[1][: filled[1]].copy(),
            next_code=int(reached),
            scored=deals.scored + int(counts[0]),
            n_accepted=deals.n_accepted + int(counts[1]),
            n_holding=deals.n_holding + int(counts[2]),
        )


def _roomy(held: np.ndarray, room: int) -> np.ndarray:
    wide = np.zeros((room, *held.shape[1:]), dtype=held.dtype)
    wide[: len(held)] = held
    return wide


def _table(terms: Terms) -> Floats:
    """Return the columns of the kernel for each option."""
    sums = (terms.once, terms.kept, terms.exposure_change, terms.tension_change)
    parts = (*sums, pull_of(terms))
    return np.column_stack([part.T for part in parts])


def _pairs(menu: Menu, terms: Terms) -> tuple[Ints, Floats]:
    """Return interactions as (earlier option, later option, issue of the earlier) with stakes."""
    of = menu.issue_of
    ends = np.sort(terms.pairs, axis=1) if len(terms.pairs) else terms.pairs.reshape(0, 2)
    pairs = np.column_stack((ends, of[ends[:, 0]])).astype(np.int64)
    paired = np.column_stack((terms.pair_once.T, terms.pair_kept.T)).reshape(len(pairs), 4)
    return pairs, paired


def _start(menu: Menu, terms: Terms, table: Floats, pairs: Ints, paired: Floats) -> Floats:
    """Return the sums before any choice, so that no deal has stakes of zero."""
    start = np.zeros(table.shape[1])
    start[4:6], start[6], start[7:] = terms.exposure, terms.tension, -np.inf
    start[:4] -= table[menu.status_quo, :4].sum(axis=0)
    both = np.isin(pairs[:, 0], menu.status_quo) & np.isin(pairs[:, 1], menu.status_quo)
    start[:4] -= paired[both].sum(axis=0)
    return start


def _rests(menu: Menu, terms: Terms, table: Floats, pairs: Ints, paired: Floats) -> Floats:
    """Return bounds on what the issues from each level on can still add."""
    rests = np.zeros((len(menu.issues) + 1, table.shape[1]))
    for level in range(len(menu.issues) - 1, -1, -1):
        own = np.arange(menu.first[level], menu.first[level + 1])
        own = own[terms.is_open[own]]
        rows = table[own] if own.size else table[menu.first[level] : menu.first[level + 1]]
        rests[level, :4] = rests[level + 1, :4] + rows[:, :4].max(axis=0)
        rests[level, 4:7] = rests[level + 1, 4:7] + rows[:, 4:7].min(axis=0)
        late = menu.issue_of[pairs[:, 1]] == level
        rests[level, :4] += np.maximum(paired[late], 0.0).sum(axis=0)
    return rests


def _links(menu: Menu) -> tuple[Ints, Ints]:
    """Return, for each option, those that conflict with it: list and where each begins."""
    both = np.concatenate((menu.conflicts, menu.conflicts[:, ::-1]))
    both = both[np.argsort(both[:, 0], kind="stable")]
    begins = np.searchsorted(both[:, 0], np.arange(len(menu.options) + 1)).astype(np.int64)
    return np.ascontiguousarray(both[:, 1]), begins


def _certify(menu: Menu, terms: Terms, deals: Deals) -> None:
    """Raise unless `score`, which sums otherwise, gives the same gains for the frontiers."""
    for codes, gains, must_hold in (
        (deals.accepted, deals.accepted_gains, False),
        (deals.holding, deals.holding_gains, True),
    ):
        scores = score(menu, terms, menu.choices(codes))
        scale = 1.0 + np.abs(scores.gains).max(initial=0.0)
        off = np.abs(scores.gains - gains).max(initial=0.0) / scale
        wrong = int((must_hold & ~scores.holds).sum() + (~scores.accepted).sum())
        if off > TOL_SCORE or wrong:
            raise CertificateError(
                "a deal on the frontier is not worth what it was found to be",
                where="suasion.bargains.enumerate_deals",
                got=f"relative difference {off:.3g}, {wrong} not accepted or not holding",
                expected=f"at most {TOL_SCORE:g}, none",
                fix="report the menu and terms that caused this; it is an error of the program",
                rule="C7",
            )


def _require_two(terms: Terms) -> None:
    if len(terms.actors) != 2:
        raise InputError(
            "bundles are enumerated for two sides",
            where="suasion.bargains.enumerate_deals",
            got=f"{len(terms.actors)} sides: {', '.join(terms.actors)}",
            expected="2",
            fix="score the bundles with `score` and use `solve_bargain` for more sides",
        )
