"""The model of `suasion.bargains.scoring`, written again from its text with loops and dicts.

Nothing here is shared with the program but the way in which a problem is handed to it.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from attrs import frozen
from hypothesis import strategies as st

from suasion.bargains import Terms, make_menu

DOLLAR = 1e-6
"""Gains up to a dollar a year count for nothing."""
SIDES = ("X", "Y")


@frozen(kw_only=True)
class Problem:
    """A bargain as plain figures, by the names of sides and options."""

    issues: dict
    held: dict
    requires: tuple = ()
    excludes: tuple = ()
    once: dict
    kept: dict
    pairs: tuple = ()
    """(option, option, {side: once}, {side: kept})."""
    exposure: dict
    exposure_change: dict
    tension: float
    tension_change: dict
    keepers: dict
    """Sides that keep an option on, by option."""
    saves: dict
    """c_o by (side, option)."""
    noticed: dict
    hazard: dict
    slope: dict
    discount: dict
    trust: dict
    shut: frozenset = frozenset()

    def bundles(self):
        """Yield all bundles in the order of their codes, as tuples of options."""
        return itertools.product(*self.issues.values())

    def goes_together(self, bundle):
        """Tell whether constraints let a bundle be."""
        chosen = set(bundle)
        return (
            all(needed in chosen for one, needed in self.requires if one in chosen)
            and not any(a in chosen and b in chosen for a, b in self.excludes)
            and not chosen & self.shut
        )

    def stakes(self, side, bundle):
        """Return what is done once, and what must be kept on, against no deal."""
        return tuple(
            self._sum(which, side, bundle) - self._sum(which, side, self.held.values())
            for which in ("once", "kept")
        )

    def _sum(self, which, side, bundle):
        single = getattr(self, which)
        total = sum(single.get((side, one), 0.0) for one in bundle)
        for a, b, once, kept in self.pairs:
            if a in bundle and b in bundle:
                total += (once if which == "once" else kept).get(side, 0.0)
        return total

    def rupture(self, side, bundle):
        """Return R_i."""
        loss = self.exposure[side]
        loss += sum(self.exposure_change.get((side, one), 0.0) for one in bundle)
        tension = self.tension + sum(self.tension_change.get(one, 0.0) for one in bundle)
        h = self.hazard[side] * math.exp(self.slope[side] * max(tension, 0.0))
        return -max(loss, 0.0) * h / (self.discount[side] + h)

    def lost_by_breach(self, side, bundle):
        """Return g_i."""
        kept = self.stakes(side, bundle)[1]
        return kept + self.rupture(side, bundle) - self.rupture(side, tuple(self.held.values()))

    def promises(self, side, bundle):
        """Return the promises of a bundle that a side keeps."""
        return [one for one in bundle if side in self.keepers.get(one, ())]

    def keeps(self, side, bundle):
        """Tell whether keeping is worth at least as much as breaking any one promise."""
        g, r = self.lost_by_breach(side, bundle), self.discount[side]
        return all(
            g + DOLLAR >= r * self.noticed[one] * self.saves[side, one]
            for one in self.promises(side, bundle)
        )

    def holds(self, bundle):
        """Tell whether no side gains from a breach."""
        return all(self.keeps(side, bundle) for side in SIDES)

    def gain(self, side, bundle):
        """Return G_i."""
        belief = 1.0 if self.holds(bundle) else self.trust[side]
        return self.stakes(side, bundle)[0] + belief * self.lost_by_breach(side, bundle)

    def accepted(self, bundle):
        """Tell whether it can be and both prefer it to no deal."""
        return self.goes_together(bundle) and all(self.gain(i, bundle) > DOLLAR for i in SIDES)

    def frontier(self, must_hold=False):
        """Return the undominated gains of accepted bundles, each pair once, by rising first."""
        points = {
            (self.gain("X", one), self.gain("Y", one))
            for one in self.bundles()
            if self.accepted(one) and (not must_hold or self.holds(one))
        }
        return sorted(
            p for p in points if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in points)
        )

    def menu(self):
        """Return the menu of the program."""
        return make_menu(self.issues, self.held, requires=self.requires, excludes=self.excludes)

    def terms(self, menu):
        """Return the terms of the program."""
        names = menu.options

        def table(values):
            return np.array([[values.get((i, o), 0.0) for o in names] for i in SIDES], dtype=float)

        def sides(values):
            return np.array([values[i] for i in SIDES], dtype=float)

        keeps = np.array([[i in self.keepers.get(o, ()) for o in names] for i in SIDES])
        ends = [(names.index(a), names.index(b)) for a, b, *_ in self.pairs]
        saved = {
            (i, o): self.saves[i, o] * self.noticed[o]
            for o in names
            for i in self.keepers.get(o, ())
        }
        paired = np.array(
            [[[p[2 + w].get(i, 0.0) for p in self.pairs] for i in SIDES] for w in (0, 1)]
        ).reshape(2, 2, len(ends))
        return Terms(
            actors=SIDES,
            once=table(self.once),
            kept=table(self.kept),
            pairs=np.array(ends, dtype=np.int64).reshape(-1, 2),
            pair_once=paired[0],
            pair_kept=paired[1],
            exposure=sides(self.exposure),
            exposure_change=table(self.exposure_change),
            tension=self.tension,
            tension_change=np.array([self.tension_change.get(o, 0.0) for o in names], dtype=float),
            keeps=keeps,
            temptation=table(saved),
            hazard=sides(self.hazard),
            slope=sides(self.slope),
            discount=sides(self.discount),
            trust=sides(self.trust),
            is_open=np.array([o not in self.shut for o in names]),
        )


@st.composite
def problems(draw, most_issues=4):
    """Bargains over one to four issues of two to four options; whole stakes, so that ties occur."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=most_issues))
    issues = {f"i{k}": [f"i{k}o{j}" for j in range(size)] for k, size in enumerate(sizes)}
    options = [one for own in issues.values() for one in own]
    of = {one: issue for issue, own in issues.items() for one in own}
    held = {issue: draw(st.sampled_from(own)) for issue, own in issues.items()}
    new = [one for one in options if one not in held.values()]
    keepers = {
        one: draw(st.sampled_from([(), (), ("X",), ("Y",), ("X", "Y")]))
        for one in (new if draw(st.booleans()) else options)
    }
    stake = draw(
        st.sampled_from([st.integers(-6, 6), st.floats(-9, 9, allow_subnormal=False), st.just(0)])
    )
    single = {(i, o): float(draw(stake)) for i in SIDES for o in options}
    if draw(st.booleans()):
        single |= {(i, o): 0.0 for i in SIDES for o in held.values()}
    is_kept = {o: bool(keepers.get(o)) for o in options}
    across = [(a, b) for a in options for b in options if of[a] != of[b]]
    couples = st.lists(st.sampled_from(across), max_size=3) if across else st.just([])
    movable = [(a, b) for a, b in across if a in new]
    limits = st.lists(st.sampled_from(movable), max_size=2) if movable else st.just([])
    pairs = []
    for a, b in draw(couples):
        worth = {i: float(draw(st.integers(-5, 5))) for i in SIDES}
        bound = is_kept[a] or is_kept[b]
        pairs.append((a, b, {} if bound else worth, worth if bound else {}))
    danger = draw(st.booleans())
    rate = st.floats(0.02, 0.3)
    return Problem(
        issues=issues,
        held=held,
        requires=tuple(draw(limits)),
        excludes=tuple(draw(limits)),
        once={key: v for key, v in single.items() if not is_kept[key[1]]},
        kept={key: v for key, v in single.items() if is_kept[key[1]]},
        pairs=tuple(pairs),
        exposure={i: draw(st.floats(-5, 60)) if danger else 0.0 for i in SIDES},
        exposure_change={
            (i, o): float(draw(st.integers(-20, 5))) if danger and draw(st.booleans()) else 0.0
            for i in SIDES
            for o in options
        },
        tension=draw(st.floats(0, 2)),
        tension_change={
            o: draw(st.floats(-2, 1)) if danger and draw(st.booleans()) else 0.0 for o in options
        },
        keepers=keepers,
        saves={(i, o): max(-single[i, o], 0.0) for i in SIDES for o in options},
        noticed={o: draw(st.sampled_from([0.0, 0.5, 2.0, 20.0])) for o in options},
        hazard={i: draw(rate) if danger else 0.0 for i in SIDES},
        slope={i: draw(st.floats(0, 2)) for i in SIDES},
        discount={i: draw(rate) for i in SIDES},
        trust={i: draw(st.sampled_from([0.0, 0.4, 1.0])) for i in SIDES},
        shut=frozenset(draw(st.lists(st.sampled_from(new), max_size=1))) if new else frozenset(),
    )
