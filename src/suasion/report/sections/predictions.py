"""What the sources predicted, what the model says of it, and what became of it."""

from __future__ import annotations

from collections import Counter

from suasion.report.charts import Dataset
from suasion.report.predictions import strip
from suasion.report.predictions.cards import FATES, PredictionCard, make_cards
from suasion.report.predictions.scores import (
    calibration_note,
    tabulate_calibration,
    tabulate_scores,
    tabulate_speakers,
)
from suasion.report.predictions.told import predictions_line
from suasion.report.record.words import RecordWords
from suasion.report.sections.answer import split_sentence
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return the ledger of predictions, or why there is none; None where nobody asked."""
    cards = make_cards(view)
    if not cards:
        why = view.unanswered.get("predictions")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    words = RecordWords(view)
    return {"why_not": "", **_told(words, cards), **_drawn(words, cards)}


def _told(words: RecordWords, cards: list[PredictionCard]) -> Context:
    counted = Counter(card.fate for card in cards)
    line = predictions_line(
        (card.row["outcome"] for card in cards),
        with_chance=sum(bool(card.chances) for card in cards),
    )
    return {
        "line": split_sentence(line.text, line.figures),
        "cards": cards,
        "fates": {name: told for name, (_, told) in FATES.items() if counted[name]},
        "speakers": list(dict.fromkeys(card.speaker for card in cards)),
        "few": calibration_note(counted["yes"] + counted["no"]),
        "by_speaker": tabulate_speakers(words),
        "scores": tabulate_scores(words),
        "calibration": tabulate_calibration(words),
    }


def _drawn(words: RecordWords, cards: list[PredictionCard]) -> Context:
    rows = strip.collect_rows(words, cards)
    charts = strip.draw_charts(words, rows)
    settled = [chart for chart in charts if chart.where["chart"][0] == strip.SETTLED]
    return {
        "datasets": [Dataset(id=strip.DATASET, rows=rows)] if rows else [],
        "charts": charts,
        "settled": settled,
        "waiting": [chart for chart in charts if chart not in settled],
    }


SECTION = Section(
    id="predictions",
    title="What was predicted, and what became of it",
    template="predictions.html",
    build=build,
)
