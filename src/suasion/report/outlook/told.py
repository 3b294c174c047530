"""The outlook in sentences, and three typical paths line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from suasion.questions.outlook_measures import ANY_DEED, COOPERATION, RELAPSE, TENSION
from suasion.report.outlook.moves import move_name, progeny_reading, unit_of
from suasion.report.outlook.words import OutlookWords, Row, number
from suasion.report.sections.answer import Piece, split_sentence
from suasion.report.view import SHARED, AnswerLine, ShownFigure

AT_FIRST = 12
"""Lines of a path that stand open."""
NAMED = {
    "calm": "A calm path",
    "middle": "A path in the middle",
    "hostile": "A hostile path",
}
LIKELY = 3
"""Outcomes that a sentence names, the most probable of those that the case names."""


@frozen(kw_only=True)
class PathLine:
    """One act of a path that is told."""

    day: int
    date: str
    who: str
    title: str
    because: str
    is_injected: bool
    is_hostile: bool
    chance: ShownFigure


@frozen(kw_only=True)
class ToldPath:
    """One path that is told."""

    title: str
    first: tuple[PathLine, ...]
    rest: tuple[PathLine, ...]


def outlook_lines(words: OutlookWords, account: str) -> list[Sequence[Piece]]:
    """Return what the outlook says under one account, in a few sentences."""
    lines = [
        *_tension_line(words, account),
        *_outcome_lines(words, account),
        *_progeny_line(words, account),
    ]
    return [split_sentence(line.text, line.figures) for line in lines]


def _on_day(words: OutlookWords, account: str, name: str, day: int) -> Row | None:
    return next(
        (
            row
            for row in words.days
            if (row["account"], row["observable"], row["day"]) == (account, name, day)
        ),
        None,
    )


def _spread(row: Row, title: str) -> ShownFigure:
    return ShownFigure(
        title=title,
        value=number(row, "p50"),
        low=number(row, "p05"),
        high=number(row, "p95"),
        unit="1",
        account=str(row["account"]),
        note="The middle of all paths; nine in ten lie within.",
    )


def _tension_line(words: OutlookWords, account: str) -> Iterator[AnswerLine]:
    last = int(number(words.runs[account], "days") or 0)
    now, then = (_on_day(words, account, TENSION, day) for day in (0, last))
    if now is None or then is None:
        return
    figures = {
        "now": _spread(now, f"Tension on {now['date']}"),
        "then": _spread(then, f"Tension on {then['date']}"),
    }
    text = f"Tension goes from {{now}} on {now['date']} to {{then}} on {then['date']}."
    cooperation = _on_day(words, account, COOPERATION, last)
    if cooperation is not None:
        figures["net"] = _spread(cooperation, "Net cooperation, last 30 days")
        text += " Net cooperation of the last 30 days is then {net}."
    yield AnswerLine(text=text, figures=figures)


def _outcome_lines(words: OutlookWords, account: str) -> Iterator[AnswerLine]:
    rows = {str(row["outcome"]): row for row in words.rows("outcomes", account)}
    bad = [name for name in (ANY_DEED, RELAPSE) if name in rows]
    if bad:
        yield _listed(words, rows, "In how many of the paths there is", bad)
    named = [n for n in rows if unit_of(n) == "share" and n not in (ANY_DEED, RELAPSE)]
    likely = sorted(named, key=lambda name: -(number(rows[name], "value") or 0.0))[:LIKELY]
    if likely:
        yield _listed(words, rows, "Most probable of what the case names:", likely)


def _listed(
    words: OutlookWords, rows: Mapping[str, Row], opening: str, names: Sequence[str]
) -> AnswerLine:
    figures = {
        f"f{at}": words.figure(name, rows[name], "value", "share") for at, name in enumerate(names)
    }
    parts = [f"{_plain(name)} {{f{at}}}" for at, name in enumerate(names)]
    return AnswerLine(text=f"{opening} {'; '.join(parts)}.", figures=figures)


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")


def _progeny_line(words: OutlookWords, account: str) -> Iterator[AnswerLine]:
    rows = words.rows("progeny", account)
    if rows:
        most = max(rows, key=lambda row: number(row, "extra") or 0.0)
        figure = words.figure(move_name(words, most), most, "extra")
        yield AnswerLine(
            text=f"The hostile act that is answered most is {_plain(move_name(words, most))}: "
            f"further hostility of {{extra}} acts of its weight, {progeny_reading(figure.value)}.",
            figures={"extra": figure},
        )


def tell_paths(words: OutlookWords, account: str) -> list[ToldPath]:
    """Return the typical paths of one account, line by line."""
    rows = words.rows("stories", account)
    told = {name: [_line(words, row) for row in rows if row["story"] == name] for name in NAMED}
    return [
        ToldPath(title=title, first=tuple(told[name][:AT_FIRST]), rest=tuple(told[name][AT_FIRST:]))
        for name, title in NAMED.items()
    ]


def _line(words: OutlookWords, row: Row) -> PathLine:
    who = f"{words.actor(row['actor'])} \u2192 {words.actor(row['target'])}"
    return PathLine(
        day=int(number(row, "day") or 0),
        date=str(row["date"]),
        who=who,
        title=str(row["title"]),
        because=str(row["because"]).replace(" + ", "; "),
        is_injected=bool(row["injected"]),
        is_hostile=str(row["klass"]).endswith("conflict"),
        chance=ShownFigure(
            title=f"{row['title']}: chance, given that {words.actor(row['actor'])} pays attention",
            value=number(row, "probability"),
            unit="share",
            account=account_of(row),
        ),
    )


def account_of(row: Row) -> str:
    """Return the account of a row; '' is the shared base."""
    return str(row["account"]) or SHARED
