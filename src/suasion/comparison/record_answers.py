"""From scored draws to rows: what the record says, and how much it could say at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.record_acts import Branch
from suasion.comparison.record_baselines import (
    POISSON,
    REACTION,
    poisson_chances,
    reaction_chances,
)
from suasion.comparison.record_clusters import Segments
from suasion.comparison.record_draws import Arrays, Records, mix_codings
from suasion.comparison.record_marginals import marginal
from suasion.comparison.record_rows import FitRow, RecoveryRow
from suasion.comparison.record_verdicts import Compared, Hypothesis
from suasion.crisis import CrisisModel
from suasion.quantities.normal import normal_quantile

Floats = NDArray[np.float64]


@frozen(kw_only=True)
class Maker:
    """Which account made a simulated record."""

    account: str
    place: int
    """Among the other records."""


def account_hypothesis(
    name: str, answers: Sequence[Arrays], n_shuffled: int, text_day: int | None
) -> Hypothesis:
    """Return an account as a hypothesis, from its draws that did not fail."""
    others = np.array([one["others"] for one in answers if len(one["others"])])
    shuffled = others[:, :n_shuffled].swapaxes(0, 1) if others.size else np.zeros((0, 1, 1))
    return Hypothesis(
        name=name,
        chances=np.array([one["codings"] for one in answers]).swapaxes(0, 1),
        shuffled=shuffled,
        text_day=text_day,
    )


def baseline_hypotheses(
    model: CrisisModel, records: Records, n_shuffled: int
) -> tuple[Hypothesis, ...]:
    """Return the two baselines."""
    found = []
    for name, chances in ((POISSON, poisson_chances), (REACTION, reaction_chances)):
        scored, days = records.scoring.scored, records.scoring.days
        branches = [one for coding in records.codings for one in coding.branches]
        table = np.array([chances(model, scored, one, days) for one in branches])
        others = [
            chances(model, scored, Branch(acts=acts), days).sum(axis=-1)
            for acts in records.others[:n_shuffled]
        ]
        found.append(
            Hypothesis(
                name=name,
                chances=mix_codings(records, table),
                shuffled=np.array(others) if others else np.zeros((0, 1, 1)),
                is_grid=True,
            )
        )
    return tuple(found)


def fit_rows(compared: Compared, hypotheses: Sequence[Hypothesis]) -> tuple[FitRow, ...]:
    """Return the likelihood of the whole, each cluster, and what lies before and after texts."""
    return tuple(
        _fit(compared, one, part, given, until)
        for one in hypotheses
        for part, given, until in _parts(compared, one)
    )


def _parts(
    compared: Compared, one: Hypothesis
) -> list[tuple[str, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return each part with what lies before it and what lies before its end."""
    whole, own = compared.whole, compared.segments.cluster
    found = [("whole", ~whole, whole)]
    clusters = sorted({int(at) for at in own})
    found += [(f"cluster {at + 1}", own < at, own <= at) for at in clusters]
    if one.text_day is not None:
        before = compared.segments.before(one.text_day)
        found.append(("before its text", ~whole, before))
        found.append(("after its text", before, whole))
    return found


def _fit(
    compared: Compared,
    one: Hypothesis,
    part: str,
    given: NDArray[np.bool_],
    until: NDArray[np.bool_],
) -> FitRow:
    n_acts = int(compared.n_acts[until & ~given].sum())
    if (part == "after its text" and not n_acts) or not (until & ~given).any():
        return FitRow(
            account=one.name, part=part, n_acts=n_acts, log_likelihood=None, low=None, high=None,
            effective_draws=None,
        )  # fmt: skip
    longer = compared.marginal(one, 0, until)
    shorter = compared.marginal(one, 0, given)
    low, high = np.quantile(longer.draws - shorter.draws, [0.05, 0.95])
    return FitRow(
        account=one.name,
        part=part,
        n_acts=n_acts,
        log_likelihood=longer.value - shorter.value,
        low=float(low),
        high=float(high),
        effective_draws=None if one.is_grid else longer.effective,
    )


def recovery_rows(
    answers: Mapping[str, Sequence[Arrays]], makers: Sequence[Maker]
) -> tuple[RecoveryRow, ...]:
    """Return how often the account that made a record fits it best among the accounts."""
    values = {name: _others(own) for name, own in answers.items()}
    won: dict[str, list[bool]] = {}
    for maker in makers:
        best = max(values, key=lambda name: (values[name][maker.place], name))
        won.setdefault(maker.account, []).append(best == maker.account)
    return tuple(
        _recovery(name, sum(own), len(own), 1.0 / len(values)) for name, own in won.items()
    )


def _others(answers: Sequence[Arrays]) -> list[float]:
    table = np.array([one["others"] for one in answers if len(one["others"])])
    times = np.ones((1, len(table)))
    return [marginal(table[:, at], times).value for at in range(table.shape[1])]


def _recovery(name: str, won: int, n: int, by_chance: float) -> RecoveryRow:
    low, high = wilson(won, n)
    return RecoveryRow(account=name, records=n, won=won, by_chance=by_chance, low=low, high=high)


def recovery_rate(rows: Sequence[RecoveryRow]) -> float | None:
    """Return the share of simulated records that their own account fits best."""
    n = sum(row.records for row in rows)
    return sum(row.won for row in rows) / n if n else None


def wilson(won: int, n: int) -> tuple[float, float]:
    """Return the 90 % interval of a share (Wilson 1927).

    Examples
    --------
    >>> [round(x, 3) for x in wilson(0, 10)]
    [0.0, 0.213]
    """
    z = float(normal_quantile(np.array([0.95]))[0])
    share, more = won / n, z * z / n
    middle = (share + more / 2.0) / (1.0 + more)
    half = z * sqrt(share * (1.0 - share) / n + more / (4.0 * n)) / (1.0 + more)
    return max(0.0, middle - half), min(1.0, middle + half)


def acts_of_segments(records: Records, segments: Segments) -> NDArray[np.int64]:
    """Return the scored acts of each segment, as coded."""
    days = [act.day for act in records.codings[0].base if not act.given]
    places = np.searchsorted(np.array(segments.cuts), days, side="right") - 1
    return np.bincount(places, minlength=len(segments.cuts)).astype(np.int64)
