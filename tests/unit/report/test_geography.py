"""Outlines, border policies, projection, curves and names on the map."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.report.geography.curves import bend_between
from suasion.report.geography.flow_map import LAYOUTS
from suasion.report.geography.labels import Name, overlaps, place_names
from suasion.report.geography.outlines import (
    Borders,
    load_outlines,
    load_policy,
    settle_borders,
)
from suasion.report.geography.projection import fit_window, project
from suasion.report.sections.network import draw_market
from suasion.report.view import ReportInput
from tests.unit.report.page_input import make_input

Point = tuple[float, float]
PLACES = {
    "Simferopol": (34.1, 45.0),
    "northern Cyprus": (33.5, 35.25),
    "Hargeisa": (44.06, 9.56),
    "Sukhumi": (41.1, 43.0),
    "Tskhinvali": (43.96, 42.24),
    "Stepanakert": (46.75, 39.82),
    "Transnistria": (29.6, 46.9),
    "Nakhchivan": (45.4, 39.2),
    "Moscow": (37.6, 55.7),
}


def _is_inside(point: Point, ring: Sequence[Point]) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def owners(borders: Borders, point: Point) -> list[str]:
    """Return the states whose outline encloses the point, by the even-odd rule over all rings."""
    return [
        state
        for state, country in borders.countries.items()
        if sum(_is_inside(point, ring) for ring in country.rings) % 2
    ]


@pytest.mark.parametrize(
    ("place", "state"),
    [
        ("Simferopol", "UKR"),
        ("northern Cyprus", "CYP"),
        ("Hargeisa", "SOM"),
        ("Sukhumi", "GEO"),
        ("Tskhinvali", "GEO"),
        ("Stepanakert", "AZE"),
        ("Transnistria", "MDA"),
        ("Nakhchivan", "AZE"),
        ("Moscow", "RUS"),
    ],
)
def test_the_default_follows_international_recognition(place: str, state: str) -> None:
    policy = load_policy("international")
    assert owners(settle_borders(load_outlines(), policy), PLACES[place]) == [state]


@pytest.mark.parametrize(("place", "state"), [("Simferopol", "RUS"), ("Moscow", "RUS")])
def test_lines_of_control_can_be_chosen_by_name(place: str, state: str) -> None:
    borders = settle_borders(load_outlines(), load_policy("de-facto"))
    assert owners(borders, PLACES[place]) == [state]


def test_a_joined_piece_leaves_a_dashed_line_and_no_solid_one() -> None:
    outlines = load_outlines()
    borders = settle_borders(outlines, load_policy("international"))
    perekop = [
        line for line in borders.dashed if any(33 < x < 35.5 and 45.8 < y < 46.3 for x, y in line)
    ]
    assert perekop
    assert not set(borders.dashed) & set(borders.solid)


def test_every_piece_that_a_policy_names_is_in_the_outlines() -> None:
    stored = json.loads((files("suasion.report") / "assets/border_policy.json").read_text("utf-8"))
    pieces = set(load_outlines().pieces)
    assert stored["default"] == "international"
    for policy in stored["policies"].values():
        named = {row["piece"] for row in policy["join"]} | {row["to"] for row in policy["join"]}
        named |= {piece for row in policy["dash"] for piece in row["between"]}
        assert named <= pieces


def test_an_unknown_policy_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="there is no border policy 'mine'"):
        load_policy("mine")


def test_the_outlines_stay_small() -> None:
    assert len((files("suasion.report") / "assets/outlines.json").read_bytes()) < 250_000


@given(st.floats(10, 80), st.floats(15, 60))
def test_north_is_up_and_angles_are_kept(lon: float, lat: float) -> None:
    x, y = project((lon, lat))
    step = 1e-4
    east = project((lon + step / math.cos(math.radians(lat)), lat))
    north = project((lon, lat + step))
    assert north[1] < y
    assert math.dist((x, y), east) == pytest.approx(math.dist((x, y), north), rel=1e-3)
    assert (east[0] - x) * (north[0] - x) + (east[1] - y) * (north[1] - y) == pytest.approx(
        0.0, abs=1e-3 * math.dist((x, y), north) ** 2
    )


def test_a_window_holds_the_points_that_it_is_fitted_to() -> None:
    points = [project(p) for p in PLACES.values()]
    window = fit_window(points, 360, 330)
    assert all(window.holds(window.place(p)) for p in points)
    assert window.hold_in((-50.0, 9999.0), 12.0) == (12.0, 318.0)


def test_opposite_directions_bend_apart() -> None:
    there = bend_between((0, 0), (100, 0), order=0, gap=4, width=3)
    back = bend_between((100, 0), (0, 0), order=0, gap=4, width=3)
    assert there.middle[1] * back.middle[1] < 0
    assert there.head != ""


def test_a_line_from_a_point_to_itself_has_no_head() -> None:
    assert bend_between((5, 5), (5, 5), order=0, gap=4, width=3).head == ""


names = st.builds(
    Name,
    text=st.text("abcdefgh", min_size=1, max_size=20),
    x=st.floats(0, 360),
    y=st.floats(0, 330),
    weight=st.floats(0, 10),
    size=st.just(10.0),
)


@given(st.lists(names, max_size=25))
def test_no_name_covers_another_and_none_leaves_the_map(wanted: list[Name]) -> None:
    placed = place_names(wanted, [], [], (360, 330))
    for i, one in enumerate(placed):
        assert one.box[0] >= 0
        assert one.box[2] <= 360
        assert not any(overlaps(one.box, other.box) for other in placed[i + 1 :])


def _freight(view: ReportInput) -> object:
    return draw_market(view, "freight", [r for r in view.rows("flows") if r["market"] == "freight"])


def test_the_map_marks_what_is_full_closed_and_open() -> None:
    drawn = _freight(make_input())
    statuses = {
        flow.figure.trace: flow.status
        for panel in drawn.layouts["wide"]  # type: ignore[attr-defined]
        for flow in panel.flows
    }
    assert statuses["flows.rasht-astara"] == "closed"
    assert statuses["flows.eastern"] == "binding"
    assert statuses["flows.middle"] == "open"


def test_width_is_proportional_to_flow() -> None:
    drawn = _freight(make_input())
    widths = {
        flow.arc: flow.width
        for panel in drawn.layouts["wide"]  # type: ignore[attr-defined]
        for flow in panel.flows
    }
    assert widths["black-sea"] == LAYOUTS[0].widest
    assert widths["west-north"] == pytest.approx(LAYOUTS[0].widest * 7.2 / 14.0, abs=0.01)
