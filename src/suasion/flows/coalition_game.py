"""The values of all coalitions of a market's players, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen

from suasion.errors import CertificateError, InputError
from suasion.flows.certificate import TOL_CERTIFICATE
from suasion.flows.layout import Floats, Marks

MOST_PLAYERS = 20


@frozen(kw_only=True, eq=False)
class CoalitionValues:
    """The values of all coalitions; a coalition is a number, bit i being player i."""

    players: tuple[str, ...]
    values: Floats
    """MUSD/yr, by coalition."""
    residuals: Floats
    """Largest relative residual of the optima that a value rests on, by coalition."""
    solved: Marks
    """Whether a solve was made for a part of it; else all is inherited, by coalition."""
    n_solves: int
    n_patterns: int
    """Number of distinct sets of effective items."""
    n_components: int
    """Number of distinct components of these sets."""

    def value(self, coalition: Iterable[str]) -> float:
        """Return the value of a coalition given by its players."""
        members = sorted(set(coalition))
        for one in members:
            if one not in self.players:
                raise InputError(
                    f"'{one}' is not a player",
                    where="suasion.flows.CoalitionValues",
                    got=one,
                    expected=f"players among {', '.join(self.players)}",
                    fix="correct the coalition",
                )
        return float(self.values[sum(1 << self.players.index(one) for one in members)])

    def check(self, tol: float = TOL_CERTIFICATE) -> None:
        """Raise CertificateError unless every value rests on residuals of at most `tol`."""
        worst = int(np.argmax(self.residuals))
        if not self.residuals[worst] <= tol:
            members = [one for at, one in enumerate(self.players) if worst >> at & 1]
            raise CertificateError(
                f"the value of coalition {', '.join(members) or 'of nobody'} is not certified",
                where="suasion.flows.coalition_values",
                got=f"{self.residuals[worst]:.3g}",
                expected=f"at most {tol:g}",
                fix="report the market that caused this; it is an error of the program",
                rule="C7",
            )


def require_players(players: Sequence[str]) -> None:
    """Raise `InputError` where the players are too many or not distinct."""
    if len(set(players)) != len(players) or len(players) > MOST_PLAYERS:
        raise InputError(
            "the players are too many or not distinct",
            where="suasion.flows.coalition_values",
            got=f"{len(players)} players, {len(set(players))} distinct",
            expected=f"at most {MOST_PLAYERS} distinct players",
            fix="join players into blocs or leave some out",
        )
