"""Markets: arcs lead somewhere, consumers can be reached, contracts can be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.records import Row
from suasion.errors import Fault

_PLACES = (
    ("arcs", "tail", "nodes"),
    ("arcs", "head", "nodes"),
    ("suppliers", "node", "nodes"),
    ("consumers", "node", "nodes"),
    ("contracts", "supplier", "suppliers"),
    ("contracts", "consumer", "consumers"),
    ("arcs", "build", "builds"),
    ("suppliers", "build", "builds"),
    ("consumers", "build", "builds"),
)
"""Columns whose row must lie in the same market."""


def check_same_market(checked: Checked) -> Iterator[Fault]:
    """Find rows that refer into another market, and arcs that lead nowhere."""
    for table, column, target in _PLACES:
        market = {row.id: row.text("market") for row in checked.case.rows(target)}
        for row in checked.case.rows(table):
            other = market.get(row.text(column))
            if other and row.text("market") and other != row.text("market"):
                yield row_fault(
                    row,
                    column,
                    f"'{row.text(column)}' lies in another market",
                    got=f"{row.text(column)} in market {other}",
                    expected=f"one of market {row.text('market')}",
                    fix="correct the market of one of the two rows, or the id",
                )
    for row in checked.case.rows("arcs"):
        if row.text("tail") and row.text("tail") == row.text("head"):
            yield row_fault(
                row,
                "head",
                "an arc ends where it begins",
                got=row.text("head"),
                expected="a head that is not the tail",
                fix="correct one of the two ends",
            )


def check_complete(checked: Checked) -> Iterator[Fault]:
    """Find markets in which nothing can be supplied or nobody consumes."""
    for name in checked.case.meta.markets:
        for table in ("nodes", "suppliers", "consumers"):
            rows = [row for row in checked.case.rows(table) if row.text("market") == name]
            if rows:
                continue
            yield Fault(
                file=f"{table}.csv",
                row=None,
                column="market" if checked.has(table) else None,
                problem=f"market '{name}' has no {table}, so it cannot be solved",
                got="" if checked.has(table) else "the file is missing",
                expected=f"at least one row of market '{name}'",
                fix=f"add its {table}, or take the market out of case.toml",
            )


def check_labels(checked: Checked) -> Iterator[Fault]:
    """Find labels that nobody in the market supplies."""
    for table, column in (("arcs", "labels"), ("consumers", "accepts"), ("levers", "labels")):
        for row in checked.case.rows(table):
            known = checked.labels(row.text("market"))
            for label in row.words(column):
                if row.text("market") and label not in known:
                    yield unknown(row, column, label, known, "label")


def warn_refused_labels(checked: Checked) -> Iterator[Fault]:
    """Warn of refused labels that nobody in the market supplies."""
    for row in checked.case.rows("consumers"):
        known = checked.labels(row.text("market"))
        for label in row.words("refuses"):
            if label not in known:
                yield unknown(row, "refuses", label, known, "label")


def reachable(checked: Checked, market: str, label: str, start: str) -> frozenset[str]:
    """Return the nodes that a label can reach from a node over arcs that may carry it."""
    ahead: dict[str, set[str]] = {}
    for row in checked.case.rows("arcs"):
        if row.text("market") == market and label in (row.words("labels") or (label,)):
            ahead.setdefault(row.text("tail"), set()).add(row.text("head"))
    found = {start}
    waiting = [start]
    while waiting:
        fresh = ahead.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += sorted(fresh)
    return frozenset(found)


def _offers(checked: Checked) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return, for each market and label, the nodes that it can reach."""
    offers: dict[tuple[str, str], frozenset[str]] = {}
    for row in checked.case.rows("suppliers"):
        market, label = row.text("market"), row.text("label")
        nodes = reachable(checked, market, label, row.text("node"))
        offers[market, label] = offers.get((market, label), frozenset()) | nodes
    return offers


def _usable(row: Row) -> frozenset[str] | None:
    return frozenset(row.words("accepts")) or None


def check_reach(checked: Checked) -> Iterator[Fault]:
    """Find consumers that no supplier can reach with a label that they accept."""
    offers = _offers(checked)
    nodes = checked.ids.get("nodes", frozenset())
    for row in checked.case.rows("consumers"):
        is_supplied = any(market == row.text("market") for market, _ in offers)
        if row.text("node") not in nodes or not is_supplied:
            continue
        accepted = _usable(row)
        arriving = sorted(
            label
            for (market, label), reached in offers.items()
            if market == row.text("market") and row.text("node") in reached
        )
        if any(accepted is None or label in accepted for label in arriving):
            continue
        yield row_fault(
            row,
            "accepts" if arriving else "node",
            "no supplier can reach this consumer with a label that it accepts",
            got=f"arriving: {', '.join(arriving) or 'nothing'}",
            expected=f"a way for {', '.join(sorted(accepted)) if accepted else 'any label'}",
            fix="add or turn an arc, correct a label, or let the consumer accept another",
        )


def check_contracts(checked: Checked) -> Iterator[Fault]:
    """Find contracts whose supplier cannot reach the consumer."""
    suppliers = {row.id: row for row in checked.case.rows("suppliers")}
    consumers = {row.id: row for row in checked.case.rows("consumers")}
    for row in checked.case.rows("contracts"):
        supplier, consumer = (
            suppliers.get(row.text("supplier")),
            consumers.get(row.text("consumer")),
        )
        if supplier is None or consumer is None:
            continue
        label, accepted = supplier.text("label"), _usable(consumer)
        way = reachable(checked, row.text("market"), label, supplier.text("node"))
        is_accepted = accepted is None or label in accepted
        if consumer.text("node") in way and is_accepted:
            continue
        yield row_fault(
            row,
            "consumer",
            f"the supplier '{supplier.id}' cannot reach the consumer '{consumer.id}'",
            got=f"label {label}" + ("" if is_accepted else ", which the consumer does not accept"),
            expected="arcs from the one to the other that carry the label",
            fix="add the arcs, or correct the supplier, the consumer or the labels",
        )
