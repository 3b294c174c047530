"""Draws of a case, arranged so that the share of variance from assumed figures can be read off.

Model
    Draws come in pairs. The two draws of a pair share every figure that rests on statements and
    differ in the assumed ones. With Y and Y' the results of a pair, the assumed figures' total
    share of the variance is mean((Y - Y')**2) / (2 var(Y)) (Jansen 1999, total effect of a
    group of inputs). Each draw alone has the right distribution.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from suasion.cases import Case, Draws, case_as_of, central_figures, draw_figures, figures
from suasion.errors import InputError
from suasion.quantities import Quantity

Values = Mapping[str, float]
LOW, HIGH = 0.05, 0.95
"""Quantiles that bound every interval that suasion reports: 90 % of the draws."""


@frozen(kw_only=True)
class Request:
    """Under which day, account, seed and number of draws a question is asked."""

    as_of: date | None = None
    account: str | None = None
    seed: int | None = None
    draws: int = field(default=200)

    @draws.validator
    def _check_draws(self, _attribute: object, value: int) -> None:
        if value < 0:
            raise InputError(
                "the number of draws is negative",
                where="option draws",
                got=str(value),
                expected="0 (central values only) or more",
                fix="give a number such as 200",
            )


@frozen(kw_only=True)
class Sample:
    """The figures of a case as of a day: the central values and the draws."""

    view: Case
    request: Request
    central: Values
    draws: tuple[Values, ...]


def take_sample(
    case: Case, request: Request, overrides: Mapping[str, Quantity] | None = None
) -> Sample:
    """Return the as-of view of the case with its central figures and paired draws.

    Reproducibility: figures are drawn from streams named after their address, so adding a row
    or asking for more draws leaves the others as they were (C5, C6).
    """
    view = case_as_of(case, request.as_of or case.meta.as_of)
    central = central_figures(view, account=request.account, overrides=overrides)
    return Sample(
        view=view,
        request=request,
        central=central,
        draws=_paired_draws(view, request, overrides) if request.draws else (),
    )


@frozen(eq=False)
class _Keyed:
    """A case and a request compared by what they ask of which case."""

    case: Case = field()
    request: Request = field()

    def __hash__(self) -> int:
        return hash((self.case.digest, self.request))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and (
            (self.case.digest, self.request) == (other.case.digest, other.request)
        )


def kept_sample(case: Case, request: Request) -> Sample:
    """Return the sample of a case, taken once in each process for all who ask for the same."""
    return _kept(_Keyed(case, request))


@lru_cache(maxsize=24)
def _kept(keyed: _Keyed) -> Sample:
    return take_sample(keyed.case, keyed.request)


def _paired_draws(
    view: Case, request: Request, overrides: Mapping[str, Quantity] | None
) -> tuple[Values, ...]:
    count = request.draws
    drawn = draw_figures(
        view, count, seed=request.seed, account=request.account, overrides=overrides
    )
    columns = pair_draws(view, drawn)
    return tuple(
        {address: float(values[i]) for address, values in columns.items()} for i in range(count)
    )


def pair_draws(view: Case, drawn: Draws) -> Draws:
    """Return draws in pairs that share the figures that rest on statements.

    Examples
    --------
    >>> from suasion.cases import case_as_of, load_case
    >>> case = load_case("rus-aze-2025")
    >>> view = case_as_of(case, case.meta.as_of)
    >>> pair_draws(view, {"aze_marketable_gas": np.array([1.0, 2.0, 3.0])})
    {'aze_marketable_gas': array([1., 1., 2.])}
    """
    assumed = _assumed_addresses(view)
    return {
        address: values if address in assumed else values[np.arange(values.size) // 2]
        for address, values in drawn.items()
    }


def _assumed_addresses(view: Case) -> frozenset[str]:
    """Return the assumed figures and the cells that use one of them."""
    found = [figure for figure in figures(view).values() if figure.assumed]
    return frozenset(address for figure in found for address in (figure.address, *figure.users))


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 5 % and 95 % quantiles of the draws that did not fail; NaN where none."""
    kept = values[np.isfinite(values)]
    if kept.size == 0:
        return float("nan"), float("nan")
    low, high = np.quantile(kept, [LOW, HIGH])
    return float(low), float(high)


def intervals(rows: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return the interval of each row of draws; all at once where no draw failed.

    Examples
    --------
    >>> intervals(np.array([[1.0, 1.0], [2.0, np.nan]]))
    [(1.0, 1.0), (2.0, 2.0)]
    """
    if rows.size and np.isfinite(rows).all():
        low, high = np.quantile(rows, [LOW, HIGH], axis=1)
        return list(zip(low.tolist(), high.tolist(), strict=True))
    return [interval(values) for values in rows]


def assumed_share(values: NDArray[np.float64]) -> float:
    """Return the share of variance that comes from assumed figures, 0..1; NaN if nothing varies.

    Reads the pairs that `take_sample` arranges; a pair in which a draw failed is left out.

    Examples
    --------
    >>> assumed_share(np.array([1.0, 1.0, 3.0, 3.0]))
    0.0
    >>> assumed_share(np.array([2.0, 4.0, 2.0, 4.0]))
    1.0
    """
    pairs = values[: 2 * (values.size // 2)].reshape(-1, 2)
    pairs = pairs[np.isfinite(pairs).all(axis=1)]
    total = float(np.var(pairs)) if pairs.size else 0.0
    scale = float(np.max(np.abs(pairs))) if pairs.size else 0.0
    if total <= (1e-9 * scale) ** 2:
        return float("nan")
    within = float(np.mean((pairs[:, 0] - pairs[:, 1]) ** 2) / 2.0)
    return min(1.0, within / total)
