"""Where the crisis is going: fans, expected moves, outcomes, typical paths, what acts bring on."""

from __future__ import annotations

from suasion.report.charts import Dataset
from suasion.report.outlook import fans, moves
from suasion.report.outlook.told import outlook_lines, tell_paths
from suasion.report.outlook.words import OutlookWords
from suasion.report.sections.section import Context, Section
from suasion.report.view import SHARED, ReportInput

FACETS = ("account",)


def build(view: ReportInput) -> Context | None:
    """Return what the outlook says and draws, or why there is none; None where nobody asked."""
    words = OutlookWords(view) if "outlook" in view.tables else None
    if words is None or SHARED not in words.accounts or not words.observables:
        why = view.unanswered.get("outlook")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    return {"why_not": "", **_told(words), **_drawn(words)}


def _told(words: OutlookWords) -> Context:
    """Return what is told of each account."""
    missing = {
        name.partition(" ")[2]: why
        for name, why in words.view.unanswered.items()
        if name.startswith("outlook ")
    }
    return {
        "run": words.runs[SHARED],
        "accounts": words.accounts,
        "lines": {name: outlook_lines(words, name) for name in words.accounts},
        "paths": {name: tell_paths(words, name) for name in words.accounts},
        "missing": missing,
    }


def _drawn(words: OutlookWords) -> Context:
    """Return datasets, charts and tables."""
    days = fans.collect_rows(words)
    expected, outcomes = moves.collect_moves(words), moves.collect_outcomes(words)
    progeny = moves.collect_progeny(words)
    chief, small = fans.draw_charts(words, days)
    drawn, outcome = moves.draw_moves(words, expected), moves.draw_outcomes()
    answered = [moves.draw_progeny(words)] if progeny else []
    return {
        "datasets": [
            Dataset(id=fans.DATASET, rows=days, facets=FACETS),
            Dataset(id=moves.DATASET, rows=expected, facets=FACETS),
            Dataset(id=moves.OUTCOMES, rows=outcomes, facets=FACETS),
            *([Dataset(id=moves.PROGENY, rows=progeny)] if progeny else []),
        ],
        "charts": [*chief, *small, *drawn, outcome, *answered],
        "chief": chief,
        "small": small,
        "moves": drawn,
        "moves_table": moves.tabulate_moves(words, expected),
        "outcome": outcome,
        "outcomes_table": moves.tabulate_outcomes(words),
        "progeny": answered,
        "progeny_table": moves.tabulate_progeny(words),
    }


SECTION = Section(id="outlook", title="Where this is going", template="outlook.html", build=build)
