"""Hindcasts held against the record, and baselines that know no account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log, sqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.hindcast_rows import CountRow, DeedRow, ScoreRow
from suasion.crisis.model import CLASSES
from suasion.events.backtest.scores import brier, log_score_of_counts
from suasion.questions.sampling import HIGH, LOW
from suasion.streams import Streams

Counts = NDArray[np.int32]
CLIMATOLOGY, PERSISTENCE = "climatology", "persistence"
SAMPLES = 1000
PRIOR_DAYS = 30.0
"""Mean days between two acts of a kind, before any act is seen."""
HALF = 0.5
"""Acts that persistence adds to those of the last days, so that nothing is impossible."""
DEEDS = {"hostile": "material_conflict", "friendly": "material_cooperation"}
SAFE = 1e-3
"""Least probability that is scored by its log: paths are few."""


@frozen(kw_only=True, eq=False)
class Expected:
    """What one forecaster expected on a day."""

    day: str
    account: str
    spans: tuple[int, ...]
    sides: tuple[str, ...]
    counts: Counts
    """[spans, sides, classes, samples]"""
    draws: int
    """Draws behind the samples; 0 for a baseline."""


@frozen(kw_only=True, eq=False)
class Observed:
    """What the record holds after a day."""

    counts: Counts
    """[spans, sides, classes]"""
    reached: tuple[bool, ...]
    """Whether the record reaches to the end of each span."""


def baselines(
    day: str,
    past: Counts,
    n_days: int,
    spans: tuple[int, ...],
    sides: tuple[str, ...],
    streams: Streams,
) -> tuple[Expected, Expected]:
    """Return climatology and persistence, from acts before the day alone.

    Model
        Climatology: each kind has its constant pace, gamma distributed with mean 1/30 a day
        before any act; paces of a record of n acts in t days have shape 1 + n, rate 30 + t.
        Persistence: Poisson with as many acts as in the last days of that length, plus a half.

    Parameters
    ----------
    day : str
    past : array, shape (days, sides, classes)
        Acts on each day before.
    n_days : int
        Days before.
    spans, sides : tuple
    streams : Streams
    """
    rng = streams.generator(f"hindcast/{day}")
    total = past.sum(axis=0)
    pace = rng.gamma(
        1.0 + total[..., None], 1.0 / (PRIOR_DAYS + n_days), size=(*total.shape, SAMPLES)
    )
    climate = np.array([rng.poisson(pace * span) for span in spans], dtype=np.int32)
    last = [HALF + past[-span:].sum(axis=0) * max(1.0, span / max(n_days, 1)) for span in spans]
    same = np.array(
        [rng.poisson(one[..., None], size=(*one.shape, SAMPLES)) for one in last], dtype=np.int32
    )
    first, second = (
        Expected(day=day, account=name, spans=spans, sides=sides, counts=table, draws=0)
        for name, table in ((CLIMATOLOGY, climate), (PERSISTENCE, same))
    )
    return first, second


def count_rows(expected: Expected, observed: Observed) -> Iterator[CountRow]:
    """Yield what was expected of each kind, and its score where the record reaches so far."""
    for at, span in enumerate(expected.spans):
        for side, name in enumerate(expected.sides):
            for place, act_class in enumerate(CLASSES):
                samples = expected.counts[at, side, place].astype(np.float64)
                low, high = np.quantile(samples, [LOW, HIGH])
                came = int(observed.counts[at, side, place]) if observed.reached[at] else None
                score = None if came is None else log_score_of_counts(samples, float(came))
                yield CountRow(
                    day=expected.day,
                    account=expected.account,
                    days=span,
                    side=name,
                    act_class=act_class,
                    expected=float(samples.mean()),
                    low=float(low),
                    high=float(high),
                    observed=came,
                    log_score=score,
                )


def deed_rows(expected: Expected, observed: Observed) -> Iterator[DeedRow]:
    """Yield the probability of a deed of each sign, and its scores."""
    for at, span in enumerate(expected.spans):
        for deed, act_class in DEEDS.items():
            place = CLASSES.index(act_class)
            any_deed = expected.counts[at, :, place].sum(axis=0) > 0
            p = float(any_deed.mean())
            came = bool(observed.counts[at, :, place].sum()) if observed.reached[at] else None
            yield DeedRow(
                day=expected.day,
                account=expected.account,
                days=span,
                deed=deed,
                probability=p,
                standard_error=_error(any_deed, expected.draws),
                observed=came,
                brier=None if came is None else brier(p, came),
                log_score=None if came is None else _log_score(p, came),
            )


def _error(holds: NDArray[np.bool_], draws: int) -> float | None:
    """Return the standard error over draws; None for a baseline or a single draw."""
    if draws < 2:
        return None
    means = holds.reshape(draws, -1).mean(axis=1)
    return float(means.std(ddof=1) / sqrt(draws))


def _log_score(p: float, came: bool) -> float:
    kept = min(max(p, SAFE), 1.0 - SAFE)
    return -log(kept if came else 1.0 - kept)


def score_rows(counts: Sequence[CountRow], deeds: Sequence[DeedRow]) -> tuple[ScoreRow, ...]:
    """Return mean scores by forecaster, over its own scored forecasts."""
    names = list(dict.fromkeys(row.account for row in counts))
    return tuple(_scores(name, counts, deeds) for name in names)


def _scores(name: str, counts: Sequence[CountRow], deeds: Sequence[DeedRow]) -> ScoreRow:
    logs = [row.log_score for row in counts if row.account == name and row.log_score is not None]
    own = [row for row in deeds if row.account == name]
    briers = [row.brier for row in own if row.brier is not None]
    deed_logs = [row.log_score for row in own if row.log_score is not None]
    return ScoreRow(
        account=name,
        n_counts=len(logs),
        count_log_score=float(np.mean(logs)) if logs else None,
        n_deeds=len(briers),
        brier=float(np.mean(briers)) if briers else None,
        deed_log_score=float(np.mean(deed_logs)) if deed_logs else None,
    )
