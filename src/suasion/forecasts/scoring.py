"""How forecasts did: Brier and log scores by speaker and account, calibration, baselines.

Model
    Brier: (p - y)^2 with y 1 where it came true, else 0. Log score: -ln p where it came true,
    -ln(1 - p) else, with p kept between 1/(2n) and 1 - 1/(2n), n the paths behind it: that no
    path of n shows a thing does not make it impossible. Both are losses. Predictions that wait
    or are void count nowhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl
from attrs import frozen

from suasion.events.backtest.calibration import reliability
from suasion.events.backtest.scores import brier
from suasion.forecasts.climatology import N_PATHS
from suasion.forecasts.ledger import NO, VOID, YES
from suasion.forecasts.rows import CalibrationRow, ForecastRow, ScoreRow, SpeakerRow

HALF = 0.5
FEW = 20
"""Settled predictions below which calibration says little."""


def log_loss(p: float, happened: bool, n_paths: int) -> float:
    """Return minus the log probability of what happened, in nats; finite for any p.

    Examples
    --------
    >>> round(log_loss(0.25, True, 100), 3), round(log_loss(0.0, True, 100), 3)
    (1.386, 5.298)
    """
    least = 1.0 / (2.0 * max(n_paths, 1))
    kept = min(max(p, least), 1.0 - least)
    return -math.log(kept if happened else 1.0 - kept)


@frozen(kw_only=True)
class _Scored:
    """One settled prediction under one account."""

    p: float
    happened: bool
    n_paths: int
    climatology: float | None


def score_forecasts(rows: Sequence[ForecastRow], accounts: Sequence[str]) -> tuple[ScoreRow, ...]:
    """Return mean scores of each account over all speakers and over each, where there are any."""
    speakers = dict.fromkeys(row.speaker for row in rows)
    found = []
    for speaker in ("", *speakers):
        for account in accounts:
            own = [row for row in rows if not speaker or row.speaker == speaker]
            scored = list(_scored(own, account))
            if scored:
                found.append(_score_row(speaker, account, scored))
    return tuple(found)


def _scored(rows: Sequence[ForecastRow], account: str) -> Iterator[_Scored]:
    for row in rows:
        p = row.probability[account]
        if row.outcome in (YES, NO) and p is not None:
            yield _Scored(
                p=p,
                happened=row.outcome == YES,
                n_paths=row.n_paths[account],
                climatology=row.climatology,
            )


def _score_row(speaker: str, account: str, scored: Sequence[_Scored]) -> ScoreRow:
    there = [(one, one.climatology) for one in scored if one.climatology is not None]
    return ScoreRow(
        speaker=speaker,
        account=account,
        n=len(scored),
        brier=_mean([brier(one.p, one.happened) for one in scored]) or 0.0,
        log_score=_mean([log_loss(one.p, one.happened, one.n_paths) for one in scored]) or 0.0,
        brier_half=HALF**2,
        log_half=-math.log(HALF),
        n_climatology=len(there),
        brier_climatology=_mean([brier(p, one.happened) for one, p in there]),
        log_climatology=_mean([log_loss(p, one.happened, N_PATHS) for one, p in there]),
        brier_there=_mean([brier(one.p, one.happened) for one, _ in there]),
        log_there=_mean([log_loss(one.p, one.happened, one.n_paths) for one, _ in there]),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def count_outcomes(rows: Sequence[ForecastRow]) -> tuple[SpeakerRow, ...]:
    """Return what became of the predictions of each speaker."""
    by_speaker: dict[tuple[str, str], list[ForecastRow]] = {}
    for row in rows:
        by_speaker.setdefault((row.speaker, row.account), []).append(row)
    return tuple(
        SpeakerRow(
            speaker=speaker,
            account=account,
            n=len(own),
            came_true=sum(row.outcome == YES for row in own),
            failed=sum(row.outcome == NO for row in own),
            void=sum(row.outcome == VOID for row in own),
            waiting=sum(not row.resolved for row in own),
            with_observable=sum(bool(row.observable) for row in own),
        )
        for (speaker, account), own in by_speaker.items()
    )


def calibrate_forecasts(
    rows: Sequence[ForecastRow], accounts: Sequence[str]
) -> tuple[CalibrationRow, ...]:
    """Return how often predictions came true, by what each account's figures said of them."""
    said = [
        {"forecaster": account, "probability": one.p, "happened": float(one.happened)}
        for account in accounts
        for one in _scored(rows, account)
    ]
    if not said:
        return ()
    return tuple(
        CalibrationRow(
            account=row["forecaster"],
            bin=row["bin"],
            n=row["n"],
            mean_probability=row["mean_probability"],
            frequency=row["frequency"],
        )
        for row in reliability(pl.DataFrame(said)).to_dicts()
    )
