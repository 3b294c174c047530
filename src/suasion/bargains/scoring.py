"""What a bundle is worth to each side, and whether it would be kept.

Model
    S_i(b)  sum of i's stakes in the options of b and in their interactions: those done once,
            and those that must be kept on
    T(b)    tension: grievances that b leaves unsettled and what its options add, at least 0
    L_i(b)  what i loses in a rupture, without the levers that b disarms
    q_i(T)  h/(r_i + h) with h = hazard_i * exp(slope_i * T): expected discounted part of the
            future that a rupture takes (hazard constant, discounting at r_i)
    R_i(b)  = -L_i(b) * q_i(T(b))
    g_i(b)  = kept part of S_i(b) + R_i(b) - R_i(no deal): what i would lose again by a breach
    The value of no deal is R_i(no deal): no disagreement point is put in by hand.

Whether it holds
    Who keeps a promise o for i saves c_o a year until the breach is noticed, at rate 1/t_o; from
    then on there is no deal. Keeping is worth g_i/r_i, breaking (g_i + c_o)/(r_i + 1/t_o), so i
    keeps it if g_i >= r_i * t_o * c_o. Noticing rates of several breaches add up, so if no single
    breach pays, none together does. A bundle *holds* if no side gains from any breach.

What it is worth beforehand
    G_i = once_i + beta_i * g_i, beta = 1 if the bundle holds; else the probability that i gives
    to unsecured promises being kept (trust): if it collapses, only what was done once remains.

Assumptions
    A1 stakes add up but for stated interactions. A2 a breach ends the whole deal, what was done
    once is not undone. A3 what a breach saves is the stake in the promise itself, without
    interactions.

Sources
    Friedman (1971), folk theorem by reversion; Abreu (1988); hazard of rupture: design, section 9.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.bargains.menu import Ints, Menu
from suasion.errors import InputError

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
LEAST = 1e-6
"""A gain below this, MUSD/yr, is none: a dollar a year, far above what sums are off by."""
STEEPEST = 700.0
"""Exponent from which on a rupture is certain."""


@frozen(kw_only=True, eq=False)
class Terms:
    """The numbers of one draw; money in MUSD/yr, rates per year, times in years."""

    actors: tuple[str, ...]
    once: Floats
    """Stakes in what is done once, shape (actors, options)."""
    kept: Floats
    """Stakes in what must be kept on, shape (actors, options)."""
    pairs: Ints
    """Interacting options, shape (pairs, 2)."""
    pair_once: Floats
    """Stakes in both being chosen, shape (actors, pairs)."""
    pair_kept: Floats
    exposure: Floats
    """Loss in a rupture, shape (actors,)."""
    exposure_change: Floats
    """What an option adds to it, shape (actors, options)."""
    tension: float
    """Tension if no option settled anything."""
    tension_change: Floats
    """What an option adds to it, shape (options,)."""
    keeps: Marks
    """Who must keep which option on, and so could break it, shape (actors, options)."""
    temptation: Floats
    """What breaking a promise saves until it is noticed: c_o * t_o, MUSD, (actors, options)."""
    hazard: Floats
    slope: Floats
    discount: Floats
    trust: Floats
    is_open: Marks
    """Options that those outside the dyad let happen, shape (options,)."""


@frozen(kw_only=True, eq=False)
class Scores:
    """What bundles are worth to each side against no deal."""

    gains: Floats
    """G_i, MUSD/yr, shape (bundles, actors)."""
    holds: Marks
    """Whether no side gains from a breach."""
    revocable: Floats
    """g_i, shape (bundles, actors)."""
    temptation: Floats
    """r_i * max over the promises it keeps of c_o * t_o, MUSD/yr, shape (bundles, actors); -inf
    where it keeps none."""
    allowed: Marks
    """Whether its options go together and are open."""

    @property
    def accepted(self) -> Marks:
        """Return which bundles all sides prefer to no deal."""
        return self.allowed & (self.gains > LEAST).all(axis=1)


def plain_terms(
    menu: Menu,
    values: Mapping[str, Mapping[str, float]],
    *,
    kept: Mapping[str, str] | None = None,
    noticed_after: float = 1.0,
    discount: float = 0.1,
    trust: float = 0.0,
) -> Terms:
    """Return terms without danger of rupture: stakes alone, MUSD/yr, by side and option.

    Use it for bargains outside a case. `kept` names the side that keeps each promise; a breach
    is noticed after `noticed_after` years on average.

    Examples
    --------
    >>> from suasion.bargains.menu import make_menu
    >>> menu = make_menu({"a": ["a0", "a1"]}, {"a": "a0"})
    >>> score(menu, plain_terms(menu, {"X": {"a1": 2.0}, "Y": {"a1": -1.0}}),
    ...       np.array([[0], [1]])).gains.tolist()
    [[0.0, 0.0], [2.0, -1.0]]
    """
    actors, promised = tuple(values), dict(kept or {})
    _check_known(menu, actors, values, promised)
    worth = np.array([[values[a].get(o, 0.0) for o in menu.options] for a in actors], dtype=float)
    is_kept = np.array([name in promised for name in menu.options])
    keeps = np.array([[promised.get(o) == a for o in menu.options] for a in actors])
    none, flat = np.zeros_like(worth), np.ones(len(actors))
    return Terms(
        actors=actors,
        once=np.where(is_kept, 0.0, worth),
        kept=np.where(is_kept, worth, 0.0),
        pairs=np.empty((0, 2), dtype=np.int64),
        pair_once=np.empty((len(actors), 0)),
        pair_kept=np.empty((len(actors), 0)),
        exposure=0.0 * flat,
        exposure_change=none,
        tension=0.0,
        tension_change=np.zeros(len(menu.options)),
        keeps=keeps,
        temptation=np.where(keeps, np.maximum(-worth, 0.0) * noticed_after, 0.0),
        hazard=0.0 * flat,
        slope=0.0 * flat,
        discount=discount * flat,
        trust=trust * flat,
        is_open=np.ones(len(menu.options), dtype=np.bool_),
    )


def _check_known(
    menu: Menu,
    actors: tuple[str, ...],
    values: Mapping[str, Mapping[str, float]],
    promised: Mapping[str, str],
) -> None:
    for name in (*promised, *(name for own in values.values() for name in own)):
        menu.option(name)
    strange = sorted(set(promised.values()) - set(actors))
    if strange:
        raise _bad("a promise is kept by nobody at the table", ", ".join(strange), str(actors))


def rupture_share(terms: Terms, tension: Floats) -> Floats:
    """Return q_i(T): the expected discounted share of the future lost, shape (bundles, actors)."""
    steep = np.minimum(terms.slope * np.maximum(tension, 0.0)[:, None], STEEPEST)
    share: Floats = terms.hazard / (terms.hazard + terms.discount * np.exp(-steep))
    return share


def no_deal_value(menu: Menu, terms: Terms) -> Floats:
    """Return R_i(no deal), the disagreement point, MUSD/yr."""
    return np.asarray(_rupture_value(terms, menu.status_quo[None, :])[0])


def score(menu: Menu, terms: Terms, choices: Ints) -> Scores:
    """Return the scores of bundles given by their options, shape (bundles, issues).

    Use it for a chosen few; `enumerate_deals` scores all of them.

    Raises
    ------
    InputError
        The terms do not fit the menu, or hold a number that is not finite.
    """
    check_terms(menu, terms)
    base = menu.status_quo[None, :]
    once = _stakes(menu, terms.once, terms.pairs, terms.pair_once, choices)
    once -= _stakes(menu, terms.once, terms.pairs, terms.pair_once, base)
    kept = _stakes(menu, terms.kept, terms.pairs, terms.pair_kept, choices)
    kept -= _stakes(menu, terms.kept, terms.pairs, terms.pair_kept, base)
    revocable = kept + _rupture_value(terms, choices) - _rupture_value(terms, base)
    tempted = terms.discount * pull_of(terms)[:, choices].max(axis=2).T
    holds = (revocable + LEAST >= tempted).all(axis=1)
    belief = np.where(holds[:, None], 1.0, terms.trust)
    return Scores(
        gains=np.asarray(once + belief * revocable),
        holds=holds,
        revocable=revocable,
        temptation=tempted,
        allowed=menu.allowed(choices) & terms.is_open[choices].all(axis=1),
    )


def pull_of(terms: Terms) -> Floats:
    """Return the temptation of what each side keeps, -inf of what it does not."""
    return np.asarray(np.where(terms.keeps, terms.temptation, -np.inf))


def _stakes(menu: Menu, single: Floats, pairs: Ints, paired: Floats, choices: Ints) -> Floats:
    found: Floats = single[:, choices].sum(axis=2).T
    for at, (one, other) in enumerate(pairs.tolist()):
        of = menu.issue_of
        both = (choices[:, of[one]] == one) & (choices[:, of[other]] == other)
        found = found + both[:, None] * paired[:, at]
    return np.asarray(found)


def _rupture_value(terms: Terms, choices: Ints) -> Floats:
    tension = terms.tension + terms.tension_change[choices].sum(axis=1)
    exposure = terms.exposure + terms.exposure_change[:, choices].sum(axis=2).T
    return np.asarray(-np.maximum(exposure, 0.0) * rupture_share(terms, tension))


_AXES = {
    "once": ("actors", "options"),
    "kept": ("actors", "options"),
    "pair_once": ("actors", "pairs"),
    "pair_kept": ("actors", "pairs"),
    "exposure": ("actors",),
    "exposure_change": ("actors", "options"),
    "tension": (),
    "tension_change": ("options",),
    "keeps": ("actors", "options"),
    "is_open": ("options",),
    "temptation": ("actors", "options"),
    "hazard": ("actors",),
    "slope": ("actors",),
    "discount": ("actors",),
    "trust": ("actors",),
}
"""What each array of the terms runs over."""


def check_terms(menu: Menu, terms: Terms) -> None:
    """Raise InputError unless the terms fit the menu, are finite and in range."""
    sizes = {"actors": len(terms.actors), "options": len(menu.options), "pairs": len(terms.pairs)}
    for name, axes in _AXES.items():
        held, shape = np.asarray(getattr(terms, name)), tuple(sizes[axis] for axis in axes)
        if held.shape != shape:
            raise _bad(f"'{name}' does not fit the menu", f"shape {held.shape}", f"shape {shape}")
        if not np.isfinite(held).all():
            raise _bad(f"'{name}' is not finite", "NaN or inf", "finite numbers")
    if not ((terms.trust >= 0.0) & (terms.trust <= 1.0)).all():
        raise _bad("trust is a probability", str(terms.trust.tolist()), "0 to 1")
    if not ((terms.discount > 0.0).all() and (terms.hazard >= 0.0).all()):
        got = f"{terms.discount.tolist()}, {terms.hazard.tolist()}"
        raise _bad("a rate is out of range", got, "discount above 0, hazard from 0 on")
    if not ((terms.slope >= 0.0).all() and (terms.temptation >= 0.0).all()):
        got = f"{terms.slope.tolist()}, {terms.temptation.tolist()}"
        raise _bad("a slope or a temptation is below zero", got, "0 or more")


def _bad(problem: str, got: str, expected: str) -> InputError:
    return InputError(
        problem,
        where="suasion.bargains.Terms",
        got=got,
        expected=expected,
        fix="correct the figures that these terms come from",
    )
