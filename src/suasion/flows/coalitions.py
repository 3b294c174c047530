"""The value of every coalition: what it can earn if outsiders are idle.

v(S) is the optimum of the market with only those arcs, suppliers, consumers and contracts
that S can open by itself (`suasion.flows.openings`). All 2^n values are found with few
solves:

1. coalitions with the same effective items share one value;
2. where the effective items fall into components that share no node, each component is
   valued by itself, once;
3. an optimum that uses only what S has, and wants nothing that S has more, is an optimum
   for S too (`suasion.flows.closing`): S inherits it. From a superset this needs only that
   S has all that it uses;
4. what remains is solved warm, in an order in which one player at a time joins or leaves.

Every value rests on certified optima: its residual is the largest of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from suasion.errors import InputError
from suasion.flows.closing import ClosingSolver, Witness, as_marks
from suasion.flows.coalition_game import CoalitionValues, require_players
from suasion.flows.components import Component, find_components
from suasion.flows.layout import Marks
from suasion.flows.market_numbers import Numbers, numbers
from suasion.flows.openings import Items, Patterns, find_patterns, gather_items, leave_out
from suasion.flows.program import Program
from suasion.flows.trading import trading_values
from suasion.world.markets import Market

RULES = ("outsiders-idle", "outsiders-trade")


def coalition_values(
    program: Program,
    players: Sequence[str],
    *,
    market: Market | None = None,
    rule: str = "outsiders-idle",
) -> CoalitionValues:
    """Return the value of every coalition of the players, with certificates.

    Use it for games on a market (power, blocking, cores). With idle outsiders the value is
    the objective of the market with what the coalition can open: tariffs are costs to it,
    whoever receives them. A coalition does not tax itself, so hand over the market that
    `suasion.flows.without_transfers` returns, unless tariffs are paid to actors outside the
    game. If outsiders trade, tariffs and contracts stay: see `suasion.flows.trading`.

    Parameters
    ----------
    program : Program
        The compiled market.
    players : sequence of str
        At most 20 actors; their order gives the bits of the coalitions.
    market : Market, optional
        Numbers, consents and owners; by default the market that was compiled.
    rule : str
        ``outsiders-idle``: what needs an outsider is not used. ``outsiders-trade``: they
        use what they can open alone, and both sides meet where no player is needed.

    Returns
    -------
    CoalitionValues
        2^n values in MUSD/yr with residuals, and how many solves they took.

    Raises
    ------
    InputError
        Another rule, too many or repeated players, an arc that pays for being used (C1).
    ComputationError
        A coalition's market has no optimum.
    CertificateError
        A value is not certified (C7).
    """
    chosen = program.base if market is None else market
    require_players(players)
    _require_rule(rule)
    if rule == "outsiders-trade":
        return trading_values(program, players, market=chosen)
    return idle_valuer(program, players, market=chosen).values()


def idle_valuer(
    program: Program, players: Sequence[str], *, market: Market | None = None
) -> IdleValuer:
    """Return what values all coalitions again and again, with parts of the market left out.

    Use it to ask what single arcs or builds change: what is solved once serves every set of
    parts left out. Parameters and errors are those of `coalition_values`.
    """
    require_players(players)
    chosen = program.base if market is None else market
    figures = numbers(program, chosen)
    _require_costs(program, figures)
    items = gather_items(program, chosen, players)
    solver = ClosingSolver(program, figures, items)
    return IdleValuer(
        program=program,
        players=tuple(players),
        valuation=_Valuation(items=items, solver=solver),
    )


@frozen(kw_only=True, eq=False)
class IdleValuer:
    """Values of all coalitions of one market, outsiders idle, with parts of it left out."""

    program: Program
    players: tuple[str, ...]
    valuation: _Valuation
    found: dict[int, _Found] = field(factory=dict)
    """By component, as a bit set of items."""

    def values(self, without: Iterable[str] = ()) -> CoalitionValues:
        """Return the value of every coalition if some items, by their ids, are not there."""
        items, before = self.valuation.items, len(self.valuation.witnesses)
        open_items = leave_out(self.program, items, frozenset(without))
        patterns = find_patterns(self.program, open_items, len(self.players))
        components, parts = find_components(items, patterns.effective)
        for pattern in _order(patterns.of_coalition, len(self.players)):
            for part in parts[pattern]:
                key = components[part].items
                if key not in self.found:
                    self.found[key] = self.valuation.find(components[part])
        found = [self.found[one.items] for one in components]
        n_solves = len(self.valuation.witnesses) - before
        return _collect(self.players, patterns, parts, found, n_solves)


@frozen(kw_only=True)
class _Found:
    value: float
    residual: float
    solved: bool


@frozen(kw_only=True, eq=False)
class _Valuation:
    """The optima so far; what is outside a component stays as the last solve had it."""

    items: Items
    solver: ClosingSolver
    witnesses: list[Witness] = field(factory=list)

    def find(self, component: Component) -> _Found:
        """Return the value of a component: inherited if an optimum proves it, or solved."""
        inside = as_marks(component.items, self.items.count)
        forbidden = component.touching & ~component.items
        for witness in reversed(self.witnesses):
            if not witness.uses & forbidden and not witness.wants & component.items:
                return _worth(witness, inside, solved=False)
        touching = as_marks(component.touching, self.items.count)
        witness = self.solver.solve((self.solver.opened & ~touching) | inside)
        self.witnesses.append(witness)
        return _worth(witness, inside, solved=True)


def _worth(witness: Witness, inside: Marks, *, solved: bool) -> _Found:
    value = float(witness.worth[inside].sum())
    return _Found(value=value, residual=witness.residual, solved=solved)


def _collect(
    players: Sequence[str],
    patterns: Patterns,
    parts: tuple[tuple[int, ...], ...],
    found: Sequence[_Found],
    n_solves: int,
) -> CoalitionValues:
    values = np.array([sum(found[at].value for at in part) for part in parts], dtype=np.float64)
    residuals = np.array([max((found[at].residual for at in part), default=0.0) for part in parts])
    solved = np.array([any(found[at].solved for at in part) for part in parts])
    result = CoalitionValues(
        players=tuple(players),
        values=values[patterns.of_coalition],
        residuals=residuals[patterns.of_coalition],
        solved=solved[patterns.of_coalition],
        n_solves=n_solves,
        n_patterns=len(parts),
        n_components=len(found),
    )
    result.check()
    return result


def _order(of_coalition: npt.NDArray[np.intp], n_players: int) -> list[int]:
    """Return the patterns as met when players leave and join one at a time, all in first."""
    full = (1 << n_players) - 1
    walk = [full ^ at ^ (at >> 1) for at in range(1 << n_players)]
    return list(dict.fromkeys(of_coalition[walk].tolist()))


def _require_rule(rule: str) -> None:
    if rule not in RULES:
        raise InputError(
            "the rule for outsiders is not known",
            where="suasion.flows.coalition_values",
            got=rule,
            expected=f"one of {', '.join(RULES)}",
            fix="correct the rule",
        )


def _require_costs(program: Program, figures: Numbers) -> None:
    if (figures.cost[program.columns.flow] < 0).any():
        raise InputError(
            f"an arc of market '{program.name}' pays for being used",
            where="suasion.flows.coalition_values",
            got=f"cost + tariff of {figures.cost[program.columns.flow].min():g}",
            expected="cost + tariff from 0 on",
            fix="make the subsidy a payment outside the market",
        )
