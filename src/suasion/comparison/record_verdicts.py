"""Whether a record tells two accounts apart: the default answer is that it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.record_clusters import Segments
from suasion.comparison.record_marginals import FEWEST, Marginal, marginal
from suasion.comparison.record_rows import DifferenceRow, VerdictRow
from suasion.questions.sampling import HIGH, LOW

Floats = NDArray[np.float64]
SAME = "not distinguishable"


@frozen(kw_only=True, eq=False)
class Hypothesis:
    """An account, the shared figures or a baseline, with what the record is worth under it."""

    name: str
    chances: Floats
    """[codings, draws, coverages, segments]: log chance of a segment given those before."""
    shuffled: Floats
    """[records, draws, coverages]: log chance of records with shuffled dates."""
    is_grid: bool = False
    """A baseline: exact, without draws."""
    text_day: int | None = None
    """Day of its text from the start of the record; None without a text."""


@frozen(kw_only=True, eq=False)
class Compared:
    """What all comparisons have in common."""

    segments: Segments
    codings: tuple[str, ...]
    times: Floats
    """[resamples, draws]"""
    n_acts: NDArray[np.int64]
    """[segments]: scored acts."""

    def marginal(self, one: Hypothesis, coding: int, kept: NDArray[np.bool_]) -> Marginal:
        """Return the marginal likelihood of some segments."""
        chosen = one.chances[coding][..., kept].sum(axis=-1)
        return marginal(chosen, self.times, is_grid=one.is_grid)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Return all segments."""
        return np.ones(len(self.segments.cuts), dtype=bool)


def all_differences(
    compared: Compared, hypotheses: Sequence[Hypothesis]
) -> tuple[DifferenceRow, ...]:
    """Return the differences of all pairs in all variants."""
    table = {
        (one.name, coding, left): compared.marginal(one, at, kept)
        for one in hypotheses
        for at, coding in enumerate(compared.codings)
        for left, kept in _variants(compared)
    }
    return tuple(
        _difference(first.name, second.name, coding, left, table)
        for first, second in combinations(hypotheses, 2)
        for coding in compared.codings
        for left, _ in _variants(compared)
    )


def _variants(compared: Compared) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield what is left out and what stays: nothing, then each cluster in turn."""
    yield "", compared.whole
    own = compared.segments.cluster
    clusters = sorted({int(at) for at in own})
    if len(clusters) > 1:
        for at in clusters:
            yield f"cluster {at + 1}", own != at


def _difference(
    first: str, second: str, coding: str, left: str, table: dict[tuple[str, str, str], Marginal]
) -> DifferenceRow:
    one, other = table[first, coding, left], table[second, coding, left]
    low, high = np.quantile(one.draws - other.draws, [LOW, HIGH])
    return DifferenceRow(
        first=first,
        second=second,
        coding=coding,
        left_out=left,
        difference=one.value - other.value,
        low=float(low),
        high=float(high),
    )


def judge_pairs(
    compared: Compared, hypotheses: Sequence[Hypothesis], differences: Sequence[DifferenceRow]
) -> tuple[VerdictRow, ...]:
    """Return for each pair whether the record tells the two apart.

    Model
        It does if (1) the interval of the difference lies on one side of 0 in every coding and
        with every cluster left out, (2) both rest on at least 5 effective draws, and (3) the
        difference lies beyond that of every record with shuffled dates: what counts is which
        act followed which and when, not how many there were.
    """
    return tuple(
        _judge(compared, first, second, _of(first, second, differences))
        for first, second in combinations(hypotheses, 2)
    )


def _of(
    first: Hypothesis, second: Hypothesis, rows: Sequence[DifferenceRow]
) -> tuple[DifferenceRow, ...]:
    return tuple(row for row in rows if (row.first, row.second) == (first.name, second.name))


def _judge(
    compared: Compared, first: Hypothesis, second: Hypothesis, rows: Sequence[DifferenceRow]
) -> VerdictRow:
    base = rows[0]
    alike = _alike(first) - _alike(second)
    observed, shuffled = float(alike[0]), alike[1:]
    effective = min(compared.marginal(one, 0, compared.whole).effective for one in (first, second))
    reason = _doubt(rows, observed, shuffled, effective, int(compared.n_acts.sum()))
    better = first.name if base.difference > 0.0 else second.name
    return VerdictRow(
        first=first.name,
        second=second.name,
        verdict=SAME if reason else f"{better} fits better",
        difference=base.difference,
        low=base.low,
        high=base.high,
        lowest=min(row.low for row in rows),
        highest=max(row.high for row in rows),
        shuffled_low=float(shuffled.min(initial=np.inf)),
        shuffled_high=float(shuffled.max(initial=-np.inf)),
        after_texts=_after_texts(compared, first, second),
        effective_draws=effective if np.isfinite(effective) else None,
        reason=reason or "one side of 0 in every variant, and beyond all shuffled dates",
    )


def _alike(one: Hypothesis) -> Floats:
    """Return log-likelihoods of the record, then of the shuffled ones, on the same draws."""
    if not len(one.shuffled):
        return np.zeros(1)
    n_draws = one.shuffled.shape[1]
    times = np.ones((1, n_draws))
    base = one.chances[0, :n_draws].sum(axis=-1)
    return np.array([marginal(table, times).value for table in (base, *one.shuffled)])


def _doubt(
    rows: Sequence[DifferenceRow], observed: float, shuffled: Floats, effective: float, n_acts: int
) -> str:
    """Return why two accounts cannot be told apart; empty where they can."""
    if not n_acts:
        return "the record holds no act between the two sides"
    if effective < FEWEST:
        return f"the likelihood rests on {effective:.1f} of its draws: too few to say"
    open_rows = [row for row in rows if row.low <= 0.0 <= row.high]
    one = (
        open_rows[0]
        if open_rows
        else next((row for row in rows if row.difference * rows[0].difference <= 0.0), None)
    )
    if one is not None:
        left = f", without {one.left_out}" if one.left_out else ""
        return f"no side is ahead for sure: {one.coding}{left}"
    if not shuffled.size or shuffled.min() <= observed <= shuffled.max():
        return "records with shuffled dates differ as much"
    ahead = rows[0].difference > 0.0
    return "" if ahead == (observed > shuffled.max()) else "shuffled dates speak for the same side"


def _after_texts(compared: Compared, first: Hypothesis, second: Hypothesis) -> float | None:
    """Return the difference over days after both texts; None where nothing happened then."""
    days = [one.text_day for one in (first, second) if one.text_day is not None]
    if not days:
        return None
    before = compared.segments.before(max(days))
    if not compared.n_acts[~before].sum():
        return None
    one, other = (
        compared.marginal(each, 0, compared.whole).value - compared.marginal(each, 0, before).value
        for each in (first, second)
    )
    return one - other


def verdict_of_all(rows: Sequence[VerdictRow], names: Sequence[str]) -> str:
    """Return the account that fits better than each other one, else that none can be told apart."""
    for name in names:
        own = [row for row in rows if name in (row.first, row.second)]
        if own and all(row.verdict == f"{name} fits better" for row in own):
            return f"{name} fits better"
    return SAME
