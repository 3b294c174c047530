"""One mechanism as the page tells it: what sources say, what was done, what came out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from attrs import frozen

from suasion.cases.records import Row as CaseRow
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.view import ReportInput, ShownFigure

Row = Mapping[str, object]

JOINED = " + "
VERDICTS = {
    "holds": "The effect is there with its sign, the reverse reverses it, and without the declared "
    "edges less than a quarter is left.",
    "holds redundantly": "The effect is there, and a quarter or more survives without the declared "
    "edges: something else carries it too.",
    "fails": "A condition is not met; which one stands in the row.",
    "vacuous": "Without the declared edges nothing leads from treatment to metric: the ablation "
    "shows nothing.",
    "contrast only": "Given from outside or read off elsewhere: no experiment of the crisis.",
    "not represented": "The model does not contain it.",
}
"""What each verdict says, in the order in which they are counted."""
SIGNS = {
    "holds": "\u25cf",
    "holds redundantly": "\u25d0",
    "fails": "\u25cb",
    "vacuous": "\u2205",
    "contrast only": "\u25ab",
    "not represented": "\u2013",
}
LEVEL = "95 %"
"""What intervals of experiments hold, of the mean over draws."""
LEAST_TAKEN = 0.75
"""Share left at or below which another ablation is shown."""


@frozen(kw_only=True)
class MechanismCard:
    """One mechanism with the figures of its experiment."""

    row: Row
    authors: str
    actors: str
    statements: tuple[str, ...]
    against: tuple[str, ...]
    carriers: tuple[str, ...]
    """Titles of the mechanisms that carry the effect too, with their ids."""
    figures: Mapping[str, ShownFigure]
    others: TableView | None
    """What other ablations leave of the effect."""

    @property
    def sign(self) -> str:
        """Return the sign of the verdict."""
        return SIGNS.get(self.status, "?")

    @property
    def status(self) -> str:
        """Return the verdict."""
        return str(self.row["status"])

    @property
    def is_experiment(self) -> bool:
        """Decide whether an experiment was run."""
        return bool(self.row["treatment"])

    def text(self, column: str) -> str:
        """Return the words of a column."""
        return str(self.row[column])


def finite(row: Row, column: str) -> float | None:
    """Return a number of a row; None where it has none."""
    value = row[column]
    known = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if known and isinstance(value, int | float) else None


def make_cards(view: ReportInput) -> list[MechanismCard]:
    """Return all mechanisms in the order of the case."""
    rows = [_known(row) for row in view.rows("mechanisms")]
    declared = {row.id: row for row in view.case_rows("mechanisms")}
    titles = {str(row["id"]): str(row["title"]) for row in rows}
    matrix = view.rows("mechanism_matrix") if "mechanism_matrix" in view.tables else []
    visible = frozenset(row.id for row in view.case_rows("statements"))
    return [
        MechanismCard(
            row=row,
            authors=_text(declared.get(str(row["id"])), "authors"),
            actors=", ".join(_words(declared.get(str(row["id"])), "actors")),
            statements=_cited(row, "statements", visible),
            against=_cited(row, "against", visible),
            carriers=tuple(f"{name} {titles.get(name, '')}" for name in _split(row["carriers"])),
            figures=_figures(row, _cited(row, "statements", visible)),
            others=_others(str(row["id"]), matrix, titles),
        )
        for row in rows
    ]


def _known(row: Row) -> Row:
    """Return the row with nothing in the place of numbers that are none."""
    return {name: finite(row, name) if isinstance(v, float) else v for name, v in row.items()}


def _text(row: CaseRow | None, column: str) -> str:
    return row.text(column) if row is not None else ""


def _words(row: CaseRow | None, column: str) -> tuple[str, ...]:
    return row.words(column) if row is not None else ()


def _split(value: object) -> tuple[str, ...]:
    return tuple(part for part in str(value or "").split(JOINED) if part)


def _cited(row: Row, column: str, visible: frozenset[str]) -> tuple[str, ...]:
    """Return the statements of a row that could be known on the day."""
    return tuple(name for name in _split(row[column]) if name in visible)


def _figures(row: Row, cited: tuple[str, ...]) -> Mapping[str, ShownFigure]:
    """Return the figures of an experiment, by name."""
    return {
        name: ShownFigure(
            title=f"{row['id']}: {title}",
            value=finite(row, columns[0]),
            low=finite(row, columns[1]) if columns[1] else None,
            high=finite(row, columns[2]) if columns[2] else None,
            unit=unit,
            statements=cited,
            note=f"Metric: {row['metric']}." if unit == "1" else "",
            level=LEVEL,
        )
        for name, (title, columns, unit) in _SHOWN.items()
    }


_SHOWN: Mapping[str, tuple[str, tuple[str, str, str], str]] = {
    "level": ("metric without the treatment", ("level", "", ""), "1"),
    "effect": ("effect of the treatment", ("effect", "low", "high"), "1"),
    "reverse": (
        "effect of the reverse",
        ("reverse_effect", "reverse_low", "reverse_high"),
        "1",
    ),
    "ablated": (
        "effect without the declared edges",
        ("ablated_effect", "ablated_low", "ablated_high"),
        "1",
    ),
    "left": ("share of the effect left", ("left", "left_low", "left_high"), "share"),
    "draw_share": ("draws with the expected sign", ("draw_share", "", ""), "share"),
}


def _others(name: str, matrix: Sequence[Row], titles: Mapping[str, str]) -> TableView | None:
    """Return what each other ablation leaves of the effect, those that take most first."""
    taken = sorted(
        (left, str(row["ablation"]), row)
        for row in matrix
        if row["mechanism"] == name
        and row["ablation"] != name
        and (left := finite(row, "left")) is not None
        and left <= LEAST_TAKEN
    )
    if not taken:
        return None
    return TableView(
        id=f"mechanism-others-{name.lower()}",
        caption="What the ablation of another mechanism leaves of this effect (fewer draws)",
        columns=("Share left",),
        rows=tuple(
            TableRow(
                heading=f"{other} {titles.get(other, '')}",
                cells=(Cell(figure=_left(name, other, row)),),
            )
            for _, other, row in taken
        ),
    )


def _left(name: str, other: str, row: Row) -> ShownFigure:
    return ShownFigure(
        title=f"{name} without the edges of {other}: share left",
        value=finite(row, "left"),
        low=finite(row, "low"),
        high=finite(row, "high"),
        unit="share",
        level=LEVEL,
    )
