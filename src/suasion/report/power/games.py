"""The games that power is read in: one for each market and each rule for outsiders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define, field

from suasion.report.naming import actor_titles, plain_titles
from suasion.report.view import ReportInput, ShownFigure

Row = Mapping[str, object]
Columns = tuple[str, str, str]

JOINED = " + "
ALL_MARKETS = "both"
RULES = {
    "idle": "outsiders idle",
    "trade": "outsiders trade",
}


def number(row: Row, column: str) -> float | None:
    """Return a number of a row; None where it has none."""
    value = row[column]
    return float(value) if isinstance(value, int | float) else None


def game_of(row: Row) -> str:
    """Return the id of the game that a row is about."""
    return f"{row['market']}.{row['rule']}"


def player_address(market: object, player: object) -> str:
    """Return the address of a player's power in a market."""
    return f"power.{market}.{player}"


def build_address(build: object) -> str:
    """Return the address of what a build changes as an option."""
    return f"power.build.{build}"


@define(slots=False)
class PowerGames:
    """The games of a page with what they are called."""

    view: ReportInput = field()

    @cached_property
    def actors(self) -> Mapping[str, str]:
        """Return titles of actors."""
        return plain_titles(actor_titles(self.view))

    @cached_property
    def cores(self) -> Mapping[str, Row]:
        """Return the row of each game as a whole, the market with the largest gains first."""
        found = sorted(
            self.view.rows("power_core"),
            key=lambda row: (row["market"] == ALL_MARKETS, row["rule"], -self._gain(row)),
        )
        return {game_of(row): row for row in found}

    def _gain(self, row: Row) -> float:
        return number(row, "gain_usd_per_year") or 0.0

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return what each game is called, in the order in which they are offered."""
        return {
            game: f"{self.market(row['market'])}, {RULES.get(str(row['rule']), row['rule'])}"
            for game, row in self.cores.items()
        }

    @property
    def first(self) -> str:
        """Return the game that the page opens with."""
        return next(iter(self.cores), "")

    def market(self, name: object) -> str:
        """Return what a market is called."""
        if name == ALL_MARKETS:
            return "All markets together"
        return self.view.market_titles.get(str(name)) or self._meta_title(str(name))

    def _meta_title(self, name: str) -> str:
        meta = self.view.case.meta.markets.get(name)
        return meta.title if meta else name

    def unit(self, market: object) -> str:
        """Return the unit of flows in a market."""
        meta = self.view.case.meta.markets.get(str(market))
        return f"{meta.unit}/yr" if meta else ""

    def actor(self, name: object) -> str:
        """Return what an actor is called."""
        return self.actors.get(str(name), str(name))

    def named(self, players: object) -> str:
        """Return players by their titles."""
        found = [part for part in str(players).split(JOINED) if part]
        return JOINED.join(self.actor(name) for name in found)

    def money(
        self, title: str, row: Row, columns: Columns, trace: str = "", note: str = ""
    ) -> ShownFigure:
        """Return money of one row with its interval."""
        value, low, high = (number(row, name) if name else None for name in columns)
        return ShownFigure(
            title=title,
            value=value,
            low=low,
            high=high,
            unit="USD/yr",
            horizon=self.view.default_horizon,
            trace=trace,
            note=note,
        )

    def of_game(self, table: str, game: str) -> Sequence[Row]:
        """Return the rows of a table that are about one game."""
        return [row for row in self.view.rows(table) if game_of(row) == game]
