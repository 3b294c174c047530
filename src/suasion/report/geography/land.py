"""The land under the flows: drawn once on a page, in map units, and used by every panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from suasion.report.geography.outlines import (
    BorderPolicy,
    Borders,
    Line,
    load_outlines,
    load_policy,
    settle_borders,
)
from suasion.report.geography.projection import Point, Window, project


@frozen(kw_only=True)
class LandView:
    """Path data in whole map units."""

    land: str
    parties: str
    """The two sides of the case, tinted."""
    solid: str
    dashed: str
    policy: BorderPolicy
    source: str


@frozen(kw_only=True)
class CountryPlace:
    """Where a country's name may stand in a window: pixels, and the area that is in sight."""

    id: str
    name: str
    x: float
    y: float
    area: float


def draw_land(policy_name: str, parties: Sequence[str]) -> LandView:
    """Return the land under a border policy, with the parties to be tinted."""
    outlines = load_outlines()
    policy = load_policy(policy_name)
    borders = settle_borders(outlines, policy)
    chosen = [borders.countries[party] for party in parties if party in borders.countries]
    return LandView(
        land=trace_paths(borders.land, is_closed=True),
        parties=trace_paths([r for country in chosen for r in country.rings], is_closed=True),
        solid=trace_paths(borders.solid, is_closed=False),
        dashed=trace_paths(borders.dashed, is_closed=False),
        policy=policy,
        source=outlines.source,
    )


def trace_paths(lines: Iterable[Line], *, is_closed: bool) -> str:
    """Return SVG path data for lines of (lon, lat), relative and in whole map units."""
    parts = []
    for line in lines:
        x0 = y0 = 0
        steps: list[str] = []
        for point in line:
            x, y = (round(value) for value in project(point))
            if not steps or (x, y) != (x0, y0):
                steps.append(f"{x - x0} {y - y0}" if steps else f"M{x} {y}l")
                x0, y0 = x, y
        if len(steps) > 2 or (not is_closed and len(steps) > 1):
            joined = steps[0] + " ".join(steps[1:]).replace(" -", "-")
            parts.append(joined + ("z" if is_closed else ""))
    return "".join(parts)


def locate_countries(borders: Borders, window: Window) -> list[CountryPlace]:
    """Return where each country's name may stand in the window, largest in sight first."""
    places = []
    for country in borders.countries.values():
        best: tuple[float, Point] = (0.0, (0.0, 0.0))
        for ring in country.rings:
            seen = _clip([window.place(project(p)) for p in ring], window.width, window.height)
            best = max(best, _area_and_centre(seen))
        area, (x, y) = best
        if area > 0:
            places.append(CountryPlace(id=country.id, name=country.name, x=x, y=y, area=area))
    return sorted(places, key=lambda place: -place.area)


def _clip(ring: list[Point], width: float, height: float) -> list[Point]:
    """Return the part of a ring inside the window (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        clipped: list[Point] = []
        for here, after in zip(ring, ring[1:] + ring[:1], strict=True):
            is_in = sign * (here[axis] - limit) >= 0
            if is_in:
                clipped.append(here)
            if is_in != (sign * (after[axis] - limit) >= 0):
                share = (limit - here[axis]) / (after[axis] - here[axis])
                clipped.append(
                    (
                        here[0] + share * (after[0] - here[0]),
                        here[1] + share * (after[1] - here[1]),
                    )
                )
        ring = clipped
    return ring


def _area_and_centre(ring: Sequence[Point]) -> tuple[float, Point]:
    twice = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    if abs(twice) < 1e-9:
        return 0.0, (0.0, 0.0)
    return abs(twice) / 2, (x_sum / (3 * twice), y_sum / (3 * twice))
