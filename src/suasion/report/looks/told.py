"""What to look at next, in one plain sentence, and whether anything tells much."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from suasion.report.looks.ranked import ACCOUNT, ACCOUNTS_TOGETHER, LookWords
from suasion.report.mechanisms.cards import finite
from suasion.report.view import AnswerLine, ReportInput, ShownFigure


def answer_line(view: ReportInput) -> Iterator[AnswerLine]:
    """Yield what to look at next, in one sentence; nothing where nobody asked."""
    yield from look_line(LookWords(view))


def look_line(words: LookWords) -> Iterator[AnswerLine]:
    """Yield how uncertain the question is now, and what the best observation tells of it."""
    if words.head is None or not words.ranked:
        return
    best = words.ranked[0]
    told = words.told(best)
    prior = ShownFigure(
        title="Uncertainty before anything is looked at",
        value=finite(words.head, "prior"),
        unit=words.unit,
        account=ACCOUNTS_TOGETHER,
        note="Accounts are as likely as each other; no record is used.",
    )
    share = words.figure(best, "share of the uncertainty", ("share",), "share")
    opening = f"{_question(words)} is uncertain by {{prior}} now"
    if not (told.value or 0.0) > 0.0:
        text = f"{opening}; nothing on the list is expected to tell anything of it."
        yield AnswerLine(text=text, figures={"prior": prior})
        return
    title = str(best["title"]).translate(str.maketrans("{}", "()"))
    yield AnswerLine(
        text=f"{opening}. Most would be told by \u201c{title}\u201d: "
        f"{{told}}, {{share}} of it{_doubt(told)}.",
        figures={"prior": prior, "told": evolve(told, title=title), "share": share},
    )


def _question(words: LookWords) -> str:
    asked = str(words.head["question"]) if words.head else ACCOUNT
    return "Which account holds" if asked == ACCOUNT else f"\u201c{asked}\u201d"


def _doubt(told: ShownFigure) -> str:
    """Return what the interval takes back."""
    if told.low is not None and told.low <= 0.0:
        return "; the interval reaches 0, so that it may tell nothing"
    return ""
