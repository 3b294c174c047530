"""How hindcasts did: mean scores by forecaster, and deeds one by one."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.mechanisms.cards import finite
from suasion.report.record.words import BASELINES, RecordWords, Row
from suasion.report.view import ShownFigure

NOTHING = "\u2013"
_COLUMNS = {
    "n_counts": "Counts scored",
    "count_log_score": "Mean log score of counts",
    "n_deeds": "Deeds scored",
    "brier": "Mean Brier score of deeds",
    "deed_log_score": "Mean log score of deeds",
}


def tabulate_scores(words: RecordWords) -> TableView | None:
    """Return mean scores, baselines last; None where nothing was forecast."""
    found = words.rows("hindcast_scores")
    if not found:
        return None
    rows = sorted(found, key=lambda row: str(row["account"]) in BASELINES)
    return TableView(
        id="hindcast-scores",
        caption="Mean scores of hindcasts; lower is better",
        columns=tuple(_COLUMNS.values()),
        rows=tuple(
            TableRow(
                heading=words.title(row["account"]),
                cells=tuple(_score(words, row, column) for column in _COLUMNS),
            )
            for row in rows
        ),
    )


def _score(words: RecordWords, row: Row, column: str) -> Cell:
    if column.startswith("n_"):
        return Cell(text=str(row[column]))
    figure = ShownFigure(
        title=f"{words.title(row['account'])}: {_COLUMNS[column].lower()}",
        value=finite(row, column),
        unit="1",
        account=words.shown_account(row["account"]),
    )
    return Cell(figure=figure)


def tabulate_deeds(words: RecordWords) -> TableView | None:
    """Return the probability of a hostile and of a friendly deed by day; None without any."""
    rows = words.rows("hindcast_deeds")
    if not rows:
        return None
    names = sorted(
        dict.fromkeys(str(row["account"]) for row in rows), key=lambda name: name in BASELINES
    )
    found: dict[tuple[str, int, str], dict[str, Row]] = {}
    for row in rows:
        key = (str(row["day"]), int(finite(row, "days") or 0), str(row["deed"]))
        found.setdefault(key, {})[str(row["account"])] = row
    return TableView(
        id="hindcast-deeds",
        caption="Probability of a material act of one side towards the other",
        columns=("What came", *(words.title(name) for name in names)),
        rows=tuple(
            TableRow(
                heading=f"{day}, {days} days: a {deed} deed",
                cells=(
                    Cell(text=_told(own)),
                    *(_chance(words, own.get(name), deed) for name in names),
                ),
            )
            for (day, days, deed), own in found.items()
        ),
    )


def _told(own: Mapping[str, Row]) -> str:
    observed = next(iter(own.values()))["observed"]
    return "not over yet" if observed is None else ("yes" if observed else "no")


def _chance(words: RecordWords, row: Row | None, deed: str) -> Cell:
    if row is None:
        return Cell(text=NOTHING)
    error = finite(row, "standard_error")
    figure = ShownFigure(
        title=f"{words.title(row['account'])}: a {deed} deed within {row['days']} days of "
        f"{row['day']}",
        value=finite(row, "probability"),
        unit="share",
        account=words.shown_account(row["account"]),
    )
    shown = ShownFigure(title="", value=error, unit="share")
    return Cell(figure=figure, mark="" if error is None else f"\u00b1\u202f{shown.text}")
