"""What a figure rests on: statements, or an assumption with its reason (C2).

`assumed` that begins with names of columns and a colon (`cost, tariff: no source gives
them`) speaks of those columns only; the other figures of the row rest on its statements.
Without such a list it speaks of the whole row, unless the row names statements.
"""

from __future__ import annotations

from attrs import frozen

from suasion.cases.records import Row
from suasion.schema import table_schema


@frozen(kw_only=True)
class Provenance:
    """What one figure rests on."""

    statements: tuple[str, ...]
    """Ids of statements; none if the figure is assumed."""
    assumed: str | None
    """The reason, if the figure is assumed."""

    @property
    def is_nothing(self) -> bool:
        """Tell whether it rests on neither."""
        return not self.statements and self.assumed is None


def split_assumed(row: Row) -> tuple[tuple[str, ...], str]:
    """Return the columns that `assumed` names (none: the whole row) and the reason."""
    text = row.text("assumed")
    head, colon, reason = text.partition(":")
    names = tuple(name.strip() for name in head.split(","))
    columns = table_schema(row.table).columns
    if colon and all(name in columns for name in names):
        return names, reason.strip()
    return (), text.strip()


def provenance(row: Row, column: str) -> Provenance:
    """Return what the figure in one column of a row rests on."""
    names, reason = split_assumed(row)
    statements = row.words("statements")
    is_assumed = column in names if names else bool(reason) and not statements
    if is_assumed:
        return Provenance(statements=(), assumed=reason)
    return Provenance(statements=statements, assumed=None)
