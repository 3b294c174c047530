"""Where names go on a map: near their point, never over each other or over another point.

A greedy placement by falling weight: each name tries eight places around its point, then the
same further off; a name that fits nowhere is left out, and its point still tells its name on
hover and focus.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

Box = tuple[float, float, float, float]
CHARACTER_WIDTH = {"node": 0.66, "country": 0.78}
"""Width of an average letter in font sizes, generous: the reader's font is not ours."""
LINE_HEIGHT = 1.15
_PLACES = (
    (1, 0, "start"),
    (-1, 0, "end"),
    (0, -1, "middle"),
    (0, 1, "middle"),
    (1, -1, "start"),
    (1, 1, "start"),
    (-1, -1, "end"),
    (-1, 1, "end"),
)


@frozen(kw_only=True)
class Name:
    """A name that wants a place."""

    text: str
    x: float
    y: float
    weight: float
    size: float
    """Font size in pixels."""
    gap: float = 6.0
    """Distance from the point, pixels; 0 centres the name on it."""
    kind: str = "node"


@frozen(kw_only=True)
class PlacedName:
    """A name with the place it got: x, y of the text's baseline, and how it is anchored."""

    text: str
    x: float
    y: float
    anchor: str
    size: float
    kind: str
    box: Box
    leader: tuple[float, float, float, float] | None = None
    """A line from the point to a name that stands apart from it: x1, y1, x2, y2."""


def place_names(
    names: Sequence[Name],
    obstacles: Sequence[Box],
    lines: Sequence[Box],
    size: tuple[float, float],
) -> tuple[PlacedName, ...]:
    """Return the names that fit, heaviest first, none overlapping another or an obstacle.

    A node's name takes the place that crosses the fewest of `lines`; a country's name, which is
    only for orientation, crosses none.
    """
    taken = list(obstacles)
    placed = []
    for name in sorted(names, key=lambda n: (-n.weight, n.text)):
        free = [place for place in _candidates(name) if _is_free(place.box, taken, size)]
        crossings = [sum(overlaps(place.box, line) for line in lines) for place in free]
        if not free or (name.kind == "country" and crossings[0]):
            continue
        best = free[crossings.index(min(crossings))]
        placed.append(best)
        taken.append(best.box)
    return tuple(placed)


def overlaps(one: Box, other: Box) -> bool:
    """Decide whether two boxes share area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_free(box: Box, taken: Sequence[Box], size: tuple[float, float]) -> bool:
    width, height = size
    inside = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
    return inside and not any(overlaps(box, other) for other in taken)


def _candidates(name: Name) -> list[PlacedName]:
    if name.gap == 0:
        return [_placed(name, 0.0, 0.0, "middle")]
    return [
        _placed(name, dx * gap * apart, dy * gap * apart, anchor, has_leader=apart > 1)
        for gap, apart in ((name.gap, 1.0), (name.gap, 1.8), (name.gap, 2.8))
        for dx, dy, anchor in _PLACES
    ]


def _placed(
    name: Name, dx: float, dy: float, anchor: str, *, has_leader: bool = False
) -> PlacedName:
    text_width = CHARACTER_WIDTH[name.kind] * name.size * len(name.text)
    middle_y = name.y + dy + (0.45 * name.size if dy > 0 else -0.45 * name.size if dy < 0 else 0)
    x = name.x + dx
    left = {"start": x, "end": x - text_width, "middle": x - text_width / 2}[anchor]
    half = LINE_HEIGHT * name.size / 2
    return PlacedName(
        text=name.text,
        x=round(x, 1),
        y=round(middle_y + 0.35 * name.size, 1),
        anchor=anchor,
        size=name.size,
        kind=name.kind,
        box=(left, middle_y - half, left + text_width, middle_y + half),
        leader=(name.x, name.y, name.x + dx, name.y + dy) if has_leader else None,
    )
