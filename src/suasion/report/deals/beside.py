"""The accounts side by side: what each agrees to, and what the Nash solution gives under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.deals.amounts import (
    GAIN,
    GIVES,
    NASH_SHARE,
    NO_DEAL,
    money,
    opposite,
    share,
    share_between,
)
from suasion.report.deals.traces import WHOLE, option_address, side_address, solution_address
from suasion.report.deals.words import DealWords, Row, gains_by_item
from suasion.report.view import ShownFigure

TONES = 9
"""Shades of the heat table, from 0 to 1."""
IN_NASH = "\u25cf"


def tabulate_agreement(words: DealWords) -> TableView:
    """Return the probability of agreement of each option under each account."""
    rows = {(str(r["item"]), str(r["account"])): r for r in words.view.rows("deals_options")}
    options = dict.fromkeys(item for item, _ in rows)
    return TableView(
        id="deals-agreement",
        caption="In how many draws the Nash solution contains a change, by account",
        columns=tuple(words.accounts.values()),
        rows=tuple(
            TableRow(
                heading=words.titles.get(option, option),
                note=words.issues.get(words.issue_of.get(option, ""), ""),
                trace=option_address(option),
                cells=tuple(
                    _heat(words, option, rows.get((option, name)), name) for name in words.accounts
                ),
            )
            for option in options
        ),
    )


def _heat(words: DealWords, option: str, row: Row | None, account: str) -> Cell:
    if row is None:
        return Cell(text="\u2013")
    is_central = option in words.nash.get(account, ())
    title = f"{words.option(option)}: agreed"
    note = "In the Nash deal on the central figures." if is_central else ""
    figure = share(words, title, row, "agreed", option_address(option), note)
    tone = "" if figure.value is None else f"{round(figure.value * TONES)}"
    return Cell(figure=figure, tone=tone, mark=IN_NASH if is_central else "")


def tabulate_accounts(words: DealWords) -> TableView:
    """Return, for each account, what no deal costs, what the Nash solution gives, who concedes."""
    sides = [words.actor(side) for side in words.sides]
    headings = (
        "A deal exists",
        "A deal exists that both would keep",
        *(f"{what} {side}" for what in _BY_SIDE for side in sides),
        "Nash deal on the central figures",
    )
    columns = [tuple(_cells(words, account)) for account in words.accounts]
    return TableView(
        id="deals-accounts",
        caption="What each account says of the bargain",
        columns=tuple(words.accounts.values()),
        rows=tuple(
            TableRow(heading=heading, cells=cells)
            for heading, cells in zip(headings, zip(*columns, strict=True), strict=True)
        ),
    )


_BY_SIDE = (
    "No deal is worth, to",
    "Nash gain of",
    "Share of what it could get at most:",
    "Gives in the Nash deal:",
    "Would concede first:",
)


def _cells(words: DealWords, account: str) -> Iterator[Cell]:
    whole = one_of(words, "deals", account)
    for column, title in (
        ("no_deal_probability", "a deal exists"),
        ("no_holding_deal_probability", "a deal exists that both would keep"),
    ):
        yield Cell(figure=opposite(share(words, title, whole, column, WHOLE)))
    sides = {str(r["actor"]): r for r in words.view.rows("deals_sides") if r["account"] == account}
    nash = gains_by_item(words.view, "solution").get((account, "nash"), {})
    for made in (_no_deal, _nash_gain, _nash_share, _given, _concession):
        for side in words.sides:
            yield Cell(figure=made(words, side, sides[side], nash.get(side, {})))
    yield Cell(text=_changes(words, account))


def one_of(words: DealWords, table: str, account: str) -> Row:
    """Return the one row of an account."""
    return next(row for row in words.view.rows(table) if row["account"] == account)


def _no_deal(words: DealWords, side: str, row: Row, _: Mapping[str, object]) -> ShownFigure:
    title = f"value of no deal to {words.actor(side)}"
    return money(words, title, row, NO_DEAL, side_address(side))


def _nash_gain(words: DealWords, side: str, _: Row, gain: Row) -> ShownFigure:
    return money(
        words,
        f"gain of {words.actor(side)} at the Nash solution",
        gain,
        GAIN,
        solution_address("nash"),
    )


def _nash_share(words: DealWords, side: str, row: Row, _: Mapping[str, object]) -> ShownFigure:
    title = f"{words.actor(side)}: gain at the Nash solution over the most it could get"
    return share_between(words, title, row, NASH_SHARE, solution_address("nash"))


def _given(words: DealWords, side: str, row: Row, _: Mapping[str, object]) -> ShownFigure:
    title = f"what {words.actor(side)} gives at the Nash solution"
    figure = money(words, title, row, GIVES, solution_address("nash"))
    more = share(words, "", row, "gives_more_share", "").full
    return evolve(figure, note=f"It gives more than the other in {more} of the draws with a deal.")


def _concession(words: DealWords, side: str, row: Row, _: Mapping[str, object]) -> ShownFigure:
    return share(
        words,
        f"{words.actor(side)} concedes first",
        row,
        "concedes_first_share",
        side_address(side),
        "Share of the draws with a deal in which its risk limit (Zeuthen) is the smaller one.",
    )


def _changes(words: DealWords, account: str) -> str:
    options = words.nash.get(account, ())
    shared = words.nash.get("", ())
    if not options:
        return "no deal on the central figures"
    if not account or set(options) == set(shared):
        return f"{len(options)} changes" + ("" if not account else ", those of the shared base")
    ours, theirs = set(options), set(shared)
    more = [words.titles.get(name, name) for name in options if name not in theirs]
    less = [words.titles.get(name, name) for name in shared if name not in ours]
    with_more = f"; with {_quoted(more)}" if more else ""
    with_less = f"; without {_quoted(less)}" if less else ""
    return f"{len(options)} changes{with_more}{with_less}"


def _quoted(titles: Sequence[str]) -> str:
    return ", ".join(f"\u201c{title}\u201d" for title in titles)


def tabulate_drivers(words: DealWords) -> TableView:
    """Return which uncertain figures go with which outcome, by account."""
    rows = words.view.rows("deals_drivers")
    return TableView(
        id="deals-drivers",
        caption="What moves the deals: figures that go with an outcome over the draws",
        columns=("Account", "Figure", "Rank correlation", "Standard error"),
        rows=tuple(
            TableRow(
                heading=words.outcome(row["outcome"]),
                cells=(
                    Cell(text=words.accounts.get(str(row["account"]), str(row["account"]))),
                    Cell(text=_figure_title(words, str(row["figure"]))),
                    Cell(figure=_number(row, "correlation", str(row["figure"]))),
                    Cell(figure=_number(row, "standard_error", str(row["figure"]))),
                ),
            )
            for row in rows
        ),
    )


def _figure_title(words: DealWords, address: str) -> str:
    row = next((r for r in words.view.case_rows("parameters") if r.id == address), None)
    return row.title if row is not None and row.title else address


def _number(row: Row, column: str, trace: str) -> ShownFigure:
    value = row[column]
    return ShownFigure(
        title=f"{row['outcome']} and {row['figure']}: {column.replace('_', ' ')}",
        value=float(value) if isinstance(value, float) else None,
        unit="1",
        account=str(row["account"]),
        trace=trace,
        note="Over the draws of the model; it says what goes together, not what causes what.",
    )


def silent_accounts(words: DealWords) -> tuple[str, ...]:
    """Return the accounts under which nothing passed three standard errors."""
    moved = {str(row["account"]) for row in words.view.rows("deals_drivers")}
    return tuple(title for name, title in words.accounts.items() if name not in moved)
