"""Where names go on a map: near their point, never over each other or over another point.

A greedy placement by falling weight: each name tries eight places around its point, then the
same further off; a name that fits nowhere is left out, and its point still tells its name on
hover and focus.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

Box = tuple[float, float, float, float]
CHARACTER_WIDTH = 0.58
"""Width of an average letter, in font sizes; generous, since the reader's font is not ours."""
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


def place_names(
    names: Sequence[Name], obstacles: Sequence[Box], width: float, height: float
) -> tuple[PlacedName, ...]:
    """Return the names that fit, heaviest first, none overlapping another or an obstacle."""
    taken = list(obstacles)
    placed = []
    for name in sorted(names, key=lambda n: (-n.weight, n.text)):
        found = next(
            (p for p in _candidates(name) if _is_free(p.box, taken, width, height)),
            None,
        )
        if found is not None:
            placed.append(found)
            taken.append(found.box)
    return tuple(placed)


def overlaps(one: Box, other: Box) -> bool:
    """Decide whether two boxes share area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_free(box: Box, taken: Sequence[Box], width: float, height: float) -> bool:
    inside = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
    return inside and not any(overlaps(box, other) for other in taken)


def _candidates(name: Name) -> list[PlacedName]:
    if name.gap == 0:
        return [_placed(name, 0.0, 0.0, "middle")]
    return [
        _placed(name, dx * gap, dy * gap, anchor)
        for gap in (name.gap, name.gap * 1.8, name.gap * 2.8)
        for dx, dy, anchor in _PLACES
    ]


def _placed(name: Name, dx: float, dy: float, anchor: str) -> PlacedName:
    text_width = CHARACTER_WIDTH * name.size * len(name.text)
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
    )
