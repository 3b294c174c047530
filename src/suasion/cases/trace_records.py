"""What a trace found: from a number up to who said it, and down to what uses it."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class TracedStatement:
    """A statement that something rests on, with who said it."""

    id: str
    paraphrase: str
    speaker: str
    reported_by: str
    outlet: str
    """Where it appeared; the title of the source where no outlet is given."""
    source: str
    date: str
    """When it was said; the date of the source where nothing else is known."""
    date_of_matter: str
    kind: str
    modality: str
    credence: str
    quantity: str
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    spread_with: tuple[str, ...]
    derived_from: tuple[str, ...]


@frozen(kw_only=True)
class TracedFigure:
    """A figure with what it rests on."""

    address: str
    text: str
    unit: str
    central: float
    low: float
    high: float
    statements: tuple[str, ...]
    assumed: str | None
    is_default: bool
    is_conflict: bool


@frozen(kw_only=True)
class TracedAccount:
    """A value that an account sets or claims."""

    account: str
    row: str
    kind: str
    value: str
    score: str
    transformation: str
    statements: tuple[str, ...]


@frozen(kw_only=True)
class TraceLink:
    """A row, or an observable, on the way."""

    key: str
    """`table.id`, or `observables.NAME`."""
    title: str
    relation: str
    """How it is linked, in words."""
    steps: int
    """Number of links between it and what was asked for."""


@frozen(kw_only=True)
class TraceResult:
    """Everything that a thing of a case rests on and everything that rests on it."""

    what: str
    key: str
    title: str
    day: str
    cells: tuple[tuple[str, str], ...]
    """Columns and texts of the row."""
    figures: tuple[TracedFigure, ...]
    """Its own figures first, then those of what it is made of."""
    accounts: tuple[TracedAccount, ...]
    statements: tuple[TracedStatement, ...]
    rests_on: tuple[TraceLink, ...]
    used_by: tuple[TraceLink, ...]
    also: tuple[str, ...]
    """Other things of the same name."""
