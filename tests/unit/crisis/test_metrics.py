"""Metrics on paths written by hand, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from suasion.crisis.loop_arrays import EVENT
from suasion.crisis.measures import measure
from suasion.crisis.metrics import metric_nodes, parse_metric
from suasion.crisis.simulation import Gauge, Paths
from suasion.errors import InputError
from tests.crisis_chains import chain_model

MODEL = chain_model()
HIT, SOOTHE, ANSWER, TALK = range(4)
ACTS = [
    # path, day, time, move, injected
    (0, 0, 0.0, HIT, True),
    (0, 2, 0.3, ANSWER, False),
    (0, 2, 0.6, TALK, False),
    (0, 5, 0.1, ANSWER, False),
    (1, 1, 0.2, TALK, False),
    (1, 1, 0.9, ANSWER, False),
    (2, 9, 0.5, TALK, False),
]
SPAN = Gauge(name="span", of=(("hurt", 1.0), ("noise", -1.0)))
HURT = Gauge(name="hurt", of=(("hurt", 1.0),))
LEVELS = np.arange(4 * 11 * 2, dtype=float).reshape(4, 11, 2)
PATHS = Paths(
    paths=4,
    first_path=0,
    days=10,
    gauges=LEVELS,
    events=np.array(ACTS, dtype=EVENT),
    means=None,
)


def _value(text: str, paths: Paths = PATHS) -> float:
    return measure(parse_metric(MODEL, text, [SPAN], 10), paths, (SPAN, HURT))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count answer:* in 0..9", 3 / 4),
        ("count answer:* in 2..4", 1 / 4),
        ("count answer:* in 5..5", 1 / 4),
        ("count * in 0..9", 6 / 4),
        ("count hit:A>B in 0..9", 0.0),
        ("count * verbal_cooperation in 0..9", 3 / 4),
        ("count answer:*|talk:* verbal_conflict in 0..9", 3 / 4),
        ("count class:verbal_conflict in 0..9", 3 / 4),
        ("count actor:B&class:verbal_cooperation in 0..9", 3 / 4),
        ("count answer:*|actor:B&talk:* in 0..9", 6 / 4),
        ("share answer:* of actor:B in 0..9", 3 / 6),
        ("share answer:* of actor:B in 0..2", 2 / 4),
        ("any talk:* in 0..9", 3 / 4),
        ("any talk:* in 3..9", 1 / 4),
        ("first talk:* in 0..9", (2 + 1 + 9 + 10) / 4),
        ("first talk:* in 0..4", (2 + 1 + 5 + 5) / 4),
        ("order answer:* before talk:* in 0..9", 1 / 2),
        ("order talk:* before answer:* in 2..9", 0.0),
        ("order answer:* before answer:* in 0..9", 1 / 2),
        ("at span on 10", LEVELS[:, 10, 0].mean()),
        ("mean hurt in 2..3", LEVELS[:, 2:4, 1].mean()),
        ("peak span in 0..3", LEVELS[:, 3, 0].mean()),
        ("at span on 3 - at span on 1", 4.0),
        ("count * in 0..9 - count answer:* in 0..9 - count talk:* in 0..9", 0.0),
    ],
)
def test_a_measure_is_what_was_counted_by_hand(text: str, expected: float) -> None:
    assert _value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["share talk:* of answer:* in 6..9", "order answer:* before talk:* in 3..9"]
)
def test_a_share_of_nothing_is_not_a_number(text: str) -> None:
    assert math.isnan(_value(text))


def test_paths_may_begin_with_any_number() -> None:
    acts = PATHS.events.copy()
    acts["path"] += 100
    later = Paths(paths=4, first_path=100, days=10, gauges=LEVELS, events=acts, means=None)
    for text in (
        "any talk:* in 3..9",
        "first talk:* in 0..9",
        "order answer:* before talk:* in 0..9",
    ):
        assert _value(text, later) == _value(text)


def test_the_nodes_that_a_metric_reads() -> None:
    metric = parse_metric(
        MODEL, "share talk:* of class:verbal_conflict in 0..3 - at span on 2", [SPAN]
    )
    assert metric_nodes(MODEL, metric) == {
        "move:talk:B>A",
        "move:answer:B>A",
        "stock:hurt",
        "stock:noise",
    }
    assert metric.last_day == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cuont talk:* in 0..9", "count"),
        ("count tolk:* in 0..9", "talk:B>A"),
        ("count talk:*", "count MOVES"),
        ("count talk:* in 3..2", "A<=B"),
        ("count talk:* in 0..10", "at most 9"),
        ("at hurt on 11", "at most 10"),
        ("at hurtt on 1", "hurt"),
        ("mean hurt", "mean GAUGE"),
        ("count class:verbal_conflct in 0..9", "verbal_conflict"),
        ("count * verbal in 0..9", "verbal_conflict"),
        ("count talk:* verbal_conflict in 0..9", "a class that some"),
        ("count actor:C in 0..9", "actor"),
        ("count actor:A&talk:* in 0..9", "take one"),
        ("share talk:* in 0..9", "share MOVES of"),
        ("at hurt on 1 + at hurt on 2", "at GAUGE on D"),
        ("", "measure"),
    ],
)
def test_what_is_refused_and_what_it_says(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_metric(MODEL, text, [SPAN], 10)
    error = caught.value
    assert says in f"{error.expected} {error.fix}"
