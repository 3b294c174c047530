"""What it would take: the cheapest change that makes a blocked deal pass, or a broken one hold.

Model
    A bundle that somebody loses by passes if the losers are paid: what is lacking is
    sum of max(0, -G_i), and the others can pay it if the gains sum to more than zero. It passes
    without money as part of a quid pro quo: the rest of that is the sweetener (one that passes
    by itself is none: who loses by the asked change would rather take it alone). The one with
    fewest changes is taken, of these the one that leaves most to who asks. A bundle that does
    not hold would if breaches were noticed sooner: t_o <= g_i / (r_i * c_o).
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.bargains.menu import Ints, Menu
from suasion.bargains.quid_pro_quo import Linked, SmallBundles
from suasion.bargains.scoring import LEAST, Scores, Terms, pull_of, score


@frozen(kw_only=True)
class Remedy:
    """What it would take to have one bundle, on one draw; money in MUSD/yr."""

    gains: tuple[float, ...]
    """Gain of each side from the bundle as it stands."""
    status: str
    """passes, paid (with a side payment), linked (with a sweetener), or blocked."""
    losers: tuple[str, ...]
    payment: float
    """What the losers would have to be paid; 0 where it passes."""
    can_pay: bool
    """Whether the others gain more than that."""
    sweetener: tuple[str, ...]
    """Options that make it pass without money; none where it passes, or nothing small does."""
    sweetened_gains: tuple[float, ...]
    breaker: str
    """Side that would gain from a breach; empty where it holds."""
    notice_within: float
    """Years within which breaches must be noticed for the bundle to hold: NaN where it does, 0
    where a side would rather have no deal than keep it."""


def find_remedies(small: SmallBundles, terms: Terms, linked: Linked) -> dict[str, Remedy]:
    """Return what it would take to have each single change, by option; for one draw.

    Parameters
    ----------
    small : SmallBundles
        The bundles among which sweeteners are looked for.
    terms : Terms
    linked : Linked
        What passes among these bundles, as `find_linked` gives it.
    """
    menu, singles = small.menu, np.flatnonzero(small.sizes == 1)
    found = {}
    for at in singles.tolist():
        (name,) = menu.changed(small.choices[at])
        option = menu.option(name)
        issue = menu.issue_of[option]
        with_it = np.flatnonzero(linked.quid_pro_quo & (small.choices[:, issue] == option))
        found[name] = _remedy(small, terms, linked.scores, at, with_it)
    return found


def _remedy(small: SmallBundles, terms: Terms, scores: Scores, at: int, with_it: Ints) -> Remedy:
    gains = scores.gains[at]
    losing = gains <= LEAST
    passes, open_to_it = bool(scores.accepted[at]), bool(scores.allowed[at])
    sweet = -1 if passes else _sweetest(scores, small, with_it, losing)
    can_pay = open_to_it and bool(gains.sum() > 0.0)
    breaker, within = _breach(terms, scores, small.choices, at)
    return Remedy(
        gains=tuple(gains.tolist()),
        status=_status(passes=passes, linked=sweet >= 0, can_pay=can_pay),
        losers=tuple(name for name, one in zip(terms.actors, losing, strict=True) if one),
        payment=float(np.maximum(-gains, 0.0).sum()),
        can_pay=can_pay,
        sweetener=_added(small, at, sweet),
        sweetened_gains=tuple(scores.gains[sweet].tolist()) if sweet >= 0 else (),
        breaker=breaker,
        notice_within=within,
    )


def _status(*, passes: bool, linked: bool, can_pay: bool) -> str:
    if passes:
        return "passes"
    if linked:
        return "linked"
    return "paid" if can_pay else "blocked"


def _sweetest(scores: Scores, small: SmallBundles, with_it: Ints, losing: np.ndarray) -> int:
    """Return the quid pro quo with fewest changes that leaves most to those who ask."""
    if not with_it.size:
        return -1
    fewest = with_it[small.sizes[with_it] == small.sizes[with_it].min()]
    asking = ~losing if (~losing).any() else np.ones_like(losing)
    return int(fewest[np.argmax(scores.gains[fewest][:, asking].sum(axis=1))])


def _added(small: SmallBundles, at: int, sweet: int) -> tuple[str, ...]:
    if sweet < 0:
        return ()
    own = small.menu.changed(small.choices[at])
    return tuple(one for one in small.menu.changed(small.choices[sweet]) if one not in own)


def _breach(terms: Terms, scores: Scores, choices: Ints, at: int) -> tuple[str, float]:
    """Return who would gain most from a breach, and how soon it must be noticed to deter."""
    if scores.holds[at]:
        return "", float("nan")
    short = scores.temptation[at] - scores.revocable[at]
    chosen = choices[at]
    saved = np.where(terms.keeps, np.maximum(-terms.kept, 0.0), 0.0)[:, chosen].max(axis=1)
    gain, lost = np.maximum(scores.revocable[at], 0.0), terms.discount * saved
    within = np.divide(gain, lost, out=np.zeros_like(gain), where=lost > 0.0)
    return terms.actors[int(np.argmax(short))], float(within[short > LEAST].min())


def weakest_promise(menu: Menu, terms: Terms, choices: Ints) -> tuple[str, str]:
    """Return the side and the promise whose breach pays most in a bundle; empty if none pays.

    Examples
    --------
    >>> from suasion.bargains.menu import make_menu
    >>> from suasion.bargains.scoring import plain_terms
    >>> menu = make_menu({"a": ["a0", "a1"], "b": ["b0", "b1"]}, {"a": "a0", "b": "b0"})
    >>> values = {"X": {"a1": -2.0, "b1": 3.0}, "Y": {"a1": 3.0, "b1": -1.0}}
    >>> terms = plain_terms(menu, values, kept={"a1": "X", "b1": "Y"}, noticed_after=20.0)
    >>> weakest_promise(menu, terms, menu.bundle(["a1", "b1"]))
    ('X', 'a1')
    """
    found = score(menu, terms, choices[None, :])
    if found.holds[0]:
        return "", ""
    pull = terms.discount[:, None] * pull_of(terms)[:, choices] - found.revocable[0][:, None]
    side, issue = np.unravel_index(int(np.argmax(pull)), pull.shape)
    return terms.actors[side], menu.options[choices[issue]]
