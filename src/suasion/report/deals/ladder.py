"""What it would take: each change alone, in an exchange, for money, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.report.charts import Chart
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.deals.amounts import GAIN, PAYMENT, money, share
from suasion.report.deals.keyed import (
    figure_cell,
    first_rows,
    keyed_figure,
    text_cell,
)
from suasion.report.deals.shares_chart import SharePart, draw_shares
from suasion.report.deals.traces import option_address
from suasion.report.deals.words import DealWords, Row, gains_by_item, number, parts_of
from suasion.report.numbers import round_significant, write_value

DATASET = "deals-ladder"
PARTS = (
    SharePart(id="passes", letter="A", title="both prefer it alone", colour="var(--one)"),
    SharePart(id="linked", letter="E", title="only within an exchange", colour="var(--three)"),
    SharePart(id="paid", letter="M", title="only for money", colour="var(--two)"),
    SharePart(id="blocked", letter="B", title="blocked", colour="var(--paper)", ink="var(--ink)"),
)
TEXTS = ("sweetener", "breaker", "notice")


def collect_rows(words: DealWords) -> tuple[Row, ...]:
    """Return tidy rows: the parts of each bar, and what the table says of each change."""
    gains = gains_by_item(words.view, "option")
    rows: list[Row] = []
    for row in words.view.rows("deals_options"):
        own = gains[str(row["account"]), str(row["item"])]
        rows += [*_bar(words, row), *_figures(words, row, own)]
    return tuple(rows)


def _bar(words: DealWords, row: Row) -> Iterator[Row]:
    option, start = str(row["item"]), 0.0
    name = words.option(option)
    for part in PARTS:
        trace = option_address(option)
        figure = share(words, f"{name}: {part.title}", row, part.id, trace, _shut_note(row))
        yield keyed_figure(
            f"{option}|{part.id}",
            figure,
            measure="part",
            name=name,
            part=part.id,
            letter=part.letter,
            start=start,
            end=start + (figure.value or 0.0),
            order=_ease(row),
        )
        start += figure.value or 0.0


def _ease(row: Row) -> float:
    """Return a number that sorts bars: what passes alone first, what is blocked last."""
    weights = {"passes": 1.0, "linked": 0.6, "paid": 0.3, "blocked": 0.0}
    return round(sum(w * (number(row, name) or 0.0) for name, w in weights.items()), 6)


def _shut_note(row: Row) -> str:
    shut = number(row, "shut")
    if not shut:
        return ""
    return f"In {write_value(shut, 'share').full} of the draws a third actor refuses it."


def _figures(words: DealWords, row: Row, gains: Mapping[str, Row]) -> Iterator[Row]:
    option = str(row["item"])
    name, trace = words.option(option), option_address(option)
    for side in words.sides:
        figure = money(words, f"{name}: gain of {words.actor(side)}", gains[side], GAIN, trace)
        yield keyed_figure(f"{option}|{side}", figure, measure="gain")
    payment = money(
        words, f"{name}: payment", row, PAYMENT, trace, "To those who lose by it alone."
    )
    yield keyed_figure(f"{option}|payment", payment, measure="payment", **_texts(words, row))
    shut = share(words, f"{name}: a third actor refuses", row, "shut", trace, _thirds(words, gains))
    yield keyed_figure(f"{option}|shut", shut, measure="shut")


def _thirds(words: DealWords, gains: Mapping[str, Row]) -> str:
    """Return the stakes of actors outside the dyad, in words."""
    told = []
    for actor, gain in gains.items():
        if actor not in words.sides:
            figure = money(words, "", gain, GAIN, "")
            span = f" ({figure.interval})" if figure.interval else ""
            told.append(f"{words.actor(actor)} {figure.full}{span}")
    return f"Stakes outside the two: {'; '.join(told)}." if told else ""


def _texts(words: DealWords, row: Row) -> dict[str, str]:
    return {
        "loser": words.actor(row["loser"]) if row["loser"] else "mostly nobody",
        "sweetener": _sweetener(words, row),
        "breaker": words.actor(row["breaker"]) if row["breaker"] else "mostly holds",
        "notice": notice(number(row, "notice_within_days")),
    }


def _sweetener(words: DealWords, row: Row) -> str:
    share = number(row, "sweetener_share")
    parts = parts_of(row["sweetener"])
    if share is None or not parts:
        return "none found"
    return f"{words.named(parts)} ({write_value(share, 'share').full} of those draws)"


def notice(days: float | None) -> str:
    """Return how soon a breach must be noticed to deter it, in words.

    >>> notice(None), notice(0.0), notice(12.0)
    ('a breach never pays', 'no notice is soon enough', '12 days')
    """
    if days is None:
        return "a breach never pays"
    if days < 1.0:
        return "no notice is soon enough"
    return f"{round_significant(days, 2)} days"


def draw_chart() -> Chart:
    """Return the ladder: one bar for each change."""
    return Chart(
        id="deals-ladder",
        title="What it would take to have each change",
        reading="Each bar is one change against how things are; its parts are shares of the "
        "draws. A: both sides prefer it by itself. E: it passes with one or two other changes. "
        "M: nothing small helps, money would. B: blocked.",
        alt="Shares of the draws in which each change passes alone, within an exchange, for "
        "money, or is blocked.",
        dataset=DATASET,
        where={"measure": ("part",)},
        spec=draw_shares(PARTS),
        exports=("name", "part", "account", "value", "unit", "statements"),
    )


def _basis(statements: tuple[str, ...]) -> Cell:
    return Cell(links=statements) if statements else Cell(text="assumed")


def tabulate(words: DealWords, rows: Sequence[Row]) -> TableView:
    """Return who must be paid what, what sweetens a change and who would break it."""
    first = first_rows(rows)
    found = words.view.rows("deals_options")
    cited = {str(row["item"]): parts_of(row["statements"]) for row in reversed(found)}
    options = dict.fromkeys(str(row["item"]) for row in found)
    return TableView(
        id="deals-ladder-table",
        caption="Each change alone: who gains, who must be paid, what sweetens it, who breaks it",
        columns=(
            *(f"Gain of {words.actor(side)}" for side in words.sides),
            "Who loses",
            "Must be paid",
            "Most frequent sweetener, where there is one",
            "Who would break it",
            "Where a breach pays: to be noticed within",
            "A third actor refuses",
            "Rests on",
        ),
        rows=tuple(_line(words, first, option, cited.get(option, ())) for option in options),
        dataset=DATASET,
    )


def _line(
    words: DealWords, first: Mapping[str, Row], option: str, cited: tuple[str, ...]
) -> TableRow:
    return TableRow(
        heading=words.titles.get(option, option),
        note=words.issues.get(words.issue_of.get(option, ""), ""),
        trace=option_address(option),
        is_hidden=f"{option}|payment" not in first,
        cells=(
            *(figure_cell(first, f"{option}|{side}") for side in words.sides),
            text_cell(first, f"{option}|payment", "loser"),
            figure_cell(first, f"{option}|payment"),
            *(text_cell(first, f"{option}|payment", name) for name in TEXTS),
            figure_cell(first, f"{option}|shut"),
            _basis(cited),
        ),
    )
