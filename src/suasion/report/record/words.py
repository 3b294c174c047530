"""What accounts, baselines and parts of the record are called on the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import define, field

from suasion.report.mechanisms.cards import finite
from suasion.report.naming import account_titles, plain_titles
from suasion.report.view import SHARED, ReportInput, ShownFigure

Row = Mapping[str, object]

SHARED_NAME = "shared"
"""What tables of the record, hindcasts and predictions call the shared base."""
BASELINES = {
    "poisson by class": "constant pace (baseline)",
    "reaction only": "answers in kind (baseline)",
    "climatology": "pace so far (baseline)",
    "persistence": "as of late (baseline)",
}
LIKELIHOOD_NOTE = "Natural logarithm; only differences over the same acts mean something."
LEVEL_OF_DRAWS = "90 %, draws drawn again"


@define(slots=False)
class RecordWords:
    """The tables of the record, with titles."""

    view: ReportInput = field()

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return titles of accounts, of the shared base and of baselines."""
        found = dict(plain_titles(account_titles(self.view)))
        return {SHARED_NAME: found[SHARED], **found, **BASELINES}

    @cached_property
    def run(self) -> Row:
        """Return what the record holds, and what it tells of all accounts together."""
        return self.view.rows("record")[0]

    def title(self, name: object) -> str:
        """Return the title of an account or baseline."""
        return self.titles.get(str(name), str(name))

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none where it is not there."""
        return list(self.view.rows(table)) if table in self.view.tables else []

    def shown_account(self, name: object) -> str:
        """Return the account that a tooltip names: the shared base, an account, a baseline."""
        return SHARED if name == SHARED_NAME else BASELINES.get(str(name), str(name))

    def figure(
        self, title: str, row: Row, column: str, *, unit: str = "1", level: str = "", note: str = ""
    ) -> ShownFigure:
        """Return a figure of one account with the interval that its row holds."""
        return ShownFigure(
            title=title,
            value=finite(row, column),
            low=finite(row, "low"),
            high=finite(row, "high"),
            unit=unit,
            account=self.shown_account(row["account"]),
            level=level,
            note=note,
        )
