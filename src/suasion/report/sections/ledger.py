"""Who said what, how surely: all statements, with spread and contradiction side by side.

Two relations are never mixed: *spread*, competing estimates of one quantity, and
*contradiction*, an incompatible date, fact or direction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from suasion.cases.records import Row
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput

FILTERS = ("source", "modality", "topic")


@frozen(kw_only=True)
class Statement:
    """One statement as the ledger shows it."""

    row: Row
    outlet: str
    quantity: str
    contradicts: tuple[str, ...]
    spread: tuple[str, ...]

    @property
    def searched(self) -> str:
        """Return the words that the text filter looks through."""
        parts = [self.row.id, self.outlet, self.quantity]
        parts += [self.row.text(c) for c in ("paraphrase", "speaker", "topic", "credence")]
        return " ".join(part for part in parts if part).lower()


def read_statements(view: ReportInput) -> tuple[Statement, ...]:
    """Return the visible statements with what they contradict and compete with."""
    sources = {row.id: row for row in view.case_rows("sources")}
    known = {row.id for row in view.case_rows("statements")}
    return tuple(
        Statement(
            row=row,
            outlet=_outlet(row, sources),
            quantity=" ".join(
                p for p in (row.text("quantity_value"), row.text("quantity_unit")) if p
            ),
            contradicts=tuple(s for s in row.words("contradicts") if s in known),
            spread=tuple(s for s in row.words("spread_with") if s in known),
        )
        for row in view.case_rows("statements")
    )


def _outlet(row: Row, sources: Mapping[str, Row]) -> str:
    source = sources.get(row.text("source"))
    if source is None:
        return row.text("reported_by")
    return source.text("outlet") or source.text("title") or source.id


def contradictions(statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Return each pair of statements that contradict each other, once."""
    by_id = {statement.row.id: statement for statement in statements}
    pairs = {
        tuple(sorted((statement.row.id, other)))
        for statement in statements
        for other in statement.contradicts
    }
    return [(by_id[one], by_id[other]) for one, other in sorted(pairs)]


def spreads(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Return groups of statements that estimate one quantity, by what connects them."""
    by_id = {statement.row.id: statement for statement in statements}
    groups: list[list[Statement]] = []
    seen: set[str] = set()
    for statement in statements:
        if not statement.spread or statement.row.id in seen:
            continue
        group, waiting = [], [statement.row.id]
        while waiting:
            name = waiting.pop(0)
            if name not in seen:
                seen.add(name)
                group.append(by_id[name])
                waiting += by_id[name].spread
        groups.append(group)
    return groups


def build(view: ReportInput) -> Context | None:
    """Return statements, contradictions and spreads."""
    statements = read_statements(view)
    if not statements:
        return None
    return {
        "statements": statements,
        "contradictions": contradictions(statements),
        "spreads": spreads(statements),
        "sources": view.case_rows("sources"),
        "choices": {
            name: sorted({s.row.text(name) for s in statements if s.row.text(name)})
            for name in FILTERS
        },
        "source_titles": {
            row.id: row.text("outlet") or row.text("title") for row in view.case_rows("sources")
        },
    }


SECTION = Section(id="ledger", title="Who said what", template="ledger.html", build=build)
