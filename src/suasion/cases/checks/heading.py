"""What case.toml names must be in the tables."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked
from suasion.cases.nearest import suggestion
from suasion.cases.records import Observable
from suasion.errors import Fault


def check_heading(checked: Checked) -> Iterator[Fault]:
    """Find actors and labels of case.toml that are not in the tables."""
    actors = checked.ids.get("actors", frozenset())
    for side in checked.case.meta.dyad:
        if side and checked.has("actors") and side not in actors:
            yield _unknown(checked, "dyad", "actor", side, actors)
    for name, market in checked.case.meta.markets.items():
        for buyer, label in market.bans:
            key = f"markets.{name}.bans"
            if buyer not in actors:
                yield _unknown(checked, key, "actor", buyer, actors)
            if label not in checked.labels(name):
                yield _unknown(checked, key, "label", label, checked.labels(name))


def check_observables(checked: Checked) -> Iterator[Fault]:
    """Find markets, arcs and labels of observables that are not there."""
    for index, item in enumerate(checked.case.meta.observables):
        key = f"observables[{index}]"
        markets = frozenset(checked.case.meta.markets)
        if item.market not in markets:
            yield _unknown(checked, f"{key}.market", "market", item.market, markets)
            continue
        yield from _arc_faults(checked, key, item)
        for label in item.labels:
            known = checked.labels(item.market)
            if label not in known:
                yield _unknown(checked, f"{key}.labels", "label", label, known)


def _arc_faults(checked: Checked, key: str, item: Observable) -> Iterator[Fault]:
    arcs = frozenset(
        row.id for row in checked.case.rows("arcs") if row.text("market") == item.market
    )
    for column, names in (("arcs", item.arcs), ("minus_arcs", item.minus_arcs)):
        for name in names:
            if name not in arcs:
                yield _unknown(checked, f"{key}.{column}", "arc of the market", name, arcs)
    if item.kind == "flow" and not item.arcs:
        problem, fix = f"the observable '{item.name}' counts no arc", "name the arcs it is over"
        yield checked.heading(f"{key}.arcs", problem, "", '["ARC"]', fix)


def warn_labels(checked: Checked) -> Iterator[Fault]:
    """Warn of excluded labels that nobody supplies."""
    for index, item in enumerate(checked.case.meta.observables):
        for label in item.exclude_labels:
            known = checked.labels(item.market)
            if label not in known:
                key = f"observables[{index}].exclude_labels"
                yield _unknown(checked, key, "label", label, known)


def _unknown(checked: Checked, key: str, what: str, got: str, known: frozenset[str]) -> Fault:
    fix = suggestion(got, known, f"add '{got}' to the tables, or correct the key")
    return checked.heading(key, f"unknown {what} '{got}'", got, f"{what} that is in the case", fix)
