"""Quid pro quos: minimal linked bundles, and options that pass by themselves.

Model
    A *part* of a bundle keeps some of its changes and leaves the other issues as they are. A
    bundle is a quid pro quo if all sides prefer it to no deal, it changes at least two issues,
    and no part of it is one that all sides prefer to no deal. A single change that all sides
    prefer *passes alone*. Bundles that change up to `largest` issues are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

import numpy as np
from attrs import frozen

from suasion.bargains.menu import Ints, Menu
from suasion.bargains.scoring import Marks, Scores, Terms, score
from suasion.errors import InputError

LARGEST = 3
MOST_SMALL = 2_000_000
"""Small bundles that are held at once."""


@frozen(kw_only=True, eq=False)
class SmallBundles:
    """All bundles that change one to `largest` issues, the smaller ones first."""

    menu: Menu
    choices: Ints
    """Shape (bundles, issues)."""
    sizes: Ints
    """Number of issues that each changes."""
    parts: tuple[tuple[int, Ints], ...]
    """For each size: where its bundles begin, and the places of their largest proper parts."""


def small_bundles(menu: Menu, largest: int = LARGEST) -> SmallBundles:
    """Return the bundles that change at most `largest` issues; they do not depend on draws.

    Raises
    ------
    InputError
        `largest` is below one, or the bundles are more than can be held.
    """
    if largest < 1:
        raise _bad("the largest bundle has no issue", str(largest), "1 or more", "give 2 or 3")
    count = sum(_count(menu, size) for size in range(1, largest + 1))
    if count > MOST_SMALL:
        raise _bad(
            "the small bundles are too many to hold",
            f"{count} that change up to {largest} issues",
            f"at most {MOST_SMALL}",
            "look at smaller ones",
        )
    return _small(menu, min(largest, len(menu.issues)))


@lru_cache(maxsize=4)
def _small(menu: Menu, largest: int) -> SmallBundles:
    rows: list[Ints] = []
    place: dict[tuple[int, ...], int] = {}
    parts: list[tuple[int, Ints]] = []
    sizes: list[int] = []
    for size in range(1, largest + 1):
        begin, own = len(rows), []
        for changed in _changes(menu, size):
            place[changed] = len(rows)
            rows.append(_applied(menu, changed))
            sizes.append(size)
            smaller = (changed[:at] + changed[at + 1 :] for at in range(size))
            own.append([place[part] for part in smaller if part])
        parts.append((begin, np.array(own, dtype=np.int64).reshape(len(own), -1)))
    return SmallBundles(
        menu=menu, choices=np.array(rows), sizes=np.array(sizes), parts=tuple(parts)
    )


def _count(menu: Menu, size: int) -> int:
    others = [int(n) - 1 for n in np.diff(menu.first)]
    polynomial = [1]
    for n in others:
        longer = [*polynomial, 0]
        for at, coefficient in enumerate(polynomial):
            longer[at + 1] += n * coefficient
        polynomial = longer
    return polynomial[size] if size < len(polynomial) else 0


def _changes(menu: Menu, size: int) -> Iterator[tuple[int, ...]]:
    others = [
        [one for one in range(menu.first[at], menu.first[at + 1]) if one != menu.status_quo[at]]
        for at in range(len(menu.issues))
    ]
    for issues in combinations(others, size):
        yield from product(*issues)


def _applied(menu: Menu, changed: tuple[int, ...]) -> Ints:
    chosen = menu.status_quo.copy()
    chosen[menu.issue_of[list(changed)]] = changed
    return chosen


@frozen(kw_only=True, eq=False)
class Linked:
    """What passes among the small bundles of one draw."""

    scores: Scores
    passes_alone: Marks
    """Single changes that all sides prefer to no deal."""
    quid_pro_quo: Marks
    """Bundles of two or more changes that pass while no part of them does."""


def find_linked(small: SmallBundles, terms: Terms) -> Linked:
    """Return which small bundles pass alone, and which are quid pro quos, for one draw.

    Examples
    --------
    >>> from suasion.bargains.menu import make_menu
    >>> from suasion.bargains.scoring import plain_terms
    >>> menu = make_menu({"a": ["a0", "a1"], "b": ["b0", "b1"]}, {"a": "a0", "b": "b0"})
    >>> terms = plain_terms(menu, {"X": {"a1": -1, "b1": 3}, "Y": {"a1": 2, "b1": -1}})
    >>> small = small_bundles(menu)
    >>> [small.menu.changed(row) for row in small.choices[find_linked(small, terms).quid_pro_quo]]
    [('a1', 'b1')]
    """
    scores = score(small.menu, terms, small.choices)
    passing = scores.accepted
    covered = np.zeros(len(passing), dtype=np.bool_)
    for begin, parts in small.parts:
        own = slice(begin, begin + len(parts))
        if parts.size:
            covered[own] = (passing | covered)[parts].any(axis=1)
    minimal = passing & ~covered
    return Linked(
        scores=scores,
        passes_alone=minimal & (small.sizes == 1),
        quid_pro_quo=minimal & (small.sizes > 1),
    )


def _bad(problem: str, got: str, expected: str, fix: str) -> InputError:
    return InputError(
        problem, where="suasion.bargains.small_bundles", got=got, expected=expected, fix=fix
    )
