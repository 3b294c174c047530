"""The clusters of the record with their events, and how often a simulated record is recovered."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from suasion.cases.records import Row as CaseRow
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.mechanisms.cards import finite
from suasion.report.record.fits import days_of
from suasion.report.record.words import RecordWords, Row
from suasion.report.sections.timeline import actors_of, figure_of, when
from suasion.report.view import ShownFigure

LEVEL = "90 % (Wilson)"


@frozen(kw_only=True)
class ClusterEvent:
    """One act of a cluster."""

    id: str
    when: str
    actors: str
    what: str
    intensity: ShownFigure
    statements: tuple[str, ...]


@frozen(kw_only=True)
class ToldCluster:
    """One cluster with its acts."""

    title: str
    days: str
    events: tuple[ClusterEvent, ...]


def tell_clusters(words: RecordWords) -> list[ToldCluster]:
    """Return the clusters in order, each with its acts as the case has them."""
    known = {row.id: row for row in words.view.case_rows("events")}
    visible = frozenset(row.id for row in words.view.case_rows("statements"))
    return [
        ToldCluster(
            title=f"Cluster {row['cluster']}",
            days=days_of(row),
            events=tuple(
                _event(name, known, visible) for name in str(row["events"]).split(";") if name
            ),
        )
        for row in words.rows("record_clusters")
    ]


def _event(name: str, known: Mapping[str, CaseRow], visible: frozenset[str]) -> ClusterEvent:
    row = known.get(name)
    if row is None:
        nothing = ShownFigure(title=name, value=None, unit="1")
        return ClusterEvent(
            id=name, when="", actors="", what=name, intensity=nothing, statements=()
        )
    return ClusterEvent(
        id=name,
        when=when(row),
        actors=actors_of(row),
        what=row.text("what"),
        intensity=figure_of(row),
        statements=tuple(found for found in row.words("statements") if found in visible),
    )


def tabulate_recovery(words: RecordWords) -> TableView | None:
    """Return how often each account fits its own simulated records best; None without any."""
    rows = words.rows("record_recovery")
    if not rows:
        return None
    return TableView(
        id="record-recovery",
        caption="Simulated records by the account that made them",
        columns=("Records", "Fitted best by their maker", "Share", "By chance"),
        rows=tuple(
            TableRow(
                heading=words.title(row["account"]),
                cells=(
                    Cell(text=str(row["records"])),
                    Cell(text=str(row["won"])),
                    Cell(figure=_share(words, row)),
                    Cell(figure=_by_chance(words, row)),
                ),
            )
            for row in rows
        ),
    )


def _share(words: RecordWords, row: Row) -> ShownFigure:
    won, records = finite(row, "won"), finite(row, "records")
    return ShownFigure(
        title=f"{words.title(row['account'])}: share of its records that it fits best",
        value=won / records if won is not None and records else None,
        low=finite(row, "low"),
        high=finite(row, "high"),
        unit="share",
        account=words.shown_account(row["account"]),
        level=LEVEL,
    )


def _by_chance(words: RecordWords, row: Row) -> ShownFigure:
    return ShownFigure(
        title="Share by chance, if the record told nothing",
        value=finite(row, "by_chance"),
        unit="share",
        account=words.shown_account(row["account"]),
    )
