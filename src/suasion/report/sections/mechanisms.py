"""Does the model contain what the sources describe: every mechanism with its experiment."""

from __future__ import annotations

from collections import Counter

from suasion.report.charts import Dataset
from suasion.report.mechanisms import effects
from suasion.report.mechanisms.cards import SIGNS, VERDICTS, make_cards
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return counts, charts and rows, or why there are none; None where nobody asked."""
    cards = make_cards(view) if "mechanisms" in view.tables else []
    if not cards:
        why = view.unanswered.get("mechanisms")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    counted = Counter(card.status for card in cards)
    rows = effects.collect_rows(cards)
    run = next((card.row for card in cards if card.is_experiment), None)
    return {
        "why_not": "",
        "cards": cards,
        "counts": {name: counted[name] for name in VERDICTS if counted[name]},
        "verdicts": VERDICTS,
        "signs": SIGNS,
        "parts": sorted({card.text("section") for card in cards}),
        "datasets": [Dataset(id=effects.DATASET, rows=rows)] if rows else [],
        "charts": effects.draw_charts(rows),
        "run": {name: run[name] for name in ("draws", "paths")} if run else None,
    }


SECTION = Section(
    id="mechanisms",
    title="Does the model contain what the sources describe",
    template="mechanisms.html",
    build=build,
)
