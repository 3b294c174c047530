"""Shapley and Banzhaf values from a sample, for more players than can be listed."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats
from suasion.games.estimates import SampledValues, estimate
from suasion.games.game import count_of, members_of
from suasion.streams import Streams

ValueFunction = Callable[[int], float]
"""From a coalition, as a bit mask, to its value."""


def sampled_shapley(
    value_function: ValueFunction,
    n: int,
    *,
    draws: int,
    seed: int,
    value_range: tuple[float, float],
    confidence: float = 0.95,
) -> SampledValues:
    """Return the Shapley value from random orders of joining, with error bounds.

    Use it above 20 players. Not below, where `shapley` is exact.

    Model
        Each draw is an order and its reverse (antithetic: who comes early in one comes late
        in the other); phi_i is the mean of v(before + i) - v(before). Bounds: `estimate`.

    Assumptions
        A1 Every value lies in `value_range`; this is checked where values are asked for.

    Parameters
    ----------
    value_function : callable
        From a bit mask (a whole number of any size, player i = bit i) to a value; 0 for the
        empty coalition. Asked once for each coalition that is met.
    n : int
        Number of players.
    draws : int
        Pairs of orders, at least 2; each asks for up to 2 (n - 1) values.
    seed : int
        Seed of the sample; 0 is a seed.
    value_range : (float, float)
        Least and largest value that any coalition can have, in the unit of the values.
    confidence : float
        Probability with which the bounds hold for all players together.

    Returns
    -------
    SampledValues
        Values, standard errors, bounds; the values add up to v(N) to rounding.

    Raises
    ------
    InputError
        Less than 2 draws, a range or confidence that is none, a value that is not finite or
        out of range, a worth of the empty coalition (C1).

    Reproducibility
        The stream ``games/shapley``: one permutation of n by draw. More draws begin with the
        same orders.

    Examples
    --------
    >>> found = sampled_shapley(lambda s: float(s.bit_count() >= 13), 25, draws=200, seed=0,
    ...                         value_range=(0.0, 1.0))
    >>> round(float(found.values.sum()), 9)
    1.0
    >>> bool((abs(found.values - 0.04) < found.bounds).all())
    True

    References
    ----------
    [CastroGomezTejada2009] J. Castro, D. Gomez, J. Tejada, "Polynomial calculation of the
    Shapley value based on sampling", Computers & Operations Research 36 (2009), 1726-1730.
    """
    asking = _open(value_function, n, draws, value_range, confidence, "sampled_shapley")
    random = Streams(seed).generator("games/shapley")
    total, squares = np.zeros(n), np.zeros(n)
    for _ in range(draws):
        order = random.permutation(n)
        gains = (_joining(asking, order) + _joining(asking, order[::-1])) / 2.0
        total += gains
        squares += gains**2
    return asking.report(total, squares, draws, confidence)


def sampled_banzhaf(
    value_function: ValueFunction,
    n: int,
    *,
    draws: int,
    seed: int,
    value_range: tuple[float, float],
    confidence: float = 0.95,
) -> SampledValues:
    """Return the Banzhaf value from random coalitions, with error bounds.

    Model
        Each draw is a coalition, every player in with chance 1/2, and its complement; beta_i
        is the mean of v(S + i) - v(S - i). Bounds: `estimate`.

    Parameters
    ----------
    value_function, n, draws, seed, value_range, confidence
        As for `sampled_shapley`; a draw asks for up to 2 (n + 1) values.

    Returns
    -------
    SampledValues
        Values, standard errors, bounds, in the unit of the values.

    Raises
    ------
    InputError
        As for `sampled_shapley` (C1).

    Reproducibility
        The stream ``games/banzhaf``: n bits by draw.

    Examples
    --------
    >>> found = sampled_banzhaf(lambda s: float(s & 1), 25, draws=50, seed=0,
    ...                         value_range=(0.0, 1.0))
    >>> found.values[:2].tolist()
    [1.0, 0.0]

    References
    ----------
    [Bachrach2010] Y. Bachrach and others, "Approximating power indices: theoretical and
    empirical analysis", Autonomous Agents and Multi-Agent Systems 20 (2010), 105-122.
    """
    asking = _open(value_function, n, draws, value_range, confidence, "sampled_banzhaf")
    random = Streams(seed).generator("games/banzhaf")
    total, squares = np.zeros(n), np.zeros(n)
    for _ in range(draws):
        inside = random.integers(0, 2, n).tolist()
        coalition = sum(1 << at for at in range(n) if inside[at])
        gains = (_turning(asking, coalition) + _turning(asking, coalition ^ (1 << n) - 1)) / 2.0
        total += gains
        squares += gains**2
    return asking.report(total, squares, draws, confidence)


@frozen(kw_only=True, eq=False)
class _Asking:
    """A value function asked once for each coalition, its answers checked."""

    function: ValueFunction
    n: int
    low: float
    high: float
    where: str
    known: dict[int, float] = field(factory=dict)

    def value(self, coalition: int) -> float:
        if coalition not in self.known:
            self.known[coalition] = self._checked(coalition, float(self.function(coalition)))
        return self.known[coalition]

    def _checked(self, coalition: int, value: float) -> float:
        slack = 1e-9 * (self.high - self.low)
        if not self.low - slack <= value <= self.high + slack or (not coalition and value):
            raise InputError(
                "the value of a coalition is not what it may be",
                where=self.where,
                got=f"{value:g} for players {members_of(coalition)}",
                expected=f"from {self.low:g} to {self.high:g}, 0 for nobody",
                avoided="the error bounds would not hold",
                fix="correct the value function or widen value_range",
            )
        return value

    def report(
        self, total: Floats, squares: Floats, draws: int, confidence: float
    ) -> SampledValues:
        """Return the estimate; what one player adds lies within twice the range of values."""
        width = 2.0 * (self.high - self.low)
        return estimate(
            total,
            squares,
            n_draws=draws,
            width=width,
            confidence=confidence,
            asked=len(self.known),
        )


def _joining(asking: _Asking, order: npt.NDArray[np.int64]) -> Floats:
    """Return what each player adds when they join in this order."""
    gains = np.zeros(asking.n)
    coalition, before = 0, asking.value(0)
    for player in order.tolist():
        coalition |= 1 << player
        after = asking.value(coalition)
        gains[player] = after - before
        before = after
    return gains


def _turning(asking: _Asking, coalition: int) -> Floats:
    """Return what each player adds to the others of a coalition."""
    held = asking.value(coalition)
    turned = [asking.value(coalition ^ 1 << player) for player in range(asking.n)]
    signs = [1.0 if coalition >> player & 1 else -1.0 for player in range(asking.n)]
    return np.array(signs) * (held - np.array(turned))


def _open(
    function: ValueFunction,
    n: int,
    draws: int,
    value_range: tuple[float, float],
    confidence: float,
    name: str,
) -> _Asking:
    where = f"suasion.games.{name}"
    count = count_of(n, where)
    low, high = (float(one) for one in value_range)
    sound = isfinite(low) and isfinite(high) and low <= 0.0 <= high and low < high
    for fits, got, expected in (
        (draws >= 2, f"{draws} draws", "at least 2 draws"),
        (sound, f"a range of values from {low:g} to {high:g}", "finite ends around 0"),
        (0.0 < confidence < 1.0, f"a confidence of {confidence:g}", "between 0 and 1"),
    ):
        if not fits:
            raise InputError(
                "the sample is not well defined",
                where=where,
                got=got,
                expected=expected,
                fix="correct the argument",
            )
    asking = _Asking(function=function, n=count, low=low, high=high, where=where)
    asking.value(0)
    return asking
