"""Where the accounts part, and why: results side by side, differences shared out."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.comparison.partings import CLEAR
from suasion.report.accounts import beside, shares
from suasion.report.accounts.told import count_partings, tell_pair
from suasion.report.accounts.words import PartingWords
from suasion.report.charts import Chart, Dataset
from suasion.report.mechanisms.cards import Row
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return charts, sentences and tables, or why there are none; None where nobody asked."""
    words = PartingWords(view)
    why = view.unanswered.get("partings", "")
    if not why and not words.all and not words.rows("side_by_side"):
        return None
    rows, parts = beside.collect_rows(words), shares.collect_rows(words)
    drawn = {
        name: beside.draw_charts(results, rows)
        for name, results in beside.drawn_results(words).items()
    }
    bars = [shares.draw_chart()] if parts else []
    return {
        "why_not": why,
        "has_claims": bool(view.case_rows("accounts")),
        "datasets": [
            *([Dataset(id=beside.DATASET, rows=rows)] if rows else []),
            *([Dataset(id=shares.DATASET, rows=parts, facets=shares.FACETS)] if parts else []),
        ],
        "charts": [*(chart for own in drawn.values() for chart in own), *bars],
        **drawn,
        "side_by_side": beside.tabulate(words) if words.rows("side_by_side") else None,
        "pairs": _pairs(words, parts, bars[0]) if parts else None,
    }


def _pairs(words: PartingWords, rows: Sequence[Row], bars: Chart) -> Context:
    """Return what is told of each pair of accounts, and the pair that the page opens with."""
    head = words.clearest.groups[0]
    return {
        "first": words.clearest,
        "accounts": {name: words.account(name) for name in words.compared},
        "results": words.results,
        "told": {pair: tell_pair(words, pair) for pair in words.by_pair},
        "clearest": {pair: own[0].result for pair, own in words.by_pair.items()},
        "names": {pair: words.both(own[0]) for pair, own in words.by_pair.items()},
        "matrix": count_partings(words),
        "bars": bars,
        "table": shares.tabulate(words, rows),
        "run": {"draws": head["draws"], "paths": head["paths"], "errors": f"{CLEAR:g}"},
    }


SECTION = Section(
    id="partings",
    title="Where the accounts part, and why",
    template="partings.html",
    build=build,
)
