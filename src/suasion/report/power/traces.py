"""Where the numbers about power come from: markets, players, builds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suasion.report.power.games import PowerGames, build_address, player_address
from suasion.report.view import ReportInput, TraceEntry

Index = Mapping[str, tuple[str, ...]]


def power_entries(view: ReportInput, index: Index) -> Iterator[TraceEntry]:
    """Yield the entries of all that the section on power links to."""
    games = PowerGames(view)
    arcs = {str(row["arc"]): str(row["market"]) for row in view.rows("flows")}
    players = dict.fromkeys((str(r["market"]), str(r["player"])) for r in view.rows("power"))
    for market in dict.fromkeys(market for market, _ in players):
        inside = [f"flows.{arc}" for arc, own in arcs.items() if _is_in(market, own)]
        yield TraceEntry(
            address=f"power.{market}",
            title=f"Power: {games.market(market)}",
            depends_on=tuple(inside),
            note="Each coalition's value is an optimum of the market with what its members "
            "consent to and own.",
        )
    for market, player in players:
        consents = [
            f"flows.{row.id}"
            for row in view.case_rows("arcs")
            if row.id in arcs and _is_in(market, arcs[row.id]) and player in row.words("consent")
        ]
        yield TraceEntry(
            address=player_address(market, player),
            title=f"Power of {games.actor(player)}: {games.market(market)}",
            depends_on=(f"power.{market}", *consents),
            note="Below: arcs that need its consent. Its supply and demand count as well.",
        )
    yield from _builds(view, index)


def _is_in(market: str, own: str) -> bool:
    return market in {own, "both"}


def _builds(view: ReportInput, index: Index) -> Iterator[TraceEntry]:
    titles = {str(row["build"]): str(row["title"]) for row in view.rows("power_options")}
    for build, title in titles.items():
        row = view.case.find("builds", build)
        yield TraceEntry(
            address=build_address(build),
            title=f"{title}: as an option",
            statements=row.words("statements") if row else (),
            assumed=row.text("assumed") if row else "",
            depends_on=index.get(f"builds.{build}", ()),
            note="The game in which coalitions may use the build at its cost, less the game "
            "without it.",
        )
