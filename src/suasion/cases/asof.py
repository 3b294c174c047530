"""A case as it could be known on a day: nothing later is visible (C4).

Model
    1. A row whose `known_from` is later than the day is not there.
    2. Of several versions of a row the one with the latest `known_from` counts. If it
       describes a state that has not begun (`valid_from` after the day), the version
       before it counts until then.
    3. A row whose state has ended (`valid_to` before the day) is not there; an older
       version does not come back.
    4. A row that needs a row that is not there (an arc without its node, a scenario without
       its build) is not there either; from lists (statements, items, consent) what is not
       there is taken out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from attrs import evolve

from suasion.cases.records import Case, Observable, ParameterRef, Row
from suasion.errors import InputError
from suasion.schema import Column, table_schema

_LOOSE_TARGETS = ("sources",)
"""A statement stands even where its source became readable later."""
_WHOLE_LISTS = (("scenarios", "build"), ("options", "requires"))
"""Lists without one of which the row says something else."""


def case_as_of(case: Case, day: date | str) -> Case:
    """Return what a case shows as of a day: visible rows only, versions settled.

    Every computation works on such a view. The view of a view can only be of the same or
    an earlier day.

    Parameters
    ----------
    case : Case
        A case as read, or an earlier view of it.
    day : date or str
        Day, or YYYY-MM-DD.

    Returns
    -------
    Case
        With `day` and `meta.as_of` set, and the digest of what is visible.

    Raises
    ------
    InputError
        The day is no date, lies before the window begins, or is later than the view (C4).

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> [row.id for row in case_as_of(case, "2024-07-01").rows("accounts")]
    ['tolan']
    """
    at = _day(day)
    if case.day is not None and at > case.day:
        raise InputError(
            f"a view as of {case.day} cannot show {at}",
            got=str(at),
            expected=f"a day up to {case.day}",
            fix="take the view from the case as it was read",
            rule="C4",
        )
    if at < case.meta.window[0]:
        raise InputError(
            f"the day {at} lies before the window of the case",
            got=str(at),
            expected=f"a day from {case.meta.window[0]} on",
            fix="choose a later day",
            rule="C4",
        )
    tables = {name: _settled(rows, at) for name, rows in case.tables.items()}
    tables = _closed(tables)
    meta = evolve(
        case.meta,
        as_of=at,
        observables=tuple(_visible(item, tables) for item in case.meta.observables),
    )
    return evolve(case, meta=meta, tables=tables, day=at, digest=_digest(meta, tables))


def present_view(case: Case) -> Case:
    """Return the case itself if it is a view, else its view as of its own day."""
    return case if case.day is not None else case_as_of(case, case.meta.as_of)


def _day(day: date | str) -> date:
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError):
        raise InputError(
            f"'{day}' is no day",
            got=str(day),
            expected="YYYY-MM-DD",
            fix="write the day as 2025-10-31",
        ) from None


def _settled(rows: tuple[Row, ...], at: date) -> tuple[Row, ...]:
    versions: dict[str, list[Row]] = {}
    for row in rows:
        if row.known_from is None or row.known_from <= at:
            versions.setdefault(row.id, []).append(row)
    chosen = {row_id: _version(found, at) for row_id, found in versions.items()}
    return tuple(row for row in rows if chosen.get(row.id) is row)


def _version(versions: list[Row], at: date) -> Row | None:
    for row in sorted(versions, key=lambda row: row.known_from or date.min, reverse=True):
        begins, ends = row.values.get("valid_from"), row.values.get("valid_to")
        if isinstance(begins, date) and begins > at:
            continue
        return None if isinstance(ends, date) and ends < at else row
    return None


def _closed(tables: Mapping[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """Take out rows that need what is not there, until nothing changes; then trim lists."""
    current = dict(tables)
    while True:
        present = {name: frozenset(row.id for row in rows) for name, rows in current.items()}
        kept = {
            name: tuple(row for row in rows if _stands(row, present))
            for name, rows in current.items()
        }
        if all(len(kept[name]) == len(current[name]) for name in current):
            break
        current = kept
    groups = frozenset(row.text("group") for row in current.get("arcs", ()))
    return {
        name: tuple(_trimmed(row, present, groups) for row in rows)
        for name, rows in current.items()
    }


def _stands(row: Row, present: Mapping[str, frozenset[str]]) -> bool:
    for name, column in table_schema(row.table).columns.items():
        is_whole = (row.table, name) in _WHOLE_LISTS
        if (column.type != "ref" and not is_whole) or column.target in _LOOSE_TARGETS:
            continue
        needed = row.words(name) if is_whole else (row.text(name),)
        if not set(needed) - {""} <= present.get(column.target, frozenset()):
            return False
    return _parameters(row) <= present.get("parameters", frozenset())


def _parameters(row: Row) -> frozenset[str]:
    """Return the parameters that cells of a row name: as their figure, or as factors of it."""
    named = {value.id for value in row.values.values() if isinstance(value, ParameterRef)}
    return frozenset(named.union(name for _, name in row.factors("factors")))


def _trimmed(row: Row, present: Mapping[str, frozenset[str]], groups: frozenset[str]) -> Row:
    changed: dict[str, object] = {}
    for name, column in table_schema(row.table).columns.items():
        value = row.values.get(name)
        if not isinstance(value, tuple) or not value:
            continue
        kept = tuple(item for item in value if _is_there(column, item, present, groups))
        if len(kept) < len(value):
            changed[name] = kept
    if not changed:
        return row
    emptied = frozenset(name for name, value in changed.items() if not value)
    return evolve(row, values={**row.values, **changed}, given=row.given - emptied)


def _is_there(
    column: Column,
    item: object,
    present: Mapping[str, frozenset[str]],
    groups: frozenset[str],
) -> bool:
    if column.type in ("refs", "statements"):
        return item in present.get(column.target, frozenset())
    if column.type == "items" and isinstance(item, tuple):
        kind, name = item
        return name in (groups if kind == "groups" else present.get(kind, frozenset()))
    return True


def _visible(item: Observable, tables: Mapping[str, tuple[Row, ...]]) -> Observable:
    arcs = frozenset(row.id for row in tables.get("arcs", ()))
    return evolve(
        item,
        arcs=tuple(arc for arc in item.arcs if arc in arcs),
        minus_arcs=tuple(arc for arc in item.minus_arcs if arc in arcs),
    )


def _digest(meta: object, tables: Mapping[str, tuple[Row, ...]]) -> str:
    digest = hashlib.sha256(repr(meta).encode())
    for name, rows in sorted(tables.items()):
        for row in rows:
            digest.update(repr((name, row.id, sorted(row.values.items()))).encode())
    return digest.hexdigest()
