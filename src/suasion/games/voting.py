"""Weighted voting: a coalition wins with the quota or more; exact, whatever the weights."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import gcd, isfinite, lcm
from numbers import Integral, Rational, Real

from attrs import frozen

from suasion.errors import InputError

WHERE = "suasion.games.weighted_voting"


@frozen(kw_only=True, slots=False)
class VotingGame:
    """A body that decides by weighted vote; a coalition is worth 1 if it wins, else 0."""

    quota: Fraction
    weights: tuple[Fraction, ...]

    @property
    def n_players(self) -> int:
        """Return the number of members."""
        return len(self.weights)

    @cached_property
    def whole(self) -> tuple[int, tuple[int, ...]]:
        """Return quota and weights as the least whole numbers with the same winners."""
        scale = lcm(*(one.denominator for one in self.weights))
        weights = [int(one * scale) for one in self.weights]
        common = gcd(*weights)
        quota = -(-self.quota * scale // common)
        return int(quota), tuple(one // common for one in weights)


def weighted_voting(quota: Real | Decimal, weights: Iterable[Real | Decimal]) -> VotingGame:
    """Return the game of a body where a coalition wins with the quota or more.

    Model
        v(S) = 1 if sum of w_i over S >= quota, else 0.

    Numbers are taken exactly: a float is the decimal that it prints as, so that weights of
    0.1, 0.2 and 0.3 reach a quota of 0.6.

    Parameters
    ----------
    quota : int, float, Fraction or Decimal
        Above 0 and at most the sum of the weights; "more than half" of 101 votes is 51.
    weights : iterable of the same
        One number from 0 on by member, in the unit of the quota.

    Returns
    -------
    VotingGame
        Any number of members; the quota and weights as fractions.

    Raises
    ------
    InputError
        No members, a negative weight, a quota not above 0 or above the sum of weights, a
        number that is none or not finite (C1).

    Examples
    --------
    >>> weighted_voting(12, [4, 4, 4, 2, 2, 1]).n_players
    6
    """
    held = tuple(_exact(one, f"weight of member {at}") for at, one in enumerate(weights))
    least = _exact(quota, "quota")
    if not held:
        raise _refuse("no members", "at least one weight", "list the weights")
    for at, one in enumerate(held):
        if one < 0:
            raise _refuse(f"{one} as weight of member {at}", "from 0 on", "correct the weight")
    total = sum(held, Fraction(0))
    if least <= 0:
        raise _refuse(f"a quota of {least}", "above 0", "correct the quota: nobody would win")
    if least > total:
        got = f"a quota of {_text(least)}, weights that add up to {_text(total)}"
        raise _refuse(got, "a quota that all together reach", "lower the quota")
    return VotingGame(quota=least, weights=held)


def _exact(number: Real | Decimal, name: str) -> Fraction:
    """Return a number without rounding; a float is the decimal that it prints as."""
    if isinstance(number, Rational) and not isinstance(number, bool):
        return Fraction(int(number.numerator), int(number.denominator))
    if isinstance(number, Integral) and not isinstance(number, bool):
        return Fraction(int(number))
    if isinstance(number, Real | Decimal) and not isinstance(number, bool) and isfinite(number):
        return Fraction(number) if isinstance(number, Decimal) else Fraction(repr(float(number)))
    raise _refuse(f"{number!r} as {name}", "a finite number", f"correct the {name}")


def _text(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):g}"


def _refuse(got: str, expected: str, fix: str) -> InputError:
    return InputError(
        "the quota and weights do not make a vote",
        where=WHERE,
        got=got,
        expected=expected,
        fix=fix,
    )
