"""Calibration: whether outcomes fall where the forecasts said, as often as they said."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl

from suasion.events.backtest.scores import pit_shares

BINS = 10
PROBABILITY_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
GROUP = ("forecaster", "event_class", "measure", "horizon")


def calibrate(scores: pl.DataFrame) -> pl.DataFrame:
    """Return the share of outcomes in each tenth of their forecasts (PIT histogram).

    Returns
    -------
    polars.DataFrame
        `forecaster, event_class, measure, horizon, bin` (0 to 9), `share` (0.1 if calibrated),
        `n`, and `low, high`: where 90 % of shares lie if calibrated and origins are
        independent (they are not beyond one period ahead: read it there as too narrow).
    """
    rows = []
    for key, part in scores.group_by(GROUP, maintain_order=True):
        shares = pit_shares(part["below"].to_numpy(), part["at_most"].to_numpy(), BINS)
        n = len(part)
        room = 1.6449 * float(np.sqrt(0.1 * 0.9 / n))
        for at, share in enumerate(shares):
            spread = {"low": max(0.1 - room, 0.0), "high": 0.1 + room}
            labels = dict(zip(GROUP, key, strict=True))
            rows.append({**labels, "bin": at, "share": float(share), "n": n, **spread})
    types = {
        **{name: scores.schema[name] for name in GROUP},
        "bin": pl.Int64(),
        "share": pl.Float64(),
        "n": pl.Int64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
    }
    return pl.DataFrame(rows, schema=types)


def reliability(alarms: pl.DataFrame) -> pl.DataFrame:
    """Return how often the event came, by what the forecast said.

    Returns
    -------
    polars.DataFrame
        `forecaster, bin, n, mean_probability, frequency`; bins without a forecast are left
        out. A bin holds its lower end.
    """
    place = pl.lit(0)
    for edge in PROBABILITY_BINS[1:-1]:
        place += (pl.col("probability") >= edge).cast(pl.Int32)
    name = place.replace_strict(dict(enumerate(_labels())), return_dtype=pl.String)
    return (
        alarms.with_columns(name.alias("bin"))
        .group_by("forecaster", "bin")
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("probability").mean().alias("mean_probability"),
            pl.col("happened").mean().alias("frequency"),
        )
        .sort("forecaster", "bin")
    )


def _labels() -> list[str]:
    edges = PROBABILITY_BINS
    return [f"{low:g} to {high:g}" for low, high in itertools.pairwise(edges)]
