"""Builds: what stands at a horizon, and what its users pay for it.

Model
    A build stands if it is asked for, is built already, or can be finished within the
    horizon (lead time <= horizon). In the last case somebody must still pay for it: each of
    its arcs costs annuity / (sum of the capacities of its arcs) more for a unit, with
    annuity = capex * r / (1 - (1 + r)^-life), r the parameter `discount_rate`, else 8 %.
Assumptions
    A1 the cost is borne by flow, in proportion to capacity, and only where flow passes.
    A2 who asks for a build as a scenario asks what it does once it is there: it is paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from suasion.cases.nearest import suggestion
from suasion.cases.records import Row
from suasion.cases.values import Values
from suasion.errors import InputError
from suasion.quantities import convert

DISCOUNT_RATE = 0.08
DISCOUNT_PARAMETER = "discount_rate"


def standing_builds(used: Values, days: float, asked: frozenset[str]) -> dict[str, bool]:
    """Return the builds that stand, each with whether its users must pay for it.

    Raises
    ------
    InputError
        A build is asked for that the case does not have.
    """
    rows = {row.id: row for row in used.view.rows("builds")}
    for name in sorted(asked - set(rows)):
        raise InputError(
            f"there is no build '{name}'",
            got=name,
            expected="one of " + ", ".join(sorted(rows)) if rows else "a case with builds",
            fix=suggestion(name, rows, "leave it out"),
        )
    standing = {}
    for name, row in sorted(rows.items()):
        lead_months = used.get(row, "lead_time")
        if name in asked or row.values.get("built"):
            standing[name] = False
        elif lead_months is not None and convert(lead_months, "month", "day") <= days:
            standing[name] = True
    return standing


def added_cost(used: Values, standing: Mapping[str, bool], arcs: Iterable[Row]) -> dict[str, float]:
    """Return what each arc of a build that must be paid costs more, MUSD/unit."""
    paid: dict[str, list[Row]] = {}
    for row in arcs:
        if standing.get(row.text("build")):
            paid.setdefault(row.text("build"), []).append(row)
    raised = {}
    for name, rows in paid.items():
        build = used.view.find("builds", name)
        capacity = sum(used.need(row, "capacity") for row in rows)
        if build is not None and capacity > 0:
            raised.update({row.id: _annuity(used, build) / capacity for row in rows})
    return raised


def _annuity(used: Values, build: Row) -> float:
    capex, life = used.get(build, "capex") or 0.0, used.need(build, "life")
    rate = used.numbers.get(DISCOUNT_PARAMETER, DISCOUNT_RATE)
    if life <= 0:
        return capex
    return capex / life if rate == 0 else capex * rate / (1.0 - (1.0 + rate) ** -life)
