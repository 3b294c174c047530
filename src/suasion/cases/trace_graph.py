"""Links between the rows of a case, and finding what a name means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from suasion.cases.figures import canonical_address, find_cell
from suasion.cases.nearest import nearest
from suasion.cases.records import Case, ParameterRef, Row
from suasion.errors import InputError
from suasion.schema import TABLE_NAMES, Column, table_schema

OBSERVABLES = "observables"
GROUPS = "groups"
_PREFERRED = ("parameters", "levers", "arcs", "suppliers", "consumers", "contracts", "ties")
_NOT_FOLLOWED = frozenset(("actors", "sources", "accounts", "statements"))
"""Tables that rows point into without being made of them."""
_NAMING = (
    ("scenarios", "withhold"),
    ("scenarios", "tax"),
    ("scenarios", "set"),
    ("comparisons", "observables"),
    ("predictions", "observable"),
    ("mechanisms", "parameters"),
    ("account_map", "target"),
)
"""Columns of text in which rows and observables are named."""
_WORD = re.compile(r"[\w][\w.>/+-]*")

Key = tuple[str, str]
"""Table and id; tables include `observables` and `groups`."""


@frozen(kw_only=True)
class Link:
    """One row uses another."""

    user: Key
    used: Key
    relation: str


@frozen(kw_only=True)
class Links:
    """All links of a case, from both ends."""

    up: Mapping[Key, tuple[Link, ...]]
    """By user: what it uses."""
    down: Mapping[Key, tuple[Link, ...]]
    """By what is used: its users."""
    titles: Mapping[Key, str]


def read_links(view: Case) -> Links:
    """Return the links between all rows, observables and groups of a view."""
    titles = _titles(view)
    named: dict[str, list[Key]] = {}
    for key in titles:
        named.setdefault(key[1], []).append(key)
    found = [
        link
        for table, rows in view.tables.items()
        for row in rows
        for link in (*_row_links(row), *_named_links(row, named))
        if link.used in titles and link.used != link.user
    ]
    found += [link for link in _observable_links(view) if link.used in titles]
    up: dict[Key, list[Link]] = {}
    down: dict[Key, list[Link]] = {}
    for link in dict.fromkeys(found):
        up.setdefault(link.user, []).append(link)
        down.setdefault(link.used, []).append(link)
    return Links(
        up={key: tuple(links) for key, links in up.items()},
        down={key: tuple(links) for key, links in down.items()},
        titles=titles,
    )


def _titles(view: Case) -> dict[Key, str]:
    titles = {(table, row.id): row.title for table, rows in view.tables.items() for row in rows}
    titles |= {(OBSERVABLES, item.name): item.title for item in view.meta.observables}
    groups = {row.text("group") for row in view.rows("arcs")} - {""}
    return titles | {(GROUPS, name): f"arcs of group {name}" for name in sorted(groups)}


def _row_links(row: Row) -> Iterator[Link]:
    user = (row.table, row.id)
    for name, column in table_schema(row.table).columns.items():
        for used in _used(column, row.values.get(name)):
            yield Link(user=user, used=used, relation=name)
    if row.table == "arcs" and row.text("group"):
        yield Link(user=(GROUPS, row.text("group")), used=user, relation="group")


def _used(column: Column, value: object) -> Iterator[Key]:
    if isinstance(value, ParameterRef):
        yield ("parameters", value.id)
    elif column.type == "ref" and isinstance(value, str) and value:
        yield (column.target, value)
    elif isinstance(value, tuple) and column.type in ("refs", "statements"):
        yield from ((column.target, item) for item in value)
    elif isinstance(value, tuple) and column.type == "shares":
        yield from (("actors", actor) for actor, _ in value)
    elif isinstance(value, tuple) and column.type == "factors":
        yield from (("parameters", name) for _, name in value)
    elif isinstance(value, tuple) and column.type == "items":
        yield from value


def _named_links(row: Row, named: Mapping[str, list[Key]]) -> Iterator[Link]:
    for table, column in _NAMING:
        if row.table != table:
            continue
        for word in _WORD.findall(row.text(column)):
            for name in (word, *_row_of_address(word)):
                for used in named.get(name, ()):
                    if used[0] not in _NOT_FOLLOWED:
                        yield Link(user=(row.table, row.id), used=used, relation=column)


def _row_of_address(word: str) -> tuple[str, ...]:
    table, _, rest = word.partition(".")
    return (rest.rpartition(".")[0],) if table in TABLE_NAMES and "." in rest else ()


def _observable_links(view: Case) -> Iterator[Link]:
    for item in view.meta.observables:
        user = (OBSERVABLES, item.name)
        for name in (*item.arcs, *item.minus_arcs):
            yield Link(user=user, used=("arcs", name), relation="counts")
        if item.kind != "flow":
            for row in view.rows("arcs"):
                if row.text("market") == item.market:
                    yield Link(user=user, used=("arcs", row.id), relation="market")


def follow(links: Links, start: Key, *, upwards: bool) -> Iterator[tuple[Key, str, int]]:
    """Yield everything that a thing is made of, or that uses it, with the number of links.

    Upwards the way ends at actors, sources, accounts and statements. Downwards a statement
    leads to rows that rest on it, not to statements that it supports or contradicts.
    """
    seen = {start}
    waiting = [(start, 0)]
    for key, steps in waiting:
        for link in (links.up if upwards else links.down).get(key, ()):
            other = link.used if upwards else link.user
            is_relation = link.relation in ("supports", "contradicts", "spread_with")
            if other in seen or is_relation or (upwards and other[0] in _NOT_FOLLOWED):
                continue
            seen.add(other)
            waiting.append((other, steps + 1))
            yield other, link.relation, steps + 1


def find_thing(view: Case, links: Links, what: str) -> tuple[Key, str, tuple[str, ...]]:
    """Return what a name means: its key, a column (or ""), and other things of that name.

    Raises
    ------
    InputError
        Nothing is called so; the nearest names are given (C1).
    """
    text = canonical_address(what)
    name = text.partition(":")[2] if text.partition(":")[2] in _names(links) else text
    table, _, row_id = name.partition(".")
    if (table, row_id) in links.titles:
        return (table, row_id), "", ()
    cell = find_cell(view, name) if "." in name else None
    if cell is not None:
        return (cell[0].table, cell[0].id), cell[1], ()
    found = sorted((key for key in links.titles if key[1] == name), key=_preference)
    if found:
        return found[0], "", tuple(".".join(key) for key in found[1:])
    if row_id and ("actors", row_id) in links.titles and table.startswith("surplus"):
        return ("actors", row_id), "", ()
    near = nearest(name, _names(links) | {".".join(key) for key in links.titles}, 5)
    raise InputError(
        f"nothing in the case is called '{what}'",
        got=what,
        expected="a parameter, TABLE.ID.COLUMN, or the id of a row, a group or an observable",
        fix="did you mean " + ", ".join(near) + "?" if near else "look into the tables",
    )


def _names(links: Links) -> frozenset[str]:
    return frozenset(name for _, name in links.titles)


def _preference(key: Key) -> tuple[int, str]:
    table = key[0]
    return (_PREFERRED.index(table) if table in _PREFERRED else len(_PREFERRED), table)
