"""A made-up record on the page: three accounts, two clusters, hindcasts from two days."""

from __future__ import annotations

import polars as pl
from attrs import evolve

from suasion.comparison.hindcast_rows import CountRow, DeedRow, HindcastAnswer, ScoreRow
from suasion.comparison.record_rows import (
    ClusterRow,
    DifferenceRow,
    FitRow,
    RecordAnswer,
    RecoveryRow,
    VerdictRow,
)
from suasion.runs.record import record_tables

NAMES = ("shared", "A0", "A1", "poisson by class", "reaction only")
NOTE = "A note with <i>signs</i>."
SAME = "not distinguishable"
DAYS = {"2025-01-27": True, "2025-10-14": False}
"""Days of hindcasts, and whether the record reaches far enough."""


def make_record(*, verdict: str = SAME) -> dict[str, pl.DataFrame]:
    return record_tables(evolve(make_answer(), verdict=verdict))


def make_answer() -> RecordAnswer:
    return RecordAnswer(
        case="synthetic",
        as_of="2025-10-31",
        begin="2024-12-25",
        end="2025-10-31",
        n_acts=5,
        n_given=1,
        copies=0,
        n_draws=8,
        failed_draws=0,
        seed=1,
        clusters=(
            ClusterRow(cluster=1, begin="2025-01-01", end="2025-01-09", n_acts=4, events="E000"),
            ClusterRow(
                cluster=2, begin="2025-06-01", end="2025-06-01", n_acts=1, events="E001;E999"
            ),
        ),
        fits=tuple(make_fits()),
        differences=(
            DifferenceRow(
                first="A0",
                second="A1",
                coding="as coded",
                left_out="",
                difference=1.0,
                low=-0.5,
                high=2.0,
            ),
        ),
        verdicts=tuple(make_verdicts()),
        verdict=SAME,
        recovery=(
            RecoveryRow(account="A0", records=5, won=1, by_chance=0.5, low=0.05, high=0.6),
            RecoveryRow(account="A1", records=5, won=4, by_chance=0.5, low=0.4, high=0.95),
        ),
        recovery_rate=0.25,
        hindcasts=make_hindcasts(),
        notes=(NOTE,),
    )


def make_fits() -> list[FitRow]:
    rows = []
    for at, name in enumerate(NAMES):
        parts = {"whole": 5, "cluster 1": 4, "cluster 2": 1}
        if name in ("A0", "A1"):
            after = int(name == "A1")
            parts |= {"before its text": 5 - after, "after its text": after}
        is_baseline = name in NAMES[3:]
        for part, n in parts.items():
            value = -10.0 * n - at if n else None
            spread = 0.0 if is_baseline else 1.5
            rows.append(
                FitRow(
                    account=name,
                    part=part,
                    n_acts=n,
                    log_likelihood=value,
                    low=None if value is None else value - spread,
                    high=None if value is None else value + spread,
                    effective_draws=None if is_baseline or value is None else 2.0 + at,
                )
            )
    return rows


def make_verdicts() -> list[VerdictRow]:
    pairs = [(a, b) for i, a in enumerate(NAMES) for b in NAMES[i + 1 :]]
    return [
        VerdictRow(
            first=first,
            second=second,
            verdict=SAME,
            difference=float(at) - 3.0,
            low=float(at) - 4.0,
            high=float(at) - 2.0,
            lowest=float(at) - 6.0,
            highest=float(at) + 1.0,
            shuffled_low=float(at) - 5.0,
            shuffled_high=float(at) - 1.5,
            after_texts=None,
            effective_draws=2.0 if second in NAMES[:3] else None,
            reason="other codings turn it",
        )
        for at, (first, second) in enumerate(pairs)
    ]


def make_hindcasts() -> HindcastAnswer:
    names = ("shared", "A0", "climatology", "persistence")
    return HindcastAnswer(
        case="synthetic",
        record_until="2025-10-31",
        counts=tuple(
            CountRow(
                day=day,
                account=name,
                days=30,
                side=side,
                act_class=kind,
                expected=1.0 + at,
                low=float(at),
                high=2.0 + at,
                observed=2 if is_over else None,
                log_score=0.5 + at if is_over else None,
            )
            for day, is_over in reversed(DAYS.items())
            for at, name in enumerate(names)
            for side in ("RUS", "AZE")
            for kind in ("material_conflict", "verbal_cooperation")
        ),
        deeds=tuple(
            DeedRow(
                day=day,
                account=name,
                days=30,
                deed="hostile",
                probability=0.25,
                standard_error=0.05 if name in ("shared", "A0") else None,
                observed=True if is_over else None,
                brier=0.5625 if is_over else None,
                log_score=1.386 if is_over else None,
            )
            for day, is_over in DAYS.items()
            for name in names
        ),
        scores=tuple(
            ScoreRow(
                account=name,
                n_counts=4,
                count_log_score=0.5 + at,
                n_deeds=1,
                brier=0.5625,
                deed_log_score=1.386,
            )
            for at, name in enumerate(names)
        ),
        notes=("Another note.",),
    )
