"""Outlines of land and states, settled by a named border policy.

`assets/outlines.json` holds what Natural Earth draws, as shared arcs and named pieces. A policy
(`assets/border_policy.json`) says which piece belongs to which state and which lines are
dashed. Nothing about borders is written in code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from suasion.errors import InputError

Point = tuple[float, float]
Line = tuple[Point, ...]


@frozen(kw_only=True)
class Outlines:
    """Arcs in degrees, and pieces as rings of arc numbers (~n: arc n backwards)."""

    arcs: tuple[Line, ...]
    pieces: Mapping[str, tuple[tuple[int, ...], ...]]
    names: Mapping[str, str]
    source: str


@frozen(kw_only=True)
class BorderPolicy:
    """Which piece belongs to which state, and which lines are dashed."""

    name: str
    title: str
    statement: str
    not_altered: str
    join: Mapping[str, str]
    dash: tuple[Mapping[str, Any], ...]
    reasons: tuple[str, ...]


@frozen(kw_only=True)
class Country:
    """One state's outline under a policy: closed rings of (lon, lat)."""

    id: str
    name: str
    rings: tuple[Line, ...]


@frozen(kw_only=True)
class Borders:
    """What is drawn: coast, states, border lines, and lines that are dashed."""

    land: tuple[Line, ...]
    countries: Mapping[str, Country]
    solid: tuple[Line, ...]
    dashed: tuple[Line, ...]


def _asset(name: str) -> Any:
    return json.loads((files("suasion.report") / "assets" / name).read_text("utf-8"))


def _decode(flat: Sequence[int], steps: int) -> Line:
    x = y = 0
    points = []
    for step_x, step_y in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((x / steps, y / steps))
    return tuple(points)


@cache
def load_outlines() -> Outlines:
    """Return the outlines that are shipped with the package."""
    stored = _asset("outlines.json")
    pieces = stored["pieces"]
    return Outlines(
        arcs=tuple(_decode(arc, stored["steps_per_degree"]) for arc in stored["arcs"]),
        pieces={
            piece: tuple(tuple(ring) for polygon in entry["polygons"] for ring in polygon)
            for piece, entry in pieces.items()
        },
        names={piece: entry["name"] for piece, entry in pieces.items()},
        source=stored["source"],
    )


@cache
def load_policy(name: str) -> BorderPolicy:
    """Return the border policy of that name.

    Raises
    ------
    InputError
        There is no policy of that name.
    """
    policies = _asset("border_policy.json")["policies"]
    if name not in policies:
        raise InputError(
            f"there is no border policy '{name}'",
            where="border policy of the map",
            got=name,
            expected="one of " + ", ".join(sorted(policies)),
            avoided="the map would have drawn borders that nobody chose",
            fix="name one of these policies",
        )
    entry = policies[name]
    return BorderPolicy(
        name=name,
        title=entry["title"],
        statement=entry["statement"],
        not_altered=entry["not_altered"],
        join={row["piece"]: row["to"] for row in entry["join"]},
        dash=tuple(entry["dash"]),
        reasons=tuple(f"{row['piece']}: {row['because']}" for row in entry["join"]),
    )


def settle_borders(outlines: Outlines, policy: BorderPolicy) -> Borders:
    """Return coast, states and lines under the policy.

    A piece that joins a state loses the line between them, and that line is dashed instead:
    the map hides neither the recognised border nor the line that is held.
    """
    members: dict[str, list[str]] = {}
    for piece in sorted(outlines.pieces):
        members.setdefault(policy.join.get(piece, piece), []).append(piece)
    arcs, countries, inner = outlines.arcs, {}, set()
    for state, pieces in members.items():
        rings, dissolved = _dissolve([r for p in pieces for r in outlines.pieces[p]], arcs)
        inner |= dissolved
        countries[state] = Country(
            id=state,
            name=outlines.names.get(state, state),
            rings=tuple(_trace_ring(ring, arcs) for ring in rings),
        )
    coast, shared = _dissolve([r for rings in outlines.pieces.values() for r in rings], arcs)
    dashed = sorted(inner | _dashed_arcs(outlines, policy))
    return Borders(
        land=tuple(_trace_ring(ring, arcs) for ring in coast),
        countries=countries,
        solid=tuple(arcs[n] for n in sorted(shared - set(dashed))),
        dashed=tuple(arcs[n] for n in dashed),
    )


def _plain(number: int) -> int:
    return number if number >= 0 else ~number


def _trace_ring(ring: Sequence[int], arcs: Sequence[Line]) -> Line:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)


def _dissolve(
    rings: Sequence[Sequence[int]], arcs: Sequence[Line]
) -> tuple[list[list[int]], set[int]]:
    """Return rings without the arcs that two neighbours share, and those arcs."""
    used = [number for ring in rings for number in ring]
    known = frozenset(used)
    both = {_plain(number) for number in used if ~number in known}
    if not both:
        return [list(ring) for ring in rings], set()
    return _stitch([number for number in used if _plain(number) not in both], arcs), both


def _stitch(numbers: Iterable[int], arcs: Sequence[Line]) -> list[list[int]]:
    """Return closed rings that use each arc once."""
    starts: dict[Point, list[int]] = {}
    for number in numbers:
        starts.setdefault(_ends(number, arcs)[0], []).append(number)
    rings = []
    while starts:
        first = next(iter(starts))
        ring: list[int] = []
        place = first
        while starts.get(place):
            number = starts[place].pop()
            if not starts[place]:
                del starts[place]
            ring.append(number)
            place = _ends(number, arcs)[1]
        rings.append(ring)
    return rings


def _ends(number: int, arcs: Sequence[Line]) -> tuple[Point, Point]:
    arc = arcs[_plain(number)]
    return (arc[0], arc[-1]) if number >= 0 else (arc[-1], arc[0])


def _arcs_of(outlines: Outlines, piece: str) -> set[int]:
    return {_plain(n) for ring in outlines.pieces.get(piece, ()) for n in ring}


def _dashed_arcs(outlines: Outlines, policy: BorderPolicy) -> set[int]:
    found: set[int] = set()
    for rule in policy.dash:
        one, other = rule["between"]
        shared = _arcs_of(outlines, one) & _arcs_of(outlines, other)
        west, south, east, north = rule.get("box", (-180.0, -90.0, 180.0, 90.0))
        found |= {
            n
            for n in shared
            if all(west <= x <= east and south <= y <= north for x, y in outlines.arcs[n])
        }
    return found
