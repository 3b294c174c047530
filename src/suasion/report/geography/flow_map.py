"""One market's network on the map: panels with flows, nodes and names.

Each market gets two panels, the whole network and its crowded middle enlarged, laid out twice:
for a screen or paper, and for a phone. Width is proportional to flow. Closed lines are dashed,
idle ones dotted, and a line at its capacity carries a square: colour is never the only sign.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from attrs import frozen

from suasion.report.geography.curves import Curve, bend_between
from suasion.report.geography.labels import Box, Name, PlacedName, place_names
from suasion.report.geography.land import locate_countries
from suasion.report.geography.outlines import Borders
from suasion.report.geography.projection import Point, Window, bounds, fit_window, project
from suasion.report.view import ShownFigure

BINDING_SHARE = 0.995
IDLE_UNITS = 1e-6
SHARES_ENLARGED = (0.6, 0.5, 0.4, 0.3)
WORTH_ENLARGING = 0.2
"""The middle is enlarged where such a share of the nodes lies within this share of the area."""
SHARE_IN_SIGHT = 0.9
WORTH_LEAVING = 0.6
"""Nodes far off stand at the edge where the others fit within this share of the area."""
EDGE_PIXELS = 12.0


@frozen(kw_only=True)
class Layout:
    """Sizes of one layout, in pixels."""

    name: str
    overview: tuple[float, float]
    enlarged: tuple[float, float]
    font: float
    widest: float


LAYOUTS = (
    Layout(name="wide", overview=(640, 520), enlarged=(460, 520), font=11.5, widest=9.0),
    Layout(name="narrow", overview=(360, 330), enlarged=(360, 400), font=10.5, widest=6.5),
)


@frozen(kw_only=True)
class MapNode:
    """A node of the network."""

    id: str
    title: str
    position: Point
    """Map units."""
    throughput: float


@frozen(kw_only=True)
class MapArc:
    """An arc of the network with what the tooltip says of it."""

    id: str
    tail: str
    head: str
    flow: float
    capacity: float | None
    rent: float | None
    figure: ShownFigure

    @property
    def status(self) -> str:
        """Return closed, idle, binding or open."""
        if self.capacity is not None and self.capacity <= IDLE_UNITS:
            return "closed"
        if self.flow <= IDLE_UNITS:
            return "idle"
        full = self.capacity is not None and self.flow >= BINDING_SHARE * self.capacity
        return "binding" if full else "open"


@frozen(kw_only=True)
class Network:
    """One market's network and the states that it crosses."""

    nodes: Mapping[str, MapNode]
    arcs: Sequence[MapArc]
    borders: Borders
    country_names: Mapping[str, str]


@frozen(kw_only=True)
class FlowMark:
    """One flow as drawn."""

    arc: str
    curve: Curve
    width: float
    status: str
    figure: ShownFigure


@frozen(kw_only=True)
class NodeMark:
    """One node as drawn."""

    title: str
    x: float
    y: float


@frozen(kw_only=True)
class Panel:
    """One window of the map, ready to be drawn."""

    id: str
    title: str
    window: Window
    font: float
    flows: tuple[FlowMark, ...]
    nodes: tuple[NodeMark, ...]
    names: tuple[PlacedName, ...]
    frame: Box | None
    """What the other panel enlarges, pixels."""

    @property
    def transform(self) -> str:
        """Return the transform that brings the land into the window."""
        window = self.window
        return f"scale({window.scale:.6f}) translate({-window.left:.1f} {-window.top:.1f})"


def lay_out_panels(network: Network, layout: Layout, map_id: str) -> tuple[Panel, ...]:
    """Return the panels of one layout: the whole network, and its middle where it is crowded."""
    points = [node.position for node in network.nodes.values()]
    points = leave_outliers(points)
    whole = fit_window(points, *layout.overview)
    middle = choose_middle(points)
    near = None if middle is None else fit_window(middle, *layout.enlarged, padding=0.1)
    frame = None if near is None else _frame_of(near, whole)
    name = f"{map_id}-{layout.name}"
    panels = [_panel(network, (f"{name}-whole", "The whole network"), whole, layout, frame)]
    if near is not None:
        panels.append(_panel(network, (f"{name}-near", "The middle, enlarged"), near, layout, None))
    return tuple(panels)


def leave_outliers(points: Sequence[Point]) -> list[Point]:
    """Return the points that the map is fitted to: all, or all but a few that lie far off."""
    near = tightest_group(points, SHARE_IN_SIGHT)
    is_worth_it = len(points) > 4 and _extent(near) < WORTH_LEAVING * _extent(points)
    return near if is_worth_it else list(points)


def choose_middle(points: Sequence[Point]) -> list[Point] | None:
    """Return the points of a crowded middle that deserves a panel of its own, or None."""
    for share in SHARES_ENLARGED:
        group = tightest_group(points, share)
        if len(group) >= 4 and _extent(group) < WORTH_ENLARGING * _extent(points):
            return group
    return None


def tightest_group(points: Sequence[Point], share: float) -> list[Point]:
    """Return the share of the points that lies closest around one of them."""
    count = math.ceil(share * len(points))
    groups = [sorted(points, key=lambda p: math.dist(p, centre))[:count] for centre in points]
    return min(groups, key=lambda group: max(math.dist(group[0], p) for p in group))


def _extent(points: Sequence[Point]) -> float:
    left, top, right, bottom = bounds(points)
    return max(right - left, 1.0) * max(bottom - top, 1.0)


def _frame_of(near: Window, whole: Window) -> Box:
    left, top = whole.place((near.left, near.top))
    size = whole.scale / near.scale
    return (left, top, left + near.width * size, top + near.height * size)


def _panel(
    network: Network, heading: tuple[str, str], window: Window, layout: Layout, frame: Box | None
) -> Panel:
    places = {n.id: window.place(n.position) for n in network.nodes.values()}
    if layout.overview == (window.width, window.height):
        places = {node: window.hold_in(at, EDGE_PIXELS) for node, at in places.items()}
    seen = {node: at for node, at in places.items() if window.holds(at)}
    flows = _flows(network, places, window, layout.widest)
    names = [
        *_node_names(network, seen, layout.font, frame),
        *_land_names(network, window, layout),
    ]
    dots = [(x - 4, y - 4, x + 4, y + 4) for x, y in seen.values()]
    lines = [(x - 2, y - 2, x + 2, y + 2) for flow in flows for x, y in flow.curve.points]
    return Panel(
        id=heading[0],
        title=heading[1],
        window=window,
        font=layout.font,
        flows=tuple(flows),
        nodes=tuple(_node_mark(network, node, at) for node, at in seen.items()),
        names=place_names(names, dots, lines, (window.width, window.height)),
        frame=frame,
    )


def _node_mark(network: Network, node: str, at: Point) -> NodeMark:
    return NodeMark(title=network.nodes[node].title, x=round(at[0], 1), y=round(at[1], 1))


def _flows(
    network: Network, places: Mapping[str, Point], window: Window, widest: float
) -> list[FlowMark]:
    most = max((arc.flow for arc in network.arcs), default=0.0) or 1.0
    order: dict[tuple[str, str], int] = {}
    marks = []
    for arc in sorted(network.arcs, key=lambda a: (-a.flow, a.id)):
        ends = (arc.tail, arc.head)
        rank = order.get(ends, 0)
        order[ends] = rank + 1
        if not any(window.holds(places[end], margin=20) for end in ends):
            continue
        width = max(1.2, widest * arc.flow / most)
        curve = bend_between(places[arc.tail], places[arc.head], order=rank, gap=4.5, width=width)
        marks.append(
            FlowMark(
                arc=arc.id,
                curve=curve,
                width=round(width, 2),
                status=arc.status,
                figure=arc.figure,
            )
        )
    return marks


def _node_names(
    network: Network, seen: Mapping[str, Point], font: float, frame: Box | None
) -> list[Name]:
    return [
        Name(
            text=short_title(network.nodes[node].title),
            x=x,
            y=y,
            weight=1e6 + network.nodes[node].throughput,
            size=font,
        )
        for node, (x, y) in seen.items()
        if frame is None or not _is_in(frame, (x, y))
    ]


def _land_names(network: Network, window: Window, layout: Layout) -> list[Name]:
    return [
        Name(
            text=network.country_names.get(place.id, place.name).upper(),
            x=place.x,
            y=place.y,
            weight=place.area / 1e6,
            size=layout.font - 2,
            gap=0,
            kind="country",
        )
        for place in locate_countries(network.borders, window)[:24]
    ]


def _is_in(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def short_title(title: str) -> str:
    """Return the part of a node's title that names the place.

    >>> [short_title(t) for t in ("Ankara: grid of Türkiye", "Volga canal (outer roads)", "Baku")]
    ['Ankara', 'Volga canal', 'Baku']
    """
    return title.split(":", maxsplit=1)[0].split(" (", maxsplit=1)[0].strip()


def to_node(node_id: str, title: str, lon: float, lat: float, throughput: float) -> MapNode:
    """Return a node placed by its longitude and latitude in degrees."""
    return MapNode(id=node_id, title=title, position=project((lon, lat)), throughput=throughput)
