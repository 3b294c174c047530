"""Who holds power in the network, who can block, and what builds change as options."""

from __future__ import annotations

from suasion.report.charts import Dataset
from suasion.report.power import options, shares
from suasion.report.power.games import PowerGames
from suasion.report.power.told import game_lines, reasons, tabulate_arcs, tabulate_blocks
from suasion.report.sections.answer import split_sentence
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return sentences, charts and tables, or why there are none; None where nobody asked."""
    games = PowerGames(view)
    if not games.cores:
        why = view.unanswered.get("power")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    shown, changes = shares.collect_rows(games), options.collect_rows(games)
    chart, changed = shares.draw_chart(shown), options.draw_charts(games, changes)
    datasets = [Dataset(id=shares.DATASET, rows=shown, facets=("game",))]
    datasets += [Dataset(id=options.DATASET, rows=changes)] if changes else []
    return {
        "why_not": "",
        "games": games.titles,
        "first": games.first,
        "told": {game: _told(games, game) for game in games.titles},
        "datasets": datasets,
        "charts": [chart, *changed],
        "chart": chart,
        "table": shares.tabulate(games, shown),
        "changed": changed,
        "builds": [split_sentence(one.text, one.figures) for one in options.build_lines(games)],
        "options": options.tabulate(games),
    }


def _told(games: PowerGames, game: str) -> Context:
    """Return what one game says: sentences, tables and reasons."""
    lines = game_lines(games, game)
    return {
        "lines": [split_sentence(line.text, line.figures) for line in lines],
        "blocks": tabulate_blocks(games, game),
        "arcs": tabulate_arcs(games, game),
        "reasons": reasons(games, game),
    }


SECTION = Section(
    id="power", title="Who holds power in the network", template="power.html", build=build
)
