"""Which of two series helps to foretell the other: a vector autoregression and its F tests."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.errors import InputError

if TYPE_CHECKING:
    from statsmodels.tsa.vector_ar.var_model import VARResults  # type: ignore[import-untyped]

_WHERE = "suasion.events.granger"

Floats = npt.NDArray[np.float64]


@frozen(kw_only=True)
class GrangerTest:
    """Whether the past of one series helps to foretell another beyond that one's own past."""

    cause: str
    effect: str
    statistic: float
    """F of leaving out all lags of the cause from the equation of the effect."""
    degrees: tuple[int, int]
    """Degrees of freedom of the p-value: restrictions, and residual degrees of both equations."""
    p_value: float
    """Probability of an F at least as large if the cause adds nothing."""


@frozen(kw_only=True)
class Granger:
    """A vector autoregression of two series with the tests both ways."""

    names: tuple[str, str]
    lags: int
    n_observations: int
    """Rows used: the length of the series less the lags."""
    means: tuple[float, float]
    """Means of the series over all rows, in their units."""
    log_likelihood: float
    """Of the autoregression with normal errors, in nats."""
    tests: tuple[GrangerTest, GrangerTest]
    """The first series as cause of the second, then the second as cause of the first."""

    @property
    def stronger(self) -> str:
        """Return the name of the cause with the larger F."""
        return max(self.tests, key=lambda test: test.statistic).cause


def granger(
    series: npt.ArrayLike, lags: int, names: Sequence[str] = ("first", "second")
) -> Granger:
    """Return the F statistics both ways between two series at one number of lags.

    F says that one series helps to foretell the other, not that it causes it: a third series
    that moves both, one of them earlier, gives the same picture. Which F is larger can change
    with the lags, so read `sweep_lags` before any single one.

    Model
        y_t = c + sum over l = 1..p of A_l y_(t-l) + e_t, by least squares;
        F = ((RSS without the cause - RSS) / p) / (RSS / (n - 2p - 1)).
        LL = -(n/2) (2 log 2 pi + log det(S) + 2), S = residual products / n.

    Assumptions
        A1 linear and stable over the window; A2 errors without memory, of constant spread; A3
        both series are stationary.

    Parameters
    ----------
    series : array, shape (rows, 2)
        Two series by day, week or month without gaps, in any unit.
    lags : int
        p, number of past rows used, 1 or more.
    names : two texts
        What the columns are called.

    Returns
    -------
    Granger
        F both ways, log-likelihood, means.

    Raises
    ------
    InputError
        Not two columns, numbers that are not finite, lags below 1, fewer than 10 rows more than
        coefficients, a series that does not vary (C1).

    References
    ----------
    [Granger1969]; [Luetkepohl2005] sections 3.2 and 3.6.

    Examples
    --------
    >>> import numpy as np
    >>> from suasion.streams import Streams
    >>> noise = Streams(0).generator("granger").normal(size=(300, 2))
    >>> noise[1:, 1] += 0.5 * noise[:-1, 0]
    >>> found = granger(noise, 2, names=("moves first", "follows"))
    >>> found.stronger, [round(test.statistic, 1) for test in found.tests]
    ('moves first', [59.2, 0.4])
    """
    values = _check(series, lags)
    first, second = _check_names(names)
    # Loaded here: it brings in pandas and scipy, which takes seconds.
    models = import_module("statsmodels.tsa.vector_ar.var_model")
    fitted = models.VAR(values).fit(lags, trend="c")
    n = int(fitted.nobs)
    return Granger(
        names=(first, second),
        lags=lags,
        n_observations=n,
        means=(float(values[:, 0].mean()), float(values[:, 1].mean())),
        log_likelihood=float(fitted.llf),
        tests=(
            _test(fitted, (first, second), 0, 1),
            _test(fitted, (first, second), 1, 0),
        ),
    )


def sweep_lags(
    series: npt.ArrayLike, lags: Sequence[int], names: Sequence[str] = ("first", "second")
) -> tuple[Granger, ...]:
    """Return the F statistics both ways for each number of lags, in the order given.

    Each lag uses all rows that it can, so log-likelihoods of different lags are not comparable.

    Raises
    ------
    InputError
        As `granger`; no lags at all.

    Examples
    --------
    >>> from suasion.streams import Streams
    >>> noise = Streams(1).generator("sweep").normal(size=(60, 2))
    >>> [found.lags for found in sweep_lags(noise, [1, 2])]
    [1, 2]
    """
    if len(lags) == 0:
        raise _refuse("no lags to sweep", "an empty list", "one number of lags or more")
    return tuple(granger(series, lag, names) for lag in lags)


def _test(fitted: VARResults, names: tuple[str, str], cause: int, effect: int) -> GrangerTest:
    found = fitted.test_causality(effect, cause, kind="f")
    return GrangerTest(
        cause=names[cause],
        effect=names[effect],
        statistic=float(found.test_statistic),
        degrees=(int(found.df[0]), int(found.df[1])),
        p_value=float(found.pvalue),
    )


def _check(series: npt.ArrayLike, lags: int) -> Floats:
    try:
        values = np.asarray(series, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise _refuse("the series hold no numbers", str(series)[:60], "numbers") from problem
    if values.ndim != 2 or values.shape[1] != 2:
        raise _refuse("there are not two series", f"shape {values.shape}", "shape (rows, 2)")
    if isinstance(lags, bool) or not isinstance(lags, int | np.integer) or lags < 1:
        raise _refuse("the lags are no whole number above 0", repr(lags), "1 or more")
    if not np.isfinite(values).all():
        row, column = (int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise _refuse("a value is not finite", f"row {row}, column {column}", "a number")
    if len(values) - lags < 2 * lags + 1 + 10:
        fewest = 3 * lags + 11
        raise _refuse(f"too few rows for {lags} lags", str(len(values)), f"{fewest} or more")
    lagged = [values[lags - lag : len(values) - lag] for lag in range(lags + 1)]
    design = np.column_stack([np.ones(len(values) - lags), *lagged])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        expected = "two series that vary, neither a weighted sum of the other and its past"
        raise _refuse("the series are not independent of each other", "a singular fit", expected)
    return values


def _check_names(names: Sequence[str]) -> tuple[str, str]:
    if len(names) != 2 or names[0] == names[1]:
        raise _refuse("the series have no two different names", repr(names), "two names")
    return str(names[0]), str(names[1])


def _refuse(problem: str, got: str, expected: str) -> InputError:
    return InputError(problem, where=_WHERE, got=got, expected=expected, fix=f"give {expected}")
