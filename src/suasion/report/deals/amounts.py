"""Figures about deals: money and shares with all that their tooltips say."""

from __future__ import annotations

from attrs import evolve

from suasion.report.deals.words import DealWords, Row, number
from suasion.report.view import ShownFigure

GAIN = ("gain_usd_per_year", "low", "high")
"""Columns of a gain with its interval."""
GIVES = ("gives_usd_per_year", "gives_low", "gives_high")
NASH_SHARE = ("nash_share", "nash_share_low", "nash_share_high")
NO_DEAL = ("no_deal_usd_per_year", "no_deal_low", "no_deal_high")
RUPTURE = ("rupture_loss_usd_per_year", "rupture_loss_low", "rupture_loss_high")
PAYMENT = ("payment_usd_per_year", "payment_low", "payment_high")

Columns = tuple[str, str, str]


def money(
    words: DealWords, title: str, row: Row, columns: Columns, trace: str, note: str = ""
) -> ShownFigure:
    """Return money of one row with its interval, from the columns of value, low and high."""
    value, low, high = (number(row, name) if name else None for name in columns)
    return ShownFigure(
        title=title,
        value=value,
        low=low,
        high=high,
        unit="USD/yr",
        account=str(row["account"]),
        horizon=words.horizon,
        trace=trace,
        note=note,
    )


def share_between(
    words: DealWords, title: str, row: Row, columns: Columns, trace: str
) -> ShownFigure:
    """Return a share of one row with its interval."""
    return evolve(money(words, title, row, columns, trace), unit="share")


def share(
    words: DealWords, title: str, row: Row, column: str, trace: str, note: str = ""
) -> ShownFigure:
    """Return a share of one row that has no interval: a share of draws."""
    return evolve(money(words, title, row, (column, "", ""), trace, note), unit="share")


def opposite(figure: ShownFigure) -> ShownFigure:
    """Return one less a share."""
    return evolve(figure, value=None if figure.value is None else 1.0 - figure.value)
