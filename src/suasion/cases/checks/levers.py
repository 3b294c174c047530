"""Levers and scenarios: what is withheld is there, and the sender has a say over it."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.figures import canonical_address, cell_unit, find_cell
from suasion.cases.records import Row
from suasion.errors import Fault
from suasion.quantities import QuantityError, parse_quantity

_ITEM_TABLES = ("arcs", "suppliers", "contracts")


def check_instruments(checked: Checked) -> Iterator[Fault]:
    """Find levers whose instrument lacks what it needs."""
    for row in checked.case.rows("levers"):
        instrument = row.text("instrument")
        needed = {"tie": ("tie",), "tax": ("market", "items", "tax")}
        for column in needed.get(instrument, ("market", "items")):
            if instrument and column not in row.given:
                yield row_fault(
                    row,
                    column,
                    f"a lever with the instrument '{instrument}' needs {column}",
                    got="",
                    expected=f"{column} filled",
                    fix=f"fill {column}, or correct the instrument",
                )
        for column in ("market", "items", "tax") if instrument == "tie" else ("tie",):
            if column in row.given:
                yield row_fault(
                    row,
                    column,
                    f"a lever with the instrument '{instrument}' has no {column}",
                    got=row.values.get(column, ""),
                    expected="an empty cell",
                    fix=f"empty {column}, or correct the instrument",
                )


def check_horizons(checked: Checked) -> Iterator[Fault]:
    """Find horizons of levers that case.toml does not declare."""
    known = frozenset(checked.case.meta.horizons)
    for row in checked.case.rows("levers") if known else ():
        if "horizons" not in row.given:
            continue
        for name in row.text("horizons").split(";"):
            if name.strip() and name.strip() not in known:
                yield unknown(row, "horizons", name.strip(), known, "horizon")


def check_item_markets(checked: Checked) -> Iterator[Fault]:
    """Find items of another market than the lever's."""
    market = {
        (table, row.id): row.text("market")
        for table in _ITEM_TABLES
        for row in checked.case.rows(table)
    }
    for row in checked.case.rows("levers"):
        for kind, name in row.shares("items"):
            other = market.get((kind, str(name)))
            if other and row.text("market") and other != row.text("market"):
                yield row_fault(
                    row,
                    "items",
                    f"'{name}' lies in another market",
                    got=f"{name} in market {other}",
                    expected=f"an item of market {row.text('market')}",
                    fix="correct the market of the lever, or the item",
                )


def warn_no_say(checked: Checked) -> Iterator[Fault]:
    """Warn of levers over arcs and suppliers in which the sender has no say.

    A contract listed beside what carries it is lifted, not withheld: it needs no say.
    """
    for row in checked.case.rows("levers"):
        sender = row.text("sender")
        having = {sender} | {
            member.id
            for member in checked.case.rows("actors")
            if sender in member.words("member_of")
        }
        items = row.shares("items")
        carrying = [item for item in items if item[0] != "contracts"]
        for kind, name in carrying or items:
            voices = _voices(checked, kind, str(name))
            if voices and not voices & having:
                yield row_fault(
                    row,
                    "items",
                    f"'{sender}' has no say over '{name}'",
                    got=f"{sender}; a say have {', '.join(sorted(voices))}",
                    expected="an arc that needs the sender's consent, or a supplier that it owns",
                    fix="correct the sender or the item, or add the sender to consent",
                )


def _voices(checked: Checked, kind: str, name: str) -> frozenset[str]:
    """Return the actors that can withhold an item."""
    if kind in ("arcs", "groups"):
        column = "id" if kind == "arcs" else "group"
        rows = [row for row in checked.case.rows("arcs") if row.values.get(column) == name]
        return frozenset(actor for row in rows for actor in _consenting(checked, row))
    found = checked.case.find(kind, name)
    if found is None:
        return frozenset()
    if kind == "contracts":
        ends = (("suppliers", found.text("supplier")), ("consumers", found.text("consumer")))
        parties = [checked.case.find(*end) for end in ends]
        return frozenset(actor for row in parties if row for actor in _owning(checked, row))
    return _owning(checked, found)


def _owning(checked: Checked, row: Row) -> frozenset[str]:
    owners = frozenset(actor for actor, _ in row.shares("owners"))
    return owners or frozenset((checked.territory(row),))


def _consenting(checked: Checked, row: Row) -> tuple[str, ...]:
    if row.words("consent"):
        return row.words("consent")
    nodes = {node.id: node.text("actor") for node in checked.case.rows("nodes")}
    return tuple(nodes.get(row.text(end), "") for end in ("tail", "head"))


def check_scenarios(checked: Checked) -> Iterator[Fault]:
    """Find senders, buyers, markets and figures of scenarios that are not there."""
    actors = checked.ids.get("actors", frozenset())
    for row in checked.case.rows("scenarios"):
        for column in ("withhold", "tax", "ban"):
            for part in _parts(row, column):
                actor, colon, rest = part.partition(":")
                if not colon or not rest:
                    yield _form(row, column, part)
                elif actor not in actors:
                    yield unknown(row, column, actor, actors, "actor")
        yield from _setting_faults(checked, row)


def _setting_faults(checked: Checked, row: Row) -> Iterator[Fault]:
    for part in _parts(row, "set"):
        address, sign, value = (piece.strip() for piece in part.partition("="))
        cell = find_cell(checked.case, canonical_address(address))
        if not sign:
            yield _form(row, "set", part)
        elif cell is None:
            known = checked.ids.get("parameters", frozenset())
            yield unknown(row, "set", address, known, "figure")
        else:
            try:
                parse_quantity(value, cell_unit(checked.case, cell[0].table, cell[1], cell[0]))
            except QuantityError as error:
                yield row_fault(
                    row,
                    "set",
                    error.problem,
                    got=error.got,
                    expected=error.expected,
                    fix=error.fix,
                )


def _parts(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.text(column).split(";") if part.strip()]


def _form(row: Row, column: str, got: str) -> Fault:
    forms = {
        "withhold": "SENDER:LEVER or SENDER:LEVER@80%",
        "tax": "SENDER:LEVER=10 USD/t",
        "ban": "BUYER:MARKET:LABEL",
        "set": "ADDRESS=QUANTITY",
    }
    return row_fault(
        row,
        column,
        f"{column} is not written in its form",
        got=got,
        expected=forms[column],
        fix="write it so; several are separated by semicolons",
    )
