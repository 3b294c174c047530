"""A case as it was read: its heading and its rows, frozen.

A row holds typed values by column name. Where a case states nothing and the format has a
default, the row holds the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from suasion.quantities import Quantity


@frozen
class ParameterRef:
    """A cell that says `@id`: its figure is the parameter's, one random variable."""

    id: str

    def __str__(self) -> str:
        return f"@{self.id}"


@frozen(kw_only=True)
class Row:
    """One row of a table. A cell is read as `row["column"]`.

    Values by type of column: text, enum, ref, market, label, when: str (empty: ""); date: date
    or None; number: float or None; flag: bool; quantity: Quantity, ParameterRef or None;
    refs, statements, labels: tuple of str; shares: tuple of (actor, share), sorted by actor;
    items: tuple of (kind, id); factors: tuple of (form, parameter); weighted: tuple of
    (stock, coefficient); gates: tuple of (stock, operator, value).
    """

    table: str
    id: str
    line: int = field(eq=False)
    """Row as a spreadsheet counts it; the header is usually 1."""
    values: Mapping[str, object]
    given: frozenset[str]
    """Columns in which the case itself states something."""

    def __getitem__(self, column: str) -> object:
        return self.values[column]

    @property
    def known_from(self) -> date | None:
        """Return the first day on which the row could be known; None: always known."""
        value = self.values.get("known_from")
        return value if isinstance(value, date) else None

    @property
    def title(self) -> str:
        """Return what the row is called: its title, or what it says, or its id."""
        for column in ("title", "paraphrase", "what", "text", "row", "as_written"):
            value = self.values.get(column)
            if isinstance(value, str) and value:
                return value
        return self.id

    def text(self, column: str) -> str:
        """Return a text cell (text, enum, ref, market, label, when)."""
        value = self.values.get(column, "")
        return value if isinstance(value, str) else ""

    def words(self, column: str) -> tuple[str, ...]:
        """Return a list cell (refs, statements, labels)."""
        value = self.values.get(column, ())
        return value if isinstance(value, tuple) else ()

    def shares(self, column: str) -> tuple[tuple[str, float], ...]:
        """Return a cell of shares."""
        value = self.values.get(column, ())
        return value if isinstance(value, tuple) else ()

    def factors(self, column: str) -> tuple[tuple[str, str], ...]:
        """Return a cell of factors: (form, parameter), the form one of "", "1-" and "0-"."""
        value = self.values.get(column, ())
        return value if isinstance(value, tuple) else ()

    def weighted(self, column: str) -> tuple[tuple[str, float], ...]:
        """Return a weighted sum: (stock, coefficient); the stock `1` stands for one."""
        value = self.values.get(column, ())
        return value if isinstance(value, tuple) else ()

    def gates(self, column: str) -> tuple[tuple[str, str, float], ...]:
        """Return conditions on stocks: (stock, operator, value)."""
        value = self.values.get(column, ())
        return value if isinstance(value, tuple) else ()

    def figure(self, column: str) -> Quantity | ParameterRef | None:
        """Return a cell that holds a figure."""
        value = self.values.get(column)
        return value if isinstance(value, Quantity | ParameterRef) else None


@frozen(kw_only=True)
class MarketMeta:
    """One market as declared in case.toml."""

    name: str
    title: str
    unit: str
    price_unit: str
    origin_rule: str = "label"
    bans: tuple[tuple[str, str], ...] = ()
    """Pairs (buyer or bloc, label): bans that a question about origin rules takes up."""


@frozen(kw_only=True)
class Observable:
    """A named number to be read off a solved market."""

    name: str
    title: str
    market: str
    kind: str
    """flow: over `arcs` less `minus_arcs`, without `exclude_labels`; unit_cost: of the market."""
    arcs: tuple[str, ...] = ()
    minus_arcs: tuple[str, ...] = ()
    exclude_labels: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@frozen(kw_only=True)
class CaseMeta:
    """The heading of a case: case.toml."""

    title: str
    window: tuple[date, date]
    as_of: date
    dyad: tuple[str, str]
    currency_year: int
    seed: int
    horizons: Mapping[str, float]
    """Length of each horizon in days, shortest first."""
    markets: Mapping[str, MarketMeta]
    observables: tuple[Observable, ...] = ()


@frozen(kw_only=True)
class Case:
    """A case: heading and tables, as read from a folder or seen as of a day."""

    name: str
    path: Path = field(eq=False)
    meta: CaseMeta
    tables: Mapping[str, tuple[Row, ...]]
    digest: str
    """SHA-256 of the contents (of the visible rows, for a view as of a day)."""
    day: date | None = None
    """Day of the view; None: everything, with all versions."""

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table; none if the case has no such table."""
        return self.tables.get(table, ())

    def find(self, table: str, row_id: str) -> Row | None:
        """Return the last row with that id, or None."""
        found = [row for row in self.rows(table) if row.id == row_id]
        return found[-1] if found else None
