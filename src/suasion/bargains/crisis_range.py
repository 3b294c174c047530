"""The range of deals that both sides of a crisis prefer to a costly fight."""

from __future__ import annotations

from attrs import frozen

from suasion.bargains.numbers import from_zero, probability

_WHERE = "suasion.bargains.crisis_range"


@frozen(kw_only=True)
class CrisisRange:
    """Shares of the stake, from 0 to 1, that the first side may get in a deal."""

    low: float
    """Below it the first side would rather fight."""
    high: float
    """Above it the second side would rather fight."""

    @property
    def width(self) -> float:
        """Return how much there is to bargain over."""
        return self.high - self.low


def crisis_range(p_first_wins: float, cost_first: float, cost_second: float) -> CrisisRange:
    """Return the deals that both sides prefer to a fight over a stake of 1.

    It is never empty: fighting costs, so some deal is better for both. A fight must then be
    explained by what the model leaves out: private information, a promise that cannot be
    kept, or a stake that cannot be divided.

    Model
        The first side accepts x >= p - c1, the second 1 - x >= 1 - p - c2: the range is
        [p - c1, p + c2], cut to [0, 1]. Its width before the cut is c1 + c2.

    Assumptions
        A1 the winner takes all; A2 both agree on p; A3 both are neutral to risk; A4 any share
        can be had and a deal binds.

    Parameters
    ----------
    p_first_wins : float
        Probability that the first side would win, from 0 to 1.
    cost_first, cost_second : float
        Cost of fighting to each as a share of what the stake is worth to it, 0 or more.

    Returns
    -------
    CrisisRange
        `low` and `high`, from 0 to 1, and their distance `width`.

    Raises
    ------
    InputError
        A probability outside 0..1, a cost below 0, NaN (C1).

    References
    ----------
    [Fearon1995], pages 386-388.

    Examples
    --------
    >>> found = crisis_range(0.6, 0.1, 0.2)
    >>> round(found.low, 6), round(found.high, 6), round(found.width, 6)
    (0.5, 0.8, 0.3)
    """
    p = probability("probability that the first wins", p_first_wins, _WHERE)
    first = from_zero("cost of the first", cost_first, _WHERE)
    second = from_zero("cost of the second", cost_second, _WHERE)
    return CrisisRange(low=max(0.0, p - first), high=min(1.0, p + second))
