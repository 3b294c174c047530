"""The value of every coalition if outsiders trade among themselves.

S and the others each keep open what they can open alone (`suasion.flows.openings`, both
sides); what needs players of both sides is closed, and they meet only in what needs no
player at all, such as liquefied gas of the world. The market is solved with that, and

    v(S) = sum of the payoffs of the members of S,

the payoffs being those that every answer reports: ties are broken by the rules of
`suasion.flows.tie_breaking`. One solve serves S and its complement, and every coalition
with the same effective items; each solve starts from the stored base basis, so that no
value depends on which was found before (convention C5).

Nothing makes this game superadditive: two that join may lose what each earned by selling
to the world alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen

from suasion.flows.coalition_game import CoalitionValues, require_players
from suasion.flows.layout import Floats, Marks, tally
from suasion.flows.market_numbers import Numbers, numbers
from suasion.flows.openings import Items, Patterns, find_patterns, gather_items
from suasion.flows.program import Program
from suasion.flows.solver import Solver
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

    Source
    ------
    Lucas and Thrall, Naval Research Logistics Quarterly 10 (1963) 281-298, for values that
    depend on what outsiders do; here the others form one coalition.
    """
    require_players(players)
    chosen = program.base if market is None else market
    items = gather_items(program, chosen, players)
    patterns = find_patterns(program, items, len(players), both_sides=True)
    splitting = _Splitting(
        items=items, solver=Solver(program), figures=numbers(program, chosen), players=players
    )
    earned, residuals = splitting.solve(patterns)
    values = _sum_members(earned, patterns, len(players))
    result = CoalitionValues(
        players=tuple(players),
        values=values,
        residuals=residuals[patterns.of_coalition],
        solved=np.ones(values.size, dtype=np.bool_),
        n_solves=len(earned),
        n_patterns=len(earned),
        n_components=len(earned),
    )
    result.check()
    return result


@frozen(kw_only=True, eq=False)
class _Splitting:
    """One market whose items are closed by bounds, each set of open items solved apart."""

    items: Items
    solver: Solver
    figures: Numbers
    players: Sequence[str]

    def solve(self, patterns: Patterns) -> tuple[Floats, Floats]:
        """Return the payoffs of the players by pattern, and the largest residual of each."""
        earned = np.zeros((len(patterns.effective), len(self.players)))
        residuals = np.zeros(len(patterns.effective))
        known = {actor: at for at, actor in enumerate(self.figures.ownership.actors)}
        at = [known.get(player, -1) for player in self.players]
        for pattern, opened in enumerate(patterns.effective):
            solution = self.solver.solve(
                close_items(self.solver.program, self.figures, self.items, opened)
            )
            payoffs = np.append(solution.payoff_parts.sum(axis=0), 0.0)
            earned[pattern] = payoffs[at]
            residuals[pattern] = solution.certificate.largest
        return earned, residuals


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
