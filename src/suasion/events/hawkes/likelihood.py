"""The exact log-likelihood of a multivariate Hawkes process in continuous time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from suasion.events.hawkes.recursion import pairwise_decay, shared_decay
from suasion.events.hawkes.times import check_array, check_times, finite_above_zero, merge_times

_WHERE = "suasion.events.log_likelihood"


def log_likelihood(
    times: Sequence[npt.ArrayLike],
    horizon: float,
    baseline: npt.ArrayLike,
    excitation: npt.ArrayLike,
    decay: float | npt.ArrayLike,
) -> float:
    """Return how probable the times of events are under a Hawkes model, as a logarithm.

    It is exact for times with fractions. For data that know the day only, `fit_reaction` counts
    by day; feeding whole days in here treats each day's events as simultaneous.

    Model
        lambda_i(t) = mu_i + sum_j sum_{s < t, s in j} a_ij b exp(-b (t - s))
        LL = sum_i [ sum_{t in i} log lambda_i(t) - integral over (0, T] of lambda_i ]
        a_ij is the number of events of i that one event of j brings forth directly. The sums
        over the past are carried from event to event, so the cost is events x dimensions.

    Assumptions
        A1 nothing happened before time 0 that still has an effect. A2 events at the same time do
        not excite each other.

    Parameters
    ----------
    times : sequence of arrays
        One array per dimension, in days, rising, from 0 to the horizon; may be empty.
    horizon : float
        End of the window T, days, above 0.
    baseline : array, shape (d,)
        mu, events per day, 0 or more.
    excitation : array, shape (d, d)
        a; row: receiver, column: sender; 0 or more.
    decay : float or array, shape (d, d)
        b, 1/day, above 0; one for all pairs, or one for each (receiver, sender).

    Returns
    -------
    float
        LL in nats; minus infinity where an event has intensity zero.

    Raises
    ------
    InputError
        Times that are unsorted, not finite or outside the window; a shape that does not fit; a
        number that is negative or not finite; a decay or horizon that is not above 0 (C1).

    References
    ----------
    [Hawkes1971]; [Ogata1978] for the likelihood; [Ogata1981] for the recursion;
    [DaleyVereJones2003] proposition 7.2.III.

    Examples
    --------
    >>> times = [[0.31, 0.93, 1.29, 2.32, 4.25], [0.12, 1.19, 2.12, 2.41, 3.35, 4.21]]
    >>> log_likelihood(times, 4.25, [1.0, 3.0], [[2.0, 3.0], [4.0, 1.0]], 2.0)  # doctest: +ELLIPSIS
    -40.877960704370...
    """
    checked = check_times(times, horizon, _WHERE)
    d = len(checked)
    base = check_array("baseline", baseline, (d,), _WHERE)
    pull = check_array("excitation", excitation, (d, d), _WHERE)
    if np.ndim(decay) == 0:
        b = finite_above_zero("decay", decay, _WHERE)  # type: ignore[arg-type]
        events = merge_times(checked, horizon)
        return float(shared_decay(events.times, events.dimension, float(horizon), base, pull, b))
    rates = check_array("decay", decay, (d, d), _WHERE, above=True)
    begins = np.cumsum([0, *(len(one) for one in checked)])
    return float(pairwise_decay(np.concatenate(checked), begins, float(horizon), base, pull, rates))
