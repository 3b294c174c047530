"""Observables of predictions: what they say, on which days, and on which paths they hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from suasion.cases import Observable
from suasion.crisis import CrisisModel, Gauge, Move, Paths, Stock
from suasion.crisis.loop_arrays import EVENT
from suasion.errors import InputError
from suasion.forecasts.binding import Names, bind
from suasion.forecasts.evaluation import Seen, evaluate
from suasion.forecasts.expressions import parse_expression
from suasion.forecasts.windows import Calendar, place_window

MODEL = CrisisModel(
    stocks=[Stock(id="anger")],
    moves=[
        Move(id=f"{kind}:A>B", kind=kind, actor="A", target="B", klass=klass)
        for kind, klass in (("shout", "verbal_conflict"), ("talk", "verbal_cooperation"))
    ],
)
CALENDAR = Calendar(begin=date(2025, 1, 1), made=date(2025, 1, 3), horizon=date(2025, 1, 5))
NAMES = Names(
    model=MODEL,
    gauges=(),
    flows={"gas_bcm": Observable(name="gas_bcm", title="Gas", market="gas", kind="flow")},
    figures=frozenset({"patience"}),
)
# Days from 1 January; the prediction is of day 2, its horizon day 4.
ACTS = [(0, 1, 0), (0, 3, 1), (1, 2, 1), (1, 3, 0), (2, 1, 1), (2, 4, 0)]


def _seen(flow: float = 10.0, figure: float = 0.5) -> Seen:
    events = np.zeros(len(ACTS), dtype=EVENT)
    for at, (path, day, move) in enumerate(ACTS):
        events[at] = (path, day, 0.5, move, False)
    anger = np.array([[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 2, 2, 2, 2, 2]], dtype=float)
    return Seen(
        n_paths=3,
        paths=Paths(
            paths=3, first_path=0, days=5, gauges=anger[:, :, None], events=events, means=None
        ),
        gauges=(Gauge(name="anger", of=(("anger", 1.0),)),),
        flows={"gas_bcm": flow},
        figures={"patience": figure},
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("any shout:* in 0..END >= 1", [0, 1, 1]),
        ("any shout:* in FROM..1 >= 1", [0, 1, 0]),
        ("any shout:* in 2025-01-01..END >= 1", [1, 1, 1]),
        ("any shout:* in 0..END = 0", [1, 0, 0]),
        ("not any shout:* in 0..END >= 1", [1, 0, 0]),
        ("any talk:* in 0..END >= 1 and any shout:* in 0..END >= 1", [0, 1, 0]),
        ("any talk:* in 0..END >= 1 or any shout:* in 0..END >= 1", [1, 1, 1]),
        # and binds closer than or
        ("flow gas_bcm < 20 or flow gas_bcm < 20 and flow gas_bcm > 20", [1, 1, 1]),
        ("at anger on END - at anger on 2025-01-01 > 0", [1, 0, 0]),
        ("peak anger in FROM..END - peak anger in 2025-01-01..2025-01-02 < 0", [0, 1, 0]),
        ("flow gas_bcm - parameter patience >= 9.5", [1, 1, 1]),
        ("parameter patience > 0.5", [0, 0, 0]),
        # what cannot be said: order on a path without both in the window
        ("order talk:* before shout:* in 0..END >= 0.5", [np.nan, 1, np.nan]),
        ("order talk:* before shout:* in 0..END >= 0.5 and flow gas_bcm > 20", [0, 0, 0]),
        ("order talk:* before shout:* in 0..END >= 0.5 or flow gas_bcm < 20", [1, 1, 1]),
        ("not order talk:* before shout:* in 0..END >= 0.5", [np.nan, 0, np.nan]),
    ],
)
def test_an_observable_holds_on_these_paths(text, wanted):
    np.testing.assert_array_equal(evaluate(bind(text, CALENDAR, NAMES), _seen()), wanted)


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        ("", "not written in its form", "write for example"),
        ("any shout:* in 0..END", "not written in its form", "write for example"),
        ("any shout:* in 0..END >= lots", "not written in its form", "write for example"),
        ("__import__('os') >= 1", "begins with no measure", "flow NAME"),
        ("conut shout:* in 0..END >= 1", "begins with no measure", "did you mean 'count'"),
        ("gas_bcm < 20", "begins with no measure", "did you mean 'flow'|write 'flow NAME'"),
        ("flow gas bcm < 20", "names one thing", "nothing else"),
        ("flow gas_bmc < 20", "no observable of case.toml is called", "did you mean 'gas_bcm'"),
        ("parameter patiense > 1", "no figure is called", "did you mean 'patience'"),
        ("any shuot:A>B in 0..END >= 1", "no move is called", "did you mean 'shout:A>B'"),
        ("at angre on END > 1", "no gauge or stock is called", "did you mean 'anger'"),
        ("any shout:* in END..0 >= 1", "ends before it begins", "swap"),
        ("any shout:* in 0..soon >= 1", "a day that is none", "0..END"),
        ("any shout:* in 0..2025-02-30 >= 1", "a day that is none", "0..END"),
        ("any shout:* in 2024-12-31..END >= 1", "a day that there is not", "between the two"),
        ("any shout:* in 0..99999 >= 1", "a day that there is not", "between the two"),
        ("any shout:* >= 1", "has no days", "in 0..END"),
    ],
)
def test_what_does_not_parse_is_refused_with_a_remedy(text, problem, fix):
    with pytest.raises(InputError, match=problem) as caught:
        bind(text, CALENDAR, NAMES, "predictions.csv, P1")
    assert any(part in caught.value.fix for part in fix.split("|"))
    assert caught.value.where.startswith("predictions.csv, P1")


def test_the_end_needs_a_horizon():
    open_end = Calendar(begin=date(2025, 1, 1), made=date(2025, 1, 3), horizon=None)
    with pytest.raises(InputError, match="has no horizon"):
        bind("any shout:* in 0..END >= 1", open_end, NAMES)
    assert bind("any shout:* in 0..2025-01-09 >= 1", open_end, NAMES).last_day == 8


def test_paths_are_not_read_without_a_crisis():
    bare = Names(model=None, gauges=(), flows=NAMES.flows, figures=frozenset())
    with pytest.raises(InputError, match="no crisis"):
        bind("any shout:* in 0..END >= 1", CALENDAR, bare)
    assert bind("flow gas_bcm < 20", CALENDAR, bare).flows == {"gas_bcm"}


def test_windows_count_from_the_first_day_of_the_case():
    assert place_window("count a in 0..END", CALENDAR, "P1") == ("count a in 2..4", 4)
    assert place_window("at a on FROM", CALENDAR, "P1") == ("at a on 2", 2)


def test_spaces_do_not_matter():
    one = parse_expression("flow  gas_bcm <  20\n or flow gas_bcm > 30")
    assert one == parse_expression("flow gas_bcm < 20 or flow gas_bcm > 30")
