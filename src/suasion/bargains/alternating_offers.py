"""Alternating offers: two sides take turns to propose how a pie is split, and delay costs."""

from __future__ import annotations

from numbers import Integral

from suasion.bargains.numbers import above_zero, inner_share, refuse

_WHERE = "suasion.bargains.alternating_offers"
MOST_ROUNDS = 10_000_000


def alternating_offers(
    discount_first: float, discount_second: float, pie: float = 1.0, rounds: int | None = None
) -> tuple[float, float]:
    """Return what the first proposer and the other side get; the first offer is accepted.

    Use it for what patience is worth. Not where sides can leave, do not know one another's
    patience, or where a deal could be broken.

    Model
        A proposer leaves the other side just what it would get by refusing and proposing next.
        No end: x = pie - d2 y, y = pie - d1 x with x, y what each gets as proposer, so
        x = pie (1 - d2) / (1 - d1 d2). With `rounds`, whoever proposes last takes all, and the
        same step is taken backwards; after the last refusal both have nothing.

    Assumptions
        A1 both know all; A2 gains are linear in shares; A3 discounts are constant;
        A4 no deal in the meantime is worth nothing to either.

    Parameters
    ----------
    discount_first, discount_second : float
        What a gain one round later is worth now to the first proposer and to the other side,
        as a share above 0 and below 1.
    pie : float
        What is split, above 0, any unit.
    rounds : int, optional
        How many offers can be made, 1 or more; by default without end.

    Returns
    -------
    tuple of float
        (first proposer, other side), adding up to the pie.

    Raises
    ------
    InputError
        A discount, the pie or the number of rounds is out of range (C1).

    References
    ----------
    [Rubinstein1982]; [Stahl1972] with an end.

    Examples
    --------
    >>> [round(share, 6) for share in alternating_offers(0.9, 0.9)]
    [0.526316, 0.473684]
    >>> [round(share, 6) for share in alternating_offers(0.9, 0.9, pie=100, rounds=3)]
    [91.0, 9.0]
    """
    first = inner_share("discount of the first", discount_first, _WHERE)
    second = inner_share("discount of the second", discount_second, _WHERE)
    whole = above_zero("pie", pie, _WHERE)
    if rounds is None:
        share = (1.0 - second) / ((1.0 - second) + second * (1.0 - first))
    else:
        share = _backwards(first, second, _rounds(rounds))
    return whole * share, whole * (1.0 - share)


def alternating_offers_limit(
    rate_first: float, rate_second: float, pie: float = 1.0
) -> tuple[float, float]:
    """Return the split when offers follow one another without delay.

    Model
        With discounts exp(-rate * delay), x -> pie * rate_second / (rate_first + rate_second)
        as the delay goes to 0: who proposes first no longer matters. It is the asymmetric Nash
        solution with that weight.

    Parameters
    ----------
    rate_first, rate_second : float
        Discount rates of both sides, above 0, in one unit, such as 1/yr.
    pie : float
        What is split, above 0.

    Returns
    -------
    tuple of float
        (first side, second side), adding up to the pie.

    Raises
    ------
    InputError
        A rate or the pie is not above 0 (C1).

    References
    ----------
    [BinmoreRubinsteinWolinsky1986].

    Examples
    --------
    >>> alternating_offers_limit(1.0, 3.0)
    (0.75, 0.25)
    """
    where = f"{_WHERE}_limit"
    first = above_zero("rate of the first", rate_first, where)
    second = above_zero("rate of the second", rate_second, where)
    whole = above_zero("pie", pie, where)
    share = 1.0 / (1.0 + first / second)
    return whole * share, whole * (1.0 - share)


def _backwards(first: float, second: float, rounds: int) -> float:
    """Return the share of the first proposer, from the last round back to the first."""
    share = 1.0
    for left in range(1, rounds):
        # The first side proposes in odd rounds; who answers now is who proposes next.
        responder = second if (rounds - left) % 2 == 1 else first
        share = 1.0 - responder * share
    return share


def _rounds(rounds: int) -> int:
    if (
        isinstance(rounds, bool)
        or not isinstance(rounds, Integral)
        or not 1 <= rounds <= MOST_ROUNDS
    ):
        raise refuse(
            "number of rounds", rounds, _WHERE, f"a whole number from 1 to {MOST_ROUNDS:,}, or None"
        )
    return int(rounds)
