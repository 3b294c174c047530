"""The networks on the map, with what flows where on the central figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from attrs import frozen

from suasion.report.charts import figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.geography.flow_map import (
    LAYOUTS,
    MapArc,
    MapNode,
    Network,
    Panel,
    lay_out_panels,
    to_node,
)
from suasion.report.geography.land import draw_land
from suasion.report.geography.outlines import load_outlines, load_policy, settle_borders
from suasion.report.naming import actor_titles
from suasion.report.numbers import write_interval, write_value
from suasion.report.sections.section import Context, Section
from suasion.report.tracing import traceable
from suasion.report.view import ReportInput, ShownFigure

Row = Mapping[str, object]

_TOLD = ("arc", "title", "text", "unit", "interval", "trace", "note")


@frozen(kw_only=True)
class MarketMap:
    """The map of one market in every layout, with the table of what it draws."""

    id: str
    title: str
    unit: str
    layouts: Mapping[str, tuple[Panel, ...]]
    table: TableView
    exports: tuple[Row, ...]
    """Rows of the CSV."""
    facts: tuple[Row, ...]
    """What the tooltip says of each line."""
    statuses: tuple[str, ...]


def _float(row: Row, column: str) -> float | None:
    value = row[column]
    return float(value) if isinstance(value, float) else None


def arc_figure(row: Row) -> ShownFigure:
    """Return the flow of one arc with all that its tooltip says."""
    return ShownFigure(
        title=f"{row['title']} ({row['tail_title']} \u2192 {row['head_title']})",
        value=_float(row, "flow"),
        low=_float(row, "low"),
        high=_float(row, "high"),
        unit=str(row["unit"]),
        trace=f"flows.{row['arc']}",
        note=" ".join(part for part in (_capacity_note(row), _label_note(row)) if part),
    )


def flow_facts(arc: str, figure: ShownFigure) -> Row:
    """Return what the tooltip of a line says, with nothing that is empty."""
    facts = figure_row(figure, arc=arc)
    return {name: facts[name] for name in _TOLD if facts[name]}


def _capacity_note(row: Row) -> str:
    unit = str(row["unit"])
    parts = []
    for column, words in (("capacity", "Can pass"), ("nameplate", "nameplate")):
        if (value := _float(row, column)) is not None:
            parts.append(f"{words} {write_value(value, unit).full}")
    rent = _float(row, "rent_usd_per_unit")
    if rent:
        parts.append(f"one more unit is worth {write_value(rent, 'USD').full}")
    return "; ".join(parts) + "." if parts else ""


def _label_note(row: Row) -> str:
    """Return the range that each label carries, where the table gives one."""
    try:
        low, high = json.loads(str(row["label_low"])), json.loads(str(row["label_high"]))
    except json.JSONDecodeError:
        return ""
    if not isinstance(low, dict) or not isinstance(high, dict) or not high:
        return ""
    spans = [
        f"{label} {write_interval(float(low.get(label, 0.0)), float(top), str(row['unit']))}"
        for label, top in sorted(high.items())
    ]
    return "By label: " + ", ".join(spans) + "."


def collect_nodes(rows: Sequence[Row]) -> Mapping[str, MapNode]:
    """Return the nodes that the arcs touch, with what passes through each."""
    ends: dict[str, tuple[str, float, float]] = {}
    passing: dict[str, float] = {}
    for row in rows:
        for end in ("tail", "head"):
            lon, lat = _float(row, f"{end}_lon"), _float(row, f"{end}_lat")
            if lon is None or lat is None:
                continue
            node = str(row[end])
            ends[node] = (str(row[f"{end}_title"]), lon, lat)
            passing[node] = passing.get(node, 0.0) + (_float(row, "flow") or 0.0)
    return {
        node: to_node(node, title, lon, lat, passing[node])
        for node, (title, lon, lat) in sorted(ends.items())
    }


def collect_arcs(rows: Sequence[Row], nodes: Mapping[str, MapNode]) -> list[MapArc]:
    """Return the arcs between nodes that have a place."""
    return [
        MapArc(
            id=str(row["arc"]),
            tail=str(row["tail"]),
            head=str(row["head"]),
            flow=_float(row, "flow") or 0.0,
            capacity=_float(row, "capacity"),
            rent=_float(row, "rent_usd_per_unit"),
            figure=arc_figure(row),
        )
        for row in rows
        if row["tail"] in nodes and row["head"] in nodes
    ]


def draw_market(view: ReportInput, market: str, rows: Sequence[Row]) -> MarketMap | None:
    """Return the map of one market; None where no node has a place."""
    nodes = collect_nodes(rows)
    arcs = collect_arcs(rows, nodes)
    if not arcs:
        return None
    borders = settle_borders(load_outlines(), load_policy(view.border_policy))
    network = Network(nodes=nodes, arcs=arcs, borders=borders, country_names=actor_titles(view))
    meta = view.case.meta.markets.get(market)
    name = f"map-{market}"
    return MarketMap(
        id=name,
        title=view.market_titles.get(market) or (meta.title if meta else market),
        unit=str(rows[0]["unit"]),
        layouts={layout.name: lay_out_panels(network, layout, name) for layout in LAYOUTS},
        table=tabulate(market, rows, traceable(view)),
        exports=tuple(rows),
        facts=tuple(flow_facts(arc.id, arc.figure) for arc in arcs),
        statuses=tuple(dict.fromkeys(arc.status for arc in arcs)),
    )


def tabulate(market: str, rows: Sequence[Row], traces: Mapping[str, str]) -> TableView:
    """Return flows, capacities and rents, largest flow first."""
    ordered = sorted(rows, key=lambda row: -(_float(row, "flow") or 0.0))
    return TableView(
        id=f"flows-{market}",
        caption="Flows and capacities of the base, central figures",
        columns=("From \u2192 to", "Flow", "Can pass", "Nameplate", "Worth of one more unit"),
        rows=tuple(_line(row, traces) for row in ordered),
        is_sortable=True,
    )


def _line(row: Row, traces: Mapping[str, str]) -> TableRow:
    unit = str(row["unit"])
    sides = (
        _side_figure(row, "capacity", "can pass", unit, traces),
        _side_figure(row, "nameplate", "nameplate", unit, traces),
        _side_figure(row, "rent_usd_per_unit", "worth of one more unit", "USD", traces),
    )
    return TableRow(
        heading=str(row["title"]),
        trace=f"flows.{row['arc']}",
        cells=(
            Cell(text=f"{row['tail_title']} \u2192 {row['head_title']}"),
            *(Cell(figure=figure) for figure in (arc_figure(row), *sides)),
        ),
    )


def _side_figure(
    row: Row, column: str, words: str, unit: str, traces: Mapping[str, str]
) -> ShownFigure:
    return ShownFigure(
        title=f"{row['title']}: {words}",
        value=_float(row, column),
        unit=unit,
        trace=traces.get(f"arcs.{row['arc']}.{column}", f"flows.{row['arc']}"),
    )


def build(view: ReportInput) -> Context | None:
    """Return the land and one map for each market."""
    rows = view.rows("flows")
    markets = list(dict.fromkeys(str(row["market"]) for row in rows))
    maps = [
        drawn
        for market in markets
        if (drawn := draw_market(view, market, [r for r in rows if r["market"] == market]))
    ]
    if not maps:
        return None
    return {"land": draw_land(view.border_policy, view.case.meta.dyad), "maps": maps}


SECTION = Section(id="network", title="What flows where", template="network.html", build=build)
