"""The shapes of a flow: a bent line between two points, and the head of its arrow."""

from __future__ import annotations

import math

from attrs import frozen

Point = tuple[float, float]

BEND = 0.14
BEND_STEP = 0.16
N_POINTS = 24
"""How far a line bends from the straight one, in lengths; more for each parallel line."""


@frozen(kw_only=True)
class Curve:
    """A quadratic curve with an arrowhead, in pixels."""

    path: str
    head: str
    """Corners of the arrowhead; '' where the line is too short for one."""
    middle: Point
    points: tuple[Point, ...]
    """Points along the line, for what should keep off it."""


def bend_between(start: Point, end: Point, *, order: int, gap: float, width: float) -> Curve:
    """Return the curve from start to end, bent to its left, `gap` pixels short of both ends.

    Opposite directions bend apart, and `order` (0, 1, ...) keeps parallel lines apart.
    """
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length < 1e-9:
        return Curve(path=_line(start, start, end), head="", middle=start, points=(start,))
    bend = (BEND + BEND_STEP * order) * length
    across = ((y2 - y1) / length, -(x2 - x1) / length)
    control = ((x1 + x2) / 2 + across[0] * bend, (y1 + y2) / 2 + across[1] * bend)
    size = 4.0 + 1.5 * width
    has_head = length > 2 * gap + 1.2 * size
    near = _shift(start, control, min(gap, length / 4))
    tip = _shift(end, control, min(gap, length / 4))
    tail = _shift(tip, control, 0.8 * size) if has_head else tip
    return Curve(
        path=_line(near, control, tail),
        head=_arrowhead(tip, control, size) if has_head else "",
        middle=_along(near, control, tail, 0.5),
        points=tuple(_along(near, control, tail, i / N_POINTS) for i in range(N_POINTS + 1)),
    )


def _shift(point: Point, towards: Point, distance: float) -> Point:
    length = math.dist(point, towards)
    if length < 1e-9:
        return point
    share = min(1.0, distance / length)
    return point[0] + (towards[0] - point[0]) * share, point[1] + (towards[1] - point[1]) * share


def _along(start: Point, control: Point, end: Point, share: float) -> Point:
    """Return the point of the curve at a share of its way."""
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return (
        round(a * start[0] + b * control[0] + c * end[0], 1),
        round(a * start[1] + b * control[1] + c * end[1], 1),
    )


def _arrowhead(tip: Point, control: Point, size: float) -> str:
    length = math.dist(tip, control) or 1.0
    along = ((tip[0] - control[0]) / length, (tip[1] - control[1]) / length)
    back = (tip[0] - along[0] * size, tip[1] - along[1] * size)
    half = 0.5 * size
    corners = (
        tip,
        (back[0] - along[1] * half, back[1] + along[0] * half),
        (back[0] + along[1] * half, back[1] - along[0] * half),
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _line(start: Point, control: Point, end: Point) -> str:
    return (
        f"M{start[0]:.1f} {start[1]:.1f}Q{control[0]:.1f} {control[1]:.1f}"
        f" {end[0]:.1f} {end[1]:.1f}"
    )
