"""Which deals both sides would take, which would hold, and what it would take to have others."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.report.charts import Dataset
from suasion.report.deals import bundles, exchanges, ladder
from suasion.report.deals.beside import (
    silent_accounts,
    tabulate_accounts,
    tabulate_agreement,
    tabulate_drivers,
)
from suasion.report.deals.sentences import count_assumed, deal_lines, nash_changes
from suasion.report.deals.words import DealWords
from suasion.report.sections.answer import split_sentence
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput

FACETS = ("account",)


def build(view: ReportInput) -> Context | None:
    """Return sentences, charts and tables, or why there are none; None where nobody asked."""
    if view.tables["deals"].is_empty():
        why = view.unanswered.get("deals")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    words = DealWords(view)
    return {"why_not": "", **_told(words), **_drawn(words), **_beside(words)}


def _told(words: DealWords) -> Context:
    """Return the sentences, with what qualifies them."""
    return {
        "lines": _lines(words),
        "changes": {name: nash_changes(words, name) for name in words.accounts},
        "assumed": count_assumed(words.view),
    }


def _drawn(words: DealWords) -> Context:
    """Return what follows the account in view: datasets, charts and tables."""
    shown, linked = bundles.collect_rows(words), exchanges.collect_rows(words)
    steps, bars = ladder.collect_rows(words), ladder.draw_chart()
    frontier = bundles.draw_charts(words, shown)
    return {
        "datasets": [
            Dataset(id=bundles.DATASET, rows=shown, facets=FACETS),
            Dataset(id=exchanges.DATASET, rows=linked, facets=FACETS),
            Dataset(id=ladder.DATASET, rows=steps, facets=FACETS),
        ],
        "charts": [*frontier, bars],
        "frontier": frontier,
        "choices": _choices(words),
        "places": words.places,
        "table": bundles.tabulate(words, shown),
        "exchanges": exchanges.tabulate(words, linked),
        "ladder": bars,
        "ladder_table": ladder.tabulate(words, steps),
    }


def _beside(words: DealWords) -> Context:
    """Return the accounts side by side."""
    return {
        "agreement": tabulate_agreement(words),
        "accounts": tabulate_accounts(words),
        "drivers": tabulate_drivers(words),
        "silent": silent_accounts(words),
    }


def _lines(words: DealWords) -> Mapping[str, list[object]]:
    """Return the sentences of each account, as words and figures."""
    return {
        account: [split_sentence(line.text, line.figures) for line in deal_lines(words, account)]
        for account in words.accounts
    }


def _choices(words: DealWords) -> Mapping[str, Mapping[str, object]]:
    """Return what the explorer can be filtered by: the options of each issue."""
    found = list(dict.fromkeys(str(row["item"]) for row in words.view.rows("deals_options")))
    return {
        issue: {
            "title": title,
            "kept": words.kept.get(issue, "as it is"),
            "options": {o: words.titles[o] for o in found if words.issue_of.get(o) == issue},
            "places": " ".join(str(words.places[o]) for o in found if words.issue_of[o] == issue),
        }
        for issue, title in words.issues.items()
    }


SECTION = Section(
    id="deals", title="Which deals both would take", template="deals.html", build=build
)
