"""Made-up predictions of the page: one of each fate, with and without a probability."""

from __future__ import annotations

import polars as pl

from suasion.forecasts.rows import CalibrationRow, ForecastAnswer, ForecastRow, ScoreRow, SpeakerRow
from suasion.runs.predictions import prediction_tables

ACCOUNTS = ("shared", "A0", "A1")
TEXT = "Something <b>bold</b> happens."
NOT_KNOWN = "the account was not known on that day"
NOTHING = "no observable: the model has nothing that stands for it"


def make_predictions() -> dict[str, pl.DataFrame]:
    return prediction_tables(make_answer())


def make_answer() -> ForecastAnswer:
    return ForecastAnswer(
        case="synthetic",
        as_of="2025-10-31",
        accounts=ACCOUNTS,
        n_draws=4,
        n_paths=20,
        horizon="years",
        rows=(
            make_forecast("P1", "yes", 0.25),
            make_forecast("P2", "no", 1.0),
            make_forecast("P3", "", 0.0),
            make_forecast("P4", "void", 0.5),
            make_forecast("P5", "", None),
            make_forecast("P6", "", 0.75),
        ),
        scores=(
            make_score("", "shared"),
            make_score("Kopchak & sons", "A0"),
        ),
        speakers=(
            SpeakerRow(
                speaker="Kopchak & sons",
                account="A0",
                n=6,
                came_true=1,
                failed=1,
                void=1,
                waiting=3,
                with_observable=5,
            ),
        ),
        calibration=(
            CalibrationRow(
                account="shared", bin="0.1 to 0.3", n=1, mean_probability=0.25, frequency=1.0
            ),
        ),
        notes=(),
        failed_draws=0,
        failures=(),
    )


def make_forecast(name: str, outcome: str, chance: float | None) -> ForecastRow:
    is_scored = outcome in ("yes", "no") and chance is not None
    happened = 1.0 if outcome == "yes" else 0.0
    known = {n: None if n == "A1" else chance for n in ACCOUNTS}
    brier = {
        n: (p - happened) ** 2 if is_scored and p is not None else None for n, p in known.items()
    }
    why = NOTHING if chance is None else NOT_KNOWN
    return ForecastRow(
        id=name,
        speaker="Kopchak & sons",
        account="A0",
        text=TEXT,
        criterion="It is seen by many.",
        made="2025-10-15",
        horizon="2026-06-30",
        condition="the crisis goes on" if outcome == "void" else "",
        observable="" if chance is None else "any summit:* in 0..END >= 1",
        probability=known,
        standard_error={n: None if p is None else 0.05 for n, p in known.items()},
        n_paths={n: 0 if p is None else 80 for n, p in known.items()},
        reasons={n: why for n, p in known.items() if p is None},
        climatology=0.4 if is_scored else None,
        resolved=bool(outcome),
        outcome=outcome,
        settled="2025-10-20" if outcome else "",
        source="S0-001;a list, E001 and S8-888" if outcome else "",
        brier=brier,
        log_score={n: None if b is None else 1.0 for n, b in brier.items()},
        note="Near at best.",
    )


def make_score(speaker: str, account: str) -> ScoreRow:
    return ScoreRow(
        speaker=speaker,
        account=account,
        n=2,
        brier=0.7,
        log_score=1.9,
        brier_half=0.25,
        log_half=0.693,
        n_climatology=1,
        brier_climatology=0.3,
        log_climatology=0.9,
        brier_there=0.7,
        log_there=1.9,
    )
