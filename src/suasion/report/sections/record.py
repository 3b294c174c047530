"""What the record can tell: the verdict, likelihoods, differences of accounts, hindcasts."""

from __future__ import annotations

from suasion.report.charts import Dataset
from suasion.report.record import differences, fits, hindcasts
from suasion.report.record.clusters import tabulate_recovery, tell_clusters
from suasion.report.record.scores import tabulate_deeds, tabulate_scores
from suasion.report.record.told import record_lines
from suasion.report.record.words import RecordWords
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput

FACETS = ("hindcast",)


def build(view: ReportInput) -> Context | None:
    """Return what the record says and draws, or why nothing; None where nobody asked."""
    if "record" not in view.tables or view.tables["record"].is_empty():
        why = view.unanswered.get("record")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    words = RecordWords(view)
    return {"why_not": "", **_told(words), **_drawn(words)}


def _told(words: RecordWords) -> Context:
    notes = [str(row["note"]) for row in words.rows("record_notes")]
    return {
        "run": words.run,
        "lines": record_lines(words),
        "clusters": tell_clusters(words),
        "recovery": tabulate_recovery(words),
        "pairs": differences.tabulate(words),
        "scores": tabulate_scores(words),
        "deeds": tabulate_deeds(words),
        "notes": notes,
        "hindcast_notes": [str(row["note"]) for row in words.rows("hindcast_notes")],
        "choices": hindcasts.hindcast_choices(words.view),
    }


def _drawn(words: RecordWords) -> Context:
    likely, compared = fits.collect_rows(words), differences.collect_rows(words)
    expected = hindcasts.collect_rows(words)
    chief, clusters = fits.draw_charts(words, likely)
    pairs, panels = differences.draw_charts(compared), hindcasts.draw_charts(words, expected)
    given = (
        (fits.DATASET, likely, ()),
        (differences.DATASET, compared, ()),
        (hindcasts.DATASET, expected, FACETS),
    )
    return {
        "datasets": [Dataset(id=name, rows=rows, facets=f) for name, rows, f in given if rows],
        "charts": [*chief, *clusters, *pairs, *panels],
        "chief": chief,
        "by_cluster": clusters,
        "differences": pairs,
        "panels": panels,
    }


SECTION = Section(
    id="record", title="What the record can tell", template="record.html", build=build
)
