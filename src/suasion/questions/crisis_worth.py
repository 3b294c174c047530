"""What leverage and deals say about a crisis in one draw: losses by lever, in a rupture, gains.

Model
    Losses of all combinations of the levers of a term come from the markets and tie formulas,
    each combination solved once and kept. The loss in a rupture is that of the bargain: all
    levers of both sides pulled together, times the bargainer's factors, with what stakes.csv
    counts as rupture. The gain of a deal is that of the Nash solution among bundles that hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.bargains import enumerate_deals, solve_bargain
from suasion.cases.values import Values
from suasion.crisis import Term
from suasion.dependence import Solved, SolverPool
from suasion.questions.crisis_structure import CaseCrisis
from suasion.questions.crisis_versions import BITE_STOCK, LEVER_STOCK
from suasion.questions.deal_draws import Bargain
from suasion.questions.deal_markets import pulled_losses
from suasion.questions.deal_terms import MarketWorth, factor_of, rupture_terms

Floats = NDArray[np.float64]


@frozen(kw_only=True, eq=False)
class CrisisWorth:
    """What one draw of leverage and deals is worth to each actor, MUSD/yr."""

    levers: Mapping[tuple[str, ...], Mapping[str, Floats]]
    """For the levers of a term: by actor, the loss by combination; bit k is the k-th lever."""
    bites: Mapping[str, Mapping[str, float]]
    """By lever, what pulling it alone costs each actor."""
    rupture: Mapping[str, float]
    """Loss in a rupture."""
    deal: Mapping[str, float]
    """Gain of the Nash solution among deals that hold; none where there is no deal."""


def lever_names(term: Term) -> tuple[str, ...]:
    """Return the levers that a term of form levers is about."""
    return tuple(name.removeprefix(LEVER_STOCK) for name, _ in term.of)


@frozen(kw_only=True, eq=False)
class LeverLosses:
    """What levers cost in one solved draw, before anybody's view of it, MUSD/yr."""

    levers: Mapping[tuple[str, ...], Mapping[str, Floats]]
    bites: Mapping[str, Mapping[str, float]]
    together: Mapping[str, float]
    """By actor, when both sides pull all levers of a rupture."""


def find_losses(crisis: CaseCrisis, pool: SolverPool, solved: Solved) -> LeverLosses:
    """Return what the levers of a crisis cost in one solved draw.

    Raises
    ------
    ComputationError
        A market has no optimum with some levers pulled.
    """
    asked = dict.fromkeys(_asked(crisis))
    single = {name: pulled_losses(pool, solved, (name,)) for name in _bites(crisis)}
    rows = crisis.view.rows("bargainers")
    every = [name for row in rows for name in row.words("rupture")]
    return LeverLosses(
        levers={names: _by_combination(pool, solved, names, single) for names in asked},
        bites=single,
        together=pulled_losses(pool, solved, every),
    )


def make_worth(losses: LeverLosses, used: Values, deal: Mapping[str, float]) -> CrisisWorth:
    """Return what losses and deals are worth under the figures of one draw."""
    return CrisisWorth(
        levers=losses.levers,
        bites=losses.bites,
        rupture=_rupture(used, losses.together),
        deal=deal,
    )


def _asked(crisis: CaseCrisis) -> Iterable[tuple[str, ...]]:
    for term in crisis.model.lever_terms:
        yield lever_names(term)


def _bites(crisis: CaseCrisis) -> tuple[str, ...]:
    return tuple(
        row.id.removeprefix(BITE_STOCK) for row in crisis.stocks if row.id.startswith(BITE_STOCK)
    )


def _by_combination(
    pool: SolverPool,
    solved: Solved,
    names: tuple[str, ...],
    single: Mapping[str, Mapping[str, float]],
) -> Mapping[str, Floats]:
    """Return the loss of each actor under every combination of some levers."""
    found: dict[str, Floats] = {}
    for mask in range(1, 2 ** len(names)):
        pulled = tuple(name for bit, name in enumerate(names) if mask >> bit & 1)
        known = single.get(pulled[0]) if len(pulled) == 1 else None
        losses = pulled_losses(pool, solved, pulled) if known is None else known
        for actor, loss in losses.items():
            found.setdefault(actor, np.zeros(2 ** len(names)))[mask] = loss
    return found


def _rupture(used: Values, losses: Mapping[str, float]) -> Mapping[str, float]:
    return {
        row.text("actor"): max(
            factor_of(row, used.numbers) * losses.get(row.text("actor"), 0.0)
            + rupture_terms(used, row.text("actor")),
            0.0,
        )
        for row in used.view.rows("bargainers")
    }


def deal_gains(
    bargain: Bargain, used: Mapping[str, float], worth: MarketWorth
) -> Mapping[str, float]:
    """Return the gains of the Nash solution among deals that hold; nothing where there is none."""
    made = bargain.terms(used, worth)
    deals = enumerate_deals(bargain.case_menu.menu, made.terms)
    if not deals.holding.size:
        return {}
    point = solve_bargain(deals.holding_gains, np.zeros(2)).nash
    if point is None:
        return {}
    return dict(zip(bargain.case_menu.sides, point.gains.tolist(), strict=True))
