"""The value of every coalition if outsiders trade among themselves.

S and the others each use what they can open alone; what needs players of both sides is
closed, and they meet only in what needs no player at all, such as liquefied gas of the world
(`suasion.flows.two_sides`). The market is solved with that, and

    v(S) = sum of the payoffs of the members of S,

the payoffs being those that every answer reports: ties are broken by the rules of
`suasion.flows.tie_breaking`. One solve serves S and its complement. Where the effective
items fall into components that share no node, each is solved by itself, once, whichever
side it is on; each solve starts from the stored base basis, so that no value depends on
which was found before (convention C5).

Nothing makes this game superadditive: two that join may lose what each earned by selling
to the world alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen

from suasion.flows.closing import as_marks
from suasion.flows.coalition_game import CoalitionValues, require_players
from suasion.flows.components import Component, find_components
from suasion.flows.layout import Floats, Ints, Marks, tally
from suasion.flows.market_numbers import Numbers, numbers
from suasion.flows.openings import Items, Patterns, find_patterns, gather_items
from suasion.flows.program import Program, compile_market
from suasion.flows.solver import Solver
from suasion.flows.two_sides import lay_out, partner
from suasion.world.markets import Market


def trading_values(
    program: Program, players: Sequence[str], *, market: Market | None = None
) -> CoalitionValues:
    """Return the value of every coalition of the players if outsiders trade too.

    Model
        v(S) = sum over i in S of the payoff of i in the market where an item is open if all
        players that it needs are in S or none is. Tariffs are paid and contracts owed as
        written, within each side.
    Assumptions
        A1 neither side deals with the other; A2 each side acts as a market does, at the
        prices of its optimum; A3 where several payoffs are optimal the tie-broken ones count.

    Parameters
    ----------
    program : Program
        The compiled market.
    players : sequence of str
        At most 20 actors; their order gives the bits of the coalitions.
    market : Market, optional
        Numbers, consents and owners; by default the market that was compiled.

    Returns
    -------
    CoalitionValues
        2^n values in MUSD/yr with the largest residual of their certificates.

    Raises
    ------
    InputError
        Too many or repeated players (C1).
    ComputationError
        A market has no optimum.
    CertificateError
        A solve fails its certificate (C7).

    References
    ----------
    [LucasThrall1963] W. F. Lucas, R. M. Thrall, "n-person games in partition function form",
    Naval Research Logistics Quarterly 10 (1963), 281-298: values that depend on what outsiders
    do; here the others form one coalition.
    """
    require_players(players)
    chosen = program.base if market is None else market
    laid_out = compile_market(lay_out(chosen, players))
    items = gather_items(laid_out, laid_out.base, players)
    patterns = find_patterns(laid_out, items, len(players))
    components, parts = find_components(items, patterns.effective)
    found = _Splitting(program=laid_out, items=items, players=tuple(players)).solve(components)
    earned = np.array([sum(found.earned[list(part)], found.nothing) for part in parts])
    residuals = np.array([max(found.residuals[list(part)], default=0.0) for part in parts])
    values = _sum_members(earned, patterns, len(players))
    result = CoalitionValues(
        players=tuple(players),
        values=values,
        residuals=residuals[patterns.of_coalition],
        solved=np.ones(values.size, dtype=np.bool_),
        n_solves=found.n_solves,
        n_patterns=len(parts),
        n_components=len(components),
    )
    result.check()
    return result


@frozen(kw_only=True, eq=False)
class _Split:
    """Payoffs of the players (columns) and largest residual, by component."""

    earned: Floats
    residuals: Floats
    n_solves: int

    @property
    def nothing(self) -> Floats:
        return np.zeros(self.earned.shape[1])


@frozen(kw_only=True, eq=False)
class _Splitting:
    """A market laid out twice whose items are closed by bounds."""

    program: Program
    items: Items
    players: tuple[str, ...]

    def solve(self, components: Sequence[Component]) -> _Split:
        """Return what each component pays; one that only changes sides is solved once."""
        solver, figures = Solver(self.program), numbers(self.program, self.program.base)
        known = {actor: at for at, actor in enumerate(figures.ownership.actors)}
        at = [known.get(player, -1) for player in self.players]
        swapped = _partners(self.program)
        found: dict[bytes, tuple[Floats, float]] = {}
        keys: list[bytes] = []
        for component in components:
            opened = as_marks(component.items, self.items.count)
            sides = sorted((opened.tobytes(), opened[swapped].tobytes()))
            keys.append(sides[-1])
            if keys[-1] not in found:
                chosen = np.frombuffer(keys[-1], dtype=np.bool_)
                solution = solver.solve(close_items(self.program, figures, self.items, chosen))
                payoffs = np.append(solution.payoff_parts.sum(axis=0), 0.0)
                found[keys[-1]] = payoffs[at], solution.certificate.largest
        return _Split(
            earned=np.array([found[key][0] for key in keys]).reshape(-1, len(self.players)),
            residuals=np.array([found[key][1] for key in keys]),
            n_solves=len(found),
        )


def _partners(program: Program) -> Ints:
    """Return the place of each item's copy on the other side."""
    found: list[int] = []
    for block in (program.arcs, program.suppliers, program.consumers, program.contracts):
        place = {name: len(found) + at for at, name in enumerate(block)}
        found += [place[partner(name)] for name in block]
    return np.array(found, dtype=np.int32)


def close_items(program: Program, figures: Numbers, items: Items, opened: Marks) -> Numbers:
    """Return the numbers with only some items open: bounds of zero, nothing owed by the rest."""
    columns, rows = program.columns, program.rows
    upper = np.where(opened[items.of_column], figures.upper, 0.0)
    owed, row_lower = upper[columns.shortfall], figures.row_lower.copy()
    n_pairs = rows.obligation.stop - rows.obligation.start
    row_lower[rows.obligation] = tally(rows.contract_pair, owed, n_pairs)
    return evolve(figures, upper=upper, owed=owed, row_lower=row_lower)


def _sum_members(earned: Floats, patterns: Patterns, n_players: int) -> Floats:
    """Return for each coalition what its members earn in its pattern."""
    coalitions = np.arange(1 << n_players)
    values = np.zeros(coalitions.size)
    for player in range(n_players):
        inside = (coalitions >> player & 1).astype(np.bool_)
        values[inside] += earned[patterns.of_coalition[inside], player]
    return values
