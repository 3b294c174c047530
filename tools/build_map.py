"""Build the outlines that the report's map draws, from the npm package world-atlas 2.0.2.

    python tools/build_map.py PATH_TO_PACKAGE [--out outlines.json]

The package (ISC licence) redistributes Natural Earth 4.1 (public domain) as TopoJSON. This
script keeps the topology: it crops to the region of the cases, simplifies each shared arc
once, so that neighbours stay glued, and writes arcs plus named *pieces*. Which pieces form
one country is decided when a page is drawn, by a border policy (`border_policy.json`), and
never here: the file holds what Natural Earth draws, split where a policy may differ.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]

REGION = (-12.0, 6.0, 115.0, 70.0)
"""West, south, east, north, degrees: the Atlantic to inner China, the Horn to Lapland."""
MARGIN_DEGREES = 4.0
TOLERANCE_INSIDE_DEGREES = 0.015
TOLERANCE_OUTSIDE_DEGREES = 2.5
SMALLEST_ISLAND_DEGREES = 0.12
STEPS_PER_DEGREE = 100
SPLIT_OFF = {"RUS": {"RUS.crimea": (34.1, 45.3)}}
"""Polygons that get a name of their own: piece -> a point (lon, lat) inside them."""
UNNUMBERED = {
    "Somaliland": "SOM.somaliland",
    "Kosovo": "XKX",
    "N. Cyprus": "CYP.north",
    "Siachen Glacier": "IND.siachen",
}
_CODES = """
004:AFG 008:ALB 012:DZA 031:AZE 036:AUS 040:AUT 048:BHR 050:BGD 051:ARM 056:BEL 064:BTN
070:BIH 100:BGR 104:MMR 112:BLR 120:CMR 140:CAF 144:LKA 148:TCD 156:CHN 191:HRV 196:CYP
203:CZE 208:DNK 231:ETH 232:ERI 233:EST 246:FIN 250:FRA 262:DJI 268:GEO 275:PSE 276:DEU
300:GRC 348:HUN 356:IND 360:IDN 364:IRN 368:IRQ 376:ISR 380:ITA 392:JPN 398:KAZ 400:JOR
404:KEN 408:PRK 410:KOR 414:KWT 417:KGZ 422:LBN 428:LVA 434:LBY 438:LIE 440:LTU 442:LUX
462:MDV 470:MLT 492:MCO 496:MNG 498:MDA 499:MNE 504:MAR 512:OMN 524:NPL 528:NLD 562:NER
566:NGA 578:NOR 586:PAK 616:POL 634:QAT 642:ROU 643:RUS 674:SMR 682:SAU 688:SRB 703:SVK
705:SVN 706:SOM 716:ZWE 724:ESP 728:SSD 729:SDN 752:SWE 756:CHE 760:SYR 762:TJK 764:THA
784:ARE 788:TUN 792:TUR 795:TKM 804:UKR 807:MKD 818:EGY 826:GBR 860:UZB 887:YEM 336:VAT
800:UGA 180:COD 372:IRL 620:PRT 732:ESH 478:MRT 466:MLI 854:BFA 704:VNM 418:LAO 116:KHM 158:TWN
"""
ALPHA3 = dict(pair.split(":") for pair in _CODES.split())
"""ISO 3166 numeric to alpha-3; a country that is not here keeps its number as its id."""


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in degrees, from quantised, delta-encoded integers."""
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def walk_ring(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Return the points of a ring of arc numbers; ~n is arc n backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def is_inside(point: Point, ring: Sequence[Point]) -> bool:
    """Decide whether the ring encloses the point (even-odd rule)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def is_near(point: Point) -> bool:
    """Decide whether a point lies in the region or its margin."""
    west, south, east, north = REGION
    x, y = point
    return (
        west - MARGIN_DEGREES <= x <= east + MARGIN_DEGREES
        and south - MARGIN_DEGREES <= y <= north + MARGIN_DEGREES
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0.0:
        return math.hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def simplify(points: Sequence[Point]) -> list[Point]:
    """Return fewer points within the tolerance (Douglas-Peucker), coarse out of the region."""
    keep = {0, len(points) - 1}
    if points[0] == points[-1] and len(points) > 3:
        keep.add(max(range(len(points)), key=lambda i: math.dist(points[i], points[0])))
    marks = sorted(keep)
    stack = list(pairwise(marks))
    while stack:
        first, last = stack.pop()
        worst, where = 0.0, -1
        for i in range(first + 1, last):
            tolerance = (
                TOLERANCE_INSIDE_DEGREES if is_near(points[i]) else TOLERANCE_OUTSIDE_DEGREES
            )
            excess = _distance(points[i], points[first], points[last]) / tolerance
            if excess > worst:
                worst, where = excess, i
        if worst > 1.0:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [points[i] for i in sorted(keep)]


def name_piece(geometry: dict[str, Any]) -> str | None:
    """Return the piece's id, ISO alpha-3 where there is one."""
    name = geometry["properties"]["name"]
    if name in UNNUMBERED:
        return UNNUMBERED[name]
    number = str(geometry.get("id", ""))
    return ALPHA3.get(number, number) or None


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return the polygons of a geometry as lists of rings of arc numbers."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", []))


def keep_polygons(
    topology: dict[str, Any], arcs: Sequence[Sequence[Point]]
) -> Iterator[tuple[str, str, list[list[int]]]]:
    """Yield piece, name and rings of every polygon that touches the region and is not tiny."""
    for geometry in topology["objects"]["countries"]["geometries"]:
        piece = name_piece(geometry)
        if piece is None:
            continue
        for polygon in polygons_of(geometry):
            outer = walk_ring(polygon[0], arcs)
            if not any(is_near(point) for point in outer):
                continue
            width = max(x for x, _ in outer) - min(x for x, _ in outer)
            height = max(y for _, y in outer) - min(y for _, y in outer)
            if max(width, height) < SMALLEST_ISLAND_DEGREES:
                continue
            split = SPLIT_OFF.get(piece, {}).items()
            named = next((part for part, point in split if is_inside(point, outer)), piece)
            yield named, geometry["properties"]["name"], polygon


def encode_arc(points: Sequence[Point]) -> list[int]:
    """Return x0, y0, dx1, dy1, ... in hundredths of a degree."""
    flat: list[int] = []
    last_x = last_y = 0
    for x, y in points:
        step_x, step_y = round(x * STEPS_PER_DEGREE), round(y * STEPS_PER_DEGREE)
        if flat and (step_x, step_y) == (last_x, last_y):
            continue
        flat += [step_x - last_x, step_y - last_y] if flat else [step_x, step_y]
        last_x, last_y = step_x, step_y
    return flat


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """Return arcs and pieces, with arcs numbered anew."""
    arcs = decode_arcs(topology)
    pieces: dict[str, dict[str, Any]] = {}
    numbers: dict[int, int] = {}
    for piece, name, polygon in keep_polygons(topology, arcs):
        entry = pieces.setdefault(piece, {"name": name, "polygons": []})
        rings = []
        for ring in polygon:
            fresh = []
            for number in ring:
                plain = number if number >= 0 else ~number
                new = numbers.setdefault(plain, len(numbers))
                fresh.append(new if number >= 0 else ~new)
            rings.append(fresh)
        entry["polygons"].append(rings)
    simple = [encode_arc(simplify(arcs[old])) for old in numbers]
    return {
        "source": "Natural Earth 4.1 (public domain), 1:50m, by way of world-atlas 2.0.2 (ISC)",
        "region": REGION,
        "steps_per_degree": STEPS_PER_DEGREE,
        "arcs": simple,
        "pieces": {piece: pieces[piece] for piece in sorted(pieces)},
    }


def main() -> None:
    """Read the package named on the command line and write the outlines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    parser.add_argument("--scale", default="50m", choices=["50m", "110m", "10m"])
    default = Path(__file__).parent.parent / "src/suasion/report/assets/outlines.json"
    parser.add_argument("--out", type=Path, default=default)
    chosen = parser.parse_args()
    topology = json.loads((chosen.package / f"countries-{chosen.scale}.json").read_text())
    outlines = build(topology)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(outlines, separators=(",", ":"), ensure_ascii=True)
    chosen.out.write_text(text + "\n", encoding="utf-8")
    points = sum(len(arc) // 2 for arc in outlines["arcs"])
    print(f"{chosen.out}: {len(outlines['pieces'])} pieces, {points} points, {len(text)} bytes")


if __name__ == "__main__":
    main()
