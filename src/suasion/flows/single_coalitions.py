"""The value of one coalition at a time, for more players than all coalitions can be listed of.

Rule: outsiders idle, as in `suasion.flows.coalitions`; each set of open items is solved once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from suasion.errors import CertificateError
from suasion.flows.certificate import TOL_CERTIFICATE
from suasion.flows.closing import ClosingSolver
from suasion.flows.market_numbers import numbers
from suasion.flows.openings import gather_items
from suasion.flows.program import Program


def coalition_valuer(program: Program, players: Sequence[str]) -> Callable[[int], float]:
    """Return the function from a coalition (bit i: player i) to its value, MUSD/yr.

    Use it to sample where there are more than 20 players; for fewer `coalition_values` is
    quicker. Any number of players. Hand over the market without transfers, as there.

    Parameters
    ----------
    program : Program
        The compiled market, solved as it is.
    players : sequence of str
        Their order gives the bits.

    Returns
    -------
    callable
        v(S) = optimum of what S and those outside the game can open - optimum of the latter
        alone. Raises ComputationError where there is no optimum, CertificateError where one
        is not certified (C7).

    Examples
    --------
    >>> from suasion.flows import compile_market
    >>> from suasion.world.markets import Consumer, Market, Node, Supplier
    >>> program = compile_market(Market(
    ...     name="m", unit="t", nodes=(Node(id="n", actor="A"),), arcs=(),
    ...     suppliers=(Supplier(id="s", node="n", label="l", owners=(("A", 1.0),),
    ...                         steps=((1.0, 2.0),)),),
    ...     consumers=(Consumer(id="c", node="n", owners=(("B", 1.0),), steps=((1.0, 5.0),)),),
    ... ))
    >>> value = coalition_valuer(program, ("A", "B"))
    >>> [value(coalition) for coalition in range(4)]
    [0.0, 0.0, 0.0, 3.0]
    """
    items = gather_items(program, program.base, players)
    solver = ClosingSolver(program, numbers(program, program.base), items)
    known: dict[bytes, float] = {}

    def gross(coalition: int) -> float:
        opened = np.array([not needed & ~coalition for needed in items.needs], dtype=np.bool_)
        key = opened.tobytes()
        if key not in known:
            witness = solver.solve(opened)
            _require_proof(witness.residual)
            known[key] = float(witness.worth.sum())
        return known[key]

    of_nobody = gross(0)
    return lambda coalition: gross(coalition) - of_nobody


def _require_proof(residual: float) -> None:
    if not residual <= TOL_CERTIFICATE:
        raise CertificateError(
            "the value of a coalition is not certified",
            where="suasion.flows.coalition_valuer",
            got=f"{residual:.3g}",
            expected=f"at most {TOL_CERTIFICATE:g}",
            fix="report the market that caused this; it is an error of the program",
            rule="C7",
        )
