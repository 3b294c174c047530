"""Metrics path by path: the mean over paths is the metric where each path has its own number."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.crisis import (
    CrisisModel,
    Gauge,
    Move,
    Paths,
    Stock,
    measure,
    measure_each,
    parse_metric,
)
from suasion.crisis.loop_arrays import EVENT

MODEL = CrisisModel(
    stocks=[Stock(id="anger")],
    moves=[
        Move(id=f"{kind}:A>B", kind=kind, actor="A", target="B", klass=klass)
        for kind, klass in (("shout", "verbal_conflict"), ("talk", "verbal_cooperation"))
    ],
)
GAUGES = (Gauge(name="anger", of=(("anger", 1.0),)),)
# path 0: shout on 1, talk on 3; path 1: talk on 0, shouts on 2 and 4; path 2: nothing
ACTS = [(0, 1, 0), (0, 3, 1), (1, 0, 1), (1, 2, 0), (1, 4, 0)]


def _paths() -> Paths:
    events = np.zeros(len(ACTS), dtype=EVENT)
    for at, (path, day, move) in enumerate(ACTS):
        events[at] = (path, day, 0.5, move, False)
    gauges = np.arange(18.0).reshape(3, 6, 1)
    return Paths(paths=3, first_path=0, days=5, gauges=gauges, events=events, means=None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("count shout:* in 0..4", [1, 2, 0]),
        ("count shout:* in 2..4", [0, 2, 0]),
        ("any talk:* in 0..4", [1, 1, 0]),
        ("first shout:* in 0..4", [1, 2, 5]),
        ("share shout:* of shout:*|talk:* in 0..4", [1 / 2, 2 / 3, np.nan]),
        ("order shout:* before talk:* in 0..4", [1, 0, np.nan]),
        ("at anger on 2", [2, 8, 14]),
        ("mean anger in 0..2", [1, 7, 13]),
        ("peak anger in 1..5", [5, 11, 17]),
        ("at anger on 5 - at anger on 0", [5, 5, 5]),
        ("first shout:* in 0..4 - first talk:* in 0..4", [-2, 2, 0]),
    ],
)
def test_each_path_has_its_own_number(text, wanted):
    found = measure_each(parse_metric(MODEL, text, days=5), _paths(), GAUGES)
    np.testing.assert_allclose(found, wanted)


@pytest.mark.parametrize(
    "text", ["count shout:* in 0..4", "any talk:* in 0..4", "mean anger in 0..2"]
)
def test_the_mean_over_paths_is_the_metric(text):
    metric = parse_metric(MODEL, text, days=5)
    assert measure_each(metric, _paths(), GAUGES).mean() == pytest.approx(
        measure(metric, _paths(), GAUGES)
    )
