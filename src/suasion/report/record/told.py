"""What the record says, in a few sentences: the verdict first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.comparison.record_verdicts import SAME
from suasion.report.mechanisms.cards import finite
from suasion.report.record.words import BASELINES, RecordWords, Row
from suasion.report.sections.answer import Piece, split_sentence
from suasion.report.view import AnswerLine, ShownFigure

POISSON = "poisson by class"
CLIMATOLOGY = "climatology"


def verdict_line(run: Row, titles: Mapping[str, str]) -> AnswerLine:
    """Return the verdict in words, with how often such a record could be right at all.

    Parameters
    ----------
    run : Row
        The one row of the table `record`.
    titles : Mapping of str to str
        Titles of accounts by id.
    """
    verdict = str(run["verdict"])
    told = (
        "the accounts are not distinguishable"
        if verdict == SAME
        else _named(verdict, titles).replace("{", "(").replace("}", ")")
    )
    count = "the one act" if run["acts"] == 1 else f"the {run['acts']} acts"
    text = f"On {count} of the record, {told}."
    rate, chance = finite(run, "recovery_rate"), finite(run, "by_chance")
    if rate is None or chance is None:
        return AnswerLine(text=text)
    return AnswerLine(
        text=f"{text} Of records simulated under an account, {{rate}} are fitted best by it; "
        "chance {chance}.",
        figures={
            "rate": ShownFigure(title="Recovery rate", value=rate, unit="share"),
            "chance": ShownFigure(title="Recovery by chance", value=chance, unit="share"),
        },
    )


def _named(verdict: str, titles: Mapping[str, str]) -> str:
    name, found, rest = verdict.partition(" fits ")
    return f"{titles.get(name, name)} fits {rest}" if found else verdict


def record_lines(words: RecordWords) -> list[Sequence[Piece]]:
    """Return the sentences that open the section."""
    lines = [
        verdict_line(words.run, words.titles),
        *_basis_line(words),
        *_baseline_line(words),
        *_hindcast_line(words),
    ]
    return [split_sentence(line.text, line.figures) for line in lines]


def _basis_line(words: RecordWords) -> Iterator[AnswerLine]:
    found = [
        drawn
        for row in words.rows("record_fits")
        if row["part"] == "whole" and (drawn := finite(row, "effective_draws")) is not None
    ]
    if found:
        yield AnswerLine(
            text="Likelihoods rest on {least} to {most} effective draws of "
            f"{words.run['draws']}; on fewer than five no verdict is built.",
            figures={
                name: ShownFigure(title=f"{name} effective draws of an account", value=x, unit="1")
                for name, x in (("least", min(found)), ("most", max(found)))
            },
        )


def _baseline_line(words: RecordWords) -> Iterator[AnswerLine]:
    found = [
        (value, row)
        for row in words.rows("record_verdicts")
        if row["second"] == POISSON
        and row["first"] not in BASELINES
        and (value := finite(row, "difference")) is not None
    ]
    if found:
        ends = {"least": min(found, key=lambda x: x[0]), "most": max(found, key=lambda x: x[0])}
        yield AnswerLine(
            text="Set against a constant pace of each class of acts, which knows no account, their "
            "log-likelihoods differ by {least} to {most}: below zero the clock does better.",
            figures={name: _difference(words, value, row) for name, (value, row) in ends.items()},
        )


def _difference(words: RecordWords, value: float, row: Row) -> ShownFigure:
    return ShownFigure(
        title=f"{words.title(row['first'])} less {words.title(row['second'])}",
        value=value,
        low=finite(row, "low"),
        high=finite(row, "high"),
        unit="1",
        account=words.shown_account(row["first"]),
    )


def _hindcast_line(words: RecordWords) -> Iterator[AnswerLine]:
    column = "count_log_score"
    found = {
        str(row["account"]): value
        for row in words.rows("hindcast_scores")
        if (value := finite(row, column)) is not None
    }
    accounts = [found[name] for name in found if name not in BASELINES]
    if accounts and CLIMATOLOGY in found:
        yield AnswerLine(
            text="In hindcasts of counts, where lower is better, mean log scores run from {least} "
            "to {most}; climatology, each kind at its own pace so far, has {climatology}.",
            figures={
                name: ShownFigure(title=f"mean log score of counts, {name}", value=x, unit="1")
                for name, x in (
                    ("least", min(accounts)),
                    ("most", max(accounts)),
                    (CLIMATOLOGY, found[CLIMATOLOGY]),
                )
            },
        )
