"""The ledger of predictions within the main job: probabilities, outcomes, scores as tables."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor

import polars as pl
from attrs import frozen

from suasion.cases import Case
from suasion.errors import ComputationError, InputError
from suasion.forecasts.answer import tell_forecasts
from suasion.forecasts.probabilities import (
    ForecastRequest,
    StartedForecasts,
    finish_forecasts,
    start_forecasts,
)
from suasion.forecasts.rows import (
    CalibrationRow,
    ForecastAnswer,
    ForecastRow,
    ScoreRow,
    SpeakerRow,
)
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.deals import told

DRAWS, PATHS = 20, 20
"""Draws and paths behind each probability, at most."""
NOTHING = "the case holds no prediction that is known on that day"


@frozen(kw_only=True)
class PredictionRow:
    """One prediction and what became of it."""

    id: str
    speaker: str
    account: str
    text: str
    criterion: str
    made: str
    horizon: str
    condition: str
    observable: str
    climatology: float | None
    resolved: bool
    outcome: str
    settled: str
    source: str
    note: str


@frozen(kw_only=True)
class ChanceRow:
    """What the model says of one prediction under one account."""

    id: str
    account: str
    probability: float | None
    standard_error: float | None
    paths: int
    reason: str
    """Why there is no probability."""
    brier: float | None
    log_score: float | None


@frozen(kw_only=True)
class HandedPredictions:
    """Forecasts whose draws are being done, or why there are none."""

    started: StartedForecasts | None = None
    why_not: str = ""


@frozen(kw_only=True)
class FoundPredictions:
    """The ledger with probabilities and scores, or why there is none."""

    answer: ForecastAnswer | None = None
    why_not: str = ""

    @property
    def failures(self) -> tuple[str, ...]:
        """Return one line for each draw that failed (C8)."""
        return tuple(f"predictions: {why}" for why in self.answer.failures) if self.answer else ()


def hand_over_predictions(
    case: Case, view: Case, request: Request, horizon: str, executor: Executor
) -> HandedPredictions:
    """Return the forecasts under way; a case without predictions on that day says so."""
    if not view.rows("predictions"):
        return HandedPredictions(why_not=NOTHING)
    asked = ForecastRequest(
        as_of=request.as_of,
        draws=min(request.draws, DRAWS),
        paths=PATHS,
        seed=request.seed,
        horizon=horizon,
    )
    try:
        return HandedPredictions(started=start_forecasts(case, asked, executor))
    except (InputError, ComputationError) as error:
        return HandedPredictions(why_not=told(error))


def collect_predictions(case: Case, handed: HandedPredictions) -> FoundPredictions:
    """Return the ledger with the model's probabilities and the scores of what is settled."""
    if handed.started is None:
        return FoundPredictions(why_not=handed.why_not)
    try:
        found = finish_forecasts(handed.started)
    except (InputError, ComputationError) as error:
        return FoundPredictions(why_not=told(error))
    return FoundPredictions(answer=tell_forecasts(case, found))


def prediction_tables(answer: ForecastAnswer) -> dict[str, pl.DataFrame]:
    """Return predictions, probabilities by account, scores, speakers and calibration."""
    chances = [chance for row in answer.rows for chance in _chances(row)]
    return {
        "predictions": to_frame([_row(row) for row in answer.rows], PredictionRow),
        "predictions_chances": to_frame(chances, ChanceRow),
        "predictions_scores": to_frame(answer.scores, ScoreRow),
        "predictions_speakers": to_frame(answer.speakers, SpeakerRow),
        "predictions_calibration": to_frame(answer.calibration, CalibrationRow),
    }


def _row(row: ForecastRow) -> PredictionRow:
    return PredictionRow(
        id=row.id,
        speaker=row.speaker,
        account=row.account,
        text=row.text,
        criterion=row.criterion,
        made=row.made,
        horizon=row.horizon,
        condition=row.condition,
        observable=row.observable,
        climatology=row.climatology,
        resolved=row.resolved,
        outcome=row.outcome,
        settled=row.settled,
        source=row.source,
        note=row.note,
    )


def _chances(row: ForecastRow) -> Iterator[ChanceRow]:
    for account, probability in row.probability.items():
        yield ChanceRow(
            id=row.id,
            account=account,
            probability=probability,
            standard_error=row.standard_error[account],
            paths=row.n_paths[account],
            reason=row.reasons.get(account, ""),
            brier=row.brier[account],
            log_score=row.log_score[account],
        )
