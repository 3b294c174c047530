"""Quid pro quos: changes that pass together while no part of them does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.report.data_tables import TableRow, TableView
from suasion.report.deals.amounts import GAIN, money, share
from suasion.report.deals.keyed import figure_cell, first_rows, keyed_figure
from suasion.report.deals.traces import exchange_address
from suasion.report.deals.words import DealWords, Row, gains_by_item, number, parts_of

DATASET = "deals-exchanges"
MOST = 15
"""Exchanges shown for each account, the most probable; the tables of the run hold more."""
SHARES = {
    "probability": "needed: share of draws in which both gain and no part alone would pass",
    "passes": "share of draws in which both gain, parts that pass included",
    "holds": "of those draws, the share in which neither side would break it",
}


def shown_links(words: DealWords) -> list[Row]:
    """Return the exchanges that are shown: the most probable of each account."""
    found: dict[str, list[Row]] = {}
    for row in words.view.rows("deals_links"):
        found.setdefault(str(row["account"]), []).append(row)
    return [row for rows in found.values() for row in rows[:MOST]]


def collect_rows(words: DealWords) -> tuple[Row, ...]:
    """Return tidy rows: the gains of both sides and the shares of draws of each exchange."""
    gains = gains_by_item(words.view, "exchange")
    made: list[Row] = []
    for row in shown_links(words):
        item, account = str(row["item"]), str(row["account"])
        told, trace = words.named(parts_of(item)), exchange_address(item)
        for side in words.sides:
            title = f"{told}: gain of {words.actor(side)}"
            figure = money(words, title, gains[account, item][side], GAIN, trace)
            made.append(keyed_figure(f"{item}|{side}", figure))
        made += _shares(words, row, told, trace)
    return tuple(made)


def _shares(words: DealWords, row: Row, told: str, trace: str) -> Iterator[Row]:
    for column, note in SHARES.items():
        figure = share(words, f"{told}: {column}", row, column, trace, f"{note}.".capitalize())
        yield keyed_figure(f"{row['item']}|{column}", figure)


def tabulate(words: DealWords, rows: Sequence[Row]) -> TableView:
    """Return the table of exchanges, those of the shared base first."""
    first = first_rows(rows)
    links = sorted(shown_links(words), key=lambda row: (row["account"] != "", _rarity(row)))
    items = dict.fromkeys(str(row["item"]) for row in links)
    names = (*words.sides, *SHARES)
    return TableView(
        id="deals-exchanges",
        caption="Quid pro quos: what passes only together, the most often needed first",
        columns=(
            *(f"Gain of {words.actor(side)}" for side in words.sides),
            "Needed in",
            "Passes in",
            "Kept by both in",
        ),
        rows=tuple(
            TableRow(
                heading=words.named(parts_of(item)),
                trace=exchange_address(item),
                is_hidden=f"{item}|probability" not in first,
                cells=tuple(figure_cell(first, f"{item}|{name}") for name in names),
            )
            for item in items
        ),
        dataset=DATASET,
        is_sortable=True,
    )


def _rarity(row: Row) -> float:
    return -(number(row, "probability") or 0.0)
