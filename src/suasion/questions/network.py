"""The base network: what flows where, what binds, and how far sources leave it open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen

from suasion.cases import Case
from suasion.flows import Solution, flow_ranges
from suasion.questions.baseline import Baseline
from suasion.questions.lever_rows import observed_array
from suasion.questions.observables import observe
from suasion.questions.outcomes import Outcome
from suasion.questions.sampling import interval
from suasion.world.markets import Arc, Market

TOL_FULL = 1e-6
"""Share of the capacity that may be left free on an arc that counts as full."""


@frozen(kw_only=True)
class FlowRow:
    """One arc in the base: its flow over all labels, on the central figures and the draws."""

    market: str
    arc: str
    title: str
    tail: str
    head: str
    tail_title: str
    head_title: str
    tail_lat: float
    tail_lon: float
    head_lat: float
    head_lon: float
    group: str
    flow: float
    """Market unit per year."""
    low: float
    high: float
    label_low: str
    """Least that each label carries over all optima, as JSON {label: amount}."""
    label_high: str
    capacity: float
    nameplate: float
    unit: str
    rent_usd_per_unit: float
    """Scarcity rent of the capacity: MUSD per market unit, which is USD per tcm or tonne."""
    full: bool


@frozen(kw_only=True)
class ObservableRow:
    """One observable in the base."""

    name: str
    title: str
    unit: str
    account: str
    value: float
    low: float
    high: float


def network_rows(base: Baseline, outcomes: Sequence[Outcome]) -> tuple[FlowRow, ...]:
    """Return a row for each arc of each market in the base, intervals from the draws."""
    rows: list[FlowRow] = []
    for name in sorted(base.central.world.markets):
        market, solution = base.central.world.markets[name], base.central.solutions[name]
        ranges = _label_ranges(base, market, solution)
        rows += [_flow_row(base, outcomes, market, a, ranges.get(a.id, {})) for a in market.arcs]
    return tuple(rows)


def _label_ranges(
    base: Baseline, market: Market, solution: Solution
) -> dict[str, dict[str, tuple[float, float]]]:
    solver = base.pool.solver_for(market)
    keys = [key for key, amount in solution.flows.items() if amount > 0.0]
    ranges: dict[str, dict[str, tuple[float, float]]] = {}
    for (arc, label), span in flow_ranges(solver.program, solution, keys).items():
        ranges.setdefault(arc, {})[label] = span
    return ranges


def _flow_row(
    base: Baseline,
    outcomes: Sequence[Outcome],
    market: Market,
    arc: Arc,
    labels: dict[str, tuple[float, float]],
) -> FlowRow:
    solution = base.central.solutions[market.name]
    drawn = [o.flows.get(market.name, {}).get(arc.id, np.nan) for o in outcomes]
    low, high = interval(np.array(drawn, dtype=float))
    flow = solution.arc_flow(arc.id)
    return FlowRow(
        market=market.name,
        **_places(base.sample.view, arc),
        group=arc.group,
        flow=flow,
        low=low,
        high=high,
        label_low=json.dumps({label: round(labels[label][0], 9) for label in sorted(labels)}),
        label_high=json.dumps({label: round(labels[label][1], 9) for label in sorted(labels)}),
        capacity=arc.capacity,
        nameplate=_nameplate(base, arc.id),
        unit=f"{market.unit}/yr",
        rent_usd_per_unit=solution.rents[arc.id],
        full=arc.capacity > 0.0 and flow >= arc.capacity * (1.0 - TOL_FULL),
    )


def _places(case: Case, arc: Arc) -> dict[str, Any]:
    """Return what an arc and its ends are called, and where they lie."""
    row = case.find("arcs", arc.id)
    found: dict[str, Any] = {"arc": arc.id, "title": row.title if row else arc.id}
    for side, node_id in (("tail", arc.tail), ("head", arc.head)):
        node = case.find("nodes", node_id)
        found |= {
            side: node_id,
            f"{side}_title": node.title if node else node_id,
            f"{side}_lat": _number(node and node["lat"]),
            f"{side}_lon": _number(node and node["lon"]),
        }
    return found


def _nameplate(base: Baseline, arc: str) -> float:
    return float(base.sample.central.get(f"arcs.{arc}.nameplate", float("nan")))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def observable_rows(base: Baseline, outcomes: Sequence[Outcome]) -> tuple[ObservableRow, ...]:
    """Return a row for each observable in the base, surpluses included."""
    case = base.sample.view
    specs = case.meta.observables
    central = observe(specs, base.central)
    titles = {spec.name: (spec.title, _unit(case, spec.market, spec.kind)) for spec in specs}
    rows = []
    for name, value in central.items():
        title, unit = titles.get(name, (_surplus_title(case, name), "USD/yr"))
        low, high = interval(observed_array(outcomes, name))
        rows.append(
            ObservableRow(
                name=name,
                title=title,
                unit=unit,
                account=base.sample.request.account or "",
                value=value,
                low=low,
                high=high,
            )
        )
    return tuple(rows)


def _surplus_title(case: Case, name: str) -> str:
    actor = name.rpartition(".")[2]
    row = case.find("actors", actor)
    return f"Surplus of {row.title if row else actor}"


def _unit(case: Case, market: str, kind: str) -> str:
    meta = case.meta.markets[market]
    return meta.price_unit if kind == "unit_cost" else f"{meta.unit}/yr"
