"""Rolling origin: every forecaster forecasts from every origin, and is scored on what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import numpy as np
import polars as pl
from attrs import frozen

from suasion.errors import ComputationError
from suasion.events.backtest.forecaster import Floats, Forecaster, Paths
from suasion.events.backtest.origins import Record
from suasion.events.backtest.scores import (
    brier,
    crps_of_samples,
    is_inside,
    log_score_of_counts,
    rank_of,
)
from suasion.events.periods import next_first_day
from suasion.events.series import ALL
from suasion.events.stream import CLASSES
from suasion.streams import Streams

ALARM_DAYS = 30
ALARM_PERIODS = {"day": ALARM_DAYS, "week": 5, "month": 2, "year": 1}
"""Periods that 30 days reach into."""
ALARM_CLASS = CLASSES.index("material_conflict")
SCORE_TYPES = {
    "origin": pl.Date(),
    "forecaster": pl.String(),
    "event_class": pl.String(),
    "measure": pl.String(),
    "horizon": pl.Int64(),
    "observed": pl.Float64(),
    "mean": pl.Float64(),
    "crps": pl.Float64(),
    "log_score": pl.Float64(),
    "below": pl.Float64(),
    "at_most": pl.Float64(),
    "inside_50": pl.Boolean(),
    "inside_90": pl.Boolean(),
}
ALARM_TYPES = {
    "origin": pl.Date(),
    "forecaster": pl.String(),
    "probability": pl.Float64(),
    "happened": pl.Boolean(),
    "brier": pl.Float64(),
}
FAILURE_TYPES = {"origin": pl.Date(), "forecaster": pl.String(), "reason": pl.String()}


@frozen(kw_only=True, eq=False)
class Rolled:
    """Scores of every forecast, tidy; failures are rows of their own (C8)."""

    scores: pl.DataFrame
    alarms: pl.DataFrame
    """Forecasts of a material conflict event within 30 days."""
    failures: pl.DataFrame


@frozen(kw_only=True)
class Plan:
    """What is forecast, and how many draws."""

    horizons: tuple[int, ...]
    draws: int
    streams: Streams

    def steps(self, by: str) -> int:
        """Return how many periods ahead paths run: the horizons, and 30 days."""
        return max(*self.horizons, ALARM_PERIODS[by])


Progress = Callable[[str, float], None]
"""Told what is under way and the share of all that is done, 0..1."""


def roll(
    record: Record,
    places: Sequence[int],
    forecasters: Sequence[Forecaster],
    plan: Plan,
    progress: Progress | None = None,
) -> Rolled:
    """Return the scores of all forecasters from all origins.

    A forecaster sees `record.history(place)` and nothing else; its random numbers come from a
    stream named after the origin and its name, so that nothing later, and no other
    forecaster, changes them (C4, C6).
    """
    scores: list[dict[str, object]] = []
    alarms: list[dict[str, object]] = []
    failures: list[dict[str, object]] = []
    for n_done, place in enumerate(places):
        history = record.history(place)
        if progress is not None:
            progress(f"forecasts from {history.origin}", n_done / len(places))
        for one in forecasters:
            key = {"origin": history.origin, "forecaster": one.name}
            generator = plan.streams.generator(f"events/backtest/{one.name}/{history.origin}")
            try:
                paths = one.fit(history).sample(plan.steps(record.by), plan.draws, generator)
            except ComputationError as error:
                failures.append({**key, "reason": error.problem})
                continue
            scores += [{**key, **row} for row in _scored(record, place, paths, plan.horizons)]
            alarms += [{**key, **row} for row in _alarm(record, place, paths)]
    return Rolled(
        scores=pl.DataFrame(scores, schema=SCORE_TYPES),
        alarms=pl.DataFrame(alarms, schema=ALARM_TYPES),
        failures=pl.DataFrame(failures, schema=FAILURE_TYPES),
    )


def _scored(
    record: Record, place: int, paths: Paths, horizons: Sequence[int]
) -> Iterator[dict[str, object]]:
    """Yield one row for each horizon, class and measure whose outcome is in the record."""
    known = {"count": (paths.counts, record.counts), "intensity_sum": (paths.sums, record.sums)}
    for measure, (drawn, truth) in known.items():
        for horizon in horizons:
            if place + horizon > len(record.starts):
                continue
            samples, observed = drawn[:, horizon - 1], truth[place + horizon - 1]
            samples = np.concatenate([samples, samples.sum(axis=1, keepdims=True)], axis=1)
            observed = np.append(observed, observed.sum())
            crps = crps_of_samples(samples, observed)
            for at, name in enumerate((*CLASSES, ALL)):
                yield {
                    "event_class": name,
                    "measure": measure,
                    "horizon": horizon,
                    "crps": float(crps[at]),
                    **_judged(samples[:, at], float(observed[at]), measure, paths.members),
                }


def _judged(
    samples: Floats, observed: float, measure: str, members: int | None
) -> dict[str, object]:
    rank = rank_of(samples, observed)
    log_score = log_score_of_counts(samples, observed, members) if measure == "count" else None
    return {
        "observed": observed,
        "mean": float(np.mean(samples)),
        "log_score": log_score,
        "below": rank.below,
        "at_most": rank.at_most,
        "inside_50": is_inside(samples, observed, 0.5),
        "inside_90": is_inside(samples, observed, 0.9),
    }


def _alarm(record: Record, place: int, paths: Paths) -> Iterator[dict[str, object]]:
    """Yield the forecast of a material conflict event within 30 days, where they are known."""
    origin = record.origin(place)
    end = origin + timedelta(days=ALARM_DAYS)
    if end - timedelta(days=1) > record.window.until:
        return
    ahead = record.chosen.filter(
        (pl.col("day") >= origin)
        & (pl.col("day") < end)
        & (pl.col("event_class") == CLASSES[ALARM_CLASS])
    )
    probability = alarm_probability(record, place, paths)
    happened = bool(len(ahead))
    yield {
        "probability": probability,
        "happened": happened,
        "brier": brier(probability, happened),
    }


def alarm_probability(record: Record, place: int, paths: Paths) -> float:
    """Return the forecast probability of a material conflict event within 30 days.

    Model
        1 - mean over paths of the product over periods of (1 - f)^n: n events of the period,
        f the share of its days within 30 days of the origin; the days of events within a
        period are taken as independent and equally likely.
    """
    origin = record.origin(place)
    end = origin + timedelta(days=ALARM_DAYS)
    calm = np.ones(len(paths.counts))
    start, step = origin, 0
    while start < end:
        stop = next_first_day(start, record.by)
        share = (min(stop, end) - start).days / (stop - start).days
        calm *= np.power(1.0 - share, paths.counts[:, step, ALARM_CLASS])
        start, step = stop, step + 1
    return float(1.0 - np.mean(calm))
