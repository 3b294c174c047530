"""One prediction as the page tells it: what was said, what the model says, what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.mechanisms.cards import finite
from suasion.report.record.words import SHARED_NAME, RecordWords, Row
from suasion.report.view import ReportInput, ShownFigure

FATES = {
    "yes": ("\u25cf", "came true"),
    "no": ("\u25cb", "did not come true"),
    "waiting": ("\u2026", "waits"),
    "void": ("\u2205", "void"),
}
"""Sign and words of what became of a prediction."""
LEVEL = "90 %, from drawing so few"
Z_90 = 1.6448536269514722
"""Standard errors on either side that hold 90 %."""
_WORD = re.compile(r"([\w.-]+)")
_SEMICOLON = re.compile(r";\s*(?=\S)")


@frozen(kw_only=True)
class SourcePart:
    """Words of a source, or the id of a statement or event."""

    text: str
    anchor: str = ""
    """Where an id leads to on the page; '' for words."""


@frozen(kw_only=True)
class PredictionCard:
    """One prediction with its probabilities."""

    row: Row
    speaker: str
    fate: str
    """yes, no, void, waiting."""
    statements: tuple[str, ...]
    source: tuple[SourcePart, ...]
    climatology: ShownFigure | None
    chances: Mapping[str, ShownFigure]
    """Probability by account, those that have one."""
    table: TableView | None
    reasons: tuple[tuple[str, str], ...]
    """Why there is none: accounts, reason."""

    @property
    def sign(self) -> str:
        """Return the sign of what became of it."""
        return FATES[self.fate][0]

    @property
    def told_fate(self) -> str:
        """Return in words what became of it."""
        return FATES[self.fate][1]

    @property
    def shared(self) -> ShownFigure | None:
        """Return the probability on the shared figures; None without one."""
        return self.chances.get(SHARED_NAME)

    @property
    def name(self) -> str:
        """Return id and text."""
        return f"{self.text('id')} {self.text('text')}"

    def text(self, column: str) -> str:
        """Return the words of a column."""
        return str(self.row[column])


def make_cards(view: ReportInput) -> list[PredictionCard]:
    """Return all predictions in the order of the case."""
    words = RecordWords(view)
    chances: dict[str, list[Row]] = {}
    for row in words.rows("predictions_chances"):
        chances.setdefault(str(row["id"]), []).append(row)
    declared = {row.id: row.words("statements") for row in view.case_rows("predictions")}
    anchors = page_anchors(words)
    return [
        _card(words, row, chances.get(str(row["id"]), []), declared, anchors)
        for row in words.rows("predictions")
    ]


def _card(
    words: RecordWords,
    row: Row,
    chances: Sequence[Row],
    declared: Mapping[str, tuple[str, ...]],
    anchors: Mapping[str, str],
) -> PredictionCard:
    name = str(row["id"])
    cited = tuple(found for found in declared.get(name, ()) if found in anchors)
    figures = {
        str(chance["account"]): chance_figure(words, chance, cited)
        for chance in chances
        if finite(chance, "probability") is not None
    }
    return PredictionCard(
        row=row,
        speaker=str(row["speaker"]),
        fate=str(row["outcome"]) or "waiting",
        statements=cited,
        source=split_source(str(row["source"]), anchors),
        climatology=_climatology(row),
        chances=figures,
        table=_tabulate(words, name, chances, figures),
        reasons=_reasons(words, chances),
    )


def split_source(text: str, anchors: Mapping[str, str]) -> tuple[SourcePart, ...]:
    """Return the words of a source with the ids in it apart.

    Parameters
    ----------
    text : str
        Where it says what settled a prediction.
    anchors : Mapping of str to str
        Anchors of the page by id of a statement or event.

    Examples
    --------
    >>> [part.text for part in split_source("S1-001;a list", {"S1-001": "s.S1-001"})]
    ['S1-001', '; a list']
    """
    parts: list[SourcePart] = []
    spaced = _SEMICOLON.sub("; ", text)
    for word in (word for word in _WORD.split(spaced) if word):
        if word not in anchors and parts and not parts[-1].anchor:
            parts[-1] = SourcePart(text=parts[-1].text + word)
        else:
            parts.append(SourcePart(text=word, anchor=anchors.get(word, "")))
    return tuple(parts)


def page_anchors(words: RecordWords) -> Mapping[str, str]:
    """Return the anchors of statements, and of the events that the section on the record lists."""
    listed = ";".join(str(row["events"]) for row in words.rows("record_clusters"))
    statements = {row.id: f"s.{row.id}" for row in words.view.case_rows("statements")}
    return {**{name: f"e.{name}" for name in listed.split(";") if name}, **statements}


def chance_figure(words: RecordWords, row: Row, cited: tuple[str, ...] = ()) -> ShownFigure:
    """Return a probability with its Monte Carlo error as an interval."""
    value, error = finite(row, "probability"), finite(row, "standard_error")
    known = value is not None and error is not None
    shown = ShownFigure(title="", value=error, unit="share")
    return ShownFigure(
        title=f"{row['id']} under {words.title(row['account'])}: probability",
        value=value,
        low=max(0.0, (value or 0.0) - Z_90 * (error or 0.0)) if known else None,
        high=min(1.0, (value or 0.0) + Z_90 * (error or 0.0)) if known else None,
        unit="share",
        account=words.shown_account(row["account"]),
        statements=cited,
        level=LEVEL,
        note=f"{row['paths']} paths; error of having drawn so few: {shown.full}.",
    )


def _climatology(row: Row) -> ShownFigure | None:
    value = finite(row, "climatology")
    if value is None:
        return None
    return ShownFigure(
        title=f"{row['id']}: climatology",
        value=value,
        unit="share",
        account="climatology",
        note="If such moves come as often as the record before that day has them.",
    )


def _tabulate(
    words: RecordWords, name: str, chances: Sequence[Row], figures: Mapping[str, ShownFigure]
) -> TableView | None:
    if not figures:
        return None
    is_scored = any(finite(row, "brier") is not None for row in chances)
    scores = ("brier", "log_score") if is_scored else ()
    return TableView(
        id=f"prediction-{name.lower().replace('.', '-')}",
        caption="Probability as of the day it was made, with the error of having drawn so few",
        columns=("Probability", *(("Brier score", "Log score") if is_scored else ())),
        rows=tuple(
            TableRow(
                heading=words.title(row["account"]),
                cells=(
                    Cell(figure=figures[str(row["account"])], mark=_error(row)),
                    *(Cell(figure=_score(words, row, column)) for column in scores),
                ),
            )
            for row in chances
            if str(row["account"]) in figures
        ),
    )


def _error(row: Row) -> str:
    error = ShownFigure(title="", value=finite(row, "standard_error"), unit="share")
    return "" if error.value is None else f"\u00b1\u202f{error.text}"


def _score(words: RecordWords, row: Row, column: str) -> ShownFigure:
    name = "Brier score" if column == "brier" else "log score"
    return ShownFigure(
        title=f"{row['id']} under {words.title(row['account'])}: {name}, lower is better",
        value=finite(row, column),
        unit="1",
        account=words.shown_account(row["account"]),
    )


def _reasons(words: RecordWords, chances: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Return reasons, each with the accounts that it holds for."""
    found: dict[str, list[str]] = {}
    for row in chances:
        if row["reason"]:
            found.setdefault(str(row["reason"]), []).append(words.title(row["account"]))
    return tuple(
        ("any account" if len(names) == len(chances) else ", ".join(names), why)
        for why, names in found.items()
    )
