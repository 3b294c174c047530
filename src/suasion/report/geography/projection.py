"""Lambert's conformal conic projection, and windows cut out of it.

Model
    n = ln(cos p1 / cos p2) / ln(tan(pi/4 + p2/2) / tan(pi/4 + p1/2)),
    F = cos p1 * tan(pi/4 + p1/2)^n / n, r = F / tan(pi/4 + lat/2)^n,
    x = r sin(n (lon - lon0)), y = r cos(n (lon - lon0)) - r0 reversed so that y grows southward
    as in SVG (Snyder 1987, Map Projections: A Working Manual, p. 107-108, sphere).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from attrs import frozen

Point = tuple[float, float]

CENTRAL_LON = 45.0
PARALLELS = (28.0, 50.0)
CENTRAL_LAT = 38.0
SCALE = 6000.0
"""Map units per radius of the Earth: about 105 units per degree of latitude."""


def _tangent(lat: float) -> float:
    return math.tan(math.pi / 4 + math.radians(lat) / 2)


_N = math.log(math.cos(math.radians(PARALLELS[0])) / math.cos(math.radians(PARALLELS[1]))) / (
    math.log(_tangent(PARALLELS[1]) / _tangent(PARALLELS[0]))
)
_F = math.cos(math.radians(PARALLELS[0])) * _tangent(PARALLELS[0]) ** _N / _N
_R0 = _F / _tangent(CENTRAL_LAT) ** _N


def project(point: Point) -> Point:
    """Return (lon, lat) in degrees as (x, y) in map units, y growing southward.

    >>> x, y = project((45.0, 38.0))
    >>> (round(x), round(y))
    (0, 0)
    """
    lon, lat = point
    radius = _F / _tangent(max(-80.0, min(89.0, lat))) ** _N
    angle = _N * math.radians(lon - CENTRAL_LON)
    return SCALE * radius * math.sin(angle), SCALE * (radius * math.cos(angle) - _R0)


@frozen(kw_only=True)
class Window:
    """A rectangle of the map shown in `width` x `height` pixels."""

    left: float
    top: float
    scale: float
    """Pixels per map unit."""
    width: float
    height: float

    def place(self, point: Point) -> Point:
        """Return map units as pixels."""
        return (point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale

    def holds(self, pixel: Point, margin: float = 0.0) -> bool:
        """Decide whether a pixel lies in the window."""
        x, y = pixel
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin

    def hold_in(self, pixel: Point, margin: float) -> Point:
        """Return the pixel, or the nearest one that keeps off the edge by the margin."""
        x = min(max(pixel[0], margin), self.width - margin)
        return x, min(max(pixel[1], margin), self.height - margin)


def fit_window(
    points: Sequence[Point], width: float, height: float, padding: float = 0.12
) -> Window:
    """Return the window that shows all points, in map units, with a share of padding around."""
    left, top, right, bottom = bounds(points)
    span_x = max(right - left, 200.0) * (1 + 2 * padding)
    span_y = max(bottom - top, 200.0) * (1 + 2 * padding)
    scale = min(width / span_x, height / span_y)
    return Window(
        left=(left + right) / 2 - width / scale / 2,
        top=(top + bottom) / 2 - height / scale / 2,
        scale=scale,
        width=width,
        height=height,
    )


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of the points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
