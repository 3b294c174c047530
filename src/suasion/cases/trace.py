"""Tracing: from a number up to who said it, and down to everything that uses it (C2).

Nothing is computed here: the links are those that the tables state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from suasion.cases.accounts import mapped_value
from suasion.cases.asof import present_view
from suasion.cases.figures import Figure, canonical_address, figure_address, figures
from suasion.cases.records import Case, Row
from suasion.cases.trace_graph import (
    GROUPS,
    OBSERVABLES,
    Key,
    Links,
    find_thing,
    follow,
    read_links,
)
from suasion.cases.trace_records import (
    TracedAccount,
    TracedFigure,
    TracedStatement,
    TraceLink,
    TraceResult,
)
from suasion.cases.trace_text import render_trace
from suasion.schema import table_schema


def trace_case(case: Case, what: str) -> TraceResult:
    """Return what a thing of a case rests on, up to the speakers, and what rests on it.

    Parameters
    ----------
    case : Case
        A case, or its view as of a day; nothing that a view does not show is traced (C4).
    what : str
        A parameter, `table.id.column`, `table.id`, or the id of any row (arc, lever,
        statement, event, prediction, ...), the name of a group of arcs or an observable.

    Returns
    -------
    TraceResult
        Figures, accounts' values, statements with speaker and outlet, and links both ways.

    Raises
    ------
    InputError
        Nothing is called so; the nearest names are given (C1).

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> [said.speaker for said in trace_case(case, "arcs.terminal.capacity").statements]
    ['Jon Averin']
    """
    view = present_view(case)
    links = read_links(view)
    key, column, also = find_thing(view, links, what)
    above = [key] if column else [key, *(other for other, _, _ in follow(links, key, upwards=True))]
    if column:
        above += [link.used for link in links.up.get(key, ()) if link.relation == column]
    shown = _figures(view, above, key, column)
    named = _statement_ids(view, links, key, column, shown)
    return TraceResult(
        what=what,
        key=".".join((*key, column)) if column else ".".join(key),
        title=links.titles[key],
        day=str(view.day),
        cells=_cells(view, key),
        figures=tuple(_traced(figure) for figure in shown),
        accounts=_accounts(view, shown),
        statements=_statements(view, named),
        rests_on=_links(links, key, upwards=True),
        used_by=_links(links, key, upwards=False),
        also=also,
    )


def _figures(view: Case, above: Iterable[Key], key: Key, column: str) -> list[Figure]:
    """Return the figures of the row itself, or of one cell, then of what it is made of."""
    known = figures(view)
    found = []
    for table, row_id in above:
        columns = table_schema(table).quantities if table not in (GROUPS, OBSERVABLES) else ()
        for name in columns:
            if column and (table, row_id) == key and name != column:
                continue
            figure = known.get(figure_address(table, row_id, name))
            if figure is not None:
                found.append(figure)
    return found


def _statement_ids(
    view: Case, links: Links, key: Key, column: str, shown: Iterable[Figure]
) -> list[str]:
    """Return the statements in the order of importance, followed through derived_from."""
    table, row_id = key
    named = [row_id] if table == "statements" else []
    row = view.find(table, row_id) if table not in (GROUPS, OBSERVABLES) else None
    if row is not None and not column and table != "statements":
        schema = table_schema(table).columns
        named += [
            item
            for name, attribute in schema.items()
            if attribute.target == "statements"
            for item in row.words(name)
        ]
    named += [item for figure in shown for item in figure.statements]
    if not row:
        for other, _, _ in follow(links, key, upwards=True):
            found = view.find(*other)
            named += found.words("statements") if found else ()
    derived = {row.id: row.words("derived_from") for row in view.rows("statements")}
    waiting = list(dict.fromkeys(named))
    for item in waiting:
        waiting += [other for other in derived.get(item, ()) if other not in waiting]
    return waiting


def _statements(view: Case, named: Iterable[str]) -> tuple[TracedStatement, ...]:
    rows = {row.id: row for row in view.rows("statements")}
    sources = {row.id: row for row in view.rows("sources")}
    return tuple(_statement(rows[item], sources) for item in named if item in rows)


def _statement(row: Row, sources: Mapping[str, Row]) -> TracedStatement:
    source = sources.get(row.text("source"))
    outlet = (source.text("outlet") or source.text("title")) if source else ""
    published = source.text("date_published") if source else ""
    amount = f"{row.text('quantity_value')} {row.text('quantity_unit')}".strip()
    return TracedStatement(
        id=row.id,
        paraphrase=row.text("paraphrase"),
        speaker=row.text("speaker"),
        reported_by=row.text("reported_by"),
        outlet=outlet,
        source=row.text("source"),
        date=row.text("date_of_statement") or published,
        date_of_matter=row.text("date_of_matter"),
        kind=row.text("kind"),
        modality=row.text("modality"),
        credence=row.text("credence"),
        quantity=amount,
        supports=row.words("supports"),
        contradicts=row.words("contradicts"),
        spread_with=row.words("spread_with"),
        derived_from=row.words("derived_from"),
    )


def _traced(figure: Figure) -> TracedFigure:
    quantity = figure.quantity
    return TracedFigure(
        address=figure.address,
        text=quantity.text,
        unit=figure.unit,
        central=quantity.central,
        low=quantity.low,
        high=quantity.high,
        statements=figure.statements,
        assumed=figure.assumed,
        is_default=figure.is_default,
        is_conflict=quantity.is_conflict,
    )


def _accounts(view: Case, shown: Iterable[Figure]) -> tuple[TracedAccount, ...]:
    addresses = {figure.address for figure in shown}
    found = []
    for row in view.rows("account_map"):
        if canonical_address(row.text("target")) in addresses:
            value = mapped_value(view, row)
            found.append(
                TracedAccount(
                    account=row.text("account"),
                    row=row.text("row"),
                    kind=row.text("kind"),
                    value=value.text if value else "",
                    score=row.text("score"),
                    transformation=row.text("transformation"),
                    statements=row.words("statements"),
                )
            )
    return tuple(found)


def _cells(view: Case, key: Key) -> tuple[tuple[str, str], ...]:
    row = view.find(*key)
    if row is None:
        return ()
    columns = table_schema(row.table).columns
    return tuple((name, _shown(row.values[name])) for name in columns if name in row.given)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(
            ":".join(str(part) for part in item) if isinstance(item, tuple) else str(item)
            for item in value
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "text", value))


def _links(links: Links, key: Key, *, upwards: bool) -> tuple[TraceLink, ...]:
    return tuple(
        TraceLink(key=".".join(other), title=links.titles[other], relation=relation, steps=steps)
        for other, relation, steps in follow(links, key, upwards=upwards)
    )


__all__ = ["TraceResult", "render_trace", "trace_case"]
