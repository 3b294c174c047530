"""Groups of figures by which accounts differ: the rows of account_map, as their texts name them."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.cases import Case, account_values
from suasion.cases.asof import present_view
from suasion.cases.figures import canonical_address
from suasion.quantities import Quantity


def coarse_groups(case: Case) -> Mapping[str, str]:
    """Return the group of each figure that accounts may set: column `group` of account_map."""
    return _groups(case, "group")


def fine_groups(case: Case) -> Mapping[str, str]:
    """Return the row of the accounts' table that each figure belongs to."""
    return _groups(case, "row")


def _groups(case: Case, column: str) -> Mapping[str, str]:
    view = present_view(case)
    return {
        canonical_address(row.text("target")): row.text(column) or row.text("row")
        for row in view.rows("account_map")
        if row.text("kind") == "primitive"
    }


def differing(case: Case, one: str, other: str) -> tuple[str, ...]:
    """Return the figures that two accounts set differently, sorted; an empty name is the base."""
    first, second = (_values(case, name) for name in (one, other))
    return tuple(
        address
        for address in sorted({*first, *second})
        if _text(first.get(address)) != _text(second.get(address))
    )


def _values(case: Case, name: str) -> Mapping[str, Quantity]:
    return account_values(case, name) if name else {}


def _text(value: Quantity | None) -> str:
    return "" if value is None else value.text
