"""How predictions did: by speaker, by account beside baselines, and calibration with its count."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.forecasts.scoring import FEW
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.mechanisms.cards import finite
from suasion.report.record.words import RecordWords, Row
from suasion.report.view import ShownFigure

ALL_SPEAKERS = "all speakers"
SCORES = {
    "brier": "Brier score",
    "log": "Log score",
}
COUNTS = ("n", "n_climatology")
"""Columns that count and have no interval."""
_SPEAKER = {
    "n": "Predictions",
    "came_true": "Came true",
    "failed": "Did not",
    "void": "Void",
    "waiting": "Wait",
    "with_observable": "The model has something for",
}


def tabulate_speakers(words: RecordWords) -> TableView:
    """Return what became of the predictions of each speaker."""
    return TableView(
        id="predictions-speakers",
        caption="What became of them, by speaker",
        columns=tuple(_SPEAKER.values()),
        rows=tuple(
            TableRow(
                heading=str(row["speaker"]),
                cells=tuple(Cell(text=str(row[column])) for column in _SPEAKER),
            )
            for row in words.rows("predictions_speakers")
        ),
    )


def tabulate_scores(words: RecordWords) -> list[TableView]:
    """Return mean scores by speaker and account beside one half and climatology, two tables."""
    rows = words.rows("predictions_scores")
    return [_scores(words, rows, name, title) for name, title in SCORES.items()] if rows else []


def _columns(score: str) -> Mapping[str, str]:
    own = "brier" if score == "brier" else "log_score"
    return {
        "n": "Settled",
        own: "The account",
        f"{score}_half": "Always one half",
        "n_climatology": "With climatology",
        f"{score}_there": "The account there",
        f"{score}_climatology": "Climatology there",
    }


def _scores(words: RecordWords, rows: list[Row], score: str, title: str) -> TableView:
    columns = _columns(score)
    return TableView(
        id=f"predictions-{score}",
        caption=f"{title}; lower is better",
        columns=("Under the figures of", *columns.values()),
        rows=tuple(
            TableRow(
                heading=str(row["speaker"]) or ALL_SPEAKERS,
                cells=(
                    Cell(text=words.title(row["account"])),
                    *(_score(words, row, name, columns[name]) for name in columns),
                ),
            )
            for row in rows
        ),
    )


def _score(words: RecordWords, row: Row, column: str, title: str) -> Cell:
    if column in COUNTS:
        return Cell(text=str(row[column]))
    who = str(row["speaker"]) or ALL_SPEAKERS
    figure = ShownFigure(
        title=f"{who}, under {words.title(row['account'])}: {title.lower()}",
        value=finite(row, column),
        unit="1",
        account=words.shown_account(row["account"]),
    )
    return Cell(figure=figure)


def calibration_note(settled: int) -> str:
    """Return what so many settled predictions can say.

    >>> calibration_note(2)
    '2 settled: too few to tell accounts apart or to calibrate.'
    """
    if settled < FEW:
        return f"{settled} settled: too few to tell accounts apart or to calibrate."
    return f"{settled} settled; those of one author come true or fail together."


def tabulate_calibration(words: RecordWords) -> TableView | None:
    """Return settled predictions by what accounts said of them, counted; None without any."""
    rows = words.rows("predictions_calibration")
    if not rows:
        return None
    return TableView(
        id="predictions-calibration",
        caption="Settled ones by the probability given to them",
        columns=("Probability", "How many", "Mean probability", "Share that came true"),
        rows=tuple(
            TableRow(
                heading=words.title(row["account"]),
                cells=(
                    Cell(text=str(row["bin"])),
                    Cell(text=str(row["n"])),
                    Cell(figure=_calibrated(words, row, "mean_probability")),
                    Cell(figure=_calibrated(words, row, "frequency")),
                ),
            )
            for row in rows
        ),
    )


def _calibrated(words: RecordWords, row: Row, column: str) -> ShownFigure:
    return ShownFigure(
        title=f"{words.title(row['account'])}, {row['bin']}: {column.replace('_', ' ')}",
        value=finite(row, column),
        unit="share",
        account=words.shown_account(row["account"]),
        note=f"Of {row['n']} settled.",
    )
