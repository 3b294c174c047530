"""Origins by molecule: what arrives where if everything mixes at every node.

A label is a claim on paper; molecules mix. Labels are set aside after the solve, and the
origins of what passes a node are shared in proportion to what enters it (upstream
tracing): with P[n] all that enters node n, M[n, o] the part of it that stems from the
suppliers of label o, s[n, o] their supply there and f[a] the flow of an arc over all
labels,

    M[n, o] = s[n, o] + sum over arcs a from m to n of f[a] * M[m, o] / P[m],

a linear system with one solution wherever something enters. An arc or consumer takes
origins in the proportions M[n, o] / P[n] of its node.

References
----------
[Bialek1996] upstream-looking algorithm of electricity tracing by proportional sharing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats, tally
from suasion.flows.network import in_order
from suasion.flows.solution import Solution
from suasion.world.markets import Market

Places = npt.NDArray[np.intp]


@frozen(kw_only=True)
class Mixture:
    """What arcs carry and consumers take by origin, unit/yr; zero amounts are left out."""

    arcs: Mapping[tuple[str, str], float]
    """By (arc, label of origin)."""
    consumers: Mapping[tuple[str, str], float]
    """By (consumer, label of origin)."""


def trace_mixing(market: Market, solution: Solution) -> Mixture:
    """Return the origins of what arcs carry and consumers take if all labels mix at nodes.

    Use it to say whose molecules arrive, beside the labels on paper; it enters no
    optimum, price or payoff, and no rule of origin asks it.

    Model        proportional sharing, see the module
    Assumptions  A1 at a node everything mixes at once and completely. A2 what is moved
                 within a year is in balance; nothing is stored.

    Parameters
    ----------
    market : Market
        The market of the solution: the ends of its arcs.
    solution : Solution
        Flows, supply and consumption, unit/yr.

    Returns
    -------
    Mixture
        For each arc and consumer, amounts by origin that add up to what it carries or
        takes, unit/yr.

    Raises
    ------
    InputError
        The solution is of another market (C1).
    """
    program = solution.program
    ordered = in_order(market)
    if tuple(arc.id for arc in ordered.arcs) != program.arcs:
        raise InputError(
            f"the solution is not one of market '{market.name}'",
            where="suasion.flows.trace_mixing",
            got=f"a solution of market '{program.name}' with {len(program.arcs)} arcs",
            expected=f"the {len(market.arcs)} arcs of the market",
            fix="pass the market that was solved",
        )
    tails = np.array([program.node_at[arc.tail] for arc in ordered.arcs], dtype=np.intp)
    heads = np.array([program.node_at[arc.head] for arc in ordered.arcs], dtype=np.intp)
    places = np.array([program.node_at[one.node] for one in ordered.consumers], dtype=np.intp)
    carried = np.array([solution.arc_flows[arc] for arc in program.arcs])
    shares = _origin_shares(solution, tails, heads, carried)
    taken = np.array([solution.consumption[name] for name in program.consumers])
    return Mixture(
        arcs=_by_origin(program.arcs, program.labels, carried, shares[tails]),
        consumers=_by_origin(program.consumers, program.labels, taken, shares[places]),
    )


def _origin_shares(solution: Solution, tails: Places, heads: Places, carried: Floats) -> Floats:
    """Return the share of each origin (columns) in what passes each node (rows)."""
    program = solution.program
    supply = np.zeros((len(program.nodes), len(program.labels)))
    for supplier in program.base.suppliers:
        label = program.labels.index(supplier.label)
        supply[program.node_at[supplier.node], label] += solution.supply[supplier.id]
    inflow = tally(heads.astype(np.int32), carried, len(program.nodes))
    passing = inflow + supply.sum(axis=1)
    system = np.diag(np.where(passing > 0, passing, 1.0))
    np.subtract.at(system, (heads, tails), carried)
    return np.asarray(np.linalg.solve(system, supply))


def _by_origin(
    names: tuple[str, ...], labels: tuple[str, ...], amounts: Floats, shares: Floats
) -> dict[tuple[str, str], float]:
    parts = amounts[:, None] * shares
    return {
        (names[row], labels[column]): float(parts[row, column])
        for row, column in zip(*np.nonzero(parts > 0), strict=True)
    }
