"""Zeuthen's question: who concedes next, judged by the risk of failure each would run."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from suasion.bargains.numbers import finite
from suasion.errors import InputError

_WHERE = "suasion.bargains.zeuthen"
TOL_EQUAL = 1e-12


@frozen(kw_only=True)
class Concession:
    """The risk that each of two actors would run, and who therefore concedes."""

    risk_limits: tuple[float, float]
    """The largest probability of failure at which each would still insist, from 0 to 1."""
    concedes: tuple[int, ...]
    """Places of the actors that concede next: the one with the smaller limit, both if equal."""


def zeuthen(
    own_offers: Sequence[float], other_offers: Sequence[float], disagreement: Sequence[float]
) -> Concession:
    """Return how much risk of failure each side would run, and who concedes next.

    Repeated in small steps it ends at the Nash solution: the side with the smaller limit is
    the one whose offer has the smaller product of gains.

    Model
        r_i = (own_i - other_i) / (own_i - d_i), cut to [0, 1]: insisting wins own_i or, with
        probability r, d_i; accepting gives other_i. The side with the smaller r concedes.

    Assumptions
        A1 both know both limits; A2 gains are expected gains (neutral to risk in this unit);
        A3 the side less willing to run a risk gives way, which is a postulate, no theorem.

    Parameters
    ----------
    own_offers : two floats
        What each actor would get from its own offer: more than without a deal.
    other_offers : two floats
        What each actor would get from the other's offer.
    disagreement : two floats
        What each has without a deal. Units may differ between actors.

    Returns
    -------
    Concession
        `risk_limits`, and `concedes`: (0,), (1,) or (0, 1).

    Raises
    ------
    InputError
        Not two finite numbers, or an own offer no better than no deal (C1).

    References
    ----------
    [Zeuthen1930], chapter 4; [Harsanyi1956].

    Examples
    --------
    The first wants 8 of 10, the second wants 6; each would have nothing without a deal:

    >>> found = zeuthen(own_offers=(8, 6), other_offers=(4, 2), disagreement=(0, 0))
    >>> [round(limit, 3) for limit in found.risk_limits], found.concedes
    ([0.5, 0.667], (0,))
    """
    own = _pair("own offers", own_offers)
    other = _pair("other offers", other_offers)
    without = _pair("disagreement point", disagreement)
    limits = (_limit(own[0], other[0], without[0]), _limit(own[1], other[1], without[1]))
    if abs(limits[0] - limits[1]) <= TOL_EQUAL:
        return Concession(risk_limits=limits, concedes=(0, 1))
    return Concession(risk_limits=limits, concedes=(0,) if limits[0] < limits[1] else (1,))


def _limit(own: float, other: float, without: float) -> float:
    if not own > without:
        raise InputError(
            "an actor's own offer is no better to it than no deal",
            where=_WHERE,
            got=f"{own:g} from its own offer, {without:g} without a deal",
            expected="more from its own offer",
            fix="correct the offer: nobody proposes what it would refuse",
        )
    return min(1.0, max(0.0, (own - other) / (own - without)))


def _pair(name: str, values: Sequence[float]) -> tuple[float, float]:
    found = tuple(values)
    if len(found) != 2:
        raise InputError(
            f"the {name}: not one number for each of two actors",
            where=_WHERE,
            got=f"{len(found)} numbers",
            expected="two numbers",
            fix=f"correct the {name}",
        )
    return finite(name, found[0], _WHERE), finite(name, found[1], _WHERE)
