"""Who reacts to whom in the case's own events, or why the record cannot tell."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput, ShownFigure

Row = Mapping[str, object]


def build(view: ReportInput) -> Context | None:
    """Return the verdict with its reasons and tests; None where nobody asked."""
    rows = view.rows("reactions") if "reactions" in view.tables else []
    if not rows:
        why = view.unanswered.get("reactions")
        return {"why_not": why} if why else None
    lines = view.rows("reactions_lines")
    told = {kind: [str(one["text"]) for one in lines if one["kind"] == kind] for kind in KINDS}
    return {
        "why_not": "",
        "verdict": {name: rows[0][name] for name in TOLD},
        "again": ShownFigure(
            title="draws of uncertain days in which it is refused",
            value=_number(rows[0]["refused_share"]),
            unit="share",
        ),
        "told": told,
        "rates": _rates(view),
        "answers": _answers(view),
        "lags": _lags(view),
    }


TOLD = (
    "dyad",
    "since",
    "until",
    "scale",
    "n_events",
    "refused",
    "n_events_needed",
    "residuals_passed",
)
"""What the sentences tell of the verdict."""
KINDS = ("refusal", "variants", "note", "dropped")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _count(title: str, value: object) -> ShownFigure:
    return ShownFigure(title=title, value=_number(value), unit="1")


def _figure(title: str, row: Row, name: str, unit: str = "1") -> ShownFigure:
    return ShownFigure(
        title=title,
        value=_number(row[name]),
        low=_number(row.get("low")),
        high=_number(row.get("high")),
        unit=unit,
    )


def _rates(view: ReportInput) -> TableView:
    rows = tuple(
        TableRow(
            heading=str(row["kind"]),
            cells=(
                Cell(text=str(row["n_events"])),
                Cell(figure=_figure("acts a day that answer nothing", row, "per_day", "1/day")),
            ),
        )
        for row in view.rows("reactions_rates")
    )
    return TableView(
        id="table-reactions-rates",
        caption="Acts by kind, and the rate of those that answer nothing, 90 % interval",
        columns=("acts", "rate"),
        rows=rows,
    )


def _answers(view: ReportInput) -> TableView | None:
    found = view.rows("reactions_answers")
    if not found:
        return None
    rows = tuple(
        TableRow(
            heading=f"{row['receiver']} after {row['sender']}",
            cells=(
                Cell(figure=_figure("acts that one act brings forth", row, "excitation")),
                Cell(text=str(row["verdict"])),
            ),
        )
        for row in found
    )
    return TableView(
        id="table-reactions-answers",
        caption="Who answers whom: acts that one act brings forth directly, 90 % interval",
        columns=("acts per act", "verdict"),
        rows=rows,
    )


def _lags(view: ReportInput) -> TableView | None:
    found = view.rows("reactions_lags")
    if not found:
        return None
    rows = tuple(
        TableRow(
            heading=f"{row['cause']} before {row['effect']}, {row['lags']} weeks",
            cells=(
                Cell(figure=_count("F statistic", row["f"])),
                Cell(figure=_count("p-value", row["p_value"])),
            ),
        )
        for row in found
    )
    return TableView(
        id="table-reactions-lags",
        caption="Autoregression of weekly net intensity: does one side's past help to foretell the "
        "other's? A finding of one number of lags is none",
        columns=("F", "p"),
        rows=rows,
    )


SECTION = Section(
    id="reactions", title="Who reacts to whom", template="reactions.html", build=build
)
