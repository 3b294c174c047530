"""What the outlook's rows are called on the page, and the figures' common fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define, field

from suasion.report.naming import account_titles, actor_titles, plain_titles
from suasion.report.view import SHARED, ReportInput, ShownFigure

Row = Mapping[str, object]


def number(row: Row, column: str) -> float | None:
    """Return a number of a row; None where it has none."""
    value = row[column]
    return float(value) if isinstance(value, int | float) else None


@define(slots=False)
class OutlookWords:
    """The tables of the outlook, with titles."""

    view: ReportInput = field()

    @cached_property
    def actors(self) -> Mapping[str, str]:
        """Return titles of actors."""
        return plain_titles(actor_titles(self.view))

    @cached_property
    def accounts(self) -> Mapping[str, str]:
        """Return titles of the accounts for which there is an outlook, the shared base first."""
        titles = account_titles(self.view)
        there = [str(row["account"]) for row in self.view.rows("outlook")]
        return {name: titles.get(name, name) for name in there}

    @cached_property
    def runs(self) -> Mapping[str, Row]:
        """Return what stands behind the outlook of each account."""
        return {str(row["account"]): row for row in self.view.rows("outlook")}

    @cached_property
    def days(self) -> Sequence[Row]:
        """Return each observable on each day."""
        return self.view.rows("outlook_observables")

    @cached_property
    def observables(self) -> Mapping[str, str]:
        """Return the observables that reach ahead, by id, in the order of the table."""
        return {
            str(row["observable"]): str(row["title"])
            for row in self.days
            if row["account"] == SHARED and row["day"] == 0
        }

    def actor(self, name: object) -> str:
        """Return the title of an actor."""
        return self.actors.get(str(name), str(name))

    def rows(self, table: str, account: str | None = None) -> list[Row]:
        """Return the rows of a table of the outlook, of all accounts or of one."""
        found = self.view.rows(f"outlook_{table}")
        return [row for row in found if account is None or row["account"] == account]

    def figure(self, title: str, row: Row, column: str, unit: str = "1") -> ShownFigure:
        """Return a figure with the interval over draws and its standard error."""
        return ShownFigure(
            title=title,
            value=number(row, column),
            low=number(row, "low"),
            high=number(row, "high"),
            unit=unit,
            account=str(row["account"]),
            note=error_note(row, unit),
        )


def error_note(row: Row, unit: str = "1") -> str:
    """Return the standard error of a mean over draws, in words."""
    error = ShownFigure(title="", value=number(row, "standard_error"), unit=unit)
    return f"Standard error of the mean over draws: {error.full}."


def error_figure(title: str, row: Row, unit: str = "1") -> ShownFigure:
    """Return the standard error as a figure."""
    return ShownFigure(
        title=f"{title}: standard error",
        value=number(row, "standard_error"),
        unit=unit,
        account=str(row["account"]),
    )
