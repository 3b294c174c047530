"""The war of attrition: two sides wait for the other to give in, and waiting costs both."""

from __future__ import annotations

import math

from attrs import frozen

from suasion.bargains.numbers import above_zero, from_zero, probability

_WHERE = "suasion.bargains.war_of_attrition"


@frozen(kw_only=True)
class WarOfAttrition:
    """The mixed equilibrium in which nobody gives in at once; time in the unit of the costs."""

    hazard_first: float
    """Rate at which the first side gives in while both hold out, 1/time."""
    hazard_second: float
    payoff_first: float
    """Expected gain, in the unit of the values: zero, since waiting eats up the prize."""
    payoff_second: float

    @property
    def hazard(self) -> float:
        """Return the rate at which it ends, 1/time."""
        return self.hazard_first + self.hazard_second

    @property
    def mean_duration(self) -> float:
        """Return how long it lasts on average."""
        return 1.0 / self.hazard

    @property
    def p_first_gives_in(self) -> float:
        """Return the probability that the first side is the one to give in."""
        return self.hazard_first / self.hazard

    def p_still_on(self, time: float) -> float:
        """Return the probability that neither side has given in by a time."""
        return math.exp(-self.hazard * from_zero("time", time, _WHERE))

    def time_over_with(self, share: float) -> float:
        """Return the time by which it is over with a probability; infinite for 1."""
        over = probability("probability", share, _WHERE)
        if over == 1.0:
            return math.inf
        return -math.log1p(-over) / self.hazard


def war_of_attrition(
    value_first: float,
    value_second: float | None = None,
    cost_first: float = 1.0,
    cost_second: float | None = None,
) -> WarOfAttrition:
    """Return how fast each side gives in when only the other's giving in ends the cost.

    Mind what it says: a side gives in at the rate that keeps the *other* willing to wait. The
    side that values the prize more gives in faster in this equilibrium, and is more often the
    one that does. Read it as a warning about mixed equilibria before reading it as a forecast.

    Model
        Waiting dt longer costs c_i dt and wins v_i with probability h_j dt; a side that may
        give in at any time is indifferent, so h_j = c_i / v_i: the hazard of each is the
        rival's c / v. It lasts 1 / (h1 + h2) on average, exponentially distributed; if both
        have value v and cost 1, v / 2.

    Assumptions
        A1 both know values and costs; A2 costs are constant; A3 who gives in gets nothing;
        A4 no side gives in at once with a positive probability: of the many equilibria, the
        only one in which both expect zero.

    Parameters
    ----------
    value_first, value_second : float
        What winning is worth to each, above 0; the second by default as the first.
    cost_first, cost_second : float
        What waiting costs each, in the unit of value per unit of time, above 0; the second by
        default as the first.

    Returns
    -------
    WarOfAttrition
        Hazards, expected gains, mean duration and distribution.

    Raises
    ------
    InputError
        A value or cost that is not above 0 (C1).

    References
    ----------
    [MaynardSmith1974] with equal sides; [HendricksWeissWilson1988] in general.

    Examples
    --------
    >>> equal = war_of_attrition(10.0)
    >>> equal.hazard_first, equal.mean_duration, equal.payoff_first
    (0.1, 5.0, 0.0)
    >>> uneven = war_of_attrition(20.0, 5.0)
    >>> uneven.hazard_first, uneven.hazard_second, round(uneven.p_first_gives_in, 6)
    (0.2, 0.05, 0.8)
    """
    v1 = above_zero("value to the first", value_first, _WHERE)
    v2 = v1 if value_second is None else above_zero("value to the second", value_second, _WHERE)
    c1 = above_zero("cost of the first", cost_first, _WHERE)
    c2 = c1 if cost_second is None else above_zero("cost of the second", cost_second, _WHERE)
    return WarOfAttrition(
        hazard_first=c2 / v2, hazard_second=c1 / v1, payoff_first=0.0, payoff_second=0.0
    )
